//! What a rule or a gate noticed, as plain data.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::{LineColumn, Span};

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Wrong: `specwave check` ends with 1.
    Error,
    /// Likely wrong, or sure to hurt later.
    Warning,
    /// Worth knowing.
    Information,
    /// A suggestion.
    Hint,
}

impl Severity {
    /// The word that people read.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Information => "information",
            Self::Hint => "hint",
        }
    }
}

/// One thing that was noticed in one text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable code, such as `SW101`.
    pub code: String,
    /// Name of the rule in kebab case, such as `missing-name`.
    pub name: String,
    /// How serious it is.
    pub severity: Severity,
    /// Where it is.
    pub span: Span,
    /// What happened, in one sentence that says what to do where that is not obvious.
    pub message: String,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// Places in other files, such as the Go that implements what is meant.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elsewhere: Vec<Elsewhere>,
    /// Ways to mend it.
    pub fixes: Vec<Fix>,
}

/// Another place of the same text that explains a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    /// Where.
    pub span: Span,
    /// Why this place matters.
    pub message: String,
}

/// A place in a file that is not part of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elsewhere {
    /// The file.
    pub path: PathBuf,
    /// Its first character.
    pub start: LineColumn,
    /// Behind its last character.
    pub end: LineColumn,
    /// Why this place matters.
    pub message: String,
}

/// One way to mend a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// What the fix does, as an imperative.
    pub title: String,
    /// Whether it can be applied without a person looking.
    pub safe: bool,
    /// Changes that do not overlap.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// Changes one place without changing what is meant.
    #[must_use]
    pub fn safe(title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        Self { title: title.into(), safe: true, edits: vec![Edit { span, text: text.into() }] }
    }

    /// Changes one place in the way that is most likely meant.
    #[must_use]
    pub fn likely(title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        Self { safe: false, ..Self::safe(title, span, text) }
    }
}

/// One replacement in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}
