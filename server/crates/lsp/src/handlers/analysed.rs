//! The end of an analysis: its findings become diagnostics, and questions that waited for it are answered.

use std::sync::Arc;

use specwave_source::Finding;

use super::{beside, settled};
use crate::analysis::Analysis;
use crate::complaints;
use crate::session::{Session, Settling};

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
    let waiting = std::mem::take(&mut open.waiting);
    let former = open.analysis.replace(analysis.clone());
    open.settling = if analysis.is_settled() { Settling::Settled } else { Settling::Awaited };
    if analysis.is_settled() {
        publish(session, &analysis, analysis.findings());
    } else {
        publish(session, &analysis, &analysis.shown_at_once());
        settled::after_a_pause(session, analysis.uri.clone(), analysis.revision);
    }
    for question in waiting {
        question.answer(analysis.clone());
    }
    // Memory that another thread gives back costs it more, and nobody has to wait for that.
    session.analysts.give(move || drop(former));
}

/// Publishes findings on the newest text of a document and beside it.
pub(super) fn publish(session: &mut Session, analysis: &Analysis, findings: &[Finding]) {
    match session.documents.get(&analysis.uri).map(|open| open.version).filter(|_| !session.pulls_diagnostics) {
        Some(version) => session.publish(analysis.uri.clone(), Some(version), analysis.diagnostics(findings)),
        None => complaints::renew(session, None),
    }
    beside::publish(session, analysis, findings);
}
