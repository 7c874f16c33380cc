//! `specwave logs`: what happened in a run, or what the agent of one Task wrote.

use std::fmt::Write;
use std::fs::File;
use std::io::Read;
use std::time::Duration;

use serde_json::json;
use specwave_engine::failure::Failure;
use specwave_engine::journal::Reader;
use specwave_engine::run::{self, RunDirectory};
use specwave_engine::state::{Progress, duration};
use specwave_plan::TaskId;

use crate::arguments::{LogsArguments, ReportFormat};
use crate::follow::contradiction;
use crate::planning;
use crate::render::{print, printable};

/// How often it is looked for something new.
const LOOK: Duration = Duration::from_millis(50);

pub(crate) fn run(arguments: &LogsArguments) -> Result<(), Failure> {
    let output = planning::output_folder(arguments.output.as_deref())?;
    let directory = run::named(&output, arguments.run.as_deref())?;
    let format = arguments.format;
    match &arguments.task {
        None => {
            let mut events = Events { reader: Reader::new(&directory.journal()), progress: None };
            show(&directory, arguments.follow, || events.new_text(format))
        }
        Some(task) => {
            let mut log =
                TaskLog { directory: &directory, task: directory.task(task)?, attempt: 0, file: None, kept: String::new() };
            show(&directory, arguments.follow, || log.new_text(format))
        }
    }
}

/// Prints what is new, once, or until the run is over.
fn show(directory: &RunDirectory, follow: bool, mut new_text: impl FnMut() -> Result<String, Failure>) -> Result<(), Failure> {
    loop {
        // Asked first, so that nothing is missed that was written before the end.
        let is_last = !follow || !directory.is_active();
        print(&new_text()?)?;
        if is_last {
            return Ok(());
        }
        std::thread::sleep(LOOK);
    }
}

/// The journal, as people read it.
struct Events {
    reader: Reader,
    progress: Option<Progress>,
}

impl Events {
    fn new_text(&mut self, format: ReportFormat) -> Result<String, Failure> {
        let mut text = String::new();
        for record in self.reader.read_new()? {
            let said = self.progress.as_ref().map(|progress| progress.message().to_owned());
            let progress = match self.progress.take() {
                None => Progress::begin(&record).map_err(contradiction)?,
                Some(mut progress) => {
                    progress.apply(&record).map_err(contradiction)?;
                    progress
                }
            };
            if said.as_deref() != Some(progress.message()) {
                let (since, message) = (progress.last_at() - progress.began_at(), progress.message());
                let _ = match format {
                    ReportFormat::Text => writeln!(text, "{:>12}  {message}", duration(since)),
                    ReportFormat::Json => writeln!(text, "{}", json!({ "at_ms": record.at_ms, "message": message })),
                };
            }
            self.progress = Some(progress);
        }
        Ok(text)
    }
}

/// What the Attempts of one Task wrote, one after the other.
struct TaskLog<'a> {
    directory: &'a RunDirectory,
    task: TaskId,
    attempt: u32,
    file: Option<File>,
    /// The beginning of a line whose end is not there yet.
    kept: String,
}

impl TaskLog<'_> {
    fn new_text(&mut self, format: ReportFormat) -> Result<String, Failure> {
        let mut text = String::new();
        loop {
            // An Attempt writes nothing more once the next one does.
            let next = File::open(self.directory.attempt_file(&self.task, self.attempt + 1, "log")).ok();
            self.read_on(&mut text, format)?;
            let Some(next) = next else { return Ok(text) };
            self.attempt += 1;
            self.file = Some(next);
            self.kept.clear();
            if format == ReportFormat::Text {
                let _ = writeln!(text, "--- {}, Attempt {}", self.task, self.attempt);
            }
        }
    }

    fn read_on(&mut self, text: &mut String, format: ReportFormat) -> Result<(), Failure> {
        let Some(file) = &mut self.file else { return Ok(()) };
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        self.kept.push_str(&String::from_utf8_lossy(&bytes));
        let whole = self.kept.rfind('\n').map_or(0, |end| end + 1);
        for line in self.kept.drain(..whole).collect::<String>().lines() {
            let _ = match format {
                ReportFormat::Text => writeln!(text, "{}", printable(line)),
                ReportFormat::Json => writeln!(text, "{}", json!({ "attempt": self.attempt, "text": line })),
            };
        }
        Ok(())
    }
}
