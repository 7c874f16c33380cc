//! A rule and what carries it out.

use std::sync::OnceLock;

use foldhash::HashSet;
use specwave_source::{Finding, LineIndex, Rule, Span};

use crate::model::{Fence, Spec, Target};
use crate::pattern::holds;
use crate::rules::prose::{self, ProseLine};
use crate::rules::targets::{Kind, kind_of};
use crate::rules::told;

/// What a rule looks at.
pub(crate) struct Subject<'spec> {
    /// The model of the text.
    pub(crate) spec: &'spec Spec,
    /// The text itself.
    pub(crate) text: &'spec str,
    /// Its lines.
    pub(crate) lines: &'spec LineIndex,
    prose: OnceLock<Vec<ProseLine<'spec>>>,
    told: OnceLock<HashSet<&'spec str>>,
    lower: OnceLock<String>,
    kinds: OnceLock<Vec<Option<Kind>>>,
}

impl<'spec> Subject<'spec> {
    /// `lines` are those of `text`.
    pub(super) fn new(spec: &'spec Spec, text: &'spec str, lines: &'spec LineIndex) -> Self {
        Self { spec, text, lines, prose: OnceLock::new(), told: OnceLock::new(), lower: OnceLock::new(), kinds: OnceLock::new() }
    }

    /// All lines of prose without headings, in order.
    pub(super) fn prose(&self) -> &[ProseLine<'spec>] {
        self.prose.get_or_init(|| prose::lines(self))
    }

    /// Names that sentences tell of, whether or not those were understood: of them nobody can say that nothing declares them.
    pub(super) fn told(&self) -> &HashSet<&'spec str> {
        self.told.get_or_init(|| told::names(self))
    }

    /// The targets, and what each of them measures as far as its words say.
    pub(super) fn targets(&self) -> impl Iterator<Item = (&'spec Target, Option<Kind>)> + '_ {
        let targets = &self.spec.performance;
        let kinds = self.kinds.get_or_init(|| targets.iter().map(|target| kind_of(&target.subject)).collect());
        targets.iter().zip(kinds.iter().copied())
    }

    /// Whether any of these words, given in lower case, stands in the text in whatever case. Rules ask for them before
    /// they build a pattern that cannot match without.
    pub(super) fn mentions(&self, words: &[&str]) -> bool {
        let lower = self.lower.get_or_init(|| self.text.to_ascii_lowercase());
        words.iter().any(|word| holds(lower, word))
    }

    /// The text at a place.
    pub(super) fn at(&self, span: Span) -> &'spec str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// The line at an offset, without its line ending.
    pub(super) fn line_at(&self, offset: usize) -> Span {
        let line = self.lines.line_span(self.lines.line(offset));
        Span::new(line.start, line.start + self.at(line).trim_end_matches(['\r', '\n']).len())
    }

    /// The fence that a place stands in.
    pub(super) fn fence_at(&self, at: usize) -> Option<&'spec Fence> {
        let fences = &self.spec.fences;
        let last = fences.partition_point(|fence| fence.span.start <= at).checked_sub(1)?;
        fences.get(last).filter(|fence| fence.span.touches(at))
    }

    /// Fenced blocks in one of `languages`, with their content.
    pub(super) fn fences<'a>(&'a self, languages: &'a [&str]) -> impl Iterator<Item = (&'spec Fence, &'spec str)> + 'a {
        let fences = self.spec.fences.iter().filter(|fence| languages.contains(&fence.language.as_str()));
        fences.map(|fence| (fence, self.at(fence.content)))
    }

    /// The first line without its line ending: the place of what concerns the document as a whole.
    pub(super) fn first_line(&self) -> Span {
        let line = self.lines.line_span(1);
        let shown = self.text.get(line.start..line.end).unwrap_or_default().trim_end().len();
        Span::new(line.start, line.start + shown)
    }
}

/// Reports what one rule finds.
pub(super) type Check = fn(&Subject<'_>, &mut Reporter<'_>);

/// What a rule has to see at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// The whole specification.
    Specification,
    /// A chapter, of which it looks at text, headings and fences only: what it finds there is kept with the chapter.
    Chapter,
}

impl Scope {
    pub(super) const fn of(words: &[&str]) -> Self {
        if words.is_empty() { Self::Specification } else { Self::Chapter }
    }
}

/// A rule and what carries it out.
pub(super) struct CheckedRule {
    pub(super) rule: &'static Rule,
    pub(super) scope: Scope,
    pub(super) check: Check,
}

/// Declares the modules of a group's rules and lists them in the order of their codes. A rule that only has to see one
/// chapter at a time is marked `by chapter`.
macro_rules! rules {
    ($($module:ident $(by $chapter:ident)?),* $(,)?) => {
        $(mod $module;)*

        pub(super) const RULES: &[crate::rules::check::CheckedRule] = &[
            $(crate::rules::check::CheckedRule {
                rule: &$module::RULE,
                scope: crate::rules::check::Scope::of(&[$(stringify!($chapter))?]),
                check: $module::check,
            }),*
        ];
    };
}
pub(super) use rules;

/// Takes the findings of one rule.
pub(crate) struct Reporter<'run> {
    rule: &'static Rule,
    findings: &'run mut Vec<Finding>,
}

impl<'run> Reporter<'run> {
    pub(super) fn new(rule: &'static Rule, findings: &'run mut Vec<Finding>) -> Self {
        Self { rule, findings }
    }

    /// Reports a finding; related places and fixes can be added to what is returned.
    pub(crate) fn report(&mut self, span: Span, message: impl Into<String>) -> &mut Finding {
        self.findings.push(self.rule.finding(span, message));
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }
}
