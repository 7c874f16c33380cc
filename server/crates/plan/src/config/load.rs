//! Finding, reading and checking `specwave.toml`.

use std::path::{Path, PathBuf};

use specwave_source::Span;

use super::{Config, place, spec_glob};

/// Name of the settings file.
pub const FILE_NAME: &str = "specwave.toml";

/// Why a settings file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// It cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// It is no TOML, or has a key or a value that does not exist.
    #[error("{}: {account}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        message: String,
        /// The same with the line it is on.
        account: String,
        /// Where.
        span: Span,
    },
    /// A value is outside its range.
    #[error("{}:{line}: `{key}` {problem}", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// The key with its tables.
        key: String,
        /// What is wrong with its value.
        problem: String,
        /// Where the key stands, or the table that lacks it.
        span: Span,
        /// The line of that, from 1.
        line: usize,
    },
}

impl ConfigError {
    /// Where in the text of the file.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Unreadable { .. } => Span::new(0, 0),
            Self::Malformed { span, .. } | Self::Invalid { span, .. } => *span,
        }
    }

    /// What is wrong, for those who are shown where.
    #[must_use]
    pub fn what(&self) -> String {
        match self {
            Self::Unreadable { source, .. } => format!("cannot be read: {source}"),
            Self::Malformed { message, .. } => message.clone(),
            Self::Invalid { key, problem, .. } => format!("`{key}` {problem}"),
        }
    }
}

/// The settings file that counts in `dir`: the nearest at or above it.
#[must_use]
pub fn file_for(dir: &Path) -> Option<PathBuf> {
    dir.ancestors().map(|dir| dir.join(FILE_NAME)).find(|path| path.is_file())
}

impl Config {
    /// The settings for `dir`: of the nearest `specwave.toml` at or above it, else the defaults.
    ///
    /// # Errors
    /// When the file is there and cannot be used.
    pub fn load(dir: &Path) -> Result<Self, ConfigError> {
        match file_for(dir) {
            Some(path) => Self::read(&path),
            None => Ok(Self::default()),
        }
    }

    /// The settings of one file.
    ///
    /// # Errors
    /// When it cannot be read or used.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        Ok(Self { folder, ..Self::parse(&text, path)? })
    }

    /// The settings of a file's text; `path` is for messages.
    ///
    /// # Errors
    /// When the text is no TOML, has an unknown key, or a value outside its range.
    pub fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let config: Self = toml::from_str(text).map_err(|error| ConfigError::Malformed {
            path: path.to_owned(),
            message: error.message().to_owned(),
            account: error.to_string().trim_end().to_owned(),
            span: error.span().map_or(Span::new(0, 0), |span| Span::new(span.start, span.end)),
        })?;
        match config.problem() {
            Some((key, problem)) => {
                let span = place::of_key(text, &key);
                let line = text[..span.start].matches('\n').count() + 1;
                Err(ConfigError::Invalid { path: path.to_owned(), key, problem, span, line })
            }
            None => Ok(config),
        }
    }

    /// The first value outside its range: its key, and what is wrong with it.
    fn problem(&self) -> Option<(String, String)> {
        let at_least_one = |key: &str, value: u64| (value == 0).then(|| (key.to_owned(), "must be at least 1".to_owned()));
        at_least_one("jobs", self.jobs as u64)
            .or_else(|| at_least_one("attempts", self.attempts.into()))
            .or_else(|| at_least_one("timeouts.task_seconds", self.timeouts.task_seconds))
            .or_else(|| at_least_one("timeouts.silence_seconds", self.timeouts.silence_seconds))
            .or_else(|| at_least_one("timeouts.gate_seconds", self.timeouts.gate_seconds))
            .or_else(|| at_least_one("limits.processes", self.limits.processes.into()))
            .or_else(|| at_least_one("limits.memory_mib", self.limits.memory_mib))
            .or_else(|| at_least_one("limits.file_mib", self.limits.file_mib))
            .or_else(|| at_least_one("limits.output_mib", self.limits.output_mib))
            .or_else(|| {
                let is_none = self.budgets.cost.is_nan() || self.budgets.cost < 0.0;
                is_none.then(|| ("budgets.cost".to_owned(), "must be 0 or more".to_owned()))
            })
            .or_else(|| self.threshold_problem())
            .or_else(|| self.glob_problem())
            .or_else(|| self.rule_problem())
            .or_else(|| self.agent_problem())
            .or_else(|| self.gate_problem())
            .or_else(|| module_path_problem(&self.module.path).map(|problem| ("module.path".to_owned(), problem)))
            .or_else(|| self.layout.problem().map(|(key, problem)| (format!("layout.{key}"), problem)))
    }

    fn threshold_problem(&self) -> Option<(String, String)> {
        let levels =
            [("draft", self.gates.draft), ("production", self.gates.production), ("bulletproof", self.gates.bulletproof)];
        let figures = levels.iter().flat_map(|(level, thresholds)| {
            [(level, "coverage_total", thresholds.coverage_total), (level, "coverage_domain", thresholds.coverage_domain)]
        });
        figures
            .filter(|(_, _, percent)| !(0.0..=100.0).contains(percent))
            .map(|(level, name, percent)| {
                (format!("gates.{level}.{name}"), format!("is {percent}; a percentage is from 0 to 100"))
            })
            .next()
    }

    fn glob_problem(&self) -> Option<(String, String)> {
        let broken = |globs: &[String]| globs.iter().find_map(|glob| spec_glob(glob).err());
        let of_specs = broken(&self.specs.globs).map(|broken| ("specs.globs".to_owned(), broken));
        let (key, broken) = of_specs.or_else(|| {
            let mut overrides = self.rule_overrides.iter().enumerate();
            overrides.find_map(|(at, rules)| Some((format!("rule_overrides[{at}].paths"), broken(&rules.paths)?)))
        })?;
        Some((key, format!("has a glob that cannot be read: {broken}")))
    }

    fn agent_problem(&self) -> Option<(String, String)> {
        self.agents.iter().find_map(|(name, agent)| {
            let (key, problem) = agent.problem()?;
            Some((format!("agents.{name}.{key}"), problem.to_owned()))
        })
    }

    fn gate_problem(&self) -> Option<(String, String)> {
        self.gate.iter().find_map(|(name, gate)| {
            let (key, problem) = gate.problem(name)?;
            Some((format!("gate.{name}.{key}"), problem))
        })
    }

    fn rule_problem(&self) -> Option<(String, String)> {
        let of_all = self.rules.problem().map(|(name, problem)| (format!("rules.{name}"), problem));
        of_all.or_else(|| {
            let mut overrides = self.rule_overrides.iter().enumerate();
            let (at, (name, problem)) = overrides.find_map(|(at, rules)| Some((at, rules.rules.problem()?)))?;
            Some((format!("rule_overrides[{at}].rules.{name}"), problem))
        })
    }
}

/// What is wrong with a configured module path; an empty one stands for the default.
fn module_path_problem(path: &str) -> Option<String> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '~' | '/');
    let elements_are_sound = || path.split('/').all(|part| !part.is_empty() && !part.starts_with('.') && !part.ends_with('.'));
    let sound = path.is_empty() || path.chars().all(allowed) && elements_are_sound();
    (!sound).then(|| format!("is `{path}`, which is not a Go module path such as `example.com/shop`"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Config;
    use crate::{Mode, Quality};

    fn parse(text: &str) -> Result<Config, String> {
        Config::parse(text, Path::new("specwave.toml")).map_err(|error| error.to_string())
    }

    #[test]
    fn an_empty_file_means_the_defaults() {
        assert_eq!(parse(""), Ok(Config::default()));
    }

    #[test]
    fn what_is_given_wins_and_the_rest_keeps_its_default() {
        let config =
            parse("mode = 'sequential'\njobs = 2\n[gates.bulletproof]\ncoverage_domain = 99\n[layout]\nrest = 'internal/http'\n")
                .unwrap();
        assert_eq!((config.mode, config.jobs, config.quality), (Mode::Sequential, 2, Quality::Production));
        let thresholds = config.gates.of(Quality::Bulletproof);
        assert_eq!((thresholds.coverage_total, thresholds.coverage_domain), (90.0, 99.0));
        assert_eq!(config.layout.rest, "internal/http");
        assert_eq!(config.layout.values, "internal/domain/values");
    }

    #[test]
    fn a_mistake_is_named_with_its_place() {
        let cases = [
            ("jbos = 3", "unknown field `jbos`"),
            ("mode = 'fast'", "unknown variant `fast`"),
            ("jobs = 0", "`jobs` must be at least 1"),
            ("[gates.production]\ncoverage_total = 120", "`gates.production.coverage_total` is 120"),
            ("[specs]\nglobs = ['a{']", "`specs.globs`"),
            ("[module]\npath = '../x'", "`module.path` is `../x`"),
            ("[layout]\nrest = '../rest'", "`layout.rest`"),
            ("[layout]\ndomain = 'internal/domain'", "`layout.domain`"),
            ("[layout]\ncache = 'migrations'", "`layout.migrations`"),
            ("[timeouts]\ntask_seconds = 0", "`timeouts.task_seconds`"),
            ("[budgets]\ncost = -1.0", "`budgets.cost` must be 0 or more"),
            ("[limits]\nmemory_mib = 0", "`limits.memory_mib` must be at least 1"),
            (
                "[rules]\nvague-word = 'off'",
                "`rules.vague-word` is neither a rule nor a group of rules; did you mean `vague-words`?",
            ),
            ("[agents.mine]\ncommand = []", "`agents.mine.command` is empty"),
            (
                "[agents.mine]\ncommand = ['x']\npermissions = 'never'",
                "unknown variant `never`, expected one of `allow`, `deny`, `ask`",
            ),
            ("[agents.mine]\ncommand = ['x']\npermissions = 'deny'", "`agents.mine.permissions` means nothing for a command"),
            ("[agents.mine]\ncommand = ['x']\nstart_seconds = 5", "`agents.mine.start_seconds` means nothing for a command"),
            ("[agents.mine]\ncommand = ['x']\nkind = 'acp'\nprompt = 'stdin'", "`agents.mine.prompt` is for agents of the kind"),
            ("[agents.mine]\ncommand = ['x']\noutput = 'xml'", "unknown variant `xml`"),
            (
                "[gate.licences]\nenabled = true",
                "`gate.licences.command` is missing: specwave has no check `licences` of its own",
            ),
            ("[gate.lint]\noutput = 'sarif'", "`gate.lint.output` says how a `command` writes"),
            ("[gate.build]\narguments = ['-x']", "`gate.build.arguments` are for specwave's own commands of `lint`"),
            ("[gate.lint]\noutput = 'xml'", "unknown variant `xml`, expected one of `lines`, `json`, `sarif`"),
            ("[gate.'a b']\ncommand = ['x']", "whose name is not made of letters"),
            ("[rules]\nSW801 = 'of'", "unknown variant `of`"),
            ("[[rule_overrides]]\npaths = ['a{']\nrules = {}", "`rule_overrides[0].paths`"),
            ("[[rule_overrides]]\npaths = []\nrules = { modle = 'off' }", "did you mean `model`?"),
            ("mode = ", "line 1"),
        ];
        for (text, expected) in cases {
            let error = parse(text).unwrap_err();
            assert!(error.contains(expected), "{text:?} gives {error:?}");
        }
    }

    #[test]
    fn a_mistake_stands_where_its_key_does() {
        let cases = [
            ("mode = 'adaptive'\njbos = 3", "jbos"),
            ("jobs = 0", "jobs"),
            ("mode = 'fast'", "'fast'"),
            ("[gates.production]\ncoverage_total = 120", "coverage_total"),
            ("[gates]\nproduction = { coverage_total = 120 }", "coverage_total"),
            ("gates.production.coverage_total = 120", "coverage_total"),
            ("[layout]\ncache = 'migrations'", "layout"),
            ("[gate.licences]\nenabled = true", "licences"),
            ("[gate.'a.b']\ncommand = ['x']", "command"),
            ("[[rule_overrides]]\npaths = []\nrules = {}\n[[rule_overrides]]\npaths = []\nrules = { modle = 'off' }", "modle"),
        ];
        for (text, expected) in cases {
            let span = Config::parse(text, Path::new("specwave.toml")).unwrap_err().span();
            assert_eq!(&text[span.start..span.end], expected, "{text:?}");
        }
        assert!(parse("mode = 'adaptive'\n\njobs = 0").unwrap_err().starts_with("specwave.toml:3: `jobs` must be"));
    }

    #[test]
    fn the_nearest_file_above_counts() {
        let dir = tempfile::tempdir().unwrap();
        let below = dir.path().join("a/b");
        std::fs::create_dir_all(&below).unwrap();
        std::fs::write(dir.path().join("specwave.toml"), "jobs = 5").unwrap();
        assert_eq!(Config::load(&below).unwrap().jobs, 5);
        std::fs::write(dir.path().join("a/specwave.toml"), "jobs = 6").unwrap();
        assert_eq!(Config::load(&below).unwrap().jobs, 6);
    }
}
