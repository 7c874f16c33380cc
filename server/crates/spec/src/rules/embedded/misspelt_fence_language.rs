//! SW517: a language that is almost a known one.

use foldhash::HashMap;

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Fix, Rule, Span};

use crate::rules::check::{Reporter, Subject};
use crate::rules::similar::most_similar;

pub(super) const RULE: Rule = Rule {
    code: "SW517",
    name: "misspelt-fence-language",
    group: Group::Embedded,
    level: Level::Warning,
    fixable: Fixable::Unsafe,
    explanation: Explanation {
        what: "Reports the language of a fenced block that is almost one that is known.",
        why: "The block is not read: its entities, tables or endpoints are missing, and nothing colours it.",
        example: "```ymal\nentities:\n  - name: Invoice\n```",
        fix: "Write the language as it is known: `yaml`.",
    },
};

/// Languages that are met in specifications.
const KNOWN: &[&str] = &[
    "abnf",
    "ascii",
    "asm",
    "assembly",
    "avro",
    "bash",
    "batch",
    "bnf",
    "clojure",
    "cmake",
    "cobol",
    "coffee",
    "coffeescript",
    "console",
    "cpp",
    "csharp",
    "css",
    "csv",
    "cucumber",
    "cue",
    "curl",
    "cypher",
    "dart",
    "delphi",
    "diff",
    "docker",
    "dockerfile",
    "dotenv",
    "ebnf",
    "ejs",
    "elixir",
    "erb",
    "erlang",
    "feature",
    "fish",
    "fortran",
    "fsharp",
    "gherkin",
    "glsl",
    "go",
    "golang",
    "gradle",
    "graphql",
    "graphviz",
    "groovy",
    "haml",
    "handlebars",
    "haskell",
    "hcl",
    "html",
    "http",
    "ini",
    "jade",
    "java",
    "javascript",
    "jinja",
    "json",
    "json5",
    "jsonc",
    "jsonl",
    "jsonnet",
    "jsx",
    "julia",
    "kotlin",
    "latex",
    "less",
    "liquid",
    "lisp",
    "logs",
    "lua",
    "make",
    "makefile",
    "markdown",
    "math",
    "matlab",
    "mdx",
    "mermaid",
    "mustache",
    "mysql",
    "nasm",
    "ndjson",
    "nginx",
    "nim",
    "objc",
    "ocaml",
    "openapi",
    "output",
    "pascal",
    "patch",
    "perl",
    "pgsql",
    "php",
    "plain",
    "plaintext",
    "plantuml",
    "plpgsql",
    "postcss",
    "postgres",
    "postgresql",
    "powershell",
    "prisma",
    "promql",
    "properties",
    "proto",
    "protobuf",
    "pseudo",
    "pseudocode",
    "psql",
    "pug",
    "puml",
    "python",
    "razor",
    "redis",
    "regex",
    "rego",
    "rest",
    "ruby",
    "rust",
    "sass",
    "scala",
    "scheme",
    "scss",
    "shell",
    "slim",
    "smarty",
    "solidity",
    "sql",
    "sqlite",
    "stylus",
    "svelte",
    "swagger",
    "swift",
    "terraform",
    "text",
    "thrift",
    "toml",
    "tree",
    "tsv",
    "tsx",
    "twig",
    "typescript",
    "vbnet",
    "vim",
    "visualbasic",
    "vue",
    "wgsl",
    "xml",
    "yaml",
    "zig",
    "zsh",
];

/// Shorter words are near too many others.
const SHORTEST: usize = 4;

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let mut looked_up: HashMap<&str, Option<&str>> = HashMap::default();
    for fence in &subject.spec.fences {
        let language = fence.language.as_str();
        let Some(meant) = *looked_up.entry(language).or_insert_with(|| meant(language)) else { continue };
        let line = subject.line_at(fence.span.start);
        let Some(at) = subject.at(line).to_ascii_lowercase().find(language) else { continue };
        let span = Span::new(line.start + at, line.start + at + language.len());
        let message = format!("no language is called `{language}`: did you mean `{meant}`?");
        reporter.report(span, message).fixes.push(Fix::likely(format!("Write `{meant}`"), span, meant));
    }
}

/// The known language that one most likely should be.
fn meant(language: &str) -> Option<&'static str> {
    // `python3` is Python.
    let bare = language.trim_end_matches(|c: char| c.is_ascii_digit());
    let fine = language.len() < SHORTEST || KNOWN.contains(&language) || KNOWN.contains(&bare);
    if fine { None } else { most_similar(language, KNOWN.iter().copied()) }
}
