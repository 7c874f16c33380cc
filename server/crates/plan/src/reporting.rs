//! What of the findings is reported: comments in the text silence some, settings give others another severity or none.

mod comments;
mod fix;
mod levels;
mod names;
mod repeated;
mod silence;

use specwave_source::{Finding, Sources};
use specwave_spec::model::Spec;

pub use fix::{Fixed, fix};
pub(crate) use levels::Levels;
pub use levels::RuleLevels;
pub use names::{DRIFT_RULES, LAYOUT_RULES};
pub(crate) use names::{rule_groups, rule_names};
pub(crate) use silence::UNUSED_SUPPRESSION;

use crate::Config;

/// What is reported of the findings on the files of a feature, and what comments silence in vain. In the order of the text.
#[must_use]
pub fn reported(spec: &Spec, sources: &Sources, findings: Vec<Finding>, config: &Config) -> Vec<Finding> {
    levelled(sources, silence::silenced(spec, sources, repeated::without_repetitions(findings)), config)
}

/// What is reported of some of the findings: which comments silence nothing is known when all of them are.
#[must_use]
pub fn reported_of_some(spec: &Spec, sources: &Sources, findings: Vec<Finding>, config: &Config) -> Vec<Finding> {
    levelled(sources, silence::left(spec, sources, findings), config)
}

/// What is reported of the findings on files of code, and what comments there silence in vain. In the order of the text.
#[must_use]
pub fn reported_in_code(sources: &Sources, findings: Vec<Finding>, config: &Config) -> Vec<Finding> {
    levelled(sources, silence::silenced_in_code(sources, findings), config)
}

fn levelled(sources: &Sources, mut left: Vec<Finding>, config: &Config) -> Vec<Finding> {
    let levels: Vec<_> = sources.files().iter().map(|file| config.levels_for(&file.path)).collect();
    left.retain_mut(|finding| levels.get(sources.file_at(finding.span.start)).is_none_or(|levels| levels.apply(finding)));
    left.sort_by(|a, b| (a.span, &a.code).cmp(&(b.span, &b.code)));
    left
}
