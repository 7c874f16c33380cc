//! The server in this process, over a pair of pipes.

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, ReadHalf, WriteHalf, duplex, split};

use crate::{Ending, serve};

const URI: &str = "file:///project/specs/reminders.md";

const BROKEN: &str = "---\nfeature: Invoice Reminders\ndomain: billing\npriority: hihg\n---\n\n# Invoice Reminders\n\n## Acceptance Criteria\n- It is sent\n";

struct Client {
    input: WriteHalf<DuplexStream>,
    output: BufReader<ReadHalf<DuplexStream>>,
    requests: i64,
}

impl Client {
    async fn send(&mut self, message: Value) {
        let body = message.to_string();
        self.input.write_all(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes()).await.unwrap();
    }

    async fn notify(&mut self, method: &str, params: Value) {
        self.send(json!({ "jsonrpc": "2.0", "method": method, "params": params })).await;
    }

    /// Sends a request and gives the whole answer; notifications that come before it are dropped.
    async fn request(&mut self, method: &str, params: Value) -> Value {
        self.requests += 1;
        let id = self.requests;
        self.send(json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })).await;
        loop {
            let message = self.receive().await;
            if message["id"] == id {
                return message;
            }
        }
    }

    async fn receive(&mut self) -> Value {
        let mut header = String::new();
        self.output.read_line(&mut header).await.unwrap();
        let length = header.trim_end().strip_prefix("Content-Length: ").unwrap().parse().unwrap();
        self.output.read_line(&mut header).await.unwrap();
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).await.unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    async fn open(&mut self, version: i32, text: &str) {
        let document = json!({ "uri": URI, "languageId": "markdown", "version": version, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document })).await;
    }

    async fn change(&mut self, version: i32, changes: Value) {
        let document = json!({ "uri": URI, "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes })).await;
    }

    /// Titles of the quick fixes for the whole text; `null` where the document is not open.
    async fn quick_fixes(&mut self) -> Value {
        let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
        let context = json!({ "diagnostics": [], "only": ["quickfix"] });
        let params = json!({ "textDocument": { "uri": URI }, "range": range, "context": context });
        match self.request("textDocument/codeAction", params).await["result"].take() {
            Value::Array(actions) => actions.into_iter().map(|mut action| action["title"].take()).collect(),
            none => none,
        }
    }
}

/// A conversation with a server, which must end when the client has nothing more to say.
async fn converse(conversation: impl AsyncFnOnce(&mut Client)) -> Ending {
    let (ours, theirs) = duplex(1 << 16);
    let (input, output) = split(theirs);
    let server = tokio::spawn(async move { serve(input, output).await });
    let (output, input) = split(ours);
    let mut client = Client { input, output: BufReader::new(output), requests: 0 };
    conversation(&mut client).await;
    drop(client);
    server.await.unwrap()
}

#[tokio::test]
async fn code_actions_are_those_of_the_newest_text() {
    let ending = converse(async |client| {
        client.request("initialize", json!({ "capabilities": {} })).await;
        let fix = json!(["Change the priority to `high`"]);
        client.open(1, BROKEN).await;
        assert_eq!(client.quick_fixes().await, fix);
        client.change(2, json!([{ "text": BROKEN.replace("hihg", "high") }])).await;
        assert_eq!(client.quick_fixes().await, json!([]));
        // Neither no change at all nor one that makes no sense keeps what is known from fitting the version.
        client.change(3, json!([])).await;
        assert_eq!(client.quick_fixes().await, json!([]));
        let upside_down = json!({ "start": { "line": 2, "character": 0 }, "end": { "line": 1, "character": 0 } });
        client.change(4, json!([{ "range": upside_down, "text": "x" }])).await;
        assert_eq!(client.quick_fixes().await, json!([]));
        client.change(5, json!([{ "text": BROKEN }])).await;
        assert_eq!(client.quick_fixes().await, fix);
    })
    .await;
    assert_eq!(ending, Ending::Abrupt);
}

#[tokio::test]
async fn what_is_known_of_a_document_ends_when_it_is_closed() {
    let ending = converse(async |client| {
        client.request("initialize", json!({ "capabilities": {} })).await;
        client.open(1, BROKEN).await;
        client.notify("textDocument/didClose", json!({ "textDocument": { "uri": URI } })).await;
        assert_eq!(client.quick_fixes().await, Value::Null);
        client.change(2, json!([{ "text": BROKEN }])).await;
        assert_eq!(client.quick_fixes().await, Value::Null);
        client.open(1, &BROKEN.replace("hihg", "high")).await;
        assert_eq!(client.quick_fixes().await, json!([]));
    })
    .await;
    assert_eq!(ending, Ending::Abrupt);
}

#[tokio::test]
async fn nothing_is_answered_before_the_client_introduced_itself() {
    let ending = converse(async |client| {
        client.open(1, BROKEN).await;
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
