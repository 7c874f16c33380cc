//! The files of the repository designer.

use serde::Serialize;
use specwave_golang::names;
use specwave_plan::contract::{Compare, Contract, Entity, Query, QueryFilter};

use crate::builtin::renderer::{RenderError, Renderer, go_type};
use crate::builtin::{File, go_values};

/// Key of the package that is written.
const DOMAIN: &str = "domain";

pub(super) fn files(contract: &Contract, renderer: &Renderer) -> Result<Vec<File>, RenderError> {
    let dir = contract.package(DOMAIN).map(|package| package.dir.as_str()).unwrap_or_default();
    let interfaces = renderer.go("repository_designer/repository.go.j2", DOMAIN, ())?;
    let mut files = vec![File::new(format!("{dir}/repository.go"), interfaces)];
    for repository in &contract.repositories {
        let Some(entity) = contract.entities.iter().find(|entity| entity.name == repository.entity) else { continue };
        let context = QueryContext::new(contract, entity, &repository.query);
        let path = repository.query.file.as_str();
        files.push(File::new(path, renderer.go("repository_designer/query.go.j2", DOMAIN, &context)?));
        let test = renderer.go("repository_designer/query_test.go.j2", DOMAIN, &context)?;
        files.push(File::new(path.replace(".go", "_test.go"), test));
    }
    Ok(files)
}

#[derive(Debug, Serialize)]
struct QueryContext<'a> {
    entity: &'a Entity,
    query: &'a Query,
    filters: Vec<Filter<'a>>,
    noun: String,
    nouns: String,
    /// Name of the parameter and variable for an entity.
    param: String,
    /// A valid entity as an expression.
    sample: String,
    values: String,
}

/// A filter with the condition under which it refuses an entity.
#[derive(Debug, Serialize)]
struct Filter<'a> {
    filter: &'a QueryFilter,
    refused: String,
    /// Pointer to a value that lets the sample through.
    same: String,
    /// Pointer to a value that does not.
    other: String,
}

impl<'a> QueryContext<'a> {
    fn new(contract: &Contract, entity: &'a Entity, query: &'a Query) -> Self {
        let noun = names::words(&entity.name).join(" ");
        Self {
            filters: query.filters.iter().map(|filter| Filter::new(contract, entity, filter)).collect(),
            nouns: names::plural(&noun),
            noun,
            param: "entity".to_owned(),
            sample: go_values::sample(contract, DOMAIN, &format!("*domain.{}", entity.name), 1),
            values: go_values::qualifier(contract, DOMAIN, "values"),
            entity,
            query,
        }
    }
}

impl<'a> Filter<'a> {
    fn new(contract: &Contract, entity: &Entity, filter: &'a QueryFilter) -> Self {
        let field = entity.fields.iter().find(|field| field.name == filter.field);
        let pointer = field.is_some_and(|field| field.ty.starts_with('*'));
        let (access, wanted) = (format!("entity.{}", filter.field), format!("*q.{}", filter.name));
        let missing = if pointer { format!("{access} == nil || ") } else { String::new() };
        let plain = if pointer { format!("*{access}") } else { access.clone() };
        let differs = match filter.compare {
            Compare::GreaterOrEqual => format!("{access}.Before({wanted})"),
            Compare::Less => format!("!{access}.Before({wanted})"),
            _ => format!("{plain} != {wanted}"),
        };
        let refused = if pointer { format!("({missing}{differs})") } else { differs };
        let sample = field.and_then(|field| {
            let bare = specwave_plan::contract::Field { ty: filter.ty.clone(), ..field.clone() };
            go_values::sample_field(contract, DOMAIN, &bare, 1, 0)
        });
        let sample = sample.unwrap_or_else(|| go_values::sample(contract, DOMAIN, &filter.ty, 1));
        let pointer_to = |value: &str| format!("{}Pointer({value})", go_values::qualifier(contract, DOMAIN, "values"));
        let go = go_type(contract, DOMAIN, &filter.ty);
        let (same, other) = match (filter.compare, filter.ty.as_str()) {
            (Compare::GreaterOrEqual, _) => (sample.clone(), format!("{sample}.Add(time.Hour)")),
            (Compare::Less, _) => (format!("{sample}.Add(time.Hour)"), sample.clone()),
            (_, "bool") => (sample, "false".to_owned()),
            (_, "int" | "int64") => (format!("{go}({sample})"), format!("{go}(-99)")),
            (_, "values.UUID" | "values.PhoneNumber" | "values.Email") => {
                (sample, go_values::sample(contract, DOMAIN, &filter.ty, 7))
            }
            _ => (format!("{go}({sample})"), format!("{go}(\"?\")")),
        };
        Self { filter, refused, same: pointer_to(&same), other: pointer_to(&other) }
    }
}
