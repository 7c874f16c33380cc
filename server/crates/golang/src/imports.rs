//! Which packages a Go file uses, and the import block that follows from it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use tree_sitter::Node;

use crate::syntax::{parse, text, walk};

/// Where a package identifier leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Import path.
    pub path: String,
    /// Whether the identifier differs from the path's last element and has to be written.
    pub renamed: bool,
}

/// Adds the import block that `source` needs behind its package clause.
///
/// `resolve` gives the import of a package identifier; identifiers it does not know, and those that are
/// variables at their place, are left alone. An import declaration that is there already is kept.
#[must_use]
pub fn add_imports(source: &str, resolve: impl Fn(&str) -> Option<Import>) -> String {
    let Some(tree) = parse(source) else { return source.to_owned() };
    let mut imports = BTreeMap::new();
    for name in used_packages(tree.root_node(), source) {
        if let Some(import) = resolve(&name) {
            imports.insert(import.path, import.renamed.then_some(name));
        }
    }
    let clause = (0..tree.root_node().named_child_count() as u32)
        .filter_map(|at| tree.root_node().named_child(at))
        .find(|node| node.kind() == "package_clause");
    let Some(clause) = clause.filter(|_| !imports.is_empty()) else { return source.to_owned() };
    let (before, after) = source.split_at(clause.end_byte());
    format!("{before}\n\n{}{after}", import_block(&imports))
}

/// The standard library first, then a blank line, then everything else, as gofmt and goimports have it.
fn import_block(imports: &BTreeMap<String, Option<String>>) -> String {
    let line = |(path, name): (&String, &Option<String>)| match name {
        Some(name) => format!("\t{name} \"{path}\"\n"),
        None => format!("\t\"{path}\"\n"),
    };
    let is_standard = |path: &str| !path.split('/').next().unwrap_or_default().contains('.');
    let (standard, other): (Vec<_>, Vec<_>) = imports.iter().partition(|(path, _)| is_standard(path));
    let standard: String = standard.into_iter().map(line).collect();
    let other: String = other.into_iter().map(line).collect();
    let gap = if standard.is_empty() || other.is_empty() { "" } else { "\n" };
    format!("import (\n{standard}{gap}{other})")
}

/// Removes the imports of `source` that nothing in it uses; blank and dot imports stay.
#[must_use]
pub fn drop_unused_imports(source: &str) -> String {
    let Some(tree) = parse(source) else { return source.to_owned() };
    let used = used_packages(tree.root_node(), source);
    let mut kept = String::with_capacity(source.len());
    let mut from = 0;
    let mut total = 0;
    let mut dropped = 0;
    walk(tree.root_node(), &mut |node| {
        if node.kind() != "import_spec" {
            return;
        }
        total += 1;
        let path = node.child_by_field_name("path").map(|path| text(path, source)).unwrap_or_default().trim_matches('"');
        let name = node.child_by_field_name("name").map(|name| text(name, source));
        let identifier = name.unwrap_or_else(|| path.rsplit('/').next().unwrap_or_default());
        if matches!(identifier, "_" | ".") || used.contains(identifier) {
            return;
        }
        dropped += 1;
        let line_start = source[..node.start_byte()].rfind('\n').map_or(0, |at| at + 1);
        kept.push_str(&source[from..line_start]);
        from = source[node.end_byte()..].find('\n').map_or(source.len(), |at| node.end_byte() + at + 1);
    });
    kept.push_str(&source[from..]);
    if total > 0 && total == dropped { kept.replacen("import (\n)\n", "", 1).replacen("import (\n\n)\n", "", 1) } else { kept }
}

/// Identifiers that stand left of a dot and are no variable there.
fn used_packages(root: Node<'_>, source: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let mut scopes = HashMap::new();
    let file_names = declared_names(root, source, &|kind| {
        !matches!(kind, "function_declaration" | "method_declaration" | "func_literal" | "type_declaration")
    });
    walk(root, &mut |node| {
        let package = match node.kind() {
            "selector_expression" => node.child_by_field_name("operand").filter(|operand| operand.kind() == "identifier"),
            "qualified_type" => node.child_by_field_name("package"),
            _ => None,
        };
        let Some(package) = package else { return };
        let name = text(package, source);
        if !file_names.contains(name) && !is_local(package, name, source, &mut scopes) {
            used.insert(name.to_owned());
        }
    });
    used
}

/// Whether a function around `node` declares `name`.
fn is_local(node: Node<'_>, name: &str, source: &str, scopes: &mut HashMap<usize, HashSet<String>>) -> bool {
    let mut outer = node.parent();
    while let Some(scope) = outer {
        if matches!(scope.kind(), "function_declaration" | "method_declaration") {
            let names = scopes.entry(scope.id()).or_insert_with(|| declared_names(scope, source, &|_| true));
            return names.contains(name);
        }
        outer = scope.parent();
    }
    false
}

/// Names of parameters, variables and constants declared below `node`, in nodes that `enter` lets through.
fn declared_names(node: Node<'_>, source: &str, enter: &dyn Fn(&str) -> bool) -> HashSet<String> {
    let mut names = HashSet::new();
    let mut stack = vec![node];
    while let Some(node) = stack.pop() {
        let mut cursor = node.walk();
        match node.kind() {
            "parameter_declaration" | "variadic_parameter_declaration" | "var_spec" | "const_spec" => {
                names.extend(node.children_by_field_name("name", &mut cursor).map(|name| text(name, source).to_owned()));
            }
            "short_var_declaration" | "range_clause" | "receive_statement" => {
                if let Some(left) = node.child_by_field_name("left") {
                    let mut left_cursor = left.walk();
                    names.extend(left.named_children(&mut left_cursor).map(|name| text(name, source).to_owned()));
                }
            }
            "type_switch_statement" => {
                if let Some(alias) = node.child_by_field_name("alias") {
                    names.insert(text(alias, source).to_owned());
                }
            }
            _ => {}
        }
        let mut children = node.walk();
        stack.extend(node.named_children(&mut children).filter(|child| enter(child.kind())));
    }
    names
}

/// Every name that a file declares, in whatever scope: variables, constants, parameters, types and functions; methods
/// and fields, which are reached through a value, are not among them.
#[must_use]
pub fn declared(source: &str) -> BTreeSet<String> {
    let Some(tree) = parse(source) else { return BTreeSet::new() };
    let mut names: BTreeSet<String> = declared_names(tree.root_node(), source, &|_| true).into_iter().collect();
    walk(tree.root_node(), &mut |node| {
        if matches!(node.kind(), "type_spec" | "type_alias" | "function_declaration" | "type_parameter_declaration") {
            let mut cursor = node.walk();
            names.extend(node.children_by_field_name("name", &mut cursor).map(|name| text(name, source).to_owned()));
        }
    });
    names
}

#[cfg(test)]
mod tests {
    use super::{Import, add_imports, declared, drop_unused_imports};

    fn resolve(name: &str) -> Option<Import> {
        let import = |path: &str, renamed| Some(Import { path: path.into(), renamed });
        match name {
            "time" | "context" => import(name, false),
            "http" => import("net/http", false),
            "values" => import("example.com/m/internal/domain/values", false),
            "consentservice" => import("example.com/m/internal/service/consent", true),
            _ => None,
        }
    }

    #[test]
    fn imports_follow_from_use() {
        let source = "// Package p is a test.\npackage p\n\nfunc f(ctx context.Context, r *http.Request) values.UUID {\n\tvar s *consentservice.S\n\treturn s.At(time.Now())\n}\n";
        let expected = "import (\n\t\"context\"\n\t\"net/http\"\n\t\"time\"\n\n\t\"example.com/m/internal/domain/values\"\n\tconsentservice \"example.com/m/internal/service/consent\"\n)\n\nfunc";
        assert!(add_imports(source, resolve).contains(expected), "{}", add_imports(source, resolve));
    }

    #[test]
    fn all_that_is_declared_is_found() {
        let source = "package p\n\ntype a struct{ field int }\n\nfunc b[c any](d c) (e int) {\n\tf := 1\n\tvar g = f\n\treturn g\n}\n\nfunc (h a) method() {}\n";
        let found = declared(source);
        assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), ["a", "b", "c", "d", "e", "f", "g", "h"]);
    }

    #[test]
    fn variables_are_no_packages() {
        let source = "package p\n\nfunc f(time clock) int {\n\tfor _, http := range time.all() {\n\t\thttp.close()\n\t}\n\treturn time.now()\n}\n";
        assert_eq!(add_imports(source, resolve), source);
    }

    #[test]
    fn unused_imports_go_and_blank_ones_stay() {
        let source = "package p\n\nimport (\n\t_ \"embed\"\n\t\"fmt\"\n\t\"time\"\n)\n\nvar t time.Time\n";
        assert_eq!(drop_unused_imports(source), "package p\n\nimport (\n\t_ \"embed\"\n\t\"time\"\n)\n\nvar t time.Time\n");
        assert_eq!(drop_unused_imports("package p\n\nimport (\n\t\"fmt\"\n)\n\nvar t int\n"), "package p\n\n\nvar t int\n");
    }
}
