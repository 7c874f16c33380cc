//! The page about a run.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use support::{output, root, run, shown, specwave};

#[test]
fn its_figures_are_the_journals_and_it_needs_nothing_from_anywhere() {
    let folder = tempfile::tempdir().unwrap();
    let example = root().join("docs/examples/loyalty-points.md");
    let (code, account, printed) = run(&example, folder.path(), &["--quality", "draft"]);
    assert_eq!(code, 0, "{printed}");
    let home = tempfile::tempdir().unwrap();
    let report = |format: &str| {
        let mut command = specwave(home.path());
        let output = output(command.args(["report", "--format", format, "--output"]).arg(folder.path()));
        assert!(output.status.success(), "{}", shown(&output));
        String::from_utf8(output.stdout).unwrap()
    };

    let json: serde_json::Value = serde_json::from_str(&report("json")).unwrap();
    for key in ["work_ms", "elapsed_ms", "speedup", "completed", "outcome", "tasks", "gates"] {
        assert_eq!(json[key], account[key], "{key}");
    }
    let runs = folder.path().join(".specwave/runs");
    let run = std::fs::read_dir(runs).unwrap().filter_map(Result::ok).find(|entry| entry.path().is_dir()).unwrap();
    let journal = std::fs::read_to_string(run.path().join("journal.jsonl")).unwrap();
    let records: Vec<serde_json::Value> = journal.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let began = records[0]["at_ms"].as_u64().unwrap();
    let at = |kind: &str, task: &str| {
        let of_task = |record: &&serde_json::Value| record["event"]["type"] == kind && record["event"]["task"] == task;
        records.iter().find(of_task).unwrap()["at_ms"].as_u64().unwrap() - began
    };
    let lines = json["timeline"]["tasks"].as_array().unwrap();
    assert_eq!(lines.len(), 21);
    for line in lines {
        let task = line["task"].as_str().unwrap();
        let attempt = &line["attempts"][0];
        assert_eq!(attempt["from_ms"].as_u64(), Some(at("attempt_started", task)), "{task}");
        assert_eq!(attempt["to_ms"].as_u64(), Some(at("attempt_ended", task)), "{task}");
        assert_eq!(line["integrated_ms"].as_u64(), Some(at("integrated", task)), "{task}");
        if let Some(before) = line["waited_for"].as_str() {
            assert_eq!(line["ready_ms"].as_u64(), Some(at("integrated", before)), "{task} after {before}");
        }
    }

    let html = report("html");
    assert!(html.contains("Domain Expert") && html.contains(json["formula"].as_str().unwrap()), "{html}");
    for foreign in ["http:", "https:", "src=", "@import", "url(", "<script", "<link"] {
        assert!(!html.contains(foreign), "{foreign}");
    }
    assert!(html.contains("prefers-color-scheme: dark") && html.contains("width=device-width"));
    let markdown = report("markdown");
    assert!(markdown.contains("| 1 | Domain Expert | integrated | 1 |"), "{markdown}");
}
