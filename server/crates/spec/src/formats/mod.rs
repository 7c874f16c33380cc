//! The widely used formats: Spec Kit, Kiro, OpenSpec, and product requirements documents.
//!
//! Each has its reader; what they share has one of its own: lists of tasks, endpoints, fenced types, sentences that oblige.

mod code;
mod components;
mod contracts;
mod data_models;
mod declare;
mod endpoints;
mod kiro;
pub(crate) mod links;
mod measured;
mod name;
mod obligation;
mod openspec;
mod part;
mod prd;
mod reading;
mod recognise;
mod routers;
mod spec_kit;
mod steps;
mod tasks;
mod trees;
pub(crate) mod words;

use foldhash::HashSet;
use std::path::Path;

use specwave_source::{Sources, Span};

use crate::declared::Declared;
use crate::go_dialect::Block;
use crate::kept::Kept;
use crate::model::{Format, Located};
use crate::outline::Outline;
use crate::{compliance, header, prose_dialect, proto, statements, targets};
pub(crate) use components::acts;
use part::Part;
use reading::Reading;

/// A feature that is written in one of the formats.
pub(crate) struct Feature<'text> {
    format: Format,
    path: &'text Path,
    reading: Reading<'text>,
}

/// The feature in the format that was asked for, that its front matter names, or that it looks like; `None` where it is
/// written in none of them.
pub(crate) fn recognise<'text>(
    sources: &'text Sources,
    text: &'text str,
    outline: &'text Outline,
    asked: Option<Format>,
    kept: &Kept,
) -> Option<Feature<'text>> {
    let path = sources.files().first().map(|file| file.path.as_path())?;
    if recognise::is_about(path) {
        return None;
    }
    let parts = sources.files().iter().map(|file| (file.span.start, part::of(&file.path, outline, text, file.span)));
    let reading = Reading { text, outline, parts: parts.collect() };
    let format = recognise::named(&reading).or(asked).or_else(|| recognise::read(&reading, path, kept))?;
    Some(Feature { format, path, reading })
}

impl Feature<'_> {
    /// Reads everything that is no embedded YAML, Go or SQL.
    pub(crate) fn read(&self, blocks: &[Block<'_>], out: &mut Declared) {
        let Reading { text, outline, .. } = self.reading;
        match self.format {
            Format::Kiro => kiro::read(&self.reading, out),
            Format::OpenSpec => openspec::read(&self.reading, out),
            Format::SpecKit => spec_kit::read(&self.reading, out),
            Format::Prd => prd::read(&self.reading, out),
        }
        out.spec.tasks = tasks::read(&self.reading);
        endpoints::read(&self.reading, out);
        contracts::read(&self.reading, out);
        self.read_other_sections(out);
        prose_dialect::complete(text, outline, |name, at| self.may_declare(name, at), out);
        prose_dialect::declare_told(prose_dialect::told(text, outline), out);
        proto::read(text, outline, out);
        trees::read(&self.reading, out);
        tasks::declare_services(&self.reading, out);
        tasks::declare_repositories(&self.reading, out);
        data_models::take_held(out);
        header::read(text, outline, blocks, name::read(&self.reading, self.format, self.path), out);
        if out.spec.priority.is_none() {
            out.spec.priority = first_priority(out);
        }
        out.spec.format = Some(self.format);
        out.spec.recognised = !outline.headings.is_empty();
    }

    /// Whether a name in plain Markdown at `at` declares a part of the feature's model.
    fn may_declare(&self, name: &str, at: usize) -> bool {
        let is_told = !matches!(self.reading.part(at), Part::Tasks | Part::Notes | Part::Contract | Part::Proposal);
        is_told && !declare::is_carrier(name) && !declare::is_seen(name) && !declare::is_wired(name)
    }

    /// Sections about targets, compliance, security and tests, outside what the format's own reader has read.
    fn read_other_sections(&self, out: &mut Declared) {
        let Reading { text, outline, .. } = self.reading;
        let read = self.sections_read(out);
        let is_read = |at: usize| {
            read.partition_point(|section| section.start <= at).checked_sub(1).is_some_and(|last| at < read[last].end)
        };
        // A table without numbers under criteria has been left to the reader of tables.
        let unread: HashSet<usize> = self.criteria().flat_map(|at| spec_kit::unnumbered_tables(&self.reading, at)).collect();
        let is_wanted = |at: usize| !matches!(self.reading.part(at), Part::Tasks | Part::Notes);
        let others = outline.with_lines(|span| is_wanted(span.start) && (!is_read(span.start) || unread.contains(&span.start)));
        let accepted = std::mem::take(&mut out.spec.acceptance);
        out.spec.performance.extend(targets::read(text, &others));
        let title = others.headings.first().map(|title| title.span);
        let mut regimes = compliance::read(text, &others, title, compliance::header_end(&others));
        regimes.append(&mut out.spec.compliance);
        out.spec.compliance = compliance::with_duties(text, outline, is_wanted, regimes);
        out.stated(statements::read(text, &others));
        prose_dialect::read_events(text, &others, out);
        out.spec.performance.retain(|target| !measured::mentions_limit(self.reading.written(target.span)));
        if !accepted.is_empty() {
            out.spec.acceptance = accepted;
        }
        out.spec.acceptance.sort_by_key(|statement| statement.span.start);
        // A requirement in a section about targets has been read twice.
        let mut seen = HashSet::default();
        out.spec.performance.retain(|target| seen.insert((target.span, target.value.to_bits(), target.unit.clone())));
    }

    /// Sections of requirements and stories, and of criteria for success; in order, none inside another.
    fn sections_read(&self, out: &Declared) -> Vec<Span> {
        let stories = out.spec.stories.iter().map(|story| story.span);
        // Below the number of a requirement in Spec Kit's way only its first sentence has been read.
        let whole = matches!(self.format, Format::Kiro | Format::OpenSpec);
        let requirements = out.spec.requirements.iter().filter(|_| whole).map(|requirement| requirement.span);
        let told: HashSet<Span> = requirements.chain(stories).collect();
        let headings = self.reading.outline.headings.iter().filter(|heading| told.contains(&heading.span));
        let mut read: Vec<Span> = headings.map(|heading| heading.section).collect();
        read.extend(self.criteria().map(|heading| self.reading.own(heading)));
        read.sort_by_key(|section| section.start);
        let mut sections: Vec<Span> = Vec::new();
        for section in read {
            if sections.last().is_none_or(|last| last.end <= section.start) {
                sections.push(section);
            }
        }
        sections
    }

    /// Headings of criteria for success.
    fn criteria(&self) -> impl Iterator<Item = usize> + '_ {
        let numbers = matches!(self.format, Format::SpecKit | Format::Prd);
        (0..self.reading.outline.headings.len()).filter(move |at| numbers && spec_kit::holds_criteria(self.reading.title(*at)))
    }
}

/// The most urgent priority of the stories.
fn first_priority(out: &Declared) -> Option<Located<String>> {
    let numbered = out.spec.stories.iter().filter(|story| story.priority.starts_with(['P', 'p']));
    let first = numbered.min_by_key(|story| story.priority.to_lowercase())?;
    Some(Located { value: first.priority.to_lowercase(), span: first.span })
}
