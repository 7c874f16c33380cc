//! `workspace/diagnostic`: findings in all specifications of the client's folders, open or not.

use std::collections::{HashMap, HashSet};

use tower_lsp::ls_types::{
    Diagnostic, FullDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport, Uri, WorkspaceDiagnosticParams,
    WorkspaceDiagnosticReport, WorkspaceDiagnosticReportResult, WorkspaceDocumentDiagnosticReport,
    WorkspaceFullDocumentDiagnosticReport, WorkspaceUnchangedDocumentDiagnosticReport,
};

use super::beside;
use super::diagnostic::name_of;
use crate::session::Session;
use crate::workspace::Workspace;

/// A report for every file, by its name; one that says what the client knows already says so.
pub(crate) fn handle(workspace: &Workspace, params: WorkspaceDiagnosticParams) -> WorkspaceDiagnosticReportResult {
    let known: HashMap<Uri, String> = params.previous_result_ids.into_iter().map(|known| (known.uri, known.value)).collect();
    let mut noticed = noticed(workspace);
    // Of a file that is not there any more the client would show its last report for ever, of the workspace or of the document.
    let told: HashSet<&Uri> = noticed.iter().map(|(uri, _)| uri).collect();
    let shown = known.keys().chain(&workspace.once_open);
    let gone: HashSet<Uri> = shown.filter(|uri| !told.contains(uri)).cloned().collect();
    noticed.extend(gone.into_iter().map(|uri| (uri, Vec::new())));
    noticed.sort_by(|(one, _), (other, _)| one.as_str().cmp(other.as_str()));
    let report = |(uri, items): (Uri, Vec<Diagnostic>)| {
        let version = workspace.version(&uri).map(i64::from);
        let result_id = name_of(&items);
        if known.get(&uri) == Some(&result_id) {
            let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id };
            return WorkspaceUnchangedDocumentDiagnosticReport { uri, version, unchanged_document_diagnostic_report }.into();
        }
        let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id: Some(result_id), items };
        WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report }.into()
    };
    let items: Vec<WorkspaceDocumentDiagnosticReport> = noticed.into_iter().map(report).collect();
    WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items })
}

/// What was noticed in open documents, beside them, and in features of which nothing is open.
fn noticed(workspace: &Workspace) -> Vec<(Uri, Vec<Diagnostic>)> {
    let open = workspace.open.iter().map(|analysis| (analysis.uri.clone(), analysis.diagnostics(analysis.findings())));
    let beside: HashMap<Uri, Vec<Diagnostic>> =
        workspace.open.iter().flat_map(|analysis| analysis.diagnostics_beside(analysis.findings())).collect();
    let beside = beside.into_iter().filter(|(uri, _)| workspace.version(uri).is_none());
    let closed = workspace.checked.diagnostics(workspace).into_iter().map(|(uri, noticed)| (uri, noticed.to_vec()));
    open.chain(beside).chain(closed).collect()
}

/// The client pulls: what was pushed for files that are not open is taken back, or it would show both.
pub(crate) fn pulls(session: &mut Session) {
    if !std::mem::replace(&mut session.pulls_workspace, true) {
        beside::take_back(session);
    }
}
