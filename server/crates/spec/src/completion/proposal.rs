//! What is proposed.

use specwave_source::Span;

use crate::names::SymbolKind;

/// Proposals for one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What was typed of them already; a proposal replaces it.
    pub replaces: Span,
    /// The proposals, best first.
    pub proposals: Vec<Proposal>,
}

/// One thing that could stand at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// What is shown, and typed where there is no `insert`.
    pub label: String,
    /// What kind of thing it is.
    pub kind: ProposalKind,
    /// A few words beside it.
    pub detail: String,
    /// More about it, in Markdown; may be empty.
    pub documentation: String,
    /// What is typed instead of the label.
    pub insert: Option<String>,
    /// The same with places to fill in, for editors that have them.
    pub snippet: Option<String>,
}

/// What kind of thing a proposal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProposalKind {
    /// A key of YAML or front matter.
    Key,
    /// A value that is one of a few.
    Value,
    /// A section with its heading.
    Section,
    /// A whole specification.
    Template,
    /// A declared name.
    Name(SymbolKind),
    /// A type of Go or of its usual packages.
    GoType,
    /// A unit or a percentile.
    Unit,
    /// A compliance regime.
    Regime,
}

impl Proposal {
    pub(super) fn new(kind: ProposalKind, label: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { label: label.into(), kind, detail: detail.into(), documentation: String::new(), insert: None, snippet: None }
    }

    pub(super) fn documented(self, documentation: impl Into<String>) -> Self {
        Self { documentation: documentation.into(), ..self }
    }

    pub(super) fn inserting(self, insert: impl Into<String>) -> Self {
        Self { insert: Some(insert.into()), ..self }
    }

    pub(super) fn with_snippet(self, snippet: impl Into<String>) -> Self {
        Self { snippet: Some(snippet.into()), ..self }
    }
}
