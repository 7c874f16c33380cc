//! Follows a journal that another process writes.

use std::path::Path;
use std::time::Duration;

use tokio::time::{Interval, MissedTickBehavior, interval};

use crate::journal::{JournalError, Reader, Record};

/// How long a new record may stay unseen. Reading the end of a file this often costs nothing that can be measured,
/// and unlike file notifications it works on every file system.
const POLL: Duration = Duration::from_millis(50);

/// Waits for the records of a journal, from its first on.
#[derive(Debug)]
pub struct Follower {
    reader: Reader,
    tick: Interval,
}

impl Follower {
    /// Follows the journal at `path`, which need not exist yet. Needs a tokio runtime with time.
    #[must_use]
    pub fn new(path: &Path) -> Self {
        let mut tick = interval(POLL);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { reader: Reader::new(path), tick }
    }

    /// The next records, at least one. Dropping the future loses none.
    pub async fn next(&mut self) -> Result<Vec<Record>, JournalError> {
        loop {
            self.tick.tick().await;
            let records = self.reader.read_new()?;
            if !records.is_empty() {
                return Ok(records);
            }
        }
    }

    /// The records that are there now, without waiting: what is left after the writer has ended.
    pub fn rest(&mut self) -> Result<Vec<Record>, JournalError> {
        self.reader.read_new()
    }
}
