//! A specification and the code that was made from it: no drift at first, and each change of the code is found.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::disallowed_methods, reason = "the executable is a process of its own")]

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Findings about drift, as code, line and the file of the first related place.
fn drift(spec: &Path) -> Vec<(String, u64, Option<String>)> {
    let output = Command::new(env!("CARGO_BIN_EXE_specwave")).args(["check", "--format", "json"]).arg(spec).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let findings =
        report["findings"].as_array().unwrap().iter().filter(|finding| finding["code"].as_str().unwrap().starts_with("SW12"));
    let place = |finding: &Value| finding["related"][0]["file"].as_str().map(str::to_owned);
    let line = |finding: &Value| finding["range"]["start"]["line"].as_u64().unwrap();
    findings.map(|finding| (finding["code"].as_str().unwrap().to_owned(), line(finding), place(finding))).collect()
}

#[test]
fn what_a_run_made_keeps_its_layout_and_has_no_drift_until_somebody_changes_it() {
    for example in ["loyalty-points.md", "parcel-tracking.md"] {
        let folder = tempfile::tempdir().unwrap();
        let spec = folder.path().join(example);
        std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/examples").join(example), &spec).unwrap();
        let run = Command::new(env!("CARGO_BIN_EXE_specwave"))
            .args(["run", "--quality", "draft", "--output"])
            .args([folder.path(), &spec])
            .output()
            .unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        assert_eq!(drift(&spec), [], "{example}");
        let verified = Command::new(env!("CARGO_BIN_EXE_specwave"))
            .args(["verify", "--format", "json", "--spec"])
            .args([&spec, folder.path()])
            .output()
            .unwrap();
        let report: Value = serde_json::from_slice(&verified.stdout).unwrap();
        assert_eq!(report["findings"], Value::Array(Vec::new()), "{example}");
    }
}

#[test]
fn a_field_that_is_gone_from_the_code_is_reported_on_its_line_of_the_specification() {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("specs/reminders.md");
    let go = folder.path().join("internal/domain/billing/invoice.go");
    for file in [&spec, &go] {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    }
    std::fs::write(folder.path().join("go.mod"), "module example.com/shop\n\ngo 1.22\n").unwrap();
    std::fs::write(&go, "package billing\n\ntype Invoice struct {\n\tID string\n}\n").unwrap();
    let text = "---\nfeature: Reminders\ndomain: billing\n---\n\n```yaml\nentities:\n  - name: Invoice\n    fields:\n      - ID string\n      - DueAt time.Time\n```\n";
    std::fs::write(&spec, text).unwrap();
    assert_eq!(drift(&spec), [("SW1203".to_owned(), 11, Some(go.display().to_string()))]);
}
