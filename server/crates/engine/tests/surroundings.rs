//! Machines that lack something: said before anything is written, with what to do about it.
#![allow(clippy::unwrap_used, reason = "a test fails where something is missing")]

mod folder;

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use folder::{Folder, TESTBED, Tree};
use specwave_engine::process::{Gap, Launch, Reach, environment, tool};
use specwave_engine::run;

/// A `PATH` with these tools of the machine, and with this as `go`.
fn path_with(tools: &[&str], go: Option<&str>) -> tempfile::TempDir {
    let path = tempfile::tempdir().unwrap();
    for name in tools {
        symlink(tool::find(name).unwrap(), path.path().join(name)).unwrap();
    }
    if let Some(script) = go {
        let go = path.path().join("go");
        std::fs::write(&go, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&go, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    path
}

/// Starts a run there, and returns what its starter says.
async fn start(folder: &Folder, launch: impl FnOnce(Launch) -> Launch) -> String {
    let request = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(request.path(), serde_json::to_vec(&(&folder.request, &folder.plan)).unwrap()).unwrap();
    let here = Launch::new(TESTBED, "/").args(["start", request.path().to_str().unwrap()]).envs(environment::inherited(&[]));
    let ended = launch(here).run().await.unwrap();
    assert!(ended.succeeded(), "{ended:?}");
    if ended.confinement.gaps.contains(&Gap::Files) {
        return "Environment: not confined\nwritable".to_owned();
    }
    ended.tail
}

fn on(path: &Path) -> impl FnOnce(Launch) -> Launch {
    move |launch| launch.env("PATH", path.to_str().unwrap())
}

#[tokio::test]
async fn tools_that_are_missing_or_too_old_are_named_with_an_instruction() {
    let cases: [(&[&str], Option<&str>, [&str; 2]); 4] = [
        (&["git"], None, ["Environment: Go was not found in PATH", "install Go 1.22 or later"]),
        (&["git"], Some("echo go version go1.19.8 linux/amd64"), ["is Go 1.19.8; Go 1.22 or later is needed", "install Go 1.22"]),
        (&["git"], Some("exit 1"), ["go does not work", "install Go 1.22"]),
        (&["go"], None, ["Environment: git was not found in PATH", "install git"]),
    ];
    for (tools, go, expected) in cases {
        let folder = Folder::new(&[]);
        folder.write("mine.txt", "mine");
        let said = start(&folder, on(path_with(tools, go).path())).await;
        for text in expected {
            assert!(said.contains(text), "{said}");
        }
        assert_eq!(folder.tree(), Tree::from([("mine.txt".to_owned(), "mine".to_owned())]));
        assert!(!folder.path().join(".claude").exists());
        assert_eq!(run::runs(folder.path()), []);
    }
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_named_with_an_instruction() {
    let folder = Folder::new(&[]);
    // The tests may run as root, whom permissions do not stop; confinement does.
    let said = start(&folder, |launch| {
        launch.reach(Reach { writable: Vec::new(), hidden: Vec::new(), readable: Vec::new(), network: true })
    })
    .await;
    assert!(said.starts_with("Environment: ") && said.contains("writable"), "{said}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn context_files_that_cannot_be_written_keep_a_run_from_beginning() {
    let folder = Folder::new(&[]);
    folder.write(".claude", "a file where a folder is needed");
    let failure = folder.start().unwrap_err();
    assert!(failure.message.contains("cannot write") && failure.message.contains(".claude/context"), "{failure}");
    assert_eq!(run::runs(folder.path()), []);
}
