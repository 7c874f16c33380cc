//! What the verdicts of a gate mean for the Tasks.

use std::collections::BTreeMap;

use crate::scheduler::apply::contradiction;
use crate::scheduler::state::{Check, Manner, RunningGate};
use crate::scheduler::{Contradiction, Fault, FaultKind, GateScope, Outcome, Repair, State, TaskState};
use crate::verdict::{Ending, Verdict};

impl State {
    pub(crate) fn begin_gate(&mut self, scope: &GateScope) -> Result<(), Contradiction> {
        if self.gate.is_some() {
            return Err(contradiction("two gates at the same time"));
        }
        let covered = (0..self.tasks.len()).filter(|&task| self.tasks[task].is_in_tree()).collect();
        let mending = (0..self.tasks.len()).filter(|&task| self.memory[task].repairing).collect();
        self.gate = Some(RunningGate { scope: scope.clone(), covered, mending });
        Ok(())
    }

    pub(crate) fn end_gate(&mut self, scope: &GateScope, verdicts: &[Verdict]) -> Result<(), Contradiction> {
        let Some(gate) = self.gate.take_if(|gate| gate.scope == *scope) else {
            return Err(contradiction("a gate ended that was not running"));
        };
        if self.is_cancelling() {
            return Ok(());
        }
        if let Some(fault) = verdicts.iter().find_map(Verdict::environment_fault) {
            self.stop(Outcome::Faulted { fault: fault.into() }, Manner::Drain);
            return Ok(());
        }
        if verdicts.is_empty() {
            self.stop_with_internal_fault(format!("{} ended without a verdict", describe(scope)));
            return Ok(());
        }
        if verdicts.iter().all(Verdict::lets_pass) { self.pass(&gate) } else { self.fail(&gate, verdicts) }
    }

    fn pass(&mut self, gate: &RunningGate) -> Result<(), Contradiction> {
        match gate.scope {
            GateScope::Compile { .. } => {}
            GateScope::Wave { wave } => *self.wave_check(wave)? = Check::Passed,
            GateScope::Final => {
                self.wave_checks.fill(Check::Passed);
                self.final_check = Check::Passed;
            }
        }
        self.accept_covered(gate)
    }

    fn fail(&mut self, gate: &RunningGate, verdicts: &[Verdict]) -> Result<(), Contradiction> {
        let texts = failing_texts(verdicts);
        let named = self.named(gate, verdicts);
        let waited_for: Vec<usize> = named.keys().copied().collect();
        let mut culprits = self.culprits(gate, named, &texts);
        if let Some(agent) = self.agent_that_cannot_mend(&culprits) {
            self.stop_with_internal_fault(format!("{} failed on what agent `{agent}` wrote\n{texts}", describe(&gate.scope)));
            return Ok(());
        }
        culprits.retain(|task, _| self.settings.repair_of(self.graph.id(*task)) == Repair::TryAgain);
        if culprits.is_empty() && waited_for.is_empty() {
            let message = format!("{} failed, and no Task could be named that owns it\n{texts}", describe(&gate.scope));
            self.stop(Outcome::Failed { message }, Manner::Drain);
        }
        self.mark_failed(&gate.scope, waited_for.into_iter().chain(culprits.keys().copied()).collect())?;
        for (task, feedback) in culprits {
            self.send_back(task, feedback)?;
        }
        self.accept_covered(gate)
    }

    /// The agent that is to blame, where none of the culprits has one that would write anything else in another Attempt.
    fn agent_that_cannot_mend(&self, culprits: &BTreeMap<usize, String>) -> Option<String> {
        let settings = &self.settings;
        let ids = || culprits.keys().map(|task| self.graph.id(*task));
        if ids().any(|task| settings.repair_of(task) == Repair::TryAgain) {
            return None;
        }
        match ids().next() {
            Some(task) => Some(settings.agent_of(task).to_owned()),
            None if settings.repair == Repair::OurFault && settings.assigned.is_empty() => Some(settings.agent.clone()),
            None => None,
        }
    }

    /// The Tasks that the verdicts name, each with its part of the texts; those that have not handed anything in yet
    /// cannot be wrong.
    fn named(&self, gate: &RunningGate, verdicts: &[Verdict]) -> BTreeMap<usize, String> {
        let may_be_wrong = |task: &usize| gate.covered.contains(task) || gate.mending.contains(task);
        let mut tasks = BTreeMap::<usize, String>::new();
        for verdict in verdicts {
            let Ending::Failed { culprits: named, .. } = &verdict.ending else { continue };
            for culprit in named {
                let Some(task) = self.graph.find(&culprit.task).filter(may_be_wrong) else { continue };
                let text = tasks.entry(task).or_default();
                if !text.is_empty() {
                    text.push('\n');
                }
                text.push_str(&culprit.text);
            }
        }
        tasks
    }

    /// Who has to mend it: the named Tasks whose code the gate saw; where nobody is named, all that the gate was about.
    ///
    /// A named Task whose code does not count as in is mending it already: what it left in the tree until then is nobody
    /// else's fault.
    fn culprits(&self, gate: &RunningGate, mut named: BTreeMap<usize, String>, texts: &str) -> BTreeMap<usize, String> {
        if named.is_empty() {
            return self.subjects(&gate.scope).into_iter().map(|task| (task, texts.to_owned())).collect();
        }
        named.retain(|task, _| gate.covered.contains(task));
        named
    }

    /// The Tasks a gate is about. The last gate is about nobody in particular.
    fn subjects(&self, scope: &GateScope) -> Vec<usize> {
        match scope {
            GateScope::Compile { tasks } => tasks.iter().filter_map(|task| self.graph.find(task)).collect(),
            GateScope::Wave { wave } => self.graph.tasks_of(*wave).to_vec(),
            GateScope::Final => Vec::new(),
        }
    }

    fn mark_failed(&mut self, scope: &GateScope, culprits: Vec<usize>) -> Result<(), Contradiction> {
        match scope {
            GateScope::Compile { .. } => {}
            GateScope::Wave { wave } => *self.wave_check(*wave)? = Check::Failed { culprits },
            GateScope::Final => self.final_check = Check::Failed { culprits },
        }
        Ok(())
    }

    fn send_back(&mut self, task: usize, feedback: String) -> Result<(), Contradiction> {
        self.memory[task].repairing = true;
        self.make_due_again(task)?;
        self.spend_attempt(task, feedback)
    }

    /// A wave that had passed is due again once one of its Tasks is done again.
    pub(crate) fn make_due_again(&mut self, task: usize) -> Result<(), Contradiction> {
        let check = self.wave_check(self.graph.wave_of(task))?;
        if *check == Check::Passed {
            *check = Check::Due;
        }
        Ok(())
    }

    /// Those the gate saw and did not send back are in.
    fn accept_covered(&mut self, gate: &RunningGate) -> Result<(), Contradiction> {
        for &task in &gate.covered {
            if let TaskState::Checking { attempt } = self.tasks[task] {
                self.set(task, TaskState::Integrated { attempt })?;
            }
        }
        Ok(())
    }

    fn wave_check(&mut self, wave: u8) -> Result<&mut Check, Contradiction> {
        let at = self.graph.waves.iter().position(|(number, _)| *number == wave);
        at.map(|at| &mut self.wave_checks[at]).ok_or_else(|| contradiction(format!("the plan has no Wave {wave}")))
    }

    fn stop_with_internal_fault(&mut self, message: String) {
        let fault = Fault { kind: FaultKind::Internal, message, hint: String::new() };
        self.stop(Outcome::Faulted { fault }, Manner::Cancel);
    }
}

/// A gate in words, for messages.
pub(crate) fn describe(scope: &GateScope) -> String {
    match scope {
        GateScope::Compile { .. } => "the compile gate".to_owned(),
        GateScope::Wave { wave } => format!("the gate of Wave {wave}"),
        GateScope::Final => "the last gate".to_owned(),
    }
}

fn failing_texts(verdicts: &[Verdict]) -> String {
    let failing = verdicts.iter().filter_map(|verdict| match &verdict.ending {
        Ending::Failed { text, .. } => Some(format!("{}: {text}", verdict.check)),
        _ => None,
    });
    failing.collect::<Vec<_>>().join("\n")
}
