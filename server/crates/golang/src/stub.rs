//! Stubs: a Go file with its declarations kept and its bodies taken out.

use crate::imports::drop_unused_imports;
use crate::syntax::{parse, text, walk};

/// The same file with every function body replaced by a panic that names the function, so that code
/// written against it compiles before the real body exists.
///
/// `init` and `main` get an empty body, so that a stub can be linked and its package initialised.
#[must_use]
pub fn stub(source: &str) -> String {
    let Some(tree) = parse(source) else { return source.to_owned() };
    let mut bodies = Vec::new();
    walk(tree.root_node(), &mut |node| {
        if !matches!(node.kind(), "function_declaration" | "method_declaration") {
            return;
        }
        let name = node.child_by_field_name("name").map(|name| text(name, source)).unwrap_or_default();
        if let Some(body) = node.child_by_field_name("body") {
            bodies.push((body.byte_range(), name));
        }
    });
    let mut stubbed = String::with_capacity(source.len());
    let mut from = 0;
    for (range, name) in bodies {
        stubbed.push_str(&source[from..range.start]);
        stubbed.push_str(&match name {
            "init" | "main" => "{}".to_owned(),
            name => format!("{{\n\tpanic(\"{name}: not built yet\")\n}}"),
        });
        from = range.end;
    }
    stubbed.push_str(&source[from..]);
    drop_unused_imports(&without_embedding(&stubbed))
}

/// Without directives to embed files: those come with the real bodies, and a pattern that matches none does not
/// compile. The variable stays, empty.
fn without_embedding(source: &str) -> String {
    source.split_inclusive('\n').filter(|line| !line.starts_with("//go:embed ")).collect()
}

#[cfg(test)]
mod tests {
    use super::stub;

    #[test]
    fn bodies_go_and_declarations_stay() {
        let source = "package p\n\nimport (\n\t\"errors\"\n\t\"fmt\"\n)\n\n// ErrX is one.\nvar ErrX = errors.New(\"x\")\n\ntype T struct{ A int }\n\n// M does.\nfunc (t T) M() string {\n\treturn fmt.Sprint(t.A)\n}\n\nfunc init() { fmt.Print() }\n";
        let expected = "package p\n\nimport (\n\t\"errors\"\n)\n\n// ErrX is one.\nvar ErrX = errors.New(\"x\")\n\ntype T struct{ A int }\n\n// M does.\nfunc (t T) M() string {\n\tpanic(\"M: not built yet\")\n}\n\nfunc init() {}\n";
        assert_eq!(stub(source), expected);
    }

    #[test]
    fn nothing_is_embedded_before_it_is_there() {
        let source = "package p\n\nimport \"embed\"\n\n//go:embed *.sql\nvar files embed.FS\n";
        assert_eq!(stub(source), "package p\n\nimport \"embed\"\n\nvar files embed.FS\n");
    }
}
