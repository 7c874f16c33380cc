//! Checks of the integrated tree.
//!
//! **Invariant:** a gate never guesses. What is missing on the machine is an environment fault, what is not
//! checked yet says so, and only what ran and held is a pass.

mod benchmarks;
mod build_token;
mod checks;
mod compile;
mod coverage;
mod declared;
mod fuzz;
mod go_command;
mod go_list;
mod go_tool;
mod layout;
mod lint;
mod measured;
mod outputs;
mod own_command;
mod owners;
mod places;
mod redeclared;
mod reports;
mod specified;
mod test_output;
mod tests_check;
mod toolchain;
mod vulnerabilities;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use specwave_plan::config::GateConfig;
use specwave_plan::{Config, Plan, Quality, TaskId};
use specwave_verify::Tree;
use tokio::sync::watch;

pub use checks::checks_of_a_run;
pub(crate) use places::place;
pub use toolchain::Toolchain;

use crate::failure::Failure;
use crate::scheduler::GateScope;
use crate::verdict::{Culprit, Ending, GateFinding, Verdict};
use crate::workspace::{Repository, Workspace};
use checks::Check;
use go_command::GoCommands;
use go_list::Packages;
use go_tool::Unusable;
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
    tree: OnceLock<Tree>,
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
        let integrated = integrated.iter().collect();
        let judgement = Judgement { gates: self, repository, workspace, scope, integrated, go, tree: OnceLock::new() };
        let mut verdicts = judgement.verdicts().await?;
        judgement.name_what_asked(&mut verdicts);
        Ok(verdicts)
    }
}

impl Judgement<'_> {
    /// One verdict for each check, in order. What cannot be judged because the code does not compile is said to be so.
    async fn verdicts(&self) -> Result<Vec<Verdict>, Failure> {
        let mut verdicts: Vec<Verdict> = Vec::new();
        let has_go = go_list::has_go_files(&self.workspace.files());
        for check in checks::of(self.scope, self.gates.quality) {
            let name = check.name();
            let compiles =
                verdicts.iter().filter(|verdict| ["build", "vet"].contains(&verdict.check.as_str())).all(Verdict::lets_pass);
            let wanted = self.gates.config.gate.get(name);
            let verdict = match check {
                _ if wanted.is_some_and(|gate| !gate.enabled) => Verdict::not_checked(name, SWITCHED_OFF),
                _ if self.says_nothing(name) => Verdict::not_checked(name, "no Task of this wave writes what it judges"),
                _ if let Some(gate) = wanted.filter(|gate| !gate.command.is_empty()) => self.own_command(name, gate).await?,
                Check::Outputs => self.outputs(),
                _ if !has_go => Verdict::not_checked(name, "there is no Go code yet"),
                Check::Build => self.build().await?,
                Check::Layout => self.layout(),
                Check::Contract => self.contract(),
                _ if !compiles => Verdict::not_checked(name, "the code does not compile"),
                Check::Vet => self.vet().await?,
                Check::Lint => self.lint().await?,
                Check::Benchmarks => self.benchmarks().await?,
                Check::Vulnerabilities => self.vulnerabilities().await?,
                Check::Fuzz => self.fuzz().await?,
                Check::Tests => {
                    verdicts.extend(self.tests_and_coverage().await?);
                    continue;
                }
            };
            verdicts.push(verdict);
        }
        for name in checks::of_the_project(self.scope, self.gates.quality, &self.gates.config) {
            let Some(gate) = self.gates.config.gate.get(name) else { continue };
            verdicts.push(match gate.enabled {
                true => self.own_command(name, gate).await?,
                false => Verdict::not_checked(name, SWITCHED_OFF),
            });
        }
        Ok(verdicts)
    }

    /// The verdicts on tests and on coverage, which one run of the tests gives; either may be switched off or made otherwise.
    async fn tests_and_coverage(&self) -> Result<Vec<Verdict>, Failure> {
        let mut verdicts = self.tests().await?;
        let wanted = self.gates.config.gate.get("coverage");
        for verdict in verdicts.iter_mut().filter(|verdict| verdict.check == "coverage") {
            match wanted {
                Some(GateConfig { enabled: false, .. }) => *verdict = Verdict::not_checked("coverage", SWITCHED_OFF),
                Some(gate) if !gate.command.is_empty() => *verdict = self.own_command("coverage", gate).await?,
                _ => {}
            }
        }
        Ok(verdicts)
    }

    /// Whether all Tasks that a gate is about write what a check says nothing about.
    fn says_nothing(&self, check: &str) -> bool {
        let GateScope::Wave { wave } = self.scope else { return false };
        let mut tasks = self.gates.plan.tasks.iter().filter(|task| task.wave == *wave);
        tasks.all(|task| task.not_judged_by.iter().any(|other| other == check))
    }

    /// The code, read and parsed once for all checks that look at it themselves.
    fn tree(&self) -> &Tree {
        self.tree.get_or_init(|| Tree::read_all(&self.workspace.files()))
    }

    /// Whether a check judges what is at a path: code of a Task that is in, and not the user's own.
    fn is_judged(&self, check: &str, path: &str) -> bool {
        self.gates.owners.judged(path, check).is_some_and(|task| self.integrated.contains(task))
    }

    /// How a check ended that found this.
    fn ending_of(&self, check: &str, mut findings: Vec<GateFinding>) -> Ending {
        findings.retain(|finding| self.is_judged(check, &finding.path));
        if findings.is_empty() {
            return Ending::Passed;
        }
        let text: Vec<String> = findings.iter().map(in_a_line).collect();
        Ending::Failed { text: go_command::bounded(&text.join("\n")), culprits: self.culprits(&findings), findings }
    }

    /// A tool is missing: where the level wants to be sure, that is the machine's fault, and below that a reason.
    fn without_tool(&self, check: &str, Unusable { message, hint }: &Unusable) -> Verdict {
        match self.gates.quality {
            Quality::Bulletproof => {
                let hint = format!("{hint}, then `specwave resume`");
                Verdict::new(check, Ending::Environment { message: message.clone(), hint })
            }
            _ => Verdict::not_checked(check, format!("{message}: {hint}")),
        }
    }

    /// More arguments that the project has for a check's own command.
    fn arguments_of(&self, check: &str) -> &[String] {
        self.gates.config.gate.get(check).map(|gate| gate.arguments.as_slice()).unwrap_or_default()
    }

    /// A command as people are shown it: a run's private folder says nothing to them.
    fn shown(&self, command: &str) -> String {
        command.replace(&*self.workspace.temporary().to_string_lossy(), "$TMPDIR")
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
                texts.entry(task.clone()).or_default().push(in_a_line(finding));
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

const SWITCHED_OFF: &str = "it is switched off in specwave.toml";

/// As compilers write it.
fn in_a_line(finding: &GateFinding) -> String {
    let GateFinding { path, line, column, message, rule, .. } = finding;
    let rule = if rule.is_empty() { String::new() } else { format!(" ({rule})") };
    format!("{path}:{line}:{column}: {message}{rule}")
}
