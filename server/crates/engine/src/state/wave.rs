//! The waves of a run as people see them.

use serde::Serialize;

use crate::scheduler::{Outcome, TaskState};
use crate::state::Progress;

/// One wave as people see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WaveProgress {
    /// Its number.
    pub number: u8,
    /// Its title; empty if the run names none.
    pub title: String,
    /// How it stands.
    pub status: WaveStatus,
    /// How many of its Tasks are in.
    pub completed: usize,
    /// How many Tasks it has.
    pub total: usize,
    /// From its first Attempt to its end, or until now.
    pub elapsed_ms: u64,
}

/// How a wave stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WaveStatus {
    /// None of its Tasks has started, or the run was ended before they could end.
    Waiting,
    /// Under way.
    Running,
    /// All Tasks are in and the gates passed.
    Passed,
    /// A Task is lost, or the gates failed for good.
    Failed,
}

impl Progress {
    /// All waves, in order.
    #[must_use]
    pub fn waves(&self) -> Vec<WaveProgress> {
        let mut numbers: Vec<u8> = self.run().tasks.iter().map(|node| node.wave).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().map(|number| self.wave(number)).collect()
    }

    /// One wave; an empty one if the plan has none of this number.
    #[must_use]
    pub fn wave(&self, number: u8) -> WaveProgress {
        let tasks: Vec<_> = self.tasks().filter(|(node, ..)| node.wave == number).collect();
        let began_at = tasks.iter().filter_map(|(_, _, task)| task.began_at()).min();
        let status = self.wave_status(number);
        let ended_at = if status == WaveStatus::Running { self.last_at() } else { self.wave_ended_at(number) };
        WaveProgress {
            number,
            title: self.run().waves.get(usize::from(number)).cloned().unwrap_or_default(),
            status,
            completed: tasks.iter().filter(|(_, state, _)| state.is_in_tree()).count(),
            total: tasks.len(),
            elapsed_ms: began_at.map_or(0, |began_at| ended_at.saturating_sub(began_at)),
        }
    }

    fn wave_status(&self, number: u8) -> WaveStatus {
        let tasks: Vec<_> = self.tasks().filter(|(node, ..)| node.wave == number).collect();
        let all_in = tasks.iter().all(|(_, state, _)| matches!(state, TaskState::Integrated { .. }));
        if all_in && self.state().wave_passed(number) {
            WaveStatus::Passed
        } else if tasks.iter().any(|(_, state, _)| state.is_lost()) {
            WaveStatus::Failed
        } else if tasks.iter().all(|(_, _, task)| task.began_at().is_none()) {
            WaveStatus::Waiting
        } else {
            match self.outcome() {
                None => WaveStatus::Running,
                Some(Outcome::Failed { .. }) => WaveStatus::Failed,
                Some(_) => WaveStatus::Waiting,
            }
        }
    }

    fn wave_ended_at(&self, number: u8) -> u64 {
        let tasks = self.tasks().filter(|(node, ..)| node.wave == number).filter_map(|(_, _, task)| task.ended_at);
        tasks.chain(self.passed_at(number)).max().unwrap_or(self.last_at())
    }
}
