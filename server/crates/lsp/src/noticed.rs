//! What is noticed in a feature: at once what its own rules find, and what takes a plan or the code when there is time.
//!
//! Planning a long specification takes several times as long as reading it and letting its rules look at it. While somebody
//! types, what was noticed before with a plan moves along with the text instead; what an edit touches is dropped. Everything
//! is worked out when somebody asks for it, or when typing pauses.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use specwave_plan::{Config, reported_of_some};
use specwave_source::{Finding, Sources, Span};
use specwave_spec::model::Spec;
use specwave_spec::{Kept, rules};
use specwave_verify::{Code, check_behind};

use crate::difference::difference;

/// Bytes of a feature up to which everything is noticed in a few milliseconds; most specifications are not longer.
const SHORT: usize = 16 << 10;

/// The findings on a feature.
#[derive(Debug, Default)]
pub(crate) struct Noticed {
    /// What its own rules find, silenced or not.
    of_rules: Vec<Finding>,
    /// What was noticed with a plan in the text before, at the places where that stands now.
    former: Vec<Finding>,
    /// Everything that is reported.
    complete: OnceLock<Vec<Finding>>,
}

/// What is looked at.
pub(crate) struct Subject<'a> {
    pub(crate) spec: &'a Spec,
    pub(crate) sources: &'a Sources,
    pub(crate) code: &'a Code,
    pub(crate) config: &'a Config,
}

impl Noticed {
    /// Has the rules look at a feature of which another text was known before. What takes a plan waits where the text is long
    /// and being typed in. A text that is the same as before is looked at again since the code or the settings have changed,
    /// and then that is what counts.
    pub(crate) fn at_once(subject: &Subject<'_>, former: Option<(&str, &Self)>, kept: &mut Kept) -> Self {
        let text = subject.sources.text();
        let noticed = Self { of_rules: rules::check_again(subject.spec, text, subject.sources.lines(), kept), ..Self::default() };
        match former.filter(|(before, _)| text.len() > SHORT && *before != text) {
            Some((before, former)) => Self { former: moved(former.with_a_plan(), before, text), ..noticed },
            None => {
                noticed.complete(subject);
                noticed
            }
        }
    }

    /// These findings, and nothing else.
    pub(crate) fn known(findings: Vec<Finding>) -> Self {
        Self { complete: findings.into(), ..Self::default() }
    }

    /// What is noticed in a text that nobody looks at.
    pub(crate) fn nothing() -> Self {
        Self::known(Vec::new())
    }

    /// Everything that is reported. A fault of ours in planning costs what takes a plan.
    pub(crate) fn complete(&self, Subject { spec, sources, code, config }: &Subject<'_>) -> &[Finding] {
        self.complete.get_or_init(|| {
            let checked = || check_behind(self.of_rules.clone(), spec, sources, code, config);
            catch_unwind(AssertUnwindSafe(checked)).unwrap_or_else(|_| {
                tracing::error!(path = ?sources.path_at(0), "planning panicked");
                reported_of_some(spec, sources, self.of_rules.clone(), config)
            })
        })
    }

    /// Whether everything has been worked out.
    pub(crate) fn is_complete(&self) -> bool {
        self.complete.get().is_some()
    }

    /// What can be shown before everything has been worked out.
    pub(crate) fn shown_at_once(&self, Subject { spec, sources, config, .. }: &Subject<'_>) -> Vec<Finding> {
        let mut shown = reported_of_some(spec, sources, self.of_rules.clone(), config);
        shown.extend_from_slice(&self.former);
        shown.sort_by(|a, b| (a.span, &a.code).cmp(&(b.span, &b.code)));
        shown
    }

    /// What was noticed with a plan, as far as that is known.
    fn with_a_plan(&self) -> impl Iterator<Item = &Finding> {
        let is_of_rules = |finding: &&Finding| rules::all().any(|rule| rule.code == finding.code);
        let complete = self.complete.get().into_iter().flatten().filter(move |finding| !is_of_rules(finding));
        complete.chain(self.former.iter().filter(|_| !self.is_complete()))
    }
}

/// Findings on one text at their places in another; those that a change touches are dropped, and so are all fixes, which were
/// made for the text as it was.
fn moved<'a>(findings: impl Iterator<Item = &'a Finding>, before: &str, after: &str) -> Vec<Finding> {
    let Some(edit) = difference(before, after) else { return findings.cloned().collect() };
    let along = |span: Span| {
        if span.end < edit.span.start {
            return Some(span);
        }
        let behind = |at: usize| at - edit.span.end + edit.span.start + edit.text.len();
        (span.start > edit.span.end).then(|| Span::new(behind(span.start), behind(span.end)))
    };
    let moved = |finding: &Finding| {
        let mut finding = Finding { span: along(finding.span)?, fixes: Vec::new(), ..finding.clone() };
        for related in &mut finding.related {
            related.span = along(related.span)?;
        }
        Some(finding)
    };
    findings.filter_map(moved).collect()
}

#[cfg(test)]
mod tests {
    use specwave_source::Related;

    use super::*;

    fn finding(span: Span, related: Option<Span>) -> Finding {
        let related = related.map(|span| Related { span, message: String::new() });
        let rule = specwave_plan::rules().find(|rule| rule.name == "inferred-item").unwrap();
        Finding { related: related.into_iter().collect(), ..rule.finding(span, "a service is inferred") }
    }

    #[test]
    fn findings_move_along_with_their_text_and_what_an_edit_touches_is_dropped() {
        let (before, after) = ("one two three four", "one twenty three four");
        let at = |text: &str, word: &str| {
            let start = text.find(word).unwrap();
            Span::new(start, start + word.len())
        };
        for (on, related, expected) in [
            ("one", None, Some((at(after, "one"), None))),
            ("four", None, Some((at(after, "four"), None))),
            ("four", Some("one"), Some((at(after, "four"), Some(at(after, "one"))))),
            ("two", None, None),
            ("four", Some("two"), None),
        ] {
            let before_it = finding(at(before, on), related.map(|word| at(before, word)));
            let expected: Vec<Finding> = expected.into_iter().map(|(span, related)| finding(span, related)).collect();
            assert_eq!(moved([&before_it].into_iter(), before, after), expected, "{on} {related:?}");
        }
    }
}
