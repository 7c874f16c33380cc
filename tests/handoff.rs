//! A feature context and an implementation plan that were there before the run.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use serde_json::Value;
use support::{files, root, run, write};
use tempfile::TempDir;

const CONTEXT: &str = ".claude/context/feature-context.yaml";
const PLAN: &str = ".claude/context/implementation-plan.md";
const TAKEN_UP: &str =
    "feature: {id: LOYALTY-1, name: Loyalty Points Ledger}\ntechnical_requirements: {entities: [LoyaltyAccount]}\n";

/// A folder with these files in it.
fn folder(handed_over: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    handed_over.iter().for_each(|(path, text)| write(&folder.path().join(path), text));
    folder
}

/// A run of the example: its exit code, its account and what it printed.
fn run_in(folder: &TempDir) -> (i32, Value, String) {
    run(&root().join("docs/examples/loyalty-points.md"), folder.path(), &["--quality", "draft"])
}

#[test]
fn wave_0_is_skipped_and_the_tasks_are_told_what_was_planned() {
    let planned = folder(&[(CONTEXT, TAKEN_UP), (PLAN, "# Plan\n\nAccounts before transactions.\n")]);
    let (code, account, printed) = run_in(&planned);
    assert_eq!((code, &account["completed"]), (0, &Value::from(20)), "{printed}");
    let said = account["noticed"].to_string();
    assert!(said.contains("implementation-plan.md were taken up, and Wave 0 was skipped"), "{said}");
    let brief = support::records(planned.path()).join("domain_expert-1-brief.json");
    let brief = std::fs::read_to_string(brief).unwrap();
    assert!(brief.contains("Accounts before transactions.") && brief.contains("LOYALTY-1"), "{brief}");

    // The Tasks began with the same stubs, so the same module comes of it.
    let unplanned = folder(&[]);
    assert_eq!(run_in(&unplanned).0, 0);
    assert!(files(planned.path()) == files(unplanned.path()));
    let kept = std::fs::read_to_string(planned.path().join(CONTEXT)).unwrap();
    assert_eq!(kept, TAKEN_UP, "it is somebody else's file");
}

#[test]
fn what_is_not_enough_or_for_another_feature_does_not_stop_wave_0() {
    for (handed_over, said) in [
        ([(CONTEXT, TAKEN_UP)].as_slice(), "Wave 0 is done all the same"),
        (&[(CONTEXT, "feature: {name: Parcel Tracking}\n"), (PLAN, "# Plan\n")], "is about `Parcel Tracking`, another feature"),
    ] {
        let (code, account, printed) = run_in(&folder(handed_over));
        assert_eq!((code, &account["completed"]), (0, &Value::from(21)), "{printed}");
        assert!(account["noticed"].to_string().contains(said), "{said}: {}", account["noticed"]);
    }
}

#[test]
fn what_is_broken_stops_the_run_before_it_begins() {
    for (context, said) in [
        ("feature: [\n", "feature-context.yaml: "),
        (
            "feature: {name: Loyalty Points Ledger}\ntechnical_requirements: {services: [Unicorns]}\n",
            "asks for `Unicorns` of `services`",
        ),
    ] {
        let folder = folder(&[(CONTEXT, context), (PLAN, "# Plan\n")]);
        let (code, _, printed) = run_in(&folder);
        assert!(code == 2 && printed.contains(said) && printed.contains("remove .claude/context"), "{code}: {printed}");
        assert!(!folder.path().join(".specwave").exists(), "something was begun");
    }
}
