//! `textDocument/diagnostic`: findings for clients that pull them.

use std::hash::{DefaultHasher, Hash, Hasher};

use tower_lsp::ls_types::{
    Diagnostic, DocumentDiagnosticParams, DocumentDiagnosticReport, FullDocumentDiagnosticReport,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
};

use crate::analysis::Analysis;
use crate::session::Session;

/// The findings, or that they are still those of the client's last report.
pub(crate) fn handle(analysis: &Analysis, params: DocumentDiagnosticParams) -> DocumentDiagnosticReport {
    let items = analysis.diagnostics(analysis.findings());
    let result_id = name_of(&items);
    if params.previous_result_id.as_deref() == Some(&result_id) {
        let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id };
        return RelatedUnchangedDocumentDiagnosticReport { unchanged_document_diagnostic_report, related_documents: None }.into();
    }
    full(Some(result_id), items)
}

/// What is said of a document that is not open.
pub(crate) fn nothing() -> DocumentDiagnosticReport {
    full(None, Vec::new())
}

fn full(result_id: Option<String>, items: Vec<Diagnostic>) -> DocumentDiagnosticReport {
    let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id, items };
    RelatedFullDocumentDiagnosticReport { full_document_diagnostic_report, related_documents: None }.into()
}

/// A report is named after what it says: an edit that changes no finding gives the same one.
pub(super) fn name_of(items: &[Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(items).unwrap_or_default().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// The client pulls: what was pushed before is taken back, and nothing is pushed any more, or it would show both.
pub(crate) fn pulls(session: &mut Session) {
    if std::mem::replace(&mut session.pulls_diagnostics, true) {
        return;
    }
    let analysed = session.documents.iter().filter(|(_, open)| open.analysis.is_some());
    for uri in analysed.map(|(uri, _)| uri.clone()).collect::<Vec<_>>() {
        session.publish(uri, None, Vec::new());
    }
}
