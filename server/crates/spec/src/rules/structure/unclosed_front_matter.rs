//! SW114: front matter without an end.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Fix, Rule, Span};

use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW114",
    name: "unclosed-front-matter",
    group: Group::Structure,
    level: Level::Error,
    fixable: Fixable::Safe,
    explanation: Explanation {
        what: "Reports a text that begins with `---` and keys, and in which no second `---` ends them.",
        why: "Without an end it is no front matter: name, domain and priority in it are not read, by no tool.",
        example: "---\nfeature: Invoice Reminders\ndomain: billing\n\n# Invoice Reminders",
        fix: "Write `---` below the last key.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    if subject.spec.front_matter.is_some() || !subject.text.trim_start_matches('\u{feff}').starts_with("---") {
        return;
    }
    let lines: Vec<Span> = (2..=subject.lines.lines() as u32).map(|line| subject.lines.line_span(line)).collect();
    let keys = lines.iter().take_while(|line| is_key(subject.at(**line)));
    let Some(last) = keys.last() else { return };
    let end = last.start + subject.at(*last).trim_end().len();
    let finding = reporter.report(subject.first_line(), "the front matter has no end, so nothing in it is read");
    finding.fixes.push(Fix::safe("End the front matter below its last key", Span::new(end, end), "\n---"));
}

/// `priority: high`.
fn is_key(line: &str) -> bool {
    let Some((key, _)) = line.split_once(':') else { return false };
    !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}
