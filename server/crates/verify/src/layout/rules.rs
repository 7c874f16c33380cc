//! The rules about the layout. A file per rule.

use specwave_source::Rule;

use super::found::{Found, Subject};

/// Reports what one rule finds.
type Check = fn(&Subject<'_>, &mut Found);

/// What a finding depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// On the package that it is in, and on those that this one imports.
    Package,
    /// On any file of the module: these rules look at all of it each time.
    Module,
}

/// Declares the modules of the rules and lists them in the order of their codes.
macro_rules! rules {
    ($($module:ident: $reach:ident),* $(,)?) => {
        $(mod $module;)*

        pub(super) const ALL: &[(&Rule, Reach, Check)] = &[$((&$module::RULE, Reach::$reach, $module::check)),*];
    };
}

/// The reach of the rule with a code.
pub(super) fn reach(code: &str) -> Reach {
    let rule = ALL.iter().find(|(rule, ..)| rule.code == code);
    rule.map_or(Reach::Module, |(_, reach, _)| *reach)
}

rules![
    wrong_directory: Package,
    package_not_named_as_directory: Package,
    forbidden_import: Package,
    discouraged_import: Package,
    import_cycle: Module,
    driver_in_domain: Package,
    repository_interface_in_infrastructure: Package,
    repository_in_domain: Package,
    overloaded_service: Package,
    mutable_value_object: Package,
    setter_on_value_object: Package,
    changed_value_object: Package,
    entity_without_constructor: Package,
    constructor_without_error: Package,
    event_without_metadata: Package,
    event_in_present_tense: Package,
    dto_in_domain: Package,
    domain_type_in_response: Package,
    handler_without_context: Package,
    migration_without_counterpart: Module,
    migration_out_of_order: Module,
    duplicate_migration: Module,
    test_without_subject: Module,
    entity_without_test: Package,
    unidiomatic_name: Package,
    unread_go_file: Package,
];
