//! Product requirements documents: what Spec Kit asks for, in freer forms, and whatever plain Markdown declares.

use std::sync::LazyLock;

use regex::Regex;
use specwave_source::Span;

use super::reading::Reading;
use super::words::plain;
use super::{obligation, spec_kit};
use crate::declared::Declared;
use crate::model::{Requirement, Story};
use crate::outline::LineKind;
use crate::pattern::pattern;
use crate::prose_dialect;

/// `**US-1**: As a …`, `US-1 - Publish a shift`, at the start of an item or of a row.
static STORY: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"^[*_`\[]*US-?(\d+(?:\.\d+)?)\b[*_`\]:.)–— -]*(.*)$"));

pub(super) fn read(reading: &Reading<'_>, out: &mut Declared) {
    spec_kit::read(reading, out);
    prose_dialect::declare(prose_dialect::named(reading.text, reading.outline), out);
    prose_dialect::declare_told(prose_dialect::told(reading.text, reading.outline), out);
    if out.spec.stories.is_empty() {
        listed_stories(reading, out);
    }
    if out.spec.requirements.is_empty() {
        numbered_requirements(reading, out);
    }
}

/// Stories that are items of lists or rows of tables.
fn listed_stories(reading: &Reading<'_>, out: &mut Declared) {
    let items = reading.all_paragraphs().into_iter().map(|paragraph| (plain(&paragraph.text), paragraph.first));
    let rows = reading.outline.tables.iter().flat_map(|table| &table.rows).filter_map(|row| {
        let (first, last) = (row.first()?, row.last()?);
        let cells: Vec<String> = row.iter().map(|cell| plain(reading.written(*cell))).collect();
        Some((cells.join(" "), Span::new(first.start, last.end)))
    });
    for (written, span) in items.chain(rows) {
        let Some(found) = STORY.as_ref().and_then(|story| story.captures(&written)) else { continue };
        let (id, text) = (format!("US{}", &found[1]), found[2].trim().to_owned());
        out.spec.stories.push(Story { id, text, span, ..Story::default() });
    }
    out.spec.stories.sort_by_key(|story| story.span.start);
}

/// `1. The system must …` below *Functional Requirements*: the number of the item is that of the requirement.
fn numbered_requirements(reading: &Reading<'_>, out: &mut Declared) {
    let headings = 0..reading.outline.headings.len();
    let about = headings.filter(|at| reading.title(*at).to_lowercase().starts_with("functional requirement"));
    for paragraph in about.flat_map(|heading| reading.paragraphs(reading.section(heading))) {
        if paragraph.kind != LineKind::Item || paragraph.indent > 1 || paragraph.number.is_empty() {
            continue;
        }
        let text = plain(&paragraph.text);
        let obligation = obligation::read(reading, &text, paragraph.first);
        let id = paragraph.number;
        out.spec.requirements.push(Requirement { id, text, span: paragraph.first, obligation, ..Requirement::default() });
    }
}
