//! The language server as a whole: the real executable, over its standard input and output.

#![allow(clippy::disallowed_methods, reason = "a test starts the executable as an editor does")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/lsp_client.rs"]
mod lsp_client;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use lsp_client::{LspClient, uri};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A sound specification.
const SPEC: &str = r"---
feature: Invoice Reminders
domain: billing
priority: high
---

# Invoice Reminders

## Overview
Customers who forget an invoice 😀 are reminded of it.

## Domain Model
```yaml
entities:
  - name: Invoice
    fields:
      - ID uuid.UUID
      - Total int64
      - DueAt time.Time
    methods:
      - IsOverdue() bool
repositories:
  - name: InvoiceRepository
    operations:
      - FindOverdue(ctx context.Context) ([]*Invoice, error)
services:
  - name: ReminderService
    dependencies:
      - InvoiceRepository
    operations:
      - Remind(ctx context.Context, invoiceID uuid.UUID) error
```

## API Endpoints
```yaml
GET /api/v1/invoices/{id}
POST /api/v1/invoices
```

## Performance Requirements
- Reading an invoice: < 50ms p99

## Security
- Every endpoint asks for a JWT

## Testing
- Unit tests of every operation

## Acceptance Criteria
- An overdue invoice is reminded once
";

/// The line of the priority, and where its word starts.
const PRIORITY: (usize, usize) = (3, 10);

/// A folder that is open in an editor, with a specification and an agent that can be held in the middle of a run.
struct Project {
    folder: TempDir,
    cache: TempDir,
    spec: PathBuf,
}

impl Project {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let spec = folder.path().canonicalize().unwrap().join("specs/invoice-reminders.md");
        fs::create_dir(spec.parent().unwrap()).unwrap();
        fs::write(&spec, SPEC).unwrap();
        Self { folder, cache: tempfile::tempdir().unwrap(), spec }
    }

    /// A project whose Tasks are done by the scripted agent; the Task named waits at the gate.
    fn with_held_task(held: &str) -> Self {
        let project = Self::new();
        let agent = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/scripted_agent.py");
        let command = json!(["python3", agent, project.gate(), held]);
        // The agent writes a package clause for each file, and nothing that the contract pins.
        let settings = format!(
            "agent = \"scripted\"\nquality = \"draft\"\n\n[agents.scripted]\ncommand = {command}\n\n[gate.contract]\nenabled = false\n"
        );
        fs::write(project.folder().join("specwave.toml"), settings).unwrap();
        fs::write(project.gate(), "").unwrap();
        project
    }

    fn folder(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap()
    }

    fn gate(&self) -> PathBuf {
        self.cache.path().join("gate")
    }

    /// Holds the held Task until the file is dropped.
    fn close_gate(&self) -> File {
        let gate = File::open(self.gate()).unwrap();
        gate.lock().unwrap();
        gate
    }

    fn start(&self) -> LspClient {
        LspClient::start(self.cache.path())
    }

    /// A client that has introduced itself as VS Code does.
    fn client(&self) -> LspClient {
        let mut client = self.start();
        client.initialize(&self.folder(), &["utf-16"]);
        client
    }

    /// Whether anything that a run makes is there.
    fn has_code(&self) -> bool {
        ["go.mod", "internal", "migrations", "docs"].iter().any(|name| self.folder().join(name).exists())
    }
}

/// The actions on the title.
fn title_actions(client: &mut LspClient, spec: &Path) -> Vec<Value> {
    let line = SPEC.lines().position(|line| line.starts_with("# ")).unwrap();
    client.code_actions(spec, [line, 0, line, 0], None)
}

fn titles(actions: &[Value]) -> Vec<&str> {
    actions.iter().map(|action| action["title"].as_str().unwrap()).collect()
}

fn named<'a>(actions: &'a [Value], title: &str) -> &'a Value {
    actions.iter().find(|action| action["title"] == title).unwrap_or_else(|| panic!("no `{title}` in {:?}", titles(actions)))
}

/// The codes of errors and warnings; what was inferred is worth knowing, and no mistake.
fn codes(diagnostics: &[Value]) -> Vec<&str> {
    let mistakes = diagnostics.iter().filter(|diagnostic| diagnostic["severity"].as_u64() <= Some(2));
    mistakes.map(|diagnostic| diagnostic["code"].as_str().unwrap()).collect()
}

/// Follows a progress that has begun to its end, and gives its percentages and messages.
fn follow(client: &mut LspClient, token: &Value) -> (Vec<u64>, Vec<String>) {
    let (mut percentages, mut messages) = (Vec::new(), Vec::new());
    loop {
        let value = client.wait_for("the next report", |message| {
            let params = &message["params"];
            (message["method"] == "$/progress" && params["token"] == *token).then(|| params["value"].clone())
        });
        messages.push(value["message"].as_str().unwrap_or_default().to_owned());
        match value["percentage"].as_u64() {
            Some(percentage) => percentages.push(percentage),
            None => assert_eq!(value["kind"], "end"),
        }
        if value["kind"] == "end" {
            return (percentages, messages);
        }
    }
}

#[test]
fn encodings_are_negotiated() {
    let project = Project::new();
    for (offered, expected) in [(&["utf-16"][..], "utf-16"), (&["utf-8", "utf-16"], "utf-8"), (&[], "utf-16")] {
        let mut client = project.start();
        let capabilities = client.initialize(&project.folder(), offered);
        assert_eq!(capabilities["positionEncoding"], expected, "{offered:?}");
        assert_eq!(capabilities["textDocumentSync"]["change"], 2);
        assert_eq!(
            capabilities["executeCommandProvider"]["commands"],
            json!(["specwave.execute", "specwave.previewPlan", "specwave.show"])
        );
        assert!(client.shut_down().success());
    }
}

#[test]
fn diagnostics_follow_the_text() {
    let project = Project::new();
    let mut client = project.client();
    let twice = SPEC.replace("POST /api/v1/invoices\n", "POST /api/v1/invoices\nGET /api/v1/invoices/{id}\n");
    let broken = twice.replace("priority: high", "priority: hihg");
    client.open(&project.spec, 1, &broken);

    let diagnostics = client.diagnostics(&project.spec, 1);
    assert_eq!(codes(&diagnostics), ["SW104", "SW401"], "{diagnostics:#?}");
    let with_code = |code: &str| diagnostics.iter().find(|diagnostic| diagnostic["code"] == code).unwrap();
    let (priority, endpoint) = (with_code("SW104"), with_code("SW401"));
    assert_eq!((&priority["severity"], &priority["source"]), (&json!(2), &json!("specwave")));
    let page = priority["codeDescription"]["href"].as_str().unwrap();
    assert!(fs::read_to_string(page.strip_prefix("file://").unwrap()).unwrap().contains("unknown-priority"), "{page}");
    let first = broken.lines().position(|line| line.starts_with("GET ")).unwrap();
    let related = &endpoint["relatedInformation"][0];
    assert_eq!(related["location"]["uri"], uri(&project.spec));
    assert_eq!(related["location"]["range"]["start"]["line"], first);

    // Behind the smiley, which is two units of UTF-16, a vague word is written and then made precise.
    let line = SPEC.lines().position(|line| line.contains('😀')).unwrap();
    let behind: usize = SPEC.lines().nth(line).unwrap().split(" are").next().unwrap().encode_utf16().count();
    client.change(&project.spec, 2, [line, behind, line, behind], " TODO");
    let todo = client.diagnostics(&project.spec, 2);
    let placeholder = todo.iter().find(|diagnostic| diagnostic["range"]["start"]["line"] == line).unwrap();
    assert_eq!(placeholder["range"]["start"]["character"], behind + 1, "{placeholder}");
    client.change(&project.spec, 3, [line, behind - 2, line, behind + 5], "😀😀");
    assert_eq!(codes(&client.diagnostics(&project.spec, 3)), ["SW104", "SW401"]);
    let (line, start) = PRIORITY;
    client.change(&project.spec, 4, [line, start, line, start + 4], "low");
    assert_eq!(codes(&client.diagnostics(&project.spec, 4)), ["SW401"]);

    client.close(&project.spec);
    let after = client.wait_for("the diagnostics to be cleared", |message| {
        let published = message["method"] == "textDocument/publishDiagnostics";
        (published && message["params"].get("version").is_none_or(Value::is_null)).then(|| message["params"].clone())
    });
    assert_eq!((&after["uri"], &after["diagnostics"]), (&json!(uri(&project.spec)), &json!([])));
    assert!(client.shut_down().success());
}

#[test]
fn a_readme_is_never_squiggled() {
    let project = Project::new();
    let mut client = project.client();
    let readme = project.folder().join("README.md");
    client.open(&readme, 1, &SPEC.replace("priority: high", "priority: hihg"));
    assert_eq!(client.diagnostics(&readme, 1), [] as [Value; 0]);
    assert_eq!(client.code_actions(&readme, [0, 0, 0, 0], None), [] as [Value; 0]);
}

#[test]
fn actions_mend_preview_and_execute() {
    let project = Project::new();
    let mut client = project.client();
    client.open(&project.spec, 1, &SPEC.replace("priority: high", "priority: hihg"));

    let (line, start) = PRIORITY;
    let fixes = client.code_actions(&project.spec, [line, start, line, start], Some(&["quickfix"]));
    assert_eq!(titles(&fixes), ["Change the priority to `high`"]);
    let edit = &fixes[0]["edit"]["changes"][uri(&project.spec)][0];
    assert_eq!(edit["newText"], "high");
    assert_eq!(edit["range"]["start"], json!({ "line": line, "character": start }));
    assert_eq!(fixes[0]["diagnostics"][0]["code"], "SW104");

    let expected = [
        "Execute specification (adaptive)",
        "Execute specification (parallel)",
        "Execute specification (sequential)",
        "Preview wave plan",
    ];
    let on_title = title_actions(&mut client, &project.spec);
    assert_eq!(titles(&on_title), expected);
    let whole = [0, 0, SPEC.lines().count(), 0];
    assert_eq!(titles(&client.code_actions(&project.spec, whole, Some(&["source"]))), expected);
    let body = SPEC.lines().count() - 2;
    assert_eq!(titles(&client.code_actions(&project.spec, [body, 0, body, 0], None)), [""; 0]);

    let preview = client.execute(named(&on_title, "Preview wave plan")).unwrap();
    let shown = client.wait_for("a document to be shown", |message| {
        (message["method"] == "window/showDocument").then(|| message["params"]["uri"].clone())
    });
    assert_eq!(shown, uri(Path::new(preview["preview"].as_str().unwrap())));
    let page = fs::read_to_string(preview["preview"].as_str().unwrap()).unwrap();
    for expected in ["Domain Expert", "internal/domain/billing"] {
        assert!(page.contains(expected), "{expected} is missing in {page}");
    }
    assert!(!project.has_code());
}

#[test]
fn what_cannot_be_done_is_said() {
    let project = Project::new();
    let mut client = project.client();
    client.open(&project.spec, 1, "# Notes\n\nNothing to build.\n");
    let action = |argument: Value| json!({ "command": { "command": "specwave.execute", "arguments": [argument] } });
    let refused = client.execute(&action(json!({ "uri": uri(&project.spec) }))).unwrap_err();
    assert!(refused["message"].as_str().unwrap().contains("cannot be planned"), "{refused}");
    client.shown("cannot be planned");
    let missing = uri(&project.folder().join("specs/none.md"));
    client.execute(&action(json!({ "uri": missing }))).unwrap_err();
    client.shown("specs/none.md cannot be read");
    for wrong in [json!({}), json!({ "uri": uri(&project.spec), "mode": "sideways" }), json!({ "uri": "untitled:Untitled-1" })] {
        let refused = client.execute(&action(wrong.clone())).unwrap_err();
        assert_eq!(refused["code"], -32602, "{wrong}: {refused}");
    }
    assert!(client.shut_down().success());
}

#[test]
fn a_run_is_shown_cancelled_and_executed_again() {
    let project = Project::with_held_task("event_architect");
    let mut client = project.client();
    client.open(&project.spec, 1, SPEC);
    let actions = title_actions(&mut client, &project.spec);

    // One after the other, so that it is known what stands still when the third Task of Wave 1 is held.
    let gate = project.close_gate();
    let started = client.execute(named(&actions, "Execute specification (sequential)")).unwrap();
    assert_eq!(started["output"], json!(project.folder()));
    let token = client.created_progress();
    let begin = client.progress(&token, "begin");
    assert_eq!((&begin["title"], &begin["cancellable"]), (&json!("Specwave: Invoice Reminders"), &json!(true)));
    // The next Task begins while the second one is still taken in, so either may be what the message is about.
    client.wait_for("two Tasks of the wave", |message| {
        let shown = message["params"]["value"]["message"].as_str()?;
        shown.starts_with("Wave 1 · 2/5").then_some(())
    });

    let second = client.execute(named(&actions, "Execute specification (adaptive)")).unwrap_err();
    assert!(second["message"].as_str().unwrap().contains("is going on"), "{second}");
    client.shown("is going on");

    client.notify("window/workDoneProgress/cancel", json!({ "token": token }));
    let end = client.progress(&token, "end");
    assert!(end["message"].as_str().unwrap().starts_with("Cancelled after 3/21 Tasks"), "{end}");
    assert!(!project.has_code(), "something was applied");

    drop(gate);
    // This time for good: real Go, and all gates.
    let mut for_good = named(&actions, "Execute specification (adaptive)").clone();
    for_good["command"]["arguments"][0]["agent"] = json!("builtin");
    for_good["command"]["arguments"][0]["quality"] = json!("production");
    client.execute(&for_good).unwrap();
    let again = client.created_progress();
    assert_ne!(again, token);
    let (percentages, messages) = follow(&mut client, &again);
    assert!(percentages.is_sorted(), "{percentages:?}");
    assert!(messages.last().unwrap().starts_with("Done: 21/21 Tasks in "), "{messages:?}");
    client.shown("Done: 21/21 Tasks");
    for (made, part) in [
        ("go.mod", "module example.com/invoice-reminders"),
        ("internal/domain/billing/invoice.go", "type Invoice struct {"),
        ("internal/service/billing/reminder_service.go", "func NewReminderService("),
        (".claude/context/execution-progress.md", "Tasks completed: 21/21"),
    ] {
        let text = fs::read_to_string(project.folder().join(made)).unwrap_or_else(|error| panic!("{made}: {error}"));
        assert!(text.contains(part), "`{part}` is missing in {made}:\n{text}");
    }
    assert!(client.shut_down().success());
}

#[test]
fn a_run_outlives_its_server() {
    let project = Project::with_held_task("domain_expert");
    let gate = project.close_gate();
    let mut client = project.client();
    client.open(&project.spec, 1, SPEC);
    let actions = title_actions(&mut client, &project.spec);
    client.execute(named(&actions, "Execute specification (adaptive)")).unwrap();
    let token = client.created_progress();
    client.progress(&token, "begin");
    client.kill();

    let mut client = project.client();
    let token = client.created_progress();
    client.progress(&token, "begin");
    assert!(!project.has_code());
    drop(gate);
    let (percentages, messages) = follow(&mut client, &token);
    assert!(percentages.is_sorted(), "{percentages:?}");
    assert!(messages.last().unwrap().starts_with("Done: 21/21 Tasks in "), "{messages:?}");
    assert!(project.folder().join("go.mod").is_file());
}

#[test]
fn a_run_that_was_killed_is_said_to_have_gone() {
    let project = Project::with_held_task("domain_expert");
    let _gate = project.close_gate();
    let mut client = project.client();
    client.open(&project.spec, 1, SPEC);
    let actions = title_actions(&mut client, &project.spec);
    let started = client.execute(named(&actions, "Execute specification (adaptive)")).unwrap();
    let token = client.created_progress();
    client.progress(&token, "begin");
    let holder: Value = serde_json::from_slice(&fs::read(project.folder().join(".specwave/lock")).unwrap()).unwrap();
    assert_eq!(holder["run"], started["run"]);
    assert!(Command::new("kill").args(["-KILL", &holder["pid"].to_string()]).status().unwrap().success());
    let end = client.progress(&token, "end");
    assert!(end["message"].as_str().unwrap().contains("has gone"), "{end}");
    assert!(client.shown("has gone").contains("specwave resume"));
    assert!(!project.has_code());
}

#[test]
fn a_run_is_found_without_open_folders() {
    let project = Project::with_held_task("domain_expert");
    let gate = project.close_gate();
    let mut client = project.client();
    client.open(&project.spec, 1, SPEC);
    let actions = title_actions(&mut client, &project.spec);
    let mut command = named(&actions, "Execute specification (parallel)").clone();
    command["command"]["arguments"][0]["output"] = json!("specs");
    let started = client.execute(&command).unwrap();
    assert_eq!(started["output"], json!(project.spec.parent()));
    client.kill();

    // A client that has only a file open: what it makes arrives beside the file.
    let mut client = project.start();
    client.initialize(project.cache.path(), &["utf-8"]);
    client.open(&project.spec, 1, SPEC);
    let token = client.created_progress();
    client.progress(&token, "begin");
    client.notify("window/workDoneProgress/cancel", json!({ "token": token }));
    client.progress(&token, "end");
    drop(gate);
}

/// Runs of the command line and of other windows are told of to clients that show whole runs, with all there is to know.
#[test]
fn a_run_that_somebody_else_started_is_told_of() {
    let project = Project::with_held_task("domain_expert");
    let gate = project.close_gate();
    let (mut client, mut other) = (project.client(), project.client());
    assert_eq!(client.request("specwave/runs", json!({})), Ok(json!([])));
    let mut run = Command::new(env!("CARGO_BIN_EXE_specwave"))
        .args(["run", "specs/invoice-reminders.md"])
        .current_dir(project.folder())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let told = |client: &mut LspClient, what: &str, fits: fn(&Value) -> bool| {
        client.wait_for(what, |message| {
            (message["method"] == "specwave/run" && fits(&message["params"])).then(|| message["params"].clone())
        })
    };
    let held = told(&mut client, "the held Task", |run| task(run, "domain_expert")["activity"] == "held");
    assert_eq!((&held["outcome"], &held["output"]), (&json!("running"), &json!(project.folder())));
    assert_eq!((&held["feature"], &held["spec"]), (&json!("Invoice Reminders"), &json!(project.spec)));
    let expert = task(&held, "domain_expert");
    assert_eq!((&expert["state"], &expert["attempted"][0]["state"]), (&json!("running"), &json!("running")));
    assert_eq!(held["waves"][1]["status"], "running");

    // Another window on the folder shows the same run, and may cancel it as well as this one.
    let listed = other.request("specwave/runs", json!({})).unwrap();
    assert_eq!((&listed[0]["run"], &listed[0]["outcome"]), (&held["run"], &json!("running")));
    other.notify("window/workDoneProgress/cancel", json!({ "token": listed[0]["token"] }));
    for client in [&mut client, &mut other] {
        told(client, "the end", |run| run["outcome"] == "cancelled");
    }
    assert_eq!(run.wait().unwrap().code(), Some(130));
    drop(gate);
}

fn task<'a>(run: &'a Value, id: &str) -> &'a Value {
    run["tasks"].as_array().unwrap().iter().find(|task| task["id"] == id).unwrap()
}

#[test]
fn the_server_ends_with_its_client() {
    let project = Project::new();
    // `shut_down` leaves the input open until the server has ended.
    assert!(project.client().shut_down().success());
    let mut hung_up = project.client();
    hung_up.hang_up();
    assert_eq!(hung_up.ended().code(), Some(1), "nobody said shutdown");
    let mut abrupt = project.client();
    abrupt.notify("exit", Value::Null);
    assert_eq!(abrupt.ended().code(), Some(1), "nobody said shutdown");
    let mut silent = project.start();
    silent.hang_up();
    assert_eq!(silent.ended().code(), Some(1), "nobody said anything");
}

#[test]
fn garbage_costs_nothing_but_itself() {
    let project = Project::new();
    let mut client = project.client();
    client.write(b"Content-Length: 5\r\n\r\n{nope");
    client.write(b"Content-Length: 2\r\n\r\n\xff\xff");
    client.write(b"not even a header\r\n\r\n");
    client.open(&project.spec, 1, SPEC);
    assert_eq!(codes(&client.diagnostics(&project.spec, 1)), [""; 0]);
    assert!(client.shut_down().success());
}

#[test]
fn a_burst_of_edits_is_applied_in_order_while_nobody_reads() {
    let project = Project::new();
    let mut client = project.client();
    // With so much to say, a pipe that nobody reads is full at once.
    let endpoints = "GET /api/v1/invoices/{id}\n".repeat(400);
    client.open(&project.spec, 0, &SPEC.replace("POST /api/v1/invoices\n", &endpoints));
    let (line, start) = PRIORITY;
    let reading = client.reading();
    let silence = reading.lock().unwrap();
    let mut word = "high".to_owned();
    for version in 1..=2000_u16 {
        let letter = char::from(b'a' + (version % 26) as u8);
        let end = start + word.len();
        client.change(&project.spec, version.into(), [line, end, line, end], &letter.to_string());
        word.push(letter);
    }
    drop(silence);
    let diagnostics = client.diagnostics(&project.spec, 2000);
    let priority = diagnostics.iter().find(|diagnostic| diagnostic["code"] == "SW104").unwrap();
    assert!(priority["message"].as_str().unwrap().contains(&format!("`{word}`")), "{priority}");
    assert!(client.shut_down().success());
}

#[test]
fn an_agent_that_asks_is_answered_by_the_user_of_the_editor() {
    let project = Project::new();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/acp_agent.py");
    let command = json!(["python3", script, "asks", env!("CARGO_BIN_EXE_specwave")]);
    let settings = format!(
        "quality = \"draft\"\n\n[waves.0]\nagent = \"asks\"\n\n[agents.asks]\nkind = \"acp\"\ncommand = {command}\n\
         permissions = \"ask\"\n"
    );
    fs::write(project.folder().join("specwave.toml"), settings).unwrap();
    let mut client = project.client();
    client.open(&project.spec, 1, SPEC);
    let actions = title_actions(&mut client, &project.spec);
    client.execute(named(&actions, "Execute specification (adaptive)")).unwrap();
    let token = client.created_progress();
    let question = client.wait_for("the question", |message| {
        (message["method"] == "window/showMessageRequest").then(|| message["params"].clone())
    });
    assert!(question["message"].as_str().unwrap().starts_with("Foundation Analyst asks: Edit /"), "{question}");
    assert_eq!(question["actions"], json!([{ "title": "Allow" }, { "title": "Deny" }]));
    client.progress(&token, "begin");
    let (_, messages) = follow(&mut client, &token);
    assert!(messages.last().unwrap().starts_with("Done: 21/21 Tasks in "), "{messages:?}");
}
