//! A case, held with the real server.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::case::{Answer, Case, Mark, Step, cut_marks};
use super::render;
use crate::client::{Client, converse};

/// What the client counts characters in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Utf16,
}

/// Holds the conversation in a folder of its own; what each step gave.
pub(crate) async fn hold(case: &Case, encoding: Encoding) -> Vec<Answer> {
    let folder = tempfile::tempdir().unwrap();
    // The folder's name must not hold what the real one may: a link on the way to it.
    let root = folder.path().canonicalize().unwrap();
    let mut files = Files {
        root: format!("file://{}/", root.display()),
        encoding,
        files: BTreeMap::new(),
        first: case
            .steps
            .iter()
            .find(|step| step.line.starts_with("file ") && !step.line.ends_with(" unopened"))
            .map_or_else(String::new, |step| path_of(step).to_owned()),
        legend: Value::Null,
        last_result: Value::Null,
    };
    let mut answers = Vec::new();
    let _ = converse(async |client| {
        for step in case.steps.iter().filter(|step| step.line.starts_with("file ")) {
            let path = path_of(step);
            write(&root.join(path), &files.put(path, &step.body).text);
        }
        introduce(client, &mut files, case).await;
        for step in &case.steps {
            let answer = take(client, &mut files, &root, step).await;
            answers.push(answer);
        }
        client.request("shutdown", Value::Null).await;
        nothing_is_left(client, &files, case);
    })
    .await;
    answers
}

/// The texts as the client shows them.
pub(crate) struct Files {
    /// The URI of the folder that they lie in, with a slash at its end.
    pub(crate) root: String,
    pub(crate) encoding: Encoding,
    files: BTreeMap<String, File>,
    /// The file that the case begins with.
    first: String,
    /// What the numbers of semantic tokens mean.
    pub(crate) legend: Value,
    /// The name of the latest report.
    last_result: Value,
}

struct File {
    text: String,
    marks: Vec<Mark>,
    version: i32,
    is_open: bool,
}

impl Files {
    pub(crate) fn uri(&self, path: &str) -> String {
        format!("{}{path}", self.root)
    }

    /// The text of a file, if it is one of the case.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(|file| file.text.as_str())
    }

    fn put(&mut self, path: &str, marked: &str) -> &File {
        let (text, marks) = cut_marks(marked);
        let (version, is_open) = self.files.get(path).map_or((1, false), |file| (file.version + 1, file.is_open));
        self.files.insert(path.to_owned(), File { text, marks, version, is_open });
        &self.files[path]
    }

    /// Files that are named so, or lie in a folder that is.
    fn rename(&mut self, from: &str, to: &str) {
        let renamed = |path: String| match path.strip_prefix(from) {
            Some(below) if below.is_empty() || below.starts_with('/') => format!("{to}{below}"),
            _ => path,
        };
        self.files = std::mem::take(&mut self.files).into_iter().map(|(path, file)| (renamed(path), file)).collect();
    }

    fn show(&mut self, path: &str, is_open: bool) {
        if let Some(file) = self.files.get_mut(path) {
            file.is_open = is_open;
        }
    }

    fn mark(&self, name: &str) -> (&str, &File, &Mark) {
        let marks = self.files.iter().flat_map(|(path, file)| file.marks.iter().map(move |mark| (path.as_str(), file, mark)));
        marks.into_iter().find(|(_, _, mark)| mark.name == name).unwrap_or_else(|| panic!("there is no mark `{name}`"))
    }

    /// A place in a text as the client gives it.
    fn position(&self, text: &str, offset: usize) -> Value {
        let before = &text[..offset];
        let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
        let character = if self.encoding == Encoding::Utf8 { line.len() } else { line.encode_utf16().count() };
        json!({ "line": before.matches('\n').count(), "character": character })
    }
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn path_of(step: &Step) -> &str {
    step.line.split(' ').nth(1).unwrap_or_else(|| panic!("`@@ {}` needs a path", step.line))
}

async fn introduce(client: &mut Client, files: &mut Files, case: &Case) {
    let mut capabilities = case
        .steps
        .iter()
        .find_map(|step| step.line.strip_prefix("client "))
        .map_or_else(|| json!({}), |capabilities| serde_json::from_str(capabilities).unwrap());
    let offered: &[&str] = if files.encoding == Encoding::Utf8 { &["utf-16", "utf-8"] } else { &["utf-16"] };
    capabilities["general"] = json!({ "positionEncodings": offered });
    let folders = json!([{ "uri": files.root.trim_end_matches('/'), "name": "project" }]);
    let params = json!({ "processId": null, "capabilities": capabilities, "workspaceFolders": folders });
    let answer = client.request("initialize", params).await;
    files.legend = answer["result"]["capabilities"]["semanticTokensProvider"]["legend"].clone();
    client.notify("initialized", json!({})).await;
}

/// Takes one step; what it gave, if it gives anything.
async fn take(client: &mut Client, files: &mut Files, root: &Path, step: &Step) -> Answer {
    let (verb, rest) = step.line.split_once(' ').unwrap_or((&step.line, ""));
    match verb {
        "client" => None,
        "file" => {
            let (path, unopened) = rest.split_once(' ').map_or((rest, false), |(path, word)| (path, word == "unopened"));
            let uri = files.uri(path);
            let file = files.put(path, &step.body);
            if !unopened {
                client.open(&uri, file.version, &file.text).await;
                files.show(path, true);
            }
            None
        }
        "edit" => {
            let uri = files.uri(rest);
            let file = files.put(rest, &step.body);
            client.change(&uri, file.version, json!([{ "text": file.text }])).await;
            None
        }
        "close" => {
            client.close(&files.uri(rest)).await;
            files.show(rest, false);
            files.put(rest, &std::fs::read_to_string(root.join(rest)).unwrap());
            None
        }
        "disk" => {
            let deleted = step.body.trim().is_empty();
            let kind = if deleted { 3 } else { 2 };
            if deleted {
                std::fs::remove_file(root.join(rest)).unwrap();
            } else {
                write(&root.join(rest), &files.put(rest, &step.body).text);
            }
            let change = json!({ "uri": files.uri(rest), "type": kind });
            client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [change] })).await;
            None
        }
        "rename" => {
            let (from, to) = rest.split_once(' ').unwrap_or_else(|| panic!("`@@ {}` needs two paths", step.line));
            std::fs::create_dir_all(root.join(to).parent().unwrap()).unwrap();
            std::fs::rename(root.join(from), root.join(to)).unwrap();
            files.rename(from, to);
            let changes = json!([{ "uri": files.uri(from), "type": 3 }, { "uri": files.uri(to), "type": 1 }]);
            client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes })).await;
            None
        }
        "diagnostics" => {
            let (uri, file) = (files.uri(rest), &files.files[rest]);
            // A file that is not open has no version.
            let version = if file.is_open { json!(file.version) } else { Value::Null };
            let published = client
                .wait_for(|message| {
                    let params = &message["params"];
                    let fits = message["method"] == "textDocument/publishDiagnostics" && params["uri"] == uri;
                    fits && params["version"] == version
                })
                .await;
            Some(render::answer(verb, &published["params"]["diagnostics"], files, rest))
        }
        "message" => {
            let message = client.wait_for(|message| message["method"] == rest).await;
            Some(render::answer(rest, &message["params"], files, ""))
        }
        method => {
            let (params, path) = params(files, method, rest);
            let answer = client.request(method, params).await;
            files.last_result = last_result(&answer["result"]);
            if answer["error"].is_null() {
                Some(render::answer(method, &answer["result"], files, &path))
            } else {
                Some(format!("error {}: {}", answer["error"]["code"], answer["error"]["message"].as_str().unwrap()))
            }
        }
    }
}

/// How a report is called, or all reports of the workspace.
fn last_result(result: &Value) -> Value {
    let named = |report: &Value| json!({ "uri": report["uri"], "value": report["resultId"] });
    match result["items"].as_array() {
        Some(reports) if reports.iter().any(|report| report["uri"].is_string()) => reports.iter().map(named).collect(),
        _ => result["resultId"].clone(),
    }
}

/// The parameters of a request, and the file that it is about.
fn params(files: &Files, method: &str, words: &str) -> (Value, String) {
    let mut params = json!({});
    let mut path = files.first.clone();
    if method == "textDocument/codeAction" {
        params["context"] = json!({ "diagnostics": [] });
    }
    for pair in words.split_whitespace() {
        let (key, value) = pair.split_once('=').unwrap_or_else(|| panic!("`{pair}` is no key=value"));
        match key {
            "in" => path = value.to_owned(),
            "at" => {
                let (of, file, mark) = files.mark(value);
                let [start, end] = [mark.start, mark.end].map(|offset| files.position(&file.text, offset));
                params["position"] = start.clone();
                params["range"] = json!({ "start": start, "end": end });
                path = of.to_owned();
            }
            _ => {
                let value = match value {
                    "@last" => files.last_result.clone(),
                    _ => serde_json::from_str(value).unwrap_or_else(|_| json!(value)),
                };
                *key.split('.').fold(&mut params, |object, key| &mut object[key]) = value;
            }
        }
    }
    if method.starts_with("textDocument/") {
        params["textDocument"] = json!({ "uri": files.uri(&path) });
    }
    (params, path)
}

/// What the server said and no step asked for.
fn nothing_is_left(client: &Client, files: &Files, case: &Case) {
    let (diagnostics, others): (Vec<&Value>, Vec<&Value>) =
        client.unread.iter().partition(|message| message["method"] == "textDocument/publishDiagnostics");
    assert!(others.is_empty(), "nobody asked for {others:#?}");
    if case.steps.iter().any(|step| step.line.starts_with("textDocument/diagnostic")) {
        let shown: Map<String, Value> = diagnostics
            .iter()
            .map(|message| (message["params"]["uri"].to_string(), message["params"]["diagnostics"].clone()))
            // What is found in code is always pushed: of code, nothing is pulled.
            .filter(|(uri, _)| uri.contains(&files.root) && ![".go\"", ".sql\""].iter().any(|end| uri.ends_with(end)))
            .collect();
        let doubled: Vec<_> = shown.iter().filter(|(_, diagnostics)| **diagnostics != json!([])).collect();
        assert!(doubled.is_empty(), "pushed and pulled: {doubled:?}");
    }
}
