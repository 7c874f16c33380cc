//! When requests are answered, and with what text.

use serde_json::{Value, json};
use specwave_lsp::Ending;

use crate::client::{Client, converse};

const URI: &str = "file:///project/specs/reminders.md";

const BROKEN: &str = "---\nfeature: Invoice Reminders\ndomain: billing\npriority: hihg\n---\n\n# Invoice Reminders\n\n## Overview\nWho forgets an invoice is reminded.\n\n## Acceptance Criteria\n- It is sent\n";

/// Titles of the quick fixes for the whole text; `null` where the document is not open.
async fn quick_fixes(client: &mut Client) -> Value {
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    let context = json!({ "diagnostics": [], "only": ["quickfix"] });
    let params = json!({ "textDocument": { "uri": URI }, "range": range, "context": context });
    match client.request("textDocument/codeAction", params).await["result"].take() {
        Value::Array(actions) => actions.into_iter().map(|mut action| action["title"].take()).collect(),
        none => none,
    }
}

#[tokio::test]
async fn code_actions_are_those_of_the_newest_text() {
    let ending = converse(async |client| {
        client.request("initialize", json!({ "capabilities": {} })).await;
        let fix = json!(["Change the priority to `high`"]);
        client.open(URI, 1, BROKEN).await;
        assert_eq!(quick_fixes(client).await, fix);
        client.change(URI, 2, json!([{ "text": BROKEN.replace("hihg", "high") }])).await;
        assert_eq!(quick_fixes(client).await, json!([]));
        // Neither no change at all nor one that makes no sense keeps what is known from fitting the version.
        client.change(URI, 3, json!([])).await;
        assert_eq!(quick_fixes(client).await, json!([]));
        let upside_down = json!({ "start": { "line": 2, "character": 0 }, "end": { "line": 1, "character": 0 } });
        client.change(URI, 4, json!([{ "range": upside_down, "text": "x" }])).await;
        assert_eq!(quick_fixes(client).await, json!([]));
        client.change(URI, 5, json!([{ "text": BROKEN }])).await;
        assert_eq!(quick_fixes(client).await, fix);
    })
    .await;
    assert_eq!(ending, Ending::Abrupt);
}

#[tokio::test]
async fn what_is_known_of_a_document_ends_when_it_is_closed() {
    let ending = converse(async |client| {
        client.request("initialize", json!({ "capabilities": {} })).await;
        client.open(URI, 1, BROKEN).await;
        client.close(URI).await;
        assert_eq!(quick_fixes(client).await, Value::Null);
        client.change(URI, 2, json!([{ "text": BROKEN }])).await;
        assert_eq!(quick_fixes(client).await, Value::Null);
        client.open(URI, 1, &BROKEN.replace("hihg", "high")).await;
        assert_eq!(quick_fixes(client).await, json!([]));
    })
    .await;
    assert_eq!(ending, Ending::Abrupt);
}

#[tokio::test]
async fn nothing_is_answered_before_the_client_introduced_itself() {
    let ending = converse(async |client| {
        client.open(URI, 1, BROKEN).await;
        let refused = client.request("textDocument/codeAction", json!({})).await;
        assert_eq!(refused["error"]["code"], -32002, "{refused}");
        client.request("initialize", json!({ "capabilities": {} })).await;
        let unknown = client.request("specwave/nothing", json!({})).await;
        assert_eq!(unknown["error"]["code"], -32601, "{unknown}");
        client.request("shutdown", Value::Null).await;
    })
    .await;
    assert_eq!(ending, Ending::Orderly);
    assert_eq!(converse(async |_| {}).await, Ending::Abrupt);
}
