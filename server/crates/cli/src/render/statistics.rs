//! Findings counted per rule.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use serde_json::{Value, json};
use specwave_source::Finding;

use super::{FeatureFindings, counted};

/// How often a rule found something.
struct Count<'a> {
    /// The first of its findings.
    example: &'a Finding,
    findings: usize,
    files: BTreeSet<&'a Path>,
}

/// One count per rule that found something, most findings first.
fn counts(features: &[FeatureFindings]) -> Vec<Count<'_>> {
    let mut counts: BTreeMap<(usize, &str), Count<'_>> = BTreeMap::new();
    for feature in features {
        for finding in &feature.findings {
            let new = || Count { example: finding, findings: 0, files: BTreeSet::new() };
            let count = counts.entry((finding.code.len(), &finding.code)).or_insert_with(new);
            count.findings += 1;
            count.files.insert(feature.sources.path_at(finding.span.start));
        }
    }
    let mut counts: Vec<_> = counts.into_values().collect();
    counts.sort_by_key(|count| std::cmp::Reverse(count.findings));
    counts
}

/// A line per rule, and how many files were looked at.
pub(crate) fn statistics_text(features: &[FeatureFindings]) -> String {
    let mut text = String::from("findings  files  rule\n");
    for Count { example, findings, files } in counts(features) {
        let _ = writeln!(text, "{findings:>8}  {:>5}  {} {}", files.len(), example.code, example.name);
    }
    let _ = writeln!(text, "{} checked", counted(checked(features), "file"));
    text
}

/// `{"files": 3, "statistics": […]}`.
pub(crate) fn statistics_json(features: &[FeatureFindings]) -> Value {
    let entries = counts(features).into_iter().map(|Count { example, findings, files }| {
        json!({ "code": example.code, "name": example.name, "findings": findings, "files": files.len() })
    });
    json!({ "files": checked(features), "statistics": entries.collect::<Vec<_>>() })
}

/// How many files were looked at.
pub(super) fn checked(features: &[FeatureFindings]) -> usize {
    features.iter().map(|feature| feature.sources.files().len()).sum()
}
