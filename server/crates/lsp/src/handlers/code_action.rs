//! `textDocument/codeAction`: quick fixes of findings, and what can be done with the whole specification.

use std::collections::HashMap;

use serde_json::json;
use specwave_plan::Mode;
use specwave_source::{Fix, Span};
use tower_lsp::ls_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse, Command, Range, TextEdit, Uri,
    WorkspaceEdit,
};

use super::execute_command::{EXECUTE, PREVIEW};
use super::initialize::SOURCE_KIND;
use crate::convert::Text;
use crate::session::{OpenDocument, Session};

pub(crate) fn handle(session: &Session, params: &CodeActionParams) -> Option<CodeActionResponse> {
    let uri = &params.text_document.uri;
    let open = session.documents.get(uri)?;
    let text = open.document.text();
    let text = Text::new(&text, session.encoding);
    let mut actions = Vec::new();
    if wants(params, &CodeActionKind::QUICKFIX) {
        actions.extend(quick_fixes(open, &text, uri, params.range));
    }
    if wants(params, &SOURCE_KIND) && concerns_whole_document(&text, params) {
        actions.extend(document_actions(uri));
    }
    Some(actions.into_iter().map(CodeActionOrCommand::CodeAction).collect())
}

/// Whether the client's filter lets actions of `kind` through; kinds are hierarchical.
fn wants(params: &CodeActionParams, kind: &CodeActionKind) -> bool {
    let covers = |wanted: &CodeActionKind| {
        let (wanted, kind) = (wanted.as_str(), kind.as_str());
        wanted.is_empty() || kind == wanted || kind.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('.'))
    };
    params.context.only.as_ref().is_none_or(|only| only.iter().any(covers))
}

fn quick_fixes(open: &OpenDocument, text: &Text<'_>, uri: &Uri, range: Range) -> Vec<CodeAction> {
    let mut actions = Vec::new();
    for finding in &open.findings {
        if !overlap(text.range(finding.span), range) {
            continue;
        }
        for fix in &finding.fixes {
            actions.push(CodeAction {
                title: fix.title.clone(),
                kind: Some(CodeActionKind::QUICKFIX),
                diagnostics: Some(vec![text.diagnostic(uri, finding, None)]),
                edit: Some(workspace_edit(text, uri, fix)),
                is_preferred: Some(fix.safe),
                ..CodeAction::default()
            });
        }
    }
    actions
}

fn workspace_edit(text: &Text<'_>, uri: &Uri, fix: &Fix) -> WorkspaceEdit {
    let edits = fix.edits.iter().map(|edit| TextEdit { range: text.range(edit.span), new_text: edit.text.clone() });
    WorkspaceEdit { changes: Some(HashMap::from([(uri.clone(), edits.collect())])), ..WorkspaceEdit::default() }
}

fn overlap(a: Range, b: Range) -> bool {
    a.start <= b.end && b.start <= a.end
}

/// Asked for by kind, for the title (or the front matter above it), or for the document as a whole.
fn concerns_whole_document(text: &Text<'_>, params: &CodeActionParams) -> bool {
    let asked_for = params.context.only.as_ref().is_some_and(|only| only.iter().any(|kind| kind.as_str().starts_with("source")));
    let spec = specwave_spec::parse(text.text);
    if !spec.recognised {
        return asked_for;
    }
    let title = spec.headings.first().map_or(Span::new(0, 0), |title| Span::new(0, title.span.end));
    let whole = text.range(Span::new(0, text.text.trim_end().len()));
    asked_for
        || params.range.start <= text.range(title).end
        || (params.range.start <= whole.start && params.range.end >= whole.end)
}

/// *Execute specification*, one per mode with the default first, and *Preview wave plan*.
fn document_actions(uri: &Uri) -> Vec<CodeAction> {
    let command_action = |title: String, command: &str, argument: serde_json::Value| CodeAction {
        title: title.clone(),
        kind: Some(SOURCE_KIND),
        command: Some(Command { title, command: command.to_owned(), arguments: Some(vec![argument]) }),
        ..CodeAction::default()
    };
    let modes = [(Mode::Adaptive, "adaptive"), (Mode::Parallel, "parallel"), (Mode::Sequential, "sequential")];
    let mut actions: Vec<CodeAction> = modes
        .into_iter()
        .map(|(mode, name)| {
            command_action(format!("Execute specification ({name})"), EXECUTE, json!({ "uri": uri, "mode": mode }))
        })
        .collect();
    actions.push(command_action("Preview wave plan".to_owned(), PREVIEW, json!({ "uri": uri })));
    actions
}
