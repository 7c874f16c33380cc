//! Quantitative performance targets: list items, tables and YAML metric blocks.

mod eligible;
mod go;
mod judge;
mod measure;
mod phrase;
mod spelt;
mod subject;
mod tables;
mod yaml;

use std::borrow::Cow;

use specwave_source::Span;

use crate::declared::Declared;
use crate::model::Target;
use crate::outline::{Line, LineKind, Outline, Section, lines};
use crate::yaml::Node;
use eligible::Trust;

pub(crate) use yaml::of_service as of_yaml;

pub(crate) use judge::{bears, says_at_once};

/// The targets that a sentence sets, wherever it stands.
pub(crate) fn of_sentence(sentence: &str, span: Span) -> Vec<Target> {
    phrase::targets(sentence, span).into_iter().map(|reading| reading.target).collect()
}

/// The targets of list items, prose and tables in sections that are about them.
pub(crate) fn read(text: &str, outline: &Outline) -> Vec<Target> {
    let mut found = Vec::new();
    for (at, line) in outline.lines.iter().enumerate() {
        let labelled = || eligible::is_labelled(text, outline, at).then_some(Trust::Labelled);
        let Some(trust) = eligible::trust(outline, line.heading).or_else(labelled) else { continue };
        let written = &*with_begun(text, outline, at);
        let accepted = phrase::targets(written, line.span).into_iter().filter(|reading| match (trust, line.kind) {
            (Trust::Full, LineKind::Item) => true,
            (Trust::Full, LineKind::Prose) | (Trust::Labelled, _) => {
                reading.alone || reading.at_once || is_measured(&reading.target) || judge::is_obliged(written, &reading.target)
            }
            (Trust::MeasuredOnly, _) => {
                // Tests have sizes of their own: "1K concurrent queries".
                let counts = || judge::counts_at_once(written) && !outline.announced_by_chain(line.heading).any(Section::TESTING);
                is_measured(&reading.target)
                    || judge::is_promised(written)
                    || judge::is_obliged(written, &reading.target)
                    || counts()
            }
        });
        found.extend(accepted.map(|reading| reading.target));
    }
    // A fence without a language may hold lines such as `Database queries: < 100ms`.
    for fence in outline.fences.iter().filter(|fence| matches!(fence.language.as_str(), "" | "text" | "txt")) {
        if eligible::trust(outline, fence.heading) != Some(Trust::Full) {
            continue;
        }
        for line in lines(&text[fence.content.start..fence.content.end]).map(|line| line.shifted(fence.content.start)) {
            let readings = phrase::targets(&text[line.start..line.end], line).into_iter();
            found.extend(readings.filter(|reading| reading.alone).map(|reading| reading.target));
        }
    }
    for fence in outline.fences.iter().filter(|fence| matches!(fence.language.as_str(), "go" | "golang")) {
        if eligible::trust(outline, fence.heading) == Some(Trust::Full) {
            go::read(text, fence.content, &mut found);
        }
    }
    for table in &outline.tables {
        let told = eligible::trust(outline, table.heading).is_some();
        if told {
            tables::read(text, table, &mut found);
        } else if eligible::is_untold(outline, table.heading) && tables::says_targets(text, table) {
            let mut read = Vec::new();
            tables::read(text, table, &mut read);
            let is_asked_for = |target: &Target| is_measured(target) || target.comparator == ">=";
            found.extend(read.into_iter().filter(is_asked_for));
        }
    }
    found
}

/// A line, behind what the line above it has begun to say: "The service is up" and "99.95 percent of the time".
fn with_begun<'text>(text: &'text str, outline: &Outline, at: usize) -> Cow<'text, str> {
    let line = &outline.lines[at];
    let written = &text[line.span.start..line.span.end];
    let above = at.checked_sub(1).map(|above| &outline.lines[above]).filter(|_| line.kind == LineKind::Prose);
    let adjoins = |above: &&Line| text[above.span.end..line.span.start].trim_matches([' ', '\t', '\r']) == "\n";
    let begun = above.filter(adjoins).map(|above| {
        let above = &text[above.span.start..above.span.end];
        above.rsplit_once(". ").map_or(above, |(_, begun)| begun)
    });
    // Numbers above have been read there.
    let counts = |begun: &str| spelt::with_digits(begun.to_owned()).contains(|c: char| c.is_ascii_digit());
    match begun.filter(|begun| !begun.ends_with(['.', ':', ';']) && !counts(begun)) {
        Some(begun) => Cow::Owned(format!("{begun} {written}")),
        None => Cow::Borrowed(written),
    }
}

/// Reads a YAML document of a fence: below keys about performance, and whole where the section is.
pub(crate) fn read_yaml(text: &str, outline: &Outline, heading: Option<usize>, document: &Node, out: &mut Declared) {
    let whole = eligible::trust(outline, heading) == Some(Trust::Full);
    yaml::read(text, document, whole, &mut out.spec.performance);
}

/// Words of what is promised as a share.
const SHARES: &[&str] = &["availab", "uptime", " up ", "success", "accura", "rate", "loss", "lost", "leak"];

/// Whether the number is a limit, a rate, a percentile or a share that is promised.
pub(crate) fn is_measured(target: &Target) -> bool {
    let subject = format!("{} ", target.subject.to_lowercase());
    let promised = target.unit == "%" && SHARES.iter().any(|word| subject.contains(word));
    let is_factor = target.unit == "x" && target.comparator.starts_with('>');
    target.comparator.starts_with('<') || target.unit.contains('/') || !target.percentile.is_empty() || promised || is_factor
}
