//! What a run is doing, while it does it: bars on a terminal, lines elsewhere.

use std::collections::HashMap;
use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use specwave_engine::scheduler::{TaskNode, TaskState};
use specwave_engine::state::{Progress, TaskProgress, WaveStatus};
use specwave_plan::TaskId;

use super::{printable, warn};

/// How often the time of a Task goes on.
const TICK: Duration = Duration::from_millis(200);

/// Shows progress on standard error, so that standard output holds the account alone.
pub(crate) enum Live {
    /// For programs.
    Silent,
    /// One line whenever something happens.
    Lines { last: String },
    /// Bars and a line with what happened last.
    Bars(Bars),
}

/// One bar per wave, and below it one for each of its Tasks that an agent is at work on.
pub(crate) struct Bars {
    area: MultiProgress,
    waves: Vec<ProgressBar>,
    tasks: HashMap<TaskId, ProgressBar>,
    line: ProgressBar,
}

impl Live {
    pub(crate) fn silent() -> Self {
        Self::Silent
    }

    /// Bars where standard error is a terminal, else lines.
    pub(crate) fn for_terminal() -> Self {
        if !std::io::stderr().is_terminal() {
            return Self::Lines { last: String::new() };
        }
        let area = MultiProgress::new();
        let line = area.add(ProgressBar::new_spinner());
        Self::Bars(Bars { area, waves: Vec::new(), tasks: HashMap::new(), line })
    }

    /// Shows the state after one more record.
    pub(crate) fn show(&mut self, progress: &Progress) {
        match self {
            Self::Silent => {}
            Self::Lines { last } => {
                if progress.message() != last {
                    *last = progress.message().to_owned();
                    warn(&format!("{:>3} %  {last}\n", progress.percentage()));
                }
            }
            Self::Bars(bars) => bars.show(progress),
        }
    }

    /// Says something that is no progress.
    pub(crate) fn note(&self, text: &str) {
        match self {
            Self::Silent => {}
            Self::Lines { .. } => warn(&format!("{text}\n")),
            Self::Bars(bars) => {
                // A terminal that has gone shows nothing anyway.
                let _ = bars.area.println(text);
            }
        }
    }
}

impl Bars {
    fn show(&mut self, progress: &Progress) {
        self.show_waves(progress);
        for (node, state, task) in progress.tasks() {
            self.show_task(node, state, task);
        }
        self.line.set_message(progress.message().to_owned());
        if progress.outcome().is_some() {
            self.tasks.drain().for_each(|(_, bar)| bar.finish_and_clear());
            self.waves.iter().for_each(ProgressBar::abandon);
            self.line.finish_and_clear();
        }
    }

    fn show_waves(&mut self, progress: &Progress) {
        for wave in progress.waves() {
            let at = usize::from(wave.number);
            if self.waves.len() <= at {
                let bar = self.area.insert_before(&self.line, ProgressBar::new(wave.total as u64));
                bar.set_style(style("{prefix:32!} {bar:20.cyan/blue} {pos}/{len} {msg}"));
                bar.set_prefix(format!("Wave {} {}", wave.number, wave.title));
                self.waves.push(bar);
            }
            self.waves[at].set_position(wave.completed as u64);
            self.waves[at].set_message(mark(wave.status));
        }
    }

    fn show_task(&mut self, node: &TaskNode, state: &TaskState, task: &TaskProgress) {
        if !matches!(state, TaskState::Running { .. }) {
            if let Some(bar) = self.tasks.remove(&node.id) {
                bar.finish_and_clear();
                self.area.remove(&bar);
            }
            return;
        }
        let Some(wave) = self.waves.get(usize::from(node.wave)) else { return };
        let bar = self.tasks.entry(node.id.clone()).or_insert_with(|| {
            let bar = self.area.insert_after(wave, ProgressBar::new_spinner());
            bar.set_style(style("  {spinner:.cyan} {prefix:28!} {elapsed:>4} {wide_msg}"));
            bar.set_prefix(node.title.clone());
            bar.enable_steady_tick(TICK);
            bar
        });
        bar.set_message(printable(&task.activity));
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

fn mark(status: WaveStatus) -> &'static str {
    match status {
        WaveStatus::Waiting => "",
        WaveStatus::Running => "running",
        WaveStatus::Passed => "done",
        WaveStatus::Failed => "failed",
    }
}
