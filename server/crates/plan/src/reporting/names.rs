//! What people may call rules: by code, by name, or by group.

use specwave_source::rule::Group;
use specwave_spec::rules::most_similar;

use crate::findings::rules;

/// Codes and names of the rules about Go code, which are carried out where code can be read. A test there keeps them right.
pub const DRIFT_RULES: &[(&str, &str)] = &[
    ("SW1201", "type-not-implemented"),
    ("SW1202", "entity-not-specified"),
    ("SW1203", "field-not-implemented"),
    ("SW1204", "field-not-specified"),
    ("SW1205", "operation-not-implemented"),
    ("SW1206", "operation-not-specified"),
    ("SW1207", "endpoint-not-implemented"),
    ("SW1208", "endpoint-not-specified"),
    ("SW1209", "table-not-migrated"),
    ("SW1210", "column-not-migrated"),
    ("SW1211", "column-not-specified"),
];

/// Codes and names of all rules.
fn rule_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    rules().map(|rule| (rule.code, rule.name)).chain(DRIFT_RULES.iter().copied())
}

/// The group that a code belongs to.
fn group_of(code: &str) -> Option<Group> {
    let prefix = &code[..code.len().saturating_sub(2)];
    Group::ALL.into_iter().find(|group| group.prefix() == prefix)
}

/// What a name in a comment or in settings says about the rule with a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// It is this rule's own.
    Rule,
    /// It is that of the rule's group.
    Group,
    /// It is another one's.
    Other,
}

/// What `written` says about the rule with a code and a name.
pub(super) fn meaning(written: &str, code: &str, name: &str) -> Meaning {
    if written.eq_ignore_ascii_case(code) || written == name {
        Meaning::Rule
    } else if group_of(code).is_some_and(|group| group.word() == written) {
        Meaning::Group
    } else {
        Meaning::Other
    }
}

/// Whether a name is that of a rule or a group.
pub(super) fn is_known(written: &str) -> bool {
    let is_rule = rule_names().any(|(code, name)| meaning(written, code, name) == Meaning::Rule);
    is_rule || Group::ALL.iter().any(|group| group.word() == written)
}

/// Whether only findings about Go code go by that name.
pub(super) fn is_about_code(written: &str) -> bool {
    DRIFT_RULES.iter().any(|(code, name)| meaning(written, code, name) != Meaning::Other)
}

/// The rule or group that was most likely meant by a name that is none.
pub(super) fn meant(written: &str) -> Option<&'static str> {
    let names = rule_names().flat_map(|(code, name)| [name, code]);
    most_similar(written, names.chain(Group::ALL.iter().map(|group| group.word())))
}
