//! SW903: a regime that is named and nothing more.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW903",
    name: "regime-without-requirement",
    group: Group::Security,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a regime (GDPR, HIPAA, PCI DSS, …) that is named and of which nothing is asked for.",
        why: "A name is no requirement: nobody knows which of its hundreds of rules this feature has to keep, and the compliance checks that are made from it are empty.",
        example: "## Compliance Requirements\n\n- GDPR",
        fix: "Write what the feature has to do: `GDPR: a customer can withdraw consent, data is deleted within 30 days`.",
    },
};

/// Words that add nothing to a name.
const FILLERS: &[&str] = &[
    "compliance", "compliant", "requirement", "requirements", "regulation", "regulations", "rules", "standard", "standards", "act", "with", "the",
    "full", "must", "be", "is", "and", "for", "support", "ready", "certification", "certified",
];

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for regime in subject.spec.compliance.iter().filter(|regime| regime.requirements.is_empty()) {
        // What the text says of it on the same line, or anywhere else, may be what is asked for.
        let written = subject.at(regime.span);
        let line = subject.at(subject.line_at(regime.span.start));
        let mentioned_once = !written.is_empty() && subject.text.matches(written).count() == 1;
        if mentioned_once && says_no_more(line, written) && !goes_on_below(subject, regime.span.start) {
            reporter.report(regime.span, format!("`{}` is named, but nothing is asked for", regime.name));
        }
    }
}

/// Whether something stands below a line that belongs to it: the section of a heading, or lines that are indented deeper.
fn goes_on_below(subject: &Subject<'_>, start: usize) -> bool {
    let line = subject.line_at(start);
    let mut below = subject.text.get(line.end..).unwrap_or_default().lines().skip(1).filter(|line| !line.trim().is_empty());
    let indent = |line: &str| line.len() - line.trim_start().len();
    let own = subject.at(line);
    below.next().is_some_and(|next| if own.starts_with('#') { !next.starts_with('#') } else { indent(next) > indent(own) })
}

/// Whether a line only has the name and words that add nothing to it.
fn says_no_more(line: &str, name: &str) -> bool {
    let rest = line.replacen(name, " ", 1).to_lowercase();
    let mut words = rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.all(|word| FILLERS.contains(&word))
}
