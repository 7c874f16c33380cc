//! Why a run process ended without an end in its journal.
//!
//! That is mostly a full disk, where nothing new can be written. So the file is as long from the beginning as it may
//! become, and the words are written over what is in it.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::failure::{Failure, FailureKind};

/// Bytes kept free for them: one block of the usual file systems.
const ROOM: usize = 4096;
/// Of a longer message the beginning is kept, in characters; escaped and with its hint it still fits.
const LONGEST_MESSAGE: usize = 300;

/// The last words of a run, in its directory.
pub(super) struct LastWords(PathBuf);

impl LastWords {
    pub(super) fn of(run: &Path) -> Self {
        Self(run.join("last-words.json"))
    }

    /// Forgets what an earlier process of the run said, and takes the room for what this one may have to say.
    pub(super) fn make_room(&self) -> io::Result<()> {
        fs::write(&self.0, [b' '; ROOM])
    }

    /// Writes them over the room that was made.
    pub(super) fn write(&self, failure: &Failure) -> Result<(), Failure> {
        let message = failure.message.chars().take(LONGEST_MESSAGE).collect::<String>();
        let text = serde_json::to_string(&Failure { message, ..failure.clone() })
            .map_err(|error| Failure::new(FailureKind::Internal, error.to_string()))?;
        OpenOptions::new().write(true).open(&self.0)?.write_all(format!("{text:ROOM$}").as_bytes())?;
        Ok(())
    }

    /// What was said, if anything was.
    pub(super) fn read(&self) -> Option<Failure> {
        serde_json::from_slice(&fs::read(&self.0).ok()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_take_no_more_than_the_room_made_for_them() {
        let run = tempfile::tempdir().unwrap();
        let words = LastWords::of(run.path());
        assert_eq!(words.read(), None);
        words.make_room().unwrap();
        assert_eq!(words.read(), None);
        let long = Failure::new(FailureKind::Environment, "\u{1}".repeat(9000)).hint(crate::failure::MAKE_ROOM);
        words.write(&long).unwrap();
        assert_eq!(words.read().unwrap().hint, long.hint);
        assert_eq!(fs::metadata(run.path().join("last-words.json")).unwrap().len(), 4096);
        let short = Failure::new(FailureKind::Environment, "the disk is full");
        words.write(&short).unwrap();
        assert_eq!(words.read(), Some(short));
        words.make_room().unwrap();
        assert_eq!(words.read(), None);
    }
}
