//! Decides what to do next, one decision at a time.

use crate::protocol::Mode;
use crate::scheduler::state::{Check, Manner};
use crate::scheduler::{
    Answer, Command, Contradiction, Event, Fault, FaultKind, GateScope, Outcome, Phase, RunStarted, State, TaskState,
};

impl State {
    /// Begins a run: the state after its first decisions, and what to do.
    pub fn begin(run: &RunStarted) -> Result<(Self, Vec<Command>), Contradiction> {
        let mut state = Self::start(run)?;
        let commands = state.decide()?;
        Ok((state, commands))
    }

    /// Takes note of one event and decides what follows from it.
    ///
    /// The state already holds the decisions: a driver writes each command's [`Command::record`] down and
    /// carries the command out, but does not hand the record in again.
    pub fn step(&mut self, event: &Event) -> Result<Vec<Command>, Contradiction> {
        let was_cancelling = self.is_cancelling();
        let answer = self.answer_that_is_waited_for(event);
        self.apply(event)?;
        let mut commands = Vec::from_iter(answer);
        if self.is_cancelling() && !was_cancelling {
            commands.extend(self.cancel_what_is_under_way());
        }
        commands.extend(self.decide()?);
        Ok(commands)
    }

    fn decide(&mut self) -> Result<Vec<Command>, Contradiction> {
        let mut commands = Vec::new();
        while let Some(command) = self.next_decision() {
            if let Some(record) = command.record() {
                self.apply(&record)?;
            }
            commands.push(command);
        }
        Ok(commands)
    }

    fn answer_that_is_waited_for(&self, event: &Event) -> Option<Command> {
        match event {
            Event::PermissionAnswered { question, answer } if self.questions.contains_key(question) => {
                Some(Command::Answer { question: question.clone(), allowed: *answer == Answer::Allowed })
            }
            _ => None,
        }
    }

    fn cancel_what_is_under_way(&self) -> Vec<Command> {
        let running = self.tasks.iter().enumerate().filter_map(|(task, state)| match state {
            TaskState::Running { attempt } => {
                Some(Command::CancelAttempt { task: self.graph.id(task).clone(), attempt: *attempt })
            }
            _ => None,
        });
        running.chain(self.gate.is_some().then_some(Command::CancelGate)).collect()
    }

    fn next_decision(&self) -> Option<Command> {
        match &self.phase {
            Phase::Going => self
                .next_integration()
                .or_else(|| self.next_gate())
                .or_else(|| self.next_back_off())
                .or_else(|| self.next_attempt())
                .or_else(|| (!self.is_anything_under_way() && !self.back_off.holds_up()).then(|| self.conclude())),
            Phase::Paused => self.next_integration(),
            Phase::Stopping { outcome, manner } => {
                let integration = if *manner == Manner::Drain { self.next_integration() } else { None };
                let finish = || Command::Finish { outcome: outcome.clone() };
                integration.or_else(|| (!self.is_anything_under_way()).then(finish))
            }
            Phase::Applying | Phase::Ended { .. } => None,
        }
    }

    fn next_integration(&self) -> Option<Command> {
        if self.integrating.is_some() {
            return None;
        }
        self.tasks.iter().enumerate().find_map(|(task, state)| match state {
            TaskState::Ended { attempt, change } => {
                Some(Command::Integrate { task: self.graph.id(task).clone(), attempt: *attempt, change: change.clone() })
            }
            _ => None,
        })
    }

    /// The last gate judges all that any other could, so it takes the place of those that are due with it.
    fn next_gate(&self) -> Option<Command> {
        if self.gate.is_some() {
            return None;
        }
        let scope = self.final_gate().or_else(|| self.compile_gate()).or_else(|| self.wave_gate())?;
        let integrated = self.tasks().filter(|(_, state)| state.is_in_tree()).map(|(node, _)| node.id.clone()).collect();
        Some(Command::RunGate { scope, tree: self.tree.clone(), integrated })
    }

    fn final_gate(&self) -> Option<GateScope> {
        let all_in = self.tasks.iter().all(TaskState::is_in_tree);
        (all_in && self.final_check != Check::Passed).then_some(GateScope::Final)
    }

    fn compile_gate(&self) -> Option<GateScope> {
        let checking = self.tasks().filter(|(_, state)| matches!(state, TaskState::Checking { .. }));
        let tasks: Vec<_> = checking.map(|(node, _)| node.id.clone()).collect();
        (!tasks.is_empty()).then_some(GateScope::Compile { tasks })
    }

    fn wave_gate(&self) -> Option<GateScope> {
        if self.settings.mode == Mode::Parallel {
            return None;
        }
        let due = self.graph.waves.iter().zip(&self.wave_checks).find(|((_, tasks), check)| match check {
            Check::Passed => false,
            Check::Due => self.are_integrated(tasks),
            Check::Failed { culprits } => self.are_integrated(tasks) && self.are_integrated(culprits),
        })?;
        Some(GateScope::Wave { wave: due.0.0 })
    }

    fn next_attempt(&self) -> Option<Command> {
        if self.running >= self.most_at_once() || self.back_off.holds_up() {
            return None;
        }
        let may_start = |&&task: &&usize| self.tasks[task] == TaskState::Waiting && self.may_start(task);
        let task = match self.settings.mode {
            Mode::Sequential => self.graph.waves.iter().flat_map(|(_, tasks)| tasks).find(may_start),
            Mode::Parallel | Mode::Adaptive => self.graph.by_remaining_path.iter().find(may_start),
        }?;
        let memory = &self.memory[*task];
        Some(Command::StartAttempt {
            task: self.graph.id(*task).clone(),
            attempt: memory.attempt + 1,
            feedback: memory.feedback.clone(),
            context: memory.context.clone(),
        })
    }

    fn most_at_once(&self) -> u32 {
        if self.settings.mode == Mode::Sequential { 1 } else { self.settings.jobs.max(1) }
    }

    fn may_start(&self, task: usize) -> bool {
        match self.settings.mode {
            Mode::Parallel => self.has_foundation(task),
            Mode::Sequential => {
                self.earlier_waves(task).all(|wave| self.wave_checks[wave] == Check::Passed)
                    && self.are_integrated(&self.graph.needs[task])
            }
            Mode::Adaptive => {
                self.has_foundation(task)
                    && self.are_integrated(&self.graph.needs[task])
                    && self.failing_waves_before(task).next().is_none()
            }
        }
    }

    /// The contract and its stubs come with Wave 0, and every later Task starts from them.
    fn has_foundation(&self, task: usize) -> bool {
        self.graph.wave_of(task) == 0 || self.are_integrated(self.graph.foundation())
    }

    /// Positions of the failing waves that hold a Task up. One that mends such a wave must not wait for it.
    fn failing_waves_before(&self, task: usize) -> impl Iterator<Item = usize> {
        let is_failing = |&wave: &usize| matches!(self.wave_checks[wave], Check::Failed { .. });
        self.waves_it_depends_on(task).filter(move |wave| !self.memory[task].repairing && is_failing(wave))
    }

    /// Positions of the other waves whose Tasks this one builds upon.
    fn waves_it_depends_on(&self, task: usize) -> impl Iterator<Item = usize> {
        let own = self.graph.wave_of(task);
        let is_needed = move |wave: u8| wave == 0 || self.graph.needs[task].iter().any(|&need| self.graph.wave_of(need) == wave);
        let numbers = self.graph.waves.iter().map(|(number, _)| *number).enumerate();
        numbers.filter(move |(_, number)| *number != own && is_needed(*number)).map(|(position, _)| position)
    }

    fn earlier_waves(&self, task: usize) -> impl Iterator<Item = usize> {
        let own = self.graph.wave_of(task);
        self.graph.waves.iter().enumerate().filter(move |(_, (number, _))| *number < own).map(|(position, _)| position)
    }

    fn are_integrated(&self, tasks: &[usize]) -> bool {
        tasks.iter().all(|&task| matches!(self.tasks[task], TaskState::Integrated { .. }))
    }

    /// Marks, after a Task is lost, all that waits for it; otherwise the run would wait for ever.
    pub(crate) fn block_what_can_never_start(&mut self) -> Result<(), Contradiction> {
        if self.tasks.iter().any(TaskState::is_lost) {
            while let Some((task, by)) = self.find_unreachable() {
                let by = self.graph.id(by).clone();
                self.set(task, TaskState::Blocked { by })?;
            }
        }
        Ok(())
    }

    fn find_unreachable(&self) -> Option<(usize, usize)> {
        let waiting = (0..self.tasks.len()).filter(|&task| self.tasks[task] == TaskState::Waiting);
        waiting.into_iter().find_map(|task| self.lost_requirement(task).map(|by| (task, by)))
    }

    /// A lost Task without which this one can never start.
    fn lost_requirement(&self, task: usize) -> Option<usize> {
        let lost = |tasks: &[usize]| tasks.iter().copied().find(|&task| self.tasks[task].is_lost());
        let foundation = || if self.graph.wave_of(task) == 0 { None } else { lost(self.graph.foundation()) };
        match self.settings.mode {
            Mode::Parallel => foundation(),
            Mode::Sequential => {
                lost(&self.graph.needs[task]).or_else(|| self.earlier_waves(task).find_map(|wave| self.lost_in_wave(wave)))
            }
            Mode::Adaptive => foundation()
                .or_else(|| lost(&self.graph.needs[task]))
                .or_else(|| self.failing_waves_before(task).find_map(|wave| self.lost_in_wave(wave))),
        }
    }

    /// A lost Task that keeps a wave's gate from ever passing.
    fn lost_in_wave(&self, wave: usize) -> Option<usize> {
        let culprits = match &self.wave_checks[wave] {
            Check::Failed { culprits } => culprits.as_slice(),
            Check::Due | Check::Passed => &[],
        };
        self.graph.waves[wave].1.iter().chain(culprits).copied().find(|&task| self.tasks[task].is_lost())
    }

    /// Nothing is under way and nothing can be started: the run is complete, or it is lost.
    fn conclude(&self) -> Command {
        if self.final_check == Check::Passed {
            return Command::Apply { tree: self.tree.clone() };
        }
        let lost = self.tasks().filter(|(_, state)| state.is_lost());
        let message = lost.map(|(node, state)| explain_loss(&node.title, state)).collect::<Vec<_>>().join("\n");
        let stalled = message.is_empty() || self.tasks.contains(&TaskState::Waiting);
        debug_assert!(!stalled, "nothing runs, nothing can be started, and the run is not complete: {:?}", self.tasks);
        if stalled {
            let message = "the scheduler has nothing to start although the run is not complete".to_owned();
            let fault =
                Fault { kind: FaultKind::Internal, message, hint: "please report this with the run's journal".to_owned() };
            return Command::Finish { outcome: Outcome::Faulted { fault } };
        }
        Command::Finish { outcome: Outcome::Failed { message } }
    }
}

fn explain_loss(title: &str, state: &TaskState) -> String {
    match state {
        TaskState::Failed { reason } => format!("{title} failed: {reason}"),
        TaskState::Blocked { by } => format!("{title} was not started, because it needs `{by}`"),
        _ => String::new(),
    }
}
