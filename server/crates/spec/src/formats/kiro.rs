//! Kiro: requirements with EARS criteria, a design with components and data models, a plan of tasks.

use foldhash::HashSet;
use std::sync::LazyLock;

use regex::Regex;
use specwave_source::Span;

use super::part::Part;
use super::reading::{Paragraph, Reading};
use super::words::{bold_label, is_type_name, label, leading_number, plain, squashed};
use super::{components, data_models, declare, measured, obligation};
use crate::declared::Declared;
use crate::model::{Criterion, Dialect, Requirement, Statement, Story, Struct};
use crate::outline::{LineKind, Section};
use crate::pattern::pattern;

/// `Requirement 3: Title`, `Requirement 3 - Title`, `REQ-3: Title`.
static REQUIREMENT: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?i)^(?:(?:non-?functional\s+)?requirement\s+|req[- ]?|r)(\d+(?:\.\d+)*)\b\s*[:.)–—-]*\s*(.*)$"));

/// `3. Title` below a heading that is about requirements.
static NUMBERED: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"^(\d+)[.)]\s+(.*)$"));

/// Sections of a bug's requirements, and whether they say what has to be.
const BUGFIX: &[(&str, bool)] = &[("current behavior", false), ("expected behavior", true), ("unchanged behavior", true)];

/// Reads what Kiro's files say besides what all formats share.
pub(super) fn read(reading: &Reading<'_>, out: &mut Declared) {
    for heading in 0..reading.outline.headings.len() {
        if matches!(reading.part_of_heading(Some(heading)), Part::Tasks | Part::Design | Part::DataModel) {
            continue;
        }
        requirement(reading, heading, out);
        bugfix(reading, heading, out);
    }
    data_models::read(reading, out);
    components::read(reading, out);
    components::read_fences(reading, out);
    let designed = !out.spec.services.is_empty() || !out.spec.entities.is_empty();
    if !designed {
        glossary(reading, out);
    }
}

fn requirement(reading: &Reading<'_>, heading: usize, out: &mut Declared) {
    let words = reading.outline.headings[heading].text.trim();
    let below = reading.outline.parents[heading].is_some_and(|above| reading.outline.announced[above].any(Section::REQUIREMENTS));
    let numbered = || NUMBERED.as_ref().filter(|_| below).and_then(|pattern| pattern.captures(words));
    let Some(found) = REQUIREMENT.as_ref().and_then(|pattern| pattern.captures(words)).or_else(numbered) else { return };
    let span = reading.outline.headings[heading].span;
    let mut requirement = Requirement { id: found[1].to_owned(), title: plain(&found[2]), span, ..Requirement::default() };
    let announced = reading.outline.announced_by_chain(Some(heading)).with(Section::announced_by(&requirement.title));
    let mut count = 0;
    let mut story: Option<Story> = None;
    for paragraph in reading.paragraphs(reading.section(heading)) {
        if let Some(said) = story_text(&paragraph) {
            let (id, title) = (requirement.id.clone(), requirement.title.clone());
            story.get_or_insert(Story { id, title, text: said, span: paragraph.first, ..Story::default() });
        } else if let Some(criterion) = criterion(reading, &paragraph, &requirement.id, &mut count) {
            let performance = announced.any(Section::PERFORMANCE);
            let obliges = criterion.obligation.iter();
            let targets = obliges.flat_map(|it| measured::of_obligation(it, performance, paragraph.first));
            out.spec.performance.extend(targets);
            if performance && criterion.obligation.is_none() {
                out.spec.performance.extend(measured::of_sentence(&criterion.text, paragraph.first));
            }
            out.spec.acceptance.push(Statement {
                topic: requirement.title.clone(),
                text: criterion.text.clone(),
                span: criterion.span,
            });
            requirement.criteria.push(criterion);
        } else if paragraph.kind == LineKind::Item && paragraph.indent > 0 {
            // What stands below a criterion is a part of it.
            if let Some(last) = requirement.criteria.last_mut() {
                last.text.push(' ');
                last.text.push_str(&plain(&paragraph.text));
            }
        } else if requirement.text.is_empty() && paragraph.kind == LineKind::Prose && bold_label(&paragraph.text).is_none() {
            requirement.text = plain(&paragraph.text);
        }
    }
    if let Some(story) = &story {
        requirement.text = story.text.clone();
    }
    out.spec.stories.extend(story);
    requirement.obligation = obligation::read(reading, &requirement.text, span);
    out.spec.requirements.push(requirement);
}

/// `**User Story:** As a …, I want …`, in whatever language it goes on.
fn story_text(paragraph: &Paragraph) -> Option<String> {
    let names_story = |(label, _): &(&str, &str)| ["user story", "story", "objective"].contains(&label.to_lowercase().as_str());
    if let Some((_, told)) = label(&paragraph.text).filter(names_story) {
        return Some(plain(told));
    }
    let bare = plain(&paragraph.text);
    let told = ["As a ", "As an ", "As the "].iter().any(|start| bare.starts_with(start));
    (told && paragraph.kind == LineKind::Prose).then_some(bare)
}

/// A numbered criterion; the number may stand with that of its requirement.
fn criterion(reading: &Reading<'_>, paragraph: &Paragraph, requirement: &str, count: &mut usize) -> Option<Criterion> {
    let written = reading.written(paragraph.span);
    let (id, text, start) =
        if let Some((number, rest)) = leading_number(&paragraph.text).filter(|(number, _)| number.contains('.')) {
            (number.to_owned(), rest.to_owned(), written.find(rest.split(' ').next()?)?)
        } else if paragraph.kind == LineKind::Item && paragraph.indent < 2 {
            *count += 1;
            let number = if paragraph.number.is_empty() { count.to_string() } else { paragraph.number.clone() };
            (format!("{requirement}.{number}"), paragraph.text.clone(), 0)
        } else {
            return None;
        };
    let span = Span::new(paragraph.span.start + start, paragraph.span.end);
    let text = plain(&text);
    let obligation = obligation::read(reading, &reading.written(span).split_whitespace().collect::<Vec<_>>().join(" "), span);
    Some(Criterion { id, title: String::new(), text, span: paragraph.first, obligation, steps: Vec::new() })
}

/// A section of a bug's requirements: its numbered sentences.
fn bugfix(reading: &Reading<'_>, heading: usize, out: &mut Declared) {
    let title = reading.title(heading);
    let known = BUGFIX.iter().enumerate().find(|(_, (start, _))| title.to_lowercase().starts_with(start));
    let Some((at, (_, is_wanted))) = known else { return };
    let id = (at + 1).to_string();
    let span = reading.outline.headings[heading].span;
    let mut requirement = Requirement { id, title: title.to_owned(), span, ..Requirement::default() };
    let mut count = 0;
    for paragraph in reading.paragraphs(reading.section(heading)) {
        let Some(criterion) = criterion(reading, &paragraph, &requirement.id, &mut count) else { continue };
        if *is_wanted {
            out.spec.acceptance.push(Statement { topic: title.to_owned(), text: criterion.text.clone(), span: criterion.span });
        }
        requirement.criteria.push(criterion);
    }
    if !requirement.criteria.is_empty() {
        out.spec.requirements.push(requirement);
    }
}

/// Endings of words for something that is no thing of its own.
const NO_THINGS: &[&str] =
    &["State", "Status", "Type", "Key", "Category", "Mode", "Level", "Format", "Policy", "Threshold", "Rule", "Limit"];

/// Where there is no design yet, the glossary says what there is: who is obliged acts, what is defined as a thing is one.
fn glossary(reading: &Reading<'_>, out: &mut Declared) {
    let subjects: HashSet<String> = out
        .spec
        .requirements
        .iter()
        .flat_map(|requirement| &requirement.criteria)
        .filter_map(|criterion| Some(squashed(&criterion.obligation.as_ref()?.subject.value)))
        .collect();
    for heading in 0..reading.outline.headings.len() {
        if !reading.title(heading).eq_ignore_ascii_case("glossary") {
            continue;
        }
        for paragraph in reading.own_paragraphs(heading) {
            let Some((term, meaning)) = label(&paragraph.text).filter(|_| paragraph.kind == LineKind::Item) else { continue };
            let name = term.split(" (").next().unwrap_or(term).trim_matches('`');
            let span = reading.place(name, paragraph.span);
            let acts =
                subjects.contains(&squashed(name)) || (is_type_name(name) && meaning.to_lowercase().contains("the service that"));
            let is_system = ["system", "the system", "application", "platform"].contains(&name.to_lowercase().as_str())
                || name.ends_with("System");
            if is_system || declare::is_seen(name) || declare::is_wired(name) {
                continue;
            }
            if acts {
                let located = crate::model::Located { value: name.to_owned(), span };
                declare::actor(out, located, plain(meaning), Vec::new(), Vec::new());
            } else if is_thing(name, meaning) {
                let (name, doc, dialect) = (name.to_owned(), plain(meaning), Dialect::Prose);
                declare::entity(out, Struct { name, span, dialect, doc, package: None, fields: Vec::new(), methods: Vec::new() });
            }
        }
    }
}

/// A noun with a definition that begins like one of a thing.
fn is_thing(name: &str, meaning: &str) -> bool {
    let names = name.starts_with(char::is_uppercase) && name.chars().any(char::is_lowercase) && name.split(' ').count() <= 3;
    let defines = ["A ", "An "].iter().any(|article| meaning.starts_with(article));
    names && defines && !NO_THINGS.iter().any(|ending| name.ends_with(ending))
}
