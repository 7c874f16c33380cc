//! Single checks of the gates: switched off, made by other commands, or added.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Quality, RoleId};

/// The checks that gates make by themselves, in their order.
pub const OWN_CHECKS: [&str; 11] =
    ["build", "vet", "outputs", "layout", "contract", "lint", "test", "coverage", "benchmarks", "vulnerabilities", "fuzz"];

/// What a project wants different about one check, or a check of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct GateConfig {
    /// Whether the check is made at all.
    pub enabled: bool,
    /// The program and its arguments, run at the module root in place of the check's own; exit code 0 is a pass.
    pub command: Vec<String>,
    /// How the places that the command names are written.
    pub output: GateOutput,
    /// More arguments for the check's own command.
    pub arguments: Vec<String>,
    /// The lowest quality level at which a check of the project's own is made.
    pub from: Quality,
    /// The roles whose Tasks a check of the project's own judges; all where none is named.
    pub roles: Vec<RoleId>,
}

/// How the output of a command names places.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum GateOutput {
    /// Lines such as `internal/a/b.go:12:3: what is wrong`.
    #[default]
    Lines,
    /// JSON with objects that have a file, a line and a message, however deep.
    Json,
    /// SARIF 2.1.
    Sarif,
}

impl Default for GateConfig {
    fn default() -> Self {
        Self {
            enabled: true,
            command: Vec::new(),
            output: GateOutput::default(),
            arguments: Vec::new(),
            from: Quality::Draft,
            roles: Vec::new(),
        }
    }
}

impl GateConfig {
    /// What is wrong with these settings of the check called `name`: the key, and why.
    pub(super) fn problem(&self, name: &str) -> Option<(&'static str, String)> {
        let is_own = OWN_CHECKS.contains(&name);
        let is_plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        let takes_arguments = ["lint", "vulnerabilities"].contains(&name);
        if !is_plain {
            return Some(("command", "belongs to a check whose name is not made of letters, digits, `-` and `_`".to_owned()));
        }
        if self.command.is_empty() && !is_own {
            return Some((
                "command",
                format!("is missing: specwave has no check `{name}` of its own ({})", OWN_CHECKS.join(", ")),
            ));
        }
        if self.command.is_empty() && self.output != GateOutput::default() {
            return Some(("output", "says how a `command` writes, and there is none".to_owned()));
        }
        if !self.arguments.is_empty() && (!takes_arguments || !self.command.is_empty()) {
            return Some(("arguments", "are for specwave's own commands of `lint` and `vulnerabilities`".to_owned()));
        }
        None
    }
}
