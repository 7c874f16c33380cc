//! What a query of tree-sitter's costs that captures what the facts are made of, beside walking through the tree.
//!
//! `cargo bench -p specwave-golang`. Reads the sources of Go's own `net`; needs Go. Each file is parsed, asked and read in turn, so that
//! whatever else the machine does meets all three.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark that cannot go on stops, and prints its figures")]
#![allow(clippy::disallowed_methods, reason = "a benchmark asks Go where its sources are")]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use specwave_golang::facts;
use tree_sitter::{Parser, Query, QueryCursor, StreamingIterator};

/// Package, imports, types with fields and methods, constants, variables, functions and comments.
const FACTS: &str = "
    (package_clause (package_identifier) @package)
    (import_spec name: (_)? @alias path: (_) @path)
    (type_spec name: (_) @type.name type: (_) @type.kind)
    (field_declaration name: (_)* @field.name type: (_) @field.type tag: (_)? @field.tag)
    (method_elem name: (_) @elem.name parameters: (_) @elem.params result: (_)? @elem.result)
    (const_spec name: (_) @const.name type: (_)? @const.type value: (_)? @const.value)
    (source_file (var_declaration (var_spec name: (_) @var.name)))
    (function_declaration name: (_) @func.name parameters: (_) @func.params result: (_)? @func.result)
    (method_declaration receiver: (_) @method.receiver name: (_) @method.name parameters: (_) @method.params)
    (source_file (comment) @comment)
";

fn main() {
    let go = Command::new("go").args(["env", "GOROOT"]).output().unwrap();
    let mut files = Vec::new();
    collect(&Path::new(String::from_utf8(go.stdout).unwrap().trim()).join("src/net"), &mut files);
    let texts: Vec<String> = files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
    let mut parser = Parser::new();
    let language = tree_sitter_go::LANGUAGE.into();
    parser.set_language(&language).unwrap();
    let query = Query::new(&language, FACTS).unwrap();
    let [mut parsing, mut asking, mut reading] = [Duration::ZERO; 3];
    for text in &texts {
        let (tree, parsed) = timed(|| parser.parse(text, None).unwrap());
        let (_, asked) = timed(|| {
            let mut cursor = QueryCursor::new();
            cursor.matches(&query, tree.root_node(), text.as_bytes()).fold(0, |count, found| count + found.captures().len())
        });
        let (_, read) = timed(|| black_box(facts::read_declarations(text)));
        parsing += parsed;
        asking += asked;
        reading += read;
    }
    let share = |time: Duration| time.as_secs_f64() / parsing.as_secs_f64();
    println!("{} files, {:.1} MB", texts.len(), texts.iter().map(String::len).sum::<usize>() as f64 / 1e6);
    println!("parsing alone                        1.00");
    println!("parsing, and a query for the facts   {:.2}", 1.0 + share(asking));
    println!("parsing, and the facts by walking    {:.2}", share(reading));
}

fn timed<R>(work: impl FnOnce() -> R) -> (R, Duration) {
    let start = Instant::now();
    (work(), start.elapsed())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() && !path.ends_with("testdata") {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "go") {
            files.push(path);
        }
    }
}
