//! SW1003: a number in front of a list that has another number of entries.

use std::sync::LazyLock;

use regex::Regex;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Rule, Span};

use crate::pattern::pattern;
use crate::rules::check::{Reporter, Subject};
use crate::rules::prose;

pub(super) const RULE: Rule = Rule {
    code: "SW1003",
    name: "wrong-count",
    group: Group::Consistency,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a line such as `The API has five endpoints:` with a list of another length below it.",
        why: "An entry was added or forgotten, and the reader cannot tell which.",
        example: "The API has three endpoints:\n\n- `GET /invoices`\n- `POST /invoices`",
        fix: "Correct the number or the list.",
    },
};

static COUNT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = WORDS.join("|");
    pattern(&format!(r"(?i)(?:^|\s)({words}|\d{{1,2}})((?:\s+[A-Za-z-]+){{1,3}})\s*:\s*$"))
});

const WORDS: [&str; 11] = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// Nouns that measure something instead of counting what follows.
const UNITS: &[&str] = &[
    "day", "week", "month", "year", "hour", "minute", "second", "engineer", "developer", "user", "time", "sprint", "percent", "people",
];

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let lines = subject.prose();
    for (at, line) in lines.iter().enumerate() {
        let text = line.text.trim_end().trim_end_matches('*');
        let Some(found) = text.trim_end().ends_with(':').then(|| COUNT.as_ref()?.captures(text)).flatten() else { continue };
        let (Some(number), Some(nouns)) = (found.get(1), found.get(2)) else { continue };
        let noun = nouns.as_str().to_lowercase();
        let is_plural = noun.ends_with('s') && !noun.ends_with("ss");
        let is_unit = noun.split_whitespace().any(|word| UNITS.contains(&word.trim_end_matches('s')));
        // "Phase 2 goals" names a phase; a list item that counts has its list inside.
        let is_label = text[..number.start()].trim_end().ends_with(|c: char| c.is_alphanumeric())
            && number.as_str().starts_with(|c: char| c.is_ascii_digit())
            && text[..number.start()].split_whitespace().last().is_some_and(|word| word.starts_with(char::is_uppercase));
        let Some(said) = value(number.as_str()).filter(|_| is_plural && !is_unit && !is_label) else { continue };
        let has = entries(&lines[at + 1..], subject, line.start);
        if has > 1 && has != said {
            let message = format!("the list below has {has} entries, not {}", number.as_str());
            reporter.report(Span::new(line.start + number.start(), line.start + number.end()), message);
        }
    }
}

fn value(word: &str) -> Option<usize> {
    let spelt = WORDS.iter().position(|known| known.eq_ignore_ascii_case(word)).map(|at| at + 2);
    spelt.or_else(|| word.parse().ok().filter(|number| *number > 1))
}

/// How many entries the list has that begins in the next lines.
fn entries(lines: &[prose::ProseLine<'_>], subject: &Subject<'_>, from: usize) -> usize {
    let next_heading = subject.spec.headings.iter().map(|heading| heading.span.start).find(|start| *start > from);
    let next_fence = subject.spec.fences.iter().map(|fence| fence.span.start).find(|start| *start > from);
    let end = next_heading.into_iter().chain(next_fence).min().unwrap_or(usize::MAX);
    let (mut entries, mut indent) = (0, None);
    for line in lines.iter().take_while(|line| line.start < end) {
        let text = line.text.trim_end();
        let own = text.len() - text.trim_start().len();
        if text.is_empty() {
            continue;
        }
        let is_entry = is_entry(text.trim_start());
        match indent {
            None if is_entry => (indent, entries) = (Some(own), 1),
            None => return 0,
            Some(indent) if own == indent && is_entry => entries += 1,
            Some(indent) if own <= indent => break,
            Some(_) => {}
        }
    }
    entries
}

fn is_entry(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    ["- ", "* ", "+ "].iter().any(|mark| text.starts_with(mark)) || (digits > 0 && text[digits..].starts_with([ '.', ')']))
}
