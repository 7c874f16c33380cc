//! What is to be started, and within which limits.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use specwave_plan::config;

use super::reach::Reach;

/// A process to start under a supervisor. There is no shell: arguments arrive as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Launch {
    /// The program, looked up in the `PATH` of `env` when it has no slash.
    pub program: PathBuf,
    /// Its arguments.
    pub args: Vec<String>,
    /// Its working directory.
    pub cwd: PathBuf,
    /// Its whole environment; nothing is inherited besides.
    pub env: BTreeMap<String, String>,
    /// What it and its descendants may reach; `None` does not confine.
    pub reach: Option<Reach>,
    /// Whether it is told anything on its standard input, by [`Speaker`](super::Speaker); else it has none.
    #[serde(default)]
    pub listens: bool,
    /// What it may use.
    pub limits: Limits,
}

/// What a process and its descendants may use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Processes alive at once.
    pub processes: u32,
    /// Memory of all of them together that is their own.
    pub memory_bytes: u64,
    /// Size of any one file that is written.
    pub file_bytes: u64,
    /// Bytes of output, after which the process is stopped.
    pub output_bytes: u64,
    /// Total time.
    pub time: Option<Duration>,
    /// Time without a byte of output.
    pub silence: Option<Duration>,
    /// Between the request to end and the kill.
    pub grace: Duration,
}

impl Limits {
    /// What the settings allow.
    #[must_use]
    pub fn of(limits: &config::Limits, timeouts: &config::Timeouts) -> Self {
        Self {
            processes: limits.processes,
            memory_bytes: mebibytes(limits.memory_mib),
            file_bytes: mebibytes(limits.file_mib),
            output_bytes: mebibytes(limits.output_mib),
            grace: timeouts.grace(),
            ..Self::default()
        }
    }
}

fn mebibytes(count: u64) -> u64 {
    count.saturating_mul(1 << 20)
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            processes: 512,
            memory_bytes: 8 << 30,
            file_bytes: 1 << 30,
            output_bytes: 256 << 20,
            time: Some(Duration::from_secs(60 * 60)),
            silence: None,
            grace: Duration::from_secs(3),
        }
    }
}

impl Launch {
    /// A launch without arguments and environment, within the default limits.
    pub fn new(program: impl Into<PathBuf>, cwd: impl Into<PathBuf>) -> Self {
        Self {
            program: program.into(),
            args: Vec::new(),
            cwd: cwd.into(),
            env: BTreeMap::new(),
            reach: None,
            listens: false,
            limits: Limits::default(),
        }
    }

    /// The same launch with more arguments.
    #[must_use]
    pub fn args<S: Into<String>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }

    /// The same launch with an environment variable.
    #[must_use]
    pub fn env(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.env.insert(name.into(), value.into());
        self
    }

    /// The same launch with these environment variables besides those it has.
    #[must_use]
    pub fn envs(mut self, variables: BTreeMap<String, String>) -> Self {
        self.env.extend(variables);
        self
    }

    /// The same launch, confined.
    #[must_use]
    pub fn reach(mut self, reach: Reach) -> Self {
        self.reach = Some(reach);
        self
    }

    /// The same launch of a process that is told things while it runs.
    #[must_use]
    pub fn listening(mut self) -> Self {
        self.listens = true;
        self
    }

    /// The same launch within other limits.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The command as a person would type it, for verdicts and logs.
    #[must_use]
    pub fn command_line(&self) -> String {
        let program = self.program.file_name().unwrap_or(self.program.as_os_str()).to_string_lossy().into_owned();
        std::iter::once(program).chain(self.args.iter().cloned()).collect::<Vec<_>>().join(" ")
    }
}
