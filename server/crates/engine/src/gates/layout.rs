//! Our own checks of the code as it is written: its layout, and what the contract pins.

use std::path::Path;
use std::time::Instant;

use specwave_source::Severity;
use specwave_verify::{agreed, lacks, verify};

use super::Judgement;
use crate::verdict::{Asked, Culprit, Ending, GateFinding, Verdict};

impl Judgement<'_> {
    /// Whether the code lies and imports as its layout says. What is no error is noted.
    pub(super) fn layout(&self) -> Verdict {
        let start = Instant::now();
        let below = Path::new(&self.gates.plan.contract.module.below);
        let verified = verify(self.tree(), below, &self.gates.config);
        let root = self.workspace.files();
        let (mut errors, mut noted) = (Vec::new(), Vec::new());
        for found in verified.findings {
            let place = verified.sources.line_column(found.span.start);
            let path = verified.sources.path_at(found.span.start);
            let finding = GateFinding {
                path: path.strip_prefix(&root).unwrap_or(path).to_string_lossy().into_owned(),
                line: place.line,
                column: place.column,
                message: found.message,
                rule: found.code,
                asked: None,
            };
            match found.severity {
                Severity::Error => errors.push(finding),
                Severity::Warning => noted.push(finding),
                Severity::Information | Severity::Hint => {}
            }
        }
        noted.retain(|finding| self.is_judged("layout", &finding.path));
        Verdict { noted, millis: millis_since(start), ..Verdict::new("layout", self.ending_of("layout", errors)) }
    }

    /// Whether the code has what the contract pins, as far as the Tasks that write it are in.
    pub(super) fn contract(&self) -> Verdict {
        let start = Instant::now();
        let agreed = agreed(&self.gates.plan.contract);
        let mut findings = Vec::new();
        let mut culprits: Vec<Culprit> = Vec::new();
        for lack in lacks(&agreed, self.tree()) {
            let owners: Vec<_> = self.writers_of(lack.item).collect();
            if owners.is_empty() || !owners.iter().all(|task| self.integrated.contains(task)) {
                continue;
            }
            for task in owners {
                let line = format!("{}: {}", lack.path, lack.message);
                match culprits.iter_mut().find(|culprit| culprit.task == *task) {
                    Some(culprit) => culprit.text = format!("{}\n{line}", culprit.text),
                    None => culprits.push(Culprit { task: task.clone(), text: line }),
                }
            }
            let what = format!("{} {}", lack.item.kind, lack.item.name);
            let asked = lack.asked_at.map(|line| Asked { line, what });
            let (path, message) = (lack.path, lack.message);
            findings.push(GateFinding { path, line: lack.line, column: 0, message, rule: String::new(), asked });
        }
        let ending = if findings.is_empty() {
            Ending::Passed
        } else {
            let text = findings.iter().map(|finding| format!("{}: {}", finding.path, finding.message));
            Ending::Failed { text: text.collect::<Vec<_>>().join("\n"), culprits, findings }
        };
        Verdict { millis: millis_since(start), ..Verdict::new("contract", ending) }
    }

    /// The Tasks that write an item of the contract: by the file that it has there, else by its name, which is reserved for one.
    fn writers_of<'s>(&'s self, item: &'s specwave_verify::Agreed) -> impl Iterator<Item = &'s specwave_plan::TaskId> {
        let by_file = self.gates.owners.of(&item.file).filter(|_| !item.file.is_empty());
        let is_reserved = |task: &&specwave_plan::Task| {
            task.reserves.iter().any(|reserved| reserved.package == item.dir && reserved.name == item.go_name)
        };
        let kind = match item.kind {
            "value object" => "value",
            "DTO" => "dto",
            kind => kind,
        };
        let role = specwave_plan::contract::Contract::owner_of_kind(kind);
        let tasks = &self.gates.plan.tasks;
        let by_name = || tasks.iter().find(is_reserved).map(|task| &task.id);
        let by_role = move || tasks.iter().filter(move |task| Some(&task.role) == role.as_ref()).map(|task| &task.id);
        let known = by_file.or_else(by_name);
        let rest = known.is_none().then(by_role).into_iter().flatten();
        known.into_iter().chain(rest)
    }
}

fn millis_since(start: Instant) -> u64 {
    u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX)
}
