//! Between a driver, the scheduler and the journal: *write it down, then do it.*

use crate::failure::{Failure, FailureKind};
use crate::journal::{JournalError, Log, Record};
use crate::scheduler::{Command, Contradiction, Event, RunStarted, State};

/// Why a run cannot be driven any further.
#[derive(Debug, thiserror::Error)]
pub enum DispatchError {
    /// The journal cannot be written: nothing more is decided.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The journal, or the driver, contradicts itself.
    #[error("the run's events contradict each other: {0}")]
    Contradiction(#[from] Contradiction),
}

impl From<DispatchError> for Failure {
    fn from(error: DispatchError) -> Self {
        match error {
            DispatchError::Journal(error) => error.into(),
            DispatchError::Contradiction(_) => {
                Self::new(FailureKind::Internal, error.to_string()).hint("please report this with the run's journal")
            }
        }
    }
}

/// What follows from one event.
#[derive(Debug)]
#[must_use]
pub struct Step {
    /// What to carry out now; everything about it is in the journal already.
    pub commands: Vec<Command>,
    /// What was written, for live projections.
    pub records: Vec<Record>,
}

impl Step {
    /// Adds what follows from the next event.
    pub fn extend(&mut self, next: Self) {
        self.commands.extend(next.commands);
        self.records.extend(next.records);
    }
}

/// Takes events in, writes them and what was decided down, and hands the commands out.
#[derive(Debug)]
pub struct Dispatcher<L> {
    state: State,
    log: L,
}

impl<L: Log> Dispatcher<L> {
    /// Begins a run on an empty journal.
    pub fn begin(mut log: L, run: RunStarted, at_ms: u64) -> Result<(Self, Step), DispatchError> {
        let (state, commands) = State::begin(&run)?;
        let step = write_down(&mut log, Event::RunStarted(run), commands, at_ms)?;
        Ok((Self { state, log }, step))
    }

    /// Takes a run over from a process that is no more. `records` are those that `log` goes on from.
    pub fn resume(log: L, records: &[Record], at_ms: u64) -> Result<(Self, Step), DispatchError> {
        Self::take_over(log, records, Event::Resumed, at_ms)
    }

    /// Takes a run over with the event that says how it goes on.
    pub fn take_over(log: L, records: &[Record], how: Event, at_ms: u64) -> Result<(Self, Step), DispatchError> {
        let state = State::replay(records.iter().map(|record| &record.event))?;
        let mut dispatcher = Self { state, log };
        let step = dispatcher.handle(how, at_ms)?;
        Ok((dispatcher, step))
    }

    /// Takes one event in. After an error the run must not be driven any further.
    pub fn handle(&mut self, event: Event, at_ms: u64) -> Result<Step, DispatchError> {
        // The event is judged before it is written, so that the journal never holds one that cannot be replayed;
        // nothing is carried out before all of it is written.
        let commands = self.state.step(&event)?;
        Ok(write_down(&mut self.log, event, commands, at_ms)?)
    }

    /// Where the run stands.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The journal, when the run is over.
    #[must_use]
    pub fn into_log(self) -> L {
        self.log
    }
}

fn write_down(log: &mut impl Log, event: Event, commands: Vec<Command>, at_ms: u64) -> Result<Step, JournalError> {
    let mut records = vec![log.write_down(event, at_ms)?];
    for record in commands.iter().filter_map(Command::record) {
        records.push(log.write_down(record, at_ms)?);
    }
    Ok(Step { commands, records })
}
