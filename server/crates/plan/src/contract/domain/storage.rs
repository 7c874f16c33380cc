//! How entities are stored: repositories, query specifications, tables.

use serde::{Deserialize, Serialize};

use crate::contract::{Operation, Origin};

/// A repository interface of the domain and its implementation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Repository {
    /// Exported Go name of the interface, such as `ConsentRepository`.
    pub name: String,
    /// One sentence.
    pub doc: String,
    /// The entity it stores.
    pub entity: String,
    /// The table behind it.
    pub table: String,
    /// Names of the operations that every repository has.
    pub base: RepositoryBase,
    /// The query specification of the entity.
    pub query: Query,
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
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

/// The query specification of an entity: in Go a struct with a pointer per filter, then
/// `Limit, Offset int`, `OrderBy string`, `Descending bool`; a `nil` filter and a zero limit do not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// Exported Go name in the domain package, such as `ConsentQuery`.
    pub name: String,
    /// File below the module root.
    pub file: String,
    /// Its filters.
    pub filters: Vec<QueryFilter>,
    /// Columns that `OrderBy` may name.
    pub order_by: Vec<String>,
}

/// A filter of a query specification.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryFilter {
    /// Exported Go name: the field's, or the field's with `After` or `Before`.
    pub name: String,
    /// The entity's field.
    pub field: String,
    /// Its column.
    pub column: String,
    /// Type of the filter without its pointer.
    #[serde(rename = "type")]
    pub ty: String,
    /// How field and filter compare.
    pub compare: Compare,
}

/// How a column compares with a value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compare {
    /// `=`
    #[default]
    Equal,
    /// `<>`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// The column is null or greater.
    NullOrGreater,
    /// The column has one of the values of a slice; an empty slice selects nothing.
    In,
    /// The column, which is an array, has the value in it.
    Has,
    /// The column has the text in it, in any case.
    Contains,
    /// The column is null; there is no value.
    Null,
    /// The column is not null; there is no value.
    NotNull,
}

/// A condition of a repository operation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// The entity's field.
    pub field: String,
    /// Its column.
    pub column: String,
    /// How they compare.
    pub compare: Compare,
    /// Go expression in terms of the parameters, such as `callID`, `time.Now().Add(within)`, `filter.StartTime()`.
    pub value: Option<String>,
    /// Go type of the expression.
    #[serde(rename = "type")]
    pub ty: String,
    /// Whether the condition applies only where the expression is not zero, `nil` or empty.
    pub when_set: bool,
}

/// An order of rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The column.
    pub column: String,
    /// Whether the greatest comes first.
    pub descending: bool,
}

/// Which rows an operation reads.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selection {
    /// All must hold.
    pub conditions: Vec<Condition>,
    /// Order of the rows.
    pub order: Option<Order>,
    /// Go expression of type `int` for the number of rows, if it is limited; zero does not limit.
    pub limit: Option<String>,
    /// Go expression of type `int` for the rows that are passed over.
    pub offset: Option<String>,
}

/// Patterns of repository operations. The results in the signature say whether entities come as pointers or values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RepositoryPattern {
    /// Stores a new entity.
    Insert,
    /// Stores several new entities.
    InsertMany,
    /// Stores a changed entity.
    Update,
    /// Stores an entity, new or changed.
    Upsert,
    /// Loads by identity.
    Get,
    /// Loads several by a slice of identities.
    GetMany,
    /// Removes by identity.
    Delete,
    /// Loads by the query specification.
    Find,
    /// Counts by the query specification.
    Count,
    /// The first row of a selection, `domain.ErrNotFound` where there is none.
    FindOne(Selection),
    /// All rows of a selection; where the results have a number before the error, also how many there are without limit.
    FindMany(Selection),
    /// Number of rows of a selection, as the result's number type.
    CountWhere(Selection),
    /// Whether a selection has rows.
    Exists(Selection),
    /// Removes the rows of a selection; where the results have a number before the error, how many.
    DeleteWhere(Selection),
    /// Assigns to columns of the rows of a selection; `domain.ErrNotFound` where there is none.
    UpdateWhere {
        /// Column and Go expression.
        set: Vec<ColumnAssignment>,
        /// The rows.
        selection: Selection,
    },
    /// The values of one column of a selection.
    Column {
        /// The column.
        column: String,
        /// The rows.
        selection: Selection,
    },
    /// A struct value whose fields are aggregates of a selection.
    Aggregate {
        /// The value's type, without pointer.
        to: String,
        /// One aggregate per field that is given.
        parts: Vec<Aggregate>,
        /// The rows.
        selection: Selection,
    },
}

/// What is assigned to a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnAssignment {
    /// The entity's field.
    pub field: String,
    /// Its column.
    pub column: String,
    /// Go expression in terms of the parameters.
    pub value: String,
    /// Whether the value is added to the column instead of replacing it.
    pub add: bool,
}

/// An aggregate of rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aggregate {
    /// The field of the struct value that it goes into.
    pub field: String,
    /// Go type of that field.
    #[serde(rename = "type")]
    pub ty: String,
    /// SQL expression, such as `COUNT(*)`, `COALESCE(AVG(score), 0)`, `COUNT(*) FILTER (WHERE status = 'active')`.
    pub sql: String,
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Referenced table and column, such as `calls(id)`.
    pub references: Option<String>,
    /// Whether it is (part of) the primary key.
    pub primary_key: bool,
    /// The entity's field behind it; a column without one is left to its default.
    pub field: Option<String>,
    /// Getter below a field that is a struct value: the column is written for queries, and never read back,
    /// since another column has the whole value.
    pub part: Option<String>,
    /// How the field's value goes into the column.
    pub storage: Storage,
    /// Whether an empty text is written as null; only where `part` is given.
    pub null_if_empty: bool,
}

/// How a Go value goes into a column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Storage {
    /// `database/sql` takes and scans it as it is: basic types, their named forms, `time.Time`, `Valuer` and `Scanner`,
    /// and pointers to them.
    #[default]
    Direct,
    /// As JSON: slices, maps, entities, `any`.
    Json,
    /// As a PostgreSQL array of texts.
    TextArray,
    /// A `values.Money` as its number of cents.
    Cents,
    /// A `values.Money` as its decimal amount, in the currency that it has by default.
    Amount,
}

/// An index.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// Its name.
    pub name: String,
    /// Column expressions.
    pub columns: Vec<String>,
    /// Whether it is unique.
    pub unique: bool,
    /// Predicate of a partial index.
    pub predicate: Option<String>,
    /// Why it was inferred; `None` for what the spec declares.
    pub inferred: Option<String>,
}
