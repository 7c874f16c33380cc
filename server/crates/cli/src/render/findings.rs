//! Findings as text and as the JSON that every reporting command shares.

use std::fmt::Write;
use std::path::Path;

use serde_json::{Value, json};
use specwave_source::{Finding, LineIndex, Severity, Span};

/// The findings of one file, with the text they point into.
pub(crate) struct FileFindings {
    /// The file as it was named.
    pub(crate) file: String,
    text: String,
    lines: LineIndex,
    /// In the order of the text.
    pub(crate) findings: Vec<Finding>,
}

impl FileFindings {
    pub(crate) fn new(file: &Path, text: String, mut findings: Vec<Finding>) -> Self {
        findings.sort_by(|a, b| (a.span, &a.code).cmp(&(b.span, &b.code)));
        Self { file: file.display().to_string(), lines: LineIndex::new(&text), text, findings }
    }

    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    fn range(&self, span: Span) -> Value {
        let position = |offset| {
            let at = self.lines.line_column(&self.text, offset);
            json!({ "line": at.line, "column": at.column })
        };
        json!({ "start": position(span.start), "end": position(span.end) })
    }

    fn finding_json(&self, finding: &Finding) -> Value {
        let related = finding
            .related
            .iter()
            .map(|related| json!({ "message": related.message, "file": self.file, "range": self.range(related.span) }));
        let fixes = finding.fixes.iter().map(|fix| {
            let edits = fix.edits.iter().map(|edit| json!({ "range": self.range(edit.span), "text": edit.text }));
            json!({ "title": fix.title, "safe": fix.safe, "edits": edits.collect::<Vec<_>>() })
        });
        json!({
            "code": finding.code,
            "name": finding.name,
            "severity": finding.severity,
            "message": finding.message,
            "file": self.file,
            "range": self.range(finding.span),
            "related": related.collect::<Vec<_>>(),
            "fixes": fixes.collect::<Vec<_>>(),
        })
    }
}

/// `{"findings": […]}`, lines and columns from 1.
pub(crate) fn findings_json(files: &[FileFindings]) -> Value {
    let findings = files.iter().flat_map(|file| file.findings.iter().map(|finding| file.finding_json(finding)));
    json!({ "findings": findings.collect::<Vec<_>>() })
}

/// One line per finding, its related places below it, and a closing count.
pub(crate) fn findings_text(files: &[FileFindings]) -> String {
    let mut text = String::new();
    for file in files {
        for finding in &file.findings {
            write_finding(&mut text, file, finding);
        }
    }
    let count = |severity| files.iter().map(|file| file.count(severity)).sum::<usize>();
    let total: usize = files.iter().map(|file| file.findings.len()).sum();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let others = total - errors - warnings;
    let _ = writeln!(
        text,
        "{} checked: {}, {}, {}",
        counted(files.len(), "file"),
        counted(errors, "error"),
        counted(warnings, "warning"),
        counted(others, "note"),
    );
    text
}

fn write_finding(text: &mut String, file: &FileFindings, finding: &Finding) {
    let place = |span: Span| {
        let at = file.lines.line_column(&file.text, span.start);
        format!("{}:{}:{}", file.file, at.line, at.column)
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
    for related in &finding.related {
        let _ = writeln!(text, "  {}: {}", place(related.span), related.message);
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

/// `1 file`, `2 files`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
