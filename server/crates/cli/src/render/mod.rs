//! What people and programs see.

mod excerpt;
mod findings;
mod github;
pub(crate) mod live;
pub(crate) mod page;
pub(crate) mod report;
mod sarif;
pub(crate) mod statistics;

use std::io::Write;

use specwave_engine::failure::Failure;

pub(crate) use findings::{FeatureFindings, counted, findings, findings_json, findings_text};

/// Writes to standard output; a reader that has gone away (`| head`) is no failure of ours.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Text of an agent or of a file without what could make a terminal do something.
pub(crate) fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

/// Writes to standard error what belongs to a failure. When that is closed, the exit code has to do.
pub(crate) fn warn(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// Writes a failure with its hint to standard error. When even that is closed, the exit code has to do.
pub(crate) fn failure(failure: &Failure) {
    let mut err = std::io::stderr().lock();
    if !failure.message.is_empty() {
        let _ = writeln!(err, "error: {}", failure.message);
    }
    if !failure.hint.is_empty() {
        let _ = writeln!(err, "  help: {}", failure.hint);
    }
}
