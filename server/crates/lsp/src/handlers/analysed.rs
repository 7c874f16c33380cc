//! The end of an analysis: its findings become diagnostics, and questions that waited for it are answered.

use std::sync::Arc;

use super::beside;
use crate::analysis::Analysis;
use crate::session::Session;

/// Publishes the findings to clients that do not pull them, unless a text of the feature has changed since: then they are
/// stale, and the analysis of the newer text is started behind this event.
pub(crate) fn handle(session: &mut Session, analysis: Arc<Analysis>) {
    let Some(open) = session.documents.get_mut(&analysis.uri) else { return };
    // What was learnt of an earlier opening is worth nothing.
    if open.analysing != Some(analysis.revision) {
        return;
    }
    open.analysing = None;
    if open.revision != analysis.revision {
        return;
    }
    if !session.pulls_diagnostics {
        session.outbox.diagnostics(analysis.uri.clone(), Some(open.version), analysis.diagnostics());
    }
    for question in std::mem::take(&mut open.waiting) {
        question.answer(analysis.clone());
    }
    open.analysis = Some(analysis.clone());
    beside::publish(session, &analysis);
}
