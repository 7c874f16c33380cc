//! What a run is doing, while it does it: bars on a terminal, lines elsewhere.

use std::io::IsTerminal;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use specwave_engine::state::{Progress, WaveStatus};

use super::warn;

/// Shows progress on standard error, so that standard output holds the account alone.
pub(crate) enum Live {
    /// For programs.
    Silent,
    /// One line whenever something happens.
    Lines { last: String },
    /// One bar per wave, and a line with what happened last.
    Bars { area: MultiProgress, waves: Vec<ProgressBar>, line: ProgressBar },
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
        Self::Bars { area, waves: Vec::new(), line }
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
            Self::Bars { area, waves, line } => {
                show_waves(area, waves, line, progress);
                line.set_message(progress.message().to_owned());
                if progress.outcome().is_some() {
                    waves.iter().for_each(ProgressBar::abandon);
                    line.finish_and_clear();
                }
            }
        }
    }

    /// Says something that is no progress.
    pub(crate) fn note(&self, text: &str) {
        match self {
            Self::Silent => {}
            Self::Lines { .. } => warn(&format!("{text}\n")),
            Self::Bars { area, .. } => {
                // A terminal that has gone shows nothing anyway.
                let _ = area.println(text);
            }
        }
    }
}

fn show_waves(area: &MultiProgress, bars: &mut Vec<ProgressBar>, line: &ProgressBar, progress: &Progress) {
    for wave in progress.waves() {
        let at = usize::from(wave.number);
        if bars.len() <= at {
            let bar = area.insert_before(line, ProgressBar::new(wave.total as u64));
            bar.set_style(style());
            bar.set_prefix(format!("Wave {} {}", wave.number, wave.title));
            bars.push(bar);
        }
        bars[at].set_position(wave.completed as u64);
        bars[at].set_message(mark(wave.status));
    }
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{prefix:32!} {bar:20} {pos}/{len} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar())
}

fn mark(status: WaveStatus) -> &'static str {
    match status {
        WaveStatus::Waiting => "",
        WaveStatus::Running => "running",
        WaveStatus::Passed => "done",
        WaveStatus::Failed => "failed",
    }
}
