//! Rate limits: what one agent meets, all wait for.

use crate::scheduler::{Command, Fault, FaultKind, Manner, Outcome, State};

/// The longest wait that nobody has asked for, in seconds.
const LONGEST: u64 = 900;
/// The longest wait that a night has room for, in seconds; who says that it takes longer than this lets the run stop.
const LONGEST_ASKED_FOR: u64 = 6 * 3600;
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
    Due {
        /// How long one has to wait, where that was said.
        asked_for: Option<u64>,
    },
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
    pub(super) fn meet_rate_limit(&mut self, message: &str, asked_for: Option<u64>) {
        if self.back_off.in_a_row >= MOST_IN_A_ROW {
            self.stop_at_rate_limit(format!("agents still meet a rate limit after {MOST_IN_A_ROW} waits: {message}"));
        } else if let Some(seconds) = asked_for.filter(|seconds| *seconds > LONGEST_ASKED_FOR) {
            self.stop_at_rate_limit(format!("an agent has met a rate limit that lasts {} h: {message}", seconds.div_ceil(3600)));
        } else if self.back_off.stage == Stage::None {
            self.back_off.stage = Stage::Due { asked_for };
        }
    }

    fn stop_at_rate_limit(&mut self, message: String) {
        let hint = "`specwave resume` goes on when the limit is over; fewer `jobs` ask for less at a time".to_owned();
        self.stop(Outcome::Faulted { fault: Fault { kind: FaultKind::Environment, message, hint } }, Manner::Drain);
    }

    /// What was asked for is enough at first; where it was not, each wait is twice as long as the one before.
    pub(super) fn next_back_off(&self) -> Option<Command> {
        let Stage::Due { asked_for } = self.back_off.stage else { return None };
        let first = self.settings.budget.back_off_seconds.max(1);
        let doubled = first.saturating_mul(1 << self.back_off.in_a_row.min(MOST_IN_A_ROW)).min(LONGEST.max(first));
        let seconds = match (asked_for, self.back_off.in_a_row) {
            (Some(asked_for), 0) => asked_for.max(1),
            (asked_for, _) => doubled.max(asked_for.unwrap_or(0)),
        };
        Some(Command::BackOff { seconds })
    }

    pub(super) fn begin_back_off(&mut self) {
        self.back_off.stage = Stage::Waiting;
        self.back_off.in_a_row += 1;
    }

    pub(super) fn end_back_off(&mut self) {
        self.back_off.stage = Stage::None;
    }
}
