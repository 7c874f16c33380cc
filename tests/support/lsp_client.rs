//! A client of the language server that talks to the real executable over its standard input and output.
//!
//! It waits for messages and never sleeps; a wait that is not answered fails with everything that was received.

#![allow(dead_code, reason = "every test program uses its part")]

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long any one message may take; machines that run tests are busy.
const PATIENCE: Duration = Duration::from_secs(180);

/// A client with its server.
pub(crate) struct LspClient {
    server: Child,
    input: Option<ChildStdin>,
    received: Receiver<Value>,
    /// Whoever holds it keeps the client from reading.
    reading: Arc<Mutex<()>>,
    /// Messages that nobody has waited for yet.
    unread: VecDeque<Value>,
    /// Everything that was received, for the message of a failure.
    history: Vec<String>,
    last_request: i64,
}

impl LspClient {
    /// Starts a server whose pages go to `cache`.
    pub(crate) fn start(cache: &Path) -> Self {
        let mut server = Command::new(env!("CARGO_BIN_EXE_specwave"))
            .arg("lsp")
            .env("XDG_CACHE_HOME", cache)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (messages, received) = channel();
        let (input, output) = (server.stdin.take(), server.stdout.take().unwrap());
        let reading = Arc::new(Mutex::new(()));
        let turn = reading.clone();
        std::thread::spawn(move || read_all(output, &turn, &messages));
        Self { server, input, received, reading, unread: VecDeque::new(), history: Vec::new(), last_request: 0 }
    }

    /// Introduces the client, with a folder that is open in it, and gives what the server can do.
    pub(crate) fn initialize(&mut self, folder: &Path, encodings: &[&str]) -> Value {
        let capabilities = json!({
            "general": { "positionEncodings": encodings },
            "window": { "workDoneProgress": true, "showDocument": { "support": true } },
        });
        let folders = [json!({ "uri": uri(folder), "name": "project" })];
        let params = json!({ "processId": null, "capabilities": capabilities, "workspaceFolders": folders });
        let result = self.request("initialize", params).unwrap();
        self.notify("initialized", json!({}));
        result["capabilities"].clone()
    }

    pub(crate) fn open(&mut self, path: &Path, version: i32, text: &str) {
        let document = json!({ "uri": uri(path), "languageId": "markdown", "version": version, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Replaces a range `[line, character, line, character]`.
    pub(crate) fn change(&mut self, path: &Path, version: i32, at: [usize; 4], text: &str) {
        let change = json!({ "range": range(at), "text": text });
        let document = json!({ "uri": uri(path), "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [change] }));
    }

    pub(crate) fn close(&mut self, path: &Path) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri(path) } }));
    }

    /// The diagnostics of this version of the document.
    pub(crate) fn diagnostics(&mut self, path: &Path, version: i32) -> Vec<Value> {
        let expected = uri(path);
        let published = self.wait_for(&format!("diagnostics of version {version}"), |message| {
            let params = &message["params"];
            let fits = message["method"] == "textDocument/publishDiagnostics" && params["uri"] == expected;
            (fits && params["version"] == version).then(|| params["diagnostics"].clone())
        });
        published.as_array().unwrap().clone()
    }

    /// The code actions for a range, of these kinds or of all.
    pub(crate) fn code_actions(&mut self, path: &Path, at: [usize; 4], only: Option<&[&str]>) -> Vec<Value> {
        let mut context = json!({ "diagnostics": [] });
        if let Some(only) = only {
            context["only"] = json!(only);
        }
        let params = json!({ "textDocument": { "uri": uri(path) }, "range": range(at), "context": context });
        let actions = self.request("textDocument/codeAction", params).unwrap();
        actions.as_array().cloned().unwrap_or_default()
    }

    /// Carries out the command of a code action.
    pub(crate) fn execute(&mut self, action: &Value) -> Result<Value, Value> {
        let command = &action["command"];
        self.request("workspace/executeCommand", json!({ "command": command["command"], "arguments": command["arguments"] }))
    }

    /// The next value of the progress of this kind: `begin`, `report` or `end`.
    pub(crate) fn progress(&mut self, token: &Value, kind: &str) -> Value {
        self.wait_for(&format!("{kind} of the progress {token}"), |message| {
            let params = &message["params"];
            let fits = message["method"] == "$/progress" && params["token"] == *token && params["value"]["kind"] == kind;
            fits.then(|| params["value"].clone())
        })
    }

    /// The token of the next progress that the server announces.
    pub(crate) fn created_progress(&mut self) -> Value {
        self.wait_for("a progress", |message| {
            (message["method"] == "window/workDoneProgress/create").then(|| message["params"]["token"].clone())
        })
    }

    /// The next message to the user that contains this text.
    pub(crate) fn shown(&mut self, text: &str) -> String {
        self.wait_for(&format!("a message with `{text}`"), |message| {
            let shown = message["params"]["message"].as_str().filter(|_| message["method"] == "window/showMessage")?;
            shown.contains(text).then(|| shown.to_owned())
        })
    }

    /// Sends a request and waits for its result or its error.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        self.last_request += 1;
        let id = self.last_request;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        let answer = self.wait_for(&format!("the answer to {method}"), |message| {
            (message["id"] == id && message.get("method").is_none()).then(|| message.clone())
        });
        if answer["error"].is_null() { Ok(answer["result"].clone()) } else { Err(answer["error"].clone()) }
    }

    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Writes bytes as they are.
    pub(crate) fn write(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).and_then(|()| input.flush()).unwrap();
    }

    /// The client reads nothing as long as this is locked; what the server writes waits in the pipe.
    pub(crate) fn reading(&self) -> Arc<Mutex<()>> {
        self.reading.clone()
    }

    /// Whether anything that was received so far contains this text.
    pub(crate) fn has_received(&self, text: &str) -> bool {
        self.history.iter().any(|message| message.contains(text))
    }

    /// Says goodbye as the protocol asks, and gives how the server ended. Its input stays open meanwhile.
    pub(crate) fn shut_down(mut self) -> ExitStatus {
        self.request("shutdown", Value::Null).unwrap();
        self.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
        self.ended()
    }

    /// Closes the server's input.
    pub(crate) fn hang_up(&mut self) {
        self.input = None;
    }

    /// Ends the server at once.
    pub(crate) fn kill(mut self) {
        self.server.kill().unwrap();
        self.server.wait().unwrap();
    }

    /// How the server ended, which has to happen by itself.
    pub(crate) fn ended(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        // The end of its output is the end of the server; what comes before it is of no interest any more.
        while self.receive(deadline, "the end of the server").is_some() {}
        self.server.wait().unwrap()
    }

    /// The first message, of those not yet waited for and those to come, in which something is found.
    pub(crate) fn wait_for<T>(&mut self, what: &str, mut find: impl FnMut(&Value) -> Option<T>) -> T {
        let found = self.unread.iter().enumerate().find_map(|(at, message)| Some((at, find(message)?)));
        if let Some((at, found)) = found {
            self.unread.remove(at);
            return found;
        }
        let deadline = Instant::now() + PATIENCE;
        loop {
            let Some(message) = self.receive(deadline, what) else {
                panic!("the server ended while waiting for {what}; received:\n{}", self.history.join("\n"));
            };
            match find(&message) {
                Some(found) => return found,
                None => self.unread.push_back(message),
            }
        }
    }

    /// The next message; `None` at the end of the server's output. Requests of the server are answered.
    fn receive(&mut self, deadline: Instant, what: &str) -> Option<Value> {
        match self.received.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(message) => {
                self.history.push(message.to_string());
                self.answer(&message);
                Some(message)
            }
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => panic!("no {what} in {PATIENCE:?}; received:\n{}", self.history.join("\n")),
        }
    }

    fn answer(&mut self, message: &Value) {
        let (Some(method), Some(id)) = (message["method"].as_str(), message.get("id")) else { return };
        let result = match method {
            "window/showDocument" => json!({ "success": true }),
            // Whatever is asked, the first answer is the user's.
            "window/showMessageRequest" => message["params"]["actions"][0].clone(),
            _ => Value::Null,
        };
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": result }));
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        let frame = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        // A server that has ended takes nothing more; whoever waits for something of it learns so.
        if let Some(input) = self.input.as_mut() {
            input.write_all(frame.as_bytes()).and_then(|()| input.flush()).ok();
        }
    }
}

impl Drop for LspClient {
    /// A test that failed leaves no server behind.
    fn drop(&mut self) {
        self.server.kill().ok();
        self.server.wait().ok();
    }
}

/// Reads messages until the output ends, one at a time and only when it may.
fn read_all(output: ChildStdout, turn: &Mutex<()>, messages: &Sender<Value>) {
    let mut output = BufReader::new(output);
    // The wait for the next message is no reading yet.
    while output.fill_buf().is_ok_and(|there| !there.is_empty()) {
        let turn = turn.lock();
        let Some(message) = read(&mut output) else { return };
        drop(turn);
        if messages.send(message).is_err() {
            return;
        }
    }
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", value)) => length = value.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

/// The URI of a path; those of the tests need no escapes.
pub(crate) fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

fn range([line, character, end_line, end_character]: [usize; 4]) -> Value {
    json!({
        "start": { "line": line, "character": character },
        "end": { "line": end_line, "character": end_character },
    })
}
