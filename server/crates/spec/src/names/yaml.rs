//! Names in fenced YAML.
//!
//! Compound names count anywhere, as in prose. A name of one word counts where a type is expected: at a place that the
//! model knows, in the type of a field, in a signature, and as the whole value of a key such as `entity` or `type`.
//! Fields and operations count in the lists of their owner, and an operation of a compound name that only one owner
//! has also as a key.

use specwave_source::Span;

use super::prose::{package_before, read_bare, read_word};
use super::symbol::{Occurrence, SymbolId, SymbolKind};
use super::symbols::Symbols;
use super::words::{is_compound, words};
use crate::outline::lines;
use crate::yaml::is_key;

/// Keys whose value is the name of a type.
const NAMING: &[&str] = &[
    "aggregate",
    "dependencies",
    "depends_on",
    "element_type",
    "emits",
    "entity",
    "event",
    "events",
    "extends",
    "go_type",
    "implements",
    "input",
    "output",
    "publishes",
    "raises",
    "repository",
    "request",
    "request_type",
    "requires",
    "response",
    "response_type",
    "returns",
    "schema",
    "service",
    "type",
    "uses",
    "value_object",
];

/// Keys whose value lists fields, operations or values of what stands around them.
const HOLDING: &[&str] = &[
    "additions",
    "attributes",
    "behaviors",
    "behaviours",
    "changes",
    "data",
    "fields",
    "functions",
    "interface",
    "methods",
    "modifications",
    "operations",
    "payload",
    "properties",
    "queries",
    "values",
];

/// Deeper levels are not told apart.
const DEEPEST: usize = 48;

/// What the lines that are indented deeper belong to.
struct Level<'text> {
    indent: usize,
    /// Whether it is an item of a list.
    item: bool,
    key: &'text str,
    /// The type that is declared at this level.
    owner: Option<SymbolId>,
}

/// Adds what a YAML fence names.
pub(super) fn read(text: &str, content: Span, symbols: &Symbols<'_>, out: &mut Vec<Occurrence>) {
    let mut levels: Vec<Level<'_>> = Vec::new();
    for line in lines(&text[content.start..content.end]) {
        read_line(text, line.shifted(content.start), &mut levels, symbols, out);
    }
}

fn read_line<'text>(
    text: &'text str,
    line: Span,
    levels: &mut Vec<Level<'text>>,
    symbols: &Symbols<'_>,
    out: &mut Vec<Occurrence>,
) {
    let written = &text[line.start..line.end];
    let mut indent = written.len() - written.trim_start().len();
    if indent == written.len() {
        return;
    }
    let code_end = line.start + comment_start(written);
    read_bare(text, Span::new(code_end, line.end), symbols, out);
    if code_end <= line.start + indent {
        return;
    }
    while text[line.start + indent..code_end].starts_with("- ") {
        levels.retain_above(indent, true);
        levels.open(Level { indent, item: true, key: "", owner: None });
        let rest = &text[line.start + indent + 1..code_end];
        indent += 1 + rest.len() - rest.trim_start().len();
    }
    levels.retain_above(indent, false);
    let start = line.start + indent;
    let key = key_end(&text[start..code_end]).map(|end| text[start..start + end].trim_matches(['"', '\'', ' ']));
    let value = key.map_or(start, |key| start + text[start..code_end].find(key).unwrap_or_default() + key.len() + 1);
    if let Some(key) = key {
        levels.open(Level { indent, item: false, key, owner: None });
    }
    let owner = owner(levels);
    // `Add field: ID uuid.UUID` tells what is done to the field behind the colon.
    let is_phrase = key.is_none_or(|key| key.contains(' '));
    let names_type = is_naming(levels) && is_type(&text[value..code_end]);
    for word in words(text, Span::new(start, code_end)) {
        let name = &text[word.start..word.end];
        if let Some(known) = symbols.pinned.get(&word.start) {
            out.push(*known);
            if known.declares && symbols.kind(known.symbol).is_type() {
                declare(levels, known.symbol, key.is_some() && word.start >= value);
            }
            continue;
        }
        let leads = word.start == start || (is_phrase && leads(text, value, word.start));
        let member = || leads.then(|| member(name, owner, &text[word.end..code_end], symbols)).flatten();
        if let Some(symbol) = member() {
            out.push(Occurrence { symbol, span: word, declares: false });
        } else if (names_type && word.start >= value) || symbols.is_code(word.start) {
            let package = text[..word.start].strip_suffix('.').and_then(|before| package_before(text, before.len()));
            let found = package.map_or_else(|| symbols.find(name, None), |package| symbols.find_qualified(package, name));
            out.extend(found.map(|symbol| Occurrence { symbol, span: word, declares: false }));
        } else {
            read_word(text, Span::new(line.start, code_end), word, symbols, out);
        }
    }
}

trait Levels<'text> {
    /// Closes the levels that a line with this indentation ends; an item may stand right below its key.
    fn retain_above(&mut self, indent: usize, item: bool);
    fn open(&mut self, level: Level<'text>);
}

impl<'text> Levels<'text> for Vec<Level<'text>> {
    fn retain_above(&mut self, indent: usize, item: bool) {
        while self.pop_if(|level| level.indent > indent || (level.indent == indent && (level.item || !item))).is_some() {}
    }

    fn open(&mut self, level: Level<'text>) {
        if self.len() < DEEPEST {
            self.push(level);
        }
    }
}

/// The type whose fields or operations are listed here.
fn owner(levels: &[Level<'_>]) -> Option<SymbolId> {
    let holding = levels.iter().rposition(|level| HOLDING.iter().any(|key| is_key(level.key, key)))?;
    levels[..holding].iter().rev().find_map(|level| level.owner)
}

fn is_naming(levels: &[Level<'_>]) -> bool {
    let innermost = levels.iter().rev().find(|level| !level.item);
    innermost.is_some_and(|level| NAMING.iter().any(|key| is_key(level.key, key)))
}

/// One word, perhaps with a package, a pointer or brackets.
fn is_type(value: &str) -> bool {
    let value = value.trim();
    !value.is_empty() && value.chars().all(|c| c.is_alphanumeric() || "_.*[]\"'`".contains(c))
}

/// Whether only marks stand between the start of a value and a word.
fn leads(text: &str, value: usize, word: usize) -> bool {
    text.get(value..word).is_some_and(|between| between.trim_matches(['"', '\'', '`', ':', ' ']).is_empty())
}

/// A key declares what stands below it; a value such as that of `name` declares what stands beside its key.
fn declare(levels: &mut [Level<'_>], symbol: SymbolId, beside: bool) {
    let level = levels.len().checked_sub(if beside { 2 } else { 1 });
    if let Some(level) = level.and_then(|level| levels.get_mut(level)) {
        level.owner = Some(symbol);
    }
}

/// The member that leads a key or an item.
fn member(name: &str, owner: Option<SymbolId>, behind: &str, symbols: &Symbols<'_>) -> Option<SymbolId> {
    let own = owner.and_then(|owner| symbols.find_member(owner, name));
    let is_whole = || behind.trim_start_matches(['"', '\'', '`']).is_empty() || behind.starts_with([':', '(']);
    // A field of that name may as well be a column, a query parameter or a setting.
    let is_operation = |id: &SymbolId| symbols.kind(*id) == SymbolKind::Operation;
    let only = || (is_compound(name) && is_whole()).then(|| symbols.only_member(name)).flatten().filter(is_operation);
    own.or_else(|| only().filter(|_| symbols.find(name, None).is_none()))
}

/// Where the comment of a line starts; its length if it has none.
fn comment_start(line: &str) -> usize {
    let bytes = line.as_bytes();
    let mut quote = None;
    for (at, byte) in bytes.iter().enumerate() {
        let behind_space = at == 0 || bytes[at - 1].is_ascii_whitespace();
        match (quote, byte) {
            (Some(open), byte) if open == *byte => quote = None,
            (None, b'"' | b'\'') if behind_space => quote = Some(*byte),
            (None, b'#') if behind_space => return at,
            _ => {}
        }
    }
    line.len()
}

/// Where the key of a line ends, if it has one.
fn key_end(line: &str) -> Option<usize> {
    let at = line.find(": ").or_else(|| line.trim_end().strip_suffix(':').map(str::len))?;
    let key = &line[..at];
    (!key.is_empty() && !key.contains(['{', '[', '('])).then_some(at)
}
