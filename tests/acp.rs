//! Agents that speak the Agent Client Protocol: whole runs with a scripted one.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::path::{Path, PathBuf};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::{Value, json};
use specwave_engine::run::holder;

use support::{Followed, files, output, path, records, root, run, shown, specwave, tool, write};

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
    assert!(!account.to_string().contains("left behind"), "the agent itself is nothing that it leaves behind: {account:#}");
    assert!(progress.contains("- Used by agents: 18900 tokens read, 1260 written, 5.25 USD\n"), "{progress}");
}

/// Runs an agent that hands in a broken file at first; how often each Task was tried, where that is not once.
fn repaired(behaviour: &str) -> (Value, Vec<(Value, Value)>) {
    let folder = tempfile::tempdir().unwrap();
    configure(folder.path(), behaviour, "");
    let (code, account, shown) = run_scripted(folder.path());
    assert_eq!(code, 0, "{shown}");
    let mended = std::fs::read_to_string(folder.path().join("internal/domain/values/money.go")).unwrap();
    assert!(!mended.contains("broken"), "{mended}");
    let tasks = account["tasks"].as_array().unwrap().iter().filter(|task| task["attempts"] != 1);
    let again = tasks.map(|task| (task["id"].clone(), task["attempts"].clone())).collect();
    (account, again)
}

#[test]
fn an_agent_mends_what_it_broke_when_it_is_told_how_the_gate_failed() {
    for behaviour in ["breaks", "forgets"] {
        assert_eq!(repaired(behaviour).1, [(json!("value_designer"), json!(2))], "{behaviour}");
    }
}

#[test]
fn an_agent_that_can_load_sessions_mends_it_in_the_one_in_which_it_broke_it() {
    let (account, again) = repaired("remembers");
    assert_eq!(again, [(json!("value_designer"), json!(2))]);
    // Twice 0.25: what the session had cost before is not counted again.
    let task = account["tasks"].as_array().unwrap().iter().find(|task| task["id"] == "value_designer").unwrap();
    assert_eq!(task["usage"]["cost"], json!({"USD": 0.5}));
    assert!(task["summary"].as_str().unwrap().starts_with("Wrote "), "{task}");
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
        assert!(shown.contains(expected) && shown.contains("specwave resume"), "{behaviour}: {shown}");
        assert_eq!(files(folder.path()).keys().collect::<Vec<_>>(), ["specwave.toml"], "{behaviour}");
    }
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("specwave.toml"), "[agents.scripted]\nkind = \"acp\"\ncommand = [\"no-such-agent\", \"--acp\"]\n");
    let (code, _, shown) = run_scripted(folder.path());
    assert_eq!(code, 4, "{shown}");
    assert!(shown.contains("`no-such-agent` cannot be started") && shown.contains("install the agent"), "{shown}");
}

#[test]
fn an_agent_that_is_known_needs_no_entry() {
    let [home, folder, tools] = [0; 3].map(|_| tempfile::tempdir().unwrap());
    // It has the name and the arguments of Goose, and lies where programs are.
    let bin = tools.path().join("bin");
    let (goose, executable) = (bin.join("goose"), env!("CARGO_BIN_EXE_specwave"));
    std::fs::create_dir(&bin).unwrap();
    for script in ["acp_agent.py", "builtin_files.py"] {
        std::fs::copy(root().join("tests/support").join(script), bin.join(script)).unwrap();
    }
    write(&goose, format!("#!/bin/sh\n[ \"$*\" = acp ] && exec python3 {}/acp_agent.py behaves {executable}\n", bin.display()));
    std::fs::set_permissions(&goose, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    write(&folder.path().join("specwave.toml"), "[roles.value_designer]\nagent = \"goose\"\n");
    let path = std::env::join_paths([bin].into_iter().chain(std::env::split_paths(&path()))).unwrap();
    let call = |arguments: &[&str]| output(specwave(home.path()).args(arguments).env("PATH", &path).current_dir(folder.path()));
    let example = example().display().to_string();
    let ended = call(&["run", &example, "--quality", "draft", "--format", "json"]);
    assert_eq!(ended.status.code(), Some(0), "{}", shown(&ended));
    let account: Value = serde_json::from_slice(&ended.stdout).unwrap();
    let by_goose: Vec<&Value> = account["tasks"].as_array().unwrap().iter().filter(|task| task["agent"] == "goose").collect();
    assert!(by_goose.len() == 1 && by_goose[0]["summary"].as_str().unwrap().contains("files over ACP"), "{account:#}");
    assert!(shown(&call(&["doctor"])).contains("goose"));
    std::fs::remove_file(goose).unwrap();
    let ended = call(&["run", &example, "--quality", "draft", "--agent", "goose"]);
    assert_eq!(ended.status.code(), Some(4), "{}", shown(&ended));
    assert!(shown(&ended).contains("`goose` cannot be started"), "{}", shown(&ended));
}

#[test]
fn a_cancelled_agent_may_end_its_turn_and_is_killed_if_it_does_not() {
    for (behaviour, answers) in [("waits", true), ("deaf", false)] {
        let [home, folder] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        configure(folder.path(), behaviour, "[timeouts]\ngrace_seconds = 1\n");
        let mut command = specwave(home.path());
        command.arg("run").arg(example()).arg("--output").arg(folder.path()).args(["--agent", "scripted"]);
        let run = Followed::start(command);
        run.until("waiting to be cancelled");
        let cancelled = output(specwave(home.path()).arg("cancel").arg("--output").arg(folder.path()));
        assert!(cancelled.status.success(), "{}", shown(&cancelled));
        assert_eq!(run.end(), Some(130), "{behaviour}");
        let log = std::fs::read_to_string(records(folder.path()).join("foundation_analyst-1-log")).unwrap();
        assert_eq!(log.contains("the client has cancelled the turn"), answers, "{behaviour}: {log}");
        let pid = log.lines().find_map(|line| line.strip_prefix("pid ")).unwrap();
        assert!(!Path::new("/proc").join(pid).exists(), "{behaviour} is still there");
    }
}

#[test]
fn what_a_killed_run_had_begun_is_begun_anew_in_another_session() {
    let [home, plain, folder] = [0; 3].map(|_| tempfile::tempdir().unwrap());
    assert_eq!(run(&example(), plain.path(), &["--quality", "draft"]).0, 0);
    configure(folder.path(), "waits-at-first", "");
    let mut command = specwave(home.path());
    command.arg("run").arg(example()).arg("--output").arg(folder.path()).args(["--quality", "draft", "--agent", "scripted"]);
    let run = Followed::start(command);
    run.until("waiting to be cancelled");
    let driver = holder(folder.path()).unwrap();
    kill(Pid::from_raw(driver.pid.cast_signed()), Signal::SIGKILL).unwrap();
    run.end();
    let mut resumed = specwave(home.path());
    let ended = output(resumed.args(["resume", "--format", "json", "--output"]).arg(folder.path()));
    assert_eq!(ended.status.code(), Some(0), "{}", shown(&ended));
    let mut written = files(folder.path());
    written.remove("specwave.toml");
    assert!(written == files(plain.path()), "the files that came after the kill are others");
    let account: Value = serde_json::from_slice(&ended.stdout).unwrap();
    let attempts =
        |id: &str| account["tasks"].as_array().unwrap().iter().find(|task| task["id"] == id).unwrap()["attempts"].clone();
    assert_eq!(["foundation_analyst", "value_designer"].map(attempts), [json!(1), json!(2)], "{account:#}");
    // The scripted agent has seen to it that it was given the whole Task again. The one before is gone.
    let log = std::fs::read_to_string(records(folder.path()).join("value_designer-1-log")).unwrap();
    let pid = log.lines().find_map(|line| line.strip_prefix("pid ")).unwrap();
    assert!(!Path::new("/proc").join(pid).exists(), "{log}");
}

#[test]
fn an_agent_that_does_not_do_its_task_has_failed() {
    let cases = [
        ("dies", "", "did not do the Task: it ended by itself with exit code 9"),
        ("refuses", "", "it refused to go on"),
        ("behaves", "permissions = \"deny\"\n", "it cancelled its turn"),
        ("deaf", "[timeouts]\ntask_seconds = 3\ngrace_seconds = 1\n", "its time was over"),
        ("deaf", "[timeouts]\nsilence_seconds = 3\ngrace_seconds = 1\n", "it wrote nothing for too long"),
    ];
    for (behaviour, more, expected) in cases {
        let folder = tempfile::tempdir().unwrap();
        configure(folder.path(), behaviour, more);
        let (code, _, shown) = run_scripted(folder.path());
        assert_eq!(code, 1, "{behaviour}: {shown}");
        assert!(shown.contains(expected), "{behaviour}: {shown}");
    }
}

#[test]
fn roles_and_waves_have_their_own_agents_models_and_modes() {
    let folder = tempfile::tempdir().unwrap();
    let assignments = "[waves.1]\nagent = \"scripted\"\nmodel = \"big\"\n\n[roles.value_designer]\nmode = \"With care\"\n";
    configure(folder.path(), "behaves", assignments);
    let (code, account, shown) = run(&example(), folder.path(), &["--quality", "draft", "--agent", "domain_expert=builtin"]);
    // The built-in agent cannot be told a model, and the wave's model is the role's as well.
    assert_eq!(code, 2, "{shown}");
    assert!(shown.contains("the agent `builtin` cannot be told a model or a mode"), "{shown}");
    assert_eq!(account, Value::Null);

    let assignments = assignments
        .replace("[waves.1]\nagent = \"scripted\"\nmodel = \"big\"", "[waves.1]\nagent = \"scripted\"")
        .replace("mode = ", "model = \"big\"\nmode = ");
    // Said in the settings, or on the command line.
    let choices = ["--agent", "1=scripted", "--model", "value_designer=big", "--agent-mode", "value_designer=With care"];
    for (settings, arguments) in [(assignments.as_str(), &[][..]), ("", &choices)] {
        let folder = tempfile::tempdir().unwrap();
        configure(folder.path(), "behaves", settings);
        let arguments = [&["--quality", "draft", "--agent", "domain_expert=builtin"], arguments].concat();
        let (code, account, shown) = run(&example(), folder.path(), &arguments);
        assert_eq!(code, 0, "{shown}");
        for task in account["tasks"].as_array().unwrap() {
            let is_scripted = task["wave"] == 1 && task["id"] != "domain_expert";
            assert_eq!(task["agent"], if is_scripted { "scripted" } else { "builtin" }, "{task}");
            let has_choice = task["summary"].as_str().unwrap().contains("with big in careful files over ACP");
            assert_eq!(has_choice, task["id"] == "value_designer", "{task}");
        }
    }
}

#[test]
fn an_agent_for_what_is_not_there_is_refused_before_anything_is_done() {
    let cases = [
        (
            "[roles.value_desinger]\nagent = \"scripted\"\n",
            "",
            "there is no role `value_desinger`",
            "did you mean `value_designer`?",
        ),
        ("[waves.7]\nagent = \"scripted\"\n", "", "there is no wave `7`", "from 0 to 4"),
        ("[roles.api_builder]\nagent = \"claud\"\n", "", "there is no agent `claud`", "known agents: builtin, scripted"),
        ("", "7=scripted", "there is no wave `7`", "from 0 to 4"),
        ("", "poet=scripted", "there is no role `poet`", "the roles are foundation_analyst, "),
        ("", "api_builder=claud", "there is no agent `claud`", "known agents: builtin, scripted"),
    ];
    for (settings, argument, message, hint) in cases {
        let folder = tempfile::tempdir().unwrap();
        configure(folder.path(), "behaves", settings);
        let arguments = ["--agent", if argument.is_empty() { "builtin" } else { argument }];
        let (code, _, shown) = run(&example(), folder.path(), &arguments);
        assert_eq!(code, 2, "{shown}");
        assert!(shown.contains(message) && shown.contains(hint), "{shown}");
        assert!(!folder.path().join(".specwave").exists());
    }
    let cases = [
        ("model = \"huge\"\n", "it offers no model `huge`, only small, big"),
        ("mode = \"rash\"\n", "it offers no mode `rash`, only code, careful"),
    ];
    for (settings, message) in cases {
        let folder = tempfile::tempdir().unwrap();
        configure(folder.path(), "behaves", settings);
        let (code, _, shown) = run_scripted(folder.path());
        assert_eq!(code, 4, "{shown}");
        assert!(shown.contains(message), "{shown}");
    }
}

/// Settings in which the Task of Wave 0 asks once, and all others are done by the built-in agent.
const ASKS_ONCE: &str = "permissions = \"ask\"\n\n[waves.0]\nagent = \"scripted\"\n\n";

#[test]
fn a_question_is_answered_at_the_terminal() {
    let [home, folder] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    configure(folder.path(), "asks", ASKS_ONCE);
    let specwave = env!("CARGO_BIN_EXE_specwave");
    let mut typist = tool("python3", home.path());
    typist.arg(root().join("tests/support/typist.py")).args([specwave, "run"]).arg(example());
    let ended = output(typist.args(["--quality", "draft", "--output"]).arg(folder.path()));
    assert_eq!(ended.status.code(), Some(0), "{}", shown(&ended));
    assert!(shown(&ended).contains("Foundation Analyst asks: Edit /"), "{}", shown(&ended));
    let journal = std::fs::read_to_string(records(folder.path()).with_file_name("journal.jsonl")).unwrap();
    assert_eq!(journal.matches("\"answer\":\"allowed\"").count(), 1, "{journal}");
}

#[test]
fn a_question_that_nobody_answers_in_time_is_answered_with_no() {
    let folder = tempfile::tempdir().unwrap();
    configure(folder.path(), "asks", &format!("{ASKS_ONCE}[timeouts]\nanswer_seconds = 1\n"));
    let (code, _, shown) = run(&example(), folder.path(), &["--quality", "draft"]);
    assert_eq!(code, 1, "{shown}");
    assert!(shown.contains("it cancelled its turn"), "{shown}");
    let journal = std::fs::read_to_string(records(folder.path()).with_file_name("journal.jsonl")).unwrap();
    assert_eq!(journal.matches("\"answer\":\"unanswered\"").count(), 2, "one for each attempt: {journal}");
}
