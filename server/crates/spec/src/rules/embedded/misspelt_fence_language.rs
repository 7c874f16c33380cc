//! SW517: a language that is almost a known one.

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
    "yaml", "go", "golang", "sql", "postgresql", "postgres", "pgsql", "psql", "plpgsql", "mysql", "sqlite", "json", "jsonc", "json5", "jsonl",
    "ndjson", "mermaid", "proto", "protobuf", "http", "bash", "shell", "console", "text", "plaintext", "plain", "markdown", "mdx", "python",
    "javascript", "typescript", "java", "kotlin", "scala", "swift", "rust", "ruby", "php", "perl", "lua", "haskell", "elixir", "erlang", "clojure", "csharp",
    "cpp", "objc", "html", "xml", "css", "scss", "less", "vue", "svelte", "graphql", "toml", "ini", "properties", "dotenv", "dockerfile", "docker",
    "makefile", "make", "nginx", "terraform", "hcl", "plantuml", "puml", "graphviz", "diff", "patch", "regex", "latex", "math", "csv", "pascal",
    "powershell", "zsh", "fish", "batch", "groovy", "gradle", "gherkin", "cucumber", "feature", "redis", "cypher", "promql", "rego", "cue",
    "jsonnet", "openapi", "swagger", "curl", "logs", "tree", "ascii", "output", "dart", "zig", "nim", "julia", "matlab", "tsx", "jsx", "prisma", "solidity",
    "thrift", "avro", "wgsl", "glsl", "vim", "lisp", "scheme", "ocaml", "fsharp", "bnf", "ebnf", "abnf", "rest", "pseudo", "pseudocode", "ebnf", "tsv", "jinja", "liquid", "handlebars",
];

/// Shorter words are near too many others.
const SHORTEST: usize = 4;

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for fence in &subject.spec.fences {
        let language = fence.language.as_str();
        if language.len() < SHORTEST || KNOWN.contains(&language) {
            continue;
        }
        let Some(meant) = most_similar(language, KNOWN.iter().copied()) else { continue };
        let line = subject.line_at(fence.span.start);
        let Some(at) = subject.at(line).to_ascii_lowercase().find(language) else { continue };
        let span = Span::new(line.start + at, line.start + at + language.len());
        let message = format!("no language is called `{language}`: did you mean `{meant}`?");
        reporter.report(span, message).fixes.push(Fix::likely(format!("Write `{meant}`"), span, meant));
    }
}
