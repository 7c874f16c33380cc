//! Findings as text and as the JSON that every reporting command shares.

use std::fmt::Write;
use std::path::PathBuf;

use serde_json::{Value, json};
use specwave_source::{Elsewhere, Finding, LineColumn, Severity, Sources, Span};

use super::excerpt::excerpt;
use super::github::findings_github;
use super::sarif::findings_sarif;
use super::statistics::checked;
use crate::arguments::FindingsFormat;

/// The findings of one feature, with the files they point into.
pub(crate) struct FeatureFindings {
    pub(super) sources: Sources,
    /// In the order of the files and their texts.
    pub(crate) findings: Vec<Finding>,
}

impl FeatureFindings {
    pub(crate) fn new(sources: Sources, mut findings: Vec<Finding>) -> Self {
        findings.sort_by(|a, b| (a.span, &a.code).cmp(&(b.span, &b.code)));
        Self { sources, findings }
    }

    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// How many files it has.
    pub(crate) fn files(&self) -> usize {
        self.sources.files().len()
    }

    /// The file that a place lies in.
    pub(crate) fn path(&self, span: Span) -> PathBuf {
        self.sources.path_at(span.start).to_owned()
    }

    /// Where a place begins and ends in its file.
    pub(super) fn places(&self, span: Span) -> (LineColumn, LineColumn) {
        (self.sources.line_column(span.start), self.sources.line_column(span.end))
    }

    fn range(&self, span: Span) -> Value {
        let (start, end) = self.places(span);
        json!({ "start": start, "end": end })
    }

    fn file(&self, span: Span) -> String {
        self.path(span).display().to_string()
    }

    fn finding_json(&self, finding: &Finding) -> Value {
        let related = finding.related.iter().map(
            |related| json!({ "message": related.message, "file": self.file(related.span), "range": self.range(related.span) }),
        );
        let elsewhere = finding.elsewhere.iter().map(|place| {
            let range = json!({ "start": place.start, "end": place.end });
            json!({ "message": place.message, "file": place.path, "range": range })
        });
        let fixes = finding.fixes.iter().map(|fix| {
            let edits = fix
                .edits
                .iter()
                .map(|edit| json!({ "file": self.file(edit.span), "range": self.range(edit.span), "text": edit.text }));
            json!({ "title": fix.title, "safe": fix.safe, "edits": edits.collect::<Vec<_>>() })
        });
        json!({
            "code": finding.code,
            "name": finding.name,
            "severity": finding.severity,
            "message": finding.message,
            "file": self.file(finding.span),
            "range": self.range(finding.span),
            "related": related.chain(elsewhere).collect::<Vec<_>>(),
            "fixes": fixes.collect::<Vec<_>>(),
        })
    }
}

/// What was found in `files` files, in the form that was asked for.
pub(crate) fn findings(features: &[FeatureFindings], files: usize, format: FindingsFormat) -> String {
    match format {
        FindingsFormat::Text => text_of(features, files),
        FindingsFormat::Json => format!("{:#}\n", findings_json(features)),
        FindingsFormat::Sarif => format!("{:#}\n", findings_sarif(features)),
        FindingsFormat::Github => findings_github(features),
    }
}

/// `{"findings": […]}`, lines and columns from 1.
pub(crate) fn findings_json(features: &[FeatureFindings]) -> Value {
    let findings = features.iter().flat_map(|feature| feature.findings.iter().map(|finding| feature.finding_json(finding)));
    json!({ "findings": findings.collect::<Vec<_>>() })
}

/// A line per finding, which editors read as well, with what it is about and its related places below it, and a closing count.
pub(crate) fn findings_text(features: &[FeatureFindings]) -> String {
    text_of(features, checked(features))
}

fn text_of(features: &[FeatureFindings], files: usize) -> String {
    let mut text = String::new();
    for feature in features {
        for finding in &feature.findings {
            write_finding(&mut text, feature, finding);
        }
    }
    let count = |severity| features.iter().map(|feature| feature.count(severity)).sum::<usize>();
    let total: usize = features.iter().map(|feature| feature.findings.len()).sum();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let others = total - errors - warnings;
    let _ = writeln!(
        text,
        "{} checked: {}, {}, {}",
        counted(files, "file"),
        counted(errors, "error"),
        counted(warnings, "warning"),
        counted(others, "note"),
    );
    text
}

fn write_finding(text: &mut String, feature: &FeatureFindings, finding: &Finding) {
    let place = |span: Span| {
        let at = feature.sources.line_column(span.start);
        format!("{}:{}:{}", feature.file(span), at.line, at.column)
    };
    let _ = writeln!(
        text,
        "{}: {}[{}]: {} ({})",
        place(finding.span),
        severity_word(finding.severity),
        finding.code,
        finding.message,
        finding.name
    );
    if let Some((file, span)) = feature.sources.local(finding.span) {
        text.push_str(&excerpt(feature.sources.text_of(file), span, feature.sources.line(finding.span.start)));
    }
    for related in &finding.related {
        let _ = writeln!(text, "  {}: {}", place(related.span), related.message);
    }
    for Elsewhere { path, start, message, .. } in &finding.elsewhere {
        let _ = writeln!(text, "  {}:{}:{}: {message}", path.display(), start.line, start.column);
    }
    for fix in &finding.fixes {
        let _ = writeln!(text, "  fix: {}", fix.title);
    }
}

fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information => "info",
        Severity::Hint => "hint",
    }
}

/// `1 file`, `2 files`, `3 entries`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    match noun.strip_suffix('y') {
        Some(stem) if count != 1 => format!("{count} {stem}ies"),
        _ => format!("{count} {noun}{}", if count == 1 { "" } else { "s" }),
    }
}
