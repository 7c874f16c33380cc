//! How long reading and judging a module takes, beside what tree-sitter alone takes to parse it on as many cores.
//!
//! `cargo bench -p specwave-verify`. The module has about 400 Go files; the second one has 10,000 of 2 KB. What is compared
//! is measured in turns, so that whatever else the machine does meets both.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark that cannot go on stops, and prints its figures")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use specwave_plan::Config;
use specwave_verify::{Judged, Known, Tree, verify};

#[path = "../tests/support/repository.rs"]
mod repository;

/// That of the executable: the most memory is that of its users.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How often each is measured.
const TIMES: usize = 15;

/// Names the module that a process of its own reads, so that its memory is that of nothing else.
const MEASURED: &str = "SPECWAVE_MEASURED_MODULE";

fn main() {
    if let Some(root) = std::env::var_os(MEASURED) {
        return print_peak_memory(Path::new(&root));
    }
    let folder = tempfile::tempdir().unwrap();
    let go = write(folder.path(), &repository::files());
    compare("a module of 400 files", folder.path(), &go, TIMES);
    let folder = tempfile::tempdir().unwrap();
    let go = write(folder.path(), &many_small_files());
    compare("10,000 files of 2 KB", folder.path(), &go, 3);
}

fn compare(name: &str, root: &Path, go: &[PathBuf], times: usize) {
    let bytes: u64 = go.iter().map(|path| path.metadata().unwrap().len()).sum();
    println!("{name}: {} Go files, {:.1} MB", go.len(), bytes as f64 / 1e6);
    let nothing = Known::default();
    let mut bytes_known = Vec::new();
    assert!(Tree::read(root, Some(&nothing)).append_to_know(&nothing, &mut bytes_known));
    println!("  kept facts             {:8.1} MB", bytes_known.len() as f64 / 1e6);
    let (mut bare, mut cold, mut again) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..times {
        bare.push(timed(|| parse_all(go)));
        cold.push(timed(|| judge(&Tree::read(root, None))));
        again.push(timed(|| judge(&Tree::read(root, Some(&Known::new(bytes_known.clone()))))));
    }
    let (bare, cold, again) = (median(bare), median(cold), median(again));
    println!("  reading and parsing    {:8.1} ms", milliseconds(bare));
    println!("  verify, cold           {:8.1} ms, {:.2} times that", milliseconds(cold), cold.as_secs_f64() / bare.as_secs_f64());
    println!("  verify, facts known    {:8.1} ms", milliseconds(again));
    println!("  most memory            {:>8} MB", peak_memory(root));
    let (parsed, judged) = one_file_changed(root, go, times);
    println!(
        "  one file: parsed       {:8.2} ms, and what depends on it judged in {:.2} ms",
        milliseconds(parsed),
        milliseconds(judged)
    );
}

/// How long it takes behind a change of one file to have it parsed, and to have what depends on it judged.
fn one_file_changed(root: &Path, go: &[PathBuf], times: usize) -> (Duration, Duration) {
    let (config, below) = (Config::default(), Path::new(""));
    let mut tree = Tree::read(root, None);
    let mut judged = Judged::new(&tree, &config);
    let (mut parsing, mut judging) = (Vec::new(), Vec::new());
    for at in 0..times * 10 {
        let path = go[at * 37 % go.len()].strip_prefix(root).unwrap();
        let text = format!("{}// {at}\n", std::fs::read_to_string(root.join(path)).unwrap());
        parsing.push(timed(|| assert!(tree.set(path, Some(text)))));
        judging.push(timed(|| {
            judged.judge_again(&tree, &config, &BTreeSet::from([path.to_owned()]));
            assert!(judged.verified(&tree, below, &config).findings.is_empty());
        }));
    }
    (median(parsing), median(judging))
}

/// Does what `verify` does the first time, and prints the most memory that it had, in MB.
fn print_peak_memory(root: &Path) {
    let nothing = Known::default();
    let tree = Tree::read(root, Some(&nothing));
    judge(&tree);
    assert!(tree.append_to_know(&nothing, &mut Vec::new()));
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let kibibytes: f64 = peak.trim_end_matches("kB").trim().parse().unwrap();
    print!("{:.1}", kibibytes * 1024.0 / 1e6);
}

#[allow(clippy::disallowed_methods, reason = "a benchmark calls itself")]
fn peak_memory(root: &Path) -> String {
    let itself = std::process::Command::new(std::env::current_exe().unwrap()).env(MEASURED, root).output().unwrap();
    assert!(itself.status.success(), "{}", String::from_utf8_lossy(&itself.stderr));
    String::from_utf8(itself.stdout).unwrap()
}

fn judge(tree: &Tree) {
    let verified = verify(tree, Path::new(""), &Config::default());
    assert!(verified.findings.is_empty(), "{:?}", verified.findings.first());
}

/// Reads and parses the files on all cores, and does nothing with the trees.
fn parse_all(go: &[PathBuf]) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                let mut parser = tree_sitter::Parser::new();
                parser.set_language(&tree_sitter_go::LANGUAGE.into()).unwrap();
                while let Some(path) = go.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let text = std::fs::read_to_string(path).unwrap();
                    assert!(parser.parse(&text, None).is_some());
                }
            });
        }
    });
}

fn write(root: &Path, files: &[(String, String)]) -> Vec<PathBuf> {
    let mut go = Vec::new();
    for (path, text) in files {
        let file = root.join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, text).unwrap();
        if path.ends_with(".go") {
            go.push(file);
        }
    }
    go
}

fn many_small_files() -> Vec<(String, String)> {
    let function = |n: usize| {
        format!(
            "\nfunc step{n}(limit int) int {{\n\tfor at := range limit {{\n\t\tif at > {n} {{\n\t\t\treturn at\n\t\t}}\n\t}}\n\treturn {n}\n}}\n"
        )
    };
    let body: String = (0..18).map(function).collect();
    let file = |n: usize| (format!("internal/part{}/file{n}.go", n / 50), format!("package part{}\n{body}", n / 50));
    let module = ("go.mod".to_owned(), format!("module {}\n", repository::MODULE));
    std::iter::once(module).chain((0..10_000).map(file)).collect()
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
