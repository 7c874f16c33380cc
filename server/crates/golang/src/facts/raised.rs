//! Events that a body raises: composite literals, and calls of constructors, given to `addEvent`, `Publish` and their kin.

use std::collections::HashMap;

use ecow::EcoString;
use tree_sitter::Node;

use super::declarations::{children, named};
use super::{Literal, Name};
use crate::syntax::{text, walk};

/// Beginnings of methods that raise what they are given, without regard to case: `Publish`, `publishAll`.
const RAISING: &[&str] = &[
    "addevent",
    "adddomainevent",
    "appendevent",
    "apply",
    "broadcast",
    "dispatch",
    "emit",
    "enqueue",
    "notify",
    "publish",
    "raise",
    "record",
    "registerevent",
    "send",
    "trigger",
];

/// What holds events, or passes them on: `s.outbox.Add(…)`, `o.events = append(o.events, …)`.
const HOLDERS: &[&str] = &["event", "outbox", "bus", "pending", "changes", "uncommitted"];

/// What is longer is an expression, and names no holder of events.
const LONGEST_NAME: usize = 64;

/// The literals that the bodies below `root` raise, directly or through a variable.
pub(super) fn raised<'tree>(root: Node<'tree>, source: &str) -> Vec<Literal> {
    let mut raised = Vec::new();
    let mut variables: HashMap<&str, Node<'tree>> = HashMap::new();
    let mut visit = |node: Node<'tree>| match node.kind() {
        "function_declaration" | "method_declaration" => variables.clear(),
        "short_var_declaration" => {
            if let (Some(name), Some(made)) = (single(node, "left"), single(node, "right").and_then(made_node)) {
                variables.insert(text(name, source), made);
            }
        }
        // `o.events <- OrderPlaced{…}`
        "send_statement" => {
            let literal = node.child_by_field_name("value").and_then(literal_node);
            raised.extend(literal.and_then(|literal| read_literal(literal, "<-", source)));
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
                let made = match argument.kind() {
                    "identifier" => variables.get(text(argument, source)).copied(),
                    _ => made_node(argument),
                };
                raised.extend(made.and_then(|made| match made.kind() {
                    "call_expression" => read_constructor(made, given_to, source),
                    _ => read_literal(made, given_to, source),
                }));
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
    let holds_events = |node: Node<'_>| {
        let last = text(node, source).rsplit('.').next().unwrap_or_default();
        last.len() < LONGEST_NAME && HOLDERS.iter().any(|holder| last.to_lowercase().contains(holder))
    };
    if name == "append" {
        let list = children(call.child_by_field_name("arguments")?).into_iter().next()?;
        return holds_events(list).then_some(name);
    }
    let begins = |raising: &str| name.get(..raising.len()).is_some_and(|start| start.eq_ignore_ascii_case(raising));
    let raises =
        RAISING.iter().any(|raising| begins(raising)) || function.child_by_field_name("operand").is_some_and(holds_events);
    raises.then_some(name)
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

/// The literal, or the call that may be one of a constructor.
fn made_node(node: Node<'_>) -> Option<Node<'_>> {
    if node.kind() == "call_expression" { Some(node) } else { literal_node(node) }
}

/// `NewOrderPlaced(o)` makes an `OrderPlaced`.
fn read_constructor(call: Node<'_>, given_to: &str, source: &str) -> Option<Literal> {
    let function = call.child_by_field_name("function")?;
    let name = if function.kind() == "selector_expression" { function.child_by_field_name("field")? } else { function };
    let mut ty = named(name, source);
    let made = ty.text.strip_prefix("New").filter(|made| made.starts_with(char::is_uppercase))?;
    ty.span.start += "New".len();
    ty.text = made.into();
    Some(Literal { ty, fields: Vec::new(), given_to: given_to.into() })
}

fn read_literal(node: Node<'_>, given_to: &str, source: &str) -> Option<Literal> {
    let ty = node.child_by_field_name("type").filter(|ty| matches!(ty.kind(), "type_identifier" | "qualified_type"))?;
    let body = node.child_by_field_name("body")?;
    let fields = children(body).into_iter().filter(|element| element.kind() == "keyed_element").filter_map(|element| {
        let parts = children(element);
        Some((named(*parts.first()?, source), text(*parts.get(1)?, source).into()))
    });
    let fields: Vec<(Name, EcoString)> = fields.collect();
    Some(Literal { ty: named(ty, source), fields, given_to: given_to.into() })
}
