//! The built-in agent as a process: one Task in its Workspace.

use std::fs;
use std::io::Write;
use std::path::{Component, Path};

use specwave_engine::failure::{Failure, FailureKind};
use specwave_engine::process::tool::Tool;
use specwave_engine::protocol::{AgentEvent, Brief};

use super::summary::summary;
use super::{File, files};

/// Does the Task of the brief in `workspace` and says what it does on `events`, as JSON lines.
///
/// # Errors
/// When the brief cannot be read or the workspace cannot be written, and when a template of ours is broken.
pub fn work(brief: &Path, workspace: &Path, events: &mut dyn Write) -> Result<(), Failure> {
    let brief = Brief::read(brief)?;
    let task = brief.task()?;
    AgentEvent::Progress { message: format!("writing for {}", brief.plan.contract.feature.name) }.say(events)?;
    let written =
        files(&task.role, &brief.plan.contract).map_err(|error| Failure::new(FailureKind::Internal, error.to_string()))?;
    for file in &written {
        write(workspace, file)?;
    }
    format_go(workspace, &written)?;
    AgentEvent::Summary { message: summary(&task.role, &brief.plan.contract, &written) }.say(events)
}

/// Writes one file; its path comes from names in a spec, so it is checked to stay inside the workspace.
fn write(workspace: &Path, file: &File) -> Result<(), Failure> {
    let relative = Path::new(&file.path);
    if !relative.components().all(|component| matches!(component, Component::Normal(_))) {
        return Err(Failure::new(FailureKind::Internal, format!("the path `{}` leaves the workspace", file.path)));
    }
    let path = workspace.join(relative);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::write(path, &file.text)?)
}

/// Lets the toolchain format what was written, in one call.
fn format_go(workspace: &Path, written: &[File]) -> Result<(), Failure> {
    let go: Vec<&str> = written.iter().map(|file| file.path.as_str()).filter(|path| path.ends_with(".go")).collect();
    if go.is_empty() {
        return Ok(());
    }
    let formatted = Tool::new("gofmt", workspace).args(["-w"]).args(&go).run().map_err(|error| {
        Failure::new(FailureKind::Environment, format!("gofmt cannot be started: {error}"))
            .hint("install Go 1.22 or later and put its bin folder on PATH")
    })?;
    match formatted.code {
        Some(0) => Ok(()),
        _ => Err(Failure::new(FailureKind::Internal, format!("gofmt refuses what was written: {}", formatted.stderr))),
    }
}
