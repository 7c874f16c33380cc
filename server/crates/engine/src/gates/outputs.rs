//! The files that Tasks promised.

use std::time::Instant;

use super::Judgement;
use crate::scheduler::GateScope;
use crate::verdict::{Culprit, Ending, Verdict};

impl Judgement<'_> {
    /// Whether every Task that this gate is about made what its plan says, as files that are not empty.
    pub(super) fn outputs(&self) -> Verdict {
        let start = Instant::now();
        let root = self.workspace.files();
        let is_judged = |task: &&specwave_plan::Task| match self.scope {
            GateScope::Wave { wave } => task.wave == *wave,
            _ => true,
        };
        let mut culprits = Vec::new();
        for task in self.gates.plan.tasks.iter().filter(is_judged).filter(|task| self.integrated.contains(&task.id)) {
            let is_missing = |path: &&String| !root.join(path).metadata().is_ok_and(|data| data.is_file() && data.len() > 0);
            let missing: Vec<String> = task.makes.iter().filter(is_missing).map(|path| format!("{path} is missing")).collect();
            if !missing.is_empty() {
                culprits.push(Culprit { task: task.id.clone(), text: missing.join("\n") });
            }
        }
        let ending = if culprits.is_empty() {
            Ending::Passed
        } else {
            let text = culprits.iter().map(|culprit| format!("{}: {}", culprit.task, culprit.text)).collect::<Vec<_>>();
            Ending::Failed { text: text.join("\n"), culprits, findings: Vec::new() }
        };
        let millis = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
        Verdict { check: "outputs".to_owned(), command: String::new(), millis, ending, coverage: None }
    }
}
