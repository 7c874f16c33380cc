//! Rate limits: what one agent meets, all wait for.

use crate::scheduler::{Command, Fault, FaultKind, Manner, Outcome, State};

/// The longest wait, in seconds.
const LONGEST: u64 = 900;
/// After as many waits with nothing done in between, somebody has to look.
const MOST_IN_A_ROW: u32 = 8;

/// Whether new Attempts may start, as far as rate limits go.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct BackOff {
    stage: Stage,
    /// How many waits there have been since an Attempt has ended well.
    in_a_row: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Stage {
    #[default]
    None,
    Due,
    Waiting,
}

impl BackOff {
    pub(crate) fn holds_up(&self) -> bool {
        self.stage != Stage::None
    }

    /// An Attempt has ended well, so the next wait is a short one again.
    pub(crate) fn forget(&mut self) {
        self.in_a_row = 0;
    }
}

impl State {
    /// Takes note of a limit that an Attempt has met. Others that meet it while all wait make the wait no longer.
    pub(super) fn meet_rate_limit(&mut self, message: &str) {
        if self.back_off.in_a_row >= MOST_IN_A_ROW {
            let fault = Fault {
                kind: FaultKind::Environment,
                message: format!("agents still meet a rate limit after {MOST_IN_A_ROW} waits: {message}"),
                hint: "`specwave resume` goes on when the limit is over; fewer `jobs` ask for less at a time".to_owned(),
            };
            self.stop(Outcome::Faulted { fault }, Manner::Drain);
        } else if self.back_off.stage == Stage::None {
            self.back_off.stage = Stage::Due;
        }
    }

    pub(super) fn next_back_off(&self) -> Option<Command> {
        let first = self.settings.budget.back_off_seconds.max(1);
        let seconds = first.saturating_mul(1 << self.back_off.in_a_row.min(MOST_IN_A_ROW)).min(LONGEST.max(first));
        (self.back_off.stage == Stage::Due).then_some(Command::BackOff { seconds })
    }

    pub(super) fn begin_back_off(&mut self) {
        self.back_off.stage = Stage::Waiting;
        self.back_off.in_a_row += 1;
    }

    pub(super) fn end_back_off(&mut self) {
        self.back_off.stage = Stage::None;
    }
}
