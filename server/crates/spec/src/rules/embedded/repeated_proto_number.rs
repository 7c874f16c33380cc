//! SW516: two fields of a message with one number.

use foldhash::HashMap;
use std::sync::LazyLock;

use regex::Regex;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Related, Rule, Span};

use crate::pattern::pattern;
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW516",
    name: "repeated-proto-number",
    group: Group::Embedded,
    level: Level::Error,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a field of a message in a fenced Protocol Buffers block whose number another field of the message has.",
        why: "`protoc` refuses the file: the number is what a field is known by on the wire.",
        example: "```proto\nmessage Invoice {\n  string id = 1;\n  int64 total = 1;\n}\n```",
        fix: "Give the field the next free number.",
    },
};

static FIELD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"^\s*(?:(?:repeated|optional|required)\s+)?(?:map\s*<[^>]*>|[\w.]+)\s+(\w+)\s*=\s*(\d+)\s*(?:\[|$)")
});

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for (fence, content) in subject.fences(&["proto", "protobuf", "proto3"]) {
        let code = without_comments(content);
        let mut messages: Vec<HashMap<&str, (&str, Span)>> = vec![HashMap::default()];
        // The messages that are open, by their index.
        let mut open = vec![0];
        let mut start = 0;
        for (end, mark) in code.match_indices(['{', '}', ';']) {
            let statement = &code[start..end];
            let innermost = open.last().copied().unwrap_or(0);
            match mark {
                "}" if open.len() > 1 => drop(open.pop()),
                // The fields of a `oneof` are fields of its message.
                "{" if statement.trim_start().starts_with("oneof ") => open.push(innermost),
                "{" => {
                    open.push(messages.len());
                    messages.push(HashMap::default());
                }
                _ => {}
            }
            let found = FIELD.as_ref().filter(|_| mark == ";").and_then(|field| field.captures(statement));
            if let Some((name, number)) = found.and_then(|found| Some((found.get(1)?, found.get(2)?))) {
                let span = Span::new(name.start(), number.end()).shifted(fence.content.start + start);
                match messages[innermost].get(number.as_str()) {
                    Some((other, first)) => {
                        let message = format!("`{other}` has the number {} as well", number.as_str());
                        let related = Related { span: *first, message: "the other field".to_owned() };
                        reporter.report(span, message).related.push(related);
                    }
                    None => drop(messages[innermost].insert(number.as_str(), (name.as_str(), span))),
                }
            }
            start = end + 1;
        }
    }
}

/// The text with spaces for its line comments.
fn without_comments(content: &str) -> String {
    let line = |line: &str| match line.find("//") {
        Some(at) => line.char_indices().map(|(i, c)| if i < at || c == '\n' { c.to_string() } else { " ".repeat(c.len_utf8()) }).collect(),
        None => line.to_owned(),
    };
    content.split_inclusive('\n').map(line).collect()
}
