//! From a keystroke to its diagnostics as a client sees it: the time between the last byte of a `didChange` that is
//! written and the first byte behind the diagnostics of that version, and how much memory the server keeps.
//!
//! `cargo bench --bench keystroke_latency [KEYSTROKES]`. The texts are the longest specification of the shared corpus,
//! where that is there, else an example of this repository as many times as make the same length; and ten times that.
//! Each keystroke waits for the diagnostics of the one before it; every second one takes back what the one before typed.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark that cannot go on stops, and prints its figures")]
#![allow(clippy::disallowed_methods, reason = "the server is a process of its own, as an editor would start it")]
#![allow(dead_code, reason = "every benchmark uses its part of the client")]

use std::path::Path;
use std::time::Duration;

use serde_json::json;
use server::{Server, milliseconds};

#[path = "support/server.rs"]
mod server;

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
    let mut server = Server::start(&json!([]));
    server.open(URI, "markdown", text);
    let prose: Vec<usize> = prose_lines(text);
    let mut times = Vec::with_capacity(keystrokes);
    for at in 0..keystrokes {
        let line = prose[(at / 2 * 7919) % prose.len()];
        times.push(keystroke(&mut server, line, at + 2));
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

/// Types a letter at the end of the fifth column of a line, or takes it back; gives the time to its diagnostics.
fn keystroke(server: &mut Server, line: usize, version: usize) -> Duration {
    let typed = version.is_multiple_of(2);
    let (end, text) = if typed { (5, "x") } else { (6, "") };
    let range = json!({ "start": { "line": line, "character": 5 }, "end": { "line": line, "character": end } });
    server.change(URI, version, &json!([{ "range": range, "text": text }]))
}
