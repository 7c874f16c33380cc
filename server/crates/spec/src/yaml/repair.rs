//! Reading a block that does not parse: piece by piece, with the offending scalars masked, and at last
//! without the offending lines.
//!
//! Masking replaces a character that means something to YAML by a private one, which is put back in the
//! values. So every character keeps its index, and spans stay true.

use specwave_source::Span;

use super::Node;
use super::events::{Offsets, Stop, parse};
use crate::outline::lines;

/// How often one piece is parsed again; bounds the work on a piece that is hopeless.
const ATTEMPTS: usize = 10;

/// First of the private characters that stand for masked ASCII.
const MASK: u32 = 0xE000;

/// A YAML error: where the parser stopped and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct YamlError {
    pub(crate) span: Span,
    pub(crate) message: String,
}

/// Reads the documents of `text[block]`, and what was wrong with them.
pub(crate) fn read(text: &str, block: Span) -> (Vec<Node>, Vec<YamlError>) {
    let content = &text[block.start..block.end];
    match parse(content, &Offsets::new(content, block.start), str::to_owned) {
        Ok(nodes) => (nodes, Vec::new()),
        Err(stop) => {
            let mut errors = Vec::new();
            let mut nodes = Vec::new();
            for piece in pieces(text, block) {
                let mut found = Vec::new();
                nodes.extend(read_piece(text, piece, &mut found));
                // What is no entry at all was only met because of the cut.
                let first = text[piece.start..piece.end].lines().next().unwrap_or_default().trim_end();
                if first.ends_with(':') || first.contains(": ") {
                    errors.append(&mut found);
                }
            }
            // Where a reason is known it says more than the parser does, so the parser's word comes last.
            errors.push(error_at(text, block, &stop));
            errors.sort_by_key(|error| error.span.start);
            errors.dedup_by_key(|error| error.span);
            (nodes, errors)
        }
    }
}

/// The error on the line it was met on.
fn error_at(text: &str, block: Span, stop: &Stop) -> YamlError {
    let at = stop.offset.clamp(block.start, block.end);
    let start = text[block.start..at].rfind('\n').map_or(block.start, |newline| block.start + newline + 1);
    let end = text[at..block.end].find('\n').map_or(block.end, |newline| at + newline);
    let line = &text[start..end];
    let indent = line.len() - line.trim_start().len();
    YamlError { span: Span::new(start + indent, start + line.trim_end().len().max(indent)), message: stop.message.clone() }
}

/// Cuts a block in front of each line of the outermost level.
fn pieces(text: &str, block: Span) -> Vec<Span> {
    let content = &text[block.start..block.end];
    let starts_entry = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let indent = |line: &str| line.len() - line.trim_start().len();
    let outermost = content.lines().filter(|line| starts_entry(line)).map(indent).min().unwrap_or(0);
    let key_with_list_below = |line: &str| !line.trim_start().starts_with('-');
    let has_keys = content.lines().any(|line| starts_entry(line) && indent(line) == outermost && key_with_list_below(line));
    let mut cuts = vec![block.start];
    for span in lines(content) {
        let line = &content[span.start..span.end];
        // A list may stand on the same level as its key: it belongs to the key then.
        let cuts_here = starts_entry(line) && indent(line) == outermost && (!has_keys || key_with_list_below(line));
        if cuts_here {
            cuts.push(block.start + span.start);
        }
    }
    cuts.push(block.end);
    cuts.windows(2).map(|pair| Span::new(pair[0], pair[1])).filter(|piece| piece.start < piece.end).collect()
}

fn read_piece(text: &str, piece: Span, errors: &mut Vec<YamlError>) -> Vec<Node> {
    let original = &text[piece.start..piece.end];
    let offsets = Offsets::new(original, piece.start);
    let spans: Vec<Span> = lines(original).collect();
    let mut repaired: Vec<String> = original.split_inclusive('\n').map(str::to_owned).collect();
    for attempt in 0..ATTEMPTS {
        let stop = match parse(&repaired.concat(), &offsets, unmask) {
            Ok(nodes) => return nodes,
            Err(stop) => stop,
        };
        if attempt == 0 {
            for (line, span) in repaired.iter_mut().zip(&spans) {
                let Some(reason) = risk(line) else { continue };
                if let Some(masked) = mask_value(line) {
                    let written = line.trim();
                    let start = piece.start + span.start + (line.len() - line.trim_start().len());
                    errors.push(YamlError { span: Span::new(start, start + written.len()), message: reason.to_owned() });
                    *line = masked;
                }
            }
            errors.push(error_at(text, piece, &stop));
            continue;
        }
        let at = spans.partition_point(|span| span.start + piece.start <= stop.offset).saturating_sub(1);
        mend(&mut repaired, at);
    }
    Vec::new()
}

/// Changes the nearest line at or above `at` that can still be changed: first its value is masked, then
/// the whole line is blanked.
fn mend(repaired: &mut [String], at: usize) {
    let last = at.min(repaired.len() - 1);
    let Some(line) = repaired[..=last].iter_mut().rev().find(|line| !line.trim().is_empty()) else { return };
    *line = match mask_value(line) {
        Some(masked) if masked != *line => masked,
        _ => line.chars().map(|c| if matches!(c, '\n' | '\r') { c } else { ' ' }).collect(),
    };
}

/// Why the value of a line cannot be what its writer meant, if it cannot.
fn risk(line: &str) -> Option<&'static str> {
    let value = value_of(line);
    let tabbed = || line.starts_with('\t').then_some("YAML is indented with spaces, not tabs");
    risk_of(line[value.start..value.end].trim_end()).or_else(tabbed)
}

/// Why a value cannot be what its writer meant, if it cannot.
pub(super) fn risk_of(text: &str) -> Option<&'static str> {
    if text.len() > 2 && text.starts_with(['>', '|']) && !is_block_header(text) {
        return Some("a value that starts with `>` or `|` opens a block of text: put it in quotes");
    }
    if text.len() > 1 && text.starts_with(['%', '@', '`', ']', '}', ',']) {
        return Some("a value cannot start with this character: put it in quotes");
    }
    if text.contains(": ") && !text.starts_with(['"', '\'', '[', '{']) {
        return Some("a value with a colon and a space in it needs quotes");
    }
    is_half_quoted(text).then_some("the value goes on behind its closing quote or bracket: put all of it in quotes")
}

/// `>-`, `|2`, with a comment at most.
fn is_block_header(text: &str) -> bool {
    let header = text[1..].split('#').next().unwrap_or_default().trim();
    header.chars().all(|c| matches!(c, '+' | '-' | '0'..='9'))
}

/// Whether a value goes on behind a closing quote or bracket, or lacks it.
fn is_half_quoted(text: &str) -> bool {
    let closing = match text.chars().next() {
        Some(quote @ ('"' | '\'')) => quote,
        Some('[') => ']',
        Some('{') => '}',
        _ => return false,
    };
    !text.ends_with(closing) || text.len() == 1
}

/// The line with every character of its value masked that means something to YAML.
fn mask_value(line: &str) -> Option<String> {
    let value = value_of(line);
    if value.start >= value.end {
        return None;
    }
    let masked: String = line[value.start..value.end].chars().map(mask).collect();
    let before: String = line[..value.start].chars().map(|c| if c == '\t' { ' ' } else { c }).collect();
    Some(before + &masked + &line[value.end..])
}

/// The value of a line: what is behind its list marks and its key, without the line end.
pub(super) fn value_of(line: &str) -> Span {
    let end = line.trim_end().len();
    let mut start = (line.len() - line.trim_start().len()).min(end);
    while line[start..end].starts_with("- ") {
        let rest = &line[start + 1..end];
        start += 1 + rest.len() - rest.trim_start().len();
    }
    let rest = &line[start..end];
    // `{ name: ID, type: string }` has keys of its own.
    if rest.starts_with('{') && rest.ends_with('}') {
        return Span::new(start, end);
    }
    let key = rest
        .find(": ")
        .filter(|colon| rest[..*colon].chars().all(|c| c.is_alphanumeric() || !c.is_ascii() || " _-./{}()\"'%+&".contains(c)));
    if let Some(colon) = key {
        let behind = &rest[colon + 1..];
        start += colon + 1 + behind.len() - behind.trim_start().len();
    }
    Span::new(start.min(end), end)
}

fn mask(c: char) -> char {
    let special = ":#'\"[]{}&*!|>%@`,-?<=".contains(c);
    if special { char::from_u32(MASK + u32::from(c)).unwrap_or(c) } else { c }
}

/// Puts masked characters back.
fn unmask(value: &str) -> String {
    let back = |c: char| {
        let code = u32::from(c);
        if (MASK..MASK + 128).contains(&code) { char::from_u32(code - MASK).unwrap_or(c) } else { c }
    };
    value.chars().map(back).collect()
}

#[cfg(test)]
mod tests {
    use specwave_source::Span;

    use super::read;
    use crate::yaml::{Node, Value};

    /// The tree in one line.
    fn shown(node: &Node) -> String {
        match &node.value {
            Value::Scalar(text) => text.clone(),
            Value::List(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", ")),
            Value::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| format!("{}={}", shown(key), shown(value)));
                format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
            }
        }
    }

    fn tree(text: &str) -> (String, Vec<usize>) {
        let (nodes, errors) = read(text, Span::new(0, text.len()));
        let lines = errors.iter().map(|error| text[..error.span.start].matches('\n').count() + 1).collect();
        (nodes.iter().map(shown).collect::<Vec<_>>().join(" "), lines)
    }

    #[test]
    fn bad_lines_are_reported_and_read_all_the_same() {
        let cases: &[(&str, &str, &[usize])] = &[
            ("a: b\nc: [d, e]\n", "{a=b, c=[d, e]}", &[]),
            ("a: one of: x, y\nb: c\n", "{a=one of: x, y} {b=c}", &[1]),
            ("a:\n  p50: > 10ms\n  p99: < 50ms\n", "{a={p50=> 10ms, p99=< 50ms}}", &[2]),
            ("a:\n  - name: X\n    why: @home\n  - name: Y\n", "{a=[{name=X, why=@home}, {name=Y}]}", &[3]),
            ("a:\n\t- b\n", "{a=[b]}", &[2]),
            ("a: \"x\" and y\nb: c\n", "{a=\"x\" and y} {b=c}", &[1]),
            ("a:\n  - { b: c }\n  - d: *e.F\n", "{a=[{b=c}, {d=*e.F}]}", &[3]),
            ("a: é: 😀\nb: ü\n", "{a=é: 😀} {b=ü}", &[1]),
        ];
        for (text, expected, lines) in cases {
            let (read, errors) = tree(text);
            assert_eq!((read.as_str(), errors.as_slice()), (*expected, *lines), "{text}");
        }
    }

    #[test]
    fn spans_are_those_of_the_text_that_was_written() {
        let text = "é: 1\na: one of: x\nb:\n  - 😀: y: z\n    c: d\n";
        let (nodes, _) = read(text, Span::new(0, text.len()));
        let mut pending: Vec<&Node> = nodes.iter().collect();
        let mut scalars = 0;
        while let Some(node) = pending.pop() {
            if let Value::Scalar(value) = &node.value {
                assert_eq!(&text[node.span.start..node.span.end], value);
                scalars += 1;
            }
            pending.extend(node.items());
            pending.extend(node.entries().iter().flat_map(|(key, value)| [key, value]));
        }
        assert_eq!(scalars, 9);
    }

    #[test]
    fn a_line_that_cannot_be_saved_costs_only_itself() {
        let (read, errors) = tree("a:\n  - b\n }}} {{{\n  - c\nd: e\n");
        assert!(read.contains("{d=e}") && read.contains('b'), "{read}");
        assert!(!errors.is_empty());
    }
}
