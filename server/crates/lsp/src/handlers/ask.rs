//! A question about one document, whichever request it is.

use tower_lsp::ls_types::Uri;

use crate::analysis::Analysis;
use crate::question::Question;
use crate::session::Session;

/// Answers where the text has been analysed, else when it has: an answer is true of the newest text only.
pub(crate) fn handle(session: &mut Session, uri: &Uri, question: Question<Analysis>) {
    let Some(open) = session.documents.get_mut(uri) else { return question.answer_nothing() };
    match open.current_analysis() {
        Some(analysis) => question.answer(analysis.clone()),
        None => {
            open.waiting.retain(|question| !question.is_cancelled());
            open.waiting.push(question);
        }
    }
}
