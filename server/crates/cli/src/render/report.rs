//! The account of a run: Tasks, gates, coverage, work ÷ elapsed, and where everything lies.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde_json::json;
use specwave_engine::failure::{Failure, FailureKind};
use specwave_engine::run::{RunDirectory, SpecLine};
use specwave_engine::state::{GateReport, RunReport, TaskReport, duration};
use specwave_engine::verdict::{Asked, Ending, Verdict};

use super::counted;
use crate::arguments::ReportFormat;

/// The account as text or JSON.
pub(crate) fn render(report: &RunReport, directory: &RunDirectory, format: ReportFormat) -> Result<String, Failure> {
    match format {
        ReportFormat::Text => Ok(text(report, directory)),
        ReportFormat::Json => json(report, directory),
    }
}

fn json(report: &RunReport, directory: &RunDirectory) -> Result<String, Failure> {
    let mut value = serde_json::to_value(report).map_err(|error| Failure::new(FailureKind::Internal, error.to_string()))?;
    value["run"] = json!(directory.id());
    value["output"] = json!(directory.output());
    value["findings"] = findings(report, directory);
    Ok(format!("{value:#}\n"))
}

/// What failing checks found and what there is to know of Tasks, in the shape that every reporting command shares.
fn findings(report: &RunReport, directory: &RunDirectory) -> serde_json::Value {
    let specification = directory.record().map(|record| record.request.specification()).ok();
    let asked_for = |asked: &Asked| {
        let SpecLine { path, start, end, .. } = specification.as_ref()?.line(asked.line)?;
        let range = json!({ "start": start, "end": end });
        Some(json!({ "message": format!("asked for by {}", asked.what), "file": path, "range": range }))
    };
    let mut findings = Vec::new();
    for task in &report.tasks {
        let start = json!({ "line": 1, "column": 1 });
        let mut add = |code: &str, file: &str, message: String| {
            findings.push(json!({
                "code": code, "name": code, "severity": "warning", "message": format!("{}: {message}", task.title),
                "file": file, "range": { "start": start, "end": start }, "related": [], "fixes": [],
            }));
        };
        for path in &task.rejected {
            add("task-not-taken", path.rsplit_once(" (").map_or(path, |(path, _)| path), format!("not taken: {path}"));
        }
        for notice in &task.noticed {
            add("task-noticed", "", notice.clone());
        }
    }
    for verdict in report.gates.iter().flat_map(|gate| &gate.verdicts) {
        let Ending::Failed { findings: places, .. } = &verdict.ending else { continue };
        for place in places {
            let at = json!({ "line": place.line.max(1), "column": place.column.max(1) });
            let related: Vec<_> = place.asked.iter().filter_map(asked_for).collect();
            findings.push(json!({
                "code": format!("gate-{}", verdict.check), "name": format!("{}-failed", verdict.check), "severity": "error",
                "message": place.message, "file": place.path, "range": { "start": at, "end": at }, "related": related, "fixes": [],
            }));
        }
    }
    findings.into()
}

fn text(report: &RunReport, directory: &RunDirectory) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "\n{} · {} · {} · {}\n", report.feature, report.mode, report.quality, agents(report));
    tasks(&mut text, &report.tasks);
    gates(&mut text, &report.gates);
    totals(&mut text, report);
    ending(&mut text, report, directory);
    text
}

/// The names of the agents, the one of most Tasks first.
fn agents(report: &RunReport) -> String {
    let others: BTreeSet<&str> =
        report.tasks.iter().map(|task| task.agent.as_str()).filter(|name| *name != report.agent).collect();
    std::iter::once(report.agent.as_str()).chain(others).collect::<Vec<_>>().join(", ")
}

fn tasks(text: &mut String, tasks: &[TaskReport]) {
    let width = tasks.iter().map(|task| task.title.chars().count()).max().unwrap_or(0);
    let _ = writeln!(text, "Wave  {:width$}  {:>7}  Result", "Task", "Time");
    for task in tasks {
        let result = if task.state == "integrated" { &task.summary } else { task.state };
        let tries = if task.attempts > 1 { format!(" ({} attempts)", task.attempts) } else { String::new() };
        let _ = writeln!(text, "{:>4}  {:width$}  {:>7}  {result}{tries}", task.wave, task.title, duration(task.work_ms));
        for path in &task.rejected {
            let _ = writeln!(text, "      not taken: {path}");
        }
        for notice in &task.noticed {
            let _ = writeln!(text, "      {notice}");
        }
    }
}

/// The gates of waves and of the whole; the compile check at each integration is one line for all.
fn gates(text: &mut String, gates: &[GateReport]) {
    let (compile, others): (Vec<_>, Vec<_>) = gates.iter().partition(|gate| gate.name == "Compile" && gate.passed);
    let _ = writeln!(text, "\nGate       {:>7}  Checks", "Time");
    if !compile.is_empty() {
        let total = compile.iter().map(|gate| gate.elapsed_ms).sum();
        let _ = writeln!(
            text,
            "{:9}  {:>7}  passed after each of {}",
            "Compile",
            duration(total),
            counted(compile.len(), "integration")
        );
    }
    for gate in others {
        let checks: Vec<String> = gate.verdicts.iter().filter_map(check).collect();
        let _ = writeln!(text, "{:9}  {:>7}  {}", gate.name, duration(gate.elapsed_ms), checks.join(", "));
        for (reason, checks) in not_checked(&gate.verdicts) {
            let _ = writeln!(text, "                    not checked: {} ({reason})", checks.join(", "));
        }
        for verdict in &gate.verdicts {
            if let Ending::Failed { text: output, .. } = &verdict.ending {
                let _ = writeln!(text, "\n{} failed: {}\n{output}\n", verdict.check, verdict.command);
            }
        }
    }
}

fn check(verdict: &Verdict) -> Option<String> {
    let how = match &verdict.ending {
        Ending::Passed => "passed",
        Ending::Failed { .. } => "FAILED",
        Ending::Environment { .. } => "could not run",
        Ending::NotChecked { .. } => return None,
    };
    Some(format!("{} {how}", verdict.check))
}

/// The checks that were not made, by reason.
fn not_checked(verdicts: &[Verdict]) -> BTreeMap<&str, Vec<&str>> {
    let mut by_reason: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for verdict in verdicts {
        if let Ending::NotChecked { reason } = &verdict.ending {
            by_reason.entry(reason).or_default().push(&verdict.check);
        }
    }
    by_reason
}

fn totals(text: &mut String, report: &RunReport) {
    let _ = writeln!(text);
    if let Some(coverage) = &report.coverage {
        let share = |share: Option<f64>| share.map_or("not measured".to_owned(), |share| format!("{share:.1} %"));
        let _ = writeln!(text, "Coverage   total {}, domain {} (lowest package)", share(coverage.total), share(coverage.domain));
    }
    if !report.usage.is_nothing() {
        let _ = writeln!(text, "Used       {} by agents", report.usage);
    }
    let _ = writeln!(
        text,
        "Work       {} of Tasks and gates in {} elapsed: work ÷ elapsed = {:.1}",
        duration(report.work_ms),
        duration(report.elapsed_ms),
        report.speedup
    );
}

fn ending(text: &mut String, report: &RunReport, directory: &RunDirectory) {
    for notice in &report.noticed {
        let _ = writeln!(text, "Notice     {notice}");
    }
    let _ = writeln!(text, "Tasks      {} of {} completed", report.completed, report.tasks.len());
    if let Some(applied) = &report.applied {
        let merged = match applied.merged.len() {
            0 => String::new(),
            merged => format!("{} merged with what you edited, ", counted(merged, "file")),
        };
        let _ = writeln!(
            text,
            "Applied    {} written, {merged}{} removed, the rest as it was",
            counted(applied.written.len(), "file"),
            counted(applied.removed.len(), "file")
        );
        if let Some(branch) = &applied.branch {
            let _ = writeln!(text, "Branch     {branch}; the folder is as it was");
        }
    }
    let _ = writeln!(text, "Run        {} ({})", directory.id(), report.outcome);
    let _ = writeln!(text, "Output     {}", directory.output().display());
}
