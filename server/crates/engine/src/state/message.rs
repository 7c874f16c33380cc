//! The one line that says what a run is doing.

use specwave_plan::TaskId;

use crate::scheduler::{Answer, AttemptOutcome, Event, GateScope, Outcome};
use crate::state::Progress;
use crate::state::words::{duration, gate_name, one_line};
use crate::verdict::Verdict;

/// The line after `event`; none if the event changes nothing that people watch.
pub(crate) fn message_of(progress: &Progress, event: &Event) -> Option<String> {
    let message = match event {
        Event::AttemptStarted { task, attempt: 1 } => of_task(progress, task, "started"),
        Event::AttemptStarted { task, attempt } => of_task(progress, task, &format!("Attempt {attempt} started")),
        Event::AttemptProgress { task, message, .. } => of_task(progress, task, message),
        Event::PermissionAsked { question, what } => of_task(progress, &question.task, &format!("may it? {what}")),
        Event::PermissionAnswered { question, answer } => of_task(progress, &question.task, of_answer(*answer)),
        Event::Noticed { task: Some(task), message } => of_task(progress, task, message),
        Event::Noticed { task: None, message } => one_line(message),
        Event::AttemptEnded { task, outcome, .. } => of_task(progress, task, &of_outcome(outcome)),
        Event::Integrated(integrated) => of_task(progress, &integrated.task, summary_of(progress, &integrated.task)),
        Event::GateStarted { scope } => of_gate(progress, scope, "gates run"),
        Event::GateEnded { scope, verdicts } => of_gate(progress, scope, &of_verdicts(verdicts)),
        Event::Paused => "Paused".to_owned(),
        Event::Unpaused => "Going on".to_owned(),
        Event::Resumed => "Resumed".to_owned(),
        Event::Retried(retried) => format!("Going on; Tasks to be done again: {}", retried.tasks.len()),
        Event::CancelRequested => "Cancelling".to_owned(),
        Event::BackOffStarted { seconds } => format!("An agent has met a rate limit; all wait for {}", duration(1_000 * seconds)),
        Event::BackOffEnded => "Going on after a rate limit".to_owned(),
        Event::Faulted { fault, .. } => one_line(&fault.message),
        Event::ApplyStarted => "Applying".to_owned(),
        Event::Applied(applied) => format!("{} files written", applied.written.len() + applied.merged.len()),
        Event::RunEnded { outcome } => of_end(progress, outcome),
        Event::TimeIsOver => "The time of the run is over".to_owned(),
        Event::RunStarted(_) | Event::AttemptUsed { .. } | Event::IntegrationStarted { .. } => return None,
    };
    Some(message)
}

fn of_task(progress: &Progress, task: &TaskId, what: &str) -> String {
    let Some(node) = progress.run().tasks.iter().find(|node| node.id == *task) else {
        return one_line(what);
    };
    let wave = progress.wave(node.wave);
    format!("Wave {} · {}/{} · {}: {}", node.wave, wave.completed, wave.total, node.title, one_line(what))
}

fn summary_of<'a>(progress: &'a Progress, task: &TaskId) -> &'a str {
    let summary = progress.tasks().find(|(node, ..)| node.id == *task).map(|(_, _, task)| task.summary.as_str());
    summary.filter(|summary| !summary.is_empty()).unwrap_or("done")
}

fn of_outcome(outcome: &AttemptOutcome) -> String {
    match outcome {
        AttemptOutcome::Done { summary, .. } if summary.is_empty() => "done".to_owned(),
        AttemptOutcome::Done { summary, .. } => summary.clone(),
        AttemptOutcome::Failed { message } => format!("failed: {}", one_line(message)),
        AttemptOutcome::Environment { message, .. } => one_line(message),
        AttemptOutcome::RateLimited { message, .. } => format!("has met a rate limit: {}", one_line(message)),
        AttemptOutcome::Cancelled => "cancelled".to_owned(),
    }
}

fn of_answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Allowed => "it was allowed",
        Answer::Denied => "it was denied",
        Answer::Unanswered => "nobody answered, so it was denied",
    }
}

fn of_gate(progress: &Progress, scope: &GateScope, what: &str) -> String {
    let (completed, total) = match scope {
        GateScope::Wave { wave } => {
            let wave = progress.wave(*wave);
            (wave.completed, wave.total)
        }
        GateScope::Compile { .. } | GateScope::Final => (progress.completed(), progress.run().tasks.len()),
    };
    format!("{} · {completed}/{total} · {what}", gate_name(scope))
}

fn of_verdicts(verdicts: &[Verdict]) -> String {
    let stopped_by = verdicts.iter().filter(|verdict| !verdict.lets_pass()).map(|verdict| verdict.check.as_str());
    let stopped_by = stopped_by.collect::<Vec<_>>().join(", ");
    match (verdicts.is_empty(), stopped_by.is_empty()) {
        (true, _) => "gates ended".to_owned(),
        (false, true) => "gates passed".to_owned(),
        (false, false) => format!("gates failed: {stopped_by}"),
    }
}

fn of_end(progress: &Progress, outcome: &Outcome) -> String {
    let tasks = format!("{}/{} Tasks in {}", progress.completed(), progress.run().tasks.len(), duration(progress.elapsed_ms()));
    match outcome {
        Outcome::Succeeded => format!("Done: {tasks}"),
        Outcome::Failed { message } => format!("Failed after {tasks}: {}", one_line(message)),
        Outcome::Cancelled => format!("Cancelled after {tasks}"),
        Outcome::Faulted { fault } => format!("Stopped after {tasks}: {}", one_line(&fault.message)),
    }
}
