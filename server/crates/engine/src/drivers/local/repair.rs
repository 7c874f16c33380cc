//! What an Attempt is told about the work that it repairs.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use specwave_plan::Task;

use super::Setting;
use crate::gates::place;

/// Lines that are shown before and after a place.
const AROUND: usize = 5;
/// More places than these do not help anybody.
const MOST_PLACES: usize = 20;

impl Setting {
    /// The conversation in which the Task was done last, as its agent names it. It is a record like others: it outlives the run's
    /// process.
    pub(super) fn session_before(&self, task: &Task, attempt: u32) -> Option<String> {
        let earlier = (1..attempt).rev().map(|attempt| self.directory.attempt_file(&task.id, attempt, "session"));
        earlier.filter_map(|path| std::fs::read_to_string(path).ok()).find(|session| !session.is_empty())
    }
}

/// The code around the places that a gate's text names, in Markdown, as far as the tree has them.
pub(super) fn code_around(feedback: &str, tree: &Path, task: &Task) -> String {
    let mut shown = BTreeSet::new();
    let mut text = String::new();
    for found in feedback.lines().filter_map(|line| place(line, "", "")) {
        let path = path_of(&found.path, tree, task);
        let lines = read(tree, &path).unwrap_or_default();
        let line = found.line as usize;
        let is_new =
            shown.len() < MOST_PLACES && (1..=lines.lines().count()).contains(&line) && shown.insert((path.clone(), line));
        if is_new {
            let _ = write!(text, "`{path}`, around line {line}:\n\n````go\n");
            for (number, code) in (1..).zip(lines.lines()).skip(line.saturating_sub(AROUND + 1)).take(2 * AROUND + 1) {
                let _ = writeln!(text, "{number:5}  {code}");
            }
            text.push_str("````\n\n");
        }
    }
    text.trim_end().to_owned()
}

/// Tests name their files without the folder; among the Task's own files there is one of that name.
fn path_of(named: &str, tree: &Path, task: &Task) -> String {
    let has_name = |path: &&String| path.rsplit('/').next() == Some(named);
    match task.owns.iter().chain(&task.makes).find(has_name) {
        Some(path) if !tree.join(named).exists() => path.clone(),
        _ => named.to_owned(),
    }
}

/// A file that is really in the tree.
fn read(tree: &Path, path: &str) -> Option<String> {
    let file = tree.join(path).canonicalize().ok()?;
    if file.starts_with(tree.canonicalize().ok()?) { std::fs::read_to_string(file).ok() } else { None }
}
