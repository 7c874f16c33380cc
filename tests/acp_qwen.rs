//! A real agent that speaks the Agent Client Protocol, Qwen Code, whose model is a script on loopback.

#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "this test starts a server, and cannot go on without it")]

mod support;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::json;

use support::{files, output, root, run, shown, specwave, write};

/// The model; dropping it ends it.
struct Model {
    server: Child,
    url: String,
}

impl Model {
    fn start() -> Self {
        let script = root().join("tests/support/model_server.py");
        let mut server = Command::new("python3");
        let mut server = server.arg(script).arg(env!("CARGO_BIN_EXE_specwave")).stdout(Stdio::piped()).spawn().unwrap();
        let mut port = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut port).unwrap();
        Self { server, url: format!("http://127.0.0.1:{}/v1", port.trim()) }
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

/// The brief of a Task in the records of a run.
fn brief(folder: &Path, task: &str) -> PathBuf {
    let runs = folder.join(".specwave/runs");
    let run = std::fs::read_dir(runs).unwrap().map(|entry| entry.unwrap().path()).find(|path| path.is_dir()).unwrap();
    run.join("tasks").join(format!("{task}-1-brief.json"))
}

#[test]
fn qwen_code_does_a_whole_run_and_writes_nothing_where_permission_is_denied() {
    let model = Model::start();
    let [home, plain, spoken] = std::array::from_fn(|_| tempfile::tempdir().unwrap());
    let spec = root().join("docs/examples/loyalty-points.md");
    let (code, _, printed) = run(&spec, plain.path(), &["--quality", "draft"]);
    assert_eq!(code, 0, "{printed}");

    std::fs::create_dir(home.path().join(".qwen")).unwrap();
    let settings = format!(
        "agent = \"qwen\"\nquality = \"draft\"\njobs = 4\n\n[agents.qwen]\nkind = \"acp\"\ncommand = {:?}\n\
         environment = [\"OPENAI_BASE_URL\", \"OPENAI_API_KEY\", \"OPENAI_MODEL\"]\nwritable = [\"~/.qwen\"]\n",
        qwen()
    );
    write(&spoken.path().join("specwave.toml"), settings);
    let ended = output(model.specwave(home.path()).arg("run").arg(&spec).arg("--output").arg(spoken.path()));
    assert_eq!(ended.status.code(), Some(0), "{}", shown(&ended));
    let progress = std::fs::read_to_string(spoken.path().join(".claude/context/execution-progress.md")).unwrap();
    assert_eq!(progress.matches("with the help of a model").count(), 21, "{progress}");
    let mut written = files(spoken.path());
    written.remove("specwave.toml");
    assert!(written == files(plain.path()), "the files that Qwen Code wrote are others");

    // One Task of that run again, in a Workspace of its own, and nothing is allowed.
    let brief = brief(spoken.path(), "value_designer");
    let workspace = brief.parent().unwrap().with_file_name("workspaces").join("value_designer-1/files");
    std::fs::create_dir_all(&workspace).unwrap();
    let denied = json!({"kind": "acp", "command": qwen(), "permissions": "deny"}).to_string();
    let ended = output(model.specwave(home.path()).args(["agent", "acp", &denied]).arg(&brief).current_dir(&workspace));
    assert!(shown(&ended).contains("/money.go`: the settings deny it"), "{}", shown(&ended));
    assert_eq!(files(&workspace).len(), 0, "it wrote {:?}", files(&workspace).keys());
}
