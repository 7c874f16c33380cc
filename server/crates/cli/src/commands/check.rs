//! `specwave check`: findings of specifications, and what can be mended of them.

use std::collections::HashMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use similar::TextDiff;
use specwave_engine::apply::write_atomically;
use specwave_engine::failure::{Failure, FailureKind};
use specwave_plan::module::module_root;
use specwave_plan::{Config, Feature};
use specwave_source::{Allowed, Severity};
use specwave_spec::Kept;
use specwave_verify::Code;

use crate::arguments::{CheckArguments, FindingsFormat};
use crate::input;
use crate::planning::config_of;
use crate::render::statistics::{statistics_json, statistics_text};
use crate::render::{self, FeatureFindings, counted, findings, findings_json, findings_text};

pub(crate) fn run(arguments: &CheckArguments) -> Result<(), Failure> {
    let counts_or_shows = arguments.statistics || arguments.diff;
    if counts_or_shows && !matches!(arguments.format, FindingsFormat::Text | FindingsFormat::Json) {
        let message = "statistics and differences are printed as text or JSON only";
        return Err(Failure::new(FailureKind::Usage, message));
    }
    let mut checked = Checked::default();
    for document in input::find_specs(&arguments.paths)? {
        let spec = &document.feature.spec;
        match allowed(arguments) {
            // Other bytes than UTF-8 were replaced when the files were read: writing them would lose those.
            Some(_) if spec.not_utf8 || spec.binary => {
                render::warn(&format!("warning: {} is not UTF-8 and stays as it is\n", document.path.display()));
                checked.look_at(document.feature)?;
            }
            Some(allowed) => checked.mend(document.feature, allowed, arguments.diff)?,
            None => checked.look_at(document.feature)?,
        }
    }
    render::print(&match arguments.format {
        FindingsFormat::Text => checked.text(arguments),
        FindingsFormat::Json => format!("{:#}\n", checked.json(arguments)),
        format => findings(&checked.features, checked.features.iter().map(FeatureFindings::files).sum(), format),
    })?;
    let errors: usize = checked.features.iter().map(|feature| feature.count(Severity::Error)).sum();
    // The findings themselves are the message.
    if errors > 0 { Err(Failure::new(FailureKind::Findings, "")) } else { Ok(()) }
}

fn allowed(arguments: &CheckArguments) -> Option<Allowed> {
    let allowed = if arguments.unsafe_fixes { Allowed::Unsafe } else { Allowed::Safe };
    (arguments.fix || arguments.diff).then_some(allowed)
}

/// What came of looking at some features.
#[derive(Default)]
struct Checked {
    /// What is (still) to be found.
    features: Vec<FeatureFindings>,
    /// How many findings were mended.
    mended: usize,
    /// What mending changes, as a unified diff.
    diff: String,
    /// The Go code that was read, by module root.
    modules: HashMap<PathBuf, Code>,
}

impl Checked {
    fn look_at(&mut self, feature: Feature) -> Result<(), Failure> {
        let config = config_of(&feature)?;
        self.report(feature, &config)
    }

    /// Adds what is to be found in a feature, beside the Go code of the module that it lies in.
    fn report(&mut self, feature: Feature, config: &Config) -> Result<(), Failure> {
        let Feature { sources, spec } = feature;
        let first = std::path::absolute(sources.path_at(0))?;
        let code = match module_root(first.parent().unwrap_or(&first))? {
            root if root.join("go.mod").is_file() => self.modules.entry(root).or_insert_with_key(|root| Code::read(root)),
            _ => &mut Code::default(),
        };
        let findings = specwave_verify::check(&spec, &sources, code, config);
        self.features.push(FeatureFindings::new(sources, findings));
        Ok(())
    }

    fn mend(&mut self, feature: Feature, allowed: Allowed, only_show: bool) -> Result<(), Failure> {
        let config = config_of(&feature)?;
        let before = feature.sources;
        let fixed = specwave_plan::fix(before.clone(), &config, allowed);
        for (old, new) in before.files().iter().zip(fixed.sources.files()) {
            let (old_text, new_text) = (before.text_of(old), fixed.sources.text_of(new));
            if old_text == new_text {
                continue;
            }
            if only_show {
                let shown = old.path.display().to_string();
                let _ = write!(self.diff, "{}", TextDiff::from_lines(old_text, new_text).unified_diff().header(&shown, &shown));
            } else {
                replace(&old.path, new_text)?;
            }
        }
        self.mended += fixed.mended.len();
        let spec = specwave_spec::parse_sources(&fixed.sources, &mut Kept::default());
        self.report(Feature { sources: fixed.sources, spec }, &config)
    }

    fn text(&self, arguments: &CheckArguments) -> String {
        let mut text = self.diff.clone();
        text.push_str(&if arguments.statistics { statistics_text(&self.features) } else { findings_text(&self.features) });
        if allowed(arguments).is_some() {
            let verb = if arguments.diff { "would be mended" } else { "mended" };
            let _ = writeln!(text, "{} {verb}", counted(self.mended, "finding"));
        }
        text
    }

    fn json(&self, arguments: &CheckArguments) -> Value {
        let mut json = if arguments.statistics { statistics_json(&self.features) } else { findings_json(&self.features) };
        if allowed(arguments).is_some() {
            json["mended"] = json!(self.mended);
        }
        if arguments.diff {
            json["diff"] = json!(self.diff);
        }
        json
    }
}

/// Replaces the content of a file, which may be linked to, and keeps who may read it.
fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let file = path.canonicalize()?;
    let permissions = file.metadata()?.permissions();
    write_atomically(&file, text.as_bytes())?;
    Ok(std::fs::set_permissions(&file, permissions)?)
}
