//! Programs that take their prompt, and say what they do, in their own way: a whole run in which two of them work.

mod support;

use serde_json::json;

use support::{files, root, run, write};

#[test]
fn programs_with_formats_of_their_own_work_side_by_side_with_the_built_in_agent() {
    let spec = root().join("docs/examples/loyalty-points.md");
    let [plain, spoken] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let (code, _, shown) = run(&spec, plain.path(), &["--quality", "draft"]);
    assert_eq!(code, 0, "{shown}");
    let (script, executable) = (root().join("tests/support/command_agent.py"), env!("CARGO_BIN_EXE_specwave"));
    let settings = format!(
        "[agents.streams]\ncommand = [\"python3\", {script:?}, \"claude\", {executable:?}]\nprompt = \"stdin\"\n\
         output = \"claude-stream-json\"\n\n[agents.items]\ncommand = [\"python3\", {script:?}, \"codex\", {executable:?}]\n\
         prompt = \"file\"\noutput = \"codex-json\"\n\n[waves.1]\nagent = \"streams\"\n"
    );
    write(&spoken.path().join("specwave.toml"), settings);
    let (code, account, shown) = run(&spec, spoken.path(), &["--quality", "draft", "--agent", "value_designer=items"]);
    assert_eq!(code, 0, "{shown}");
    let mut written = files(spoken.path());
    written.remove("specwave.toml");
    assert!(written == files(plain.path()), "the files that other programs wrote are others");
    for task in account["tasks"].as_array().unwrap().iter().filter(|task| task["wave"] == 1) {
        let (agent, style) = if task["id"] == "value_designer" { ("items", "codex") } else { ("streams", "claude") };
        assert_eq!(task["agent"], agent, "{task}");
        let summary = task["summary"].as_str().unwrap();
        assert!(summary.starts_with("Streamed ") && summary.ends_with(&format!(" files as {style}.")), "{summary}");
    }
    let expected = json!({"input_tokens": 4 * 100 + 1000, "output_tokens": 4 * 20 + 30, "cost": {"USD": 2.0}});
    assert_eq!(account["usage"], expected);
}
