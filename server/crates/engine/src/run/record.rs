//! What a run is told, and keeps for whoever resumes it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use specwave_plan::{Config, TaskId};

use crate::apply::Target;
use crate::failure::{Failure, FailureKind};
use crate::scheduler::Settings;

/// The program that does the Tasks; the path of a [`Brief`](crate::protocol::Brief) becomes its last argument.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentCommand {
    /// The program, looked up in `PATH` when it has no slash.
    pub program: PathBuf,
    /// Its first arguments.
    pub args: Vec<String>,
    /// Environment variables that it gets besides the usual ones, such as the one with its key.
    #[serde(default)]
    pub environment: Vec<String>,
    /// Folders that it may write besides its Workspace, such as its own state.
    #[serde(default)]
    pub writable: Vec<PathBuf>,
    /// Places that it may read although they are private.
    #[serde(default)]
    pub readable: Vec<PathBuf>,
    /// Files and folders that its command names: they and what they need may be read.
    #[serde(default)]
    pub names: Vec<PathBuf>,
    /// Whether the network is closed to it.
    #[serde(default)]
    pub offline: bool,
}

/// What to run, and how; the plan comes with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunRequest {
    /// The specification, for people.
    pub spec: PathBuf,
    /// Its files with their texts when the run began, in the order in which they are read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<(PathBuf, String)>,
    /// Where the files go; both paths absolute.
    pub target: Target,
    /// The branch that gets the files instead of the folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<String>,
    /// What people have to know before anything happens.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<String>,
    /// The stubs that the Tasks begin with where no Wave 0 makes them, by path below the module root.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub foundation: BTreeMap<String, String>,
    /// How the plan is carried out.
    pub settings: Settings,
    /// The project's figures.
    pub config: Config,
    /// Who does the Tasks.
    pub agent: AgentCommand,
    /// Who does these instead.
    #[serde(default)]
    pub assigned: BTreeMap<TaskId, AgentCommand>,
}

impl RunRequest {
    /// Who does a Task.
    #[must_use]
    pub fn agent_of(&self, task: &TaskId) -> &AgentCommand {
        self.assigned.get(task).unwrap_or(&self.agent)
    }

    /// Takes what one Attempt or gate may use from the settings as they are now: whoever met a bound raises it and goes on.
    ///
    /// # Errors
    /// Usage, where the settings cannot be read.
    pub(super) fn take_todays_bounds(&mut self) -> Result<(), Failure> {
        let now = Config::load(&self.target.output).map_err(|error| Failure::new(FailureKind::Usage, error.to_string()))?;
        self.config.limits = now.limits;
        self.config.timeouts = now.timeouts;
        Ok(())
    }
}

/// The content of `run.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunRecord {
    /// Version of the format.
    pub version: u32,
    /// The run.
    pub id: String,
    /// What it was asked to do.
    pub request: RunRequest,
    /// The tree that the user saw when the run began: what is different at the end is brought in.
    pub snapshot: Option<String>,
}

impl RunRecord {
    /// The version that this program writes, and the newest it reads.
    pub const VERSION: u32 = 1;
}
