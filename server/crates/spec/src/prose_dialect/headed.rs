//! Names that are headings or labels: `### Entity: Order`, `#### OrderService`, `**Order**`.

use specwave_source::Span;

use super::acting;
use super::body::{Body, Group};
use super::named::{Named, bare, fits, has_identity, is_compound, name};
use crate::kinds::Kind;
use crate::model::Heading;
use crate::outline::{LABEL, Line, LineKind, Outline, Section, within};

/// Languages of fences that declare what stands in them.
const DECLARING: &[&str] = &["go", "golang", "yaml", "yml", "proto", "protobuf", "proto3"];

/// What headings declare, and the spans that are their bodies: nothing in those is a name again.
pub(super) struct Found {
    pub(super) named: Vec<Named>,
    pub(super) bodies: Vec<Span>,
}

impl Found {
    /// Whether something stands in the body of a name.
    pub(super) fn holds(bodies: &[Span], at: usize) -> bool {
        let behind = bodies.partition_point(|body| body.start <= at);
        behind.checked_sub(1).is_some_and(|last| at < bodies[last].end)
    }
}

pub(super) fn read(text: &str, outline: &Outline) -> Found {
    let mut found = Found { named: Vec::new(), bodies: Vec::new() };
    let all: Vec<_> = outline.headings.iter().enumerate().map(|(at, heading)| declared(text, outline, at, heading)).collect();
    for (at, heading) in outline.headings.iter().enumerate().skip(1) {
        let Some((kind, name, certain)) = all[at].clone() else { continue };
        if Found::holds(&found.bodies, heading.span.start) {
            continue;
        }
        // Names below a name, and lists of such, are no part of it.
        let below = (at + 1..outline.headings.len()).take_while(|next| outline.headings[*next].span.start < heading.section.end);
        let names = |next: &usize| {
            let lists = outline.headings[*next].level < LABEL && Kind::is_told_by(outline.announced[*next]);
            lists || all[*next].as_ref().is_some_and(|(_, _, certain)| *certain)
        };
        let end = below.into_iter().find(names).map_or(heading.section.end, |next| outline.headings[next].span.start);
        let end = sibling(text, outline, heading).map_or(end, |sibling| sibling.min(end));
        let section = Span::new(heading.span.end, end.max(heading.span.end));
        let lines = within(&outline.lines, section, |line| line.span.start);
        let tables = within(&outline.tables, section, |table| table.header.first().map_or(0, |cell| cell.start));
        let fences = within(&outline.fences, section, |fence| fence.span.start);
        let coded = fences.iter().any(|fence| DECLARING.contains(&fence.language.as_str()));
        let mut body = Body::read(text, lines, tables);
        if matches!(kind, Kind::Service | Kind::Repository) && body.operations.is_empty() {
            body.operations = acting::offered(text, lines);
        }
        let told = match kind {
            // Where no section says what it is, only an identity of its own makes it an entity.
            Kind::Model if untold(outline, at) => {
                !heads_others(outline, at) && body.fields.len() > 1 && has_identity(&body.fields)
            }
            _ => !body.fields.is_empty() || !body.words.is_empty() || !body.operations.is_empty(),
        };
        let described = kind == Kind::Model && !untold(outline, at) && body.is_only_described();
        if coded || !(certain || told || described) {
            continue;
        }
        if described {
            let span = located(text, heading.span, &name);
            found.named.push(Named { kind, name, span, doc: body.doc.clone(), body: Body::default() });
            continue;
        }
        found.bodies.push(section);
        let span = located(text, heading.span, &name);
        found.named.push(Named { kind, name, span, doc: body.doc.clone(), body });
    }
    found
}

/// Where a line such as `**Money**: an amount` ends what stands below a name that is a line in bold itself.
fn sibling(text: &str, outline: &Outline, heading: &Heading) -> Option<usize> {
    if heading.level < LABEL {
        return None;
    }
    let lines = within(&outline.lines, Span::new(heading.span.end, heading.section.end), |line| line.span.start);
    let names = |line: &&Line| {
        let label = text[line.span.start..line.span.end].strip_prefix("**").and_then(|rest| rest.split_once("**"));
        let label = label.filter(|(label, behind)| behind.starts_with(':') && Group::of(label).is_none());
        line.kind == LineKind::Prose && label.is_some_and(|(label, _)| name(label).is_some())
    };
    lines.iter().find(names).map(|line| line.span.start)
}

/// Kind and name of a heading, and whether they are certain without anything below.
fn declared(text: &str, outline: &Outline, at: usize, heading: &Heading) -> Option<(Kind, String, bool)> {
    if let Some((kind, name)) = introduced(&text[heading.span.start..heading.span.end]) {
        return Some((kind, name, true));
    }
    let words = heading.text.trim_start_matches(|c: char| !c.is_alphabetic() && !matches!(c, '`' | '*'));
    let of_section = Kind::of_section(outline, outline.parents[at]);
    if let Some((kind, rest)) = words.split_once(": ").and_then(|(word, rest)| Some((Kind::of_word(word)?, rest))) {
        return Some((kind, name(bare(rest.split(" (").next()?))?, true));
    }
    let (words, remark) = words.split_once(" (").unwrap_or((words, ""));
    let (words, remarked) = match Kind::of_word(remark.trim_end_matches(')')) {
        Some(kind) => (words, Some(kind)),
        None => called(words),
    };
    // `### Value Objects` heads names and is none.
    let acts = of_section.filter(|kind| matches!(kind, Kind::Service | Kind::Repository) && is_called_so(words)).is_some();
    let name = name(bare(words)).filter(|_| remarked.is_some() || acts || !Kind::is_told_by(outline.announced[at]))?;
    let kind = remarked.or(of_section).or_else(|| by_ending(outline, at, &name)).filter(|kind| fits(*kind, &name))?;
    let spaced = words.trim().contains(' ') && !acts;
    let certain = remarked.is_some() || (is_compound(&name) && kind != Kind::Model && !spaced && of_section.is_some());
    Some((kind, name, certain))
}

/// What a name says of itself where no section does: `### RatingService` below *Components*. Of other names the fields tell.
fn by_ending(outline: &Outline, at: usize, name: &str) -> Option<Kind> {
    let told = [Kind::Service, Kind::Repository].into_iter().find(|kind| fits(*kind, name));
    let kind = told.or_else(|| (!outline.announced_by_chain(Some(at)).any(NO_MODEL)).then_some(Kind::Model));
    kind.filter(|_| outline.headings[at].level < LABEL && !Kind::is_foreign(outline, outline.parents[at]))
}

/// Sections whose tables of fields describe messages, tables of a database or settings.
pub(super) const NO_MODEL: Section = Section::API
    .with(Section::STORAGE)
    .with(Section::PERFORMANCE)
    .with(Section::SECURITY)
    .with(Section::COMPLIANCE)
    .with(Section::BUSINESS);

/// Whether headings stand below a heading.
fn heads_others(outline: &Outline, at: usize) -> bool {
    outline.headings.get(at + 1).is_some_and(|next| (outline.headings[at].level + 1..LABEL).contains(&next.level))
}

fn untold(outline: &Outline, at: usize) -> bool {
    Kind::of_section(outline, outline.parents[at]).is_none()
}

/// ``New entity `Lease`:`` — what the name between backticks is, and the name.
fn introduced(heading: &str) -> Option<(Kind, String)> {
    let (words, rest) = heading.trim_start_matches(['#', '*', ' ']).split_once('`')?;
    let (named, behind) = rest.split_once('`')?;
    let words = words.trim().to_lowercase();
    let kind = Kind::of_word(["new ", "add ", "the "].iter().find_map(|start| words.strip_prefix(start)).unwrap_or(&words))?;
    let alone = behind.trim_matches([':', '*', ' ']).is_empty();
    name(named).filter(|_| alone).map(|name| (kind, name))
}

/// `Checkout Service` names one, `Domain Service` and `Service` say only what something is.
fn is_called_so(words: &str) -> bool {
    let named = words.trim().strip_suffix(" Service").or_else(|| words.trim().strip_suffix(" Repository"));
    let general = ["application", "domain", "infrastructure", "external", "core", "new", "the", "data", "backend", "web"];
    named.is_some_and(|name| !general.contains(&name.trim().to_lowercase().as_str()))
}

/// `Order Aggregate`, `Money Value Object`: the name, and what it is called.
fn called(words: &str) -> (&str, Option<Kind>) {
    let kinds = [" Aggregate Root", " Aggregate", " Entity", " Value Object", " Enum", " Enumeration"];
    let found = kinds.iter().find_map(|kind| Some((words.strip_suffix(kind)?, Kind::of_word(kind))));
    found.unwrap_or((words, None))
}

/// Where a name stands in a heading; the heading itself if it is written otherwise.
fn located(text: &str, heading: Span, name: &str) -> Span {
    let at = text[heading.start..heading.end].find(name);
    at.map_or(heading, |at| Span::new(heading.start + at, heading.start + at + name.len()))
}
