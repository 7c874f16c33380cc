//! Journals that a newer program wrote, that have a hole, or that are another user's: said to be so, and nothing is lost.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;

use specwave_engine::run::latest;
use support::{files, output, root, run, shown, specwave, tool};

/// Commands that read a journal, and what they answer where they cannot.
const READERS: [&[&str]; 4] = [&["status"], &["logs"], &["resume"], &["retry", "--wave", "1"]];

fn call(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let home = tempfile::tempdir().unwrap();
    let output = output(specwave(home.path()).args(arguments).arg("--output").arg(folder));
    (output.status.code().unwrap_or(-1), shown(&output))
}

#[test]
fn a_journal_that_cannot_be_used_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let spec = root().join("docs/examples/loyalty-points.md");
    let made = |arguments: &[&str]| {
        let (code, _, printed) = run(&spec, folder, &[&["--quality", "draft", "--mode", "parallel"], arguments].concat());
        assert_eq!(code, 0, "{printed}");
    };
    made(&[]);
    let before = files(folder);
    let journal = latest(folder).unwrap().journal();
    let good = std::fs::read_to_string(&journal).unwrap();
    let without_a_line: String =
        good.split_inclusive('\n').enumerate().filter(|(at, _)| *at != 4).map(|(_, line)| line).collect();
    let broken = [
        (good.replacen("{\"v\":1,\"seq\":5", "{\"v\":9,\"seq\":5", 1), "has format 9"),
        (without_a_line, "record 5 is missing"),
        (good.replacen("attempt_started", "attempt_dreamt", 1), "cannot be read"),
    ];
    for (text, said) in &broken {
        std::fs::write(&journal, text).unwrap();
        for reader in READERS {
            let (code, printed) = call(folder, reader);
            assert!(code == 4 && printed.contains(said) && printed.contains("help:"), "{reader:?}: {code}: {printed}");
        }
        let (code, table) = call(folder, &["runs"]);
        assert!(code == 0 && table.contains("unreadable"), "{table}");
        assert_eq!(std::fs::read_to_string(&journal).unwrap(), *text, "the journal is as it was");
        assert_eq!(files(folder), before);
    }
    // Nor does a run whose other records are gone or broken.
    std::fs::write(&journal, &good).unwrap();
    let newer = |text: &str| text.replacen("\"version\": 1", "\"version\": 9", 1);
    for (name, text, said) in [
        ("plan.json", "{".to_owned(), "plan.json: EOF while parsing"),
        ("run.json", "{".to_owned(), "run.json: EOF while parsing"),
        (
            "run.json",
            newer(&std::fs::read_to_string(journal.with_file_name("run.json")).unwrap()),
            "was made by a newer specwave",
        ),
    ] {
        let record = journal.with_file_name(name);
        let was = std::fs::read(&record).unwrap();
        std::fs::write(&record, text).unwrap();
        for changer in [&["resume"][..], &["retry", "--wave", "1"]] {
            let (code, printed) = call(folder, changer);
            assert!(code == 4 && printed.contains(said) && printed.contains("help:"), "{changer:?}: {code}: {printed}");
        }
        assert_eq!(call(folder, &["status"]).0, 0);
        assert_eq!(files(folder), before);
        std::fs::write(&record, was).unwrap();
    }
    std::fs::write(&journal, &broken[1].0).unwrap();
    // It stands in nobody's way: another run, the removal of what it left, and the way back.
    made(&[]);
    assert_eq!(call(folder, &["gc"]).0, 0);
    let latest_record = latest(folder).unwrap().path().join("run.json");
    let was = std::fs::read(&latest_record).unwrap();
    std::fs::write(&latest_record, "{").unwrap();
    assert_eq!(call(folder, &["gc"]).0, 0);
    std::fs::write(&latest_record, was).unwrap();
    assert_eq!(files(folder), before);
    assert_eq!(call(folder, &["undo", "1"]).0, 0);
    assert_eq!(files(folder).len(), 0);
}

#[test]
fn a_journal_of_another_user_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (code, _, printed) = run(&root().join("docs/examples/loyalty-points.md"), folder, &["--quality", "draft"]);
    assert_eq!(code, 0, "{printed}");
    let journal = latest(folder).unwrap().journal();
    let runs = journal.parent().and_then(Path::parent).unwrap();
    let before = files(folder);
    // Everybody may look into the folder, but not into the journal; then not even into the folder with the runs.
    mode(folder, 0o755);
    let somebody = Somebody::new();
    for closed in [journal.as_path(), runs] {
        let was = closed.metadata().unwrap().permissions().mode();
        mode(closed, 0);
        for reader in READERS {
            let (code, printed) = somebody.call(folder, reader);
            let is_named = printed.contains(&runs.display().to_string()) && printed.contains("ermission");
            assert!(code == 4 && is_named && printed.contains("help:"), "{reader:?}: {code}: {printed}");
        }
        mode(closed, was);
    }
    // What may be read and not be written is said to be so, before anything happens.
    let (lock, spec) = (runs.with_file_name("lock"), somebody.0.path().join("spec.md"));
    std::fs::copy(root().join("docs/examples/loyalty-points.md"), &spec).unwrap();
    let closed =
        [runs, latest(folder).unwrap().path(), &lock].map(|path| (path.to_owned(), path.metadata().unwrap().permissions()));
    closed.iter().for_each(|(path, was)| mode(path, was.mode() & 0o555));
    let spec = spec.display().to_string();
    for writer in [&["run", &spec][..], &["resume"], &["retry", "--wave", "1"], &["undo"], &["gc"]] {
        let (code, printed) = somebody.call(folder, writer);
        let is_named = printed.contains(&runs.parent().unwrap().display().to_string()) && printed.contains("ermission denied");
        assert!(code == 4 && is_named && printed.contains("help:"), "{writer:?}: {code}: {printed}");
    }
    closed.iter().for_each(|(path, was)| mode(path, was.mode()));
    assert_eq!(files(folder), before);
    assert_eq!(call(folder, &["status"]).0, 0);
}

fn mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// A user whom permissions stop, with the executable where such a user finds it: who runs the tests may be root.
struct Somebody(tempfile::TempDir);

impl Somebody {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        mode(home.path(), 0o755);
        std::fs::copy(env!("CARGO_BIN_EXE_specwave"), home.path().join("specwave")).unwrap();
        Self(home)
    }

    fn call(&self, folder: &Path, arguments: &[&str]) -> (i32, String) {
        let mut command = tool(&self.0.path().join("specwave").display().to_string(), self.0.path());
        if nix::unistd::geteuid().is_root() {
            command.uid(65534).gid(65534).current_dir("/");
        }
        let output = output(command.args(arguments).arg("--output").arg(folder));
        (output.status.code().unwrap_or(-1), shown(&output))
    }
}
