//! How long a plan is expected to take, by a small list-scheduling simulation over the catalog's durations.
//!
//! Gates and merges are not counted: what a run really took is in its journal.

use std::collections::HashMap;

use serde::Serialize;

use crate::graph::Graph;
use crate::{Mode, Plan, Task, TaskId};

/// A simulated run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Estimate {
    /// The mode that was simulated.
    pub mode: Mode,
    /// How many Tasks could be at work at the same time.
    pub jobs: usize,
    /// Sum of the durations of all Tasks.
    pub work_seconds: u32,
    /// From the first start to the last end.
    pub elapsed_seconds: u32,
    /// The Tasks in the order of their starts.
    pub slots: Vec<Slot>,
}

/// When one Task would be at work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Slot {
    /// The Task.
    pub task: TaskId,
    /// Seconds since the run's start.
    pub start_seconds: u32,
    /// Seconds since the run's start.
    pub end_seconds: u32,
}

impl Estimate {
    /// Work by elapsed time: how many Tasks were at work on average.
    #[must_use]
    pub fn speedup(&self) -> f64 {
        if self.elapsed_seconds == 0 { 1.0 } else { f64::from(self.work_seconds) / f64::from(self.elapsed_seconds) }
    }
}

impl Plan {
    /// Simulates a run in `mode` with at most `jobs` Tasks at the same time.
    #[must_use]
    pub fn estimate(&self, mode: Mode, jobs: usize) -> Estimate {
        let jobs = if mode == Mode::Sequential { 1 } else { jobs.max(1) };
        let mut simulation = Simulation::new(self, mode, jobs);
        while simulation.start_what_can() | simulation.end_the_next() {}
        let slots = simulation.slots;
        Estimate {
            mode,
            jobs,
            work_seconds: self.tasks.iter().map(|task| task.estimate_seconds).sum(),
            elapsed_seconds: slots.iter().map(|slot| slot.end_seconds).max().unwrap_or(0),
            slots,
        }
    }

    /// The chain of Tasks, each waiting for the code of the one before, that takes longest.
    #[must_use]
    pub fn critical_path(&self) -> Vec<&Task> {
        let graph = Graph::of(&self.tasks);
        let mut known = HashMap::new();
        let mut path: Vec<&Task> = Vec::new();
        let mut next = self.tasks.iter().rev().max_by_key(|task| length_until(&graph, task, &mut known));
        while let Some(task) = next.filter(|task| !path.iter().any(|later| later.id == task.id)) {
            path.push(task);
            next = graph.code_needs(task).max_by_key(|needed| length_until(&graph, needed, &mut known));
        }
        path.reverse();
        path
    }
}

/// Seconds until `task` can have ended if nothing but its needs holds it up.
fn length_until<'a>(graph: &Graph<'a>, task: &'a Task, known: &mut HashMap<&'a TaskId, u32>) -> u32 {
    if let Some(length) = known.get(&task.id) {
        return *length;
    }
    // Where an edited plan goes round in a circle, the way ends where it began.
    known.insert(&task.id, 0);
    let before = graph.code_needs(task).map(|needed| length_until(graph, needed, known)).max().unwrap_or(0);
    let length = before + task.estimate_seconds;
    known.insert(&task.id, length);
    length
}

struct Simulation<'a> {
    graph: Graph<'a>,
    mode: Mode,
    jobs: usize,
    now: u32,
    /// The Tasks of Wave 0.
    foundation: Vec<&'a TaskId>,
    /// Tasks that have not started, the one with the longest remaining path first.
    open: Vec<&'a Task>,
    ended: Vec<&'a TaskId>,
    working: Vec<(u32, &'a TaskId)>,
    slots: Vec<Slot>,
}

impl<'a> Simulation<'a> {
    fn new(plan: &'a Plan, mode: Mode, jobs: usize) -> Self {
        let graph = Graph::of(&plan.tasks);
        let mut remaining = HashMap::new();
        for task in &plan.tasks {
            remaining_after(&plan.tasks, &graph, task, &mut remaining);
        }
        let mut open: Vec<&Task> = plan.tasks.iter().collect();
        match mode {
            Mode::Sequential => open.sort_by_key(|task| task.wave),
            Mode::Parallel | Mode::Adaptive => open.sort_by_key(|task| std::cmp::Reverse(remaining[&task.id])),
        }
        let foundation = plan.tasks.iter().filter(|task| task.wave == 0).map(|task| &task.id).collect();
        Self { graph, mode, jobs, now: 0, foundation, open, ended: Vec::new(), working: Vec::new(), slots: Vec::new() }
    }

    /// Starts Tasks until all jobs are taken or none is ready; tells whether any started.
    fn start_what_can(&mut self) -> bool {
        let before = self.open.len();
        while self.working.len() < self.jobs {
            let Some(at) = self.open.iter().position(|task| self.is_ready(task)) else { break };
            let task = self.open.remove(at);
            let end = self.now + task.estimate_seconds;
            self.working.push((end, &task.id));
            self.slots.push(Slot { task: task.id.clone(), start_seconds: self.now, end_seconds: end });
        }
        self.open.len() < before
    }

    /// Goes to the next end of a Task; tells whether there was one.
    fn end_the_next(&mut self) -> bool {
        let Some(at) = (0..self.working.len()).min_by_key(|at| self.working[*at].0) else { return false };
        let (end, task) = self.working.remove(at);
        self.now = end;
        self.ended.push(task);
        true
    }

    fn is_ready(&self, task: &'a Task) -> bool {
        match self.mode {
            Mode::Sequential => self.open.first().is_some_and(|first| first.id == task.id),
            Mode::Parallel => task.wave == 0 || self.foundation.iter().all(|id| self.ended.contains(id)),
            Mode::Adaptive => self.graph.code_needs(task).all(|needed| self.ended.contains(&&needed.id)),
        }
    }
}

/// Seconds from the start of `task` to the end of the longest chain of Tasks that wait for it.
fn remaining_after<'a>(tasks: &'a [Task], graph: &Graph<'a>, task: &'a Task, known: &mut HashMap<&'a TaskId, u32>) -> u32 {
    if let Some(seconds) = known.get(&task.id) {
        return *seconds;
    }
    known.insert(&task.id, 0);
    let waiting = tasks.iter().filter(|later| graph.code_needs(later).any(|needed| needed.id == task.id));
    let after = waiting.map(|later| remaining_after(tasks, graph, later, known)).max().unwrap_or(0);
    let seconds = after + task.estimate_seconds;
    known.insert(&task.id, seconds);
    seconds
}

#[cfg(test)]
mod tests {
    use crate::{Catalog, Config, Mode, Plan, fixtures};

    fn plan() -> Plan {
        Plan::new(fixtures::contract(), Catalog::builtin().unwrap(), Mode::Parallel).unwrap()
    }

    #[test]
    fn one_by_one_takes_all_the_work() {
        let estimate = plan().estimate(Mode::Sequential, 8);
        assert_eq!(estimate.elapsed_seconds, estimate.work_seconds);
        let waves: Vec<u8> = estimate.slots.iter().map(|slot| plan().task(&slot.task).unwrap().wave).collect();
        assert!(waves.is_sorted());
    }

    #[test]
    fn contract_first_is_five_to_eight_times_faster_with_the_default_jobs() {
        let jobs = Config::default().jobs;
        let estimate = plan().estimate(Mode::Adaptive, jobs);
        assert!((5.0..8.0).contains(&estimate.speedup()), "{}", estimate.speedup());
        let parallel = plan().estimate(Mode::Parallel, jobs);
        assert!(parallel.elapsed_seconds <= estimate.elapsed_seconds);
    }

    #[test]
    fn every_task_has_one_slot_and_no_more_than_the_jobs_overlap() {
        let plan = plan();
        for (mode, jobs) in [(Mode::Adaptive, 3), (Mode::Parallel, 5), (Mode::Adaptive, 100), (Mode::Sequential, 4)] {
            let estimate = plan.estimate(mode, jobs);
            assert_eq!(estimate.slots.len(), plan.tasks.len());
            for slot in &estimate.slots {
                let at = slot.start_seconds;
                let working = estimate.slots.iter().filter(|other| other.start_seconds <= at && at < other.end_seconds);
                assert!(working.count() <= estimate.jobs, "{mode} {jobs}");
            }
        }
    }

    #[test]
    fn the_critical_path_goes_from_the_analysis_over_the_longest_task_to_the_validator() {
        let plan = plan();
        let path: Vec<&str> = plan.critical_path().iter().map(|task| task.id.0.as_str()).collect();
        assert_eq!(path, ["foundation_analyst", "service_orchestrator", "quality_validator"]);
        let length: u32 = plan.critical_path().iter().map(|task| task.estimate_seconds).sum();
        assert_eq!(plan.estimate(Mode::Adaptive, 100).elapsed_seconds, length);
    }
}
