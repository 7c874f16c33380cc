//! Rules: what can be wrong with a specification. A folder per group, a file per rule.

mod by_chapter;
mod check;
mod consistency;
mod embedded;
mod endpoints;
mod heading_tree;
mod known_types;
mod model;
mod prose;
mod references;
mod requirements;
mod security;
mod similar;
mod structure;
mod targets;
mod told;
mod traceability;

use specwave_source::{Finding, LineIndex, Rule, in_parallel};

use crate::kept::Kept;
use crate::model::Spec;
use check::{CheckedRule, Reporter, Scope, Subject};
pub use model::tells_the_past;
pub use references::is_named_after;
pub use similar::most_similar;

/// The rules of each group, in the order of their codes.
const GROUPS: [&[CheckedRule]; 10] = [
    structure::RULES,
    model::RULES,
    references::RULES,
    endpoints::RULES,
    embedded::RULES,
    targets::RULES,
    requirements::RULES,
    security::RULES,
    consistency::RULES,
    traceability::RULES,
];

/// How many rules at the beginning have findings that stop a run: no feature specification, no name, no domain.
const STOPS: usize = 3;

/// Every rule about a specification alone, by code.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    GROUPS.into_iter().flatten().map(|checked| checked.rule)
}

/// Names that the prose tells of, whether or not the sentences were understood, in order.
#[must_use]
pub fn told_names(spec: &Spec, text: &str) -> Vec<String> {
    let mut told: Vec<String> =
        told::names(&Subject::new(spec, text, &LineIndex::new(text))).into_iter().map(str::to_owned).collect();
    told.sort_unstable();
    told
}

/// The findings of all rules on a specification, in the order of the text.
///
/// A text that is no feature specification has that one finding only: every other would follow from it.
#[must_use]
pub fn check(spec: &Spec, text: &str) -> Vec<Finding> {
    check_again(spec, text, &LineIndex::new(text), &mut Kept::default())
}

/// The same, where the lines of the text are known; `kept` makes it short where most of it was checked before.
#[must_use]
pub fn check_again(spec: &Spec, text: &str, lines: &LineIndex, kept: &mut Kept) -> Vec<Finding> {
    let all = || GROUPS.into_iter().flatten();
    let mut findings = run(spec, text, lines, all().filter(|rule| rule.scope == Scope::Specification));
    if spec.recognised {
        by_chapter::check(spec, text, all().filter(|rule| rule.scope == Scope::Chapter), kept, &mut findings);
    }
    in_order(findings)
}

/// What a specification lacks so much that nothing can be built of it: findings of the first three rules.
#[must_use]
pub fn stops(spec: &Spec, text: &str) -> Vec<Finding> {
    in_order(run(spec, text, &LineIndex::new(text), GROUPS.into_iter().flatten().take(STOPS)))
}

/// A text of as many bytes takes the rules longer than a second thread takes to start.
const WORTH_A_THREAD: usize = 100_000;

fn run(spec: &Spec, text: &str, lines: &LineIndex, rules: impl Iterator<Item = &'static CheckedRule>) -> Vec<Finding> {
    let subject = Subject::new(spec, text, lines);
    let asked = if spec.recognised { usize::MAX } else { 1 };
    let rules: Vec<&CheckedRule> = rules.take(asked).collect();
    let found_by = |CheckedRule { rule, check, .. }: &CheckedRule| {
        let mut findings = Vec::new();
        check(&subject, &mut Reporter::new(rule, &mut findings));
        findings
    };
    if text.len() < WORTH_A_THREAD {
        rules.into_iter().flat_map(found_by).collect()
    } else {
        in_parallel(&rules, |rule| found_by(rule)).into_iter().flatten().collect()
    }
}

fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| (a.span, &a.code).cmp(&(b.span, &b.code)));
    findings
}

#[cfg(test)]
mod tests {
    use super::all;

    #[test]
    fn codes_and_names_are_unique_in_order_and_as_their_group_says() {
        assert_eq!(specwave_source::rule::problems_of(&all().collect::<Vec<_>>()), [""; 0]);
    }

    #[test]
    fn the_first_rules_are_those_that_stop_a_run() {
        let first: Vec<&str> = all().take(super::STOPS).map(|rule| rule.name).collect();
        assert_eq!(first, ["not-a-feature-spec", "missing-name", "missing-domain"]);
    }
}
