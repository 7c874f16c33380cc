//! Findings and positions of ours as the protocol's.

use std::path::PathBuf;

use specwave_source::{Encoding, Finding, LineIndex, Position, PositionRange, Severity, Span, TextEdit};
use tower_lsp::ls_types as lsp;

use crate::rule_documentation;

/// A text with what is needed to convert its spans.
#[derive(Debug)]
pub(crate) struct Text {
    pub(crate) text: String,
    pub(crate) lines: LineIndex,
    pub(crate) encoding: Encoding,
}

impl Text {
    pub(crate) fn new(text: String, encoding: Encoding) -> Self {
        Self { lines: LineIndex::new(&text), text, encoding }
    }

    /// The offset of a position, wherever the client says it is.
    pub(crate) fn offset(&self, position: lsp::Position) -> usize {
        self.lines.offset(&self.text, from_position(position), self.encoding)
    }

    /// The span of a range, wherever the client says it is.
    pub(crate) fn span(&self, range: lsp::Range) -> Span {
        Span::new(self.offset(range.start), self.offset(range.end))
    }

    pub(crate) fn range(&self, span: Span) -> lsp::Range {
        let range = self.lines.range(&self.text, span, self.encoding);
        lsp::Range { start: position(range.start), end: position(range.end) }
    }

    /// A finding as a diagnostic, with a link to the explanation of its rule.
    pub(crate) fn diagnostic(&self, uri: &lsp::Uri, finding: &Finding) -> lsp::Diagnostic {
        let related = finding.related.iter().map(|related| lsp::DiagnosticRelatedInformation {
            location: lsp::Location { uri: uri.clone(), range: self.range(related.span) },
            message: related.message.clone(),
        });
        let related: Vec<_> = related.collect();
        lsp::Diagnostic {
            range: self.range(finding.span),
            severity: Some(severity(finding.severity)),
            code: Some(lsp::NumberOrString::String(finding.code.clone())),
            code_description: rule_documentation::uri(&finding.code).map(|href| lsp::CodeDescription { href }),
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

fn from_position(position: lsp::Position) -> Position {
    Position { line: position.line, character: position.character }
}

/// One change of the client as an edit of ours.
pub(crate) fn edit(change: lsp::TextDocumentContentChangeEvent) -> TextEdit {
    let range = change.range.map(|range| PositionRange { start: from_position(range.start), end: from_position(range.end) });
    TextEdit { range, text: change.text }
}
