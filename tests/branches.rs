//! A run that brings its files into a branch, and leaves the folder alone.

#![expect(clippy::disallowed_methods, reason = "these tests look at a repository with git")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;
use support::{files, output, root, run, shown, specwave};
use tempfile::TempDir;

const BRANCH: &[&str] = &["--quality", "draft", "--branch", "generated/loyalty"];

/// A repository with a commit, and something that is not committed.
fn repository() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "--quiet", "--initial-branch", "main"]);
    support::write(&folder.path().join("README.md"), "A shop.\n");
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "--quiet", "--message", "A shop"]);
    support::write(&folder.path().join("notes.txt"), "not committed\n");
    folder
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "user.name=A User", "-c", "user.email=user@example.org"]).args(arguments);
    let output = output(&mut command);
    assert!(output.status.success(), "git {arguments:?}: {}", shown(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// The work tree, as text.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    let files = files(folder).into_iter().filter(|(path, _)| !path.starts_with(".git/"));
    files.map(|(path, content)| (path, String::from_utf8(content).unwrap())).collect()
}

fn spec() -> PathBuf {
    root().join("docs/examples/loyalty-points.md")
}

#[test]
fn the_branch_has_a_commit_for_each_task_and_the_folder_is_as_it_was() {
    let (folder, home) = (repository(), tempfile::tempdir().unwrap());
    let place = folder.path();
    let before = (tree(place), git(place, &["status", "--porcelain"]), git(place, &["rev-parse", "HEAD"]));
    let (code, account, printed) = run(&spec(), place, BRANCH);
    assert_eq!((code, &account["applied"]["branch"]), (0, &json!("generated/loyalty")), "{printed}");
    let after = (tree(place), git(place, &["status", "--porcelain"]), git(place, &["rev-parse", "HEAD"]));
    assert_eq!(after, before);

    let log = git(
        place,
        &[
            "log",
            "--format=%(trailers:key=Specwave-Task,valueonly,separator=)|%(trailers:key=Specwave-Run,valueonly,separator=)|%(trailers:key=Specwave-Agent,valueonly,separator=)",
            "main..generated/loyalty",
        ],
    );
    assert!(log.contains("domain_expert|0001-loyalty-points-ledger|builtin"), "{log}");
    assert!(log.contains("documentation_writer|0001-loyalty-points-ledger|builtin"), "{log}");
    assert!(log.lines().count() > 15 && log.lines().all(|line| line.contains("|0001-")), "{log}");
    let of_expert = git(place, &["log", "--grep=Specwave-Task: domain_expert", "--format=", "--name-only", "generated/loyalty"]);
    assert!(of_expert.contains("internal/domain/loyalty/loyalty_account.go"), "{of_expert}");
    assert!(!of_expert.contains("internal/api"), "{of_expert}");

    // A process that is killed before it can say that the branch is there makes it once more, and nothing else.
    let made = git(place, &["rev-parse", "generated/loyalty^{tree}"]);
    let journal = specwave_engine::run::latest(place).unwrap().journal();
    let records = std::fs::read_to_string(&journal).unwrap();
    let applying = records.find("{\"type\":\"apply_started\"").unwrap();
    let end = applying + records[applying..].find('\n').unwrap() + 1;
    support::write(&journal, &records[..end]);
    let resumed = output(specwave(home.path()).args(["resume", "--output"]).arg(place));
    assert_eq!(resumed.status.code(), Some(0), "{}", shown(&resumed));
    assert_eq!(git(place, &["rev-parse", "generated/loyalty^{tree}"]), made);
    assert_eq!(tree(place), before.0);

    // It is what a run brings into a folder.
    let other = tempfile::tempdir().unwrap();
    assert_eq!(run(&spec(), other.path(), &["--quality", "draft"]).0, 0);
    git(place, &["merge", "--quiet", "generated/loyalty"]);
    let merged = tree(place);
    let mut expected = tree(other.path());
    expected.extend(before.0);
    assert_eq!(merged, expected);

    // Once it is merged the files are ours: the same specification changes nothing, in the folder or in a branch.
    let (code, account, printed) = run(&spec(), place, &["--quality", "draft"]);
    assert_eq!((code, &account["applied"]["written"], &account["applied"]["removed"]), (0, &json!([]), &json!([])), "{printed}");
    assert_eq!(tree(place), merged);
}

#[test]
fn a_branch_that_is_somebody_elses_is_left_alone() {
    let folder = repository();
    let place = folder.path();
    git(place, &["branch", "generated/loyalty"]);
    let before = git(place, &["for-each-ref"]);
    for (branch, expected, said) in [
        ("generated/loyalty", 5, "git branch -D generated/loyalty"),
        ("main", 5, "is there already"),
        ("no such..name", 2, "cannot be the name of a branch"),
    ] {
        let (code, _, printed) = run(&spec(), place, &["--branch", branch]);
        assert!(code == expected && printed.contains(said), "{branch}: {code}: {printed}");
    }
    assert_eq!(git(place, &["for-each-ref"]), before);
    let (code, _, printed) = run(&spec(), tempfile::tempdir().unwrap().path(), BRANCH);
    assert!(code == 2 && printed.contains("git init"), "{printed}");
}
