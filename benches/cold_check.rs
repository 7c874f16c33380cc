//! How long `specwave check` takes as a process of its own, from its start to its end, and how much memory it takes.
//!
//! `cargo bench --bench cold_check`, or with files to check behind `--`. An empty process is measured beside it: the
//! difference is ours.

#![expect(clippy::disallowed_methods, reason = "it measures processes from outside")]
#![expect(clippy::print_stdout, reason = "the figures are what one runs it for")]

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};

/// How often each process is started.
const TIMES: usize = 40;

fn main() {
    // cargo itself passes `--bench`.
    let named: Vec<PathBuf> = std::env::args_os().skip(1).filter(|argument| argument != "--bench").map(PathBuf::from).collect();
    let specs = if named.is_empty() { largest_specs() } else { named };
    println!("{:40} {:>9} {:>9} {:>9} {:>9}", "process", "min", "median", "max", "peak");
    // The peak is that of the largest process so far, so the smallest comes first.
    measure("an empty one", "true", &[]);
    for spec in specs {
        let name = format!("check {}", spec.file_name().unwrap_or_default().to_string_lossy());
        measure(&name, env!("CARGO_BIN_EXE_specwave"), &[OsStr::new("check"), spec.as_os_str()]);
    }
}

/// The longest example, and the longest specification of other people where they are there.
fn largest_specs() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    ["docs/examples", "../shared/corpus/dce"].iter().filter_map(|folder| largest_in(&root.join(folder))).collect()
}

fn largest_in(folder: &Path) -> Option<PathBuf> {
    let files = std::fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path());
    let specs = files.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    specs.max_by_key(|path| path.metadata().map_or(0, |metadata| metadata.len()))
}

fn measure(name: &str, program: &str, arguments: &[&OsStr]) {
    let mut times: Vec<Duration> = (0..TIMES).map(|_| once(program, arguments)).collect();
    times.sort();
    let shown = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1e3);
    let (fastest, median, slowest) = (times[0], times[TIMES / 2], times[TIMES - 1]);
    let peak = getrusage(UsageWho::RUSAGE_CHILDREN).map_or(0, |usage| usage.max_rss()) / 1024;
    println!("{name:40} {:>9} {:>9} {:>9} {:>9}", shown(fastest), shown(median), shown(slowest), format!("{peak} MB"));
}

fn once(program: &str, arguments: &[&OsStr]) -> Duration {
    let start = Instant::now();
    let ended = Command::new(program).args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    let time = start.elapsed();
    // Findings of a specification are no failure of the measurement.
    assert!(ended.is_ok_and(|ended| matches!(ended.code(), Some(0 | 1))), "{program} {arguments:?} did not do its work");
    time
}
