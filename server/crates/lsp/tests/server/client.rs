//! A client of a server in the same process. It waits for messages and never sleeps.

use std::time::Duration;

use serde_json::{Value, json};
use specwave_lsp::{Ending, serve};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, ReadHalf, WriteHalf, duplex, split};

/// How long a whole conversation may take before it has failed; machines that run tests are busy.
const PATIENCE: Duration = Duration::from_secs(600);

pub(crate) struct Client {
    input: WriteHalf<DuplexStream>,
    output: BufReader<ReadHalf<DuplexStream>>,
    requests: i64,
    /// What the server said of its own accord, and nobody has asked for yet.
    pub(crate) unread: Vec<Value>,
}

impl Client {
    async fn send(&mut self, message: Value) {
        let body = message.to_string();
        self.input.write_all(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes()).await.unwrap();
    }

    pub(crate) async fn notify(&mut self, method: &str, params: Value) {
        self.send(json!({ "jsonrpc": "2.0", "method": method, "params": params })).await;
    }

    /// Sends a request and gives its number.
    pub(crate) async fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.requests += 1;
        let id = self.requests;
        self.send(json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })).await;
        id
    }

    /// Sends a request and gives the whole answer.
    pub(crate) async fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params).await;
        self.wait_for(|message| message["id"] == id && message.get("method").is_none()).await
    }

    /// The first message that fits, of those not yet read and those to come.
    pub(crate) async fn wait_for(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.unread.iter().position(&fits) {
            return self.unread.remove(at);
        }
        loop {
            let message = self.receive().await;
            if fits(&message) {
                return message;
            }
            self.unread.push(message);
        }
    }

    /// The next message; requests of the server are answered at once.
    async fn receive(&mut self) -> Value {
        let mut header = String::new();
        self.output.read_line(&mut header).await.unwrap();
        let length = header.trim_end().strip_prefix("Content-Length: ").unwrap().parse().unwrap();
        self.output.read_line(&mut header).await.unwrap();
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).await.unwrap();
        let message: Value = serde_json::from_slice(&body).unwrap();
        if message.get("method").is_some() && message.get("id").is_some() {
            self.send(json!({ "jsonrpc": "2.0", "id": message["id"], "result": null })).await;
        }
        message
    }

    pub(crate) async fn open(&mut self, uri: &str, version: i32, text: &str) {
        let document = json!({ "uri": uri, "languageId": "markdown", "version": version, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document })).await;
    }

    pub(crate) async fn change(&mut self, uri: &str, version: i32, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes })).await;
    }

    pub(crate) async fn close(&mut self, uri: &str) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } })).await;
    }
}

/// A conversation with a server, which must end when the client has nothing more to say.
pub(crate) async fn converse(conversation: impl AsyncFnOnce(&mut Client)) -> Ending {
    let (ours, theirs) = duplex(1 << 16);
    let (input, output) = split(theirs);
    let server = tokio::spawn(async move { serve(input, output).await });
    let (output, input) = split(ours);
    let mut client = Client { input, output: BufReader::new(output), requests: 0, unread: Vec::new() };
    let conversed = async {
        conversation(&mut client).await;
        drop(client);
        server.await.unwrap()
    };
    tokio::time::timeout(PATIENCE, conversed).await.expect("the conversation does not end")
}
