//! The lock of an output folder: its holder drives the one run that goes on there.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use nix::errno::Errno;
use nix::fcntl::{Flock, FlockArg};
use serde::{Deserialize, Serialize};

use super::directory::named;
use crate::apply::RECORDS;
use crate::failure::{Failure, FailureKind};
use crate::journal;
use crate::scheduler::Event;

/// Who looks whether the lock is held has it for a moment; whoever wants it tries this often.
const TRIES: u32 = 5;

/// A run that has ended has the lock until it has tidied up; whoever wants it tries this often.
const TRIES_AFTER_THE_END: u32 = 1_500;

/// Who drives a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The run, or the command that holds the folder for a moment.
    pub run: String,
    /// The specification that it carries out.
    pub spec: PathBuf,
    /// Its process.
    pub pid: u32,
}

/// The lock; the kernel frees it when the process ends, however that happens.
#[derive(Debug)]
pub(crate) struct FolderLock {
    _file: Flock<File>,
}

impl FolderLock {
    /// Takes the lock.
    ///
    /// # Errors
    /// Refused, where another process has it.
    pub(crate) fn take(output: &Path, run: &str, spec: &Path) -> Result<Self, Failure> {
        let mut file = open(output)?;
        let (mut tries, mut patience) = (0, TRIES);
        while tries < patience {
            tries += 1;
            match Flock::lock(file, FlockArg::LockExclusiveNonblock) {
                Ok(mut locked) => {
                    let holder = Holder { run: run.to_owned(), spec: spec.to_owned(), pid: std::process::id() };
                    write_holder(&mut locked, &holder)?;
                    return Ok(Self { _file: locked });
                }
                Err((unlocked, Errno::EWOULDBLOCK)) => file = unlocked,
                Err((_, error)) => return Err(std::io::Error::from(error).into()),
            }
            if patience == TRIES && read_holder(&mut file).is_some_and(|holder| has_ended(output, &holder)) {
                patience = TRIES_AFTER_THE_END;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Err(refusal(output, read_holder(&mut file)))
    }
}

impl FolderLock {
    /// Keeps the lock until the kernel frees it with the process, so that whoever finds it free finds nobody at work.
    pub(crate) fn hold_for_life(self) {
        std::mem::forget(self);
    }
}

/// Who drives a run in this folder now, if anybody does.
#[must_use]
pub fn holder(output: &Path) -> Option<Holder> {
    let file = OpenOptions::new().read(true).open(path(output)).ok()?;
    match Flock::lock(file, FlockArg::LockSharedNonblock) {
        Err((mut file, Errno::EWOULDBLOCK)) => read_holder(&mut file),
        _ => None,
    }
}

/// Whether the journal of the holder's run has its end.
fn has_ended(output: &Path, holder: &Holder) -> bool {
    let Ok(run) = named(output, Some(&holder.run)) else { return false };
    let records = journal::read(&run.journal());
    records.is_ok_and(|records| records.last().is_some_and(|last| matches!(last.event, Event::RunEnded { .. })))
}

fn refusal(output: &Path, holder: Option<Holder>) -> Failure {
    let message = match holder {
        Some(holder) => format!("run {} of {} is going on in {}", holder.run, holder.spec.display(), output.display()),
        None => format!("another run is starting in {}", output.display()),
    };
    Failure::new(FailureKind::Refused, message)
        .hint("wait for its end, see `specwave status`, or end it with `specwave cancel`; another --output is free")
}

fn open(output: &Path) -> Result<File, Failure> {
    let path = path(output);
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(|error| Failure { message: format!("{}: {error}", path.display()), ..Failure::from(error) })
}

fn path(output: &Path) -> PathBuf {
    output.join(RECORDS).join("lock")
}

fn write_holder(file: &mut File, holder: &Holder) -> Result<(), Failure> {
    file.set_len(0)?;
    file.rewind()?;
    Ok(file.write_all(&serde_json::to_vec(holder).map_err(std::io::Error::from)?)?)
}

fn read_holder(file: &mut File) -> Option<Holder> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_has_it_and_it_is_known_who() {
        let output = tempfile::tempdir().unwrap();
        std::fs::create_dir(output.path().join(RECORDS)).unwrap();
        assert_eq!(holder(output.path()), None);
        let lock = FolderLock::take(output.path(), "0001-a", Path::new("a.md")).unwrap();
        assert_eq!(holder(output.path()).map(|holder| holder.run), Some("0001-a".to_owned()));
        let failure = FolderLock::take(output.path(), "0002-b", Path::new("b.md")).unwrap_err();
        assert_eq!(failure.kind, FailureKind::Refused);
        assert!(failure.message.contains("run 0001-a of a.md is going on"), "{failure}");
        drop(lock);
        assert_eq!(holder(output.path()), None);
        FolderLock::take(output.path(), "0002-b", Path::new("b.md")).unwrap();
    }
}
