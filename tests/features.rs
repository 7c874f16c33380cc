//! Several files of one feature are one specification to every command.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::path::Path;

use serde_json::Value;
use support::{output, shown, specwave, write};

const SPEC: &str = "---\nfeature: Reminders\ndomain: billing\n---\n\n# Reminders\n\n## Acceptance Criteria\n\n- It is sent";

const PLAN: &str = "# Plan\n\nTBD\n\n```yaml\nentities:\n  - name: Invoice\n    fields: [id, due]\nrepositories:\n  - name: InvoiceRepository\n```\n";

/// Runs `specwave` in a folder; what it printed as JSON.
fn call(folder: &Path, arguments: &[&str]) -> Value {
    let home = tempfile::tempdir().unwrap();
    let output = output(specwave(home.path()).current_dir(folder).args(arguments).args(["--format", "json"]));
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{arguments:?}: {}", shown(&output)))
}

#[test]
fn every_file_of_a_feature_and_its_folder_mean_the_whole_feature() {
    let folder = tempfile::tempdir().unwrap();
    let feature = "specs/001-reminders";
    let (spec, plan) = (format!("{feature}/spec.md"), format!("{feature}/plan.md"));
    write(&folder.path().join(&spec), SPEC);
    write(&folder.path().join(&plan), PLAN);
    for named in [&spec, &plan, feature] {
        let parsed = call(folder.path(), &["parse", named]);
        assert_eq!(parsed["name"], "Reminders", "{named}");
        let entity = &parsed["entities"][0];
        assert_eq!((&entity["name"], &entity["line"], &entity["file"]), (&"Invoice".into(), &7.into(), &plan.clone().into()));

        let checked = call(folder.path(), &["check", named]);
        let findings = checked["findings"].as_array().unwrap();
        let placeholders: Vec<_> = findings.iter().filter(|finding| finding["name"] == "placeholder-text").collect();
        assert_eq!(placeholders.len(), 1, "{named}: {findings:?}");
        assert_eq!((&placeholders[0]["file"], &placeholders[0]["range"]["start"]["line"]), (&plan.clone().into(), &3.into()));

        let planned = call(folder.path(), &["plan", named]);
        assert!(planned.to_string().contains("Invoice"), "{named}: {planned}");
    }
    let one = folder.path().join("specs/alone.md");
    write(&one, SPEC);
    let parsed = call(folder.path(), &["parse", "specs/alone.md"]);
    assert_eq!(parsed["acceptance"][0]["file"], Value::Null, "one file needs no name");
}
