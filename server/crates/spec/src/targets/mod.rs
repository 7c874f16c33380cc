//! Quantitative performance targets: list items, tables and YAML metric blocks.

mod eligible;
mod measure;
mod phrase;
mod tables;
mod yaml;

use crate::declared::Declared;
use crate::model::Target;
use crate::outline::{LineKind, Outline};
use crate::yaml::Node;
use eligible::Trust;

pub(crate) use yaml::of_service as of_yaml;

/// Reads the targets of list items, prose and tables in sections that are about them.
pub(crate) fn read(text: &str, outline: &Outline, out: &mut Declared) {
    for line in &outline.lines {
        let Some(trust) = eligible::trust(outline, line.heading) else { continue };
        let written = &text[line.span.start..line.span.end];
        let strict = trust == Trust::MeasuredOnly || line.kind == LineKind::Prose;
        out.spec.performance.extend(phrase::target(written, line.span).filter(|target| !strict || is_measured(target)));
    }
    for table in &outline.tables {
        if eligible::trust(outline, table.heading).is_some() {
            tables::read(text, table, &mut out.spec.performance);
        }
    }
}

/// Reads a YAML document of a fence: below keys about performance, and whole where the section is.
pub(crate) fn read_yaml(text: &str, outline: &Outline, heading: Option<usize>, document: &Node, out: &mut Declared) {
    let whole = eligible::trust(outline, heading) == Some(Trust::Full);
    yaml::read(text, document, whole, &mut out.spec.performance);
}

/// Whether the number is a limit, a rate or a percentile.
fn is_measured(target: &Target) -> bool {
    target.comparator.starts_with('<') || target.unit.contains('/') || !target.percentile.is_empty()
}
