//! Findings and positions of ours as the protocol's.

use std::path::{Path, PathBuf};

use specwave_source::{Elsewhere, Encoding, Finding, LineColumn, Position, PositionRange, Severity, Sources, Span, TextEdit};
use tower_lsp::ls_types as lsp;

use crate::rule_documentation;

/// What our diagnostics are said to come from.
pub(crate) const SOURCE: &str = "specwave";

/// The files of a feature as one of them, the document itself, sees them. Spans are offsets into their joined text;
/// positions that a client sends are ones of the document.
#[derive(Debug)]
pub(crate) struct Text {
    sources: Sources,
    /// The document's place among the files.
    own: usize,
    uri: lsp::Uri,
    pub(crate) encoding: Encoding,
}

impl Text {
    /// A document that is the one at `path` among the files of `sources`.
    pub(crate) fn new(uri: lsp::Uri, path: &Path, sources: Sources, encoding: Encoding) -> Self {
        let own = sources.files().iter().position(|file| file.path == path).unwrap_or(0);
        Self { sources, own, uri, encoding }
    }

    /// The joined text.
    pub(crate) fn text(&self) -> &str {
        self.sources.text()
    }

    /// The document's own part of it.
    pub(crate) fn own(&self) -> Span {
        self.sources.files().get(self.own).map_or(Span::new(0, 0), |file| file.span)
    }

    /// The document's own text.
    pub(crate) fn own_text(&self) -> &str {
        self.own_text_in(&self.sources)
    }

    /// The document's own text among the files after a change.
    pub(crate) fn own_text_in<'sources>(&self, sources: &'sources Sources) -> &'sources str {
        sources.files().get(self.own).map_or("", |file| sources.text_of(file))
    }

    /// All files of the feature.
    pub(crate) fn sources(&self) -> &Sources {
        &self.sources
    }

    /// What stands on the line of `offset`, without the white space around it.
    pub(crate) fn line(&self, offset: usize) -> Span {
        let text = self.text();
        let ends_line = |c| matches!(c, '\n' | '\r');
        let start = text[..offset].rfind(ends_line).map_or(0, |end| end + 1);
        let end = text[offset..].find(ends_line).map_or(text.len(), |end| offset + end);
        let indent = text[start..end].len() - text[start..end].trim_start().len();
        Span::new(start + indent, start + text[start..end].trim_end().len())
    }

    /// Whether a span lies in the document.
    pub(crate) fn owns(&self, span: Span) -> bool {
        self.sources.file_at(span.start) == self.own
    }

    /// The offset of a position, wherever the client says it is.
    pub(crate) fn offset(&self, position: lsp::Position) -> usize {
        self.sources.offset(self.own, from_position(position), self.encoding)
    }

    /// The span of a range, wherever the client says it is.
    pub(crate) fn span(&self, range: lsp::Range) -> Span {
        Span::new(self.offset(range.start), self.offset(range.end))
    }

    /// The range of a span in the file that it lies in.
    pub(crate) fn range(&self, span: Span) -> lsp::Range {
        self.sources.range(span, self.encoding).map(range).unwrap_or_default()
    }

    /// The file that a span lies in, and where in it.
    pub(crate) fn location(&self, span: Span) -> lsp::Location {
        let other = || lsp::Uri::from_file_path(self.sources.path_at(span.start));
        let uri = if self.owns(span) { None } else { other() };
        lsp::Location { uri: uri.unwrap_or_else(|| self.uri.clone()), range: self.range(span) }
    }

    /// The name of the file that a span lies in.
    pub(crate) fn file_name(&self, span: Span) -> String {
        let name = self.sources.path_at(span.start).file_name();
        name.unwrap_or_default().to_string_lossy().into_owned()
    }

    /// A finding as a diagnostic, with a link to the explanation of its rule.
    pub(crate) fn diagnostic(&self, finding: &Finding) -> lsp::Diagnostic {
        let related = finding.related.iter().map(|related| lsp::DiagnosticRelatedInformation {
            location: self.location(related.span),
            message: related.message.clone(),
        });
        let related: Vec<_> = related.chain(finding.elsewhere.iter().filter_map(elsewhere)).collect();
        lsp::Diagnostic {
            range: self.range(finding.span),
            severity: Some(severity(finding.severity)),
            code: Some(lsp::NumberOrString::String(finding.code.clone())),
            code_description: rule_documentation::uri(&finding.code).map(|href| lsp::CodeDescription { href }),
            source: Some(SOURCE.to_owned()),
            message: finding.message.clone(),
            related_information: (!related.is_empty()).then_some(related),
            tags: None,
            data: None,
        }
    }
}

/// A place in a file that is not open here. Its columns count characters, which are UTF-16 units for all that Go code
/// has before a name but pictograms.
fn elsewhere(place: &Elsewhere) -> Option<lsp::DiagnosticRelatedInformation> {
    let at = |place: LineColumn| lsp::Position { line: place.line - 1, character: place.column - 1 };
    let range = lsp::Range { start: at(place.start), end: at(place.end) };
    let location = lsp::Location { uri: lsp::Uri::from_file_path(&place.path)?, range };
    Some(lsp::DiagnosticRelatedInformation { location, message: place.message.clone() })
}

fn severity(severity: Severity) -> lsp::DiagnosticSeverity {
    match severity {
        Severity::Error => lsp::DiagnosticSeverity::ERROR,
        Severity::Warning => lsp::DiagnosticSeverity::WARNING,
        Severity::Information => lsp::DiagnosticSeverity::INFORMATION,
        Severity::Hint => lsp::DiagnosticSeverity::HINT,
    }
}

/// A range of ours as the protocol's.
pub(crate) fn range(range: PositionRange) -> lsp::Range {
    lsp::Range { start: position(range.start), end: position(range.end) }
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
