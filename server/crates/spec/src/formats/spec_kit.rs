//! GitHub Spec Kit: stories with scenarios, numbered requirements, key entities, success criteria, a plan.

use std::sync::LazyLock;

use regex::Regex;
use specwave_source::Span;

use super::part::Part;
use super::reading::Reading;
use super::words::{bold_label, label, plain, requirement_number};
use super::{components, data_models, declare, measured, obligation, steps};
use crate::declared::Declared;
use crate::model::{Criterion, Dialect, Requirement, Statement, Story, Struct};
use crate::outline::{LineKind, Table};
use crate::pattern::pattern;
use crate::prose_dialect::denies_identity;

/// `User Story 1 - Title (Priority: P1)`, `US-1: Title (P0)`, `Story 2 — Title`.
static STORY: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?i)^(?:user\s+story|story|us)[\s#-]*(\d+(?:\.\d+)?)\b\s*[:.)–—-]*\s*(.*)$"));

/// `(Priority: P1)`, `[P2]`, `(High)` anywhere in a story's heading.
static PRIORITY: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?i)\s*[(\[]\s*(?:priority\s*:?\s*)?(P\d|critical|high|medium|low|must|should|could)\s*[)\]]"));

/// Reads what Spec Kit's files say besides what all formats share.
pub(super) fn read(reading: &Reading<'_>, out: &mut Declared) {
    for heading in 0..reading.outline.headings.len() {
        match reading.part_of_heading(Some(heading)) {
            Part::Requirements | Part::Whole => {
                story(reading, heading, out);
                key_entities(reading, heading, out);
                success_criteria(reading, heading, out);
            }
            Part::Design => {}
            Part::DataModel | Part::Contract | Part::Tasks | Part::Proposal | Part::Notes => {}
        }
    }
    requirements(reading, out);
    plan(reading, out);
    data_models::read(reading, out);
    components::read(reading, out);
    components::read_fences(reading, out);
}

fn story(reading: &Reading<'_>, heading: usize, out: &mut Declared) {
    let words = reading.outline.headings[heading].text.trim();
    let span = reading.outline.headings[heading].span;
    let mut story = if let Some(found) = STORY.as_ref().and_then(|pattern| pattern.captures(words)) {
        let priority =
            PRIORITY.as_ref().and_then(|pattern| pattern.captures(&found[2])).map_or(String::new(), |found| found[1].to_owned());
        let title = PRIORITY.as_ref().map_or_else(|| found[2].to_owned(), |pattern| pattern.replace(&found[2], "").into_owned());
        let title = title.trim().trim_end_matches(['-', '–', '—', ':']).trim().to_owned();
        Story { id: format!("US{}", &found[1]), title, priority, span, ..Story::default() }
    } else if words.eq_ignore_ascii_case("primary user story") {
        Story { title: words.to_owned(), span, ..Story::default() }
    } else if words.eq_ignore_ascii_case("acceptance scenarios") && !is_in_story(reading, heading) {
        // An older template keeps them beside the one story.
        let found = scenarios(reading, heading, true);
        accept(out, "", &found);
        if let Some(story) = out.spec.stories.last_mut() {
            story.criteria.extend(found);
        }
        return;
    } else {
        return;
    };
    let paragraphs = reading.paragraphs(reading.section(heading));
    for paragraph in &paragraphs {
        match bold_label(&paragraph.text) {
            Some((label, rest)) if label.eq_ignore_ascii_case("priority") => story.priority = plain(rest),
            Some(_) => break,
            None if paragraph.kind == LineKind::Item || tells_step(&paragraph.text) => break,
            None if story.text.is_empty() => story.text = plain(&paragraph.text),
            None => {
                story.text.push(' ');
                story.text.push_str(&plain(&paragraph.text));
            }
        }
    }
    story.criteria = scenarios(reading, heading, false);
    accept(out, &story.title, &story.criteria);
    out.spec.stories.push(story);
}

fn is_in_story(reading: &Reading<'_>, heading: usize) -> bool {
    let is_story = |at: usize| STORY.as_ref().is_some_and(|pattern| pattern.is_match(reading.outline.headings[at].text.trim()));
    reading.outline.chain(Some(heading)).any(is_story)
}

/// What starts with a step is a scenario; where scenarios are announced, every item is.
fn scenarios(reading: &Reading<'_>, below: usize, announced: bool) -> Vec<Criterion> {
    let mut announced = announced;
    let mut found: Vec<Criterion> = Vec::new();
    let mut heading = Some(below);
    for paragraph in reading.paragraphs(reading.section(below)) {
        if paragraph.heading != heading {
            heading = paragraph.heading;
            announced = heading.is_some_and(|at| announces_scenarios(reading.title(at)));
        }
        let steps = steps::read(reading.written(paragraph.span), paragraph.span.start);
        if let Some((label, _)) = bold_label(&paragraph.text).filter(|_| steps.is_empty()) {
            announced = announces_scenarios(label);
            continue;
        }
        let text = plain(&paragraph.text);
        let goes_on = steps.first().is_some_and(|step| matches!(step.keyword.as_str(), "THEN" | "AND" | "BUT"))
            || steps.first().is_some_and(|step| step.keyword == "WHEN")
                && found
                    .last()
                    .is_some_and(|last| last.steps.iter().all(|step| step.keyword == "GIVEN") && !last.steps.is_empty());
        match found.last_mut() {
            Some(last) if goes_on => {
                last.text.push(' ');
                last.text.push_str(&text);
                last.steps.extend(steps);
            }
            _ if !steps.is_empty() && (announced || paragraph.kind == LineKind::Item || tells_step(&paragraph.text))
                || (announced && paragraph.kind == LineKind::Item && paragraph.indent < 2) =>
            {
                found.push(Criterion { text, span: paragraph.first, steps, ..Criterion::default() });
            }
            _ => {}
        }
    }
    found
}

/// Whether a paragraph begins with a step that is set off: "When the visit ends, …" alone is a sentence like others.
fn tells_step(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    let is_set_off = first.starts_with(['*', '_']) || first.chars().filter(|c| c.is_uppercase()).count() > 1;
    is_set_off && !steps::read(text, 0).is_empty()
}

fn announces_scenarios(words: &str) -> bool {
    let words = words.to_lowercase();
    words.contains("acceptance") || words.contains("scenario")
}

fn accept(out: &mut Declared, topic: &str, criteria: &[Criterion]) {
    let said = criteria.iter().map(|criterion| Statement {
        topic: topic.to_owned(),
        text: criterion.text.clone(),
        span: criterion.span,
    });
    out.spec.acceptance.extend(said);
}

/// Items, headings and rows of tables that begin with a requirement's number.
fn requirements(reading: &Reading<'_>, out: &mut Declared) {
    let counts = |span: Span| matches!(reading.part(span.start), Part::Requirements | Part::Whole);
    let mut found: Vec<Requirement> = Vec::new();
    for paragraph in reading.all_paragraphs().iter().filter(|paragraph| counts(paragraph.span)) {
        if let Some((number, rest)) = requirement_number(&paragraph.text).filter(|(number, _)| !number.starts_with("SC")) {
            found.push(requirement(reading, number, rest, paragraph.first));
        }
    }
    for (at, heading) in reading.outline.headings.iter().enumerate().filter(|(_, heading)| counts(heading.span)) {
        let Some((number, title)) = requirement_number(&heading.text).filter(|(number, _)| !number.starts_with("SC")) else {
            continue;
        };
        let text = reading.own_paragraphs(at).into_iter().next().map_or(String::new(), |paragraph| plain(&paragraph.text));
        let title = title.to_owned();
        found.push(Requirement { title, ..requirement(reading, number, &text, heading.span) });
    }
    for (number, text, span) in numbered_rows(reading, reading.outline.tables.iter())
        .into_iter()
        .filter(|(number, _, span)| !number.starts_with("SC") && counts(*span))
    {
        found.push(requirement(reading, &number, &text, span));
    }
    found.sort_by_key(|requirement| requirement.span.start);
    for requirement in &found {
        let targets = requirement.obligation.iter().flat_map(|it| measured::of_obligation(it, false, requirement.span));
        out.spec.performance.extend(targets);
    }
    out.spec.requirements.extend(found);
}

fn requirement(reading: &Reading<'_>, number: &str, text: &str, span: Span) -> Requirement {
    // `FR-001 (Upload): System MUST …`
    let titled = text.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    let (title, text) = titled.map_or(("", text), |(title, rest)| (title, rest.trim_start_matches(['*', ':', ' '])));
    let text = plain(text);
    let obligation = obligation::read(reading, &text, span);
    Requirement { id: number.to_owned(), title: title.to_owned(), text, span, obligation, ..Requirement::default() }
}

/// Rows whose first cell is a number, with the cell that says most.
fn numbered_rows<'a>(reading: &Reading<'_>, tables: impl Iterator<Item = &'a Table>) -> Vec<(String, String, Span)> {
    let mut found = Vec::new();
    for table in tables {
        let headers: Vec<String> = table.header.iter().map(|cell| plain(reading.written(*cell)).to_lowercase()).collect();
        let told = |header: &String| {
            ["requirement", "description", "criterion", "criteria", "statement", "text", "metric", "outcome"]
                .iter()
                .any(|word| header.contains(word))
        };
        let column = headers.iter().skip(1).position(told).map_or(1, |at| at + 1);
        for row in &table.rows {
            let (Some(first), Some(cell)) = (row.first(), row.get(column)) else { continue };
            let Some((number, "")) = requirement_number(reading.written(*first)) else { continue };
            let last = row.last().unwrap_or(cell);
            // What a target column says belongs to it.
            let target = headers
                .iter()
                .position(|header| ["target", "threshold", "goal"].contains(&header.as_str()))
                .filter(|at| *at != column);
            let target = target.and_then(|at| row.get(at)).map_or(String::new(), |cell| format!(": {}", reading.written(*cell)));
            found.push((number.to_owned(), format!("{}{target}", reading.written(*cell)), Span::new(first.start, last.end)));
        }
    }
    found
}

/// Headings, besides *Key Entities*, of lists of things.
const ENTITIES: &[&str] = &["entities", "data entities", "core entities", "main entities", "data model", "key data entities"];

/// Where the tables under a heading begin that have no numbered rows.
pub(super) fn unnumbered_tables(reading: &Reading<'_>, heading: usize) -> Vec<usize> {
    let unnumbered = |table: &&Table| numbered_rows(reading, std::iter::once(*table)).is_empty();
    reading.own_tables(heading).filter(unnumbered).filter_map(|table| Some(table.header.first()?.start)).collect()
}

/// `- **Album**: a named group of photos` below *Key Entities*.
fn key_entities(reading: &Reading<'_>, heading: usize, out: &mut Declared) {
    let title = reading.title(heading).to_lowercase();
    if !title.starts_with("key entit") && !ENTITIES.contains(&title.as_str()) {
        return;
    }
    let mut add = |name: &str, doc: &str, parts: &str, span: Span| {
        let name = name.split(" (").next().unwrap_or(name).trim_matches(['*', '`', ':', ' ']);
        let names = (1..=4).contains(&name.split_whitespace().count()) && name.starts_with(char::is_alphabetic);
        if names {
            let span = reading.place(name, span);
            let (name, dialect, package) = (name.to_owned(), Dialect::Prose, None);
            let (fields, methods) = (data_models::fields_in_line(reading, parts, span), Vec::new());
            let record = Struct { name, span, dialect, doc: plain(doc), package, fields, methods };
            if denies_identity(doc) {
                declare::value_object(out, record, Vec::new(), String::new());
            } else {
                declare::entity(out, record);
            }
        }
    };
    for paragraph in reading.own_paragraphs(heading).iter().filter(|paragraph| paragraph.indent < 2) {
        let set_off = || {
            let bare = paragraph.text.strip_prefix("**")?;
            bare.split_once("**").map(|(name, doc)| (name, doc.trim_start_matches([':', ' ', '-', '–', '—'])))
        };
        let dashed = || [" — ", " – ", " - "].iter().find_map(|dash| paragraph.text.split_once(dash));
        let may_name = paragraph.kind == LineKind::Item || paragraph.text.starts_with("**");
        let named = || set_off().or_else(|| label(&paragraph.text)).or_else(dashed);
        if let Some((name, doc)) = may_name.then(named).flatten() {
            add(name, doc, doc, paragraph.first);
        }
    }
    for table in reading.own_tables(heading) {
        let lists_parts = |cell: &Span| {
            let header = reading.written(*cell).to_lowercase();
            ["attribute", "field", "propert", "column"].iter().any(|word| header.contains(word))
        };
        let parts = table.header.iter().skip(1).position(lists_parts).map(|at| at + 1);
        for row in table.rows.iter().filter(|row| row.len() > 1) {
            let listed = parts.and_then(|at| row.get(at)).map_or("", |cell| reading.written(*cell));
            add(reading.written(row[0]), reading.written(row[1]), listed, row[0]);
        }
    }
    for child in reading.children(heading) {
        let doc = reading.own_paragraphs(child).first().map_or(String::new(), |paragraph| paragraph.text.clone());
        add(reading.title(child), &doc, "", reading.outline.headings[child].span);
    }
}

/// Headings of numbered outcomes.
const CRITERIA: &[&str] = &[
    "success criteria",
    "measurable outcomes",
    "success metrics",
    "non-functional requirements",
    "nonfunctional requirements",
    "performance requirements",
];

/// Whether a heading is about outcomes that can be measured.
pub(super) fn holds_criteria(title: &str) -> bool {
    CRITERIA.iter().any(|start| title.to_lowercase().starts_with(start))
}

/// Numbered outcomes: each is a criterion, and those with a quantity are targets.
fn success_criteria(reading: &Reading<'_>, heading: usize, out: &mut Declared) {
    if !holds_criteria(reading.title(heading)) {
        return;
    }
    let title = reading.title(heading).to_lowercase();
    let is_about_criteria = title.starts_with("success") || title.starts_with("measurable");
    let mut add = |number: &str, text: &str, span: Span| {
        let text = plain(text);
        out.spec.performance.extend(measured::of_sentence(&text, span));
        if is_about_criteria {
            out.spec.acceptance.push(Statement { topic: number.to_owned(), text, span });
        }
    };
    for paragraph in reading.own_paragraphs(heading).iter().filter(|paragraph| paragraph.kind == LineKind::Item) {
        let (number, text) = requirement_number(&paragraph.text).unwrap_or(("", &paragraph.text));
        add(number, text, paragraph.first);
    }
    for (number, text, span) in numbered_rows(reading, reading.own_tables(heading)) {
        add(&number, &text, span);
    }
}

/// `**Performance Goals**: …` and `**Constraints**: …` of a plan; how it is tested.
fn plan(reading: &Reading<'_>, out: &mut Declared) {
    let of_context =
        |heading: Option<usize>| heading.is_some_and(|at| reading.title(at).eq_ignore_ascii_case("technical context"));
    for paragraph in reading.all_paragraphs() {
        if reading.part(paragraph.span.start) != Part::Design {
            continue;
        }
        let Some((label, rest)) =
            bold_label(&paragraph.text).filter(|(_, rest)| !rest.is_empty() && !rest.contains("NEEDS CLARIFICATION"))
        else {
            continue;
        };
        match label.to_lowercase().as_str() {
            "performance goals" | "performance" | "performance targets" => {
                out.spec.performance.extend(measured::of_goals(rest, paragraph.first))
            }
            "constraints" => out.spec.performance.extend(measured::of_constraints(rest, paragraph.first)),
            "testing" => out.spec.testing.push(Statement { topic: label.to_owned(), text: plain(rest), span: paragraph.first }),
            // `**App**: cold start under 2 s`
            _ if of_context(paragraph.heading) => {
                let limits = measured::of_goals(rest, paragraph.first).into_iter();
                out.spec.performance.extend(limits.filter(measured::waits));
            }
            _ => {}
        }
    }
}
