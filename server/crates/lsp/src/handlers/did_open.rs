//! `textDocument/didOpen`

use specwave_source::Document;
use tower_lsp::ls_types::TextDocumentItem;

use crate::session::{OpenDocument, Session};

pub(crate) fn handle(session: &mut Session, item: TextDocumentItem) {
    let document = Document::new(&item.text, item.version);
    session.documents.insert(item.uri, OpenDocument { document, findings: Vec::new(), analysed: None, analysing: false });
}
