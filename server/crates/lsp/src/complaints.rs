//! What the gates of runs complain about, shown in both places: where the code is wrong, and where the specification asked for
//! it. Each leads to the other. With it what is found in what Tasks are writing, which no gate has seen yet.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use specwave_engine::run::{RunDirectory, SpecLine};
use specwave_engine::state::Complaint;
use specwave_engine::verdict::GateFinding;
use specwave_source::Encoding;
use tower_lsp::ls_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, Position, ProgressToken, Range, Uri,
};

use crate::convert;
use crate::drafts;
use crate::session::Session;

/// The complaints about each run that is followed, and about those that have failed since.
#[derive(Default)]
pub(crate) struct Complaints {
    of_runs: HashMap<ProgressToken, OfRun>,
    /// What the client was told of them.
    shown: HashMap<Uri, Vec<Diagnostic>>,
}

struct OfRun {
    output: PathBuf,
    placed: Vec<Placed>,
    drafts: drafts::Found,
}

/// A complaint with its two places.
#[derive(Debug)]
pub(crate) struct Placed {
    complaint: Complaint,
    /// The file that is wrong, or will be once the run is brought in.
    code: Option<PathBuf>,
    asked: Option<SpecLine>,
}

/// Finds the places of a run's complaints; of a run that says nothing about itself any more there are none.
pub(crate) fn placed(directory: &RunDirectory, complaints: &[Complaint]) -> Vec<Placed> {
    let Ok(record) = directory.record() else { return Vec::new() };
    let specification = record.request.specification();
    let place = |complaint: &Complaint| {
        let GateFinding { path, asked, .. } = &complaint.finding;
        // Some are about a whole folder, or about nothing that has a place.
        let is_file = Path::new(path).extension().is_some();
        Placed {
            complaint: complaint.clone(),
            code: is_file.then(|| record.request.target.module.join(path)),
            asked: asked.as_ref().and_then(|asked| specification.line(asked.line)),
        }
    };
    complaints.iter().map(place).collect()
}

impl Complaints {
    fn of_run(&mut self, token: ProgressToken, output: PathBuf) -> &mut OfRun {
        let begin = || OfRun { output, placed: Vec::new(), drafts: drafts::Found::new() };
        self.of_runs.entry(token).or_insert_with(begin)
    }

    /// What is complained about on a file, as the client was told.
    pub(crate) fn on(&self, uri: &Uri) -> &[Diagnostic] {
        self.shown.get(uri).map_or(&[], Vec::as_slice)
    }
}

/// Takes what is complained about a run now.
pub(crate) fn take(session: &mut Session, token: ProgressToken, output: PathBuf, placed: Vec<Placed>) {
    session.complaints.of_run(token, output).placed = placed;
    renew(session, None);
}

/// Takes what is found in the drafts of a run now.
pub(crate) fn take_drafts(session: &mut Session, token: ProgressToken, output: PathBuf, found: drafts::Found) {
    session.complaints.of_run(token, output).drafts = found;
    renew(session, None);
}

/// A run goes on in the folder: what became of others there does not matter any more.
pub(crate) fn forget_others(session: &mut Session, output: &Path, token: &ProgressToken) {
    session.complaints.of_runs.retain(|of, of_run| of == token || of_run.output != output);
    renew(session, None);
}

/// Publishes what has changed, and `also` this file: complaints move along with the lines of a specification.
pub(crate) fn renew(session: &mut Session, also: Option<Uri>) {
    let now = diagnostics(session);
    let before = std::mem::replace(&mut session.complaints.shown, now);
    let now = &session.complaints.shown;
    let changed = before.keys().chain(now.keys()).filter(|uri| before.get(uri) != now.get(uri)).cloned();
    for uri in changed.chain(also).collect::<HashSet<_>>() {
        session.publish_again(&uri);
    }
}

fn diagnostics(session: &Session) -> HashMap<Uri, Vec<Diagnostic>> {
    let mut all: HashMap<Uri, Vec<Diagnostic>> = HashMap::new();
    let mut lines = SpecLines { session, texts: HashMap::new() };
    for of_run in session.complaints.of_runs.values() {
        let mut asked_for: BTreeMap<(usize, &str, bool), Vec<Both<'_>>> = BTreeMap::new();
        let mut spots: Vec<Location> = Vec::new();
        for placed in &of_run.placed {
            let code = placed.code.as_deref().and_then(|path| code_location(session, path, &placed.complaint.finding));
            let asked = placed.asked.as_ref().and_then(|line| lines.location(line));
            if let Some(code) = code.as_ref().filter(|_| !of_run.is_known_better(placed)) {
                let related = asked.clone().map(|asked| related(asked, format!("asked for by {}", placed.what())));
                let diagnostic = diagnostic(placed, code.range, placed.message(), related.into_iter().collect());
                all.entry(code.uri.clone()).or_default().push(diagnostic);
            }
            if let Some(asked) = asked {
                let spot = spots.iter().position(|spot| *spot == asked).unwrap_or_else(|| {
                    spots.push(asked);
                    spots.len() - 1
                });
                let key = (spot, placed.complaint.check.as_str(), placed.complaint.is_failure);
                asked_for.entry(key).or_default().push(Both { placed, code });
            }
        }
        for (path, found) in &of_run.drafts {
            if let Some(uri) = session.uri_of(path) {
                all.entry(uri).or_default().extend_from_slice(found);
            }
        }
        for ((spot, ..), complaints) in asked_for {
            let Location { uri, range } = spots[spot].clone();
            all.entry(uri).or_default().extend(on_the_specification(range, complaints));
        }
    }
    all
}

impl OfRun {
    /// Whether the file is being written anew, and looked at while it is.
    fn is_known_better(&self, placed: &Placed) -> bool {
        placed.complaint.check == "layout" && placed.code.as_ref().is_some_and(|path| self.drafts.contains_key(path))
    }
}

/// A complaint on a line of the specification, and the place of the code.
struct Both<'s> {
    placed: &'s Placed,
    code: Option<Location>,
}

/// One diagnostic for all that a check says about what a line asked for.
fn on_the_specification(range: Range, complaints: Vec<Both<'_>>) -> Option<Diagnostic> {
    let first = complaints.first()?.placed;
    let more = match complaints.len() - 1 {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    let message = format!("{}: {}{more}", first.what(), first.message());
    let code = complaints.into_iter().filter_map(|both| Some(related(both.code?, both.placed.message())));
    Some(diagnostic(first, range, message, code.collect()))
}

impl Placed {
    /// What the specification asked for.
    fn what(&self) -> &str {
        self.complaint.finding.asked.as_ref().map_or("", |asked| &asked.what)
    }

    fn message(&self) -> String {
        let GateFinding { message, rule, .. } = &self.complaint.finding;
        if rule.is_empty() { message.clone() } else { format!("{message} ({rule})") }
    }
}

fn diagnostic(placed: &Placed, range: Range, message: String, related: Vec<DiagnosticRelatedInformation>) -> Diagnostic {
    let Complaint { check, is_failure, .. } = &placed.complaint;
    Diagnostic {
        range,
        severity: Some(if *is_failure { DiagnosticSeverity::ERROR } else { DiagnosticSeverity::WARNING }),
        code: Some(NumberOrString::String(format!("gate-{check}"))),
        source: Some(convert::SOURCE.to_owned()),
        message,
        related_information: (!related.is_empty()).then_some(related),
        ..Diagnostic::default()
    }
}

fn related(location: Location, message: String) -> DiagnosticRelatedInformation {
    DiagnosticRelatedInformation { location, message }
}

/// Where a tool says the code is wrong: at a column, or on the whole line where it names none.
fn code_location(session: &Session, path: &Path, finding: &GateFinding) -> Option<Location> {
    let line = finding.line.saturating_sub(1);
    let start = Position { line, character: finding.column.saturating_sub(1) };
    let end = if finding.column == 0 { Position { line: line + 1, character: 0 } } else { start };
    Some(Location { uri: session.uri_of(path)?, range: Range { start, end } })
}

/// Finds lines of specifications as editors show them.
struct SpecLines<'s> {
    session: &'s Session,
    /// By paths; `None` for those that are not open.
    texts: HashMap<PathBuf, Option<String>>,
}

impl SpecLines<'_> {
    /// Where a line stands now; `None` where it was edited since the run began.
    fn location(&mut self, line: &SpecLine) -> Option<Location> {
        let uri = self.session.uri_of(&line.path)?;
        let open = || self.session.documents.get(&uri).map(|open| open.document.text());
        let text = self.texts.entry(line.path.clone()).or_insert_with(open);
        let was = line.start.line - 1;
        let (at, indent) = match text {
            Some(text) => line_like(text, &line.text, was)?,
            None => (was, line.start.column - 1),
        };
        let width = match self.session.encoding {
            Encoding::Utf8 => line.text.len(),
            Encoding::Utf16 => line.text.encode_utf16().count(),
        };
        let position = |character| Position { line: at, character };
        let end = indent + u32::try_from(width).unwrap_or(u32::MAX);
        Some(Location { uri, range: Range { start: position(indent), end: position(end) } })
    }
}

/// The line that says the same and is nearest to where it was, and how far it is indented.
fn line_like(text: &str, line: &str, was: u32) -> Option<(u32, u32)> {
    let same = (0..).zip(text.lines()).filter(|(_, other)| other.trim() == line);
    let (at, found) = same.min_by_key(|(at, _): &(u32, _)| at.abs_diff(was))?;
    let indent = found.len() - found.trim_start().len();
    Some((at, u32::try_from(indent).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_where_they_have_moved() {
        let text = "# Title\n\n- name: A\n  - name: B\n- name: A\n";
        for (line, was, expected) in [
            ("- name: A", 2, Some((2, 0))),
            ("- name: A", 7, Some((4, 0))),
            ("- name: B", 2, Some((3, 2))),
            ("- name: C", 2, None),
        ] {
            assert_eq!(line_like(text, line, was), expected, "{line} {was}");
        }
    }
}
