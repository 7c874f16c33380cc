//! Decides what happens next in a run: `(state, event) → (state, commands)`.
//!
//! **Invariant:** nothing in here reads a clock, does IO or draws a random number. The [`State`] is a
//! fold over [`Event`]s, so replaying a journal rebuilds it; [`State::step`] is the only place that decides.
//!
//! ```text
//!            StartAttempt        Done         Integrate         Integrated       compile gate passed
//!  Waiting ────────────▶ Running ───▶ Ended ───────────▶ Integrating ───▶ Checking ───────────▶ Integrated
//!     ▲                     │                                               │                      │
//!     ├── failed, lost ◀────┘                                               │                      │
//!     ├── a gate failed, Attempts are left ◀────────────────────────────────┴──────────────────────┘
//!     ├── the user wants it again ◀── whatever it was, when nobody drives the run
//!     └──▶ Blocked (what it needs can never come)         no Attempts are left ──▶ Failed
//! ```
//! Only the adaptive mode compiles at each integration; the other modes skip `Checking`.

mod apply;
mod back_off;
mod budget;
mod command;
mod decide;
mod event;
mod gate;
mod graph;
mod outcome;
mod question;
mod state;
mod task_state;
#[cfg(test)]
mod tests;

pub use budget::Budget;
pub use command::Command;
pub use event::{
    Applied, Assigned, AttemptOutcome, During, Event, Fault, FaultKind, GateScope, Integrated, Repair, Retried, RunStarted,
    Settings, TaskNode, plan_digest,
};
pub use graph::GraphError;
pub use outcome::Outcome;
pub use question::{Answer, Question};
pub use state::{Contradiction, Manner, Phase, State};
pub use task_state::TaskState;
