//! `textDocument/selectionRange`: from a word to its line, its part, its section and on.

use specwave_source::Span;
use specwave_spec::symbols::{self, Symbol};
use tower_lsp::ls_types::{SelectionRange, SelectionRangeParams};

use crate::analysis::Analysis;

/// One chain of ever larger ranges for every position.
pub(crate) fn handle(analysis: &Analysis, params: SelectionRangeParams) -> Vec<SelectionRange> {
    let outline = symbols::outline(&analysis.spec);
    let chain = |position| {
        let offset = analysis.text.offset(position);
        let spans = around(analysis, &outline, offset);
        let none = SelectionRange { range: analysis.text.range(Span::new(offset, offset)), parent: None };
        let larger = |parent: Option<SelectionRange>, span: Span| {
            Some(SelectionRange { range: analysis.text.range(span), parent: parent.map(Box::new) })
        };
        spans.into_iter().rev().fold(None, larger).unwrap_or(none)
    };
    params.positions.into_iter().map(chain).collect()
}

/// The spans around `offset`, each inside the next one.
fn around(analysis: &Analysis, outline: &[Symbol], offset: usize) -> Vec<Span> {
    let text = &analysis.text;
    let mut spans = vec![word(text.text(), offset), text.line(offset), text.own()];
    let mut symbols = outline;
    while let Some(symbol) = symbols.iter().find(|symbol| symbol.span.touches(offset)) {
        spans.push(symbol.span);
        symbols = &symbol.children;
    }
    for fence in analysis.spec.fences.iter().filter(|fence| fence.span.touches(offset)) {
        spans.extend([fence.content, fence.span]);
    }
    spans.retain(|span| span.start < span.end && span.touches(offset));
    spans.sort_by_key(|span| span.end - span.start);
    let mut nested: Vec<Span> = Vec::new();
    for span in spans {
        if nested.last().is_none_or(|inner| *inner != span && span.start <= inner.start && inner.end <= span.end) {
            nested.push(span);
        }
    }
    nested
}

fn word(text: &str, offset: usize) -> Span {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let before = text[..offset].chars().rev().take_while(|c| is_part(*c)).map(char::len_utf8).sum::<usize>();
    let behind = text[offset..].chars().take_while(|c| is_part(*c)).map(char::len_utf8).sum::<usize>();
    Span::new(offset - before, offset + behind)
}
