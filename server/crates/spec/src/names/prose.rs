//! Names in prose: headings, paragraphs, lists, tables, comments.
//!
//! A compound name such as `ConsentRecord` needs no mark. A name of one word, `Consent`, is a word of the language too:
//! it counts in inline code, and in a heading that is nothing but the name above its declaration.

use specwave_source::Span;

use super::go;
use super::symbol::{Occurrence, SymbolId, SymbolKind};
use super::symbols::Symbols;
use super::words::{has_inner_mark, is_compound, words};
use crate::endpoints::{METHODS, path_end, read_line};

/// Adds the compound names, the regimes and the endpoints of a piece of text.
pub(super) fn read_bare(text: &str, span: Span, symbols: &Symbols<'_>, out: &mut Vec<Occurrence>) {
    for word in words(text, span) {
        read_word(text, span, word, symbols, out);
    }
}

/// Adds what one bare word names.
pub(super) fn read_word(text: &str, line: Span, word: Span, symbols: &Symbols<'_>, out: &mut Vec<Occurrence>) {
    let written = &text[word.start..word.end];
    if let Some(place) = numbered(text, line, word, symbols) {
        out.push(place);
    } else if METHODS.contains(&written) {
        out.extend(endpoint(text, line, word, symbols));
    } else if has_inner_mark(written)
        && let Some(symbol) = bare(text, word, written, symbols)
    {
        out.push(Occurrence { symbol, span: word, declares: false });
    }
}

/// A requirement or a task by its number, `FR-001` or `T012`; a number without a letter could count anything.
fn numbered(text: &str, line: Span, word: Span, symbols: &Symbols<'_>) -> Option<Occurrence> {
    if symbols.numbered.is_empty() || !text[word.start..].starts_with(|first: char| first.is_ascii_uppercase()) {
        return None;
    }
    let rest = &text[word.end..line.end];
    let dashed = rest.strip_prefix('-').map_or(0, |digits| digits.bytes().take_while(u8::is_ascii_digit).count());
    let end = if dashed > 0 { word.end + 1 + dashed } else { word.end };
    let symbol = *symbols.numbered.get(&text[word.start..end])?;
    Some(Occurrence { symbol, span: Span::new(word.start, end), declares: false })
}

fn bare(text: &str, word: Span, written: &str, symbols: &Symbols<'_>) -> Option<SymbolId> {
    let bytes = text.as_bytes();
    let before = word.start.checked_sub(1).map(|at| bytes[at]);
    if before.is_some_and(|byte| b"/\\@$%#&".contains(&byte)) {
        return None;
    }
    // `ConsentRecord.tsx` is a file.
    let behind = &bytes[word.end..];
    if behind.first() == Some(&b'.') && behind.get(1).is_some_and(u8::is_ascii_lowercase) {
        return None;
    }
    if before == Some(b'.')
        && let Some(package) = package_before(text, word.start - 1)
    {
        return symbols.find_qualified(package, written);
    }
    symbols.bare.get(written).copied()
}

/// The word that ends at `end`.
pub(super) fn package_before(text: &str, end: usize) -> Option<&str> {
    let start = text[..end].rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at + 1);
    text.get(start..end).filter(|package| !package.is_empty())
}

/// How far behind a verb its path may end; without a limit, a long line would be read again for every verb in it.
const LONGEST_ENDPOINT: usize = 512;

/// `METHOD /path` from its verb on.
fn endpoint(text: &str, line: Span, verb: Span, symbols: &Symbols<'_>) -> Option<Occurrence> {
    if let Some(known) = symbols.pinned.get(&verb.start) {
        return Some(*known);
    }
    let rest = text.get(verb.start..text.floor_char_boundary(line.end.min(verb.start + LONGEST_ENDPOINT)))?;
    let (method, path, _) = read_line(rest)?;
    let slash = rest.find('/')?;
    let symbol = *symbols.endpoints.get(&format!("{method} {path}"))?;
    let span = Span::new(verb.start, verb.start + slash + path_end(&rest[slash..]));
    Some(Occurrence { symbol, span, declares: false })
}

/// How many names of a line are asked whose field or operation is meant.
const NEAREST: usize = 8;

/// Reads the lines of a text one after the other, outside fences.
#[derive(Default)]
pub(super) struct Prose {
    /// For each open heading its level and the types it names: who is meant by a field or an operation below it.
    headings: Vec<(u8, Vec<SymbolId>)>,
}

/// A heading, as far as names are concerned.
pub(super) struct Heading<'text> {
    pub(super) level: u8,
    pub(super) text: &'text str,
    pub(super) section: Span,
}

impl Prose {
    /// Adds what a line names.
    pub(super) fn line(
        &mut self,
        text: &str,
        line: Span,
        heading: Option<&Heading<'_>>,
        symbols: &Symbols<'_>,
        out: &mut Vec<Occurrence>,
    ) {
        let first_of_line = out.len();
        if let Some(heading) = heading {
            while self.headings.pop_if(|(level, _)| *level >= heading.level).is_some() {}
        }
        let mut at = line.start;
        while at < line.end {
            let rest = &text[at..line.end];
            let code = rest.find('`').map_or(line.end, |start| at + start);
            self.outside_code(text, line, Span::new(at, code), symbols, out);
            let marks = text[code..line.end].bytes().take_while(|byte| *byte == b'`').count();
            let inside = code + marks;
            let Some(length) = closing(&text[inside..line.end], marks) else {
                self.outside_code(text, line, Span::new(inside, line.end), symbols, out);
                break;
            };
            self.inline_code(text, Span::new(inside, inside + length), first_of_line, symbols, out);
            at = inside + length + marks;
        }
        if let Some(heading) = heading {
            out.extend(headed(text, line, heading, symbols));
            let types = out[first_of_line..].iter().map(|occurrence| occurrence.symbol);
            self.headings.push((heading.level, types.filter(|id| symbols.kind(*id).is_type()).collect()));
        }
    }

    /// Adds bare names; the destination of a link is none.
    fn outside_code(&self, text: &str, line: Span, span: Span, symbols: &Symbols<'_>, out: &mut Vec<Occurrence>) {
        let mut at = span.start;
        while at < span.end {
            let part = &text[at..span.end];
            let link = part.find("](").map_or(span.end, |start| at + start);
            for word in words(text, Span::new(at, link)) {
                match symbols.pinned.get(&word.start) {
                    Some(known) => out.push(*known),
                    None => read_word(text, line, word, symbols, out),
                }
            }
            at = text[link..span.end].find(')').map_or(span.end, |end| link + end + 1);
        }
    }

    fn inline_code(&self, text: &str, span: Span, line: usize, symbols: &Symbols<'_>, out: &mut Vec<Occurrence>) {
        let written = text[span.start..span.end].trim();
        let verb = written.split_whitespace().next().unwrap_or_default();
        if METHODS.contains(&verb) {
            return read_bare(text, span, symbols, out);
        }
        if let Some(table) = symbols.tables.get(written).filter(|_| symbols.find(written, None).is_none()) {
            let start = span.start + text[span.start..span.end].find(written).unwrap_or_default();
            out.push(Occurrence { symbol: *table, span: Span::new(start, start + written.len()), declares: false });
            return;
        }
        // A path or a file is no expression.
        if written.contains('/') || written.ends_with(".go") {
            return;
        }
        let block = go::Block::new(text, span);
        let first = words(text, span).next().map(|word| &text[word.start..word.end]);
        let first = first.filter(|word| written.starts_with(*word)).and_then(|word| self.member(word, &out[line..], symbols));
        go::read_inline(&block, symbols, first, out);
    }

    /// Whose field or operation is meant: of a type that the line names before, of one that a heading above names, or
    /// the only one of that compound name.
    fn member(&self, name: &str, line: &[Occurrence], symbols: &Symbols<'_>) -> Option<SymbolId> {
        let on_line = line.iter().rev().take(NEAREST).map(|occurrence| occurrence.symbol);
        let above = self.headings.iter().rev().flat_map(|(_, types)| types.iter().copied().take(NEAREST));
        let of_owner = |owner: SymbolId| symbols.kind(owner).is_type().then(|| symbols.find_member(owner, name)).flatten();
        // A name in lower case may as well be a column or a key of JSON.
        let is_exported = name.starts_with(char::is_uppercase);
        let only = || (is_compound(name) && is_exported).then(|| symbols.only_member(name)).flatten();
        on_line.chain(above).find_map(of_owner).or_else(only)
    }
}

/// Where a run of exactly `marks` backticks starts.
fn closing(rest: &str, marks: usize) -> Option<usize> {
    if marks == 0 {
        return None;
    }
    let bytes = rest.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let run = bytes[at..].iter().take_while(|byte| **byte == b'`').count();
        if run == marks {
            return Some(at);
        }
        at += run.max(1);
    }
    None
}

/// Words that may follow a name in its heading.
const KINDS: &[(&str, &[SymbolKind])] = &[
    ("entity", &[SymbolKind::Entity]),
    ("aggregate", &[SymbolKind::Entity]),
    ("value object", &[SymbolKind::ValueObject]),
    ("event", &[SymbolKind::Event]),
    ("service", &[SymbolKind::Service]),
    ("repository", &[SymbolKind::Repository]),
    ("table", &[SymbolKind::Table]),
];

/// A heading that is a name of one word, `3. Consent` or `Consent Entity`, above what it declares.
fn headed(text: &str, line: Span, heading: &Heading<'_>, symbols: &Symbols<'_>) -> Option<Occurrence> {
    let words_of_heading = heading.text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' '));
    let (name, rest) = words_of_heading.split_once(' ').unwrap_or((words_of_heading, ""));
    let symbol = symbols.find(name, None).filter(|_| !is_compound(name))?;
    let kind = symbols.kind(symbol);
    let rest = rest.trim().to_lowercase();
    let named = KINDS.iter().any(|(word, kinds)| rest == *word && kinds.contains(&kind));
    // The title names the feature, whose section is the whole text.
    let above = rest.is_empty() && heading.level > 1 && symbols.is_declared_in(symbol, heading.section);
    let start = line.start + text[line.start..line.end].find(name)?;
    let in_code = text[..start].ends_with('`');
    let is_free = !in_code && !symbols.pinned.contains_key(&start);
    ((named || above) && is_free).then_some(Occurrence { symbol, span: Span::new(start, start + name.len()), declares: false })
}
