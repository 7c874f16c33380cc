//! `.claude/context/execution-progress.md`: the progress of a run as a list that people and agents read.

use std::fmt::Write as _;

use crate::protocol::Mode;
use crate::scheduler::{TaskNode, TaskState};
use crate::state::words::{duration, gate_name, one_line};
use crate::state::{GateProgress, Progress, TaskProgress, WaveProgress, WaveStatus};
use crate::verdict::Ending;

/// The whole file.
#[must_use]
pub fn execution_progress(progress: &Progress) -> String {
    let mut text = format!("## Feature: {} - Parallel Execution Progress\n", one_line(&progress.run().feature));
    for wave in progress.waves() {
        text.push_str(&wave_section(progress, &wave));
    }
    text.push_str(&gates_section(progress.gates()));
    text.push_str(&metrics_section(progress));
    if let Some(failure) = progress.outcome().and_then(|outcome| outcome.failure()) {
        let _ = write!(text, "\n### Result\n- ❌ {}\n", one_line(&failure.message));
        if !failure.hint.is_empty() {
            let _ = writeln!(text, "- {}", one_line(&failure.hint));
        }
    }
    text
}

fn wave_section(progress: &Progress, wave: &WaveProgress) -> String {
    let title = if wave.title.is_empty() { String::new() } else { format!(": {}", one_line(&wave.title)) };
    let tasks = if wave.total > 1 { format!(" ({} Tasks)", wave.total) } else { String::new() };
    let mut text = format!("\n### Wave {}{title}{tasks} {}", wave.number, sign(wave.status));
    let nothing_began = progress
        .tasks()
        .filter(|(node, ..)| node.wave == wave.number)
        .all(|(_, state, task)| task.began_at().is_none() && !state.is_lost());
    if nothing_began {
        let _ = write!(text, "\n- {}\n", what_a_wave_waits_for(progress, wave.number));
        return text;
    }
    let _ = writeln!(text, " ({})", duration(wave.elapsed_ms));
    let tasks = progress.tasks().filter(|(node, ..)| node.wave == wave.number);
    for (number, (node, state, task)) in tasks.enumerate() {
        text.push_str(&task_line(number + 1, node, state, task));
    }
    text
}

fn sign(status: WaveStatus) -> &'static str {
    match status {
        WaveStatus::Passed => "✅",
        WaveStatus::Running => "🔄",
        WaveStatus::Waiting => "⏸️",
        WaveStatus::Failed => "❌",
    }
}

fn what_a_wave_waits_for(progress: &Progress, wave: u8) -> String {
    let waves = progress.waves();
    let earlier = match progress.run().settings.mode {
        Mode::Sequential => waves.iter().rfind(|other| other.number < wave),
        Mode::Parallel | Mode::Adaptive => {
            waves.iter().find(|other| other.number == 0 && wave > 0 && other.completed < other.total)
        }
    };
    match earlier {
        Some(earlier) => format!("Waiting for Wave {} completion...", earlier.number),
        None => "Waiting for what its Tasks need...".to_owned(),
    }
}

fn task_line(number: usize, node: &TaskNode, state: &TaskState, task: &TaskProgress) -> String {
    let mark = if state.is_in_tree() { "x" } else { " " };
    format!("- [{mark}] Task {number}: {} - {}\n", one_line(&node.title), task_words(state, task))
}

fn task_words(state: &TaskState, task: &TaskProgress) -> String {
    match state {
        TaskState::Waiting if !task.attempts.is_empty() => "To be done again".to_owned(),
        TaskState::Waiting => "Waiting".to_owned(),
        TaskState::Running { .. } if !task.activity.is_empty() => one_line(&task.activity),
        TaskState::Running { .. } if task.attempts.len() > 1 => format!("Attempt {} in progress...", task.attempts.len()),
        TaskState::Running { .. } => "In progress...".to_owned(),
        TaskState::Ended { .. } | TaskState::Integrating { .. } => "Being integrated...".to_owned(),
        TaskState::Checking { .. } | TaskState::Integrated { .. } if task.summary.is_empty() => "Done".to_owned(),
        TaskState::Checking { .. } | TaskState::Integrated { .. } => one_line(&task.summary),
        TaskState::Failed { reason } => format!("❌ {}", one_line(reason)),
        TaskState::Blocked { by } => format!("❌ Not started, because it needs {by}"),
        TaskState::Cancelled { .. } => "Cancelled".to_owned(),
    }
}

fn gates_section(gates: &[GateProgress]) -> String {
    let ended: Vec<_> = gates.iter().filter(|gate| !gate.verdicts.is_empty()).collect();
    if ended.is_empty() {
        return String::new();
    }
    let mut text = "\n### Quality Gates\n".to_owned();
    for gate in ended {
        let sign = if gate.passed() { "✅" } else { "❌" };
        let checks = gate.verdicts.iter().map(|verdict| match &verdict.ending {
            Ending::Passed => verdict.check.clone(),
            Ending::Failed { .. } => format!("{} failed", verdict.check),
            Ending::Environment { message, .. } => format!("{} could not run: {}", verdict.check, one_line(message)),
            Ending::NotChecked { .. } => format!("{} not checked", verdict.check),
        });
        let checks = checks.collect::<Vec<_>>().join(", ");
        let took = duration(gate.ended_at.unwrap_or(gate.began_at) - gate.began_at);
        let _ = writeln!(text, "- {sign} {}: {checks} ({took})", gate_name(&gate.scope));
    }
    text
}

fn metrics_section(progress: &Progress) -> String {
    let elapsed = duration(progress.elapsed_ms());
    let work = duration(progress.work_ms());
    let usage = progress.usage();
    let used = if usage.is_nothing() { String::new() } else { format!("- Used by agents: {}\n", one_line(&usage.to_string())) };
    format!(
        "\n### Performance Metrics\n\
         - Total elapsed: {elapsed}\n\
         - Parallel speedup: {:.1}x (work ÷ elapsed: {work} of Attempts and gates in {elapsed})\n\
         {used}\
         - Tasks completed: {}/{}\n",
        progress.speedup(),
        progress.completed(),
        progress.run().tasks.len()
    )
}
