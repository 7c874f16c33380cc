//! What another tool, or a person, has planned already: a feature context and an implementation plan.
//!
//! Both are read, held against the contract, and given to the Tasks. With the plan there, nothing is left for Wave 0 to find
//! out.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::contract::{Contract, slug};
use crate::{ContextText, Plan};

/// Place of the context below the output folder.
pub const FEATURE_CONTEXT: &str = ".claude/context/feature-context.yaml";

/// Place of the plan below the output folder.
pub const IMPLEMENTATION_PLAN: &str = ".claude/context/implementation-plan.md";

/// Longer texts are no plan that a person has read.
const LONGEST: usize = 1 << 20;

/// What was handed over for a feature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handoff {
    /// The feature context, YAML.
    pub context: String,
    /// The implementation plan, Markdown; with it Wave 0 is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
}

/// What was found in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Nobody has handed anything over.
    Nothing,
    /// Something was, for the feature of this name, which is another one.
    ForAnother(String),
    /// Something was, and it fits.
    Handoff(Handoff),
}

/// Why what was handed over cannot be taken up.
#[derive(Debug, thiserror::Error)]
pub enum HandoffError {
    /// It cannot be read.
    #[error("{path}: {problem}")]
    Unreadable {
        /// Which of the files.
        path: &'static str,
        /// What is wrong.
        problem: String,
    },
    /// It does not fit the specification.
    #[error("{FEATURE_CONTEXT} does not fit the specification: {0}")]
    DoesNotFit(String),
}

impl Handoff {
    /// Reads what lies in an output folder, for the feature of this contract.
    ///
    /// # Errors
    /// Where it is there but broken, or does not fit the contract.
    pub fn find(output: &Path, contract: &Contract) -> Result<Found, HandoffError> {
        let Some(context) = text(output, FEATURE_CONTEXT)? else { return Ok(Found::Nothing) };
        let broken = |problem: String| HandoffError::Unreadable { path: FEATURE_CONTEXT, problem };
        let value: Value = serde_norway::from_str(&context).map_err(|error| broken(error.to_string()))?;
        let feature = ["feature", "feature_overview"].into_iter().find_map(|key| value.get(key));
        let named = |key| feature.and_then(|feature| feature.get(key)?.as_str());
        let Some(name) = named("name").filter(|name| !name.trim().is_empty()) else {
            return Err(broken("the feature has no name: `name` is missing below `feature` or `feature_overview`".to_owned()));
        };
        if [Some(name), named("id")].into_iter().flatten().all(|name| slug(name) != contract.feature.slug) {
            return Ok(Found::ForAnother(name.to_owned()));
        }
        if let Some(requirements) = value.get("technical_requirements") {
            refuse_what_is_not_asked_for(requirements, contract)?;
        }
        let plan = text(output, IMPLEMENTATION_PLAN)?;
        Ok(Found::Handoff(Self { context, plan }))
    }

    /// The texts, as what a Task is given.
    pub(crate) fn texts(&self) -> impl Iterator<Item = ContextText> {
        let text = |place: &str, text: &String| ContextText {
            name: place.rsplit('/').next().unwrap_or(place).to_owned(),
            text: text.trim_end().to_owned(),
        };
        let plan = self.plan.as_ref().map(|plan| text(IMPLEMENTATION_PLAN, plan));
        std::iter::once(text(FEATURE_CONTEXT, &self.context)).chain(plan)
    }
}

impl Plan {
    /// The plan with what was handed over. Wave 0 is left out where it has been done.
    #[must_use]
    pub fn with_handoff(mut self, handoff: Handoff) -> Self {
        if handoff.plan.is_some() {
            let later: BTreeSet<_> = self.tasks.iter().filter(|task| task.wave > 0).map(|task| task.id.clone()).collect();
            self.tasks.retain(|task| later.contains(&task.id));
            self.tasks.iter_mut().for_each(|task| task.needs.retain(|need| later.contains(&need.task)));
        }
        self.handoff = Some(handoff);
        self
    }

    /// Whether its Tasks begin without a Wave 0, with stubs that are there.
    #[must_use]
    pub fn leaves_wave_0_out(&self) -> bool {
        self.handoff.as_ref().is_some_and(|handoff| handoff.plan.is_some())
    }
}

/// The text of a file, if it is there.
fn text(output: &Path, path: &'static str) -> Result<Option<String>, HandoffError> {
    let broken = |problem: String| HandoffError::Unreadable { path, problem };
    match std::fs::read(output.join(path)) {
        Ok(bytes) if bytes.len() > LONGEST => Err(broken("it is longer than 1 MiB".to_owned())),
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) if text.trim().is_empty() => Err(broken("it is empty".to_owned())),
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(broken("it is not UTF-8".to_owned())),
        },
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(broken(error.to_string())),
    }
}

/// Names that the context asks for must be in the contract, which follows from the specification: one of the two is out of
/// date otherwise. Requirements in prose ask for no names.
fn refuse_what_is_not_asked_for(requirements: &Value, contract: &Contract) -> Result<(), HandoffError> {
    let apis = contract.endpoints.iter().map(|endpoint| format!("{} {}", endpoint.method, endpoint.path));
    let known: [(&str, BTreeSet<String>); 5] = [
        ("entities", contract.entities.iter().map(|entity| entity.name.clone()).collect()),
        ("value_objects", contract.values.iter().map(|value| value.name.clone()).collect()),
        ("services", contract.services.iter().map(|service| service.name.clone()).collect()),
        ("repositories", contract.repositories.iter().map(|repository| repository.name.clone()).collect()),
        ("apis", apis.collect()),
    ];
    let mut unknown = Vec::new();
    for (key, known) in known {
        let Some(items) = requirements.get(key) else { continue };
        let Some(items) = items.as_array() else {
            return Err(HandoffError::DoesNotFit(format!("`technical_requirements.{key}` is not a list")));
        };
        for item in items {
            let name = item.get("name").unwrap_or(item).as_str();
            match name {
                Some(name) if known.contains(name.trim()) => {}
                Some(name) => unknown.push(format!("`{}` of `{key}`", name.trim())),
                None => return Err(HandoffError::DoesNotFit(format!("an item of `technical_requirements.{key}` has no name"))),
            }
        }
    }
    if unknown.is_empty() {
        return Ok(());
    }
    Err(HandoffError::DoesNotFit(format!("it asks for {}, and the specification does not", unknown.join(", "))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Catalog, Mode, fixtures};

    /// What is found where these files lie; the error as text.
    fn found(context: &str, plan: Option<&str>) -> Result<Found, String> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join(".claude/context")).unwrap();
        std::fs::write(folder.path().join(FEATURE_CONTEXT), context).unwrap();
        if let Some(plan) = plan {
            std::fs::write(folder.path().join(IMPLEMENTATION_PLAN), plan).unwrap();
        }
        Handoff::find(folder.path(), &fixtures::contract()).map_err(|error| error.to_string())
    }

    fn name() -> String {
        fixtures::contract().feature.name
    }

    #[test]
    fn what_fits_is_taken_up_and_wave_0_left_out() {
        assert_eq!(Handoff::find(Path::new("/nowhere"), &fixtures::contract()).unwrap(), Found::Nothing);
        let entity = &fixtures::contract().entities[0].name;
        let context = format!("feature_overview:\n  name: {}\ntechnical_requirements:\n  entities: [{entity}]\n", name());
        let Found::Handoff(handoff) = found(&context, Some("# Plan\n")).unwrap() else { panic!("it fits") };
        let names: Vec<String> = handoff.texts().map(|text| text.name).collect();
        assert_eq!(names, ["feature-context.yaml", "implementation-plan.md"]);
        let plan = Plan::new(fixtures::contract(), Catalog::builtin().unwrap(), Mode::Adaptive).unwrap().with_handoff(handoff);
        assert!(plan.tasks.len() == 20 && plan.tasks.iter().all(|task| task.wave > 0));
        plan.validate(Mode::Adaptive).unwrap();

        // Without a plan the context is taken up, and Wave 0 has to make the plan.
        let prose = format!("feature: {{id: x, name: {}}}\ntechnical_requirements:\n- description: it is fast\n", name());
        let Found::Handoff(handoff) = found(&prose, None).unwrap() else { panic!("it fits") };
        let plan = Plan::new(fixtures::contract(), Catalog::builtin().unwrap(), Mode::Adaptive).unwrap().with_handoff(handoff);
        assert_eq!(plan.tasks.len(), 21);
    }

    #[test]
    fn another_feature_is_told_apart() {
        assert_eq!(found("feature: {name: Dynamic Pricing}\n", None), Ok(Found::ForAnother("Dynamic Pricing".to_owned())));
        let by_id = format!("feature: {{id: {}, name: Something Nice}}\n", fixtures::contract().feature.slug);
        assert!(matches!(found(&by_id, None), Ok(Found::Handoff(_))));
    }

    #[test]
    fn what_is_broken_is_said_to_be_so() {
        let asks = |key: &str, list: &str| format!("feature: {{name: {}}}\ntechnical_requirements: {{{key}: {list}}}\n", name());
        for (context, plan, expected) in [
            ("feature: [".to_owned(), None, "feature-context.yaml: "),
            (" \n".to_owned(), None, "feature-context.yaml: it is empty"),
            ("feature: {id: x}".to_owned(), None, "the feature has no name"),
            (asks("entities", "[Unicorn]"), None, "it asks for `Unicorn` of `entities`"),
            (asks("apis", "['GET /unicorns']"), None, "`GET /unicorns` of `apis`"),
            (asks("services", "many"), None, "`technical_requirements.services` is not a list"),
            (asks("entities", "[{purpose: none}]"), None, "has no name"),
            (asks("entities", "[]"), Some("\n"), "implementation-plan.md: it is empty"),
        ] {
            let error = found(&context, plan).unwrap_err();
            assert!(error.contains(expected), "{context}: {error}");
        }
    }
}
