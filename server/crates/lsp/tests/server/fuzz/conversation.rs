//! Conversations that no editor would hold, in a folder of their own.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use serde_json::{Value, json};
use specwave_source::{Document, Encoding, Position, PositionRange, TextEdit};

use super::panics;
use crate::client::{Client, converse};
use crate::offered;
use crate::samples::{PIECES, SPECIFICATIONS, mixed};

/// What is opened, edited and changed on the disk: a specification of one file, and features of several.
const FILES: &[&str] = &[
    "specs/seats.md",
    "specs/001-ferries/spec.md",
    "specs/001-ferries/plan.md",
    ".kiro/specs/permits/requirements.md",
    ".kiro/specs/permits/design.md",
    "README.md",
    "internal/domain/seats/seats.go",
    "internal/api/rest/handlers.go",
];

#[derive(Clone)]
pub(super) struct Conversation {
    encoding: Encoding,
    /// Whether the client asks for diagnostics, or is told of them.
    pulls: bool,
    on_disk: Vec<(&'static str, Vec<u8>)>,
    steps: Vec<(&'static str, Step)>,
    /// What is asked about in the end.
    places: Vec<PositionRange>,
}

/// One line for each step, whatever the formatter wants: whoever looks for the reason of a failure reads them.
impl fmt::Debug for Conversation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{:?}, {}", self.encoding, if self.pulls { "pulls" } else { "is told" })?;
        for (path, content) in &self.on_disk {
            writeln!(out, "on the disk {path}: {:?}", String::from_utf8_lossy(content))?;
        }
        self.steps.iter().try_for_each(|(path, step)| writeln!(out, "{path}: {step:?}"))?;
        write!(out, "{:?}", self.places)
    }
}

/// What happens to a file.
#[derive(Debug, Clone)]
enum Step {
    Open(i32, String),
    Change(i32, Vec<TextEdit>),
    Close,
    /// Another program writes it, or takes it away.
    OnDisk(Option<Vec<u8>>),
    /// Everything is asked, and nobody waits for the answers; some are not wanted any more.
    Ask(PositionRange, bool),
}

pub(super) fn any() -> impl Strategy<Value = Conversation> {
    let encoding = prop::sample::select(&[Encoding::Utf8, Encoding::Utf16][..]);
    let file = || prop::sample::select(FILES);
    let steps = vec((file(), step()), 1..24);
    (encoding, prop::bool::ANY, vec((file(), content()), 0..4), text(), steps, vec(range(), 1..4)).prop_map(
        |(encoding, pulls, on_disk, first, mut steps, places)| {
            // A conversation about nothing would be a waste.
            let about = steps[0].0;
            steps.insert(0, (about, Step::Open(1, first)));
            Conversation { encoding, pulls, on_disk, steps, places }
        },
    )
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (version(), text()).prop_map(|(version, text)| Step::Open(version, text)),
        12 => (version(), vec(edit(), 0..5)).prop_map(|(version, edits)| Step::Change(version, edits)),
        1 => Just(Step::Close),
        1 => option::of(content()).prop_map(Step::OnDisk),
        2 => (range(), prop::bool::ANY).prop_map(|(range, cancelled)| Step::Ask(range, cancelled)),
    ]
}

/// Versions that go on, and others.
fn version() -> impl Strategy<Value = i32> {
    prop_oneof![4 => 0..100, 1 => prop::num::i32::ANY]
}

fn text() -> impl Strategy<Value = String> {
    let pieces = || vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat());
    let line_end = prop::sample::select(&["\n", "\r\n", "\r"][..]);
    prop_oneof![
        6 => mixed(),
        1 => (mixed(), line_end).prop_map(|(text, end)| text.replace('\n', end)),
        2 => pieces(),
        1 => vec(prop::char::any(), 0..200).prop_map(String::from_iter),
        2 => go(),
    ]
}

/// What the Go blocks of specifications declare, as a file.
fn go() -> impl Strategy<Value = String> {
    let blocks = SPECIFICATIONS.iter().flat_map(|text| text.split("```go\n").skip(1)).filter_map(|rest| rest.split("```").next());
    vec(prop::sample::select(blocks.collect::<Vec<_>>()), 0..6).prop_map(|blocks| format!("package seats\n{}", blocks.concat()))
}

fn content() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![6 => text().prop_map(String::into_bytes), 1 => vec(prop::num::u8::ANY, 0..300)]
}

/// Mostly small edits, wherever a client says they are; seldom the whole text.
fn edit() -> impl Strategy<Value = TextEdit> {
    let inserted =
        || prop_oneof![2 => Just(String::new()), 6 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => text()];
    prop_oneof![
        12 => (range(), inserted()).prop_map(|(range, text)| TextEdit { range: Some(range), text }),
        1 => text().prop_map(|text| TextEdit { range: None, text }),
    ]
}

/// Places in texts and behind them, and ranges that may be upside down.
fn range() -> impl Strategy<Value = PositionRange> {
    let line = || prop_oneof![20 => 0..300_u32, 1 => 0..5_000_u32, 1 => Just(u32::MAX)];
    let character = || prop_oneof![20 => 0..60_u32, 1 => Just(u32::MAX)];
    (line(), character(), -1..3_i32, character()).prop_map(|(line, character, down, end)| PositionRange {
        start: Position { line, character },
        end: Position { line: line.saturating_add_signed(down), character: end },
    })
}

impl Conversation {
    /// Holds it, and sees that the server knows what one knows that has just started.
    pub(super) async fn hold(&self) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        write(&root.join("go.mod"), b"module example.com/seats\n\ngo 1.22\n");
        self.on_disk.iter().for_each(|(path, content)| write(&root.join(path), content));
        let mut shown = BTreeMap::new();
        let mut known = (Vec::new(), BTreeMap::new());
        let _ = converse(async |client| {
            self.introduce(client, &root).await;
            let mut asked = Vec::new();
            for (path, step) in &self.steps {
                let uri = uri(&root, path);
                asked.extend(self.take(client, &root.join(path), &uri, step, &mut shown).await);
            }
            for id in asked {
                answered(client, id).await;
            }
            known = self.ask_everything(client, &root).await;
        })
        .await;
        let mut fresh = (Vec::new(), BTreeMap::new());
        let _ = converse(async |client| {
            self.introduce(client, &root).await;
            for (uri, (version, document)) in &shown {
                client.open(uri, *version, &document.text()).await;
            }
            fresh = self.ask_everything(client, &root).await;
        })
        .await;
        assert_eq!(panics::taken(), [""; 0]);
        let ((answers, told), (fresh_answers, fresh_told)) = (known, fresh);
        for ((asked, known), (_, fresh)) in answers.iter().zip(&fresh_answers) {
            assert_eq!(known, fresh, "{asked}");
        }
        assert_eq!(told, fresh_told, "published");
        assert!(!self.pulls || told.is_empty(), "pushed and pulled: {told:?}");
    }

    async fn introduce(&self, client: &mut Client, root: &Path) {
        let encoding = if self.encoding == Encoding::Utf8 { "utf-8" } else { "utf-16" };
        let capabilities = json!({
            "general": { "positionEncodings": [encoding] },
            "textDocument": { "diagnostic": {}, "completion": { "completionItem": { "snippetSupport": true } } },
        });
        let folders = json!([{ "uri": format!("file://{}", root.display()), "name": "project" }]);
        let introduced = client.request("initialize", json!({ "capabilities": capabilities, "workspaceFolders": folders })).await;
        offered::assert_complete(&introduced["result"]["capabilities"]);
        client.notify("initialized", json!({})).await;
    }

    /// Takes one step, and notes what the editor shows behind it; the numbers of requests whose answers are to come.
    async fn take(
        &self,
        client: &mut Client,
        path: &Path,
        uri: &str,
        step: &Step,
        shown: &mut BTreeMap<String, (i32, Document)>,
    ) -> Vec<i64> {
        match step {
            Step::Open(version, text) => {
                client.open(uri, *version, text).await;
                shown.insert(uri.to_owned(), (*version, Document::new(text, *version)));
            }
            Step::Change(version, edits) => {
                client.change(uri, *version, edits.iter().map(change).collect()).await;
                if let Some((shown, document)) = shown.get_mut(uri) {
                    *shown = *version;
                    // An edit whose range is upside down changes nothing.
                    for edit in edits {
                        let _ = document.apply(edit, *version, self.encoding);
                    }
                }
            }
            Step::Close => {
                client.close(uri).await;
                shown.remove(uri);
            }
            Step::OnDisk(content) => {
                match content {
                    Some(content) => write(path, content),
                    None => drop(fs::remove_file(path)),
                }
                let change = json!({ "uri": uri, "type": if content.is_some() { 2 } else { 3 } });
                client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [change] })).await;
            }
            Step::Ask(range, cancelled) => {
                let (start, end) = (position(range.start), position(range.end));
                let mut asked = Vec::new();
                let questions = offered::about_document(uri, &start, &end).into_iter();
                for (method, params) in questions.filter(|(method, _)| self.pulls || !method.ends_with("/diagnostic")) {
                    asked.push(client.ask(method, params).await);
                }
                if *cancelled {
                    for id in asked.iter().step_by(3) {
                        client.notify("$/cancelRequest", json!({ "id": id })).await;
                    }
                }
                return asked;
            }
        }
        Vec::new()
    }

    /// Everything that can be asked about every file, open or not, with the answers, and the diagnostics that the client
    /// has been told of when it has them all.
    async fn ask_everything(&self, client: &mut Client, root: &Path) -> (Vec<(String, Value)>, BTreeMap<String, Value>) {
        let mut answers = Vec::new();
        for path in FILES {
            let uri = uri(root, path);
            let about_places =
                self.places.iter().flat_map(|range| offered::about_document(&uri, &position(range.start), &position(range.end)));
            for (method, params) in about_places.chain(offered::about_workspace(&uri)).collect::<Vec<_>>() {
                if !self.pulls && method.ends_with("/diagnostic") {
                    continue;
                }
                let asked = format!("{method} {params}");
                let id = client.ask(method, params).await;
                let mut answer = answered(client, id).await;
                if method == "workspace/diagnostic" {
                    forget_clean_files(&mut answer);
                }
                answers.push((asked, answer));
            }
        }
        (answers, published(client).await)
    }
}

/// Takes out what is said of files without findings: a file that was open and is gone is reported as clean, which only a
/// server knows that was there.
fn forget_clean_files(answer: &mut Value) {
    let is_clean = |report: &Value| report["items"].as_array().is_some_and(Vec::is_empty);
    if let Some(reports) = answer["result"]["items"].as_array_mut() {
        reports.retain(|report| !is_clean(report));
    }
}

/// The diagnostics of every file that were published last, of files that have some.
async fn published(client: &mut Client) -> BTreeMap<String, Value> {
    // Messages come in order: what the server says now comes behind everything that it said before.
    let place = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } });
    let last = json!({ "command": "specwave.show", "arguments": [{ "uri": "file:///last", "range": place }] });
    client.request("workspace/executeCommand", last).await;
    client.wait_for(|message| message["params"]["message"] == "/last:1").await;
    let messages = client.unread.iter().filter(|message| message["method"] == "textDocument/publishDiagnostics");
    let told = messages.map(|message| &message["params"]);
    let mut told: BTreeMap<String, Value> =
        told.map(|params| (params["uri"].to_string(), params["diagnostics"].clone())).collect();
    // What is found in code by itself comes behind changes of it, and who has just started was told of none.
    let is_code = |uri: &str| [".go\"", ".sql\""].iter().any(|end| uri.ends_with(end));
    told.retain(|uri, diagnostics| !is_code(uri) && diagnostics.as_array().is_some_and(|diagnostics| !diagnostics.is_empty()));
    told
}

/// The answer to a request, which must come and must not be that something went wrong inside.
async fn answered(client: &mut Client, id: i64) -> Value {
    const INTERNAL_ERROR: i64 = -32603;
    let mut answer = client.wait_for(|message| message["id"] == id && message.get("method").is_none()).await;
    assert_ne!(answer["error"]["code"], INTERNAL_ERROR, "{answer}");
    answer["id"].take();
    answer
}

fn change(edit: &TextEdit) -> Value {
    match edit.range {
        Some(range) => json!({ "range": { "start": position(range.start), "end": position(range.end) }, "text": edit.text }),
        None => json!({ "text": edit.text }),
    }
}

fn position(position: Position) -> Value {
    json!({ "line": position.line, "character": position.character })
}

fn uri(root: &Path, path: &str) -> String {
    format!("file://{}", PathBuf::from_iter([root, Path::new(path)]).display())
}

fn write(path: &Path, content: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}
