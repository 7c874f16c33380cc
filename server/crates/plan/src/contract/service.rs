//! The service and API part of the contract.

mod body;
mod collaborators;
mod compute;
mod conversion;
mod dependencies;
mod desk;
mod draft;
mod endpoints;
mod infer;
mod matching;
mod operand;
mod paths;
mod reply;
mod requests;
mod responses;
mod services;
mod shape;
mod subject;
mod wire;
mod words;
mod workbench;

use serde::{Deserialize, Serialize};

pub(super) use compute::compute;

use super::{Field, Operation, Origin, Param};

/// A service: in Go a struct `Name` in package `service` with a constructor
/// `NewName(dependencies…) (*Name, error)`, which refuses a dependency that is nil.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Service {
    /// Exported Go name.
    pub name: String,
    /// File below the module root.
    pub file: String,
    /// One sentence.
    pub doc: String,
    /// What the constructor takes, in order; at most five.
    pub dependencies: Vec<Dependency>,
    /// Names of those dependencies that have to approve what is about to be stored.
    pub approvals: Vec<String>,
    /// Operations in order; each takes `ctx` first and returns an `error` last.
    pub operations: Vec<Operation<ServicePattern>>,
    /// Where it came from.
    pub origin: Origin,
}

/// Something a service is made with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dependency {
    /// Unexported Go name of field and parameter.
    pub name: String,
    /// Go type, always an interface or a struct of interfaces: `domain.ConsentRepository`, `service.EventPublisher`.
    #[serde(rename = "type")]
    pub ty: String,
    /// What it is.
    pub kind: DependencyKind,
}

/// What a service depends on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DependencyKind {
    /// The repository of that name.
    Repository(String),
    /// `domain.TxManager`
    Transactions,
    /// `service.EventPublisher`
    Publisher,
    /// `service.Cache`
    Cache,
    /// `service.AuditRecorder`
    Audit,
    /// The port of that name.
    Port(String),
    /// A struct of exported fields in package `service` that keeps the number of dependencies small.
    Bundle(Vec<Dependency>),
}

/// Patterns of service operations.
///
/// Expressions are Go in terms of the operation's parameters; [`Reply`] may also use what the pattern names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServicePattern {
    /// Makes an entity (`record`), stores it in a transaction and publishes its events.
    Create {
        /// The entity.
        entity: String,
        /// Fields of the entity's parameters.
        fields: Vec<Mapping>,
        /// What is answered.
        reply: Reply,
    },
    /// Loads one entity (`record`).
    Load {
        /// The entity.
        entity: String,
        /// Which one.
        by: Lookup,
        /// What is answered.
        reply: Reply,
    },
    /// Loads entities (`records`) by a query specification.
    List {
        /// The entity.
        entity: String,
        /// Which ones.
        query: Selector,
        /// What is answered.
        reply: Reply,
    },
    /// Loads an entity (`record`), changes it, stores it in a transaction and publishes its events.
    Change {
        /// The entity.
        entity: String,
        /// Which one.
        by: Lookup,
        /// How it changes.
        change: Change,
        /// What is answered.
        reply: Reply,
    },
    /// Removes an entity in a transaction.
    Delete {
        /// The entity.
        entity: String,
        /// Which one.
        by: Lookup,
        /// What is answered.
        reply: Reply,
    },
    /// Removes all entities whose time is over in one transaction; their number is `removed`.
    Purge {
        /// The entity.
        entity: String,
        /// The filter of the query specification that selects them, with the present moment as its value.
        filter: String,
        /// What is answered.
        reply: Reply,
    },
    /// Loads an entity (`record`) if there is one and tests it; the outcome is `allowed`, with a `refusal` (a text) if it is negative.
    Check {
        /// The entity.
        entity: String,
        /// Which one.
        by: Lookup,
        /// What must hold for it.
        test: Requirement,
        /// What is answered.
        reply: Reply,
    },
    /// Tests a parameter of a type that can tell whether it is valid.
    Validate {
        /// Expression for what is tested.
        subject: String,
        /// Method that tests it: `Valid` gives a `bool`, `Validate` an `error`.
        method: String,
        /// What is answered.
        reply: Reply,
    },
    /// Does another operation of the same service for every element of a parameter.
    ForEach {
        /// The parameter.
        items: String,
        /// The other operation.
        operation: String,
        /// Its arguments behind `ctx` in terms of `item` and the parameters.
        arguments: Vec<String>,
        /// Whether it gives a result besides the error.
        gives: bool,
        /// What is answered, in terms of `results`, `succeeded`, `failed` and `failures` (texts).
        reply: Reply,
    },
    /// Makes an entity of every element of a parameter and stores those that are valid at once.
    Import {
        /// The entity.
        entity: String,
        /// The parameter.
        items: String,
        /// Fields of the entity's parameters, in terms of `item`.
        fields: Vec<Mapping>,
        /// What is answered, in terms of `records`, `succeeded`, `failed` and `failures` (texts).
        reply: Reply,
    },
    /// Loads entities by a query specification and writes them as JSON lines to `data`, a `bytes.Buffer`.
    Export {
        /// The entity.
        entity: String,
        /// Which ones.
        query: Selector,
        /// What is answered.
        reply: Reply,
    },
    /// Counts entities by query specifications.
    Count {
        /// The entity.
        entity: String,
        /// Which ones are counted at all.
        query: Selector,
        /// Named counts.
        counts: Vec<NamedCount>,
        /// Counts for each constant of an enumeration.
        breakdowns: Vec<Breakdown>,
        /// What is answered.
        reply: Reply,
    },
    /// Writes a record of what happened to the audit trail.
    Audit {
        /// What happened, such as `consent.logged`.
        action: String,
        /// Expression for what it happened to, of type `string`.
        subject: String,
        /// Expression for the details.
        details: String,
    },
    /// Asks a port, whose operation has the same parameters and results.
    Forward {
        /// The port.
        port: String,
        /// Its operation.
        operation: String,
    },
    /// Loads entities into the cache, under the keys under which they are read.
    Warm {
        /// The entity.
        entity: String,
        /// Parameter with one element for each of them.
        items: String,
        /// Which ones, in terms of `item`.
        query: Selector,
    },
    /// Takes an entity out of the cache.
    Forget {
        /// The entity.
        entity: String,
        /// Its identity.
        id: Mapping,
    },
    /// Loads an entity (`record`) and gives what one of its methods makes of the parameters.
    Ask {
        /// The entity.
        entity: String,
        /// Which one.
        by: Lookup,
        /// The method.
        method: String,
        /// Its arguments.
        arguments: Vec<Mapping>,
        /// Whether the method returns an error last.
        fails: bool,
    },
}

/// How one entity is found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lookup {
    /// By its identity.
    Id(Mapping),
    /// The first one that a query specification selects.
    First(Selector),
}

/// A query specification: either one that is given, or one that is made of filters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selector {
    /// Expression of the query type, if a parameter has it.
    pub given: Option<String>,
    /// Filters by name, with the conversion to the pointers that they are.
    pub filters: Vec<Mapping>,
    /// Expression of type `int` for the number of entities.
    pub limit: Option<String>,
    /// Expression of type `int` for the entities that are passed over.
    pub offset: Option<String>,
}

/// How an entity changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// By one of its methods.
    Call {
        /// The method.
        method: String,
        /// Its arguments.
        arguments: Vec<Mapping>,
        /// Whether it returns an error.
        fails: bool,
    },
    /// By assignments, after which it must still be valid. What comes from a pointer is assigned where that is not nil.
    Assign(Vec<Mapping>),
}

/// What must hold for an entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Requirement {
    /// It is there.
    Exists,
    /// A method of it without parameters says so.
    Method(String),
    /// It is valid, as its `Validate` says.
    Valid,
    /// A field has a constant (a Go expression).
    Has {
        /// The field.
        field: String,
        /// The constant.
        constant: String,
    },
    /// A moment, a `time.Time` or a pointer to one, is not over.
    NotOver {
        /// The field.
        field: String,
        /// Whether it is a pointer, of which `nil` means never.
        pointer: bool,
    },
}

/// What an operation answers before the error.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// Nothing but the error.
    #[default]
    Nothing,
    /// One value for each result; the field's name is empty.
    Values(Vec<Mapping>),
    /// A struct literal.
    Struct {
        /// Its type without pointer.
        #[serde(rename = "type")]
        ty: String,
        /// Whether a pointer to it is answered.
        pointer: bool,
        /// Its fields; no conversion can fail.
        fields: Vec<Mapping>,
    },
    /// A slice of struct literals, one for every `record` in `records`.
    Structs {
        /// Their type without pointer.
        #[serde(rename = "type")]
        ty: String,
        /// Whether the elements are pointers.
        pointer: bool,
        /// Their fields; no conversion can fail.
        fields: Vec<Mapping>,
    },
    /// The entities of `records` without their pointers.
    Dereferenced,
}

/// A count under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedCount {
    /// Go name of the variable.
    pub name: String,
    /// Filters besides those of the whole count.
    pub filters: Vec<Mapping>,
}

/// Counts for each constant of an enumeration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breakdown {
    /// Go name of the variable, a map from the enumeration to `int`.
    pub name: String,
    /// The filter of the query specification.
    pub filter: String,
    /// The enumeration.
    #[serde(rename = "type")]
    pub ty: String,
}

/// How a field or a parameter gets its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The field that is set.
    pub field: String,
    /// Go expression for where the value comes from: `input.Channel`.
    pub from: String,
    /// What is done to it on the way.
    pub conversion: Conversion,
}

/// What is done to a value so that it has another type.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conversion {
    /// Nothing: the types are the same.
    #[default]
    Same,
    /// `T(x)`
    Cast(String),
    /// `f(x)`, which returns a value and an error.
    Parse(String),
    /// `f(x)`, which cannot fail.
    Call(String),
    /// `x.M()`
    Method(String),
    /// `*A` to `*B`; `nil` stays `nil`.
    Optional(Box<Conversion>),
    /// `A` to `*B`; the zero value becomes `nil`.
    Pointer(Box<Conversion>),
    /// `*A` to `B`; `nil` becomes the zero value.
    Value(Box<Conversion>),
    /// `[]A` to `[]B`
    Each(Box<Conversion>),
    /// `A` to `B`; the zero value becomes the zero value.
    IfSet(Box<Conversion>),
    /// A text to `[]B`: the elements are separated by commas.
    List(Box<Conversion>),
    /// `A` to `B`, where the conversion takes the address of an `A`.
    Address(Box<Conversion>),
    /// The zero value of a type, whatever the value is: nothing at hand says it.
    Zero(String),
    /// A constant of another package, whatever the value is.
    Constant(String),
    /// The moment that lies this many of a unit (a Go expression of type `time.Duration`) ahead.
    FromNow(String),
}

/// A plain struct in package `service` that crosses its boundary: an input, a result, a filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Model {
    /// Exported Go name.
    pub name: String,
    /// One sentence.
    pub doc: String,
    /// What it is for.
    pub role: ModelRole,
    /// Fields in order.
    pub fields: Vec<Field>,
    /// Where it came from.
    pub origin: Origin,
}

/// What a model is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ModelRole {
    /// Goes in.
    Input,
    /// Comes out.
    Result,
    /// Selects.
    Filter,
    /// A part of another model.
    Part,
}

/// An outside collaborator of the services: an interface in package `service`, and an adapter that implements it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Port {
    /// Exported Go name of the interface.
    pub name: String,
    /// One sentence.
    pub doc: String,
    /// Its operations; each takes `ctx` first and returns an `error` last.
    pub operations: Vec<PortOperation>,
    /// Where it came from.
    pub origin: Origin,
}

/// An operation of an outside collaborator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortOperation {
    /// Exported Go name.
    pub name: String,
    /// One sentence.
    pub doc: String,
    /// Parameters, `ctx context.Context` first.
    pub params: Vec<Param>,
    /// Results, `error` last.
    pub results: Vec<Param>,
}

/// A request or response body, or a part of one: a struct in package `rest`.
///
/// A request has `Validate() error` and, for each endpoint that takes it, the method [`Endpoint::arguments`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dto {
    /// Exported Go name.
    pub name: String,
    /// File below the module root.
    pub file: String,
    /// One sentence.
    pub doc: String,
    /// What it is for.
    pub role: DtoRole,
    /// Fields in order. Those that come from path or query are Go `string`s with the JSON tag `-`.
    pub fields: Vec<DtoField>,
    /// Functions that make it of what operations give.
    pub converters: Vec<Converter>,
    /// Methods that make arguments of operations of it.
    pub arguments: Vec<Arguments>,
    /// Where it came from.
    pub origin: Origin,
}

/// A function that makes a DTO; it cannot fail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Converter {
    /// Go name: exported for a response, unexported for a part.
    pub function: String,
    /// What it takes.
    pub params: Vec<Param>,
    /// Fields of the DTO, in terms of the parameters.
    pub fields: Vec<Mapping>,
}

/// A method that makes values of a DTO; it fails where a text does not say what it should.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arguments {
    /// Go name: exported for a request, unexported for a part.
    pub method: String,
    /// What it gives before the error.
    pub values: Vec<Construction>,
}

/// How one value is made of the fields of a DTO; the receiver is `dto`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Construction {
    /// Of one field.
    Value {
        /// Its type.
        #[serde(rename = "type")]
        ty: String,
        /// The field.
        mapping: Mapping,
    },
    /// A struct literal.
    Struct {
        /// Its type without pointer.
        #[serde(rename = "type")]
        ty: String,
        /// Whether a pointer to it is made.
        pointer: bool,
        /// Its fields.
        fields: Vec<Mapping>,
    },
    /// A struct that a constructor makes of parameters: `values.NewX(values.XParams{…})`.
    Constructed {
        /// Its type without pointer.
        #[serde(rename = "type")]
        ty: String,
        /// The constructor.
        constructor: String,
        /// The type of the constructor's parameters.
        params: String,
        /// Whether the constructor gives a pointer.
        gives_pointer: bool,
        /// Whether a pointer is wanted.
        pointer: bool,
        /// Fields of the parameters.
        fields: Vec<Mapping>,
    },
}

/// What a DTO is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DtoRole {
    /// Everything that an endpoint takes, from body, path and query.
    Request,
    /// The body that an endpoint gives.
    Response,
    /// A part of another DTO.
    Part,
}

/// A field of a DTO.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DtoField {
    /// Name, Go type, JSON key, whether it is required. Types are basic ones, `json.RawMessage`, `rest.X`, and
    /// pointers, slices and string maps of them.
    #[serde(flatten)]
    pub field: Field,
    /// Where the handler finds it.
    pub source: Source,
    /// What its text must be beside its JSON type: `uuid`, `date-time`, `email`, `phone`; empty for nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub format: String,
    /// The texts it may be, if they are a closed set.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub one_of: Vec<String>,
    /// A valid value as JSON.
    pub example: String,
    /// Why it was inferred; `None` for what the spec declares.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inferred: Option<String>,
}

/// Where the handler finds a field of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// In the JSON body, under its key.
    Body,
    /// In the path, under the name of that `{wildcard}`.
    Path(String),
    /// In the query string, under that name.
    Query(String),
}

/// An endpoint and the operation behind it.
///
/// Its handler: decode the body into [`Self::request`] if [`Self::has_body`], set the fields of source path and
/// query (`r.PathValue`, `r.URL.Query().Get`), `Validate()`, call the request's method [`Self::arguments`],
/// which gives the operation's arguments behind `ctx` and an error, call the operation, and answer with
/// [`Self::status`] and what the converter of [`Self::response`] makes of the results before the error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    /// Verb in upper case.
    pub method: String,
    /// Path as Go's `ServeMux` takes it: `/api/v1/consents/{id}`.
    pub path: String,
    /// Exported Go name of the handler method, unique in package `rest`.
    pub handler: String,
    /// One sentence.
    pub doc: String,
    /// Service behind it.
    pub service: String,
    /// Operation behind it.
    pub operation: String,
    /// DTO that takes everything in; `None` where the operation takes `ctx` only.
    pub request: Option<String>,
    /// Whether [`Self::request`] has a field that comes from the body.
    pub has_body: bool,
    /// Method of the request that gives the operation's arguments; empty without a request.
    pub arguments: String,
    /// DTO that is given out, and how.
    pub response: Response,
    /// Status of success.
    pub status: u16,
    /// Requests per second that one client may make; `None` for the default.
    pub rate_limit: Option<u32>,
    /// Whether the caller must be authenticated.
    pub authenticated: bool,
    /// How long a response may be kept, in seconds.
    pub cache_seconds: Option<u32>,
    /// Where it came from.
    pub origin: Origin,
}

/// What an endpoint gives out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Response {
    /// Nothing (204): the operation returns an error only.
    Empty,
    /// A DTO.
    Json {
        /// The DTO.
        dto: String,
        /// Function in package `rest` that makes it of the operation's results before the error; it cannot fail.
        converter: String,
    },
    /// The bytes of the operation's only result besides the error, an `io.Reader`.
    Stream,
}

impl Endpoint {
    /// The DTO of the response, if there is one.
    #[must_use]
    pub fn response_dto(&self) -> Option<&str> {
        match &self.response {
            Response::Json { dto, .. } => Some(dto),
            Response::Empty | Response::Stream => None,
        }
    }
}
