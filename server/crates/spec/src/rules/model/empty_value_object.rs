//! SW207: a value object without any content.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Rule, Span};

use crate::model::ValueObject;
use crate::rules::check::{Reporter, Subject};
use crate::rules::known_types::BROUGHT_ALONG;

pub(super) const RULE: Rule = Rule {
    code: "SW207",
    name: "empty-value-object",
    group: Group::Model,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a value object that has neither fields nor values nor a validation, and of which nothing else is said. `Money` \
               and other types that the built-in agent knows need nothing.",
        why: "A value object exists for what it allows. Without that it becomes a text that holds anything.",
        example: "```yaml\nvalue_objects:\n  - name: InvoiceNumber\n```",
        fix: "List its fields or its values, or say what is valid.",
    },
};

/// Keys that tell what a value object is for, and not what it allows.
const PURPOSE: &[&str] = &["purpose", "description", "doc", "notes", "used_by"];

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for value in &subject.spec.value_objects {
        // A named basic type in Go says at least what it is made of.
        let is_basic = value.underlying.is_some() && value.base.dialect == crate::model::Dialect::Go;
        let is_empty = value.base.fields.is_empty() && value.values.is_empty() && value.validation.is_empty();
        if is_empty && !is_basic && !BROUGHT_ALONG.contains(&value.base.name.as_str()) && !is_described(subject, value) {
            reporter.report(value.base.span, format!("`{}` says nothing of what it allows", value.base.name));
        }
    }
}

/// Whether the text says anything behind or below the name but what the value object is for.
fn is_described(subject: &Subject<'_>, value: &ValueObject) -> bool {
    let line = subject.line_at(value.base.span.start);
    let behind = subject.at(Span::new(value.base.span.end, line.end));
    if behind.contains(char::is_alphanumeric) {
        return true;
    }
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '-']).len();
    let own = indent(subject.at(line));
    let below = subject.text.get(line.end..).unwrap_or_default().lines().skip(1);
    let mut keys = below.take_while(|line| !line.trim_start().starts_with("- ") && !line.trim().is_empty() && indent(line) >= own);
    // What it is for may say that it has 22 characters.
    let tells = |(key, value): (&str, &str)| !PURPOSE.contains(&key.trim()) || value.contains(|c: char| c.is_ascii_digit());
    keys.any(|line| line.split_once(':').is_some_and(tells))
}
