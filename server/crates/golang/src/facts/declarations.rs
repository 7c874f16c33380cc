//! From syntax nodes to declarations.

use ecow::{EcoString, eco_format};
use specwave_source::Span;
use tree_sitter::Node;

use super::effects::{changes, new_contexts};
use super::{
    Body, Constant, Facts, Func, ImportSpec, Name, Parameter, Receiver, Signature, StructField, SyntaxError, TypeDecl, TypeKind,
};
use crate::syntax::text;

/// Reads the declarations below a `source_file` node into `facts`, going into what the parser gave up on.
pub(super) fn read_into(root: Node<'_>, source: &str, facts: &mut Facts) {
    let mut comments = CommentRun::default();
    let mut pending: Vec<Node<'_>> = children(root);
    pending.reverse();
    while let Some(node) = pending.pop() {
        match node.kind() {
            "comment" => {
                comments.push(node, source);
                facts.comments.push(Name { text: comment_text(text(node, source)).into(), span: span(node) });
            }
            "package_clause" => {
                facts.package = node.named_child(0).map(|name| named(name, source)).or(facts.package.take());
            }
            "import_declaration" => read_imports(node, source, facts),
            "type_declaration" => read_types(node, source, &comments.above(node), facts),
            "const_declaration" => read_constants(node, source, facts),
            "var_declaration" => read_variables(node, source, facts),
            "function_declaration" | "method_declaration" => {
                facts.functions.extend(function(node, source, comments.above(node)));
            }
            "ERROR" => pending.extend(children(node).into_iter().rev()),
            _ => {}
        }
    }
}

/// Collects what the parser could not make sense of, outermost places first.
pub(super) fn read_errors(root: Node<'_>, source: &str, errors: &mut Vec<SyntaxError>) {
    let mut cursor = root.walk();
    loop {
        let node = cursor.node();
        let broken = node.is_error() || node.is_missing();
        if broken {
            errors.push(SyntaxError { span: span(node), message: describe(node, source) });
        }
        if !broken && node.has_error() && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return;
            }
        }
    }
}

/// What is wrong at an error node, in words.
fn describe(node: Node<'_>, source: &str) -> String {
    if node.is_missing() {
        return format!("`{}` is missing here", node.kind());
    }
    let found: String = text(node, source).lines().next().unwrap_or_default().chars().take(40).collect();
    format!("`{}` is not Go here", found.trim())
}

/// The comments that stand directly above a declaration.
#[derive(Default)]
struct CommentRun {
    lines: Vec<String>,
    last_row: usize,
}

impl CommentRun {
    fn push(&mut self, node: Node<'_>, source: &str) {
        if node.start_position().row > self.last_row + 1 {
            self.lines.clear();
        }
        self.lines.push(comment_text(text(node, source)));
        self.last_row = node.end_position().row;
    }

    /// The run's text if it ends on the line above `node`; the run is used up.
    fn above(&mut self, node: Node<'_>) -> EcoString {
        let lines = std::mem::take(&mut self.lines);
        if node.start_position().row == self.last_row + 1 { lines.join("\n").trim().into() } else { EcoString::new() }
    }
}

fn read_imports(node: Node<'_>, source: &str, facts: &mut Facts) {
    let mut pending = children(node);
    pending.reverse();
    while let Some(node) = pending.pop() {
        match node.kind() {
            "import_spec_list" => pending.extend(children(node).into_iter().rev()),
            "import_spec" => {
                let Some(path) = node.child_by_field_name("path") else { continue };
                let alias = node.child_by_field_name("name").map(|name| text(name, source).into());
                let unquoted = text(path, source).trim_matches(['"', '`']).into();
                facts.imports.push(ImportSpec { alias, path: Name { text: unquoted, span: span(path) } });
            }
            _ => {}
        }
    }
}

fn read_types(node: Node<'_>, source: &str, doc: &EcoString, facts: &mut Facts) {
    let mut comments = CommentRun::default();
    for spec in children(node) {
        match spec.kind() {
            "comment" => comments.push(spec, source),
            "type_spec" | "type_alias" => {
                let own = comments.above(spec);
                let (Some(name), Some(ty)) = (spec.child_by_field_name("name"), spec.child_by_field_name("type")) else {
                    continue;
                };
                facts.types.push(TypeDecl {
                    name: named(name, source),
                    doc: if own.is_empty() { doc.clone() } else { own },
                    kind: type_kind(ty, source),
                    span: span(spec),
                });
            }
            _ => {}
        }
    }
}

fn type_kind(node: Node<'_>, source: &str) -> TypeKind {
    match node.kind() {
        "struct_type" => TypeKind::Struct(struct_fields(node, source)),
        "interface_type" => interface(node, source),
        _ => TypeKind::Other(text(node, source).into()),
    }
}

fn struct_fields(node: Node<'_>, source: &str) -> Vec<StructField> {
    let mut fields: Vec<StructField> = Vec::new();
    let mut last_row = usize::MAX;
    for list in children(node) {
        for child in children(list) {
            match child.kind() {
                "comment" if child.start_position().row == last_row => {
                    let comment = comment_text(text(child, source)).into();
                    if let Some(field) = fields.last_mut() {
                        field.comment = comment;
                    }
                }
                "field_declaration" => {
                    last_row = child.end_position().row;
                    field_names(child, source, &mut fields);
                }
                _ => {}
            }
        }
    }
    fields
}

/// One field for every name of `A, B string`.
fn field_names(node: Node<'_>, source: &str, fields: &mut Vec<StructField>) {
    let Some(ty) = node.child_by_field_name("type") else { return };
    let written = EcoString::from(text(ty, source));
    let tag: EcoString =
        node.child_by_field_name("tag").map(|tag| text(tag, source).trim_matches(['`', '"']).into()).unwrap_or_default();
    let mut cursor = node.walk();
    let names: Vec<Node<'_>> = node.children_by_field_name("name", &mut cursor).collect();
    if names.is_empty() {
        let last = written.rsplit('.').next().unwrap_or_default().trim_start_matches('*').into();
        let name = Name { text: last, span: span(ty) };
        fields.push(StructField { name, ty: written, tag, comment: EcoString::new(), embedded: true });
        return;
    }
    for name in names {
        let name = named(name, source);
        fields.push(StructField { name, ty: written.clone(), tag: tag.clone(), comment: EcoString::new(), embedded: false });
    }
}

fn interface(node: Node<'_>, source: &str) -> TypeKind {
    let (mut methods, mut embedded) = (Vec::<Func>::new(), Vec::new());
    let mut comments = CommentRun::default();
    let mut last_row = usize::MAX;
    for child in children(node) {
        match child.kind() {
            "comment" if child.start_position().row == last_row => {
                if let Some(method) = methods.last_mut().filter(|method| method.doc.is_empty()) {
                    method.doc = comment_text(text(child, source)).into();
                }
            }
            "comment" => comments.push(child, source),
            "method_elem" | "method_spec" => {
                last_row = child.end_position().row;
                methods.extend(function(child, source, comments.above(child)));
            }
            "type_elem" | "constraint_elem" | "interface_type_name" => embedded.push(text(child, source).into()),
            _ => {}
        }
    }
    TypeKind::Interface { methods, embedded }
}

fn read_constants(node: Node<'_>, source: &str, facts: &mut Facts) {
    let mut carried = EcoString::new();
    for spec in children(node).into_iter().filter(|child| child.kind() == "const_spec") {
        let ty = spec.child_by_field_name("type").map(|ty| EcoString::from(text(ty, source)));
        let value = spec.child_by_field_name("value").map(|value| EcoString::from(text(value, source)));
        carried = match (&ty, &value) {
            (Some(ty), _) => ty.clone(),
            (None, Some(value)) => conversion(value).unwrap_or_default(),
            (None, None) => carried,
        };
        let mut cursor = spec.walk();
        for name in spec.children_by_field_name("name", &mut cursor).filter(Node::is_named) {
            facts.constants.push(Constant {
                name: named(name, source),
                ty: carried.clone(),
                value: value.clone().unwrap_or_default(),
            });
        }
    }
}

/// The names of `var x = …` and of `var ( … )`, whose specs stand in a list of their own.
fn read_variables(node: Node<'_>, source: &str, facts: &mut Facts) {
    let lists = children(node).into_iter().filter(|child| child.kind() == "var_spec_list").flat_map(children);
    for spec in children(node).into_iter().chain(lists).filter(|child| child.kind() == "var_spec") {
        let mut cursor = spec.walk();
        facts
            .variables
            .extend(spec.children_by_field_name("name", &mut cursor).filter(Node::is_named).map(|name| named(name, source)));
    }
}

/// The type in `Status("active")`.
fn conversion(value: &str) -> Option<EcoString> {
    let (ty, rest) = value.split_once('(')?;
    (rest.ends_with(')') && ty.chars().all(|c| c.is_alphanumeric() || c == '_') && !ty.is_empty()).then(|| ty.into())
}

/// A function, method or interface method.
fn function(node: Node<'_>, source: &str, doc: EcoString) -> Option<Func> {
    let name = node.child_by_field_name("name")?;
    let receiver = node.child_by_field_name("receiver").and_then(|list| receiver(list, source));
    let body = node.child_by_field_name("body");
    let of_pointer = receiver.as_ref().filter(|receiver| receiver.pointer);
    let changes = of_pointer.zip(body).map(|(receiver, body)| changes(body, &receiver.name, source)).unwrap_or_default();
    let new_contexts = body.map(|body| new_contexts(body, source)).unwrap_or_default();
    let body = body.map(|body| Box::new(Body { text: Some(named(body, source)), changes, new_contexts }));
    let params = node.child_by_field_name("parameters").map(|list| parameters(list, source)).unwrap_or_default();
    let results = node.child_by_field_name("result").map_or_else(Vec::new, |result| {
        if result.kind() == "parameter_list" {
            return parameters(result, source);
        }
        vec![Parameter { name: EcoString::new(), ty: text(result, source).into() }]
    });
    Some(Func {
        name: named(name, source),
        receiver: receiver.map(Box::new),
        signature: Signature::new(params, results),
        doc,
        body,
        span: span(node),
    })
}

fn receiver(list: Node<'_>, source: &str) -> Option<Receiver> {
    let parameter = parameters(list, source).into_iter().next()?;
    let bare = parameter.ty.trim_start_matches('*');
    let ty = bare.split('[').next().unwrap_or(bare).into();
    Some(Receiver { name: parameter.name, pointer: parameter.ty.starts_with('*'), ty })
}

/// The parameters of a list, one for each name of `a, b int`.
fn parameters(list: Node<'_>, source: &str) -> Vec<Parameter> {
    let mut parameters = Vec::new();
    for node in children(list) {
        let dots = match node.kind() {
            "parameter_declaration" => "",
            "variadic_parameter_declaration" => "...",
            _ => continue,
        };
        let ty = eco_format!("{dots}{}", node.child_by_field_name("type").map_or("", |ty| text(ty, source)));
        let mut cursor = node.walk();
        let names: Vec<&str> = node.children_by_field_name("name", &mut cursor).map(|name| text(name, source)).collect();
        if names.is_empty() {
            parameters.push(Parameter { name: EcoString::new(), ty });
        } else {
            parameters.extend(names.into_iter().map(|name| Parameter { name: name.into(), ty: ty.clone() }));
        }
    }
    parameters
}

/// The text of a comment without its marks.
fn comment_text(comment: &str) -> String {
    let inner = comment.strip_prefix("//").unwrap_or_else(|| {
        let inner = comment.strip_prefix("/*").unwrap_or(comment);
        inner.strip_suffix("*/").unwrap_or(inner)
    });
    inner.trim().to_owned()
}

/// All named children, in one pass: indexing them one by one would be quadratic.
pub(super) fn children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).collect()
}

pub(super) fn named(node: Node<'_>, source: &str) -> Name {
    Name { text: text(node, source).into(), span: span(node) }
}

fn span(node: Node<'_>) -> Span {
    Span::new(node.start_byte(), node.end_byte())
}
