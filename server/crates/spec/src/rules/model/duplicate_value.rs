//! SW206: an enumeration that lists a value twice.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Related, Rule};

use super::merging::{without_listed, without_second_line};
use crate::model::EnumValue;
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW206",
    name: "duplicate-value",
    group: Group::Model,
    level: Level::Error,
    fixable: Fixable::Safe,
    explanation: Explanation {
        what: "Reports a value that an enumeration lists twice.",
        why: "Two constants with one value cannot be told apart once they are stored; most often one of them was to be another.",
        example: "```go\nconst (\n    StateOpen InvoiceState = \"open\"\n    StatePaid InvoiceState = \"open\"\n)\n```",
        fix: "Correct the value, or take it out; where the same is listed twice, the fix does.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for value in &subject.spec.value_objects {
        for (at, listed) in value.values.iter().enumerate() {
            // A constant that goes on counting (`iota`) has no value of its own.
            let is_again = |earlier: &&EnumValue| !listed.value.is_empty() && earlier.value == listed.value && earlier.span != listed.span;
            let earlier = value.values[..at].iter().find(is_again);
            if let Some(first) = earlier {
                let related = Related { span: first.span, message: "listed here first".to_owned() };
                let message = format!("`{}` lists `{}` twice", value.base.name, listed.value);
                let finding = reporter.report(listed.span, message);
                finding.related.push(related);
                // Two constants with one value are two things, of which one has the wrong value.
                if first.constant == listed.constant {
                    let fix = without_second_line(subject, first.span, listed.span).or_else(|| without_listed(subject, listed.span));
                    finding.fixes.extend(fix);
                }
            }
        }
    }
}
