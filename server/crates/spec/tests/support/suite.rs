//! Suites of rules: Markdown files that are the tests.
//!
//! A suite is named after its rule, `vague-words.md`. Its title says the code. Every section below it is a case: a
//! sentence as the heading, then a block of `markdown` with a specification, or of `txtar` with the files of a module. A line of carets says what is expected of
//! the line above it, from the first caret's column on, and is taken out before the text is read:
//!
//! ````markdown
//! ## Words without a measure are found
//!
//! ```markdown
//! ---
//! feature: F
//! ---
//! Lookups are fast
//!             ^^^^ SW801: `fast` cannot be tested: say what can be observed
//! ```
//! ````
//!
//! `<!-- file: tasks.md -->` begins another file of the same feature.
//! A line that begins with `^` at the very left and spans nothing (`^ SW801: …`) points at an empty place. A block of
//! `fixed` behind it shows the text after the first fix of every finding of the rule. Findings of other rules do not
//! count. `SPECWAVE_UPDATE_SUITES=1 cargo test` writes carets and fixed texts again; read what it wrote.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use specwave_source::{Allowed, Finding, LineIndex, Rule, Sources, apply_fixes};

/// Finds what is wrong with a text.
pub(crate) type Check = fn(&str) -> Vec<Finding>;

/// Runs the suite of every rule, all of them in `folder`; gives what is wrong. A rule without a suite is wrong, and so is
/// a suite without a rule.
pub(crate) fn failures(folder: &Path, rules: &[&'static Rule], check: Check) -> Vec<String> {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let failures_of = |path: &PathBuf| match rules.iter().find(|rule| path.file_stem().is_some_and(|stem| stem == rule.name)) {
        Some(rule) => run(path, &std::fs::read_to_string(path).unwrap(), rule, check),
        None => vec![format!("{} belongs to no rule", path.display())],
    };
    let missing = rules.iter().map(|rule| folder.join(format!("{}.md", rule.name))).filter(|path| !paths.contains(path));
    let missing = missing.map(|path| format!("{} is missing", path.display())).collect::<Vec<_>>();
    paths.iter().flat_map(failures_of).chain(missing).collect()
}

fn run(path: &Path, suite: &str, rule: &'static Rule, check: Check) -> Vec<String> {
    let mut failures = Vec::new();
    let title = format!("# {} {}\n", rule.code, rule.name);
    if !suite.starts_with(&title) {
        failures.push(format!("{} does not begin with `{}`", path.display(), title.trim_end()));
    }
    let pieces = pieces(suite);
    let mut expected_suite = String::new();
    let (mut with_findings, mut without) = (0, 0);
    let mut text = String::new();
    for piece in &pieces {
        match piece {
            Piece::Other(lines) => expected_suite.push_str(lines),
            Piece::Subject { fence, language, content } => {
                text = without_carets(content);
                let findings = findings_of(rule, check, &text);
                if findings.is_empty() {
                    without += 1
                } else {
                    with_findings += 1
                }
                let _ = write!(expected_suite, "{fence}{language}\n{}{fence}\n", with_carets(&text, &findings));
            }
            Piece::Fixed { fence } => {
                let _ = write!(expected_suite, "{fence}fixed\n{}{fence}\n", fixed(&text, &findings_of(rule, check, &text)));
            }
        }
    }
    if with_findings == 0 || without == 0 {
        failures.push(format!("{} needs a case with a finding and one without", path.display()));
    }
    if std::env::var_os("SPECWAVE_UPDATE_SUITES").is_some() {
        std::fs::write(path, &expected_suite).unwrap();
    } else if let Some((at, (is, found))) = lines_of(suite, &expected_suite).enumerate().find(|(_, (is, found))| is != found) {
        failures.push(format!("{}:{}\n  suite: {is}\n  found: {found}", path.display(), at + 1));
    }
    failures
}

fn lines_of<'a>(suite: &'a str, expected: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let longest = suite.lines().count().max(expected.lines().count());
    let padded = |text: &'a str| text.lines().chain(std::iter::repeat("(nothing)"));
    padded(suite).zip(padded(expected)).take(longest)
}

fn findings_of(rule: &Rule, check: Check, text: &str) -> Vec<Finding> {
    let mut findings = check(text);
    findings.retain(|finding| finding.code == rule.code);
    findings
}

/// A part of a suite.
enum Piece {
    /// Headings and prose, as they are.
    Other(String),
    /// A block of `markdown` or `txtar`, which is looked at.
    Subject { fence: String, language: String, content: String },
    /// A block of `fixed`, whose content follows from the subject above.
    Fixed { fence: String },
}

fn pieces(suite: &str) -> Vec<Piece> {
    let mut pieces = vec![Piece::Other(String::new())];
    let mut lines = suite.split_inclusive('\n');
    while let Some(line) = lines.next() {
        let fence: String = line.chars().take_while(|mark| *mark == '`').collect();
        let language = line[fence.len()..].trim_end();
        if fence.len() >= 3 && matches!(language, "markdown" | "txtar" | "fixed") {
            let content: String = lines.by_ref().take_while(|line| line.trim_end() != fence).collect();
            let piece = match language {
                "fixed" => Piece::Fixed { fence },
                language => Piece::Subject { fence, language: language.to_owned(), content },
            };
            pieces.extend([piece, Piece::Other(String::new())]);
        } else if let Some(Piece::Other(lines)) = pieces.last_mut() {
            lines.push_str(line);
        }
    }
    pieces
}

fn is_carets(line: &str) -> bool {
    let marks = line.trim_start_matches(' ');
    let rest = marks.trim_start_matches('^');
    rest.len() < marks.len() && rest.starts_with(" SW")
}

fn without_carets(content: &str) -> String {
    content.split_inclusive('\n').filter(|line| !is_carets(line)).collect()
}

/// The text with a line of carets below the first line of each finding.
fn with_carets(text: &str, findings: &[Finding]) -> String {
    let lines = LineIndex::new(text);
    let mut written = String::new();
    for number in 1..=lines.lines() as u32 {
        let line = lines.line_span(number);
        written.push_str(&text[line.start..line.end]);
        for finding in findings.iter().filter(|finding| lines.line(finding.span.start) == number) {
            let shown_end = finding.span.end.min(line.start + text[line.start..line.end].trim_end().len());
            let before = text[line.start..finding.span.start].chars().count();
            let width = text.get(finding.span.start..shown_end).map_or(0, |shown| shown.chars().count()).max(1);
            if !written.ends_with('\n') {
                written.push('\n');
            }
            let _ = writeln!(written, "{}{} {}: {}", " ".repeat(before), "^".repeat(width), finding.code, finding.message);
        }
    }
    written
}

/// The text after the first fix of each finding, as far as they do not touch each other.
fn fixed(text: &str, findings: &[Finding]) -> String {
    apply_fixes(&Sources::single("", text), findings, Allowed::Unsafe)
        .map_or_else(|| text.to_owned(), |(fixed, _)| fixed.text().to_owned())
}
