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
    /// How long it waited before that, because gates of other runs were building.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub waited_millis: u64,
    /// How it ended.
    pub ending: Ending,
    /// What it noticed that keeps nothing from passing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub noted: Vec<GateFinding>,
    /// What a coverage check measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Coverage>,
    /// What benchmarks measured.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub benchmarks: Vec<Benchmark>,
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
    /// This check was not made: neither a pass nor a failure.
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateFinding {
    /// Path below the module root.
    pub path: String,
    /// From 1; 0 where the tool named none.
    pub line: u32,
    /// From 1; 0 where the tool named none.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// The rule that says so: of a linter, of a layout, of a list of vulnerabilities; empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rule: String,
    /// What in the specification asked for the code that is complained about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Asked>,
}

/// What in the specification asked for a piece of code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The line, from 1 in the joined text of the specification's files.
    pub line: u32,
    /// What stands there: `entity Invoice`, `Balance lookup latency < 1 ms p99`.
    pub what: String,
}

/// Shares of statements that tests reached, in per cent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    /// Of everything but `cmd/`; absent while Tasks are still out.
    pub total: Option<f64>,
    /// Of the domain packages: the lowest of them.
    pub domain: Option<f64>,
    /// Of each package that was measured.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub packages: Vec<PackageCoverage>,
}

/// What tests reached of one package.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PackageCoverage {
    /// Its folder below the module root.
    pub folder: String,
    /// The share of its statements, in per cent.
    pub percent: f64,
    /// Its functions with statements that no test reached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uncovered: Vec<String>,
}

/// What a benchmark measured, and the target that it was held against.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Benchmark {
    /// Its name, such as `BenchmarkConsentCheck`.
    pub name: String,
    /// The target in words.
    pub target: String,
    /// The unit of the figures below, such as `ms`.
    pub unit: String,
    /// The median of all repetitions.
    pub median: f64,
    /// The interval that holds the true median with the confidence below.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// In per cent.
    pub confidence: f64,
    /// How often it was repeated.
    pub repetitions: usize,
    /// What this says about the target.
    pub judged: TargetJudged,
}

/// What a measurement says about a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetJudged {
    /// The whole interval meets it.
    Met,
    /// The whole interval misses it.
    Missed,
    /// The interval has the target in it.
    TooNoisy,
    /// Means were measured and they meet it, which says little about the percentile that it asks for.
    MeanOnly,
}

impl Verdict {
    /// A verdict of a check that started nothing.
    #[must_use]
    pub fn new(check: &str, ending: Ending) -> Self {
        Self {
            check: check.to_owned(),
            command: String::new(),
            millis: 0,
            waited_millis: 0,
            ending,
            noted: Vec::new(),
            coverage: None,
            benchmarks: Vec::new(),
        }
    }

    /// That a check was not made, and why.
    #[must_use]
    pub(crate) fn not_checked(check: &str, reason: impl Into<String>) -> Self {
        Self::new(check, Ending::NotChecked { reason: reason.into() })
    }

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

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes what it asks about by reference")]
fn is_zero(millis: &u64) -> bool {
    *millis == 0
}
