//! Marker tests: every `tests/markers/<feature>/*.md` is a conversation with the server and what it answers.
//!
//! A case is prose, then steps. A step starts with a line `@@ …` and goes on to the next one:
//!
//! | step | what it does |
//! |---|---|
//! | `@@ client {json}` | capabilities of the client, besides none |
//! | `@@ file PATH` | its text, which lies in the workspace folder from the start, is opened; `@@ file PATH unopened` is not |
//! | `@@ edit PATH` | the open file has this text now |
//! | `@@ close PATH` | the file is closed |
//! | `@@ disk PATH` | the file changes on the disk, and the client says so; without a text it is deleted |
//! | `@@ rename FROM TO` | a file or a folder gets another name on the disk, and the client tells of it, and of no file in it |
//! | `@@ diagnostics PATH` | the diagnostics that were pushed for the newest text, or for a file that is not open |
//! | `@@ message METHOD` | what the server said of its own accord |
//! | `@@ METHOD key=value …` | a request and its answer |
//!
//! In texts `⟦name|text⟧` marks a range, `⟦name|⟧` a place; the marks are cut out. A request is about the first file that is opened, or
//! `in=PATH`, or with `at=name` about that mark and its file. Further pairs are parameters, as JSON (without spaces) or as
//! words; `a.b=1` sets a parameter inside another, and `@last` stands for the latest `resultId`, or all those of the workspace.
//!
//! Answers are written by [`render`]: lines and columns from 1, in characters, whatever the client counts in. Each case
//! is held with a client that counts in UTF-16 and with one that counts in UTF-8. What the server says and no step asks
//! for fails the case, pushed diagnostics excepted; a client that pulls them must not be left with pushed ones as well.
//!
//! `SPECWAVE_MARKERS=folding cargo test -p specwave-lsp markers` runs the cases whose path has that word;
//! `SPECWAVE_UPDATE_MARKERS=1` writes what the server answers into the cases.

mod case;
mod conversation;
mod render;

use std::path::{Path, PathBuf};

use case::Case;
use conversation::Encoding;

#[tokio::test(flavor = "multi_thread")]
async fn the_server_answers_as_the_cases_say() {
    let wanted = std::env::var("SPECWAVE_MARKERS").unwrap_or_default();
    let update = std::env::var_os("SPECWAVE_UPDATE_MARKERS").is_some();
    let mut held = 0;
    let mut failures = Vec::new();
    for path in cases().into_iter().filter(|path| path.to_string_lossy().contains(&wanted)) {
        let mut case = Case::parse(&std::fs::read_to_string(&path).unwrap());
        let name = path.strip_prefix(folder()).unwrap().display();
        for encoding in [Encoding::Utf16, Encoding::Utf8] {
            let answers = conversation::hold(&case, encoding).await;
            held += 1;
            if update && encoding == Encoding::Utf16 {
                case.accept(&answers);
                std::fs::write(&path, case.to_string()).unwrap();
            }
            failures
                .extend(case.differences(&answers).into_iter().map(|difference| format!("{name} {encoding:?}: {difference}")));
        }
    }
    assert!(held > 0, "no case has `{wanted}` in its path");
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/markers")
}

fn cases() -> Vec<PathBuf> {
    let entries = |folder: &Path| std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    let features = entries(&folder()).into_iter().filter(|path| path.is_dir());
    let mut cases: Vec<PathBuf> = features.flat_map(|feature| entries(&feature)).collect();
    cases.sort();
    cases
}
