//! The files of the query optimizer: the SQL of every repository, and a cache of prepared statements.

use serde::Serialize;
use specwave_golang::Type;
use specwave_plan::contract::{Contract, QueryFilter};

use crate::builtin::File;
use crate::builtin::renderer::{RenderError, Renderer};
use crate::builtin::storage::{Packages, Statements, StoredRepository};

/// Files that are the same for every feature.
const GENERIC: &[&str] = &["statements.go", "statements_test.go", "conditions.go", "conditions_test.go", "batch.go"];

#[derive(Serialize)]
struct Context<'a> {
    #[serde(flatten)]
    packages: Packages<'a>,
    table: &'a str,
    query: &'a str,
    filters: Vec<Filter<'a>>,
    statements: &'a Statements,
}

/// A filter as the tests set it.
#[derive(Serialize)]
struct Filter<'a> {
    #[serde(flatten)]
    filter: &'a QueryFilter,
    is_slice: bool,
}

pub(super) fn files(contract: &Contract, renderer: &Renderer) -> Result<Vec<File>, RenderError> {
    let packages = Packages::of(contract);
    let dir = packages.directory("database");
    let mut files = Vec::new();
    for name in GENERIC {
        let text = renderer.go(&format!("query_optimizer/{name}.j2"), "database", packages)?;
        files.push(File::new(format!("{dir}/{name}"), text));
    }
    for stored in StoredRepository::all(contract) {
        let query = &stored.repository.query;
        let is_slice = |filter: &QueryFilter| matches!(Type::parse(&filter.ty), Some(Type::Slice(_)));
        let context = Context {
            packages,
            table: &stored.repository.table,
            query: &query.name,
            filters: query.filters.iter().map(|filter| Filter { filter, is_slice: is_slice(filter) }).collect(),
            statements: &stored.statements,
        };
        let stem = stored.stem();
        for (ending, template) in [("queries.go", "queries.go.j2"), ("queries_test.go", "queries_test.go.j2")] {
            let text = renderer.go(&format!("query_optimizer/{template}"), "database", &context)?;
            files.push(File::new(format!("{dir}/{stem}_{ending}"), text));
        }
    }
    Ok(files)
}
