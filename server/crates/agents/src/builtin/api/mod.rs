//! What the roles of Wave 4 share: they write code, tests and documents about the same endpoints and have to
//! agree on names, access and examples.

mod access;
mod endpoint;
mod example;
mod handler;
mod openapi;
mod samples;
mod schema;
mod targets;

pub(crate) use access::{Access, AccessRule, access_rules};
pub(crate) use endpoint::EndpointView;
pub(crate) use handler::{HandlerView, handlers};
pub(crate) use openapi::document as openapi_document;
pub(crate) use targets::{is_about, is_latency, stem};

use specwave_golang::names;
use specwave_plan::contract::Contract;

/// The path of a file in the package with the given key.
pub(crate) fn path_in(contract: &Contract, package: &str, file: &str) -> String {
    let directory = contract.package(package).map_or(package, |found| found.dir.as_str());
    format!("{directory}/{file}")
}

/// The feature's name as an exported Go identifier.
pub(crate) fn feature_identifier(contract: &Contract) -> String {
    names::exported(&contract.feature.slug)
}

/// A stem for files that belong to the feature as a whole.
pub(crate) fn feature_stem(contract: &Contract) -> String {
    names::snake(&contract.feature.slug)
}
