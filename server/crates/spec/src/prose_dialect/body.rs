//! What stands below a name: fields, operations, values and dependencies, in lists and tables.

use specwave_source::Span;

use super::fields;
use super::named::{bare, is_compound};
use crate::model::{Field, Located, Operation, Shift};
use crate::outline::{Line, LineKind, Table};
use crate::yaml_dialect::operation;

/// What was read below a name.
#[derive(Debug, Clone, Default)]
pub(super) struct Body {
    pub(super) fields: Vec<Field>,
    pub(super) operations: Vec<Operation>,
    /// Words that stand alone: values of an enumeration, or fields without a type.
    pub(super) words: Vec<Located<String>>,
    pub(super) dependencies: Vec<Located<String>>,
    pub(super) validation: String,
    /// The first sentence.
    pub(super) doc: String,
}

/// What the items below a line such as `Methods:` are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    Any,
    Fields,
    Operations,
    Words,
    Dependencies,
    Other,
}

impl Group {
    /// What a label says that the items below it are, if it speaks of a part of a declaration.
    pub(super) fn of(words: &str) -> Option<Self> {
        let words = bare(words).to_lowercase();
        let has = |names: &[&str]| names.iter().any(|name| words.contains(name));
        if words.split_whitespace().count() > 3 {
            None
        } else if has(&["method", "operation", "behavior", "behaviour", "function", "interface"]) {
            Some(Self::Operations)
        } else if has(&["field", "attribute", "propert", "payload", "data"]) {
            Some(Self::Fields)
        } else if has(&["value", "one of", "states", "options"]) {
            Some(Self::Words)
        } else if has(&["depend", "collaborator"]) {
            Some(Self::Dependencies)
        } else if has(&[
            "rule",
            "invariant",
            "validation",
            "constraint",
            "responsib",
            "relation",
            "note",
            "example",
            "index",
            "emit",
        ]) {
            Some(Self::Other)
        } else {
            None
        }
    }
}

impl Shift for Body {
    fn shift(&mut self, offset: usize) {
        self.fields.shift(offset);
        self.operations.shift(offset);
        self.words.shift(offset);
        self.dependencies.shift(offset);
    }
}

impl Body {
    /// Reads the lines and tables below a name.
    pub(super) fn read(text: &str, lines: &[Line], tables: &[Table]) -> Self {
        let mut body = Self::default();
        let mut group = Group::Any;
        for line in lines {
            let written = &text[line.span.start..line.span.end];
            let heads =
                written.trim_end_matches(['*', '`']).ends_with(':') || (line.kind == LineKind::Prose && written.ends_with("**"));
            if let Some(named) = Group::of(written).filter(|_| heads) {
                group = named;
            } else if line.kind == LineKind::Item {
                body.item(text, line.span, group);
            } else if body.doc.is_empty() && !written.starts_with("**") {
                written.trim_end_matches(':').clone_into(&mut body.doc);
            } else if let Some((label, rest)) = written.split_once(':') {
                body.inline(text, line.span, label, rest);
            }
        }
        for table in tables {
            body.fields.extend(fields::of_table(text, table));
            body.operations.extend(of_table(text, table));
        }
        body
    }

    /// Whether there are sentences below a name and nothing else.
    pub(super) fn is_only_described(&self) -> bool {
        !self.doc.is_empty() && self.fields.is_empty() && self.words.is_empty() && self.operations.is_empty()
    }

    fn item(&mut self, text: &str, span: Span, group: Group) {
        let written = &text[span.start..span.end];
        let plain = written.trim_start_matches(['`', '*']);
        let end = plain.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(plain.len());
        // `**Open**(owner)` is a call, too.
        let called = end > 0 && plain[end..].trim_start_matches(['`', '*']).starts_with('(');
        // A star inside is a pointer's: `Load(id) (*Order, error)`.
        let bare = plain.replace("**", "").replace('`', "").replacen("*(", "(", 1);
        let plain = if called { bare.as_str() } else { plain };
        if let Some((label, rest)) = written.split_once(':').filter(|_| group == Group::Any)
            && self.inline(text, span, label, rest)
        {
            return;
        }
        match group {
            Group::Operations => self.operations.extend(operation(text, span, plain, "")),
            Group::Any if called => self.operations.extend(operation(text, span, plain, "")),
            Group::Any | Group::Fields => match fields::of_item(text, span) {
                Some(field) => self.fields.push(field),
                None => self.word(text, span),
            },
            Group::Words => self.word(text, span),
            Group::Dependencies => self.dependencies.extend(names(text, span)),
            Group::Other => {}
        }
    }

    /// `Fields: id, name`, `**Depends on**: OrderRepository`.
    fn inline(&mut self, text: &str, span: Span, label: &str, rest: &str) -> bool {
        let Some(group) = Group::of(label).filter(|_| !rest.trim().is_empty()) else { return false };
        let span = Span::new(span.end - rest.len(), span.end);
        match group {
            Group::Operations => self.operations.extend(operations(text, span)),
            Group::Fields | Group::Words => self.words.extend(list(text, span)),
            Group::Dependencies => self.dependencies.extend(names(text, span)),
            Group::Any | Group::Other => {}
        }
        true
    }

    /// An item that is one word, set off from what is said about it.
    fn word(&mut self, text: &str, span: Span) {
        let written = &text[span.start..span.end];
        let end = [": ", " - ", " – ", " — ", " ("].iter().filter_map(|mark| written.find(mark)).min().unwrap_or(written.len());
        self.words.extend(word(text, Span::new(span.start, span.start + end)));
    }
}

/// The rows of a table whose first column names operations.
fn of_table(text: &str, table: &Table) -> Vec<Operation> {
    let Some((first, _)) = table.header.split_first() else { return Vec::new() };
    let heads = ["operation", "method", "function", "use case", "command"];
    if !heads.contains(&bare(&text[first.start..first.end]).to_lowercase().as_str()) {
        return Vec::new();
    }
    let cells = table.rows.iter().filter_map(|row| row.first());
    cells.filter_map(|cell| operation(text, *cell, bare(&text[cell.start..cell.end]), "")).collect()
}

/// The words of `a, b, c`, `a → b` or `` `a`, `b` ``; nothing if it is a sentence.
pub(super) fn list(text: &str, span: Span) -> Vec<Located<String>> {
    let parts = parts(text, span);
    let words: Vec<_> = parts.iter().filter_map(|part| word(text, *part)).collect();
    if words.len() == parts.len() && words.len() > 1 { words } else { Vec::new() }
}

/// Operations of `Save, FindByID, CountByReason`.
pub(super) fn operations(text: &str, span: Span) -> Vec<Operation> {
    operations_among(text, span, has_camel(text, span))
}

/// Whether one of the words in a list can be nothing but an operation: `openOlderThan`.
pub(super) fn has_camel(text: &str, span: Span) -> bool {
    let is_camel = |word: &Located<String>| word.value.starts_with(|c: char| c.is_ascii_lowercase()) && is_compound(&word.value);
    list(text, span).iter().any(is_camel)
}

/// The operations of a list, where words in small letters are some or are not.
pub(super) fn operations_among(text: &str, span: Span, small: bool) -> Vec<Operation> {
    let written = &text[span.start..span.end];
    if written.contains('(') {
        let parts = outer_parts(text, span);
        let calls = parts.iter().all(|part| is_call(&text[part.start..part.end]) || word(text, *part).is_some());
        // "reads the calendar (`free`, `days`)" is a sentence.
        let parts = if calls {
            parts
        } else if is_call(written) {
            vec![span]
        } else {
            Vec::new()
        };
        return parts.into_iter().filter_map(|part| operation(text, part, text[part.start..part.end].trim(), "")).collect();
    }
    // `add, byId, openOlderThan`: in small letters they are operations where one of them can be nothing else.
    let named = list(text, span).into_iter().filter(|word| small || word.value.starts_with(|c: char| c.is_ascii_uppercase()));
    named.filter_map(|word| operation(text, word.span, &word.value, "")).collect()
}

/// The operations that a text begins with, each between backticks: `` `place`, `cancel(id)`, and nothing else ``.
pub(super) fn coded(text: &str, span: Span) -> Vec<Operation> {
    let mut operations = Vec::new();
    let mut rest = &text[span.start..span.end];
    while let Some((code, behind)) = rest.strip_prefix('`').and_then(|rest| rest.split_once('`')) {
        let start = code.as_ptr() as usize - text.as_ptr() as usize;
        operations.extend(operation(text, Span::new(start, start + code.len()), code, ""));
        rest = behind.trim_start_matches([',', ' ']);
        rest = ["and ", "or ", "& "].iter().find_map(|link| rest.strip_prefix(link)).unwrap_or(rest);
    }
    operations
}

/// Whether a text begins as `Save(order)` does.
fn is_call(written: &str) -> bool {
    let plain = written.trim_start_matches([' ', '`', '*']);
    let end = plain.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(plain.len());
    end > 0 && plain[end..].starts_with('(')
}

/// The calls between backticks of a sentence: ``offers `Save(order)` and `Find(id)` ``.
pub(super) fn calls(text: &str, span: Span) -> Vec<Operation> {
    let marks: Vec<usize> = text[span.start..span.end].match_indices('`').map(|(at, _)| span.start + at).collect();
    let quoted = marks.chunks_exact(2).map(|pair| Span::new(pair[0] + 1, pair[1]));
    let called = quoted.filter(|quoted| text[quoted.start..quoted.end].contains('('));
    called.filter_map(|quoted| operation(text, quoted, &text[quoted.start..quoted.end], "")).collect()
}

/// Names of what something depends on.
pub(super) fn names(text: &str, span: Span) -> Vec<Located<String>> {
    let words = parts(text, span).into_iter().filter_map(|part| word(text, part));
    words.filter(|word| word.value.starts_with(|c: char| c.is_ascii_uppercase())).collect()
}

/// The parts between commas that stand in no brackets.
pub(super) fn outer_parts(text: &str, span: Span) -> Vec<Span> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (span.start, 0_usize);
    for (at, c) in text[span.start..span.end].char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(Span::new(start, span.start + at));
                start = span.start + at + 1;
            }
            _ => {}
        }
    }
    parts.push(Span::new(start, span.end));
    parts
}

fn parts(text: &str, span: Span) -> Vec<Span> {
    let written = &text[span.start..span.end];
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, mark) in written.match_indices([',', '|', '→', '/']).chain(std::iter::once((written.len(), ""))) {
        parts.push(Span::new(span.start + start, span.start + at));
        start = at + mark.len();
    }
    parts
}

fn word(text: &str, span: Span) -> Option<Located<String>> {
    let written = &text[span.start..span.end];
    let word = written.trim_matches(|c: char| c.is_whitespace() || "*`_:\"'.[]{}()".contains(c));
    let start = span.start + written.find(word)?;
    let plain = !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    plain.then(|| Located { value: word.to_owned(), span: Span::new(start, start + word.len()) })
}
