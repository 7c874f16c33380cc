//! SW902: personal data that nobody says how long to keep.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Related, Rule};

use crate::rules::check::{Reporter, Subject};
use crate::rules::security::personal::is_personal;

pub(super) const RULE: Rule = Rule {
    code: "SW902",
    name: "personal-data-without-retention",
    group: Group::Security,
    level: Level::Information,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports personal data (an e-mail address, a phone number, a date of birth, …) in the model of a specification that says nothing about how long it is kept, who may see it or how it is protected.",
        why: "Most privacy laws ask for a purpose and an end for every such field, and to add deletion later is dear.",
        example: "```yaml\nentities:\n  - name: Customer\n    fields:\n      - Email: string\n```",
        fix: "Say how long the data is kept and how it is erased, or that another document does.",
    },
};

/// Words of statements about what happens with personal data.
const CARE: &[&str] = &[
    "retention", "retain", "privacy", "gdpr", "ccpa", "hipaa", "erasure", "erase", "anonymi", "pseudonymi", "encrypt", "pii", "personal data",
    "purge", "redact", "mask", "data protection", "data deletion",
];

/// How many other places are shown.
const SHOWN: usize = 4;

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let spec = subject.spec;
    let fields = spec.entities.iter().flat_map(|entity| &entity.fields);
    let values = spec.value_objects.iter().flat_map(|value| &value.base.fields);
    let mut personal = fields.chain(values).filter(|field| is_personal(&field.name));
    let Some(first) = personal.next() else { return };
    let lower = subject.text.to_lowercase();
    if CARE.iter().any(|word| lower.contains(word)) {
        return;
    }
    let message = format!("`{}` is personal data, and nothing says how long it is kept or how it is protected", first.name);
    let others = personal.take(SHOWN).map(|field| Related { span: field.span, message: format!("`{}` as well", field.name) });
    reporter.report(first.span, message).related.extend(others);
}
