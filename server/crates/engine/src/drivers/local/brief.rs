//! What an Attempt is told, and what it is started with.

use std::path::{Path, PathBuf};

use super::Setting;
use super::repair::code_around;
use crate::failure::{Failure, FailureKind};
use crate::process::{Launch, Limits, Reach, environment, reach};
use crate::protocol::Brief;
use crate::run::AgentCommand;
use crate::workspace::Workspace;
use specwave_plan::{Task, prompt};

/// What an Attempt is told besides its Task.
pub(super) struct Told {
    /// What the Attempt before it failed of.
    pub(super) feedback: String,
    /// What the user has to say.
    pub(super) context: String,
}

impl Setting {
    /// Writes the brief of an Attempt down, outside the Workspace.
    pub(super) fn write_brief(&self, task: &Task, attempt: u32, told: &Told, tree: &Path) -> Result<PathBuf, Failure> {
        let quality = self.request.settings.quality;
        let prompt = prompt(task, &self.plan, quality, &self.request.config)
            .map_err(|error| Failure::new(FailureKind::Internal, error.to_string()))?;
        let is_repair = !told.feedback.is_empty();
        let brief = Brief {
            task: task.id.clone(),
            attempt,
            plan: (*self.plan).clone(),
            quality,
            prompt: prompt.text,
            texts: prompt.context,
            feedback: told.feedback.clone(),
            code: code_around(&told.feedback, tree, task),
            context: told.context.clone(),
            session: self.session_before(task, attempt).filter(|_| is_repair),
        };
        let path = self.directory.brief(&task.id, attempt);
        std::fs::create_dir_all(self.directory.tasks())?;
        let text = serde_json::to_vec(&brief).map_err(|error| Failure::new(FailureKind::Internal, error.to_string()))?;
        std::fs::write(&path, text)?;
        Ok(path)
    }

    /// The agent's process: confined to its Workspace, with the same Go settings as the gates but another cache.
    pub(super) fn agent_launch(&self, task: &Task, workspace: &Workspace, brief: &Path) -> Result<Launch, Failure> {
        let agent = self.request.agent_of(&task.id);
        let config = &self.request.config;
        let timeouts = &config.timeouts;
        let cache = self.request.target.records().join("cache/go-build");
        std::fs::create_dir_all(&cache)?;
        let text = |path: &Path| path.to_string_lossy().into_owned();
        let toolchain = self.gates.toolchain();
        let limits =
            Limits { time: Some(timeouts.task()), silence: Some(timeouts.silence()), ..Limits::of(&config.limits, timeouts) };
        let reach = self.reach(agent, workspace, brief, &cache);
        Ok(Launch::new(&agent.program, workspace.files())
            .args(agent.args.iter().cloned())
            .args([text(brief)])
            .envs(environment::inherited(&agent.environment))
            .env("TMPDIR", text(&workspace.temporary()))
            .env("GOCACHE", text(&cache))
            .env("GOMODCACHE", text(&toolchain.module_cache))
            .env("GOFLAGS", "-mod=mod -trimpath -buildvcs=false")
            .env("GOWORK", "off")
            .env("GOTOOLCHAIN", "local")
            // The user's repository may lie around the Workspace; it is none of the Task's.
            .env("GIT_CEILING_DIRECTORIES", text(&self.directory.workspaces()))
            // Nor is the user's configuration, which lies where a Task cannot read.
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .listening()
            .reach(reach)
            .limits(limits))
    }

    /// A Task sees the machine's programs and its Workspace; neither its siblings' nor the user's checkout, nor what else is
    /// private.
    fn reach(&self, agent: &AgentCommand, workspace: &Workspace, brief: &Path, cache: &Path) -> Reach {
        let hidden = self.repository.hidden();
        let mut readable = reach::programs(&hidden);
        readable.extend(agent.readable.iter().cloned());
        readable.extend(agent.names.iter().chain([&agent.program]).flat_map(|file| reach::beside(file, &hidden)));
        readable.extend(self.gates.toolchain().readable());
        readable.push(brief.to_owned());
        let mut writable = vec![workspace.files(), workspace.temporary(), cache.to_owned()];
        writable.extend(agent.writable.iter().cloned());
        Reach { writable, hidden, readable, network: !agent.offline }
    }
}
