//! What editors show of Go code while it is written, by a run and by people. What gates find is told in two places: where the code
//! is wrong, and where the specification asked for it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::disallowed_methods, reason = "a test starts the executable as an editor does")]

#[path = "support/lsp_client.rs"]
mod lsp_client;
mod support;

use std::fs::File;
use std::path::{Path, PathBuf};

use lsp_client::{LspClient, uri};
use serde_json::{Value, json};
use support::{Followed, output, root, specwave, write};
use tempfile::TempDir;

/// Does a Task as the built-in agent does, and breaks what it made of the entity at the first Attempt. The second one waits
/// while somebody has GATE locked.
const AGENT: &str = r#"
import fcntl, json, subprocess, sys
executable, gate, _, brief_path = sys.argv[1:]
brief = json.load(open(brief_path))
is_expert = brief["task"] == "domain_expert"
if is_expert and brief["attempt"] > 1:
    fcntl.flock(open(gate), fcntl.LOCK_SH)
subprocess.run([executable, "agent", "builtin", brief_path], check=True)
if is_expert and brief["attempt"] == 1:
    with open("internal/domain/loyalty/loyalty_account.go", "a") as file:
        file.write("\nvar Broken int = \"no number\"\n")
"#;

/// The file that does not compile at first.
const BROKEN: &str = "internal/domain/loyalty/loyalty_account.go";

/// What the specification has for it, at line 28.
const ASKED: &str = "  - name: LoyaltyAccount\n";

struct Project {
    folder: TempDir,
    home: TempDir,
}

/// Has the domain import a driver, and mends that when GATE can be locked; it goes on when BESIDE can be.
const SLIPS: &str = r#"
import fcntl, json, os, subprocess, sys
executable, gate, beside, brief_path = sys.argv[1:]
is_expert = json.load(open(brief_path))["task"] == "domain_expert"
if is_expert:
    os.makedirs("internal/domain/loyalty", exist_ok=True)
    with open("internal/domain/loyalty/loyalty_account.go", "w") as file:
        file.write("package loyalty\n\nimport _ \"database/sql\"\n")
    with open("internal/domain/loyalty/stray.go", "w") as file:
        file.write("package loyalty\n")
    fcntl.flock(open(gate), fcntl.LOCK_SH)
subprocess.run([executable, "agent", "builtin", brief_path], check=True)
if is_expert:
    fcntl.flock(open(beside), fcntl.LOCK_SH)
"#;

impl Project {
    fn new(attempts: u32) -> Self {
        Self::with(AGENT, attempts)
    }

    fn with(agent: &str, attempts: u32) -> Self {
        let project = Self { folder: tempfile::tempdir().unwrap(), home: tempfile::tempdir().unwrap() };
        let script = project.home.path().join("agent.py");
        write(&script, agent);
        write(&project.gate(), "");
        write(&project.beside(), "");
        write(&project.spec(), project.text());
        let command = json!(["python3", script, env!("CARGO_BIN_EXE_specwave"), project.gate(), project.beside()]);
        write(
            &project.path().join("specwave.toml"),
            format!("agent = \"breaks\"\nattempts = {attempts}\nquality = \"draft\"\n\n[agents.breaks]\ncommand = {command}\n"),
        );
        project
    }

    fn path(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap()
    }

    fn spec(&self) -> PathBuf {
        self.path().join("specs/loyalty-points.md")
    }

    fn text(&self) -> String {
        std::fs::read_to_string(root().join("docs/examples/loyalty-points.md")).unwrap()
    }

    fn gate(&self) -> PathBuf {
        self.home.path().join("gate")
    }

    fn beside(&self) -> PathBuf {
        self.home.path().join("gate-beside")
    }

    fn run(&self) -> std::process::Command {
        let mut command = specwave(self.home.path());
        command.args(["run", "specs/loyalty-points.md"]).current_dir(self.path());
        command
    }

    fn client(&self) -> LspClient {
        let mut client = LspClient::start(self.home.path());
        client.initialize(&self.path(), &["utf-16"]);
        client
    }
}

/// The next diagnostics on a file of which the one by the compiler fits, or is not there.
fn of_the_compiler(client: &mut LspClient, file: &Path, fits: fn(Option<&Value>) -> bool) -> Option<Value> {
    let file = uri(file);
    client.wait_for(&format!("what the compiler says of {file}"), |message| {
        let params = &message["params"];
        if message["method"] != "textDocument/publishDiagnostics" || params["uri"] != file {
            return None;
        }
        let of_gates = params["diagnostics"].as_array()?.iter().find(|diagnostic| diagnostic["code"] == "gate-build");
        fits(of_gates).then(|| of_gates.cloned())
    })
}

#[test]
fn they_are_shown_while_a_run_goes_on_and_vanish_when_they_are_mended() {
    let project = Project::new(2);
    let (go, spec) = (project.path().join(BROKEN), project.spec());
    let gate = File::open(project.gate()).unwrap();
    gate.lock().unwrap();
    // One window shows the specification, and the other one shows nothing.
    let (mut client, mut other) = (project.client(), project.client());
    client.open(&spec, 1, &project.text());
    client.diagnostics(&spec, 1);
    let run = Followed::start(project.run());

    for client in [&mut client, &mut other] {
        let code = of_the_compiler(client, &go, |found| found.is_some()).unwrap();
        assert!(code["message"].as_str().unwrap().starts_with("cannot use \"no number\""), "{code}");
        assert_eq!((&code["severity"], &code["source"]), (&json!(1), &json!("specwave")));
        let asked = of_the_compiler(client, &spec, |found| found.is_some()).unwrap();
        assert!(asked["message"].as_str().unwrap().starts_with("entity LoyaltyAccount: cannot use \"no number\""), "{asked}");
        assert_eq!(asked["range"], json!({ "start": { "line": 27, "character": 2 }, "end": { "line": 27, "character": 24 } }));
        for (one, other, file) in [(&code, &asked, &spec), (&asked, &code, &go)] {
            let location = json!({ "uri": uri(file), "range": other["range"] });
            assert_eq!(one["relatedInformation"][0]["location"], location, "{one}");
        }
    }

    // It goes along with its line, and away with it.
    client.change(&spec, 2, [9, 0, 9, 0], "Above.\n");
    let moved = of_the_compiler(&mut client, &spec, |found| found.is_some()).unwrap();
    assert_eq!(moved["range"]["start"]["line"], 28);
    client.change(&spec, 3, [28, 0, 29, 0], "");
    of_the_compiler(&mut client, &spec, |found| found.is_none());
    client.change(&spec, 4, [28, 0, 28, 0], ASKED);
    of_the_compiler(&mut client, &spec, |found| found.is_some());

    drop(gate);
    for client in [&mut client, &mut other] {
        of_the_compiler(client, &go, |found| found.is_none());
        of_the_compiler(client, &spec, |found| found.is_none());
    }
    assert_eq!(run.end(), Some(0));
}

#[test]
fn what_a_task_writes_is_checked_while_it_writes_and_what_it_must_not_write_is_named() {
    let project = Project::with(SLIPS, 1);
    let go = project.path().join(BROKEN);
    let [gate, beside] = [project.gate(), project.beside()].map(|path| File::open(path).unwrap());
    gate.lock().unwrap();
    beside.lock().unwrap();
    let mut client = project.client();
    let run = Followed::start(project.run());

    let shown = |client: &mut LspClient| {
        client.wait_for("the driver in the domain", |message| {
            let params = &message["params"];
            let is_published = message["method"] == "textDocument/publishDiagnostics" && params["uri"] == uri(&go);
            let mut found = params["diagnostics"].as_array()?.iter();
            is_published.then(|| found.find(|found| found["code"] == "SW1306").cloned())?
        })
    };
    let found = shown(&mut client);
    // An editor that is opened only now shows what was written before.
    assert_eq!(shown(&mut project.client()), found);
    assert_eq!((&found["source"], &found["range"]["start"]["line"]), (&json!("specwave"), &json!(2)), "{found}");
    let written = &found["relatedInformation"][0];
    assert_eq!(written["message"], "as Domain Expert writes it now", "{found}");
    assert!(written["location"]["uri"].as_str().unwrap().ends_with(&format!("/tree/{BROKEN}")), "{found}");
    assert!(!go.exists(), "no gate has seen it yet");

    // It is mended, and the Task still goes on.
    drop(gate);
    found_in(&mut client, &go, |found| found.iter().all(|(code, _)| code != "SW1306"));
    assert!(!go.exists(), "no gate has seen it yet");

    // What it has written beside its files is not taken.
    drop(beside);
    let stray = project.path().join("internal/domain/loyalty/stray.go");
    assert_eq!(found_in(&mut client, &stray, |found| !found.is_empty()), [("gate-write-set".to_owned(), 0)]);
    assert_eq!((run.end(), stray.exists()), (Some(0), false));
}

#[test]
fn the_account_of_a_failed_run_names_the_line_that_asked_and_the_editor_keeps_it() {
    let project = Project::new(1);
    let mut client = project.client();
    let ended = output(project.run().args(["--format", "json"]));
    let account: Value = serde_json::from_slice(&ended.stdout).unwrap();
    assert_eq!((ended.status.code(), &account["outcome"]), (Some(1), &json!("failed")), "{account:#}");
    let of_gate = |finding: &&Value| finding["code"] == "gate-build";
    let found = account["findings"].as_array().unwrap().iter().find(of_gate).unwrap();
    assert_eq!(found["file"], BROKEN);
    let range = json!({ "start": { "line": 28, "column": 3 }, "end": { "line": 28, "column": 25 } });
    let asked = json!({ "message": "asked for by entity LoyaltyAccount", "file": project.spec(), "range": range });
    assert_eq!(found["related"], json!([asked]));

    client.shown("Domain Expert failed");
    let go = project.path().join(BROKEN);
    of_the_compiler(&mut client, &go, |found| found.is_some());
    // The next run of the folder begins with nothing.
    let again = Followed::start(project.run());
    of_the_compiler(&mut client, &go, |found| found.is_none());
    assert_eq!(again.end(), Some(1));
}

/// A module with an entity, a service and an answer of the API, and nothing to be found in it.
const MODULE: [(&str, &str); 4] = [
    ("go.mod", "module example.com/shop\n\ngo 1.24\n"),
    ("internal/domain/billing/invoice.go", "package billing\n\ntype Invoice struct {\n\tTotal int\n}\n"),
    ("internal/service/billing/pay.go", "package billing\n\nfunc Pay() {}\n"),
    (
        "internal/api/rest/invoice_dto.go",
        "package rest\n\nimport \"example.com/shop/internal/domain/billing\"\n\ntype InvoiceResponse struct {\n\tInvoice billing.Invoice\n}\n",
    ),
];

/// The next diagnostics on a file that fit: codes with lines, from 0.
fn found_in(client: &mut LspClient, file: &Path, fits: impl Fn(&[(String, u64)]) -> bool) -> Vec<(String, u64)> {
    let file = uri(file);
    client.wait_for(&format!("what is found in {file}"), |message| {
        let params = &message["params"];
        if message["method"] != "textDocument/publishDiagnostics" || params["uri"] != file {
            return None;
        }
        let found = params["diagnostics"].as_array()?.iter().map(|diagnostic| {
            assert_eq!(diagnostic["source"], "specwave");
            let line = diagnostic["range"]["start"]["line"].as_u64().unwrap();
            (diagnostic["code"].as_str().unwrap().to_owned(), line)
        });
        Some(found.collect::<Vec<_>>()).filter(|found| fits(found))
    })
}

#[test]
fn what_a_person_types_into_go_files_is_checked_with_what_depends_on_it() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    let [ours, foreign] = ["ours", "foreign"].map(|name| root.join(name));
    for (module, (path, text)) in [&ours, &foreign].into_iter().flat_map(|module| MODULE.map(|file| (module, file))) {
        write(&module.join(path), text);
    }
    write(&ours.join("specwave.toml"), "");
    let mut client = LspClient::start(folder.path());
    client.initialize(&root, &["utf-16"]);
    let [_, invoice, pay, answer] = MODULE.map(|(path, _)| ours.join(path));
    let texts = MODULE.map(|(_, text)| text);
    // A module that Specwave has nothing to do with is left alone, whatever is wrong there.
    client.open(&foreign.join(MODULE[1].0), 1, "package money\n");

    client.open(&invoice, 1, texts[1]);
    assert_eq!(client.diagnostics(&invoice, 1), [] as [Value; 0]);
    client.change(&invoice, 2, [5, 0, 5, 0], "\ntype memoryRepository struct{}\n");
    let found = client.diagnostics(&invoice, 2);
    assert_eq!((&found[0]["code"], &found[0]["source"], found.len()), (&json!("SW1308"), &json!("specwave"), 1), "{found:?}");

    // With an identity it becomes an entity, and then the answer that shows it is at fault, although nobody has it open.
    client.change(&invoice, 3, [5, 0, 7, 0], "");
    client.change(&invoice, 4, [3, 0, 3, 0], "\tID    string\n");
    assert_eq!(found_in(&mut client, &answer, |found| !found.is_empty()), [("SW1318".to_owned(), 5)]);
    client.change(&invoice, 5, [3, 0, 4, 0], "");
    found_in(&mut client, &answer, <[_]>::is_empty);
    assert_eq!(client.diagnostics(&invoice, 5), [] as [Value; 0]);

    // The server for Go says what does not parse, and what goes round in circles.
    client.change(&invoice, 6, [5, 0, 5, 0], "func (\n");
    assert_eq!(client.diagnostics(&invoice, 6), [] as [Value; 0]);
    client.change(&invoice, 7, [1, 0, 6, 0], "\nimport \"example.com/shop/internal/api/rest\"\n");
    let found = client.diagnostics(&invoice, 7);
    assert_eq!(found.iter().map(|found| &found["code"]).collect::<Vec<_>>(), ["SW1303"], "{found:?}");

    // What somebody else writes is seen when the client tells of it, and what is closed without being saved is forgotten.
    write(&pay, "package billing\n\nimport \"net/http\"\n\nfunc Pay(w http.ResponseWriter, r *http.Request) {}\n");
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri(&pay), "type": 2 }] }));
    assert_eq!(found_in(&mut client, &pay, |found| !found.is_empty()), [("SW1301".to_owned(), 4)]);
    client.close(&invoice);
    found_in(&mut client, &invoice, <[_]>::is_empty);
    std::fs::remove_file(&pay).unwrap();
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri(&pay), "type": 3 }] }));
    found_in(&mut client, &pay, <[_]>::is_empty);
    assert!(!client.has_received(&uri(&foreign)), "a foreign module was checked");
}
