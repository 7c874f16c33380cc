//! What becomes of files that a run made and the user edited, when the specification changes and is run again.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use support::{files, go, root, run, shown, specwave, write};
use tempfile::TempDir;

/// The file of the entity that the specification changes.
const EDITED: &str = "internal/domain/loyalty/loyalty_account.go";

/// A line of the specification, and what it becomes.
const FIELD: &str = "      - OpenedAt time.Time\n";
const FIELDS: &str = "      - OpenedAt time.Time\n      - Nickname string\n";

/// What the user adds to the end of the file.
const MINE: &str =
    "\n// IsRich tells who is asked for a donation.\nfunc (l *LoyaltyAccount) IsRich() bool { return l.Balance > 1_000_000 }\n";

/// A folder with a module, and the specification that it was made from.
struct Module {
    folder: TempDir,
    specs: TempDir,
}

impl Module {
    fn new() -> Self {
        let module = Self { folder: tempfile::tempdir().unwrap(), specs: tempfile::tempdir().unwrap() };
        write(&module.spec(), std::fs::read_to_string(root().join("docs/examples/loyalty-points.md")).unwrap());
        assert_eq!(module.run().0, 0);
        module
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn spec(&self) -> PathBuf {
        self.specs.path().join("loyalty-points.md")
    }

    fn run(&self) -> (i32, Value, String) {
        run(&self.spec(), self.path(), &["--quality", "draft"])
    }

    fn call(&self, command: &str) -> (i32, String) {
        let output = support::output(specwave(self.specs.path()).arg(command).arg("--output").arg(self.path()));
        (output.status.code().unwrap_or(-1), shown(&output))
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.path().join(EDITED)).unwrap()
    }

    /// Edits the file.
    fn edit(&self, edit: impl FnOnce(String) -> String) {
        write(&self.path().join(EDITED), edit(self.text()));
    }

    /// Asks for one more field.
    fn ask_for_more(&self) {
        let text = std::fs::read_to_string(self.spec()).unwrap();
        assert!(text.contains(FIELD), "the example has another field now");
        write(&self.spec(), text.replacen(FIELD, FIELDS, 1));
    }
}

#[test]
fn edits_and_news_are_both_in_the_file_and_undo_takes_the_news_back() {
    let module = Module::new();
    module.edit(|text| text + MINE);
    let before = files(module.path());

    let (code, account, printed) = module.run();
    assert_eq!((code, &account["applied"]["written"]), (0, &json!([])), "{printed}");
    assert!(files(module.path()) == before, "the same specification has changed something");

    module.ask_for_more();
    let (code, account, printed) = module.run();
    assert_eq!((code, &account["applied"]["merged"]), (0, &json!([EDITED])), "{printed}");
    let text = module.text();
    assert!(text.contains("Nickname") && text.ends_with(MINE), "{text}");
    go(module.path(), "go", &["build", "./..."]);

    let (code, printed) = module.call("undo");
    assert_eq!(code, 0, "{printed}");
    assert!(files(module.path()) == before, "undo left something, or took more");
}

#[test]
fn an_edit_in_the_way_is_refused_until_the_lines_agree() {
    let module = Module::new();
    let line = module.text().lines().find(|line| line.trim_start().starts_with("OpenedAt ")).unwrap().to_owned();
    module.edit(|text| text.replacen(&line, "\tOpenedAt time.Time // by whom?", 1) + MINE);
    let before = files(module.path());
    module.ask_for_more();
    let (code, _, printed) = module.run();
    assert_eq!(code, 5, "{printed}");
    assert!(printed.contains(EDITED) && printed.contains("in lines that this run has changed"), "{printed}");
    assert!(files(module.path()) == before, "something was written");
    let marked = std::fs::read_to_string(module.path().join(".specwave/conflicts").join(EDITED)).unwrap();
    assert!(marked.contains("<<<<<<< yours") && marked.contains("by whom?") && marked.contains("Nickname"), "{marked}");

    // The user gives in, there, and everything else stays.
    module.edit(|text| text.replacen("\tOpenedAt time.Time // by whom?", &line, 1));
    let (code, printed) = module.call("resume");
    assert_eq!(code, 0, "{printed}");
    let text = module.text();
    assert!(text.contains("Nickname") && text.ends_with(MINE), "{text}");
}
