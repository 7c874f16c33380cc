//! A client of the real server that does as little as it can, so that what is measured is the server.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

pub(crate) struct Server {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Server {
    /// Starts a server for a client that has these folders open.
    pub(crate) fn start(folders: &Value) -> Self {
        let cache = tempfile::tempdir().unwrap();
        let mut process = Command::new(env!("CARGO_BIN_EXE_specwave"))
            .arg("lsp")
            .env("XDG_CACHE_HOME", cache.keep())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (input, output) = (process.stdin.take().unwrap(), BufReader::new(process.stdout.take().unwrap()));
        let mut server = Self { process, input, output };
        let params = json!({ "capabilities": {}, "workspaceFolders": folders });
        server.send(&json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params }));
        server.read_until(b"\"capabilities\"");
        server.send(&json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
        server
    }

    /// Opens a document, and waits for its diagnostics.
    pub(crate) fn open(&mut self, uri: &str, language: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.notify("textDocument/didOpen", &json!({ "textDocument": document }));
        self.read_until(b"\"version\":1}");
    }

    /// Changes a document; gives the time to the diagnostics of that version.
    pub(crate) fn change(&mut self, uri: &str, version: usize, changes: &Value) -> Duration {
        let document = json!({ "uri": uri, "version": version });
        let change = json!({ "textDocument": document, "contentChanges": changes });
        let message = framed(&json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": change }));
        let begun = Instant::now();
        self.input.write_all(&message).unwrap();
        self.input.flush().unwrap();
        self.read_until(format!("\"version\":{version}}}").as_bytes());
        begun.elapsed()
    }

    pub(crate) fn notify(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn send(&mut self, message: &Value) {
        self.input.write_all(&framed(message)).unwrap();
        self.input.flush().unwrap();
    }

    /// Reads messages up to the first one that holds `mark`; what is in them is not parsed, so that only the server's
    /// work counts.
    pub(crate) fn read_until(&mut self, mark: &[u8]) {
        loop {
            let message = self.read();
            if message.windows(mark.len()).rev().any(|window| window == mark) {
                return;
            }
        }
    }

    fn read(&mut self) -> Vec<u8> {
        let mut length = 0;
        loop {
            let mut header = String::new();
            self.output.read_line(&mut header).unwrap();
            match header.trim_end() {
                "" => break,
                header => length = header.strip_prefix("Content-Length: ").map_or(length, |value| value.parse().unwrap()),
            }
        }
        let mut message = vec![0; length];
        self.output.read_exact(&mut message).unwrap();
        message
    }

    /// Resident and peak resident memory in MB.
    pub(crate) fn memory(&self) -> (f64, f64) {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap_or_default();
        let figure = |key: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(key))?;
            line.split_whitespace().next()?.parse::<f64>().ok()
        };
        (figure("VmRSS:").unwrap_or(f64::NAN) / 1024.0, figure("VmHWM:").unwrap_or(f64::NAN) / 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

fn framed(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

pub(crate) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
