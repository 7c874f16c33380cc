//! Small helpers over tree-sitter-go trees.

use tree_sitter::{Node, Parser, Tree};

/// Parses Go source; any text gives a tree, perhaps with errors in it.
pub(crate) fn parse(source: &str) -> Option<Tree> {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_go::LANGUAGE.into()).ok()?;
    parser.parse(source, None)
}

/// Calls `visit` for `node` and everything below it, parents first.
pub(crate) fn walk<'tree>(node: Node<'tree>, visit: &mut impl FnMut(Node<'tree>)) {
    let mut cursor = node.walk();
    loop {
        visit(cursor.node());
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() || cursor.node() == node {
                return;
            }
        }
    }
}

/// The text of a node.
pub(crate) fn text<'source>(node: Node<'_>, source: &'source str) -> &'source str {
    source.get(node.byte_range()).unwrap_or_default()
}
