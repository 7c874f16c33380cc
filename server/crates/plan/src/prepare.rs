//! From a spec to a plan in one step, with everything that was noticed on the way.

use std::panic::resume_unwind;
use std::path::Path;
use std::thread;

use specwave_source::{Finding, LineIndex, Sources};
use specwave_spec::model::Spec;
use specwave_spec::rules;

use crate::contract::{self, Contract};
use crate::findings::{idle, inferred, missing_files, refused};
use crate::module::ModuleFacts;
use crate::reporting::reported;
use crate::{Catalog, Config, Plan, PlanError, ReservedIdentifier, Task, WriteSet};

/// What a spec gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared {
    /// The contract; computed even where the plan is refused, so that editors can show it.
    pub contract: Contract,
    /// The plan, unless something stops it: then `findings` has an error that says what.
    pub plan: Option<Plan>,
    /// What was inferred, and what stops a run, in the order of the text.
    pub findings: Vec<Finding>,
}

/// Plans what `spec`, which was read from `text`, asks for inside the given module.
#[must_use]
pub fn prepare(spec: &Spec, text: &str, module: &ModuleFacts, config: &Config) -> Prepared {
    let lines = LineIndex::new(text);
    let computed = contract::compute(spec, text, module, &config.layout);
    let contract = computed.contract;
    let mut found = computed.findings;
    let stops = rules::stops(spec, text);
    let plan = if stops.is_empty() { plan(&contract, module, config) } else { Err(Vec::new()) };
    found.extend(stops);
    found.extend(inferred(&contract, text, &lines));
    let plan = match plan {
        Ok(plan) => {
            found.extend(idle(&plan, spec, text, &lines));
            Some(plan)
        }
        Err(errors) => {
            found.extend(errors.iter().map(|error| refused(error, &contract, spec, text, &lines)));
            None
        }
    };
    found.sort_by_key(|finding| (finding.span.start, finding.severity));
    Prepared { contract, plan, findings: found }
}

/// Everything that is noticed about a specification without looking at a module: what its rules find, what planning
/// infers, and what makes a plan impossible.
#[must_use]
pub fn findings(spec: &Spec, text: &str) -> Vec<Finding> {
    // Neither needs anything of the other. Planning takes longer, and whoever waits has to be woken.
    thread::scope(|scope| {
        let of_rules = scope.spawn(|| rules::check(spec, text));
        let of_planning = findings_of_planning(spec, text);
        let mut found = of_rules.join().unwrap_or_else(|panic| resume_unwind(panic));
        found.extend(of_planning);
        found
    })
}

/// Those among [`findings`] that take a plan; none where something stops it.
#[must_use]
pub fn findings_of_planning(spec: &Spec, text: &str) -> Vec<Finding> {
    if !rules::stops(spec, text).is_empty() {
        return Vec::new();
    }
    prepare(spec, text, &ModuleFacts::default(), &Config::default()).findings
}

/// What comments in the text and the settings let be reported of [`findings`] and [`findings_of_folder`], in the order of the
/// text.
#[must_use]
pub fn check(spec: &Spec, sources: &Sources, config: &Config) -> Vec<Finding> {
    let mut found = findings(spec, sources.text());
    found.extend(findings_of_folder(spec, sources));
    reported(spec, sources, found, config)
}

/// What is noticed about a specification and the files that lie beside it.
#[must_use]
pub fn findings_of_folder(spec: &Spec, sources: &Sources) -> Vec<Finding> {
    if spec.recognised { missing_files(spec, sources, Path::exists) } else { Vec::new() }
}

fn plan(contract: &Contract, module: &ModuleFacts, config: &Config) -> Result<Plan, Vec<PlanError>> {
    let catalog = Catalog::builtin().map_err(|error| vec![PlanError::Catalog(error)])?;
    let plan = Plan::new(contract.clone(), catalog, config.mode)?;
    let taken: Vec<PlanError> = plan.tasks.iter().filter_map(|task| already_declared(task, module)).collect();
    if taken.is_empty() { Ok(plan) } else { Err(taken) }
}

/// The first identifier of a Task that the module's own code declares: both together do not compile. What stands in a
/// file of the Task's write set does not count, since the Task replaces it.
fn already_declared(task: &Task, module: &ModuleFacts) -> Option<PlanError> {
    let owned = WriteSet::new(&task.owns);
    let is_declared = |reserved: &&ReservedIdentifier| {
        let package = module.packages.get(&reserved.package);
        package.and_then(|package| package.file_of(&reserved.name)).is_some_and(|file| !owned.contains(file))
    };
    task.reserves.iter().find(is_declared).map(|reserved| PlanError::AlreadyDeclared {
        task: task.id.clone(),
        package: reserved.package.clone(),
        identifier: reserved.name.clone(),
    })
}

#[cfg(test)]
mod tests {
    use specwave_source::{Severity, Span};
    use specwave_spec::model::{Located, Spec};

    use super::prepare;
    use crate::Config;
    use crate::module::{ModuleFacts, PackageFacts};

    fn spec(name: Option<&str>, domain: Option<&str>) -> Spec {
        let located = |text: &str| Located { value: text.to_owned(), span: Span::new(0, 1) };
        Spec { recognised: true, name: name.map(located), domain: domain.map(located), ..Spec::default() }
    }

    #[test]
    fn a_spec_with_name_and_domain_is_planned() {
        let prepared =
            prepare(&spec(Some("Consent"), Some("consent")), "# Consent\n", &ModuleFacts::default(), &Config::default());
        assert_eq!(prepared.plan.map(|plan| plan.tasks.len()), Some(21));
    }

    #[test]
    fn what_stops_a_run_is_an_error_that_names_it() {
        let unknown = Spec { recognised: false, ..spec(Some("Consent"), Some("consent")) };
        let cases = [
            (unknown, "SW101", "not-a-feature-spec"),
            (spec(None, Some("consent")), "SW102", "missing-name"),
            (spec(Some("Consent"), None), "SW103", "missing-domain"),
        ];
        for (spec, code, name) in cases {
            let prepared = prepare(&spec, "# Title\n", &ModuleFacts::default(), &Config::default());
            assert_eq!(prepared.plan, None);
            let stops: Vec<_> = prepared.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
            assert_eq!(stops.len(), 1, "{stops:?}");
            assert_eq!((stops[0].code.as_str(), stops[0].name.as_str()), (code, name));
            assert_eq!(stops[0].span, Span::new(0, 7));
        }
    }

    #[test]
    fn what_the_module_declares_already_is_not_declared_again() {
        let prepared_with = |file: &str| {
            let declared_in = [("ErrNotFound".to_owned(), format!("internal/domain/consent/{file}"))].into();
            let present = PackageFacts { declared_in, ..PackageFacts::default() };
            let packages = [("internal/domain/consent".to_owned(), present)].into();
            let module = ModuleFacts { exists: true, packages, ..ModuleFacts::default() };
            prepare(&spec(Some("Consent"), Some("consent")), "# Consent\n", &module, &Config::default())
        };
        assert!(prepared_with("errors.go").plan.is_some(), "the file is replaced");
        let prepared = prepared_with("failures.go");
        assert_eq!(prepared.plan, None);
        assert_eq!(prepared.findings[0].code, "SW609");
        let message = &prepared.findings[0].message;
        assert!(message.starts_with("package `internal/domain/consent` already declares `ErrNotFound`"), "{message}");
    }
}
