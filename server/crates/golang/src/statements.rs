//! The statements of a function body as plain data, for those who want to know what a body does.

use tree_sitter::Node;

use crate::syntax::{parse, text};

/// A statement; expressions are kept as text with single spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Statement {
    /// `if condition { then }`, without `else` and initialisation.
    If {
        /// The condition.
        condition: String,
        /// The statements of its block.
        then: Vec<Statement>,
    },
    /// `left := right`
    Define {
        /// The names.
        left: Vec<String>,
        /// The expressions.
        right: Vec<String>,
    },
    /// `left = right`
    Assign {
        /// The places.
        left: Vec<String>,
        /// The operator: `=`, `+=`.
        operator: String,
        /// The expressions.
        right: Vec<String>,
    },
    /// `x++`
    Increment(String),
    /// `x--`
    Decrement(String),
    /// An expression on its own, such as a call.
    Expression(String),
    /// `return values`
    Return(Vec<String>),
    /// Anything else.
    Other,
}

/// The statements of a body that is given with its braces; `None` where it is no Go.
#[must_use]
pub fn statements(body: &str) -> Option<Vec<Statement>> {
    let source = format!("package p\n\nfunc f() {body}\n");
    let tree = parse(&source)?;
    let root = tree.root_node();
    if root.has_error() {
        return None;
    }
    let function = named_children(root).into_iter().find(|node| node.kind() == "function_declaration")?;
    Some(block(function.child_by_field_name("body")?, &source, 0))
}

fn named_children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).filter(|child| child.kind() != "comment").collect()
}

/// Blocks inside blocks inside blocks: nobody writes deeper ones, and who reads them calls itself.
const DEEPEST: usize = 32;

fn block(node: Node<'_>, source: &str, depth: usize) -> Vec<Statement> {
    let mut all = Vec::new();
    for child in named_children(node) {
        match child.kind() {
            "statement_list" => all.extend(block(child, source, depth)),
            "empty_statement" => {}
            _ => all.push(statement(child, source, depth)),
        }
    }
    all
}

fn statement(node: Node<'_>, source: &str, depth: usize) -> Statement {
    let list = |name: &str| node.child_by_field_name(name).map(|list| expressions(list, source)).unwrap_or_default();
    match node.kind() {
        "if_statement" if depth < DEEPEST => {
            let plain = node.child_by_field_name("initializer").is_none() && node.child_by_field_name("alternative").is_none();
            let parts = node.child_by_field_name("condition").zip(node.child_by_field_name("consequence"));
            match parts.filter(|_| plain) {
                Some((condition, then)) => {
                    Statement::If { condition: expression(condition, source), then: block(then, source, depth + 1) }
                }
                None => Statement::Other,
            }
        }
        "short_var_declaration" => Statement::Define { left: list("left"), right: list("right") },
        "assignment_statement" => {
            let operator = node.child_by_field_name("operator").map(|operator| text(operator, source).to_owned());
            Statement::Assign { left: list("left"), operator: operator.unwrap_or_default(), right: list("right") }
        }
        "inc_statement" => Statement::Increment(operand(node, source)),
        "dec_statement" => Statement::Decrement(operand(node, source)),
        "expression_statement" => Statement::Expression(operand(node, source)),
        "return_statement" => {
            Statement::Return(named_children(node).first().map(|list| expressions(*list, source)).unwrap_or_default())
        }
        _ => Statement::Other,
    }
}

fn operand(node: Node<'_>, source: &str) -> String {
    named_children(node).first().map(|operand| expression(*operand, source)).unwrap_or_default()
}

/// The expressions of a list, or the one expression that stands for it.
fn expressions(node: Node<'_>, source: &str) -> Vec<String> {
    match node.kind() {
        "expression_list" => named_children(node).into_iter().map(|each| expression(each, source)).collect(),
        _ => vec![expression(node, source)],
    }
}

/// The text of an expression without its comments, on one line.
fn expression(node: Node<'_>, source: &str) -> String {
    let mut written = String::new();
    let mut at = node.start_byte();
    let mut comments = Vec::new();
    crate::syntax::walk(node, &mut |inner| {
        if inner.kind() == "comment" {
            comments.push(inner.byte_range());
        }
    });
    for comment in comments {
        written.push_str(source.get(at..comment.start).unwrap_or_default());
        at = comment.end;
    }
    written.push_str(source.get(at..node.end_byte()).unwrap_or_default());
    written.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A composite literal with keys, `T{A: x}` or `&T{A: x}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompositeLiteral {
    /// Its type as written, without `&`.
    pub ty: String,
    /// Keys with their expressions.
    pub members: Vec<(String, String)>,
}

/// The composite literal that an expression is; `None` for anything else, and for literals without keys.
#[must_use]
pub fn composite_literal(expression_text: &str) -> Option<CompositeLiteral> {
    let source = format!("package p\n\nvar x = {}\n", expression_text.trim().trim_start_matches('&'));
    let tree = parse(&source)?;
    let root = tree.root_node();
    if root.has_error() {
        return None;
    }
    let mut found = None;
    crate::syntax::walk(root, &mut |node| {
        if node.kind() == "composite_literal" && found.is_none() {
            found = Some(node);
        }
    });
    let literal = found.filter(|node| text(*node, &source).len() + "package p\n\nvar x = \n".len() == source.len())?;
    let ty = text(literal.child_by_field_name("type")?, &source).to_owned();
    let mut members = Vec::new();
    for element in named_children(literal.child_by_field_name("body")?) {
        let parts = named_children(element);
        let [key, value] = parts.as_slice() else { return None };
        if element.kind() != "keyed_element" {
            return None;
        }
        members.push((expression(*key, &source), expression(*value, &source)));
    }
    Some(CompositeLiteral { ty, members })
}

/// The name and the arguments of a call, `c.addEvent(x, y)`; `None` for anything else.
#[must_use]
pub fn call(expression_text: &str) -> Option<(String, Vec<String>)> {
    let source = format!("package p\n\nvar x = {expression_text}\n");
    let tree = parse(&source)?;
    if tree.root_node().has_error() {
        return None;
    }
    let mut found = None;
    crate::syntax::walk(tree.root_node(), &mut |node| {
        if node.kind() == "call_expression" && found.is_none() {
            found = Some(node);
        }
    });
    let call = found.filter(|node| text(*node, &source) == expression_text)?;
    let function = expression(call.child_by_field_name("function")?, &source);
    let arguments = named_children(call.child_by_field_name("arguments")?);
    Some((function, arguments.into_iter().map(|argument| expression(argument, &source)).collect()))
}

#[cfg(test)]
mod tests {
    use super::{Statement, call, composite_literal, statements};

    #[test]
    fn a_body_is_read_statement_by_statement() {
        let body = "{\n\tif p.Status != Open { // guard\n\t\treturn errors.New(\"closed\")\n\t}\n\tnow := time.Now()\n\tp.At = &now\n\tp.N++\n\tp.add(E{A: 1})\n\tfor {}\n\treturn nil\n}";
        let expected = [
            Statement::If {
                condition: "p.Status != Open".to_owned(),
                then: vec![Statement::Return(vec!["errors.New(\"closed\")".to_owned()])],
            },
            Statement::Define { left: vec!["now".to_owned()], right: vec!["time.Now()".to_owned()] },
            Statement::Assign { left: vec!["p.At".to_owned()], operator: "=".to_owned(), right: vec!["&now".to_owned()] },
            Statement::Increment("p.N".to_owned()),
            Statement::Expression("p.add(E{A: 1})".to_owned()),
            Statement::Other,
            Statement::Return(vec!["nil".to_owned()]),
        ];
        assert_eq!(statements(body).as_deref(), Some(&expected[..]));
        assert_eq!(statements("{ if }"), None);
    }

    #[test]
    fn literals_and_calls_are_taken_apart() {
        let literal = composite_literal("&Parcel{ID: uuid.New(), Tags: []string{\"a\"}, }").unwrap();
        assert_eq!((literal.ty.as_str(), literal.members.len()), ("Parcel", 2));
        assert_eq!(literal.members[1], ("Tags".to_owned(), "[]string{\"a\"}".to_owned()));
        assert_eq!(composite_literal("f(Parcel{A: 1})"), None);
        assert_eq!(composite_literal("[]int{1, 2}"), None);
        assert_eq!(call("p.add(E{A: 1}, 2)"), Some(("p.add".to_owned(), vec!["E{A: 1}".to_owned(), "2".to_owned()])));
        assert_eq!(call("p.a + f(1)"), None);
    }
}
