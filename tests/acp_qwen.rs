//! A real agent that speaks the Agent Client Protocol, Qwen Code, whose model is a script on loopback.

#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "this test starts a server, and cannot go on without it")]

mod support;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Lines};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use support::{Followed, files, output, records, root, run, shown, specwave, write};

/// The model; dropping it ends it.
struct Model {
    server: Child,
    said: Lines<BufReader<ChildStdout>>,
    url: String,
}

impl Model {
    fn start(behaviour: &str) -> Self {
        let script = root().join("tests/support/model_server.py");
        let mut command = Command::new("python3");
        let command = command.arg(script).arg(env!("CARGO_BIN_EXE_specwave")).arg(behaviour);
        let mut server = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut said = BufReader::new(server.stdout.take().unwrap()).lines();
        let url = format!("http://127.0.0.1:{}/v1", said.next().unwrap().unwrap());
        Self { server, said, url }
    }

    /// `specwave` in the environment that the agent's settings ask for.
    fn specwave(&self, home: &Path) -> Command {
        let mut command = specwave(home);
        command.env("OPENAI_BASE_URL", &self.url).env("OPENAI_API_KEY", "none").env("OPENAI_MODEL", "scripted");
        command
    }
}

impl Drop for Model {
    fn drop(&mut self) {
        self.server.kill().ok();
        self.server.wait().ok();
    }
}

/// The command that `.ci/setup-agents` installs.
fn qwen() -> [String; 4] {
    let program = root().join(".tools/npm/node_modules/.bin/qwen");
    assert!(program.is_file(), "{} is not there; `make setup-agents` installs it", program.display());
    [program.display().to_string(), "--auth-type".to_owned(), "openai".to_owned(), "--acp".to_owned()]
}

/// The user's home, and a folder whose Tasks the agent does.
struct Place {
    home: TempDir,
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        let [home, folder] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        std::fs::create_dir(home.path().join(".qwen")).unwrap();
        let settings = format!(
            "agent = \"qwen\"\nquality = \"draft\"\njobs = 4\n\n[agents.qwen]\nkind = \"acp\"\ncommand = {:?}\n\
             environment = [\"OPENAI_BASE_URL\", \"OPENAI_API_KEY\", \"OPENAI_MODEL\"]\nwritable = [\"~/.qwen\"]\n",
            qwen()
        );
        write(&folder.path().join("specwave.toml"), settings);
        Self { home, folder }
    }

    fn run(&self, model: &Model) -> Command {
        let mut command = model.specwave(self.home.path());
        command.arg("run").arg(spec()).arg("--output").arg(self.folder.path());
        command
    }

    /// The code that has arrived.
    fn code(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = files(self.folder.path());
        files.remove("specwave.toml");
        files
    }
}

fn spec() -> PathBuf {
    root().join("docs/examples/loyalty-points.md")
}

/// The code that the built-in agent writes.
fn built_in() -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let (code, _, printed) = run(&spec(), folder.path(), &["--quality", "draft"]);
    assert_eq!(code, 0, "{printed}");
    files(folder.path())
}

#[test]
fn qwen_code_does_a_whole_run_mends_what_it_broke_and_writes_nothing_where_permission_is_denied() {
    let (model, place) = (Model::start("breaks"), Place::new());
    let ended = output(place.run(&model).args(["--format", "json"]));
    assert_eq!(ended.status.code(), Some(0), "{}", shown(&ended));
    assert!(place.code() == built_in(), "the files that Qwen Code wrote are others");
    let account: Value = serde_json::from_slice(&ended.stdout).unwrap();
    let (mended, others): (Vec<&Value>, Vec<&Value>) =
        account["tasks"].as_array().unwrap().iter().partition(|task| task["id"] == "value_designer");
    assert!(others.iter().all(|task| task["attempts"] == 1), "{account:#}");
    assert_eq!(mended[0]["attempts"], 2, "{account:#}");
    let summary = mended[0]["summary"].as_str().unwrap();
    assert!(summary.ends_with("with the help of a model, after it was told in the same conversation."), "{summary}");

    // One Task of that run again, in a Workspace of its own, and nothing is allowed.
    let tasks = records(place.folder.path());
    let workspace = tasks.with_file_name("workspaces").join("task-value_designer/tree");
    std::fs::create_dir_all(&workspace).unwrap();
    let brief = tasks.join("value_designer-1-brief.json");
    let denied = json!({"kind": "acp", "command": qwen(), "permissions": "deny"}).to_string();
    let mut command = model.specwave(place.home.path());
    let ended = output(command.args(["agent", "acp", &denied]).arg(&brief).current_dir(&workspace));
    assert!(shown(&ended).contains("/money.go`: the settings deny it"), "{}", shown(&ended));
    assert_eq!(files(&workspace).len(), 0, "it wrote {:?}", files(&workspace).keys());
}

#[test]
fn a_rate_limit_that_qwen_code_meets_is_waited_for_and_costs_no_attempt() {
    let (mut model, place) = (Model::start("limited"), Place::new());
    write(&place.home.path().join(".qwen/settings.json"), r#"{"model": {"generationConfig": {"maxRetries": 0}}}"#);
    let settings = std::fs::read_to_string(place.folder.path().join("specwave.toml")).unwrap();
    let settings = settings.replace("agent = \"qwen\"", "attempts = 1");
    let more = "\n[waves.0]\nagent = \"qwen\"\n\n[budgets]\nback_off_seconds = 1\n";
    write(&place.folder.path().join("specwave.toml"), settings + more);
    let ended = output(place.run(&model).args(["--format", "json"]));
    assert_eq!(ended.status.code(), Some(0), "{}", shown(&ended));
    assert_eq!([0; 2].map(|_| model.said.next().unwrap().unwrap()), ["refused"; 2]);
    let journal = std::fs::read_to_string(records(place.folder.path()).with_file_name("journal.jsonl")).unwrap();
    let outcomes = ["\"ended\":\"rate_limited\"", "\"type\":\"back_off_started\"", "\"ended\":\"failed\""];
    assert_eq!(outcomes.map(|outcome| journal.matches(outcome).count()), [2, 2, 0], "{journal}");
}

#[test]
fn qwen_code_cancels_its_turn_when_the_run_is_cancelled() {
    let (mut model, place) = (Model::start("hangs"), Place::new());
    let run = Followed::start(place.run(&model));
    assert_eq!(model.said.next().unwrap().unwrap(), "asked");
    let cancelled = output(model.specwave(place.home.path()).arg("cancel").arg("--output").arg(place.folder.path()));
    assert!(cancelled.status.success(), "{}", shown(&cancelled));
    assert_eq!(run.end(), Some(130));
    let log = std::fs::read_to_string(records(place.folder.path()).join("foundation_analyst-1-log")).unwrap();
    assert!(log.contains("did not do the Task: its turn was cancelled"), "{log}");
}
