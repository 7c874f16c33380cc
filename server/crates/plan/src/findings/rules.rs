//! The rules that planning keeps, and how they are explained.

use specwave_source::Rule;
use specwave_source::rule::{Explanation, Fixable, Group, Level};

use super::missing_file::MISSING_FILE;
use crate::reporting::UNUSED_SUPPRESSION;

pub(super) const INFERRED_ITEM: Rule = Rule {
    code: "SW601",
    name: "inferred-item",
    group: Group::Plan,
    level: Level::Hint,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports what the specification leaves out and the contract adds: a type that is used and not defined, a \
               repository for an entity, a service, an operation that an endpoint needs. What another rule calls undeclared on the same line is not said again.",
        why: "Tasks that work at the same time need every name before they start. What is inferred is built, and it may not be \
              what you meant.",
        example: "```yaml\nentities:\n  - name: Invoice\n    fields:\n      - ID uuid.UUID\n```",
        fix: "Declare the item, or leave it as it is inferred.",
    },
};

pub(super) const IDLE_ROLE: Rule = Rule {
    code: "SW602",
    name: "idle-role",
    group: Group::Plan,
    level: Level::Hint,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports the roles whose items the contract has none of: no event for the Event Architect, no endpoint for the API \
               Builder. Their Tasks still write what every feature needs.",
        why: "Where you meant the feature to have such items, the specification does not say so in a way that is understood.",
        example: "---\nfeature: Price Calculation\ndomain: pricing\n---\n\n# Price Calculation\n\n```yaml\nservices:\n  - name: PriceService\n```",
        fix: "Declare the items, or leave it: the Task is short.",
    },
};

pub(super) const EMPTY_WAVE: Rule = Rule {
    code: "SW603",
    name: "empty-wave",
    group: Group::Plan,
    level: Level::Hint,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a wave none of whose roles has an item to work on.",
        why: "A feature that stores nothing and tells nobody is rare. Most often its entities were not understood as such.",
        example: "---\nfeature: Price Calculation\ndomain: pricing\n---\n\n# Price Calculation\n\n```yaml\nservices:\n  - name: PriceService\n```",
        fix: "Declare entities with their fields, under `entities:` in YAML or as Go structs with an `ID`.",
    },
};

pub(super) const WRITE_SETS_OVERLAP: Rule = Rule {
    code: "SW605",
    name: "write-sets-overlap",
    group: Group::Plan,
    level: Level::Error,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a path that two Tasks would write which can run at the same time.",
        why: "One of them would destroy the work of the other, so such a plan is refused before anything starts.",
        example: "[layout]\nrest = \"internal/api\"\nmiddleware = \"internal/api\"",
        fix: "Give the two roles directories of their own in `specwave.toml`, or rename one of the items that make the path.",
    },
};

pub(super) const IDENTIFIERS_OVERLAP: Rule = Rule {
    code: "SW606",
    name: "identifiers-overlap",
    group: Group::Plan,
    level: Level::Error,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports an identifier that two Tasks would declare in one Go package.",
        why: "Both files together do not compile, whoever wrote them.",
        example: "```yaml\nentities:\n  - name: Invoice\nvalue_objects:\n  - name: NewInvoice\n```",
        fix: "Rename one of the two items.",
    },
};

pub(super) const UNUSABLE_CATALOG: Rule = Rule {
    code: "SW607",
    name: "unusable-catalog",
    group: Group::Plan,
    level: Level::Error,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a catalog of roles that no plan can be made of: an unknown need, a cycle, a prompt that cannot be filled in.",
        why: "Without a plan nothing can run.",
        example: "needs = [\"code:nobody\"]",
        fix: "Mend the role that the message names.",
    },
};

pub(super) const WRITE_SET_UNSOUND: Rule = Rule {
    code: "SW608",
    name: "write-set-unsound",
    group: Group::Plan,
    level: Level::Error,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a Task that would write outside the module, write what it does not own, or own nothing.",
        why: "A Task writes in its write set only; one that has to write elsewhere cannot finish.",
        example: "[layout]\nrest = \"../elsewhere\"",
        fix: "Name a directory inside the module in `specwave.toml`.",
    },
};

pub(super) const ALREADY_DECLARED: Rule = Rule {
    code: "SW609",
    name: "identifier-already-declared",
    group: Group::Plan,
    level: Level::Error,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports an identifier of the contract that the module declares already, in a file that no Task owns.",
        why: "The same identifier twice in one package does not compile, and files of yours are never replaced.",
        example: "An entity `Invoice`, where `internal/domain/billing/legacy.go` has a type `Invoice`.",
        fix: "Rename the item in the specification, or move the existing declaration.",
    },
};

pub(crate) const ENDPOINT_LEFT_OUT: Rule = Rule {
    code: "SW610",
    name: "endpoint-left-out",
    group: Group::Plan,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports an endpoint that is not built, since Go's `ServeMux` cannot tell its route from that of an earlier one.",
        why: "Registering both panics when the server starts.",
        example: "```\nGET /invoices/{id}\nGET /invoices/{number}\n```",
        fix: "Give one of them a path of its own.",
    },
};

/// Every rule about a specification and its plan, by code.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    let here = [
        &UNUSED_SUPPRESSION,
        &MISSING_FILE,
        &INFERRED_ITEM,
        &IDLE_ROLE,
        &EMPTY_WAVE,
        &WRITE_SETS_OVERLAP,
        &IDENTIFIERS_OVERLAP,
        &UNUSABLE_CATALOG,
        &WRITE_SET_UNSOUND,
        &ALREADY_DECLARED,
    ];
    let mut all: Vec<_> = specwave_spec::rules::all().chain(here).collect();
    all.sort_by_key(|rule| (rule.code.len(), rule.code));
    all.into_iter()
}

#[cfg(test)]
mod tests {
    use super::rules;

    #[test]
    fn codes_and_names_are_unique_in_order_and_as_their_group_says() {
        assert_eq!(specwave_source::rule::problems_of(&rules().collect::<Vec<_>>()), [""; 0]);
    }
}
