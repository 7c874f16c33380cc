//! Reads a journal, whole or as it grows.

use std::fs::File;
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::journal::{FORMAT_VERSION, JournalError, Record};

/// Reads the records that are there; a torn last line is left out.
pub fn read(path: &Path) -> Result<Vec<Record>, JournalError> {
    Reader::new(path).read_new()
}

/// Reads the records in `bytes`, which begin with record `first`; returns them and the length of the whole lines.
pub fn parse(path: &Path, bytes: &[u8], first: u64) -> Result<(Vec<Record>, usize), JournalError> {
    let whole = bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
    let lines = bytes[..whole].split_inclusive(|&byte| byte == b'\n');
    let records = (first..).zip(lines).map(|(seq, line)| parse_line(path, line, seq)).collect::<Result<_, _>>()?;
    Ok((records, whole))
}

/// The part of the envelope that every version has.
#[derive(Deserialize)]
struct Envelope {
    v: u32,
    seq: u64,
}

fn parse_line(path: &Path, line: &[u8], expected: u64) -> Result<Record, JournalError> {
    let damaged =
        |error: serde_json::Error| JournalError::Damaged { path: path.to_owned(), seq: expected, reason: error.to_string() };
    let envelope: Envelope = serde_json::from_slice(line).map_err(damaged)?;
    if envelope.v > FORMAT_VERSION {
        return Err(JournalError::Newer { path: path.to_owned(), seq: expected, found: envelope.v });
    }
    if envelope.seq != expected {
        return Err(JournalError::Hole { path: path.to_owned(), expected, found: envelope.seq });
    }
    serde_json::from_slice(line).map_err(damaged)
}

/// Reads a journal as it grows.
#[derive(Debug)]
pub struct Reader {
    path: PathBuf,
    file: Option<File>,
    offset: u64,
    next_seq: u64,
}

impl Reader {
    /// A reader at the beginning. The file need not exist yet.
    #[must_use]
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), file: None, offset: 0, next_seq: 1 }
    }

    /// The records that were completed since the last call; none if the file is not there yet.
    pub fn read_new(&mut self) -> Result<Vec<Record>, JournalError> {
        let bytes = self.read_bytes().map_err(|source| JournalError::Io { path: self.path.clone(), source })?;
        let (records, whole) = parse(&self.path, &bytes, self.next_seq)?;
        self.offset += whole as u64;
        self.next_seq += records.len() as u64;
        Ok(records)
    }

    fn read_bytes(&mut self) -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        if self.file.is_none() {
            match File::open(&self.path) {
                Ok(file) => self.file = Some(file),
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(bytes),
                Err(error) => return Err(error),
            }
        }
        if let Some(file) = &mut self.file {
            file.seek(SeekFrom::Start(self.offset))?;
            file.read_to_end(&mut bytes)?;
        }
        Ok(bytes)
    }
}
