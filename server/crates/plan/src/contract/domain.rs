//! The domain's part of the contract: values, entities, events, repositories, tables.

mod behaviour;
mod bodies;
mod compute;
mod conditions;
mod draft;
mod entities;
mod events;
mod expressions;
mod fields;
mod identifiers;
mod inference;
mod methods;
mod operations;
mod repositories;
mod storage;
mod structure;
mod table_names;
mod tables;
mod values;
mod verbs;

use serde::{Deserialize, Serialize};

pub use behaviour::{Assignment, FieldTest, MethodPattern, ParamCheck, ParamTest, Raise, Test};
pub use storage::{
    Aggregate, Column, ColumnAssignment, Compare, Condition, Index, Order, Query, QueryFilter, Repository, RepositoryBase,
    RepositoryPattern, Selection, Storage, Table,
};

pub(super) use compute::compute;
pub(super) use draft::add_support;

use super::{Field, Operation, Origin};

/// A value object or a small support type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// Exported Go name.
    pub name: String,
    /// Key of its package: `values`, or `domain` where it refers to an entity.
    pub package: String,
    /// File below the module root.
    pub file: String,
    /// One sentence.
    pub doc: String,
    /// Its shape.
    pub kind: ValueKind,
    /// Whether the module already has it; then nothing is written.
    pub exists: bool,
    /// Where it came from.
    pub origin: Origin,
}

/// The shapes of value objects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueKind {
    /// A string type with a closed set of values.
    Enum {
        /// Its constants.
        constants: Vec<EnumConstant>,
    },
    /// A named type without listed values: `NewX(underlying) (X, error)`.
    Named {
        /// `string`, `int64`, `[]string`, …
        underlying: String,
    },
    /// An immutable struct: `NewX(XParams) (X, error)`, where `XParams` has the same fields, exported.
    ///
    /// A getter has its field's name; `Params()` gives all of them back, `IsZero()` tells the value that was never made.
    Struct {
        /// Its fields.
        fields: Vec<Field>,
    },
    /// A support type that the built-in agent has a template of its own for (`UUID`, `Money`, `PhoneNumber`, …).
    Support,
    /// A type that the module already has and of which only the name is known: nothing but its zero value is used.
    Opaque,
}

/// One constant of an enumeration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnumConstant {
    /// Exported Go name, unique in the package.
    pub name: String,
    /// The string behind it.
    pub value: String,
}

/// An entity.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// Exported Go name.
    pub name: String,
    /// File below the module root.
    pub file: String,
    /// One sentence.
    pub doc: String,
    /// The constructor that takes `TParams`: `NewT`, or `RestoreT` where the spec declares a `NewT` of its own.
    ///
    /// It gives zero fields their [`Field::default`], checks the rest, and records [`Entity::created`] unless
    /// `TParams.ID` was given, since that means an entity that was there before.
    pub constructor: String,
    /// The spec's own `NewT`.
    pub factory: Option<Operation<MethodPattern>>,
    /// Fields; the identity is always `ID values.UUID`, first.
    pub fields: Vec<Field>,
    /// Methods besides the constructor and `Validate`.
    pub methods: Vec<Operation<MethodPattern>>,
    /// The event that the constructor records.
    pub created: Option<Raise>,
    /// The entity that holds this one in a field, if any.
    pub parent: Option<String>,
    /// What stands before its name in the packages of the infrastructure, which all features of a module share: nothing,
    /// unless another feature has an entity of that name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub prefix: String,
    /// Where it came from.
    pub origin: Origin,
}

impl Entity {
    /// The name under which the packages of the infrastructure know it.
    #[must_use]
    pub fn shared_name(&self) -> String {
        format!("{}{}", self.prefix, self.name)
    }
}

/// A domain event. In Go: a struct with `Meta EventMetadata` and these fields, made by `NewE(aggregateID, fields…)`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Exported Go name.
    pub name: String,
    /// Name on the wire, such as `consent.granted`.
    pub topic: String,
    /// One sentence.
    pub doc: String,
    /// Fields besides the metadata.
    pub fields: Vec<Field>,
    /// The entity it is about, if it is known.
    pub entity: Option<String>,
    /// Where it came from.
    pub origin: Origin,
}
