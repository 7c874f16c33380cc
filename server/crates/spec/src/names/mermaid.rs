//! Names in Mermaid fences: in diagrams of classes and entities the nodes are types, elsewhere it is as in prose.

use specwave_source::Span;

use super::prose::read_word;
use super::symbol::Occurrence;
use super::symbols::Symbols;
use super::words::words;
use crate::outline::lines;

/// Adds what a Mermaid fence names.
pub(super) fn read(text: &str, content: Span, symbols: &Symbols<'_>, out: &mut Vec<Occurrence>) {
    let mut nodes_are_types = false;
    let mut inside = false;
    for line in lines(&text[content.start..content.end]) {
        let line = line.shifted(content.start);
        let written = &text[line.start..line.end];
        nodes_are_types |= ["classDiagram", "erDiagram"].iter().any(|kind| written.trim_start().starts_with(kind));
        // What stands behind a colon is a label.
        let label = line.start + written.find(':').unwrap_or(written.len());
        for word in words(text, line) {
            let is_node = nodes_are_types && !inside && word.start < label && !text[..word.start].ends_with('"');
            let node = is_node.then(|| symbols.find(&text[word.start..word.end], None)).flatten();
            match node.filter(|id| symbols.kind(*id).is_type()) {
                Some(symbol) => out.push(Occurrence { symbol, span: word, declares: false }),
                None => read_word(text, line, word, symbols, out),
            }
        }
        inside = (inside || written.trim_end().ends_with('{')) && !written.trim_start().starts_with('}');
    }
}
