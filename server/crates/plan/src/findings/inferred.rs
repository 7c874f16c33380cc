//! Items of a contract that the spec leaves out.

use specwave_source::{Finding, LineIndex};

use super::line_span;
use super::rules::INFERRED_ITEM;
use crate::contract::{Contract, Operation, Origin};

/// A named item of a contract.
pub(super) struct Item<'a> {
    kind: &'static str,
    pub(super) name: &'a str,
    pub(super) origin: &'a Origin,
    /// Operations that were inferred although the item itself is declared.
    inferred_operations: Vec<&'a str>,
}

/// One finding for everything that was inferred, at the place that made it necessary.
pub(crate) fn inferred(contract: &Contract, text: &str, lines: &LineIndex) -> Vec<Finding> {
    items(contract)
        .filter_map(|item| Some((item.origin.line.unwrap_or(1), message(&item)?)))
        .map(|(line, message)| INFERRED_ITEM.finding(line_span(line, text, lines), message))
        .collect()
}

/// What was inferred, in sentences.
pub(crate) fn inferred_messages(contract: &Contract) -> Vec<String> {
    items(contract).filter_map(|item| message(&item)).collect()
}

fn message(item: &Item<'_>) -> Option<String> {
    let Item { kind, name, origin, inferred_operations } = item;
    match &origin.inferred {
        Some(why) => Some(format!("{kind} `{name}` is inferred: {why}")),
        None if inferred_operations.is_empty() => None,
        None => Some(format!("{kind} `{name}` gets operations that the spec does not list: {}", inferred_operations.join(", "))),
    }
}

/// All items in the order of the contract.
pub(super) fn items(contract: &Contract) -> impl Iterator<Item = Item<'_>> {
    fn plain<'a>(kind: &'static str, name: &'a str, origin: &'a Origin) -> Item<'a> {
        Item { kind, name, origin, inferred_operations: Vec::new() }
    }
    let values = contract.values.iter().filter(|value| !value.exists).map(|item| plain("value object", &item.name, &item.origin));
    let entities = contract.entities.iter().map(|item| plain("entity", &item.name, &item.origin));
    let events = contract.events.iter().map(|item| plain("event", &item.name, &item.origin));
    let repositories = contract.repositories.iter().map(|item| Item {
        inferred_operations: inferred_names(&item.operations),
        ..plain("repository", &item.name, &item.origin)
    });
    let tables = contract.tables.iter().map(|item| plain("table", &item.name, &item.origin));
    let services = contract
        .services
        .iter()
        .map(|item| Item { inferred_operations: inferred_names(&item.operations), ..plain("service", &item.name, &item.origin) });
    let models = contract.models.iter().map(|item| plain("model", &item.name, &item.origin));
    let ports = contract.ports.iter().map(|item| plain("port", &item.name, &item.origin));
    let endpoints = contract.endpoints.iter().map(|item| plain("endpoint", &item.handler, &item.origin));
    let dtos = contract.dtos.iter().map(|item| plain("DTO", &item.name, &item.origin));
    let domain = values.chain(entities).chain(events).chain(repositories).chain(tables);
    domain.chain(services).chain(models).chain(ports).chain(endpoints).chain(dtos)
}

fn inferred_names<P>(operations: &[Operation<P>]) -> Vec<&str> {
    operations.iter().filter(|operation| operation.origin.inferred.is_some()).map(|operation| operation.name.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use specwave_source::LineIndex;

    use super::inferred;
    use crate::fixtures;

    #[test]
    fn what_the_spec_leaves_out_is_reported_where_it_was_needed() {
        let text = "# Consent\n\n  - Consent with a Channel\n";
        let findings = inferred(&fixtures::contract(), text, &LineIndex::new(text));
        let found: Vec<(&str, &str)> = findings.iter().map(|f| (f.message.as_str(), &text[f.span.start..f.span.end])).collect();
        let expected = [
            ("value object `Channel` is inferred: `Channel` is used and nowhere defined", "# Consent"),
            ("repository `ConsentRepository` is inferred: no repository stores `Consent`", "- Consent with a Channel"),
        ];
        assert_eq!(found, expected);
    }
}
