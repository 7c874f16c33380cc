//! What is asked for and what is to be done about it: stories, requirements, tasks, and how they refer to each other.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specwave_source::Span;

use super::Located;

/// A widely used way of writing a feature down, in one or several files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// GitHub Spec Kit: `specs/NNN-name/{spec,plan,tasks,…}.md`.
    SpecKit,
    /// Kiro: `.kiro/specs/NAME/{requirements,design,tasks}.md`.
    Kiro,
    /// OpenSpec: `openspec/specs/CAPABILITY/spec.md` and `openspec/changes/ID/`.
    #[serde(rename = "openspec")]
    OpenSpec,
    /// A product requirements document.
    Prd,
}

impl Format {
    /// The format of that name, as settings and front matter have it.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name.to_lowercase().as_str() {
            "spec-kit" | "speckit" => Some(Self::SpecKit),
            "kiro" => Some(Self::Kiro),
            "openspec" => Some(Self::OpenSpec),
            "prd" => Some(Self::Prd),
            _ => None,
        }
    }
}

/// Something that the feature has to do: `FR-001`, Kiro's *Requirement 3*, OpenSpec's `### Requirement: …`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Requirement {
    /// `FR-001`, `3`; empty where the format only gives titles.
    pub id: String,
    /// Its title; empty where the format only gives numbers.
    pub title: String,
    /// What it says, without its number and title.
    pub text: String,
    /// Where the number, or else the title, stands.
    pub span: Span,
    /// What `text` obliges whom to, where it is such a sentence.
    pub obligation: Option<Obligation>,
    /// Acceptance criteria or scenarios of this requirement.
    pub criteria: Vec<Criterion>,
    /// What a delta does with it; `None` outside deltas.
    pub change: Option<Change>,
}

/// What a delta does with a requirement of the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// It is new.
    Added,
    /// It replaces the one of the same title.
    Modified,
    /// It goes.
    Removed,
    /// It gets another title.
    Renamed,
}

/// One acceptance criterion or scenario.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Criterion {
    /// `3.1` in Kiro; empty where criteria have no number.
    pub id: String,
    /// Title of a scenario; empty where there is none.
    pub title: String,
    /// The whole criterion in one line.
    pub text: String,
    /// Where it stands: the criterion's line, or the scenario's heading.
    pub span: Span,
    /// What it obliges whom to, where it is such a sentence.
    pub obligation: Option<Obligation>,
    /// `GIVEN`, `WHEN`, `THEN`, where it is told in steps.
    pub steps: Vec<Step>,
}

/// One step of a scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// `GIVEN`, `WHEN`, `THEN`, `AND`, `BUT`.
    pub keyword: String,
    /// What stands behind it.
    pub text: String,
    /// Where the step stands, its keyword included.
    pub span: Span,
}

/// The parts of a sentence that obliges: `WHEN x, THE Ledger SHALL y`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Obligation {
    /// Under which conditions, with their EARS keywords (`WHEN`, `IF`, `WHILE`, `WHERE`); none where it always holds.
    pub conditions: Vec<Condition>,
    /// Who is obliged, without its article: `Ledger`, `system`.
    pub subject: Located<String>,
    /// `SHALL`, `MUST`, with `NOT` where it forbids.
    pub modal: String,
    /// What is asked for.
    pub response: String,
}

/// One condition of an obligation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Condition {
    /// `WHEN`, `IF`, `WHILE`, `WHERE`.
    pub keyword: String,
    /// What stands behind it.
    pub text: String,
}

/// A user story.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Story {
    /// `US1`; in Kiro the number of its requirement.
    pub id: String,
    /// Its title; may be empty.
    pub title: String,
    /// As written, such as `P1`; empty if none.
    pub priority: String,
    /// "As a …, I want …", or what the text says instead.
    pub text: String,
    /// Where its heading or its sentence stands.
    pub span: Span,
    /// Its acceptance scenarios.
    pub criteria: Vec<Criterion>,
}

/// One entry of a list of things to do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ListedTask {
    /// `T012`, `3.1`; empty if it has none.
    pub id: String,
    /// What is to be done, without number and marks.
    pub title: String,
    /// The entry's first line.
    pub span: Span,
    /// How far it is.
    pub progress: Progress,
    /// Whether it can be done side by side with its neighbours (`[P]`).
    pub parallel: bool,
    /// Whether it may be left out (`[ ]*`).
    pub optional: bool,
    /// Number of the task it is a part of.
    pub parent: Option<String>,
    /// The story it belongs to (`US1`).
    pub story: Option<Located<String>>,
    /// Title of the phase or group it stands in.
    pub group: String,
    /// Paths of files it names.
    pub paths: Vec<Located<String>>,
    /// Numbers of the requirements and criteria it says it fulfils (`1.1`, `FR-003`).
    pub requirements: Vec<Located<String>>,
}

/// How far a listed task is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Progress {
    /// `[ ]`.
    #[default]
    Open,
    /// `[~]` or `[-]`.
    Started,
    /// `[x]`.
    Done,
}
