//! The contract: what Wave 0 pins so that Tasks which cannot see each other's code fit together.
//!
//! Types are written as Go type expressions whose qualifiers are either standard library packages
//! (`time.Time`) or *package keys* of this contract (`values.UUID`, `domain.Consent`, `service.GrantInput`),
//! in every file alike; a template renders them relative to the package it writes.

mod compute;
mod domain;
mod file_names;
mod package_names;
mod place;
mod resolve;
mod service;
mod shared_names;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use compute::{Computed, compute, feature_slug};
pub use domain::{
    Aggregate, Assignment, Column, ColumnAssignment, Compare, Condition, Entity, EnumConstant, Event, FieldTest, Index,
    MethodPattern, Order, ParamCheck, ParamTest, Query, QueryFilter, Raise, Repository, RepositoryBase, RepositoryPattern,
    Selection, Storage, Table, Test, Value, ValueKind,
};
pub use package_names::slug;
pub(crate) use place::Place;
pub use service::{
    Arguments, Breakdown, Change, Construction, Conversion, Converter, Dependency, DependencyKind, Dto, DtoField, DtoRole,
    Endpoint, Lookup, Mapping, Model, ModelRole, NamedCount, Port, PortOperation, Reply, Requirement, Response, Selector,
    Service, ServicePattern, Source, Unanswered,
};

use crate::RoleId;

/// Key under which types of package `values` are known that the module had before and that have the name of a support
/// type: what is known of `values.Money` must not be taken for granted of theirs.
pub const PRESENT: &str = "present";

/// Everything that Tasks agree on before they start.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Contract {
    /// The feature.
    pub feature: Feature,
    /// The Go module.
    pub module: Module,
    /// Packages by key.
    pub packages: Vec<Package>,
    /// Value objects, small support types such as `UUID` among them.
    pub values: Vec<Value>,
    /// Entities.
    pub entities: Vec<Entity>,
    /// Domain events.
    pub events: Vec<Event>,
    /// Repositories: exactly one for every entity that is stored on its own.
    pub repositories: Vec<Repository>,
    /// Tables behind the repositories.
    pub tables: Vec<Table>,
    /// Names that the spec uses for a type which has another one here, with that type.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub aliases: BTreeMap<String, String>,
    /// Services.
    pub services: Vec<Service>,
    /// Inputs, results and filters of the services.
    pub models: Vec<Model>,
    /// Outside collaborators of the services, reached through the integration layer.
    pub ports: Vec<Port>,
    /// Endpoints.
    pub endpoints: Vec<Endpoint>,
    /// Request and response bodies.
    pub dtos: Vec<Dto>,
    /// Performance targets.
    pub targets: Vec<Target>,
    /// Compliance regimes.
    pub compliance: Vec<Topic>,
    /// Security requirements by topic.
    pub security: Vec<Topic>,
    /// Acceptance criteria.
    pub acceptance: Vec<String>,
}

/// The feature that is built.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feature {
    /// Its name, such as `Enhanced Consent Management`.
    pub name: String,
    /// The name in kebab case, for files.
    pub slug: String,
    /// The domain, which is also the name of the domain's Go package, unless another feature has that one already.
    pub domain: String,
    /// What tells the feature's items apart from those of others where they share a package: the domain's name as an
    /// exported Go identifier, or the feature's where another feature has the domain's package.
    #[serde(default)]
    pub qualifier: String,
    /// `critical`, `high`, `medium` or `low`.
    pub priority: String,
    /// What it is for, in a sentence; may be empty.
    pub summary: String,
}

/// The Go module that the code becomes part of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Module {
    /// Module path.
    pub path: String,
    /// `go` directive of a new module.
    pub go: String,
    /// Whether the module was there before.
    pub exists: bool,
    /// Directory below the module root that everything goes into, with a slash behind it; empty for the root itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub below: String,
}

/// A Go package of the contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// Key used in type expressions: `values`, `domain`, `repository`, `database`, `cache`, `events`,
    /// `service`, `rest`, `middleware`, `migrations`.
    pub key: String,
    /// Directory below the module root.
    pub dir: String,
    /// Package name, equal to the last element of `dir`.
    pub name: String,
    /// Name under which other packages import it; differs from `name` where two packages share one.
    pub alias: String,
}

/// Where an item came from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Line in the spec, from 1: of the declaration, or of the place that made it necessary.
    pub line: Option<u32>,
    /// Why it was inferred; `None` for what the spec declares.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inferred: Option<String>,
}

/// A field of a struct.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Exported Go name.
    pub name: String,
    /// Go type with package keys.
    #[serde(rename = "type")]
    pub ty: String,
    /// Name in JSON and in the table.
    pub key: String,
    /// Whether it must be set when the struct is made.
    pub required: bool,
    /// Go expression that a constructor takes where nothing is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// Least number allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<i64>,
    /// Greatest number allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<i64>,
    /// One sentence, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub doc: String,
}

/// A parameter or result.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Param {
    /// Go name; empty for results.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Go type with package keys.
    #[serde(rename = "type")]
    pub ty: String,
}

/// A method or an operation, with the way its body is made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Operation<P> {
    /// Exported Go name.
    pub name: String,
    /// One sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub doc: String,
    /// Parameters; `ctx context.Context` first where the layer asks for it.
    pub params: Vec<Param>,
    /// Results; `error` last where the layer asks for it.
    pub results: Vec<Param>,
    /// How the built-in agent makes its body.
    pub body: Body<P>,
    /// Where it came from.
    pub origin: Origin,
}

/// How the built-in agent makes a body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body<P> {
    /// The spec's own Go, already rewritten to the contract's packages.
    Spec(String),
    /// A named pattern.
    Pattern(P),
    /// An explicit, tested `ErrNotImplemented`, with the reason that the quality report gives.
    NotImplemented(String),
}

/// A quantitative performance target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// What is measured.
    pub subject: String,
    /// `<`, `<=`, `>`, `>=`, `=`.
    pub comparator: String,
    /// The number.
    pub value: f64,
    /// `ms`, `%`, `checks/s`.
    pub unit: String,
    /// `p99`; may be empty.
    pub percentile: String,
    /// Line in the spec, from 1.
    pub line: u32,
}

impl Target {
    /// `Consent check latency < 1 ms p99`, in one line.
    #[must_use]
    pub fn in_words(&self) -> String {
        let Self { subject, comparator, value, unit, percentile, .. } = self;
        format!("{subject} {comparator} {value} {unit} {percentile}").split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Sentences under a heading: a compliance regime, a security topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// `TCPA`, `Authorization`.
    pub name: String,
    /// What it asks for.
    pub requirements: Vec<String>,
    /// Line in the spec, from 1.
    pub line: u32,
}

impl Contract {
    /// The package with the given key.
    #[must_use]
    pub fn package(&self, key: &str) -> Option<&Package> {
        self.packages.iter().find(|package| package.key == key)
    }

    /// Whether two keys stand for one Go package.
    #[must_use]
    pub fn is_one_package(&self, one: &str, other: &str) -> bool {
        let dir = |key: &str| self.package(key).map(|package| &package.dir);
        one == other || dir(one).is_some_and(|found| dir(other) == Some(found))
    }

    /// The role that owns an item is fixed by its kind; this names the owner of each kind for messages.
    #[must_use]
    pub fn owner_of_kind(kind: &str) -> Option<RoleId> {
        let role = match kind {
            "value" => "value_designer",
            "entity" => "domain_expert",
            "event" => "event_architect",
            "repository" => "repository_designer",
            "service" | "model" => "service_orchestrator",
            "port" => "integration_coordinator",
            "dto" => "dto_designer",
            "endpoint" => "api_builder",
            "table" => "migration_engineer",
            _ => return None,
        };
        Some(RoleId::from(role))
    }
}
