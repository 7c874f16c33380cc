//! From a change of a Go file to its diagnostics as a client sees it: typed in an editor, written to the disk by somebody else, and
//! written by a Task where it works. Needs Go for the last one.
//!
//! `cargo bench --bench code_latency [CHANGES]`. The first module has about 400 files in the usual layout, the second one 10,000
//! small ones besides. Each change breaks a rule about the layout, or mends it, in another file than the one before.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark that cannot go on stops, and prints its figures")]
#![allow(clippy::disallowed_methods, reason = "the server is a process of its own, as an editor would start it")]
#![allow(dead_code, reason = "every benchmark uses its part of the client")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;
use server::{Server, milliseconds};

#[path = "../server/crates/verify/tests/support/repository.rs"]
mod repository;
#[path = "support/server.rs"]
mod server;

/// What the domain must not hold.
const FAULT: &str = "\ntype memoryRepository struct{}\n";

/// Writes the entity with a fault, in the first Task of all, and then waits for long.
const AGENT: &str = r#"
import json, subprocess, sys, time
executable, fault, brief_path = sys.argv[1:]
subprocess.run([executable, "agent", "builtin", brief_path], check=True)
if json.load(open(brief_path))["task"] == "foundation_analyst":
    with open("internal/domain/loyalty/loyalty_account.go", "a") as file:
        file.write(fault)
    time.sleep(3600)
"#;

fn main() {
    // Cargo passes `--bench`; a figure among the arguments is ours.
    let changes = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(200);
    println!("module            how       changes   p50 ms   p95 ms   max ms   resident MB   peak MB");
    let files = repository::files();
    measure("400 files", &files, changes);
    measure("10,000 more", &[files, many_small_files()].concat(), changes);
}

fn measure(name: &str, files: &[(String, String)], changes: usize) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    for (path, text) in files {
        write(&root.join(path), text);
    }
    write(&root.join("specwave.toml"), "");
    let edited: Vec<(PathBuf, &str)> = files
        .iter()
        .filter(|(path, _)| path.starts_with("internal/domain/") && path.ends_with("account.go"))
        .map(|(path, text)| (root.join(path), text.as_str()))
        .collect();
    let mut server = Server::start(&json!([{ "uri": uri(&root), "name": "module" }]));
    for (path, text) in &edited {
        server.open(&uri(path), "go", text);
    }
    let typed = (0..changes).map(|at| {
        let (path, text) = &edited[at % edited.len()];
        let lines = text.lines().count();
        let (end, text) = if is_broken(at, edited.len()) { (lines, FAULT) } else { (lines + 2, "") };
        let range = json!({ "start": { "line": lines, "character": 0 }, "end": { "line": end, "character": 0 } });
        server.change(&uri(path), at + 2, &json!([{ "range": range, "text": text }]))
    });
    let typed = typed.collect();
    print(name, "typed", typed, &server);
    for (path, _) in &edited {
        server.notify("textDocument/didClose", &json!({ "textDocument": { "uri": uri(path) } }));
    }
    let written = (0..changes).map(|at| {
        let (path, text) = &edited[at % edited.len()];
        let is_broken = is_broken(at, edited.len());
        let text = if is_broken { format!("{text}{FAULT}") } else { (*text).to_owned() };
        let begun = Instant::now();
        write(path, &text);
        server.notify("workspace/didChangeWatchedFiles", &json!({ "changes": [{ "uri": uri(path), "type": 2 }] }));
        let mark = if is_broken { "account.go\",\"diagnostics\":[{" } else { "account.go\",\"diagnostics\":[]" };
        server.read_until(mark.as_bytes());
        begun.elapsed()
    });
    let written = written.collect();
    print(name, "written", written, &server);
    let drafted = drafted(&root, &mut server, changes);
    print(name, "drafted", drafted, &server);
}

/// Has a run go on in the module, and changes what one of its Tasks has written.
fn drafted(root: &Path, server: &mut Server, changes: usize) -> Vec<Duration> {
    let specwave = env!("CARGO_BIN_EXE_specwave");
    write(&root.join("agent.py"), AGENT);
    write(&root.join("loyalty-points.md"), include_str!("../docs/examples/loyalty-points.md"));
    let command = json!(["python3", root.join("agent.py"), specwave, FAULT]);
    let settings = "agent = \"waits\"\nquality = \"draft\"\n\n[agents.waits]\ncommand = ";
    write(&root.join("specwave.toml"), &format!("{settings}{command}\n"));
    let mut run = Command::new(specwave)
        .args(["run", "loyalty-points.md", "--output", "."])
        .current_dir(root)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mark = |found: &str| format!("loyalty_account.go\",\"diagnostics\":[{found}");
    server.read_until(mark("{").as_bytes());
    let files = root.join(".specwave/runs/0001-loyalty-points-ledger/workspaces/task-foundation_analyst/tree");
    let file = files.join("internal/domain/loyalty/loyalty_account.go");
    let broken = std::fs::read_to_string(&file).unwrap();
    let mended = broken.replace(FAULT, "");
    let times = (0..changes).map(|at| {
        let (text, mark) = if at % 2 == 0 { (&mended, mark("]")) } else { (&broken, mark("{")) };
        let begun = Instant::now();
        write(&file, text);
        server.read_until(mark.as_bytes());
        begun.elapsed()
    });
    let times = times.collect();
    let cancelled = Command::new(specwave).arg("cancel").current_dir(root).output().unwrap();
    assert!(cancelled.status.success(), "{cancelled:?}");
    run.wait().unwrap();
    times
}

/// Whether a change breaks its file: every second one of each.
fn is_broken(at: usize, files: usize) -> bool {
    (at / files).is_multiple_of(2)
}

fn print(name: &str, how: &str, mut times: Vec<Duration>, server: &Server) {
    times.sort();
    let percentile = |share: usize| milliseconds(times[(times.len() * share / 100).min(times.len() - 1)]);
    let (resident, peak) = server.memory();
    println!(
        "{name:<16} {how:<9} {:>7} {:>8.2} {:>8.2} {:>8.2} {resident:>13.1} {peak:>9.1}",
        times.len(),
        percentile(50),
        percentile(95),
        milliseconds(times[times.len() - 1]),
    );
}

/// Packages of functions, as they lie beside the layers.
fn many_small_files() -> Vec<(String, String)> {
    let function =
        |n: usize| format!("\nfunc step{n}(limit int) int {{\n\tif limit > {n} {{\n\t\treturn {n}\n\t}}\n\treturn limit\n}}\n");
    let body: String = (0..24).map(function).collect();
    let file = |n: usize| (format!("internal/part{}/file{n}.go", n / 50), format!("package part{}\n{body}", n / 50));
    (0..10_000).map(file).collect()
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}
