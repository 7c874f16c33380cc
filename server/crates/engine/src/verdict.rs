//! What one check of a gate found: what ran, how it ended, how long it took, and who has to act.

use serde::{Deserialize, Serialize};
use specwave_plan::TaskId;

use crate::failure::{Failure, FailureKind};

/// One check of one gate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// The check in a word, such as `build`, `vet`, `outputs`, `test` or `coverage`.
    pub check: String,
    /// The command line that ran, for people; empty where nothing was started.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub command: String,
    /// How long it took.
    pub millis: u64,
    /// How it ended.
    pub ending: Ending,
    /// What a coverage check measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Coverage>,
}

/// How a check ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ended", rename_all = "snake_case")]
pub enum Ending {
    /// It holds.
    Passed,
    /// It does not hold.
    Failed {
        /// The tool's text, bounded: what the owning Tasks are told.
        text: String,
        /// The Tasks that own what is wrong, each with its own part of the text; empty where none can be named.
        culprits: Vec<Culprit>,
        /// The places, as far as the tool named them.
        findings: Vec<GateFinding>,
    },
    /// It could not be judged, because the machine lacks something: nobody's fault, and not a pass.
    Environment {
        /// What is missing or broken.
        message: String,
        /// What to do about it.
        hint: String,
    },
    /// This check is not made yet: neither a pass nor a failure.
    NotChecked {
        /// Why.
        reason: String,
    },
}

/// A Task that owns something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Culprit {
    /// The Task.
    pub task: TaskId,
    /// Its part of the text.
    pub text: String,
}

/// One place in the generated tree that a check complained about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateFinding {
    /// Path below the module root.
    pub path: String,
    /// From 1; 0 where the tool named none.
    pub line: u32,
    /// From 1; 0 where the tool named none.
    pub column: u32,
    /// What is wrong.
    pub message: String,
}

/// Shares of statements that tests reached, in per cent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    /// Of everything but `cmd/`; absent while Tasks are still out.
    pub total: Option<f64>,
    /// Of the domain packages: the lowest of them.
    pub domain: Option<f64>,
}

impl Verdict {
    /// Whether the gate may go on as far as this check is concerned.
    #[must_use]
    pub fn lets_pass(&self) -> bool {
        matches!(self.ending, Ending::Passed | Ending::NotChecked { .. })
    }

    /// The fault of the machine that kept this check from judging.
    #[must_use]
    pub fn environment_fault(&self) -> Option<Failure> {
        match &self.ending {
            Ending::Environment { message, hint } => {
                Some(Failure::new(FailureKind::Environment, message.clone()).hint(hint.clone()))
            }
            _ => None,
        }
    }
}
