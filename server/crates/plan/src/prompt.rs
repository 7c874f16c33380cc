//! The prompt of a Task, for agents that read prose.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::config::Thresholds;
use crate::context::feature_overview;
use crate::contract::Contract;
use crate::handoff::Handoff;
use crate::templates::{self, Templates};
use crate::yaml;
use crate::{Catalog, Config, Need, NeedKind, Plan, PlanError, Quality, Role, Task};

/// What an agent that reads prose is told of its Task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prompt {
    /// What to do. It refers to the context by its names.
    pub text: String,
    /// What the text refers to.
    pub context: Vec<ContextText>,
}

/// A text that many Tasks are given, for agents that keep such texts apart from what they are asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContextText {
    /// A name as of a file.
    pub name: String,
    /// YAML, or Markdown if the name says so.
    pub text: String,
}

/// What the prompt templates see.
#[derive(Serialize)]
struct Scope<'a> {
    task: &'a Task,
    role: &'a Role,
    responsibilities: Vec<String>,
    needs: Vec<NamedNeed<'a>>,
    contract: &'a Contract,
    quality: Quality,
    thresholds: Thresholds,
    /// Names of the texts that were there before the run; empty where there are none.
    handed_over: String,
}

#[derive(Serialize)]
struct NamedNeed<'a> {
    title: &'a str,
    kind: NeedKind,
}

/// The prompt of `task`: role, responsibilities, write set, how it is judged; with its part of the contract and the feature's context.
///
/// # Errors
/// When the catalog has no such role or its templates do not expand.
pub fn prompt(task: &Task, plan: &Plan, quality: Quality, config: &Config) -> Result<Prompt, PlanError> {
    let failed = |message: String| PlanError::Template { task: task.id.clone(), part: "prompt", message };
    let role = Catalog::builtin()?.role(&task.role).ok_or_else(|| failed(format!("there is no role `{}`", task.role)))?;
    let responsibilities = responsibilities(role, &plan.contract).map_err(|error| failed(error.to_string()))?;
    let thresholds = config.gates.of(quality);
    let contract = excerpt(&plan.contract, &role.reads).map_err(|error| failed(error.to_string()))?;
    let feature = feature_overview(&plan.contract, thresholds).map_err(|error| failed(error.to_string()))?;
    let handed_over: Vec<ContextText> = plan.handoff.iter().flat_map(Handoff::texts).collect();
    let scope = Scope {
        task,
        role,
        responsibilities,
        needs: task.needs.iter().filter_map(|need| named(need, plan)).collect(),
        contract: &plan.contract,
        quality,
        thresholds,
        handed_over: handed_over.iter().map(|text| format!("`{}`", text.name)).collect::<Vec<_>>().join(" and "),
    };
    let text = templates::prompt(&role.id.0, &scope).map_err(|error| failed(format!("{error:#}")))?;
    let context = [("contract.yaml", contract), ("feature-implementation.yaml", feature)];
    let context = context.map(|(name, text)| ContextText { name: name.to_owned(), text });
    Ok(Prompt { text, context: context.into_iter().chain(handed_over).collect() })
}

fn responsibilities(role: &Role, contract: &Contract) -> Result<Vec<String>, minijinja::Error> {
    let templates = Templates::new(contract)?;
    role.responsibilities.iter().map(|responsibility| templates.text(responsibility)).collect()
}

fn named<'a>(need: &Need, plan: &'a Plan) -> Option<NamedNeed<'a>> {
    plan.task(&need.task).map(|task| NamedNeed { title: &task.title, kind: need.kind })
}

/// The parts of the contract with the given keys, as YAML, behind the module and its packages.
fn excerpt(contract: &Contract, keys: &[String]) -> Result<String, Box<dyn std::error::Error>> {
    let Value::Object(mut whole) = serde_json::to_value(contract)? else { return Ok(String::new()) };
    let mut parts = Map::new();
    for key in ["module", "packages"].into_iter().chain(keys.iter().map(String::as_str)) {
        if let Some(part) = whole.remove(key).filter(|part| part.as_array().is_none_or(|items| !items.is_empty())) {
            parts.insert(key.to_owned(), part);
        }
    }
    Ok(yaml::to_string(&parts)?.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::prompt;
    use crate::{Catalog, Config, Mode, Plan, Quality, fixtures};

    #[test]
    fn every_role_has_a_prompt_with_its_paths_and_its_craft() {
        let plan = Plan::new(fixtures::contract(), Catalog::builtin().unwrap(), Mode::Adaptive).unwrap();
        for task in &plan.tasks {
            for quality in Quality::ALL {
                let text = prompt(task, &plan, quality, &Config::default()).unwrap().text;
                for path in task.owns.iter().chain(&task.makes) {
                    assert!(text.contains(&format!("- `{path}`")), "{}: {path}", task.id);
                }
                let craft = text.split("## How to do it").nth(1).and_then(|rest| rest.split("## ").next()).unwrap();
                assert!(craft.lines().filter(|line| line.starts_with("- ")).count() >= 3, "{}: {craft}", task.id);
                assert!(!text.contains("{{") && !text.contains("{%") && !text.contains("\n\n\n"), "{}", task.id);
                assert_eq!(text.contains("80.0 %"), quality == Quality::Production);
            }
        }
    }

    #[test]
    fn a_prompt_reads_like_this() {
        let plan = Plan::new(fixtures::contract(), Catalog::builtin().unwrap(), Mode::Adaptive).unwrap();
        let task = plan.task(&"value_designer".into()).unwrap();
        let prompt = prompt(task, &plan, Quality::Production, &Config::default()).unwrap();
        let context = prompt.context.iter().map(|context| format!("{}:\n{}\n", context.name, context.text));
        insta::assert_snapshot!(format!("{}\n\n{}", prompt.text, context.collect::<String>()));
    }
}
