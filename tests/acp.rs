//! Agents that speak the Agent Client Protocol: whole runs with a scripted one.

mod support;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use support::{files, root, run, write};

fn example() -> PathBuf {
    root().join("docs/examples/loyalty-points.md")
}

/// Names the scripted agent in the settings of a folder.
fn configure(folder: &Path, behaviour: &str, more: &str) {
    let (script, executable) = (root().join("tests/support/acp_agent.py"), env!("CARGO_BIN_EXE_specwave"));
    let settings = format!(
        "attempts = 2\n\n[agents.scripted]\nkind = \"acp\"\ncommand = [\"python3\", {script:?}, {behaviour:?}, {executable:?}]\n{more}"
    );
    write(&folder.join("specwave.toml"), settings);
}

fn run_scripted(folder: &Path) -> (i32, Value, String) {
    run(&example(), folder, &["--quality", "draft", "--agent", "scripted"])
}

#[test]
fn a_whole_run_over_acp_gives_the_same_bytes_and_nothing_outside_the_rules() {
    let [plain, spoken] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let (code, _, shown) = run(&example(), plain.path(), &["--quality", "draft"]);
    assert_eq!(code, 0, "{shown}");
    configure(spoken.path(), "oversteps", "");
    let (code, account, shown) = run_scripted(spoken.path());
    assert_eq!(code, 0, "{shown}");
    let mut written = files(spoken.path());
    written.remove("specwave.toml");
    assert!(written == files(plain.path()), "the files that came over ACP are others");
    let progress = std::fs::read_to_string(spoken.path().join(".claude/context/execution-progress.md")).unwrap();
    assert_eq!(progress.matches("files over ACP.\n").count(), 21, "{progress}");
    assert_eq!(account["usage"], json!({"input_tokens": 21 * 900, "output_tokens": 21 * 60, "cost": {"USD": 5.25}}));
    assert_eq!(account["tasks"][0]["usage"]["cost"], json!({"USD": 0.25}));
    assert!(progress.contains("- Used by agents: 18900 tokens read, 1260 written, 5.25 USD\n"), "{progress}");
}

#[test]
fn an_agent_mends_what_it_broke_when_it_is_told_how_the_gate_failed() {
    let folder = tempfile::tempdir().unwrap();
    configure(folder.path(), "breaks", "");
    let (code, account, shown) = run_scripted(folder.path());
    assert_eq!(code, 0, "{shown}");
    let tasks = account["tasks"].as_array().unwrap().iter();
    let again: Vec<&Value> = tasks.filter(|task| task["attempts"] != 1).map(|task| &task["id"]).collect();
    assert_eq!(again, ["value_designer"], "{shown}");
    let mended = std::fs::read_to_string(folder.path().join("internal/domain/values/money.go")).unwrap();
    assert!(!mended.contains("broken"), "{mended}");
}

#[test]
fn an_agent_that_cannot_be_used_is_the_environments_fault() {
    let cases = [
        ("exits", "has begun no session: it ended by itself with exit code 7"),
        ("garbage", "it writes lines that are no messages of the protocol, such as `this is no protocol"),
        ("floods", "it wrote a message of more than 32 MiB"),
        ("version", "required ACP protocol version 1 but peer negotiated 2"),
        ("silent", "it gave no answer in 1 s"),
        ("login", "wants its user to log in"),
    ];
    for (behaviour, expected) in cases {
        let folder = tempfile::tempdir().unwrap();
        configure(folder.path(), behaviour, if behaviour == "silent" { "start_seconds = 1\n" } else { "" });
        let (code, _, shown) = run_scripted(folder.path());
        assert_eq!(code, 4, "{behaviour}: {shown}");
        assert!(shown.contains(expected), "{behaviour}: {shown}");
    }
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("specwave.toml"), "[agents.scripted]\nkind = \"acp\"\ncommand = [\"no-such-agent\", \"--acp\"]\n");
    let (code, _, shown) = run_scripted(folder.path());
    assert_eq!(code, 4, "{shown}");
    assert!(shown.contains("`no-such-agent` cannot be started") && shown.contains("install the agent"), "{shown}");
}

#[test]
fn an_agent_that_does_not_do_its_task_has_failed() {
    let cases = [
        ("dies", "", "did not do the Task: it ended by itself with exit code 9"),
        ("refuses", "", "it refused to go on"),
        ("behaves", "permissions = \"deny\"\n", "it cancelled its turn"),
    ];
    for (behaviour, more, expected) in cases {
        let folder = tempfile::tempdir().unwrap();
        configure(folder.path(), behaviour, more);
        let (code, _, shown) = run_scripted(folder.path());
        assert_eq!(code, 1, "{behaviour}: {shown}");
        assert!(shown.contains(expected), "{behaviour}: {shown}");
    }
}
