//! The contract computed from a spec: the frame here, the domain's and the services' parts in their modules.

use std::sync::OnceLock;

use specwave_source::{Finding, LineIndex, Span};
use specwave_spec::model::{Spec, Statement};
use specwave_spec::rules::{is_named_after, told_names};

use super::place::Place;
use super::{Contract, Feature, Module, Origin, Package, Target, Topic, domain, package_names, service, shared_names};
use crate::Layout;
use crate::module::ModuleFacts;

/// `go` directive of a module that we make.
const GO_VERSION: &str = "1.22";

/// A contract and what was noticed while it was computed.
#[derive(Debug, Clone, PartialEq)]
pub struct Computed {
    /// The contract.
    pub contract: Contract,
    /// What the spec left out, and what stops a run.
    pub findings: Vec<Finding>,
}

/// What the parts of the contract are computed from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Inputs<'a> {
    /// The spec.
    pub(super) spec: &'a Spec,
    /// The lines of the text that it was read from.
    pub(super) lines: &'a LineIndex,
    /// The module that the code becomes part of.
    pub(super) module: &'a ModuleFacts,
    /// The text itself.
    pub(super) text: &'a str,
    /// Names that its prose tells of, once somebody has asked for them.
    told: &'a OnceLock<Vec<String>>,
}

impl<'a> Inputs<'a> {
    /// The repository that the prose names for an entity and that nothing declares.
    pub(super) fn told_repository(&self, entity: &str) -> Option<&'a str> {
        let told = self.told.get_or_init(|| told_names(self.spec, self.text));
        let is_declared = |name: &str| self.spec.repositories.iter().any(|repository| repository.name == name);
        let of_entity =
            |name: &&str| name.strip_suffix("Repository").is_some_and(|stem| is_named_after(stem, entity)) && !is_declared(name);
        told.iter().map(String::as_str).find(of_entity)
    }

    /// The line, from 1, that `span` begins on.
    pub(super) fn line(&self, span: Span) -> u32 {
        self.lines.line(span.start)
    }

    /// The origin of an item that the spec declares at `span`.
    pub(super) fn declared(&self, span: Span) -> Origin {
        Origin { line: Some(self.line(span)), inferred: None }
    }

    /// The origin of an item that the spec leaves out and `span` makes necessary.
    pub(super) fn inferred(&self, span: Span, why: impl Into<String>) -> Origin {
        Origin { line: Some(self.line(span)), inferred: Some(why.into()) }
    }
}

/// Computes the contract of `spec`, which was read from `text`, inside the given module.
#[must_use]
pub fn compute(spec: &Spec, text: &str, module: &ModuleFacts, layout: &Layout) -> Computed {
    let lines = LineIndex::new(text);
    let told = OnceLock::new();
    let inputs = Inputs { spec, lines: &lines, module, text, told: &told };
    let mut contract = frame(&inputs, layout);
    let mut findings = Vec::new();
    domain::compute(&inputs, &mut contract, &mut findings);
    service::compute(&inputs, &mut contract, &mut findings);
    domain::add_support(&mut contract);
    shared_names::of_entities(&inputs, &mut contract);
    number_migrations(&mut contract, &module.migrations);
    Computed { contract, findings }
}

/// The contract without any item: feature, module, packages, and what is copied from the spec.
fn frame(inputs: &Inputs<'_>, layout: &Layout) -> Contract {
    let mut feature = feature(inputs.spec);
    let place = Place::of(inputs.spec, inputs.module, layout);
    feature.qualifier.clone_from(&place.qualifier);
    Contract {
        module: go_module(inputs.module, &feature.slug),
        packages: packages(place.directories),
        targets: targets(inputs),
        compliance: compliance(inputs),
        security: topics(inputs, &inputs.spec.security, "Security"),
        acceptance: inputs.spec.acceptance.iter().map(|criterion| criterion.text.clone()).collect(),
        feature,
        ..Contract::default()
    }
}

/// The package name of a spec's domain.
pub(super) fn domain_of(spec: &Spec) -> String {
    let written = spec.domain.as_ref().map(|domain| one_line(&domain.value)).unwrap_or_default();
    package_names::domain_package(&written)
}

/// The feature's name in kebab case, as it stands in file names and in the records of what a run wrote.
#[must_use]
pub fn feature_slug(spec: &Spec) -> String {
    feature(spec).slug
}

fn feature(spec: &Spec) -> Feature {
    let text = |located: &Option<specwave_spec::model::Located<String>>| {
        located.as_ref().map(|located| one_line(&located.value)).unwrap_or_default()
    };
    let name = text(&spec.name);
    let priority = text(&spec.priority);
    Feature {
        slug: package_names::slug(&name),
        domain: domain_of(spec),
        priority: if priority.is_empty() { "medium".to_owned() } else { priority },
        qualifier: String::new(),
        summary: text(&spec.summary),
        name,
    }
}

/// The text without line breaks and control characters: it goes into headings, comments and terminals.
pub(super) fn one_line(text: &str) -> String {
    let visible: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn go_module(facts: &ModuleFacts, slug: &str) -> Module {
    Module {
        path: facts.path.clone().unwrap_or_else(|| format!("example.com/{slug}")),
        go: facts.go.clone().unwrap_or_else(|| GO_VERSION.to_owned()),
        exists: facts.exists,
        below: if facts.below.is_empty() { String::new() } else { format!("{}/", facts.below) },
    }
}

/// The packages of the layout. Where two have the same name, the one of the upper layer is imported under an alias.
fn packages(directories: Vec<(&'static str, String)>) -> Vec<Package> {
    let mut packages: Vec<Package> = Vec::new();
    for (key, dir) in directories {
        let name = package_names::of_directory(&dir);
        let taken = |alias: &str| packages.iter().any(|other| other.alias == alias);
        let alias = if taken(&name) { format!("{name}{key}") } else { name.clone() };
        packages.push(Package { key: key.to_owned(), dir, name, alias });
    }
    packages
}

fn targets(inputs: &Inputs<'_>) -> Vec<Target> {
    let target = |target: &specwave_spec::model::Target| Target {
        subject: target.subject.clone(),
        comparator: target.comparator.clone(),
        value: target.value,
        unit: target.unit.clone(),
        percentile: target.percentile.clone(),
        line: inputs.line(target.span),
    };
    inputs.spec.performance.iter().map(target).collect()
}

fn compliance(inputs: &Inputs<'_>) -> Vec<Topic> {
    let topic = |regime: &specwave_spec::model::Regime| Topic {
        name: regime.name.clone(),
        requirements: regime.requirements.iter().map(|requirement| requirement.text.clone()).collect(),
        line: inputs.line(regime.span),
    };
    inputs.spec.compliance.iter().map(topic).collect()
}

/// Statements grouped by topic, topics in the order in which they first appear.
fn topics(inputs: &Inputs<'_>, statements: &[Statement], untitled: &str) -> Vec<Topic> {
    let mut topics: Vec<Topic> = Vec::new();
    for statement in statements {
        let name = if statement.topic.is_empty() { untitled } else { &statement.topic };
        match topics.iter_mut().find(|topic| topic.name == name) {
            Some(topic) => topic.requirements.push(statement.text.clone()),
            None => topics.push(Topic {
                name: name.to_owned(),
                requirements: vec![statement.text.clone()],
                line: inputs.line(statement.span),
            }),
        }
    }
    topics
}

/// Gives every table its migration: the one that the module already has for it, else the next free number.
fn number_migrations(contract: &mut Contract, present: &[String]) {
    let number = |stem: &str| stem.split('_').next().and_then(|digits| digits.parse::<u32>().ok());
    let mut last = present.iter().filter_map(|stem| number(stem)).max().unwrap_or(0);
    for table in &mut contract.tables {
        let ending = format!("_{}_{}", contract.feature.slug, table.name);
        table.migration = match present.iter().find(|stem| stem.ends_with(&ending) && number(stem).is_some()) {
            Some(stem) => stem.clone(),
            None => {
                last += 1;
                format!("{last:06}{ending}")
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use specwave_source::Span;
    use specwave_spec::model::{Located, Spec};

    use super::{compute, number_migrations};
    use crate::Layout;
    use crate::contract::{Contract, Feature, Table};
    use crate::module::ModuleFacts;

    fn located(text: &str) -> Option<Located<String>> {
        Some(Located { value: text.to_owned(), span: Span::new(0, 1) })
    }

    #[test]
    fn packages_have_the_name_of_their_directory_and_an_alias_of_their_own() {
        let spec = Spec { name: located("Consent Management"), domain: located("consent"), ..Spec::default() };
        let contract = compute(&spec, "# x\n", &ModuleFacts::default(), &Layout::default()).contract;
        let package = |key: &str| contract.package(key).map(|p| (p.dir.as_str(), p.name.as_str(), p.alias.as_str()));
        assert_eq!(package("domain"), Some(("internal/domain/consent", "consent", "consent")));
        assert_eq!(package("service"), Some(("internal/service/consent", "consent", "consentservice")));
        assert_eq!(package("rest"), Some(("internal/api/rest", "rest", "rest")));
        assert_eq!(contract.module.path, "example.com/consent-management");
    }

    #[test]
    fn migrations_follow_those_of_the_module_and_keep_their_own_numbers() {
        let table = |name: &str| Table {
            name: name.to_owned(),
            entity: None,
            migration: String::new(),
            columns: Vec::new(),
            constraints: Vec::new(),
            indexes: Vec::new(),
            partition_by: None,
            origin: crate::contract::Origin::default(),
        };
        let feature = Feature { slug: "pricing".to_owned(), ..Feature::default() };
        let mut contract = Contract { feature, tables: vec![table("rules"), table("bids")], ..Contract::default() };
        let present = ["000007_users".to_owned(), "000003_pricing_rules".to_owned()];
        number_migrations(&mut contract, &present);
        let migrations: Vec<&str> = contract.tables.iter().map(|table| table.migration.as_str()).collect();
        assert_eq!(migrations, ["000003_pricing_rules", "000008_pricing_bids"]);
    }
}
