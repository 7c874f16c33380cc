//! `specwave init`: from nothing to code that is built and tested.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use support::{output, run, shown, specwave};

#[test]
fn a_new_specification_has_no_findings_and_is_built() {
    let folder = tempfile::tempdir().unwrap();
    let init = |arguments: &[&str]| {
        let output = output(specwave(folder.path()).current_dir(folder.path()).arg("init").args(arguments));
        (output.status.code(), shown(&output))
    };
    let (code, printed) = init(&["Gift Cards"]);
    assert_eq!((code, printed.contains("specs/gift-cards.md")), (Some(0), true), "{printed}");
    let path = folder.path().join("specs/gift-cards.md");
    let text = std::fs::read_to_string(&path).unwrap();

    // It is the user's now.
    let (code, printed) = init(&["Gift Cards"]);
    assert_eq!((code, printed.contains("is there already")), (Some(5), true), "{printed}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);

    let (code, printed) = init(&["Seats", "--output", "plans/seating.md"]);
    assert_eq!(code, Some(0), "{printed}");
    let (code, printed) = init(&["Seats", "--output", "plans"]);
    assert_eq!((code, printed.contains("plans/seats.md")), (Some(0), true), "{printed}");
    assert_eq!(init(&["  "]).0, Some(2));

    let checked = output(specwave(folder.path()).current_dir(folder.path()).args(["check", "specs", "plans"]));
    assert!(
        checked.status.success() && shown(&checked).contains("3 files checked: 0 errors, 0 warnings, 0 notes"),
        "{}",
        shown(&checked)
    );

    let (code, account, printed) = run(&path, &folder.path().join("code"), &[]);
    assert_eq!(code, 0, "{account:#}\n{printed}");
    assert!(folder.path().join("code/internal/domain/giftcards/item.go").is_file());
}
