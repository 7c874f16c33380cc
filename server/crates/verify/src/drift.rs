//! Where a specification and the Go code that exists for it have drifted apart. One file per rule.
//!
//! Nothing is said before there is code: a specification of which no declared type exists yet is simply not built.

mod column_not_migrated;
mod column_not_specified;
mod endpoint_not_implemented;
mod endpoint_not_specified;
mod entity_not_specified;
mod field_not_implemented;
mod field_not_specified;
mod field_of_other_type;
mod operation_not_implemented;
mod operation_not_specified;
mod operation_of_other_signature;
mod table_not_migrated;
mod type_not_implemented;

use specwave_plan::contract::Contract;
use specwave_source::{Elsewhere, Finding, LineIndex, Rule};
use specwave_spec::model::{Spec, Table};

use crate::{Agreed, Code, Links, Place, TypeLink, agreed};

/// What a rule looks at.
struct Subject<'a> {
    spec: &'a Spec,
    contract: &'a Contract,
    code: &'a Code,
    links: Links<'a>,
    /// The tables that the module's migrations lead to.
    migrated: Vec<Table>,
    /// What the contract pins.
    agreed: Vec<Agreed>,
}

impl Subject<'_> {
    /// What the contract pins of a type.
    fn agreed(&self, link: &TypeLink<'_>) -> Option<&Agreed> {
        self.agreed.iter().find(|item| item.kind == link.kind && item.go_name == link.go_name)
    }
}

type Check = fn(&Subject<'_>, &mut Vec<Finding>);

const ALL: [(&Rule, Check); 13] = [
    (&type_not_implemented::RULE, type_not_implemented::check),
    (&entity_not_specified::RULE, entity_not_specified::check),
    (&field_not_implemented::RULE, field_not_implemented::check),
    (&field_not_specified::RULE, field_not_specified::check),
    (&operation_not_implemented::RULE, operation_not_implemented::check),
    (&operation_not_specified::RULE, operation_not_specified::check),
    (&endpoint_not_implemented::RULE, endpoint_not_implemented::check),
    (&endpoint_not_specified::RULE, endpoint_not_specified::check),
    (&table_not_migrated::RULE, table_not_migrated::check),
    (&column_not_migrated::RULE, column_not_migrated::check),
    (&column_not_specified::RULE, column_not_specified::check),
    (&field_of_other_type::RULE, field_of_other_type::check),
    (&operation_of_other_signature::RULE, operation_of_other_signature::check),
];

/// The rules about drift, by code.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    ALL.into_iter().map(|(rule, _)| rule)
}

/// What `spec` has and `code` lacks, and the reverse, at the places of the specification, with those of the code.
///
/// `contract` is what planning makes of the specification; it knows the names that things have in Go.
pub(crate) fn drift(spec: &Spec, contract: &Contract, lines: &LineIndex, code: &Code) -> Vec<Finding> {
    let links = Links::of(spec, contract, lines, code);
    if links.types.iter().all(|link| link.go.is_none()) {
        return Vec::new();
    }
    let migrated = specwave_spec::tables(&code.migrations());
    let subject = Subject { spec, contract, code, links, migrated, agreed: agreed(contract) };
    let mut findings = Vec::new();
    for (_, check) in ALL {
        check(&subject, &mut findings);
    }
    findings.sort_by(|a, b| (a.span, &a.code).cmp(&(b.span, &b.code)));
    findings
}

/// A place of the code as one that explains a finding.
fn elsewhere(code: &Code, place: Place<'_>, message: impl Into<String>) -> Elsewhere {
    let position = |offset| place.file.lines().line_column(&place.file.text, offset);
    Elsewhere {
        path: code.root().join(&place.file.path),
        start: position(place.span.start),
        end: position(place.span.end),
        message: message.into(),
    }
}

#[cfg(test)]
mod tests;
