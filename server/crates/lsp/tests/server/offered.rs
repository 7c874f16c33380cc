//! Every request that the server offers.

use serde_json::{Value, json};

/// Requests about a document, a place or a range in it, by the capability that offers them.
const ABOUT_DOCUMENTS: &[(&str, &[&str])] = &[
    ("codeActionProvider", &["textDocument/codeAction"]),
    ("codeLensProvider", &["textDocument/codeLens"]),
    ("completionProvider", &["textDocument/completion"]),
    ("declarationProvider", &["textDocument/declaration"]),
    ("definitionProvider", &["textDocument/definition"]),
    ("diagnosticProvider", &["textDocument/diagnostic"]),
    ("documentHighlightProvider", &["textDocument/documentHighlight"]),
    ("documentLinkProvider", &["textDocument/documentLink"]),
    ("documentSymbolProvider", &["textDocument/documentSymbol"]),
    ("foldingRangeProvider", &["textDocument/foldingRange"]),
    ("hoverProvider", &["textDocument/hover"]),
    ("implementationProvider", &["textDocument/implementation"]),
    ("inlayHintProvider", &["textDocument/inlayHint"]),
    ("referencesProvider", &["textDocument/references"]),
    ("renameProvider", &["textDocument/prepareRename", "textDocument/rename"]),
    ("selectionRangeProvider", &["textDocument/selectionRange"]),
    (
        "semanticTokensProvider",
        &["textDocument/semanticTokens/full", "textDocument/semanticTokens/full/delta", "textDocument/semanticTokens/range"],
    ),
];

/// Other requests, by the capability that offers them. The one about diagnostics of the workspace comes with that about those
/// of a document.
const ABOUT_THE_WORKSPACE: &[(&str, &[&str])] =
    &[("executeCommandProvider", &["workspace/executeCommand"]), ("workspaceSymbolProvider", &["workspace/symbol"])];

/// Fails where the server offers something that is not asked for here.
pub(crate) fn assert_complete(capabilities: &Value) {
    let offered = capabilities.as_object().unwrap().keys().filter(|key| key.ends_with("Provider"));
    let known = |key: &&String| [ABOUT_DOCUMENTS, ABOUT_THE_WORKSPACE].concat().iter().any(|(provider, _)| provider == *key);
    let unknown: Vec<_> = offered.filter(|key| !known(key)).collect();
    assert!(unknown.is_empty(), "nobody asks for {unknown:?}");
}

/// All requests about the document at `uri` and a range in it.
pub(crate) fn about_document(uri: &str, start: &Value, end: &Value) -> Vec<(&'static str, Value)> {
    let params = |method: &str| {
        let context = match method {
            "textDocument/references" => json!({ "includeDeclaration": true }),
            "textDocument/codeAction" => json!({ "diagnostics": [], "only": ["", "source.fixAll"] }),
            _ => json!({}),
        };
        json!({
            "textDocument": { "uri": uri },
            "position": start,
            "positions": [start, end],
            "range": { "start": start, "end": end },
            "context": context,
            "newName": "Chair",
            "previousResultId": "none",
        })
    };
    let methods = ABOUT_DOCUMENTS.iter().flat_map(|(_, methods)| *methods);
    methods.map(|method| (*method, params(method))).collect()
}

/// All requests about the workspace. No run is started: that is for the tests of the whole program.
pub(crate) fn about_workspace(uri: &str) -> Vec<(&'static str, Value)> {
    let place = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } });
    vec![
        ("workspace/diagnostic", json!({ "previousResultIds": [{ "uri": uri, "value": "none" }] })),
        ("workspace/symbol", json!({ "query": "" })),
        ("workspace/symbol", json!({ "query": "e" })),
        ("workspace/executeCommand", json!({ "command": "specwave.previewPlan", "arguments": [{ "uri": uri }] })),
        ("workspace/executeCommand", json!({ "command": "specwave.execute", "arguments": [{ "url": uri }] })),
        ("workspace/executeCommand", json!({ "command": "specwave.show", "arguments": [{ "uri": uri, "range": place }] })),
        ("workspace/executeCommand", json!({ "command": "specwave.nothing" })),
    ]
}
