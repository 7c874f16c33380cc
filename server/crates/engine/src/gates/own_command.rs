//! Checks that a project makes by commands of its own, in place of ours or besides them.

use specwave_plan::config::GateConfig;

use super::go_command::Call;
use super::{Judgement, reports};
use crate::failure::Failure;
use crate::process::{Cause, tool};
use crate::scheduler::GateScope;
use crate::verdict::{Culprit, Ending, Verdict};

impl Judgement<'_> {
    /// Runs the command of a check. Exit code 0 is a pass; the places that it names all the same are noted.
    pub(super) async fn own_command(&self, check: &str, gate: &GateConfig) -> Result<Verdict, Failure> {
        if !self.concerns(gate) {
            return Ok(Verdict::not_checked(check, "no Task of this wave has a role that it is for"));
        }
        let Some((name, args)) = gate.command.split_first() else {
            return Ok(Verdict::not_checked(check, "it has no command"));
        };
        let is_a_path = name.contains('/');
        let program =
            if is_a_path { Some(self.workspace.files().join(name)) } else { tool::find_in(name, &self.gates.toolchain.path) };
        let Some(program) = program.filter(|program| program.is_file()) else {
            let missing = if is_a_path { "is not there" } else { "was not found in PATH" };
            return Ok(Verdict::new(
                check,
                Ending::Environment {
                    message: format!("`{name}`, the command of check `{check}`, {missing}"),
                    hint: format!("install it, or change `gate.{check}` in specwave.toml, then `specwave resume`"),
                },
            ));
        };
        let ended = self.go.call(Call::new(program, args.iter().cloned())).await?;
        let text = [&ended.stdout[..], &ended.stderr[..]].concat().join("\n");
        let findings = reports::findings(gate.output, &text, &self.workspace.files());
        if let Cause::NotStarted(_) | Cause::Lost | Cause::Signalled(_) = ended.ended.cause {
            let message = format!("`{}` {}", ended.command, ended.ended.describe());
            let hint = format!("mend `gate.{check}` in specwave.toml, then `specwave resume`");
            return Ok(ended.verdict(check, Ending::Environment { message, hint }));
        }
        if ended.succeeded() {
            return Ok(Verdict { noted: findings, ..ended.verdict(check, Ending::Passed) });
        }
        let mut culprits = self.culprits(&findings);
        culprits.retain(|culprit| self.is_of(gate, culprit));
        Ok(ended.verdict(check, Ending::Failed { text: ended.text(), culprits, findings }))
    }

    /// Whether a check of the project's own says anything about what this gate is about.
    fn concerns(&self, gate: &GateConfig) -> bool {
        let GateScope::Wave { wave } = self.scope else { return true };
        let tasks = self.gates.plan.tasks.iter().filter(|task| task.wave == *wave);
        gate.roles.is_empty() || tasks.into_iter().any(|task| gate.roles.contains(&task.role))
    }

    fn is_of(&self, gate: &GateConfig, culprit: &Culprit) -> bool {
        let task = self.gates.plan.tasks.iter().find(|task| task.id == culprit.task);
        gate.roles.is_empty() || task.is_some_and(|task| gate.roles.contains(&task.role))
    }
}
