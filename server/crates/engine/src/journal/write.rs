//! Appends to a journal.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::durable::sync;
use crate::journal::{FORMAT_VERSION, JournalError, Record, parse};
use crate::scheduler::Event;

/// Where a driver writes events down.
pub trait Log {
    /// Writes one event down, durably, and returns its record. After a failure nothing more is taken.
    fn write_down(&mut self, event: Event, at_ms: u64) -> Result<Record, JournalError>;
}

/// A journal open for appending. Whoever opens it holds the run's lock.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    next_seq: u64,
    poisoned: bool,
}

impl Journal {
    /// Makes a journal; it must not exist.
    pub fn create(path: &Path) -> Result<Self, JournalError> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let created = OpenOptions::new().append(true).create_new(true).open(path).and_then(|file| sync(folder).map(|()| file));
        let file = created.map_err(|source| JournalError::Io { path: path.to_owned(), source })?;
        Ok(Self { path: path.to_owned(), file, next_seq: 1, poisoned: false })
    }

    /// Opens a journal to go on with it: cuts a torn last line off and returns the records that are there.
    pub fn open_for_append(path: &Path) -> Result<(Self, Vec<Record>), JournalError> {
        let io = |source| JournalError::Io { path: path.to_owned(), source };
        let mut file = OpenOptions::new().read(true).append(true).open(path).map_err(io)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(io)?;
        let (records, whole) = parse(path, &bytes, 1)?;
        if whole < bytes.len() {
            file.set_len(whole as u64).and_then(|()| file.sync_all()).map_err(io)?;
        }
        let next_seq = records.len() as u64 + 1;
        Ok((Self { path: path.to_owned(), file, next_seq, poisoned: false }, records))
    }

    /// The journal's path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Log for Journal {
    fn write_down(&mut self, event: Event, at_ms: u64) -> Result<Record, JournalError> {
        if self.poisoned {
            return Err(JournalError::Poisoned { path: self.path.clone() });
        }
        let record = Record { v: FORMAT_VERSION, seq: self.next_seq, at_ms, event };
        let written = line_of(&record).and_then(|line| self.file.write_all(&line)).and_then(|()| self.file.sync_data());
        if let Err(source) = written {
            self.poisoned = true;
            return Err(JournalError::Io { path: self.path.clone(), source });
        }
        self.next_seq += 1;
        Ok(record)
    }
}

/// A journal in memory, for simulations.
impl Log for Vec<Record> {
    fn write_down(&mut self, event: Event, at_ms: u64) -> Result<Record, JournalError> {
        let record = Record { v: FORMAT_VERSION, seq: self.len() as u64 + 1, at_ms, event };
        self.push(record.clone());
        Ok(record)
    }
}

/// The whole line, so that it reaches the file in one write.
fn line_of(record: &Record) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(record)?;
    line.push(b'\n');
    Ok(line)
}

/// The time a driver stamps on its records.
#[must_use]
pub fn wall_clock_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}
