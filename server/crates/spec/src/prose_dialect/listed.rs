//! Names that are list items: `- **OrderPlaced**: the payment went through`, `` 1. `OrderPlaced` ``.

use specwave_source::Span;

use super::body::{self, Body, Group};
use super::cues;
use super::fields;
use super::headed::{Found, NO_MODEL};
use super::named::{Named, bare, fits, has_identity, is_compound, name, topic};
use crate::kinds::Kind;
use crate::model::{Field, Located};
use crate::outline::{Line, LineKind, Outline, Table};

pub(super) fn read(text: &str, outline: &Outline, bodies: &[Span]) -> Vec<Named> {
    let mut found = Vec::new();
    let lines = &outline.lines;
    let mut outer: Option<(Option<usize>, usize)> = None;
    let mut list = List::default();
    let mut taken = 0;
    for (at, line) in lines.iter().enumerate() {
        // Only the outermost items of a section are names.
        let is_outer = match outer {
            Some((heading, indent)) if heading == line.heading => line.indent <= indent,
            _ => true,
        };
        if line.kind == LineKind::Prose && !Found::holds(bodies, line.span.start) {
            if let Some((named, end)) = of_prose(text, outline, at) {
                found.push(named);
                taken = end;
            }
            continue;
        }
        if line.kind != LineKind::Item || !is_outer || at < taken {
            continue;
        }
        outer = Some((line.heading, line.indent));
        if Found::holds(bodies, line.span.start) {
            continue;
        }
        let Some(kind) = Kind::of_section(outline, line.heading) else { continue };
        if !heads_parts(outline, line.heading) {
            list.follow(text, outline, at);
            found.extend(of_item(text, outline, kind, at, list.only_names));
        }
    }
    // Below a service, an item `Repositories: …` tells what it uses; a line of its own tells what there is.
    let set_off = |line: &&Line| line.kind == LineKind::Prose || text[line.span.start..].starts_with("**");
    for line in lines.iter().filter(set_off) {
        found.extend(in_line(text, outline, line));
    }
    found
}

/// The list that is read, up to where its section ends.
#[derive(Default)]
struct List {
    end: usize,
    /// Whether it stands directly below a heading that says what it lists, and lists nothing but names.
    only_names: bool,
}

impl List {
    /// Looks at the lines of the section once, at its first item.
    fn follow(&mut self, text: &str, outline: &Outline, at: usize) {
        if at < self.end {
            return;
        }
        let own = outline.lines[at..].iter().take_while(|line| line.heading == outline.lines[at].heading);
        let own: Vec<&Line> = own.collect();
        self.end = at + own.len();
        let told = outline.lines[at].heading.is_some_and(|heading| Kind::is_told_by(outline.announced[heading]));
        self.only_names = told && own.iter().all(|line| line.kind == LineKind::Item && is_only_name(text, line));
    }
}

fn is_only_name(text: &str, line: &Line) -> bool {
    let written = &text[line.span.start..line.span.end];
    name(bare(written)).is_some()
}

/// Whether the items of a section are parts of what is declared above it: invariants, relationships.
fn heads_parts(outline: &Outline, heading: Option<usize>) -> bool {
    heading.is_some_and(|at| !Kind::is_told_by(outline.announced[at]) && Group::of(&outline.headings[at].text).is_some())
}

/// `**Repositories:** OrderRepository (Save, Load), CartRepository`: all names on one line.
fn in_line(text: &str, outline: &Outline, line: &Line) -> Vec<Named> {
    let written = &text[line.span.start..line.span.end];
    let Some((label, rest)) = written.split_once(':').filter(|(_, rest)| !rest.trim().is_empty()) else {
        return only_names(text, outline, line);
    };
    let Some(kind) =
        Kind::of_words(bare(label)).or_else(|| Kind::led_in(bare(label))).filter(|_| !Kind::is_foreign(outline, line.heading))
    else {
        return Vec::new();
    };
    let rest = Span::new(line.span.end - rest.len(), line.span.end);
    let parts = body::outer_parts(text, rest);
    let named: Vec<Named> = parts.iter().filter_map(|part| of_part(text, kind, *part)).collect();
    if named.len() == parts.len() { named } else { Vec::new() }
}

/// `OrderPlaced, OrderPaid, OrderShipped` and nothing else, in a section that says what they are.
fn only_names(text: &str, outline: &Outline, line: &Line) -> Vec<Named> {
    let listed = line.kind == LineKind::Prose && text[line.span.start..line.span.end].contains(',');
    let Some(kind) = Kind::of_section(outline, line.heading).filter(|_| listed) else { return Vec::new() };
    let parts = body::outer_parts(text, line.span);
    let named = parts.iter().map(|part| of_part(text, kind, *part).filter(|named| is_compound(&named.name)));
    named.collect::<Option<Vec<Named>>>().unwrap_or_default()
}

/// ``**Lease** - who has it`` with its fields listed below, and where the list ends; ``**LeaseState**: Open | Closed``.
fn of_prose(text: &str, outline: &Outline, at: usize) -> Option<(Named, usize)> {
    let line = &outline.lines[at];
    let heads_itself = line.heading.is_some_and(|heading| outline.headings[heading].span.start == line.span.start);
    if heads_itself || !text[line.span.start..].starts_with(['*', '`']) || heads_parts(outline, line.heading) {
        return None;
    }
    if let Some(named) = one_of(text, outline, line) {
        return Some((named, at + 1));
    }
    let below = &outline.lines[at + 1..];
    let items = below.iter().take_while(|below| below.kind == LineKind::Item && below.heading == line.heading).count();
    let fields = fields_of_table(text, outline, line, below.get(items));
    let heads_table = !fields.is_empty() && is_only_name(text, line);
    let kind = Kind::of_section(outline, line.heading).or_else(|| told_behind(text, line));
    let by_identity = || (heads_table && has_identity(&fields)).then(|| by_fields(outline, line.heading)).flatten();
    let kind = kind.or_else(by_identity)?;
    let mut named = of_line(text, outline, kind, at, &below[..items], heads_table)?;
    // "`Money` and `Email` come from elsewhere" describes neither.
    if named.kind == Kind::Model && !defines(&text[named.span.end..line.span.end]) {
        return None;
    }
    if named.body.fields.is_empty() {
        named.body.fields = fields;
    }
    let calls = body::calls(text, line.span);
    if matches!(kind, Kind::Service | Kind::Repository) && !calls.is_empty() {
        named.body.operations = calls;
    }
    let remarked = text[line.span.start..line.span.end].contains("** (");
    if named.kind == Kind::Model && named.body.fields.is_empty() {
        return Some((named, at + 1));
    }
    let told = !named.body.fields.is_empty() || !named.body.words.is_empty() || is_compound(&named.name) || remarked;
    told.then_some((named, at + 1 + items))
}

/// Whether what stands behind a name says what it is.
fn defines(behind: &str) -> bool {
    let behind = behind.trim_start_matches(['*', '`']);
    behind.is_empty() || behind.trim_start().starts_with([':', '-', '–', '—', '(', '→']) || behind.starts_with(" is ")
}

/// What a name is that stands alone above a table of fields, where no section tells.
fn by_fields(outline: &Outline, heading: Option<usize>) -> Option<Kind> {
    let is_ours = !Kind::is_foreign(outline, heading) && !outline.announced_by_chain(heading).any(NO_MODEL);
    is_ours.then_some(Kind::Model)
}

/// `` `State` is one of `open`, `closed` ``: an enumeration, wherever it stands.
fn one_of(text: &str, outline: &Outline, line: &Line) -> Option<Named> {
    let (written, behind) = split(text, line.span)?;
    let said = &text[behind.start..behind.end];
    let listed = ["is one of ", "is any of ", "is either "].iter().find_map(|start| said.strip_prefix(start))?;
    let name = name(&text[written.start..written.end]).filter(|name| fits(Kind::ValueObject, name))?;
    let quoted: Vec<&str> = listed.split('`').skip(1).step_by(2).collect();
    let words = quoted.into_iter().map(|word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        Located { value: word.to_owned(), span: Span::new(start, start + word.len()) }
    });
    let body = Body { words: words.collect(), ..Body::default() };
    let told = body.words.len() > 1 && !Kind::is_foreign(outline, line.heading);
    told.then(|| Named { kind: Kind::ValueObject, name, span: written, doc: String::new(), body })
}

/// What a line says itself that its name is, whatever section it stands in: `**Berth** (entity)`.
fn told_behind(text: &str, line: &Line) -> Option<Kind> {
    let (_, behind) = split(text, line.span)?;
    remark(text, behind).0
}

/// The fields of the table that stands directly below a line.
fn fields_of_table(text: &str, outline: &Outline, line: &Line, next: Option<&Line>) -> Vec<Field> {
    let start = |table: &Table| table.header.first().map_or(0, |cell| cell.start);
    let below = outline.tables.partition_point(|table| start(table) < line.span.end);
    let table = outline
        .tables
        .get(below)
        .filter(|table| table.heading == line.heading && next.is_none_or(|next| start(table) < next.span.start));
    table.map_or_else(Vec::new, |table| fields::of_table(text, table))
}

/// `OrderRepository (Save, Load)`.
fn of_part(text: &str, kind: Kind, part: Span) -> Option<Named> {
    let written = &text[part.start..part.end];
    let (head, inside) = written.split_once('(').unwrap_or((written, ""));
    let plain = bare(head.trim_end().trim_end_matches('.'));
    let name = name(plain).filter(|name| fits(kind, name) && !plain.contains(' '))?;
    let start = part.start + written.find(plain)?;
    let inside = Span::new(part.end - inside.len(), part.start + written.trim_end().trim_end_matches(')').len());
    let mut body = Body::default();
    if inside.start < inside.end {
        match kind {
            Kind::Service | Kind::Repository => body.operations = body::operations(text, inside),
            _ => body.words = body::list(text, inside),
        }
    }
    Some(Named { kind, name, span: Span::new(start, start + plain.len()), doc: String::new(), body })
}

fn of_item(text: &str, outline: &Outline, of_section: Kind, at: usize, only_names: bool) -> Option<Named> {
    of_line(text, outline, of_section, at, nested(&outline.lines, at), only_names)
}

/// The name that a line starts with, and what `nested` says about it.
fn of_line(text: &str, outline: &Outline, of_section: Kind, at: usize, nested: &[Line], only_names: bool) -> Option<Named> {
    let line = &outline.lines[at];
    let (written, behind) = split(text, line.span)?;
    let (remarked, behind) = remark(text, behind);
    let kind = remarked.unwrap_or(of_section);
    let marked = text[line.span.start..].starts_with(['`', '*']);
    let topic = || topic(&text[written.start..written.end]).filter(|_| kind == Kind::Event && marked);
    let name = name(&text[written.start..written.end]).or_else(topic)?;
    let told = !nested.is_empty() || behind.start < behind.end;
    let compound = is_compound(&name);
    let spaced = name.len() != written.end - written.start;
    // Beside code, `Price: never negative` speaks of what the code declares.
    let listed = told && matches!(kind, Kind::Entity | Kind::ValueObject) && !spaced && !stands_beside_code(outline, line);
    let sure = if listed || remarked.is_some() || (only_names && !spaced) {
        true
    } else if spaced || !compound {
        marked && told
    } else {
        marked || told || behind.start == behind.end
    };
    let coded = match kind {
        Kind::Service | Kind::Repository => {
            body::coded(text, Span::new(behind.start - usize::from(text[..behind.start].ends_with('`')), behind.end))
        }
        _ => Vec::new(),
    };
    // Where services are listed, what has operations is one, whatever it is called.
    let acts = kind == Kind::Service && marked && compound && !coded.is_empty() && !fits(Kind::Repository, &name);
    if !(fits(kind, &name) || acts) || !sure {
        return None;
    }
    let mut body = Body::read(text, nested, &[]);
    if body.operations.is_empty() {
        body.operations = coded;
    }
    let doc = text[behind.start..behind.end].trim().to_owned();
    if kind == Kind::Model && body.fields.is_empty() {
        body.fields = fields::in_sentence(text, behind);
    }
    match kind {
        // Whether a name that is only described is a type is told by the fields that have it.
        Kind::Model if body.fields.is_empty() && body.words.is_empty() => {
            let values = if marked { values(text, behind) } else { Vec::new() };
            if values.is_empty() && (!marked || spaced) {
                return None;
            }
            // "the list for the harbour; own id" says what it is.
            let told = if values.is_empty() { cues::by_identity(&doc) } else { None };
            body = Body { words: values, ..Body::default() };
            if let Some(kind) = told.filter(|_| !cues::gives_away(&doc)) {
                return Some(Named { kind, name, span: written, doc, body });
            }
        }
        // What is said behind the name says what of, unless it lists code.
        _ if remarked.is_some() && !text[behind.start..behind.end].contains('`') => {}
        Kind::ValueObject | Kind::Model if body.fields.is_empty() && body.words.is_empty() => {
            body.words = body::list(text, behind);
        }
        Kind::Service | Kind::Repository if body.operations.is_empty() => body.operations = body::operations(text, behind),
        Kind::Entity | Kind::Event if body.fields.is_empty() && body.words.is_empty() => body.words = body::list(text, behind),
        _ => {}
    }
    Some(Named { kind, name, span: written, doc, body })
}

/// `` `dog`, `cat`, `other` `` or `Open | Closed`: the values of an enumeration.
fn values(text: &str, behind: Span) -> Vec<Located<String>> {
    let written = &text[behind.start..behind.end];
    let quoted = written.split([',', '|', '/', '→']).all(|part| part.trim_end_matches([' ', '.']).ends_with(['`', '"', '\'']));
    if quoted || written.contains(['|', '→']) { body::list(text, behind) } else { Vec::new() }
}

/// The name that an item starts with, and what is said behind it.
fn split(text: &str, item: Span) -> Option<(Span, Span)> {
    let line = &text[item.start..item.end];
    let lead = line.len() - line.trim_start_matches(['*', '`']).len();
    let rest = &line[lead..];
    let end = if lead > 0 {
        rest.find(['*', '`', ':'])?
    } else {
        [":", " - ", " – ", " — ", " (", "(", " {", "{"].iter().filter_map(|mark| rest.find(mark)).min().unwrap_or(rest.len())
    };
    let name = Span::new(item.start + lead, item.start + lead + end);
    let behind = rest[end..].trim_start_matches(|c: char| c.is_whitespace() || "*`:-–—".contains(c));
    Some((name, Span::new(item.end - behind.len(), item.end)))
}

/// `(Aggregate Root): what it is` says what a name is, and then what is said about it.
fn remark(text: &str, behind: Span) -> (Option<Kind>, Span) {
    let written = &text[behind.start..behind.end];
    let inside = written.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    let Some((kind, rest)) = inside.and_then(|(word, rest)| Some((Kind::of_word(word)?, rest))) else { return (None, behind) };
    let said = rest.trim_start_matches(|c: char| c.is_whitespace() || "*`:-–—".contains(c));
    (Some(kind), Span::new(behind.end - said.len(), behind.end))
}

/// Whether the section of a line shows code as well.
fn stands_beside_code(outline: &Outline, line: &Line) -> bool {
    let from = outline.fences.partition_point(|fence| fence.heading < line.heading);
    outline.fences[from..].first().is_some_and(|fence| fence.heading == line.heading)
}

/// The lines that belong to the item at `at`.
fn nested(lines: &[Line], at: usize) -> &[Line] {
    let item = &lines[at];
    let behind = &lines[at + 1..];
    let count = behind.iter().take_while(|line| line.indent > item.indent && line.heading == item.heading).count();
    &behind[..count]
}
