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
mod pattern;
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
pub use pattern::{
    Breakdown, Change, Conversion, Lookup, Mapping, NamedCount, Reply, Requirement, Selector, ServicePattern, Unanswered,
};

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
    /// What stands before its name in package `rest`, which all features of a module share: nothing, unless another
    /// feature has a service of that name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub prefix: String,
    /// Names of those dependencies that have to approve what is about to be stored.
    pub approvals: Vec<String>,
    /// Operations in order; each takes `ctx` first and returns an `error` last.
    pub operations: Vec<Operation<ServicePattern>>,
    /// Where it came from.
    pub origin: Origin,
}

impl Service {
    /// The name under which package `rest` knows it.
    #[must_use]
    pub fn shared_name(&self) -> String {
        format!("{}{}", self.prefix, self.name)
    }
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
