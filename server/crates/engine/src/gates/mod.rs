//! Checks of the integrated tree.
//!
//! **Invariant:** a gate never guesses. What is missing on the machine is an environment fault, what is not
//! checked yet says so, and only what ran and held is a pass.

mod checks;
mod compile;
mod coverage;
mod go_command;
mod go_list;
mod outputs;
mod owners;
mod places;
mod redeclared;
mod tests_check;
mod toolchain;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use specwave_plan::{Config, Plan, Quality, TaskId};
use tokio::sync::watch;

pub(crate) use places::place;
pub use toolchain::Toolchain;

use crate::failure::Failure;
use crate::scheduler::GateScope;
use crate::verdict::{Culprit, Ending, GateFinding, Verdict};
use crate::workspace::{Repository, Workspace};
use checks::Check;
use go_command::GoCommands;
use go_list::Packages;
use owners::Owners;

/// What a run's gates ask for.
#[derive(Debug, Clone)]
pub struct Gates {
    toolchain: Toolchain,
    plan: Arc<Plan>,
    quality: Quality,
    config: Config,
    owners: Owners,
}

/// One gate at work: what it judges, and with what.
struct Judgement<'a> {
    gates: &'a Gates,
    repository: &'a Repository,
    workspace: &'a Workspace,
    scope: &'a GateScope,
    integrated: BTreeSet<&'a TaskId>,
    go: GoCommands<'a>,
}

impl Gates {
    /// The gates of a quality level.
    #[must_use]
    pub fn new(toolchain: Toolchain, plan: Arc<Plan>, quality: Quality, config: Config) -> Self {
        let owners = Owners::new(&plan);
        Self { toolchain, plan, quality, config, owners }
    }

    /// The Go that they run.
    pub(crate) fn toolchain(&self) -> &Toolchain {
        &self.toolchain
    }

    /// Checks the tree in this Workspace.
    ///
    /// # Errors
    /// Environment, where a process cannot even be started; cancelled, once `cancelled` says so and all has ended.
    pub async fn judge(
        &self,
        repository: &Repository,
        workspace: &Workspace,
        scope: &GateScope,
        integrated: &[TaskId],
        cancelled: watch::Receiver<bool>,
    ) -> Result<Vec<Verdict>, Failure> {
        let go = GoCommands::new(&self.toolchain, workspace, &self.config, repository.hidden(), cancelled)?;
        let judgement = Judgement { gates: self, repository, workspace, scope, integrated: integrated.iter().collect(), go };
        judgement.verdicts().await
    }
}

impl Judgement<'_> {
    /// One verdict for each check, in order. What cannot be judged because the code does not compile is said to be so.
    async fn verdicts(&self) -> Result<Vec<Verdict>, Failure> {
        let mut verdicts: Vec<Verdict> = Vec::new();
        let has_go = go_list::has_go_files(&self.workspace.files());
        for check in checks::of(self.scope, self.gates.quality) {
            let compiles =
                verdicts.iter().filter(|verdict| ["build", "vet"].contains(&verdict.check.as_str())).all(Verdict::lets_pass);
            let verdict = match check {
                Check::Outputs => self.outputs(),
                Check::NotYet(name) => not_checked(name, "this version of specwave does not make this check yet"),
                _ if !has_go => not_checked(check.name(), "there is no Go code yet"),
                Check::Build => self.build().await?,
                Check::Vet if compiles => self.vet().await?,
                Check::Tests if compiles => {
                    verdicts.extend(self.tests().await?);
                    continue;
                }
                Check::Vet | Check::Tests => not_checked(check.name(), "the code does not compile"),
            };
            verdicts.push(verdict);
        }
        Ok(verdicts)
    }

    /// All packages at and below the folder that the code goes into.
    fn everything(&self) -> String {
        format!("./{}...", self.gates.plan.contract.module.below)
    }

    /// The Task that has to mend what is wrong at a path.
    fn task_at(&self, path: &str) -> Option<TaskId> {
        let last = self.repository.last_task_at(self.workspace.base(), path).ok().flatten();
        last.map(TaskId).or_else(|| self.gates.owners.of(path).cloned())
    }

    /// The Tasks that have to mend what is wrong at these places, each with its part of the text.
    fn culprits(&self, findings: &[GateFinding]) -> Vec<Culprit> {
        let mut tasks: BTreeMap<&str, Option<TaskId>> = BTreeMap::new();
        let mut texts: BTreeMap<TaskId, Vec<String>> = BTreeMap::new();
        for finding in findings {
            let task = tasks.entry(&finding.path).or_insert_with(|| self.task_at(&finding.path));
            if let Some(task) = task {
                let line = format!("{}:{}:{}: {}", finding.path, finding.line, finding.column, finding.message);
                texts.entry(task.clone()).or_default().push(line);
            }
        }
        texts.into_iter().map(|(task, lines)| Culprit { task, text: lines.join("\n") }).collect()
    }

    /// The packages that tests can be asked of: after the last Task all, before that those that are complete.
    async fn complete_packages(&self) -> Result<Packages, Failure> {
        let packages = self.go.list(&self.everything()).await?;
        Ok(match self.scope {
            GateScope::Final => packages,
            _ => packages.complete(|folder, files| self.gates.owners.are_in(folder, files, &self.integrated)),
        })
    }
}

fn not_checked(check: &str, reason: &str) -> Verdict {
    Verdict {
        check: check.to_owned(),
        command: String::new(),
        millis: 0,
        ending: Ending::NotChecked { reason: reason.to_owned() },
        coverage: None,
    }
}
