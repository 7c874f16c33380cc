//! `specwave.toml`: every figure and every directory that a project may want different, with its default.

mod agents;
mod budgets;
mod gate;
mod limits;
mod load;
mod place;
pub(crate) mod schema;
mod thresholds;
mod timeouts;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use globset::{Glob, GlobBuilder};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specwave_spec::model::Format;

pub use agents::{AgentConfig, AgentKind, Assignment, CommandOutput, CommandPrompt, Permissions};
pub use budgets::Budgets;
pub use gate::{GateConfig, GateOutput, OWN_CHECKS};
pub use limits::Limits;
pub use load::{ConfigError, FILE_NAME, file_for};
pub use schema::schema;
pub use thresholds::{Gates, Thresholds};
pub use timeouts::Timeouts;

use crate::reporting::Levels;
use crate::{Layout, Mode, Quality, RuleLevels};

/// The settings of a project. Arguments of a command win over the file, the file wins over the defaults.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(title = "specwave.toml")]
pub struct Config {
    /// When Tasks start.
    pub mode: Mode,
    /// How good the code has to be.
    pub quality: Quality,
    /// What does the Tasks: `builtin`, or one of `agents`.
    pub agent: String,
    /// How many Tasks may be at work at the same time.
    #[schemars(range(min = 1))]
    pub jobs: usize,
    /// How many times a Task may be tried before the run stops.
    #[schemars(range(min = 1))]
    pub attempts: u32,
    /// Agents besides the built-in one, by name.
    pub agents: BTreeMap<String, AgentConfig>,
    /// Who does the Tasks of single roles, by their keys in the catalog.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(transform = schema::of_roles)]
    pub roles: BTreeMap<String, Assignment>,
    /// Who does the Tasks of single waves, by their numbers; a role's own entry wins.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(transform = schema::of_waves)]
    pub waves: BTreeMap<String, Assignment>,
    /// The Go module.
    pub module: ModuleConfig,
    /// Which Markdown files are specs.
    pub specs: SpecsConfig,
    /// Where Go code belongs.
    pub layout: Layout,
    /// What the gates ask for, by quality level.
    pub gates: Gates,
    /// Single checks of the gates that the project wants different, by name, and checks of its own.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub gate: BTreeMap<String, GateConfig>,
    /// How long things may take.
    pub timeouts: Timeouts,
    /// How much Tasks and gates may use.
    pub limits: Limits,
    /// What a run may use up.
    pub budgets: Budgets,
    /// What findings count as, by code, name or group of rules.
    pub rules: RuleLevels,
    /// Other levels for some files; the last one that says something about a rule wins.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rule_overrides: Vec<RuleOverride>,
    /// The folder of the file; paths of overrides are below it.
    #[serde(skip)]
    pub folder: PathBuf,
}

/// Levels of rules for some files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleOverride {
    /// Globs below the directory of `specwave.toml`; a glob without a slash matches file names anywhere.
    pub paths: Vec<String>,
    /// What findings count as there.
    pub rules: RuleLevels,
}

/// The Go module of a project that has none yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ModuleConfig {
    /// Module path of a `go.mod` that is made; empty means `example.com/<slug>`.
    pub path: String,
}

/// Which Markdown files are specs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SpecsConfig {
    /// Globs below the directory of `specwave.toml`; a glob without a slash matches file names anywhere.
    pub globs: Vec<String>,
    /// The format that all of them are written in; told from each text where it is not set.
    pub format: Option<Format>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            mode: Mode::default(),
            quality: Quality::default(),
            agent: "builtin".to_owned(),
            jobs: 10,
            attempts: 3,
            agents: BTreeMap::new(),
            roles: BTreeMap::new(),
            waves: BTreeMap::new(),
            module: ModuleConfig::default(),
            specs: SpecsConfig::default(),
            layout: Layout::default(),
            gates: Gates::default(),
            gate: BTreeMap::new(),
            timeouts: Timeouts::default(),
            limits: Limits::default(),
            budgets: Budgets::default(),
            rules: RuleLevels::default(),
            rule_overrides: Vec::new(),
            folder: PathBuf::new(),
        }
    }
}

impl Default for SpecsConfig {
    fn default() -> Self {
        let globs = [
            "specs/**",
            "docs/specs/**",
            ".claude/planning/specs/**",
            ".kiro/specs/**",
            "openspec/**",
            "*spec*.md",
            "*prd*.md",
            "*PRD*.md",
        ];
        Self { globs: globs.map(str::to_owned).to_vec(), format: None }
    }
}

impl Config {
    /// What findings on the file at `path` count as.
    pub(crate) fn levels_for(&self, path: &Path) -> Levels {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let below = path.strip_prefix(&self.folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let is_meant = |rules: &&RuleOverride| matches_any(&rules.paths, &below);
        let overrides = self.rule_overrides.iter().filter(is_meant).map(|rules| rules.rules.clone());
        Levels::new(std::iter::once(self.rules.clone()).chain(overrides).collect())
    }
}

/// Whether one of the globs matches a path with slashes.
fn matches_any(globs: &[String], path: &str) -> bool {
    globs.iter().filter_map(|glob| spec_glob(glob).ok()).any(|glob| glob.compile_matcher().is_match(path))
}

impl SpecsConfig {
    /// Whether the Markdown file at `path`, relative to the project with slashes, is taken for a spec by its name.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        let markdown = matches!(extension.as_deref(), Some("md" | "markdown"));
        markdown && matches_any(&self.globs, path)
    }
}

/// A glob of the settings; without a slash it matches file names in every directory.
fn spec_glob(glob: &str) -> Result<Glob, globset::Error> {
    let anywhere = if glob.contains('/') { glob.to_owned() } else { format!("**/{glob}") };
    GlobBuilder::new(&anywhere).literal_separator(true).build()
}

#[cfg(test)]
mod tests {
    use super::SpecsConfig;

    #[test]
    fn specs_are_found_by_their_place_or_name() {
        let specs = SpecsConfig::default();
        for path in ["specs/a.md", "specs/deep/a.markdown", "my-spec-v2.md", "notes/consent_spec.md", ".kiro/specs/x/design.md"] {
            assert!(specs.matches(path), "{path}");
        }
        for path in ["README.md", "docs/guide.md", "specs/a.go", "inspection/readme.md", "spec.txt"] {
            assert!(!specs.matches(path), "{path}");
        }
    }
}
