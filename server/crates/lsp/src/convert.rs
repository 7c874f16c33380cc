//! Findings and positions of ours as the protocol's.

use std::path::PathBuf;

use specwave_source::{Encoding, Finding, LineIndex, Position, PositionRange, Severity, Span, TextEdit};
use tower_lsp::ls_types as lsp;

/// A text with what is needed to convert its spans.
pub(crate) struct Text<'text> {
    pub(crate) text: &'text str,
    pub(crate) lines: LineIndex,
    pub(crate) encoding: Encoding,
}

impl<'text> Text<'text> {
    pub(crate) fn new(text: &'text str, encoding: Encoding) -> Self {
        Self { text, lines: LineIndex::new(text), encoding }
    }

    pub(crate) fn range(&self, span: Span) -> lsp::Range {
        let range = self.lines.range(self.text, span, self.encoding);
        lsp::Range { start: position(range.start), end: position(range.end) }
    }

    /// A finding as a diagnostic; `documentation` is where its rule is explained.
    pub(crate) fn diagnostic(&self, uri: &lsp::Uri, finding: &Finding, documentation: Option<lsp::Uri>) -> lsp::Diagnostic {
        let related = finding.related.iter().map(|related| lsp::DiagnosticRelatedInformation {
            location: lsp::Location { uri: uri.clone(), range: self.range(related.span) },
            message: related.message.clone(),
        });
        let related: Vec<_> = related.collect();
        lsp::Diagnostic {
            range: self.range(finding.span),
            severity: Some(severity(finding.severity)),
            code: Some(lsp::NumberOrString::String(finding.code.clone())),
            code_description: documentation.map(|href| lsp::CodeDescription { href }),
            source: Some("specwave".to_owned()),
            message: finding.message.clone(),
            related_information: (!related.is_empty()).then_some(related),
            tags: None,
            data: None,
        }
    }
}

fn severity(severity: Severity) -> lsp::DiagnosticSeverity {
    match severity {
        Severity::Error => lsp::DiagnosticSeverity::ERROR,
        Severity::Warning => lsp::DiagnosticSeverity::WARNING,
        Severity::Information => lsp::DiagnosticSeverity::INFORMATION,
        Severity::Hint => lsp::DiagnosticSeverity::HINT,
    }
}

fn position(position: Position) -> lsp::Position {
    lsp::Position { line: position.line, character: position.character }
}

/// Where the document or folder lies on this machine's disk; `None` where it does not, such as one not saved yet.
pub(crate) fn path(uri: &lsp::Uri) -> Option<PathBuf> {
    let path = uri.to_file_path().filter(|_| uri.scheme().as_str().eq_ignore_ascii_case("file"))?;
    path.is_absolute().then(|| path.into_owned())
}

/// One change of the client as an edit of ours.
pub(crate) fn edit(change: lsp::TextDocumentContentChangeEvent) -> TextEdit {
    let from = |position: lsp::Position| Position { line: position.line, character: position.character };
    let range = change.range.map(|range| PositionRange { start: from(range.start), end: from(range.end) });
    TextEdit { range, text: change.text }
}
