//! What a body does that its caller notices: which parts of the receiver it changes, which contexts it begins anew.

use tree_sitter::Node;

use super::Name;
use super::declarations::{children, named};
use crate::syntax::{text, walk};

/// Calls that begin a context without a deadline or an end.
const NEW_CONTEXTS: [&str; 2] = ["context.Background", "context.TODO"];

/// Whether a text may begin a context somewhere: most do not, and then no body needs to be looked through.
pub(super) fn may_begin_context(source: &str) -> bool {
    NEW_CONTEXTS.iter().any(|call| source.contains(call))
}

/// Where a body begins a new context.
pub(super) fn new_contexts(body: Node<'_>, source: &str) -> Vec<Name> {
    let mut found = Vec::new();
    if may_begin_context(text(body, source)) {
        walk(body, &mut |node| {
            let called = (node.kind() == "call_expression").then(|| node.child_by_field_name("function")).flatten();
            found.extend(
                called.filter(|called| NEW_CONTEXTS.contains(&text(*called, source))).map(|called| named(called, source)),
            );
        });
    }
    found
}

/// What of the variable `receiver` the statements of a body assign to: `v.amount`, `v.lines[0]`, `*v`.
pub(super) fn changes(body: Node<'_>, receiver: &str, source: &str) -> Vec<Name> {
    let mut found = Vec::new();
    let mut pending = vec![body];
    while let Some(node) = pending.pop() {
        match node.kind() {
            "assignment_statement" => {
                let left = node.child_by_field_name("left").map(children).unwrap_or_default();
                found.extend(
                    left.into_iter().filter(|place| is_part_of(*place, receiver, source)).map(|place| named(place, source)),
                );
            }
            "inc_statement" | "dec_statement" => {
                let place = node.named_child(0).filter(|place| is_part_of(*place, receiver, source));
                found.extend(place.map(|place| named(place, source)));
            }
            // Expressions change nothing but what they call; going into statements only keeps this cheap.
            kind if kind == "block" || kind.ends_with("statement") || kind.ends_with("_case") || kind == "statement_list" => {
                pending.extend(children(node).into_iter().rev());
            }
            _ => {}
        }
    }
    found
}

/// Whether a place lies behind the variable, and is not the variable itself.
fn is_part_of(place: Node<'_>, variable: &str, source: &str) -> bool {
    let mut at = place;
    loop {
        let inner = match at.kind() {
            "selector_expression" | "index_expression" => at.child_by_field_name("operand"),
            "unary_expression" => at.child_by_field_name("operand"),
            "parenthesized_expression" => at.named_child(0),
            _ => return at != place && text(at, source) == variable,
        };
        let Some(inner) = inner else { return false };
        at = inner;
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::read;

    /// What the only method of a text changes, and the contexts it begins.
    fn effects(body: &str) -> (Vec<String>, Vec<String>) {
        let facts = read(&format!("package a\n\nfunc (m *Money) Do(n int) {{\n{body}\n}}\n"));
        let body = facts.functions[0].body.clone().unwrap_or_default();
        let texts = |names: &[super::Name]| names.iter().map(|name| name.text.to_string()).collect();
        (texts(&body.changes), texts(&body.new_contexts))
    }

    #[test]
    fn assignments_to_parts_of_the_receiver_are_changes() {
        for (body, expected) in [
            ("m.amount = n", &["m.amount"][..]),
            ("if n > 0 {\n\tfor range n {\n\t\tm.lines[n].count++\n\t}\n}", &["m.lines[n].count"]),
            ("switch n {\ncase 1:\n\tm.a, n = 1, 2\ndefault:\n\t*m = Money{}\n}", &["m.a", "*m"]),
            ("m = nil\nother.amount = n\ncopied := *m\ncopied.amount = n", &[]),
        ] {
            assert_eq!(effects(body).0, expected, "{body}");
        }
    }

    #[test]
    fn contexts_that_a_body_begins_are_found_outside_comments() {
        let (_, contexts) =
            effects("// not context.Background()\nm.store.Save(context.Background(), func() { _ = context.TODO() })");
        assert_eq!(contexts, ["context.Background", "context.TODO"]);
    }
}
