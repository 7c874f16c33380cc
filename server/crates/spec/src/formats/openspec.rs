//! OpenSpec: requirements with scenarios, as truth or as deltas of a change.

use super::part::Part;
use super::reading::{Paragraph, Reading};
use super::words::plain;
use super::{components, data_models, measured, obligation, steps};
use crate::declared::Declared;
use crate::model::{Change, Criterion, Requirement, Statement};
use crate::outline::{LineKind, Section};
use crate::prose_dialect;

/// Reads what OpenSpec's files say besides what all formats share.
pub(super) fn read(reading: &Reading<'_>, out: &mut Declared) {
    for heading in 0..reading.outline.headings.len() {
        if matches!(reading.part_of_heading(Some(heading)), Part::Tasks | Part::Notes) {
            continue;
        }
        if let Some(title) = titled(reading, heading, "requirement") {
            requirement(reading, heading, &title, out);
        }
        if delta(&reading.outline.headings[heading].text) == Some(Change::Renamed) {
            renamed(reading, heading, out);
        }
    }
    data_models::read_fences(reading, out);
    components::read_fences(reading, out);
    prose_dialect::read_tables(reading.text, reading.outline, |at| reading.part(at) == Part::Design, out);
}

/// What stands behind `Requirement:` in a heading.
fn titled(reading: &Reading<'_>, heading: usize, kind: &str) -> Option<String> {
    let (found, title) = reading.outline.headings[heading].text.split_once(':')?;
    found.trim().eq_ignore_ascii_case(kind).then(|| title.trim().to_owned())
}

/// `ADDED Requirements`.
fn delta(heading: &str) -> Option<Change> {
    let mut words = heading.split_whitespace();
    let change = match words.next()?.to_uppercase().as_str() {
        "ADDED" => Change::Added,
        "MODIFIED" => Change::Modified,
        "REMOVED" => Change::Removed,
        "RENAMED" => Change::Renamed,
        _ => return None,
    };
    words.next().is_some_and(|word| word.eq_ignore_ascii_case("requirements")).then_some(change)
}

fn requirement(reading: &Reading<'_>, heading: usize, title: &str, out: &mut Declared) {
    let span = reading.outline.headings[heading].span;
    let change = reading.outline.chain(Some(heading)).find_map(|at| delta(&reading.outline.headings[at].text));
    let own = reading.own_paragraphs(heading);
    let text = own.iter().map(|paragraph| plain(&paragraph.text)).collect::<Vec<_>>().join(" ");
    let first = own.iter().find_map(|paragraph| {
        let written = reading.written(paragraph.span).split_whitespace().collect::<Vec<_>>().join(" ");
        obligation::read(reading, &written, paragraph.span)
    });
    let performance = Section::announced_by(title).any(Section::PERFORMANCE);
    for paragraph in &own {
        match obligation::read(reading, &paragraph.text, paragraph.span) {
            Some(obliges) => out.spec.performance.extend(measured::of_obligation(&obliges, performance, paragraph.first)),
            // "SHALL meet these targets:" leaves them to the list below.
            None if performance && paragraph.kind == LineKind::Item => {
                out.spec.performance.extend(measured::of_sentence(&paragraph.text, paragraph.first));
            }
            None => {}
        }
    }
    let mut requirement =
        Requirement { title: title.to_owned(), text, span, obligation: first, change, ..Requirement::default() };
    for child in reading.descendants(heading) {
        if let Some(title) = titled(reading, child, "scenario") {
            let scenario = scenario(reading, child, title);
            out.spec.performance.extend(scenario.steps.iter().flat_map(measured::of_step));
            requirement.criteria.push(scenario);
        }
    }
    if change != Some(Change::Removed) {
        let said = requirement.criteria.iter().map(|criterion| Statement {
            topic: title.to_owned(),
            text: format!("{}: {}", criterion.title, criterion.text),
            span: criterion.span,
        });
        out.spec.acceptance.extend(said);
    }
    out.spec.requirements.push(requirement);
}

fn scenario(reading: &Reading<'_>, heading: usize, title: String) -> Criterion {
    let span = reading.outline.headings[heading].span;
    let mut criterion = Criterion { title, span, ..Criterion::default() };
    let mut texts: Vec<String> = Vec::new();
    for paragraph in reading.own_paragraphs(heading) {
        let steps = steps::read(reading.written(paragraph.span), paragraph.span.start);
        let nested = paragraph.indent >= 2 && steps.is_empty();
        match criterion.steps.last_mut().filter(|_| nested) {
            Some(last) => {
                last.text.push(' ');
                last.text.push_str(&plain(&paragraph.text));
            }
            None => criterion.steps.extend(steps),
        }
        texts.push(plain(&paragraph.text));
    }
    criterion.text = texts.join(" ");
    criterion
}

/// `- FROM: `### Requirement: Old`` and `- TO: `### Requirement: New``.
fn renamed(reading: &Reading<'_>, heading: usize, out: &mut Declared) {
    let mut from = String::new();
    for paragraph in reading.own_paragraphs(heading).iter().filter(|paragraph| paragraph.kind == LineKind::Item) {
        let named = |mark: &str| {
            let rest = plain(&paragraph.text);
            let rest = rest.strip_prefix(mark)?.trim_start_matches([':', ' ', '`', '#']);
            Some(rest.trim_start_matches("Requirement:").trim_matches(['`', ' ']).to_owned())
        };
        if let Some(name) = named("FROM") {
            from = name;
        } else if let Some(title) = named("TO") {
            out.spec.requirements.push(rename(title, &from, paragraph));
        }
    }
}

fn rename(title: String, from: &str, paragraph: &Paragraph) -> Requirement {
    let text = format!("renamed from {from}");
    Requirement { title, text, span: paragraph.first, change: Some(Change::Renamed), ..Requirement::default() }
}
