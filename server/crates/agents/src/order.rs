//! What a user asks for when a specification is to be executed, from the command line and from an editor alike.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use specwave_engine::apply::{Manifest, Target};
use specwave_engine::failure::{Failure, FailureKind};
use specwave_engine::run::{self, RunHandle, RunRequest};
use specwave_engine::scheduler::{Repair, Settings};
use specwave_plan::contract::feature_slug;
use specwave_plan::handoff::{FEATURE_CONTEXT, Found, Handoff, IMPLEMENTATION_PLAN};
use specwave_plan::module::{ModuleFacts, module_root};
use specwave_plan::{Assignment, Config, Feature, Mode, Plan, Quality, prepare};
use specwave_source::{Finding, SourceFile, Sources};

use crate::assignment::Agents;
use crate::builtin;

/// An order; what is `None` is taken from `specwave.toml`, and from its defaults.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// Where the specification lies.
    pub path: PathBuf,
    /// Its files, and what was understood of them.
    pub feature: Feature,
    /// The folder the code arrives in, as an absolute path.
    pub output: PathBuf,
    /// When Tasks start.
    pub mode: Option<Mode>,
    /// How good the code has to be.
    pub quality: Option<Quality>,
    /// Who does the Tasks.
    pub agent: Option<String>,
    /// Who does the Tasks of single roles and waves, and how, by role or number of the wave.
    pub assigned: BTreeMap<String, Assignment>,
    /// How many Tasks may be at work at the same time.
    pub jobs: Option<usize>,
    /// The branch that gets the files instead of the folder.
    pub branch: Option<String>,
}

/// An order with its plan.
#[derive(Debug)]
pub struct Ordered {
    /// The settings it is carried out with.
    pub config: Config,
    /// The plan.
    pub plan: Plan,
    /// What was inferred and what is worth knowing.
    pub findings: Vec<Finding>,
    request: RunRequest,
}

/// Why an order cannot be carried out.
#[derive(Debug)]
pub enum OrderError {
    /// The specification itself stops it: at least one of the findings is an error.
    Findings(Vec<Finding>),
    /// Something else does.
    Failure(Failure),
}

impl From<Failure> for OrderError {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl Order {
    /// Plans the order. Nothing is written.
    ///
    /// # Errors
    /// When the specification cannot be planned, the settings are broken, or the agent is unknown.
    pub fn plan(self) -> Result<Ordered, OrderError> {
        refuse_a_file(&self.output)?;
        let config = self.config()?;
        let target = Target { module: module_root(&self.output).map_err(Failure::from)?, output: self.output.clone() };
        refuse_what_go_passes_over(&target)?;
        let Feature { sources, spec } = &self.feature;
        let slug = feature_slug(spec);
        let manifest = Manifest::load(&target)?;
        let plan_of = |run: &str| run::named(&self.output, Some(run))?.plan();
        let earlier = manifest.earlier(&slug, plan_of);
        let module = ModuleFacts::read(&self.output, spec, &config, earlier).map_err(Failure::from)?;
        let prepared = prepare(spec, sources.text(), &module, &config);
        let Some(plan) = prepared.plan else { return Err(OrderError::Findings(prepared.findings)) };
        let (plan, notices) = with_handoff(plan, &self.output)?;
        let foundation = if plan.leaves_wave_0_out() { stubs(&plan)? } else { BTreeMap::new() };
        let agents = Agents::of(&plan.tasks, &config)?;
        let settings = agents.settings(Settings {
            mode: config.mode,
            quality: config.quality,
            agent: config.agent.clone(),
            assigned: BTreeMap::new(),
            jobs: u32::try_from(config.jobs.max(1)).unwrap_or(u32::MAX),
            attempts: config.attempts.max(1),
            repair: Repair::default(),
            budget: config.budgets.into(),
        });
        let assigned = agents.commands();
        let agent = agents.of_all.command;
        let (spec, branch) = (self.path, self.branch);
        let config_of_run = config.clone();
        let texts = texts(sources)?;
        let request =
            RunRequest { spec, texts, target, branch, notices, foundation, settings, config: config_of_run, agent, assigned };
        Ok(Ordered { config, plan, findings: prepared.findings, request })
    }

    /// Arguments win over the file, the file over the defaults.
    fn config(&self) -> Result<Config, Failure> {
        let mut config = Config::load(&self.output).map_err(|error| Failure::new(FailureKind::Usage, error.to_string()))?;
        for (whose, assignment) in &self.assigned {
            let is_wave = whose.bytes().all(|byte| byte.is_ascii_digit());
            let table = if is_wave { &mut config.waves } else { &mut config.roles };
            let said = table.entry(whose.clone()).or_default();
            *said = Assignment {
                agent: assignment.agent.clone().or(said.agent.take()),
                model: assignment.model.clone().or(said.model.take()),
                mode: assignment.mode.clone().or(said.mode.take()),
            };
        }
        Ok(Config {
            mode: self.mode.unwrap_or(config.mode),
            quality: self.quality.unwrap_or(config.quality),
            agent: self.agent.clone().unwrap_or_else(|| config.agent.clone()),
            jobs: self.jobs.unwrap_or(config.jobs),
            ..config
        })
    }
}

/// The files of the specification, with paths that mean the same wherever a process stands.
fn texts(sources: &Sources) -> Result<Vec<(PathBuf, String)>, Failure> {
    let text =
        |file: &SourceFile| -> Result<_, Failure> { Ok((std::path::absolute(&file.path)?, sources.text_of(file).to_owned())) };
    sources.files().iter().map(text).collect()
}

/// The plan with what was planned before, if anything was, and what is to be said about that.
fn with_handoff(plan: Plan, output: &Path) -> Result<(Plan, Vec<String>), Failure> {
    let found = Handoff::find(output, &plan.contract).map_err(|error| {
        Failure::new(FailureKind::Usage, error.to_string())
            .hint(format!("mend it, or remove {FEATURE_CONTEXT}: then Wave 0 finds out what it says"))
    })?;
    Ok(match found {
        Found::Nothing => (plan, Vec::new()),
        Found::ForAnother(name) => {
            (plan, vec![format!("{FEATURE_CONTEXT} is about `{name}`, another feature; nothing was taken from it")])
        }
        Found::Handoff(handoff) => {
            let said = match handoff.plan {
                Some(_) => format!("{FEATURE_CONTEXT} and {IMPLEMENTATION_PLAN} were taken up, and Wave 0 was skipped"),
                None => format!("{FEATURE_CONTEXT} was taken up; without {IMPLEMENTATION_PLAN} Wave 0 is done all the same"),
            };
            (plan.with_handoff(handoff), vec![said])
        }
    })
}

/// What Wave 0 would leave for all Tasks to begin with.
fn stubs(plan: &Plan) -> Result<BTreeMap<String, String>, Failure> {
    let files = builtin::files(&"foundation_analyst".into(), &plan.contract)
        .map_err(|error| Failure::new(FailureKind::Internal, error.to_string()))?;
    Ok(files.into_iter().map(|file| (file.path, file.text)).collect())
}

/// The output folder need not exist, but what exists of its path must be folders.
fn refuse_a_file(output: &Path) -> Result<(), Failure> {
    match output.ancestors().find(|path| path.exists()) {
        Some(there) if !there.is_dir() => {
            Err(Failure::new(FailureKind::Usage, format!("{} is a file, not a folder", there.display()))
                .hint("name a folder with --output; it is made if it is not there"))
        }
        _ => Ok(()),
    }
}

/// Inside a module the folder is a part of import paths, and the Go command does not look into every folder.
fn refuse_what_go_passes_over(target: &Target) -> Result<(), Failure> {
    let below = target.output.strip_prefix(&target.module).unwrap_or(Path::new(""));
    let is_seen = |name: &str| {
        let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~'));
        is_plain && !name.starts_with(['.', '_']) && !name.ends_with('.') && !matches!(name, "testdata" | "vendor")
    };
    if below.iter().all(|name| name.to_str().is_some_and(is_seen)) {
        return Ok(());
    }
    let (below, module) = (below.display(), target.module.display());
    Err(Failure::new(FailureKind::Usage, format!("`{below}` in the Go module {module} cannot be a part of import paths"))
        .hint("name a folder with --output whose names are of letters, digits, `-`, `_` and `.`, and mean nothing else to Go"))
}

impl Ordered {
    /// Starts the run, which goes on by itself.
    ///
    /// # Errors
    /// Refused, where files of the user are in the way or a run is going on; environment, where a tool is missing.
    pub fn start(&self) -> Result<RunHandle, Failure> {
        run::start(&self.request, &self.plan)
    }
}
