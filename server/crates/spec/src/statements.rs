//! Security requirements, testing targets and acceptance criteria: the items of their sections.

use specwave_source::Span;

use crate::declared::Declared;
use crate::go_dialect::{Block, Zone};
use crate::model::{Shift, Statement};
use crate::outline::{Line, LineKind, Outline, Section};
use crate::yaml::{Node, Value, is_key};

/// The statements of sections.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stated {
    pub(crate) security: Vec<Statement>,
    pub(crate) testing: Vec<Statement>,
    pub(crate) acceptance: Vec<Statement>,
    /// What is called success: where nothing says when it is accepted, that does.
    pub(crate) hoped: Vec<Statement>,
}

impl Stated {
    /// Adds the statements of the next part of the text.
    pub(crate) fn append(&mut self, mut next: Self) {
        self.security.append(&mut next.security);
        self.testing.append(&mut next.testing);
        self.acceptance.append(&mut next.acceptance);
        self.hoped.append(&mut next.hoped);
    }
}

impl Shift for Stated {
    fn shift(&mut self, offset: usize) {
        self.security.shift(offset);
        self.testing.shift(offset);
        self.acceptance.shift(offset);
        self.hoped.shift(offset);
    }
}

/// Reads the items of the sections about security, testing and acceptance.
pub(crate) fn read(text: &str, outline: &Outline) -> Stated {
    let telling = Section::SECURITY.with(Section::TESTING).with(Section::ACCEPTANCE);
    let mut groups = Groups::default();
    let mut marked = None;
    let mut out = Stated::default();
    for (at, line) in outline.lines.iter().enumerate() {
        let written = sentence(&text[line.span.start..line.span.end]);
        if let Some(label) = set_off_label(line, &written) {
            marked = Some((line.heading, Section::announced_by(label)));
        }
        let marked_here = marked.filter(|(heading, _)| *heading == line.heading).map(|(_, section)| section);
        let announced = outline.innermost(line.heading, telling);
        let chain = outline.announced_by_chain(line.heading);
        let section = marked_here.filter(|section| section.any(Section::ACCEPTANCE)).unwrap_or(announced);
        groups.leave(line);
        let is_statement = line.kind == LineKind::Item || stands_alone(&text[line.span.start..line.span.end], section);
        if !is_statement || written.is_empty() {
            continue;
        }
        // An item with a colon and nested items names a group.
        if let Some(name) = written.strip_suffix(':').filter(|_| is_followed_by_nested(&outline.lines, at)) {
            groups.enter(line, name);
            continue;
        }
        let topic = groups.topic().map_or_else(|| topic_of(outline, line.heading, telling), str::to_owned);
        let statement = Statement { topic, text: written, span: line.span };
        if section.any(Section::ACCEPTANCE) {
            out.acceptance.push(statement);
        } else if chain.any(Section::PLAN.with(Section::PROGRESS)) {
            // A plan says when something is done, not what is asked for.
        } else if section.any(Section::TESTING) {
            out.testing.push(statement);
        } else if section.any(Section::SECURITY) {
            out.security.push(statement);
        } else if chain.any(Section::SUCCESS) && !chain.any(Section::BUSINESS) {
            out.hoped.push(statement);
        }
    }
    read_tables(text, outline, telling, &mut out);
    out
}

fn read_tables(text: &str, outline: &Outline, telling: Section, out: &mut Stated) {
    for table in &outline.tables {
        let section = outline.innermost(table.heading, telling);
        let chain = outline.announced_by_chain(table.heading);
        let list = if section.any(Section::PERFORMANCE) || chain.any(Section::PLAN.with(Section::PROGRESS)) {
            continue;
        } else if section.any(Section::ACCEPTANCE) {
            &mut out.acceptance
        } else if section.any(Section::TESTING) {
            &mut out.testing
        } else if section.any(Section::SECURITY) && !section.any(Section::COMPLIANCE) {
            &mut out.security
        } else {
            continue;
        };
        list.extend(table.rows.iter().filter_map(|row| row_statement(text, row)));
    }
}

/// Prose that is a statement of its own: `**Unit tests**: …`, and `**Given** … when … then …`.
fn stands_alone(written: &str, section: Section) -> bool {
    let lower = written.to_lowercase().replace('*', "");
    let scenario = section.any(Section::ACCEPTANCE) && ["given ", "when "].iter().any(|word| lower.starts_with(word));
    let labelled = written.starts_with("**") && written.split_once(':').is_some_and(|(_, rest)| rest.trim_matches('*').len() > 1);
    scenario || labelled
}

/// Adds the tests that Go blocks show: each is a test that is planned.
pub(crate) fn read_tests(blocks: &[Block<'_>], out: &mut Declared) {
    for block in blocks.iter().filter(|block| block.zone == Zone::Test) {
        let tests = block.facts.functions.iter().filter(|function| function.receiver.is_none());
        for function in
            tests.filter(|function| function.name.text.starts_with("Test") || function.name.text.starts_with("Benchmark"))
        {
            out.spec.testing.push(Statement {
                topic: block.heading.clone(),
                text: function.name.text.to_string(),
                span: block.at(function.name.span),
            });
        }
    }
}

/// Reads the entries of a YAML document about security, testing and acceptance.
pub(crate) fn read_yaml(document: &Node, out: &mut Declared) {
    for (key, value) in document.entries() {
        let is = |names: &[&str]| names.iter().any(|name| is_key(key.text(), name));
        let list = if is(&["security", "security_requirements"]) {
            &mut out.spec.security
        } else if is(&["testing", "tests", "test_plan", "testing_strategy", "testing_requirements"]) {
            &mut out.spec.testing
        } else if is(&["acceptance_criteria", "acceptance", "success_criteria"]) {
            &mut out.spec.acceptance
        } else {
            continue;
        };
        leaves(value, "", list);
    }
}

fn leaves(node: &Node, topic: &str, list: &mut Vec<Statement>) {
    match &node.value {
        Value::Scalar(text) if text.is_empty() => {}
        Value::Scalar(text) => list.push(Statement { topic: topic.to_owned(), text: text.clone(), span: node.span }),
        Value::List(items) => items.iter().for_each(|item| leaves(item, topic, list)),
        Value::Map(entries) => {
            for (key, value) in entries {
                match &value.value {
                    Value::Scalar(text) => {
                        let text = format!("{}: {text}", key.text());
                        list.push(Statement { topic: topic.to_owned(), text, span: Span::new(key.span.start, value.span.end) });
                    }
                    _ => leaves(value, key.text(), list),
                }
            }
        }
    }
}

/// Items that name a group, by their indent.
#[derive(Default)]
struct Groups {
    open: Vec<(usize, String, Option<usize>)>,
}

impl Groups {
    fn leave(&mut self, line: &Line) {
        self.open.retain(|(indent, _, heading)| line.indent > *indent && line.heading == *heading);
    }

    fn enter(&mut self, line: &Line, name: &str) {
        self.open.push((line.indent, name.trim().to_owned(), line.heading));
    }

    fn topic(&self) -> Option<&str> {
        self.open.last().map(|(_, name, _)| name.as_str())
    }
}

fn is_followed_by_nested(lines: &[Line], at: usize) -> bool {
    lines.get(at + 1).is_some_and(|next| next.kind == LineKind::Item && next.indent > lines[at].indent)
}

/// `**Acceptance Criteria**:` on a line of its own heads the list below it.
fn set_off_label<'a>(line: &Line, written: &'a str) -> Option<&'a str> {
    let label = written.strip_suffix(':').unwrap_or(written);
    (line.kind == LineKind::Prose && label.split_whitespace().count() <= 4).then_some(label)
}

/// The heading right above, unless it is the one that names the whole section.
fn topic_of(outline: &Outline, heading: Option<usize>, telling: Section) -> String {
    let Some(at) = heading else { return String::new() };
    let is_part = outline.parents[at].is_some_and(|parent| outline.announced_by_chain(Some(parent)).any(telling));
    if is_part { without_number(&outline.headings[at].text).to_owned() } else { String::new() }
}

/// `9.1 Data Protection` without its number.
fn without_number(heading: &str) -> &str {
    heading.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')')).trim_start()
}

/// The text without emphasis and leading ticks.
fn sentence(written: &str) -> String {
    let plain = written.replace("**", "");
    plain.trim_start_matches(|c: char| "✓✔✅☑🚧❌⬜ \u{fe0f}".contains(c)).trim().to_owned()
}

fn row_statement(text: &str, row: &[Span]) -> Option<Statement> {
    let cells: Vec<String> =
        row.iter().map(|cell| sentence(&text[cell.start..cell.end])).filter(|cell| !cell.is_empty()).collect();
    let span = Span::new(row.first()?.start, row.last()?.end);
    (!cells.is_empty()).then(|| Statement { topic: String::new(), text: cells.join(" – "), span })
}
