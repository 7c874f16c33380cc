//! The typed model of one feature specification. Every fact carries the span it was read from.

mod requirements;
mod shift;
mod yaml;

use ecow::EcoString;
use serde::Serialize;
use specwave_source::Span;

pub use requirements::{Change, Condition, Criterion, Format, ListedTask, Obligation, Progress, Requirement, Step, Story};
pub(crate) use shift::Shift;
pub use yaml::YamlKey;

/// A value and where it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

/// Everything that was understood of one specification. All lists are in the order of the text.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Spec {
    /// Whether the text looks like a feature specification at all.
    pub recognised: bool,
    /// The feature's name, without words such as "Specification".
    pub name: Option<Located<String>>,
    /// The target domain, in lower case.
    pub domain: Option<Located<String>>,
    /// `critical`, `high`, `medium`, `low`, or what was written, in lower case.
    pub priority: Option<Located<String>>,
    /// The first paragraph that says what the feature is for.
    pub summary: Option<Located<String>>,
    /// Things with an identity of their own.
    pub entities: Vec<Struct>,
    /// Immutable things without identity, enumerations among them.
    pub value_objects: Vec<ValueObject>,
    /// Domain events.
    pub events: Vec<Struct>,
    /// Services with operations and dependencies.
    pub services: Vec<Service>,
    /// Repositories with operations.
    pub repositories: Vec<Repository>,
    /// Designed endpoints; examples and outbound calls are left out.
    pub endpoints: Vec<Endpoint>,
    /// Requests, results, filters and other Go structs that are not part of the domain model.
    pub structs: Vec<Struct>,
    /// Interfaces that are neither service nor repository (caches, clients).
    pub interfaces: Vec<Interface>,
    /// Free functions and methods with bodies, of fenced Go outside test sections.
    pub functions: Vec<Function>,
    /// Tables of fenced SQL.
    pub tables: Vec<Table>,
    /// Quantitative performance targets.
    pub performance: Vec<Target>,
    /// Named regimes (TCPA, GDPR, …) with their requirements.
    pub compliance: Vec<Regime>,
    /// Security requirements.
    pub security: Vec<Statement>,
    /// Testing targets and planned tests.
    pub testing: Vec<Statement>,
    /// Acceptance criteria.
    pub acceptance: Vec<Statement>,
    /// The widely used format it is written in; `None` for the dialects of our own.
    pub format: Option<Format>,
    /// User stories.
    pub stories: Vec<Story>,
    /// Requirements with a number or a title.
    pub requirements: Vec<Requirement>,
    /// Entries of its task list.
    pub tasks: Vec<ListedTask>,
    /// Front matter without its marks.
    pub front_matter: Option<Span>,
    /// Headings, for structure rules and editor features.
    pub headings: Vec<Heading>,
    /// Fenced blocks, for rules about embedded languages.
    pub fences: Vec<Fence>,
    /// What each fenced Go block says about itself.
    pub go_blocks: Vec<GoBlock>,
    /// Keys of the fenced YAML blocks.
    pub yaml_keys: Vec<YamlKey>,
    /// Named Go types that are none of the above (`type Handler func(…)`).
    pub other_types: Vec<Located<String>>,
    /// Names of the events that bodies raise (`addEvent(X{…})`), each time they do.
    pub raised: Vec<Located<String>>,
    /// Second and later declarations of a name or an endpoint; the lists above hold the first one.
    pub duplicates: Vec<Duplicate>,
    /// Embedded YAML, Go and SQL that does not parse.
    pub problems: Vec<Problem>,
    /// Whether the bytes were UTF-8; other bytes were replaced.
    pub not_utf8: bool,
    /// Whether the bytes look like a binary file; nothing was read then.
    pub binary: bool,
}

impl Spec {
    /// Whether it is a design, a proposal or a list of tasks of one of the widely used formats, without the file that says what
    /// is asked for.
    #[must_use]
    pub fn is_only_a_part(&self) -> bool {
        self.format.is_some() && self.requirements.is_empty() && self.stories.is_empty()
    }
}

/// What one fenced Go block says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GoBlock {
    /// Index into [`Spec::fences`].
    pub fence: usize,
    /// Path comment (`internal/domain/consent/consent.go`).
    pub path: Option<Located<String>>,
    /// Package clause.
    pub package: Option<Located<String>>,
    /// Import paths.
    pub imports: Vec<Located<String>>,
    /// Names of the types it declares.
    pub types: Vec<Located<String>>,
    /// Names of interfaces it declares that end in `Repository`.
    pub repositories: Vec<Located<String>>,
    /// Whether it only shows tests or benchmarks.
    pub test: bool,
}

/// A later declaration of something that is already declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Duplicate {
    /// `entity`, `value object`, `event`, `service`, `repository`, `endpoint`, `table`.
    pub kind: String,
    /// The name, or `METHOD /path`.
    pub name: String,
    /// Where it is declared first.
    pub first: Span,
    /// Where it is declared again.
    pub again: Span,
    /// Whether both declarations say the same, so that the second one does no harm.
    pub same: bool,
}

/// Text in an embedded language that does not parse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The language.
    pub language: Language,
    /// Where the parser stopped.
    pub span: Span,
    /// What it said, without a position.
    pub message: String,
}

/// A language that is read inside fences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// YAML.
    Yaml,
    /// Go.
    Go,
    /// SQL.
    Sql,
}

/// Which reading of the text a fact came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// Front matter and fenced YAML.
    Yaml,
    /// Fenced Go.
    Go,
    /// Markdown prose, lists and tables.
    Prose,
    /// Fenced SQL.
    Sql,
}

/// A named thing with fields and methods: an entity, an event, a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Struct {
    /// Its name as written.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// Where it was read from.
    pub dialect: Dialect,
    /// What the text says about it (doc comment, `purpose`).
    pub doc: String,
    /// Go package of the block it stands in, if one is named.
    pub package: Option<String>,
    /// Fields in order.
    pub fields: Vec<Field>,
    /// Methods declared or implemented for it.
    pub methods: Vec<Operation>,
}

/// A field of a struct.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Its name as written.
    pub name: EcoString,
    /// Its type as written (`*time.Time`, `array[ConsentResponse]`, `string`); empty if none.
    pub ty: EcoString,
    /// Whether the text says it may be left out ("(optional)", "(if exists)", `omitempty`).
    pub optional: bool,
    /// Trailing comment or description.
    pub doc: EcoString,
    /// Where the name stands.
    pub span: Span,
}

/// A value object: a struct without identity, or a named basic type with its values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ValueObject {
    /// The struct, with fields if it has any.
    #[serde(flatten)]
    pub base: Struct,
    /// Go type behind a named basic type (`string`, `int`); `string` where YAML only lists values.
    pub underlying: Option<String>,
    /// Allowed values, if it is an enumeration.
    pub values: Vec<EnumValue>,
    /// The validation as written in prose.
    pub validation: String,
}

/// One allowed value of an enumeration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EnumValue {
    /// Constant name where Go gives one (`StatusActive`), else empty.
    pub constant: String,
    /// The value as written (`active`, `Recording`).
    pub value: String,
    /// Where it stands.
    pub span: Span,
}

/// An operation of a service or repository, or a method of an entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Operation {
    /// Its name as written.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// What the text says about it.
    pub doc: EcoString,
    /// Parameters and results, where the text has a signature; `None` where it has only a name.
    pub signature: Option<Signature>,
    /// Go body with its braces, where the text has one.
    pub body: Option<Located<EcoString>>,
}

/// Parameters and results of an operation, types as written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Signature {
    /// Name (may be empty) and type.
    pub params: Vec<Param>,
    /// Result types.
    pub results: Vec<Param>,
}

/// One parameter or result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Param {
    /// Its name; empty if the text gives none.
    pub name: EcoString,
    /// Its type as written.
    pub ty: EcoString,
}

/// A service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Service {
    /// Name, qualified by its package where Go code only says `Service` (`consent.Service` → `ConsentService`).
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// Where it was read from.
    pub dialect: Dialect,
    /// What the text says about it.
    pub doc: String,
    /// Go package, if named.
    pub package: Option<String>,
    /// Operations in order.
    pub operations: Vec<Operation>,
    /// Names of what it depends on.
    pub dependencies: Vec<Located<String>>,
}

/// A repository.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Repository {
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// Where it was read from.
    pub dialect: Dialect,
    /// What the text says about it.
    pub doc: String,
    /// Go package, if named.
    pub package: Option<String>,
    /// Operations in order.
    pub operations: Vec<Operation>,
    /// Indexes as written.
    pub indexes: Vec<Located<String>>,
}

/// An interface that is neither service nor repository.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Interface {
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// What the text says about it.
    pub doc: String,
    /// Go package, if named.
    pub package: Option<String>,
    /// Operations in order.
    pub operations: Vec<Operation>,
}

/// A free function, or a method whose receiver is no declared entity or service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Function {
    /// Receiver type without pointer, if it is a method.
    pub receiver: Option<String>,
    /// Name, signature, body.
    #[serde(flatten)]
    pub operation: Operation,
    /// Go package, if named.
    pub package: Option<String>,
}

/// An endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Endpoint {
    /// Verb in upper case; empty if the text gives none.
    pub method: String,
    /// Path with `{name}` parameters, without query string.
    pub path: String,
    /// Where it stands.
    pub span: Span,
    /// What the text says about it.
    pub doc: String,
    /// Body of the request.
    pub request: Option<Dto>,
    /// Body of the response.
    pub response: Option<Dto>,
    /// Query parameters.
    pub query: Vec<Field>,
    /// Rate limit as written (`1000/second`).
    pub rate_limit: String,
    /// Authentication as written (`JWT required`).
    pub auth: String,
    /// Cache time as written (`60 seconds`).
    pub cache: String,
}

/// A request or response body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dto {
    /// Its type's name; empty if the text gives none.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// Fields in order.
    pub fields: Vec<Field>,
}

/// A table of fenced SQL.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// Columns in order.
    pub columns: Vec<Column>,
    /// Table constraints as written.
    pub constraints: Vec<String>,
    /// Indexes on it.
    pub indexes: Vec<Index>,
    /// The whole statement as written, with its partitioning.
    pub sql: String,
    /// Where the statement stands, without its semicolon.
    pub statement: Span,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its SQL type as written.
    pub ty: String,
    /// Whether it may be null.
    pub nullable: bool,
    /// Default expression, if any.
    pub default: Option<String>,
    /// Referenced table and column, if any.
    pub references: Option<String>,
    /// Whether it is (part of) the primary key.
    pub primary_key: bool,
}

/// An index of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Index {
    /// Its name; may be empty.
    pub name: String,
    /// Column expressions.
    pub columns: Vec<String>,
    /// Whether it is unique.
    pub unique: bool,
    /// `WHERE` expression, if partial.
    pub predicate: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// A quantitative target.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Target {
    /// What is measured.
    pub subject: String,
    /// `<`, `<=`, `>`, `>=`, `=`.
    pub comparator: String,
    /// The number.
    pub value: f64,
    /// `ms`, `s`, `%`, `checks/s`; empty if the text gives none.
    pub unit: String,
    /// `p99`; empty if the text gives none.
    pub percentile: String,
    /// "for 100 records".
    pub condition: String,
    /// Where it stands.
    pub span: Span,
}

/// A named compliance regime.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Regime {
    /// `TCPA`, `GDPR`.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// What it asks for.
    pub requirements: Vec<Statement>,
}

/// One sentence that asks for something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// Group it stands under ("Authorization", "Unit Tests"); may be empty.
    pub topic: String,
    /// The sentence without list marks.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its plain text.
    pub text: String,
    /// The heading's own place.
    pub span: Span,
    /// From the heading to the next one of the same or a higher level.
    pub section: Span,
}

/// A fenced block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fence {
    /// First word of the info string, in lower case.
    pub language: String,
    /// The block with its fences.
    pub span: Span,
    /// Its content.
    pub content: Span,
    /// Whether a closing fence was found.
    pub closed: bool,
    /// Index into [`Spec::headings`] of the innermost heading above it.
    pub heading: Option<usize>,
}
