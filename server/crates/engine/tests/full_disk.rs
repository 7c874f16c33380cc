//! A disk that is full at some moment of a run: whatever that moment is, the run says what to do, nothing half-written
//! arrives, and after there is room the run goes on to the same end.
//!
//! The disk is a small one in memory. It takes a mount of its own, so the test calls itself inside one.
#![allow(clippy::unwrap_used, reason = "a test fails where something is missing")]
#![allow(clippy::disallowed_methods, reason = "mounting is nothing that the engine does")]
#![allow(clippy::print_stdout, reason = "the figures are what one runs the test for")]

mod folder;

use std::path::Path;
use std::process::Command;

use folder::{Folder, Tree, until};
use specwave_engine::failure::{Failure, FailureKind};
use specwave_engine::journal::read;
use specwave_engine::run::{self, RunDirectory};
use specwave_engine::scheduler::{Event, Outcome};

const INSIDE: &str = "SPECWAVE_TEST_INSIDE_A_MOUNT_OF_ITS_OWN";

#[test]
fn a_full_disk_at_any_moment_ends_the_run_with_an_instruction_and_resume_goes_on() {
    if std::env::var_os(INSIDE).is_some() {
        return tokio::runtime::Runtime::new().unwrap().block_on(disks_of_every_size());
    }
    let name = "a_full_disk_at_any_moment_ends_the_run_with_an_instruction_and_resume_goes_on";
    let unshare: &[&str] =
        if nix::unistd::geteuid().is_root() { &["--mount"] } else { &["--user", "--map-root-user", "--mount"] };
    let mut command = Command::new("unshare");
    command.args(unshare).arg(std::env::current_exe().unwrap()).args(["--exact", name, "--nocapture"]).env(INSIDE, "yes");
    let output = command.output().expect("util-linux has `unshare`");
    let printed = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && printed.contains("1 passed"), "{printed}");
    println!("{printed}");
}

async fn disks_of_every_size() {
    let roomy = Folder::new(&[]);
    roomy.succeed().await;
    let wanted = roomy.tree();
    // Blocks of 4 KiB: from a disk that takes next to nothing to one with room enough.
    let mut ends = Vec::new();
    for blocks in (2..64).step_by(8).chain((64..112).step_by(3)) {
        if let Some(failure) = with_room_for(blocks, &wanted).await {
            ends.push(format!("{blocks} blocks: {} ({})", failure.message, failure.hint));
        }
    }
    println!("{}", ends.join("\n"));
    assert!(ends.len() >= 8, "the disk was hardly ever full: {ends:#?}");
    assert_eq!(with_room_for(1024, &wanted).await, None);
}

/// A run on a disk of that size. Its failure, if it had one; after room was made it has to succeed.
async fn with_room_for(blocks: usize, wanted: &Tree) -> Option<Failure> {
    let folder = Folder::new(&[]);
    mount(folder.path(), &["-t", "tmpfs", "-o", &format!("size={}", blocks * 4096), "tmpfs"]);
    let failure = first_try(&folder).await;
    if let Some(failure) = &failure {
        assert_eq!(failure.kind, FailureKind::Environment, "{blocks} blocks: {failure:?}");
        assert!(failure.hint.contains("room"), "{blocks} blocks: {failure:?}");
        assert_eq!(folder.tree(), Tree::new(), "{blocks} blocks");
        mount(folder.path(), &["-o", "remount,size=64m"]);
        let outcome = match run::status(folder.path(), None) {
            Ok(status) if status.directory.journal().exists() => folder.resume().await,
            _ => folder.run().await.1,
        };
        assert_eq!(outcome, Outcome::Succeeded, "{blocks} blocks, after {failure:?}");
    }
    assert_eq!(folder.tree(), *wanted, "{blocks} blocks");
    assert!(Command::new("umount").arg("--lazy").arg(folder.path()).status().unwrap().success());
    failure
}

async fn first_try(folder: &Folder) -> Option<Failure> {
    let handle = match folder.start() {
        Ok(handle) => handle,
        Err(failure) => return Some(failure),
    };
    until(|| run::holder(folder.path()).is_none()).await;
    ending(&handle.directory)
}

/// How the run ended: as the journal says, else as its last words do.
fn ending(run: &RunDirectory) -> Option<Failure> {
    match read(&run.journal()).unwrap().pop().map(|record| record.event) {
        Some(Event::RunEnded { outcome }) => outcome.failure(),
        _ => Some(run.last_words().expect("neither the journal nor last words say how the run ended")),
    }
}

fn mount(folder: &Path, arguments: &[&str]) {
    let output = Command::new("mount").args(arguments).arg(folder).output().expect("util-linux has `mount`");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
