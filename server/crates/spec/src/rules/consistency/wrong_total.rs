//! SW1002: a total that is not the sum of what it totals.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Rule, Span};

use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1002",
    name: "wrong-total",
    group: Group::Consistency,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a row `Total` of a table whose number is not the sum of the numbers above it, and a total effort that \
               is not the sum of the phases in front of it.",
        why: "Either a part or the total was changed and the other forgotten, so that plans rest on one of two figures.",
        example: "| Phase | Days |\n|---|---|\n| Design | 2 |\n| Build | 5 |\n| Total | 8 |",
        fix: "Correct the part or the total.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let mut table: Vec<Span> = Vec::new();
    let mut fences = subject.spec.fences.iter().peekable();
    for number in 1..=subject.lines.lines() as u32 + 1 {
        let line = subject.lines.line_span(number);
        while fences.next_if(|fence| fence.span.end <= line.start).is_some() {}
        let is_code = fences.peek().is_some_and(|fence| fence.span.start <= line.start && line.start < fence.span.end);
        if !is_code && is_row(subject.at(line)) {
            table.push(line);
        } else if !table.is_empty() {
            check_table(subject, &table, reporter);
            table.clear();
        }
    }
    check_phases(subject, reporter);
}

fn is_row(line: &str) -> bool {
    line.bytes().find(|byte| !byte.is_ascii_whitespace()) == Some(b'|')
}

/// The cells of a table's row.
fn cells(subject: &Subject<'_>, line: Span) -> Vec<Span> {
    let mut cells = Vec::new();
    let mut start = None;
    for (at, _) in subject.at(line).match_indices('|') {
        if let Some(start) = start {
            let cell = Span::new(start, line.start + at);
            let written = subject.at(cell);
            let from = start + (written.len() - written.trim_start().len());
            cells.push(Span::new(from, from + written.trim().len()));
        }
        start = Some(line.start + at + 1);
    }
    cells
}

fn check_table(subject: &Subject<'_>, rows: &[Span], reporter: &mut Reporter<'_>) {
    let Some((total, above)) = rows.split_last() else { return };
    let total = cells(subject, *total);
    let is_total = |cell: &Span| {
        let word = subject.at(*cell).trim_matches(['*', ' ', ':', '_']).to_lowercase();
        matches!(word.as_str(), "total" | "sum" | "totals")
    };
    // A header, a line of dashes and two parts at least.
    if above.len() < 4 || !total.first().is_some_and(is_total) {
        return;
    }
    let above: Vec<Vec<Span>> = above.iter().map(|row| cells(subject, *row)).collect();
    for (column, cell) in total.iter().enumerate().skip(1) {
        let parts: Option<Vec<f64>> =
            above[2..].iter().map(|row| row.get(column).and_then(|cell| amount(subject.at(*cell)))).collect();
        let (Some(parts), Some(total)) = (parts, amount(subject.at(*cell))) else { continue };
        let sum: f64 = parts.iter().sum();
        if (sum - total).abs() > 0.005 * sum.abs().max(1.0) {
            reporter.report(*cell, format!("the numbers above add up to {sum}, not to {}", subject.at(*cell)));
        }
    }
}

/// A cell that is one number, perhaps with a currency or a unit.
fn amount(cell: &str) -> Option<f64> {
    let cell = cell.trim_matches(['*', ' ', '~']);
    let digits: String = cell.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let others: Vec<&str> = cell.split(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')).filter(|part| !part.trim().is_empty()).collect();
    let plain = others.len() <= 1 && !others.iter().any(|part| part.contains(['-', '–', '<', '>', '/', '%', '+']));
    digits.parse().ok().filter(|_| plain)
}

const UNITS: &[&str] = &["day", "week", "hour"];

/// Words that may stand between a number and its unit.
const WHOSE: &[&str] = &["developer", "working", "engineer"];

/// An effort from and to, and its unit, in a text in lower case: `2 days`, `1.5–2 developer weeks`.
fn effort(text: &str) -> Option<(f64, f64, String)> {
    if !UNITS.iter().any(|unit| text.contains(unit)) {
        return None;
    }
    let lower = text.replace(" - ", "-").replace(" – ", "-").replace('–', "-");
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '-')).filter(|word| !word.is_empty()).collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let unit = UNITS.iter().find(|unit| word.strip_prefix(**unit).is_some_and(|rest| rest.is_empty() || rest == "s"))?;
        let number = words[..at].iter().rev().find(|word| !WHOSE.contains(word))?;
        let (from, to) = number.split_once('-').unwrap_or((number, number));
        Some((from.parse().ok()?, to.parse().ok()?, (*unit).to_owned()))
    })
}

/// Headings such as `Phase 1: Design (2 days)` beside one such as `Total Effort: 7 days`.
fn check_phases(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let (mut level, mut from, mut to, mut unit, mut phases) = (0, 0.0, 0.0, String::new(), 0);
    for heading in &subject.spec.headings {
        let lower = heading.text.to_lowercase();
        let is_counted = lower.starts_with("phase ") || lower.starts_with("total");
        let found = is_counted.then(|| effort(&lower)).flatten();
        if lower.starts_with("phase ") && (heading.level != level || phases == 0) {
            (level, from, to, unit, phases) = (heading.level, 0.0, 0.0, String::new(), 0);
        }
        match found {
            Some((low, high, own_unit)) if lower.starts_with("phase ") && (unit.is_empty() || unit == own_unit) => {
                (from, to, unit, phases) = (from + low, to + high, own_unit, phases + 1);
            }
            Some((low, high, own_unit)) if lower.starts_with("total") && heading.level == level && unit == own_unit && phases > 1 => {
                if high < from || low > to {
                    let sum = if from == to { format!("{from}") } else { format!("{from}–{to}") };
                    reporter.report(heading.span, format!("the phases add up to {sum} {unit}s"));
                }
                phases = 0;
            }
            _ if heading.level < level => phases = 0,
            _ => {}
        }
    }
}
