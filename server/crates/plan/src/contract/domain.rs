//! The domain's part of the contract: values, entities, events, repositories, tables.

mod compute;

use serde::{Deserialize, Serialize};

pub(super) use compute::compute;

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
    /// A named basic type without listed values.
    Named {
        /// `string`, `int64`, `float64`, …
        underlying: String,
    },
    /// An immutable struct with constructor and getters.
    Struct {
        /// Its fields; getters have the field's name, the constructor takes them in order.
        fields: Vec<Field>,
    },
    /// A support type that the built-in agent has a template of its own for (`UUID`, `Money`, `PhoneNumber`, …).
    Support,
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// Exported Go name.
    pub name: String,
    /// File below the module root.
    pub file: String,
    /// One sentence.
    pub doc: String,
    /// Fields; the identity is always `ID values.UUID`, first.
    pub fields: Vec<Field>,
    /// Methods besides the constructor and `Validate`.
    pub methods: Vec<Operation<MethodPattern>>,
    /// Where it came from.
    pub origin: Origin,
}

/// Patterns of entity methods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MethodPattern {
    /// Returns a field.
    Get {
        /// The field.
        field: String,
    },
}

/// A domain event. In Go: a struct with `Meta EventMetadata` and these fields.
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

/// A repository interface of the domain and its implementation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Repository {
    /// Exported Go name of the interface, such as `ConsentRepository`.
    pub name: String,
    /// The entity it stores.
    pub entity: String,
    /// The table behind it.
    pub table: String,
    /// Names of the operations that every repository has.
    pub base: RepositoryBase,
    /// All operations in order, those of `base` among them; each takes `ctx` first and returns an `error` last.
    pub operations: Vec<Operation<RepositoryPattern>>,
    /// Where it came from.
    pub origin: Origin,
}

/// Method names of the operations every repository has, so that services can rely on them.
///
/// For an entity `T` with query type `TQuery` (in the domain package): `insert(ctx, *T) error`,
/// `insert_many(ctx, []*T) error`, `update(ctx, *T) error`, `get(ctx, values.UUID) (*T, error)`,
/// `delete(ctx, values.UUID) error`, `find(ctx, TQuery) ([]*T, error)`, `count(ctx, TQuery) (int, error)`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepositoryBase {
    /// Stores a new entity; `domain.ErrConflict` where it exists.
    pub insert: String,
    /// Stores several new entities in one statement.
    pub insert_many: String,
    /// Stores a changed entity; `domain.ErrNotFound` where there is none.
    pub update: String,
    /// Loads by identity; `domain.ErrNotFound` where there is none.
    pub get: String,
    /// Removes by identity; `domain.ErrNotFound` where there is none.
    pub delete: String,
    /// Loads by a query specification.
    pub find: String,
    /// Counts by a query specification.
    pub count: String,
}

/// Patterns of repository operations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RepositoryPattern {
    /// Stores a new entity.
    Insert,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// The entity stored in it, if any.
    pub entity: Option<String>,
    /// Stem of its migration's files below `migrations/`, such as `000001_consent-management_consents`; numbered
    /// after all tables are known, behind the migrations that the module already has.
    #[serde(default)]
    pub migration: String,
    /// Columns in order.
    pub columns: Vec<Column>,
    /// Table constraints.
    pub constraints: Vec<String>,
    /// Indexes.
    pub indexes: Vec<Index>,
    /// Partitioning clause, such as `RANGE (created_at)`.
    pub partition_by: Option<String>,
    /// Where it came from.
    pub origin: Origin,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// PostgreSQL type.
    #[serde(rename = "type")]
    pub ty: String,
    /// Whether it may be null.
    pub nullable: bool,
    /// Default expression.
    pub default: Option<String>,
    /// Whether it is (part of) the primary key.
    pub primary_key: bool,
    /// The entity's field behind it, if any.
    pub field: Option<String>,
}

/// An index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// Its name.
    pub name: String,
    /// Column expressions.
    pub columns: Vec<String>,
    /// Whether it is unique.
    pub unique: bool,
    /// Predicate of a partial index.
    pub predicate: Option<String>,
}
