//! Events that a body raises: composite literals given to `addEvent`, `Publish` and their kin.

use std::collections::HashMap;

use tree_sitter::Node;

use super::declarations::{children, named};
use super::{Literal, Name};
use crate::syntax::{text, walk};

/// Methods that raise what they are given, compared without regard to case.
const RAISING: &[&str] = &[
    "addevent",
    "apply",
    "applychange",
    "adddomainevent",
    "appendevent",
    "dispatch",
    "emit",
    "emitevent",
    "publish",
    "publishasync",
    "publishevent",
    "raise",
    "raiseevent",
    "record",
    "recordevent",
    "recordthat",
    "registerevent",
    "send",
    "sendevent",
    "trigger",
];

/// The literals that the bodies below `root` raise, directly or through a variable.
pub(super) fn raised<'tree>(root: Node<'tree>, source: &str) -> Vec<Literal> {
    let mut raised = Vec::new();
    let mut variables: HashMap<&str, Node<'tree>> = HashMap::new();
    let mut visit = |node: Node<'tree>| match node.kind() {
        "function_declaration" | "method_declaration" => variables.clear(),
        "short_var_declaration" => {
            if let (Some(name), Some(literal)) = (single(node, "left"), single(node, "right").and_then(literal_node)) {
                variables.insert(text(name, source), literal);
            }
        }
        // `return []Event{OrderPlaced{…}}`
        "composite_literal" if is_list_of_events(node, source) => {
            let elements = node.child_by_field_name("body").map(children).into_iter().flatten();
            let literals = elements.filter_map(|element| literal_node(children(element).into_iter().next()?));
            raised.extend(literals.filter_map(|literal| read_literal(literal, "return", source)));
        }
        "call_expression" => {
            let Some(given_to) = raising_call(node, source) else { return };
            let Some(arguments) = node.child_by_field_name("arguments") else { return };
            for argument in children(arguments) {
                let literal = match argument.kind() {
                    "identifier" => variables.get(text(argument, source)).copied(),
                    _ => literal_node(argument),
                };
                raised.extend(literal.and_then(|literal| read_literal(literal, given_to, source)));
            }
        }
        _ => {}
    };
    // Most of what a specification shows are types, and those raise nothing.
    children(root).into_iter().filter(|node| !is_declaration_of_types(*node)).for_each(|node| walk(node, &mut visit));
    raised
}

fn is_declaration_of_types(node: Node<'_>) -> bool {
    matches!(node.kind(), "package_clause" | "import_declaration" | "type_declaration" | "const_declaration" | "comment")
}

/// Whether a literal is a list of events: `[]DomainEvent{…}`.
fn is_list_of_events(literal: Node<'_>, source: &str) -> bool {
    let listed = literal.child_by_field_name("type").filter(|ty| ty.kind() == "slice_type");
    listed.is_some_and(|ty| text(ty, source).ends_with("Event"))
}

/// The called method's name, if it is one that raises events.
fn raising_call<'source>(call: Node<'_>, source: &'source str) -> Option<&'source str> {
    let function = call.child_by_field_name("function")?;
    let name = if function.kind() == "selector_expression" { function.child_by_field_name("field")? } else { function };
    let name = text(name, source);
    // `o.events = append(o.events, OrderPlaced{…})`
    if name == "append" {
        let list = children(call.child_by_field_name("arguments")?).into_iter().next()?;
        return text(list, source).to_lowercase().ends_with("events").then_some(name);
    }
    RAISING.iter().any(|raising| raising.eq_ignore_ascii_case(name)).then_some(name)
}

/// The only expression in a field that holds an expression list.
fn single<'tree>(node: Node<'tree>, field: &str) -> Option<Node<'tree>> {
    let list = node.child_by_field_name(field)?;
    (list.named_child_count() == 1).then(|| list.named_child(0)).flatten()
}

/// The composite literal in `X{…}` or `&X{…}`.
fn literal_node(node: Node<'_>) -> Option<Node<'_>> {
    match node.kind() {
        "composite_literal" => Some(node),
        "unary_expression" => node.child_by_field_name("operand").filter(|operand| operand.kind() == "composite_literal"),
        _ => None,
    }
}

fn read_literal(node: Node<'_>, given_to: &str, source: &str) -> Option<Literal> {
    let ty = node.child_by_field_name("type").filter(|ty| matches!(ty.kind(), "type_identifier" | "qualified_type"))?;
    let body = node.child_by_field_name("body")?;
    let fields = children(body).into_iter().filter(|element| element.kind() == "keyed_element").filter_map(|element| {
        let parts = children(element);
        Some((named(*parts.first()?, source), text(*parts.get(1)?, source).to_owned()))
    });
    let fields: Vec<(Name, String)> = fields.collect();
    Some(Literal { ty: named(ty, source), fields, given_to: given_to.to_owned() })
}
