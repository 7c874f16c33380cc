//! The service and API part of the contract.

mod compute;

use serde::{Deserialize, Serialize};

pub(super) use compute::compute;

use super::{Field, Operation, Origin};

/// A service: in Go a struct `Name` in package `service` with a constructor `NewName`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Service {
    /// Exported Go name.
    pub name: String,
    /// File below the module root.
    pub file: String,
    /// One sentence.
    pub doc: String,
    /// Repositories it uses, the primary one first.
    pub repositories: Vec<String>,
    /// Ports it uses.
    pub ports: Vec<String>,
    /// Operations in order; each takes `ctx` first and returns an `error` last.
    pub operations: Vec<Operation<ServicePattern>>,
    /// Where it came from.
    pub origin: Origin,
}

/// Patterns of service operations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServicePattern {
    /// Makes an entity, stores it and publishes its events.
    Create {
        /// The entity.
        entity: String,
    },
}

/// A plain struct that crosses a boundary: an input, a result, a filter, a request or response body.
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

/// An outside collaborator that the spec names only as a dependency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Port {
    /// Exported Go name of the interface in package `service`.
    pub name: String,
    /// One sentence.
    pub doc: String,
    /// Where it came from.
    pub origin: Origin,
}

/// An endpoint and the operation behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    /// Verb in upper case.
    pub method: String,
    /// Path as Go's `ServeMux` takes it: `/api/v1/consents/{id}`.
    pub path: String,
    /// Exported Go name of the handler method.
    pub handler: String,
    /// One sentence.
    pub doc: String,
    /// Service behind it.
    pub service: String,
    /// Operation behind it.
    pub operation: String,
    /// DTO of the request body, if any.
    pub request: Option<String>,
    /// DTO of the response body, if any.
    pub response: Option<String>,
    /// Query parameters.
    pub query: Vec<Field>,
    /// Requests per second that one client may make; `None` for the default.
    pub rate_limit: Option<u32>,
    /// Whether the caller must be authenticated.
    pub authenticated: bool,
    /// How long a response may be kept, in seconds.
    pub cache_seconds: Option<u32>,
    /// Where it came from.
    pub origin: Origin,
}
