//! Lists of things to do: check boxes with numbers, marks, paths and links to requirements.

use foldhash::HashSet;
use std::sync::LazyLock;

use regex::Regex;
use specwave_source::Span;

use super::part::Part;
use super::reading::{Paragraph, Reading};
use super::words::{is_identifier, plain};
use super::{declare, links};
use crate::declared::Declared;
use crate::model::{ListedTask, Located, Operation, Progress};
use crate::pattern::pattern;

/// `T012`, `TASK-3`, `1.`, `2.1`.
static NUMBER: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"^(?:\*\*)?((?:[A-Z]{1,5}-?\d+[a-z]?)|\d+(?:\.\d+)*)(?:[.:)]?\*\*[.:]?|[.:)])?(?:\s|$)"));

/// `[P]`, `[US1]`, `[Story 1]`.
static MARK: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"^[\[(]([A-Za-z]+[ -]?\d*)[\])]\s*"));

/// `US1`, `US-1`, `User Story 1`, `Story 1`.
static STORY: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"(?i)\b(?:user story|story|us)[ -]?(\d+)\b"));

/// `(US1)` anywhere in a task.
static NAMED_STORY: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"(?i)[\[(](?:user story|story|us)[ -]?(\d+)[\])]"));

/// A path in ticks, or a bare one that ends in a file's name.
static PATH: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"`([^`\s]+)`|(?:^|[\s(])((?:[\w.@~\[\]-]+/)+[\w.@\[\]-]+\.\w{1,6})"));

/// Reads the tasks of all task lists of the feature.
pub(super) fn read(reading: &Reading<'_>) -> Vec<ListedTask> {
    let mut tasks: Vec<ListedTask> = Vec::new();
    // Indents and numbers of the tasks that the next one may be a part of.
    let mut open: Vec<(usize, String)> = Vec::new();
    for paragraph in reading.all_paragraphs() {
        if reading.part(paragraph.span.start) != Part::Tasks {
            continue;
        }
        let Some((progress, rest)) = checked(&paragraph) else {
            // What stands below a task says more about it.
            let is_below = open.last().is_some_and(|(indent, _)| paragraph.indent > *indent);
            if let Some(task) = tasks.last_mut().filter(|_| is_below) {
                add_details(reading, &paragraph, task);
            }
            continue;
        };
        let mut task = task(reading, &paragraph, rest);
        open.retain(|(indent, _)| *indent < paragraph.indent);
        let numbered = task.id.rsplit_once('.').map(|(above, _)| above.to_owned());
        let above = || open.last().map(|(_, id)| id.clone()).filter(|id| !id.is_empty());
        (task.progress, task.parent) = (progress, numbered.or_else(above));
        open.push((paragraph.indent, task.id.clone()));
        tasks.push(task);
    }
    for task in &mut tasks {
        without_repetitions(&mut task.requirements);
        without_repetitions(&mut task.paths);
    }
    tasks
}

/// `Implement BookingService (`hold`, `cancel`)`: a service that only the tasks name, with its operations.
static MADE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"^(?:Implement|Create|Build|Add|Write|Develop)\s+(?:the\s+)?`?([A-Z][A-Za-z0-9]*Service)`?(?:\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\))?(?:\s|[:,.]|$)",
    )
});

/// Declares the services that tasks make, where nothing else has declared any.
pub(super) fn declare_services(reading: &Reading<'_>, out: &mut Declared) {
    if !out.spec.services.is_empty() {
        return;
    }
    for task in out.spec.tasks.clone() {
        let Some(found) = MADE.as_ref().and_then(|made| made.captures(&task.title)) else { continue };
        let name = Located { value: found[1].to_owned(), span: reading.place(&found[1], task.span) };
        let listed = found.get(2).map_or("", |listed| listed.as_str());
        let operations = listed.split('`').skip(1).step_by(2).filter_map(|code| {
            let name = code.split('(').next().unwrap_or(code);
            let (span, doc) = (reading.place(code, task.span), String::new());
            is_identifier(name).then(|| Operation { name: name.to_owned(), span, doc: doc.into(), signature: None, body: None })
        });
        declare::actor(out, name, String::new(), operations.collect(), Vec::new());
    }
}

/// Beginnings of tasks about a repository that is there already.
const ABOUT: &[&str] =
    &["Update", "Extend", "Refactor", "Remove", "Delete", "Mock", "Use", "Wire", "Inject", "Verify", "Document"];

/// Declares the repositories that tasks make, where nothing else has declared any.
pub(super) fn declare_repositories(reading: &Reading<'_>, out: &mut Declared) {
    if !out.spec.repositories.is_empty() {
        return;
    }
    for task in out.spec.tasks.clone() {
        let is_made = !ABOUT.iter().any(|start| task.title.starts_with(start)) && !task.title.to_lowercase().contains("test");
        // A path may be called after what is in it.
        let words = task.title.split_whitespace().filter(|word| !word.contains('/'));
        let names = words.map(|word| word.trim_matches(|c: char| !c.is_ascii_alphanumeric()));
        for name in names.filter(|name| is_made && name.len() > 10 && name.ends_with("Repository") && is_identifier(name)) {
            let located = Located { value: name.to_owned(), span: reading.place(name, task.span) };
            declare::actor(out, located, String::new(), Vec::new(), Vec::new());
        }
    }
}

fn without_repetitions(named: &mut Vec<Located<String>>) {
    let mut seen = HashSet::default();
    named.retain(|name| seen.insert(name.value.clone()));
}

/// How far a task is, and what stands behind its box.
fn checked(paragraph: &Paragraph) -> Option<(Progress, &str)> {
    let progress = |mark| match mark {
        'x' | 'X' => Progress::Done,
        '~' | '-' | '/' | '>' => Progress::Started,
        _ => Progress::Open,
    };
    if let Some(mark) = paragraph.check {
        return Some((progress(mark), &paragraph.text));
    }
    let mut inner = paragraph.text.strip_prefix('[')?.chars();
    let mark = inner.next().filter(|mark| matches!(mark, '-' | '/' | '>'))?;
    Some((progress(mark), inner.as_str().strip_prefix(']')?.trim_start()))
}

fn task(reading: &Reading<'_>, paragraph: &Paragraph, rest: &str) -> ListedTask {
    let mut task = ListedTask { span: paragraph.first, ..ListedTask::default() };
    let mut rest = rest;
    if let Some(required) = rest.strip_prefix('*').filter(|rest| rest.starts_with(' ')) {
        (task.optional, rest) = (true, required.trim_start());
    }
    if let Some(found) = NUMBER.as_ref().and_then(|number| number.captures(rest)) {
        task.id = found[1].to_owned();
        rest = &rest[found[0].len()..];
    }
    while let Some(found) = MARK.as_ref().and_then(|mark| mark.captures(rest)) {
        match (&found[1], story_number(&found[1])) {
            ("P" | "p", _) => task.parallel = true,
            (_, Some(number)) => task.story = Some(Located { value: format!("US{number}"), span: paragraph.first }),
            _ => break,
        }
        rest = &rest[found[0].len()..];
    }
    if task.story.is_none() {
        let named = NAMED_STORY.iter().flat_map(|named| named.captures_iter(rest)).last();
        task.story = named.map(|found| Located { value: format!("US{}", &found[1]), span: paragraph.first });
    }
    task.optional |= rest.ends_with('*') && !rest.ends_with("**");
    task.title = plain(links::without(rest).trim_end_matches('*'));
    if let Some(heading) = paragraph.heading {
        let group = &reading.outline.headings[heading];
        let names_list = ["tasks", "task list", "implementation tasks"].contains(&group.text.to_lowercase().as_str());
        if group.level > 1 && !names_list {
            task.group = group.text.clone();
        }
        let above = reading.outline.chain(Some(heading)).map(|at| &reading.outline.headings[at]);
        let of_phase = above.filter_map(|heading| Some((story_number(&heading.text)?, heading.span))).next();
        task.story = task.story.or(of_phase.map(|(number, span)| Located { value: format!("US{number}"), span }));
    }
    add_details(reading, paragraph, &mut task);
    task
}

fn story_number(words: &str) -> Option<String> {
    STORY.as_ref()?.captures(words).map(|found| found[1].to_owned())
}

/// Adds the paths and the requirements that a paragraph names.
fn add_details(reading: &Reading<'_>, paragraph: &Paragraph, task: &mut ListedTask) {
    let written = reading.written(paragraph.span);
    task.requirements.extend(links::read(written, paragraph.span.start));
    for found in PATH.iter().flat_map(|path| path.captures_iter(written)) {
        let Some(inner) = found.get(1).or_else(|| found.get(2)).filter(|inner| is_path(inner.as_str())) else { continue };
        let span = Span::new(paragraph.span.start + inner.start(), paragraph.span.start + inner.end());
        task.paths.push(Located { value: inner.as_str().to_owned(), span });
    }
}

/// Endings of files that people name without their folder.
const ENDINGS: &[&str] = &[
    "css", "env", "go", "html", "js", "json", "jsx", "lock", "md", "mod", "proto", "py", "rs", "sh", "sql", "svg", "toml", "ts",
    "tsx", "txt", "vue", "yaml", "yml",
];

/// A path of a file or a folder, and not a route, a call or a name in code.
fn is_path(word: &str) -> bool {
    let odd = word.starts_with(['/', '<', '-', '@', '$'])
        || word.contains("://")
        || word.contains(['(', '=', ',', ';', '"', '\'', '<']);
    let ending = word.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    let file = ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()));
    !odd && (file || (word.contains('/') && word.len() > 3))
}
