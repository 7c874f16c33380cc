//! The commands that are about runs: what they show, what they do, and what they refuse.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::path::Path;
use std::process::{Child, Stdio};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;
use support::{files, output, root, shown, specwave, write};
use tempfile::TempDir;

/// An agent that says what it finds, leaves something that is not its own, and does its Task as the built-in one does. Two
/// Tasks only work once the user has said how.
const AGENT: &str = r#"
import hashlib, json, os, sys, time
executable, go_ahead, brief_path = sys.argv[1:]
brief = json.load(open(brief_path))
task, context = brief["task"], brief["context"]
while not os.path.exists(go_ahead): time.sleep(0.05)
if task == "domain_expert":
    found = open("internal/domain/loyalty/loyalty_account.go", "rb").read()
    print("found", hashlib.sha256(found).hexdigest()[:8], flush=True)
    open("aside.txt", "w").write("what I think of it\n")
if task == "api_tester" and "round half up" not in context and brief["attempt"] < 4:
    sys.exit("nobody says how to round")
os.execv(executable, ["specwave", "agent", "builtin", brief_path])
"#;

/// A line of a patch that puts code in the place of a stub.
const IMPLEMENTED: &str = "-\tpanic(\"Validate: not built yet\")";

/// An output folder whose agent is the one above.
struct Folder {
    folder: TempDir,
    home: TempDir,
}

impl Folder {
    fn new() -> Self {
        let folder = Self { folder: tempfile::tempdir().unwrap(), home: tempfile::tempdir().unwrap() };
        let script = folder.home.path().join("agent.py");
        write(&script, AGENT);
        let (executable, go_ahead) = (env!("CARGO_BIN_EXE_specwave"), folder.go_ahead());
        let agent = format!("[agents.scripted]\ncommand = [\"python3\", {script:?}, {executable:?}, {go_ahead:?}]\n");
        write(
            &folder.path().join("specwave.toml"),
            format!("attempts = 1\nagent = \"scripted\"\nquality = \"draft\"\n\n{agent}"),
        );
        folder
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The file that the agents wait for.
    fn go_ahead(&self) -> std::path::PathBuf {
        self.home.path().join("go-ahead")
    }

    /// `specwave` on this folder; its exit code and what it printed.
    fn call(&self, arguments: &[&str]) -> (i32, String) {
        let output = output(specwave(self.home.path()).args(arguments).arg("--output").arg(self.path()));
        (output.status.code().unwrap_or(-1), shown(&output))
    }

    /// The same with an answer in JSON, whatever the exit code.
    fn json(&self, arguments: &[&str]) -> Value {
        let mut command = specwave(self.home.path());
        let output = output(command.args(arguments).arg("--output").arg(self.path()).args(["--format", "json"]));
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{arguments:?}: {error}: {}", shown(&output)))
    }

    /// The same, left alone.
    fn spawn(&self, arguments: &[&str]) -> Child {
        let mut command = specwave(self.home.path());
        let command = command.args(arguments).arg("--output").arg(self.path());
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// How often each Task was begun, by the journal of the latest run.
    fn executions(&self) -> std::collections::BTreeMap<String, u32> {
        let journal = specwave_engine::run::latest(self.path()).unwrap().journal();
        let mut begun = std::collections::BTreeMap::new();
        for line in std::fs::read_to_string(journal).unwrap().lines() {
            let record: Value = serde_json::from_str(line).unwrap();
            if record["event"]["type"] == "attempt_started" {
                *begun.entry(record["event"]["task"].as_str().unwrap().to_owned()).or_default() += 1;
            }
        }
        begun
    }
}

fn example() -> String {
    root().join("docs/examples/loyalty-points.md").display().to_string()
}

#[test]
fn a_task_is_done_again_with_what_the_user_says() {
    let folder = Folder::new();
    assert_eq!(folder.call(&["runs"]), (0, format!("there is no run in {}\n", folder.path().display())));
    write(&folder.go_ahead(), "");
    let (code, printed) = folder.call(&["run", &example(), "--mode", "parallel"]);
    assert_eq!(code, 1, "{printed}");
    assert!(printed.contains("nobody says how to round"), "{printed}");

    let runs = folder.json(&["runs"]);
    assert_eq!((&runs[0]["state"], &runs[0]["tasks"]), (&Value::from("failed"), &Value::from(21)), "{runs}");
    let (code, table) = folder.call(&["runs"]);
    assert!(code == 0 && table.contains("0001-loyalty") && table.contains("20/21") && table.contains("ago"), "{table}");
    let (code, log) = folder.call(&["logs", "api_tester"]);
    assert!(code == 0 && log.contains("api_tester, Attempt 1") && log.contains("nobody says how to round"), "{log}");
    let (code, log) = folder.call(&["logs"]);
    assert!(code == 0 && log.contains("started") && log.contains("Failed after"), "{log}");

    // What is asked for has to be there, and of its kind.
    for (wrong, said) in [
        (["logs", "nobody", "--run", "1"].as_slice(), "domain_expert"),
        (&["logs", "--run", "7"], "there are 0001-loyalty"),
        (&["diff", "1", "api_tester"], "has not handed anything in"),
        (&["attach"], "is not going on"),
        (&["retry"], "--wave"),
        (&["retry", "--task", "nobody"], "domain_expert"),
        (&["retry", "--wave", "9"], "0 to 4"),
        (&["retry", "--wave", "1", "--task", "api_tester"], "cannot be used with"),
        (&["resume", "--from-wave", "9"], "0 to 4"),
    ] {
        let (code, printed) = folder.call(wrong);
        assert!(code == 2 && printed.contains(said), "{wrong:?}: {code}: {printed}");
    }
    assert_eq!(folder.executions().values().sum::<u32>(), 21, "nothing of that has begun anything");

    // A clock that jumps to and fro changes nothing but the times that are shown.
    jump(&specwave_engine::run::latest(folder.path()).unwrap().journal());
    assert_eq!(folder.json(&["runs"])[0]["completed"], 20);
    assert_eq!(folder.call(&["status"]).0, 0);

    // What the run needs to go on is not removed.
    let kept = folder.json(&["gc", "--dry-run"]);
    assert_eq!(kept["removed"], Value::Array(Vec::new()), "{kept}");
    assert_eq!(folder.call(&["gc"]).0, 0);
    let (code, printed) = folder.call(&["retry", "--task", "api_tester", "--with-context", "round half up, says ```` the law"]);
    assert_eq!(code, 0, "{printed}");
    let executions = folder.executions();
    assert_eq!((executions["api_tester"], executions.values().sum::<u32>()), (2, 22), "{executions:?}");

    let (code, diff) = folder.call(&["diff", "1", "domain_expert"]);
    assert!(code == 0 && diff.contains("+++ b/internal/domain/loyalty/loyalty_account.go"), "{diff}");
    assert!(diff.contains("aside.txt (outside the Task's write set)") && diff.contains("+what I think of it"), "{diff}");
    let diff = folder.json(&["diff", "1", "domain_expert"]);
    assert!(diff["taken"].as_str().unwrap().contains(IMPLEMENTED) && diff["attempt"] == 1, "{diff:#}");
    let changed = diff["files"].as_array().unwrap();
    let account = changed.iter().find(|file| file["path"] == "internal/domain/loyalty/loyalty_account.go").unwrap();
    let has_stub = |side: &str| account[side].as_str().unwrap().contains("not built yet");
    assert!(has_stub("before") && !has_stub("after"), "{account:#}");
    assert!(!folder.path().join("aside.txt").exists());

    // A run that has succeeded is only gone on with to do Tasks again; it is still one run, that is undone as a whole.
    let (code, printed) = folder.call(&["resume"]);
    assert!(code == 2 && printed.contains("nothing is left to resume"), "{printed}");
    let made = files(folder.path());
    let (code, printed) = folder.call(&["retry", "--task", "domain_expert", "--clean", "--with-context", "mind the tiers"]);
    assert_eq!(code, 0, "{printed}");
    let executions = folder.executions();
    assert_eq!((executions["domain_expert"], executions.values().sum::<u32>()), (2, 23), "{executions:?}");
    let brief = specwave_engine::run::latest(folder.path()).unwrap().tasks().join("domain_expert-2-brief.json");
    assert!(std::fs::read_to_string(brief).unwrap().contains("mind the tiers"));
    assert!(files(folder.path()) == made, "the same agent has made something else");
    assert_eq!(folder.call(&["undo"]).0, 0);
    assert_eq!(files(folder.path()).keys().collect::<Vec<_>>(), ["specwave.toml"]);
}

#[test]
fn a_run_that_only_prepares_to_go_on_can_be_cancelled() {
    let folder = Folder::new();
    let [asked, answer] = ["asked", "answer"].map(|name| folder.home.path().join(name));
    for pipe in [&asked, &answer] {
        nix::unistd::mkfifo(pipe, nix::sys::stat::Mode::S_IRWXU).unwrap();
    }
    let mut run = folder.spawn(&["run", &example(), "--mode", "parallel"]);
    while folder.call(&["cancel"]).0 != 0 {
        assert!(run.try_wait().unwrap().is_none(), "the run has ended");
    }
    assert_eq!(run.wait().unwrap().code(), Some(130));

    // Go is asked for its version before anything goes on; here it answers when the test has had its say.
    let bin = folder.home.path().join("bin");
    let real = root().join(".tools/bin/go");
    let script = format!("#!/bin/sh\n[ $1 = version ] && echo > {asked:?} && read said < {answer:?}\nexec {real:?} \"$@\"\n");
    write(&bin.join("go"), script);
    std::fs::set_permissions(bin.join("go"), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let path = std::env::join_paths(std::iter::once(bin).chain(std::env::split_paths(&support::path()))).unwrap();
    let mut command = specwave(folder.home.path());
    let resumed = command.args(["resume", "--output"]).arg(folder.path()).env("PATH", path);
    let mut resumed = resumed.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::fs::read(&asked).unwrap();
    let cancelled = folder.call(&["cancel"]);
    write(&answer, "\n");
    assert_eq!(cancelled.0, 0, "{}", cancelled.1);
    assert_eq!(resumed.wait().unwrap().code(), Some(130));
}

/// Ten years forwards and backwards again, from one record to the next.
fn jump(journal: &Path) {
    const TEN_YEARS: u64 = 10 * 365 * 24 * 3_600_000;
    let mut jumped = String::new();
    for (at, line) in std::fs::read_to_string(journal).unwrap().lines().enumerate() {
        let mut record: Value = serde_json::from_str(line).unwrap();
        let time = record["at_ms"].as_u64().unwrap();
        record["at_ms"] = if at % 2 == 0 { time - TEN_YEARS } else { time + TEN_YEARS }.into();
        jumped.push_str(&format!("{record}\n"));
    }
    write(journal, jumped);
}

#[test]
fn of_several_that_go_on_with_a_run_one_does() {
    let folder = Folder::new();
    let mut run = folder.spawn(&["run", &example(), "--mode", "parallel", "--jobs", "2"]);
    while !folder.call(&["status"]).1.contains("running") {
        assert!(run.try_wait().unwrap().is_none(), "the run has ended");
    }
    let driver = specwave_engine::run::holder(folder.path()).unwrap();
    kill(Pid::from_raw(driver.pid.cast_signed()), Signal::SIGKILL).unwrap();
    run.wait().unwrap();
    assert_eq!(folder.json(&["runs"])[0]["state"], "interrupted");
    assert_eq!(folder.json(&["status"])["outcome"], "interrupted");
    let mut resumed: Vec<Child> = (0..4).map(|_| folder.spawn(&["resume"])).collect();
    while resumed.len() > 1 {
        resumed.retain_mut(|client| match client.try_wait().unwrap() {
            None => true,
            Some(status) => {
                assert_eq!(status.code(), Some(5), "it is refused while another one goes on");
                false
            }
        });
    }
    // Whoever is refused leaves what the run that goes on may have to say alone.
    let last_words = specwave_engine::run::latest(folder.path()).unwrap().path().join("last-words.json");
    write(&last_words, "the disk is full");
    assert_eq!(folder.call(&["resume"]).0, 5);
    assert_eq!(std::fs::read_to_string(&last_words).unwrap(), "the disk is full");
    write(&folder.go_ahead(), "");
    assert_eq!(resumed.remove(0).wait().unwrap().code(), Some(1), "it ends as the run does");
    let journal = std::fs::read_to_string(specwave_engine::run::latest(folder.path()).unwrap().journal()).unwrap();
    assert_eq!(journal.matches("\"type\":\"resumed\"").count(), 1);
}

#[test]
fn what_was_made_is_gone_on_with_or_not_and_later_waves_are_done_again() {
    let folder = Folder::new();
    write(&folder.go_ahead(), "");
    assert_eq!(folder.call(&["run", &example(), "--mode", "parallel"]).0, 1);
    assert_eq!(folder.call(&["retry", "--task", "domain_expert", "--clean"]).0, 1);
    assert_eq!(folder.call(&["retry", "--task", "domain_expert"]).0, 1);
    let log = folder.call(&["logs", "domain_expert"]).1;
    let found: Vec<&str> = log.lines().filter_map(|line| line.strip_prefix("found ")).collect();
    assert_eq!(found.len(), 3, "{log}");
    assert_eq!(found[0], found[1], "a clean Task begins with its stubs");
    assert_ne!(found[1], found[2], "another one with what it had made");
    let (code, diff) = folder.call(&["diff", "1", "domain_expert"]);
    assert!(code == 0 && diff.starts_with("domain_expert changed nothing of its own in Attempt 3\n"), "{diff}");

    let (code, printed) = folder.call(&["resume", "--from-wave", "4"]);
    assert_eq!(code, 0, "{printed}");
    let executions = folder.executions();
    let times = |task: &str| executions[task];
    assert_eq!((times("foundation_analyst"), times("domain_expert"), times("service_orchestrator")), (1, 3, 1), "{executions:?}");
    assert_eq!((times("api_builder"), times("api_tester")), (2, 4), "{executions:?}");
}

#[test]
fn a_run_is_followed_and_left_alone() {
    let folder = Folder::new();
    let mut run = folder.spawn(&["run", &example(), "--mode", "parallel"]);
    while !folder.call(&["status"]).1.contains("running") {
        assert!(run.try_wait().unwrap().is_none(), "the run has ended");
    }
    let (code, printed) = folder.call(&["gc"]);
    assert!(code == 5 && printed.contains("is going on"), "{printed}");

    let attached = folder.spawn(&["attach"]);
    assert_eq!(interrupted(attached), (Some(0), true), "Ctrl-C detaches");
    assert_eq!(folder.json(&["runs"])[0]["state"], "running");

    let attached = folder.spawn(&["attach"]);
    let log = folder.spawn(&["logs", "--follow"]);
    write(&folder.go_ahead(), "");
    let attached = attached.wait_with_output().unwrap();
    assert_eq!(attached.status.code(), Some(1), "as the run ended: {}", shown(&attached));
    assert!(shown(&attached).contains("Tasks      20 of 21 completed"), "{}", shown(&attached));
    let log = log.wait_with_output().unwrap();
    assert!(log.status.success() && shown(&log).contains("Failed after"), "{}", shown(&log));
    run.wait().unwrap();
}

/// Interrupts a process as Ctrl-C does, again until it takes notice; its exit code, and whether it said that it lets go.
fn interrupted(mut process: Child) -> (Option<i32>, bool) {
    // It says something as soon as it follows; before that an interrupt would end it as any other program.
    let mut said = std::io::BufReader::new(process.stderr.take().unwrap());
    let mut line = String::new();
    std::io::BufRead::read_line(&mut said, &mut line).unwrap();
    kill(Pid::from_raw(process.id().cast_signed()), Signal::SIGINT).unwrap();
    let mut rest = String::new();
    std::io::Read::read_to_string(&mut said, &mut rest).unwrap();
    (process.wait().unwrap().code(), rest.contains("detached"))
}

#[test]
fn what_nobody_needs_any_more_is_removed() {
    let folder = Folder::new();
    for _ in 0..3 {
        let (code, printed) = folder.call(&["run", &example(), "--mode", "parallel", "--agent", "builtin"]);
        assert_eq!(code, 0, "{printed}");
    }
    let collected = folder.json(&["gc"]);
    let removed = collected["removed"].as_array().unwrap();
    assert!(removed.len() == 1 && removed[0].as_str().unwrap().starts_with("0002-"), "{collected:#}");
    assert!(collected["freed_bytes"].as_u64().unwrap() > 10_000, "{collected:#}");
    let runs = folder.json(&["runs"]);
    assert_eq!(runs.as_array().unwrap().len(), 2, "{runs:#}");
    // Asked to, it removes also what is only the latest; but never what the folder's files are from.
    assert_eq!(folder.call(&["gc", "--all"]).0, 0);
    assert_eq!(folder.json(&["runs"]).as_array().unwrap().len(), 1);
    let (code, diff) = folder.call(&["diff", "1", "domain_expert"]);
    assert!(code == 0 && diff.contains(IMPLEMENTED), "{diff}");
    assert_eq!(folder.call(&["undo"]).0, 0);
    assert_eq!(files(folder.path()).keys().collect::<Vec<_>>(), ["specwave.toml"]);
}
