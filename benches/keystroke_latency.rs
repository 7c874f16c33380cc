//! From a keystroke to its diagnostics as a client sees it: the time between the last byte of a `didChange` that is
//! written and the first byte behind the diagnostics of that version, and how much memory the server keeps.
//!
//! `cargo bench --bench keystroke_latency [KEYSTROKES]`. The texts are the longest specification of the shared corpus,
//! where that is there, else an example of this repository as many times as make the same length; and ten times that.
//! Each keystroke waits for the diagnostics of the one before it; every second one takes back what the one before typed.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark that cannot go on stops, and prints its figures")]
#![allow(clippy::disallowed_methods, reason = "the server is a process of its own, as an editor would start it")]

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

const LINES: usize = 1330;
const URI: &str = "file:///nowhere/specs/feature.md";

fn main() {
    // Cargo passes `--bench`; a figure among the arguments is ours.
    let keystrokes = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(400);
    let text = specification();
    println!("text             lines   keystrokes   p50 ms   p95 ms   max ms   resident MB   peak MB");
    for (name, text) in [("as it is", text.clone()), ("ten times", ten_times(&text))] {
        measure(name, &text, keystrokes);
    }
}

fn specification() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(root.join("../shared/corpus/dce/consent-management-v2.md")).unwrap_or_else(|_| {
        let example = std::fs::read_to_string(root.join("docs/examples/parcel-tracking.md")).unwrap();
        example.repeat(LINES.div_ceil(example.lines().count()))
    })
}

/// Ten copies, in each of which the names differ, so that nothing can be known from the copy before it.
fn ten_times(text: &str) -> String {
    (0..10).map(|copy| text.replace("Consent", &format!("Consent{}", (b'A' + copy) as char))).collect()
}

fn measure(name: &str, text: &str, keystrokes: usize) {
    let mut server = Server::start();
    server.open(text);
    let prose: Vec<usize> = prose_lines(text);
    let mut times = Vec::with_capacity(keystrokes);
    for at in 0..keystrokes {
        let line = prose[(at / 2 * 7919) % prose.len()];
        times.push(server.keystroke(line, at + 2));
    }
    times.sort();
    let (resident, peak) = server.memory();
    let percentile = |share: usize| milliseconds(times[(times.len() * share / 100).min(times.len() - 1)]);
    println!(
        "{name:<15} {:>6} {keystrokes:>12} {:>8.2} {:>8.2} {:>8.2} {resident:>13.1} {peak:>9.1}",
        text.lines().count(),
        percentile(50),
        percentile(95),
        milliseconds(times[times.len() - 1]),
    );
}

/// Lines that a person types in: every one that is not empty, fenced code among them.
fn prose_lines(text: &str) -> Vec<usize> {
    text.lines().enumerate().filter(|(_, line)| line.len() > 10).map(|(at, _)| at).collect()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

struct Server {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Server {
    fn start() -> Self {
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
        server.send(&json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": { "capabilities": {} } }));
        server.read_until(b"\"capabilities\"");
        server.send(&json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
        server
    }

    fn open(&mut self, text: &str) {
        let document = json!({ "uri": URI, "languageId": "markdown", "version": 1, "text": text });
        self.notify("textDocument/didOpen", &json!({ "textDocument": document }));
        self.read_until(b"\"version\":1}");
    }

    /// Types a letter at the end of the fifth column of a line, or takes it back; gives the time to its diagnostics.
    fn keystroke(&mut self, line: usize, version: usize) -> Duration {
        let typed = version.is_multiple_of(2);
        let (end, text) = if typed { (5, "x") } else { (6, "") };
        let range = json!({ "start": { "line": line, "character": 5 }, "end": { "line": line, "character": end } });
        let document = json!({ "uri": URI, "version": version });
        let change = json!({ "textDocument": document, "contentChanges": [{ "range": range, "text": text }] });
        let message = framed(&json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": change }));
        let begun = Instant::now();
        self.input.write_all(&message).unwrap();
        self.input.flush().unwrap();
        self.read_until(format!("\"version\":{version}}}").as_bytes());
        begun.elapsed()
    }

    fn notify(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn send(&mut self, message: &Value) {
        self.input.write_all(&framed(message)).unwrap();
        self.input.flush().unwrap();
    }

    /// Reads messages up to the first one that holds `mark`; what is in them is not parsed, so that only the server's
    /// work counts.
    fn read_until(&mut self, mark: &[u8]) {
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
    fn memory(&self) -> (f64, f64) {
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
