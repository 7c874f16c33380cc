//! The end of an analysis: its findings become diagnostics.

use specwave_source::Finding;
use tower_lsp::ls_types::Uri;

use crate::convert::Text;
use crate::rule_documentation;
use crate::session::Session;

/// Publishes the findings, unless the text has changed since: then they are stale, and the analysis of the
/// newer text is started behind this event.
pub(crate) fn handle(session: &mut Session, uri: &Uri, version: i32, findings: Vec<Finding>) {
    let Some(open) = session.documents.get_mut(uri) else { return };
    open.analysing = false;
    if open.document.version() != version {
        return;
    }
    let text = open.document.text();
    let text = Text::new(&text, session.encoding);
    let diagnostics = findings.iter().map(|finding| text.diagnostic(uri, finding, rule_documentation::uri(&finding.code)));
    session.outbox.diagnostics(uri.clone(), Some(version), diagnostics.collect());
    open.analysed = Some(version);
    open.findings = findings;
}
