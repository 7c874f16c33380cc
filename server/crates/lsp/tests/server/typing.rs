//! What a client is shown while somebody types in a long specification, and behind that.

use serde_json::{Value, json};

use crate::client::{Client, converse};

const URI: &str = "file:///project/specs/reminders.md";

/// A specification with these entities, and more prose than anybody reads.
fn long(priority: &str, entities: &[&str]) -> String {
    let entities: String = entities
        .iter()
        .map(|name| format!("  - name: {name}\n    fields:\n      - ID uuid.UUID\n      - Due time.Time\n"))
        .collect();
    let prose = "An invoice that nobody has paid is reminded of, once and in writing.\n\n".repeat(400);
    let front = format!("---\nfeature: Invoice Reminders\ndomain: billing\npriority: {priority}\n---\n\n# Invoice Reminders\n");
    format!("{front}\n## Overview\n\n{prose}\n## Domain\n\n```yaml\nentities:\n{entities}```\n")
}

async fn introduced(client: &mut Client, text: &str) {
    client.request("initialize", json!({ "capabilities": {} })).await;
    client.open(URI, 1, text).await;
}

/// What is shown next for a version.
async fn shown(client: &mut Client, version: i32) -> Vec<Value> {
    let fits =
        |message: &Value| message["method"] == "textDocument/publishDiagnostics" && message["params"]["version"] == version;
    let message = client.wait_for(fits).await;
    message["params"]["diagnostics"].as_array().unwrap().clone()
}

/// Whether one of these says something.
fn say(diagnostics: &[Value], words: &str) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic["message"].as_str().unwrap().contains(words))
}

const PRIORITY: &str = "`hihg` is no priority";
const INVOICES: &str = "table `invoices` is inferred";
const PAYMENTS: &str = "table `payments` is inferred";

#[tokio::test]
async fn rules_speak_at_once_and_plans_when_typing_pauses() {
    let _ = converse(async |client| {
        introduced(client, &long("high", &["Invoice"])).await;
        let opened = shown(client, 1).await;
        assert!(say(&opened, INVOICES) && !say(&opened, PRIORITY), "{opened:#?}");
        let typed = long("hihg", &["Invoice", "Payment"]);
        let place = |line: usize, character: usize| json!({ "line": line, "character": character });
        let last = typed.lines().count() - 5;
        let entity: String = typed.lines().skip(last).take(4).map(|line| format!("{line}\n")).collect();
        let edits = json!([
            { "range": { "start": place(last, 0), "end": place(last, 0) }, "text": entity },
            { "range": { "start": place(3, 10), "end": place(3, 14) }, "text": "hihg" },
        ]);
        client.change(URI, 2, edits).await;
        let at_once = shown(client, 2).await;
        assert!(say(&at_once, PRIORITY) && !say(&at_once, PAYMENTS), "{at_once:#?}");
        let settled = shown(client, 2).await;
        assert!(say(&settled, PRIORITY) && say(&settled, INVOICES) && say(&settled, PAYMENTS), "{settled:#?}");
    })
    .await;
}

#[tokio::test]
async fn what_took_a_plan_moves_along_with_the_text() {
    let text = long("high", &["Invoice"]);
    let _ = converse(async |client| {
        introduced(client, &text).await;
        let inferred =
            |diagnostics: Vec<Value>| diagnostics.into_iter().find(|diagnostic| say(std::slice::from_ref(diagnostic), INVOICES));
        let mut expected = inferred(shown(client, 1).await).unwrap();
        let line =
            text.lines().position(|line| line == "An invoice that nobody has paid is reminded of, once and in writing.").unwrap();
        let place = json!({ "line": line, "character": 3 });
        client.change(URI, 2, json!([{ "range": { "start": place, "end": place }, "text": "\n\n" }])).await;
        for end in ["start", "end"] {
            let line = &mut expected["range"][end]["line"];
            *line = json!(line.as_u64().unwrap() + 2);
        }
        assert_eq!(inferred(shown(client, 2).await), Some(expected));
    })
    .await;
}

#[tokio::test]
async fn nothing_is_published_for_a_text_that_has_changed_since() {
    const LAST: i32 = 60;
    let text = |version: i32| long("hihg", &["Invoice", &"Payment"[..1 + version as usize % 7]]);
    let _ = converse(async |client| {
        introduced(client, &text(1)).await;
        for version in 2..=LAST {
            client.change(URI, version, json!([{ "text": text(version) }])).await;
            // Some are published in between, and some are being worked out when the next one comes.
            if version % 8 == 0 {
                shown(client, version).await;
            }
        }
        let place = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } });
        client.request("workspace/symbol", json!({ "query": "" })).await;
        let last = json!({ "command": "specwave.show", "arguments": [{ "uri": "file:///last", "range": place }] });
        client.request("workspace/executeCommand", last).await;
        client.wait_for(|message| message["params"]["message"] == "/last:1").await;
        let mut published = client.unread.iter().filter(|message| message["method"] == "textDocument/publishDiagnostics");
        let versions: Vec<i64> = published.clone().map(|message| message["params"]["version"].as_i64().unwrap()).collect();
        assert!(versions.is_sorted() && versions.last() == Some(&i64::from(LAST)), "{versions:?}");
        let told = published.next_back().unwrap()["params"]["diagnostics"].clone();
        client.close(URI).await;
        client.unread.clear();
        client.open(URI, LAST, &text(LAST)).await;
        assert_eq!(told, json!(shown(client, LAST).await), "as if the text had just been opened");
    })
    .await;
}

#[tokio::test]
async fn requests_are_answered_from_everything_that_can_be_noticed() {
    let text = long("high", &["Invoice"]);
    let _ = converse(async |client| {
        introduced(client, &text).await;
        shown(client, 1).await;
        client.change(URI, 2, json!([{ "text": format!("{text}\n<!-- specwave-disable-next-line SW801 -->\nPaid.\n") }])).await;
        let lines = text.lines().count() as u32 + 5;
        let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": lines, "character": 0 } });
        let context = json!({ "diagnostics": [], "only": ["quickfix"] });
        let params = json!({ "textDocument": { "uri": URI }, "range": range, "context": context });
        let actions = client.request("textDocument/codeAction", params).await;
        let titles: Vec<&str> =
            actions["result"].as_array().unwrap().iter().map(|action| action["title"].as_str().unwrap()).collect();
        assert!(titles.contains(&"Take the comment out"), "{titles:?}");
    })
    .await;
}
