//! The rules about the layout. A file per rule.

use specwave_source::Rule;

use super::found::{Found, Subject};

/// Reports what one rule finds.
type Check = fn(&Subject<'_>, &mut Found);

/// Declares the modules of the rules and lists them in the order of their codes.
macro_rules! rules {
    ($($module:ident),* $(,)?) => {
        $(mod $module;)*

        pub(super) const ALL: &[(&Rule, Check)] = &[$((&$module::RULE, $module::check)),*];
    };
}

rules![
    wrong_directory,
    package_not_named_as_directory,
    forbidden_import,
    discouraged_import,
    import_cycle,
    driver_in_domain,
    repository_interface_in_infrastructure,
    repository_in_domain,
    overloaded_service,
    mutable_value_object,
    setter_on_value_object,
    changed_value_object,
    entity_without_constructor,
    constructor_without_error,
    event_without_metadata,
    event_in_present_tense,
    dto_in_domain,
    domain_type_in_response,
    handler_without_context,
    migration_without_counterpart,
    migration_out_of_order,
    duplicate_migration,
    test_without_subject,
    entity_without_test,
    unidiomatic_name,
    unread_go_file,
];
