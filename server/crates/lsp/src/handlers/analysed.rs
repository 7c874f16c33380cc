//! The end of an analysis: its findings become diagnostics, and requests that waited for it are answered.

use tower_lsp::ls_types::Uri;

use super::code_action;
use crate::analysis::Analysis;
use crate::convert::Text;
use crate::session::Session;

/// Publishes the findings, unless the text has changed since: then they are stale, and the analysis of the
/// newer text is started behind this event.
pub(crate) fn handle(session: &mut Session, uri: &Uri, opening: u64, analysis: Analysis) {
    let Some(open) = session.documents.get_mut(uri).filter(|open| open.opening == opening) else { return };
    open.analysing = false;
    if open.version != analysis.version {
        return;
    }
    let text = open.document.text();
    let text = Text::new(&text, session.encoding);
    let documentation = &mut session.rule_documentation;
    let diagnostics = analysis.findings.iter().map(|finding| text.diagnostic(uri, finding, documentation.uri(&finding.code)));
    session.outbox.diagnostics(uri.clone(), Some(analysis.version), diagnostics.collect());
    for (params, reply) in std::mem::take(&mut open.waiting) {
        // A reply that nobody waits for any more was cancelled by the client.
        drop(reply.send(Ok(Some(code_action::actions(&analysis, &text, documentation, &params)))));
    }
    open.analysis = Some(analysis);
}
