//! The main job: a real specification becomes a Go module that builds, passes its tests and sits where it should.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that cannot go on fails, and figures are printed")]

mod support;

use std::path::{Path, PathBuf};

use serde_json::Value;
use support::{corpus, files, go, root, run};

/// One specification per dialect, always there.
fn examples() -> [PathBuf; 2] {
    ["loyalty-points.md", "parcel-tracking.md"].map(|name| root().join("docs/examples").join(name))
}

#[test]
fn the_examples_become_modules_that_pass_everything() {
    for spec in examples() {
        becomes_a_module(&spec);
    }
}

/// Other people's specifications, where they are there.
#[test]
fn real_specifications_become_modules_that_pass_everything() {
    let names = ["example-spec.md", "dynamic-pricing-engine.md", "consent-management-v2.md", "webhook-management-spec.md"];
    let specs: Vec<PathBuf> = names.into_iter().filter_map(corpus).collect();
    println!("{} of {} specifications are there", specs.len(), names.len());
    for spec in specs {
        becomes_a_module(&spec);
    }
}

fn becomes_a_module(spec: &Path) {
    let folder = tempfile::tempdir().unwrap();
    let module = folder.path();
    let (code, account, shown) = run(spec, module, &[]);
    assert_eq!(code, 0, "{}:\n{shown}", spec.display());
    assert_eq!(account["outcome"], "succeeded", "{account:#}");

    go(module, "go", &["build", "-gcflags=-e", "./..."]);
    go(module, "go", &["vet", "./..."]);
    assert_eq!(go(module, "gofmt", &["-l", "."]), "", "files that gofmt would change");
    let profile = module.join("cover.out");
    let profile_argument = format!("-coverprofile={}", profile.display());
    go(module, "go", &["test", "-coverpkg=./...", &profile_argument, "./..."]);
    let total = total_coverage(&go(module, "go", &["tool", "cover", &format!("-func={}", profile.display())]));
    let domain = lowest_coverage(&go(module, "go", &["test", "-cover", "./internal/domain/..."]));
    println!(
        "{}: coverage {total:.1} % in total, {domain:.1} % in the lowest domain package; work ÷ elapsed {}",
        spec.display(),
        account["speedup"]
    );
    assert!(total >= 80.0, "total coverage of {} is {total} %", spec.display());
    assert!(domain >= 95.0, "domain coverage of {} is {domain} %", spec.display());
    outputs_are_in_their_places(spec, module);
}

/// The share in the last line that `go tool cover -func` prints.
fn total_coverage(printed: &str) -> f64 {
    let share = printed.trim().rsplit(char::is_whitespace).next().unwrap_or_default();
    share.trim_end_matches('%').parse().unwrap_or_else(|_| panic!("no total in {printed}"))
}

/// The lowest share that `go test -cover` prints for a package.
fn lowest_coverage(printed: &str) -> f64 {
    let shares = printed.lines().filter_map(|line| line.split("coverage: ").nth(1)?.split('%').next()?.parse::<f64>().ok());
    shares.fold(f64::INFINITY, f64::min)
}

/// Every Task of Waves 1 to 4 has made what the plan promised.
fn outputs_are_in_their_places(spec: &Path, module: &Path) {
    let home = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let mut plan = support::specwave(home.path());
    let plan = support::output(plan.arg("plan").arg(spec).arg("--output").arg(elsewhere.path()).args(["--format", "json"]));
    let plan: Value = serde_json::from_slice(&plan.stdout).unwrap();
    let written = files(module);
    let tasks = plan["tasks"].as_array().unwrap();
    let mut builders = 0;
    for task in tasks.iter().filter(|task| task["wave"] != 0) {
        let makes = task["makes"].as_array().unwrap();
        builders += usize::from(!makes.is_empty());
        for path in makes.iter().map(|path| path.as_str().unwrap()) {
            assert!(written.keys().any(|file| matches(path, file)), "{} has not made {path} for {}", task["id"], spec.display());
        }
    }
    assert_eq!((tasks.len(), builders), (21, 20));
}

/// Whether a promised path, with at most one `*`, is this file.
fn matches(promised: &str, file: &str) -> bool {
    match promised.split_once('*') {
        Some((before, after)) => file.len() >= before.len() + after.len() && file.starts_with(before) && file.ends_with(after),
        None => promised == file,
    }
}

#[test]
fn a_second_run_and_every_mode_give_the_same_bytes() {
    let [spec, _] = examples();
    let folder = tempfile::tempdir().unwrap();
    let first = run_draft(&spec, folder.path(), "adaptive");
    let again = run_draft(&spec, folder.path(), "adaptive");
    assert_eq!(first, again, "a second run of the same specification changed something");
    for mode in ["parallel", "sequential"] {
        let other = tempfile::tempdir().unwrap();
        let written = run_draft(&spec, other.path(), mode);
        assert!(written == first, "mode {mode} wrote other bytes than adaptive");
    }
}

fn run_draft(spec: &Path, folder: &Path, mode: &str) -> std::collections::BTreeMap<String, Vec<u8>> {
    let (code, _, shown) = run(spec, folder, &["--quality", "draft", "--mode", mode]);
    assert_eq!(code, 0, "mode {mode}:\n{shown}");
    files(folder)
}

#[test]
fn tasks_really_run_side_by_side() {
    let [spec, _] = examples();
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("slowed.py");
    // The delay belongs to the agent, as a model's would; nothing here waits for it.
    support::write(
        &script,
        "import os, sys, time\ntime.sleep(1)\nos.execv(sys.argv[1], [\"specwave\", \"agent\", \"builtin\", sys.argv[2]])\n",
    );
    let executable = env!("CARGO_BIN_EXE_specwave");
    let settings = format!("[agents.slowed]\ncommand = [\"python3\", {script:?}, {executable:?}]\n");
    support::write(&folder.path().join("specwave.toml"), settings);
    let (code, account, shown) = run(&spec, folder.path(), &["--quality", "draft", "--agent", "slowed", "--jobs", "10"]);
    assert_eq!(code, 0, "{shown}");
    let journal = folder.path().join(".specwave/runs").join(account["run"].as_str().unwrap()).join("journal.jsonl");
    let most = most_at_once(&std::fs::read_to_string(journal).unwrap());
    println!("at most {most} Tasks ran at the same time");
    assert!(most >= 5, "at most {most} Tasks ran at the same time");
}

/// The largest number of Attempts that had started and not ended, by the journal.
fn most_at_once(journal: &str) -> usize {
    let (mut running, mut most) = (0_usize, 0);
    for record in journal.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        match record["event"]["type"].as_str() {
            Some("attempt_started") => running += 1,
            Some("attempt_ended") => running -= 1,
            _ => {}
        }
        most = most.max(running);
    }
    most
}
