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
    ("SW1212", "field-of-other-type"),
    ("SW1213", "operation-of-other-signature"),
];

/// Codes and names of the rules about Go code by itself, of which the same is true.
pub const LAYOUT_RULES: &[(&str, &str)] = &[
    ("SW1301", "wrong-directory"),
    ("SW1302", "package-not-named-as-directory"),
    ("SW1303", "forbidden-import"),
    ("SW1304", "discouraged-import"),
    ("SW1305", "import-cycle"),
    ("SW1306", "driver-in-domain"),
    ("SW1307", "repository-interface-in-infrastructure"),
    ("SW1308", "repository-in-domain"),
    ("SW1309", "overloaded-service"),
    ("SW1310", "mutable-value-object"),
    ("SW1311", "setter-on-value-object"),
    ("SW1312", "changed-value-object"),
    ("SW1313", "entity-without-constructor"),
    ("SW1314", "constructor-without-error"),
    ("SW1315", "event-without-metadata"),
    ("SW1316", "event-in-present-tense"),
    ("SW1317", "dto-in-domain"),
    ("SW1318", "domain-type-in-response"),
    ("SW1319", "handler-without-context"),
    ("SW1320", "migration-without-counterpart"),
    ("SW1321", "migration-out-of-order"),
    ("SW1322", "duplicate-migration"),
    ("SW1323", "test-without-subject"),
    ("SW1324", "entity-without-test"),
    ("SW1325", "unidiomatic-name"),
    ("SW1326", "unread-go-file"),
];

/// Codes and names of all rules.
pub(crate) fn rule_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    rules().map(|rule| (rule.code, rule.name)).chain(DRIFT_RULES.iter().chain(LAYOUT_RULES).copied())
}

/// Words of all groups of rules.
pub(crate) fn rule_groups() -> impl Iterator<Item = &'static str> {
    Group::ALL.into_iter().map(Group::word)
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
    is_rule || rule_groups().any(|group| group == written)
}

/// Whether only findings about Go code go by that name.
pub(super) fn is_about_code(written: &str) -> bool {
    DRIFT_RULES.iter().any(|(code, name)| meaning(written, code, name) != Meaning::Other)
}

/// The rule or group that was most likely meant by a name that is none.
pub(super) fn meant(written: &str) -> Option<&'static str> {
    let names = rule_names().flat_map(|(code, name)| [name, code]);
    most_similar(written, names.chain(rule_groups()))
}
