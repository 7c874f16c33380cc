//! `specwave check`, `explain` and `rules` by the real executable.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::path::Path;

use serde_json::{Value, json};
use support::{output, shown, specwave, write};

const SPEC: &str = "---\nfeature: Invoice Reminders\ndomain: billing\npriority: hihg\n---\n\n# Invoice Reminders\n\n\
                    <!-- specwave-disable-next-line SW801 -->\n- An invoice is reminded of once\n\n\
                    ## Acceptance Criteria\n\n1. A reminder is fast\n";

/// Exit code and both streams of a command in a folder.
fn called(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output = output(specwave(folder).current_dir(folder).args(arguments));
    (output.status.code().unwrap_or(-1), shown(&output))
}

fn json_of(folder: &Path, arguments: &[&str]) -> Value {
    let (_, text) = called(folder, arguments);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Names of the rules that found something.
fn names(account: &Value) -> Vec<&str> {
    account["findings"].as_array().unwrap().iter().map(|finding| finding["name"].as_str().unwrap()).collect()
}

#[test]
fn settings_give_rules_their_levels_by_path() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("specs/reminders.md"), SPEC);
    let check = ["check", "specs", "--format", "json"];
    assert!(names(&json_of(folder.path(), &check)).contains(&"unknown-priority"));
    assert_eq!(called(folder.path(), &check).0, 0);
    let settings = folder.path().join("specwave.toml");
    write(&settings, "[rules]\nstructure = 'off'\nSW104 = 'error'\n");
    let account = json_of(folder.path(), &check);
    let of_structure: Vec<&str> = names(&account).into_iter().filter(|name| *name == "unused-suppression").collect();
    assert_eq!((of_structure, called(folder.path(), &check).0), (vec![], 1), "{account:#}");
    write(&settings, "[[rule_overrides]]\npaths = ['specs/**']\nrules = { unknown-priority = 'off' }\n");
    assert!(!names(&json_of(folder.path(), &check)).contains(&"unknown-priority"));
    write(&settings, "[rules]\nunknown-prority = 'off'\n");
    let (code, said) = called(folder.path(), &check);
    assert!(code == 2 && said.contains("did you mean `unknown-priority`?"), "{code} {said}");
}

#[test]
fn what_can_be_mended_is_mended() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("reminders.md");
    write(&file, SPEC);
    let text = || std::fs::read_to_string(&file).unwrap();

    let (code, said) = called(folder.path(), &["check", "reminders.md", "--diff", "--unsafe-fixes"]);
    assert!(code == 0 && said.contains("-priority: hihg\n+priority: high\n"), "{code} {said}");
    assert_eq!(text(), SPEC, "--diff writes nothing");
    let with_fix = called(folder.path(), &["check", "reminders.md", "--fix", "--diff", "--unsafe-fixes"]);
    assert_eq!((with_fix, text()), ((code, said), SPEC.to_owned()), "--fix beside --diff changes nothing");

    let (code, said) = called(folder.path(), &["check", "reminders.md", "--fix"]);
    assert!(code == 0 && said.contains("1 finding mended"), "{code} {said}");
    assert_eq!(text(), SPEC.replace("<!-- specwave-disable-next-line SW801 -->\n", ""));

    let account = json_of(folder.path(), &["check", "reminders.md", "--fix", "--unsafe-fixes", "--format", "json"]);
    assert!(account["mended"].as_u64().unwrap() >= 1 && !names(&account).contains(&"unknown-priority"), "{account:#}");
    assert!(text().contains("priority: high\n"), "{}", text());

    let (code, _) = called(folder.path(), &["check", "reminders.md", "--unsafe-fixes"]);
    assert_eq!(code, 2, "--unsafe-fixes alone means nothing");
}

#[test]
fn a_file_that_is_not_utf8_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = [SPEC.as_bytes(), b"\n\xe9t\xe9\n"].concat();
    write(&folder.path().join("reminders.md"), &bytes);
    let (_, said) = called(folder.path(), &["check", "reminders.md", "--fix"]);
    assert!(said.contains("is not UTF-8 and stays as it is"), "{said}");
    assert_eq!(std::fs::read(folder.path().join("reminders.md")).unwrap(), bytes);
}

#[test]
fn findings_are_counted_per_rule() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("a.md"), SPEC);
    write(&folder.path().join("b.md"), SPEC);
    let account = json_of(folder.path(), &["check", ".", "--statistics", "--format", "json"]);
    let counted = account["statistics"].as_array().unwrap().iter().find(|entry| entry["code"] == "SW104").unwrap();
    assert_eq!(counted, &json!({ "code": "SW104", "name": "unknown-priority", "findings": 2, "files": 2 }));
    let (_, text) = called(folder.path(), &["check", ".", "--statistics"]);
    assert!(text.contains("       2      2  SW104 unknown-priority\n") && text.ends_with("2 files checked\n"), "{text}");
}

#[test]
fn rules_are_listed_and_explained() {
    let folder = tempfile::tempdir().unwrap();
    let list = json_of(folder.path(), &["rules", "--format", "json"]);
    let vague = list.as_array().unwrap().iter().find(|rule| rule["name"] == "vague-words").unwrap();
    let keys: Vec<&String> = vague.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["code", "name", "group", "severity", "summary", "fix"]);
    assert_eq!(
        (&vague["code"], &vague["group"], &vague["severity"]),
        (&json!("SW801"), &json!("requirements"), &json!("information"))
    );
    let (code, text) = called(folder.path(), &["rules"]);
    assert!(code == 0 && text.lines().count() == list.as_array().unwrap().len(), "{text}");
    for wanted in ["SW801", "sw801", "vague-words"] {
        let (code, text) = called(folder.path(), &["explain", wanted]);
        assert!(code == 0 && text.starts_with("# SW801 vague-words\n") && text.contains("## Why it matters"), "{text}");
    }
    let (code, text) = called(folder.path(), &["explain", "vague-word"]);
    assert!(code == 2 && text.contains("did you mean `vague-words`?"), "{text}");
}
