//! The highest quality level through whole runs: tests under the race detector, in random order, several times.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that cannot go on fails, and figures are printed")]

mod support;

use std::path::PathBuf;

use support::{files, output, path_with, root, run, shown, specwave};

fn example() -> PathBuf {
    root().join("docs/examples/loyalty-points.md")
}

#[test]
fn a_bulletproof_run_races_shuffles_and_repeats_the_tests() {
    let folder = tempfile::tempdir().unwrap();
    let (code, account, shown) = run(&example(), folder.path(), &["--quality", "bulletproof"]);
    assert_eq!(code, 0, "{shown}");
    let gates = account["gates"].as_array().unwrap();
    let tests: Vec<&serde_json::Value> =
        gates.iter().flat_map(|gate| gate["verdicts"].as_array().unwrap()).filter(|verdict| verdict["check"] == "test").collect();
    let last = tests.last().unwrap();
    let command = last["command"].as_str().unwrap();
    println!("{command}: {} ms", last["millis"]);
    assert!(command.contains("-race -shuffle=on -count=3"), "{command}");
    assert!(command.ends_with("./..."), "{command}");
    assert_eq!(last["ending"]["ended"], "passed", "{last:#}");
    for check in ["layout", "contract", "lint", "benchmarks"] {
        let last = gates.last().unwrap()["verdicts"].as_array().unwrap().iter().find(|verdict| verdict["check"] == check);
        assert_eq!(last.unwrap()["ending"]["ended"], "passed", "{last:#?}");
    }
    let total = account["coverage"]["total"].as_f64().unwrap();
    assert!(total >= 90.0, "{total} % are covered");
    assert!(files(folder.path()).contains_key("go.mod"));
}

#[test]
fn without_a_c_compiler_it_says_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let home = tempfile::tempdir().unwrap();
    let target = folder.path().join("output");
    let mut command = specwave(home.path());
    command.arg("run").arg(example()).args(["--quality", "bulletproof", "--output"]).arg(&target);
    let output = output(command.env("PATH", path_with(folder.path(), &["go", "gofmt", "git", "golangci-lint", "govulncheck"])));
    let printed = shown(&output);
    assert_eq!(output.status.code(), Some(4), "{printed}");
    assert!(printed.contains("C compiler") && printed.contains("apt-get install gcc"), "{printed}");
    assert!(files(&target).is_empty(), "something was written");
}
