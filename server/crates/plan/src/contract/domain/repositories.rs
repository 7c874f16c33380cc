//! Repositories of the contract: one for every entity that is stored on its own.

use specwave_golang::names;
use specwave_spec::model;

use super::draft::Draft;
use super::expressions::stem;
use super::operations::{self, Declared};
use super::values::{own_sentence, sentence, with_article};
use super::{
    Compare, Entity, Index, Query, QueryFilter, Repository, RepositoryBase, RepositoryPattern, Selection, Table, ValueKind,
    tables,
};
use crate::contract::file_names::{self, DOMAIN_STEMS};
use crate::contract::resolve::identifier;
use crate::contract::{Body, Operation, Origin, Param};

/// Adds an entity for every declared repository whose entity nothing declares.
pub(super) fn infer_entities(draft: &mut Draft<'_>) {
    for declared in &draft.inputs.spec.repositories {
        if entity_of(draft, declared).is_some() {
            continue;
        }
        let written = identifier(repository_stem(&declared.name));
        let family = |name: &str| {
            vec![name.to_owned(), format!("New{name}"), format!("Restore{name}"), format!("{name}Params"), format!("{name}Query")]
        };
        let name = draft.domain.claim(&written, &[format!("{written}Record")], family);
        let file = format!("{}/{}.go", draft.dir("domain"), file_names::stem(&name, DOMAIN_STEMS));
        let doc = sentence(&name, "", &format!("is what {} stores", declared.name));
        let origin = draft.inputs.inferred(declared.span, format!("`{}` stores it, and nothing declares it", declared.name));
        if draft.names.get(&written).is_none() {
            draft.names.insert(&written, format!("domain.{name}"));
        }
        draft.contract.entities.push(Entity { name, file, doc, origin, ..Entity::default() });
    }
}

/// A repository's name without the words that only say that it is one.
fn repository_stem(name: &str) -> &str {
    let bare = ["Repository", "Repo", "Store", "DAO"].iter().find_map(|suffix| name.strip_suffix(suffix));
    bare.filter(|bare| !bare.is_empty()).unwrap_or(name)
}

/// The entity that a declared repository stores: by name, else the one that its operations speak of most.
fn entity_of(draft: &Draft<'_>, declared: &model::Repository) -> Option<String> {
    let wanted = identifier(repository_stem(&declared.name));
    let entities = &draft.contract.entities;
    let exact = entities.iter().find(|entity| entity.name == wanted || stem(&entity.name) == wanted);
    if let Some(entity) = exact {
        return Some(entity.name.clone());
    }
    let mentions = |entity: &Entity| {
        let signatures = declared.operations.iter().filter_map(|operation| operation.signature.as_ref());
        let types = signatures.flat_map(|signature| signature.params.iter().chain(&signature.results));
        types.filter(|param| names::words(&param.ty).ends_with(&names::words(&entity.name))).count()
    };
    let most = entities.iter().rev().max_by_key(|entity| mentions(entity)).filter(|entity| mentions(entity) > 0);
    let words = names::words(&wanted);
    let alike = || {
        let starts = |entity: &&Entity| {
            names::words(&entity.name).starts_with(&words) || words.starts_with(&names::words(stem(&entity.name)))
        };
        entities.iter().find(starts)
    };
    most.or_else(alike).map(|entity| entity.name.clone())
}

/// Makes the repositories and their tables.
pub(super) fn compute(draft: &mut Draft<'_>) {
    let spec = draft.inputs.spec;
    let owners: Vec<Option<String>> = spec.repositories.iter().map(|declared| entity_of(draft, declared)).collect();
    let is_stored = |entity: &Entity| {
        let declared = owners.iter().flatten().any(|owner| *owner == entity.name);
        declared || entity.parent.is_none() || tables::declared_for(spec, &entity.name).is_some()
    };
    let stored: Vec<String> =
        draft.contract.entities.iter().filter(|entity| is_stored(entity)).map(|entity| entity.name.clone()).collect();
    tables::compute(draft, &stored);
    for entity in stored {
        let declared: Vec<&model::Repository> = spec
            .repositories
            .iter()
            .zip(&owners)
            .filter(|(_, owner)| owner.as_ref() == Some(&entity))
            .map(|(declared, _)| declared)
            .collect();
        make(draft, &entity, &declared);
    }
}

/// Makes the repository of an entity out of all that are declared for it.
fn make(draft: &mut Draft<'_>, entity: &str, declared: &[&model::Repository]) {
    let told = if declared.is_empty() { draft.inputs.told_repository(entity) } else { None };
    let wanted = match (declared.first(), told) {
        (Some(first), _) => identifier(&first.name),
        (None, Some(told)) => told.to_owned(),
        (None, None) => format!("{}Repository", stem(entity)),
    };
    let name = draft.domain.claim_one(&wanted, &[format!("{entity}Repository"), format!("{entity}Store")]);
    let origin = match declared.first() {
        Some(first) => draft.inputs.declared(first.span),
        None => Origin {
            line: draft.entity(entity).and_then(|found| found.origin.line),
            inferred: Some(match told {
                Some(told) => format!("the specification names `{told}` without saying what it can do"),
                None => format!("no repository is declared for `{entity}`"),
            }),
        },
    };
    for other in declared.iter().skip(1) {
        draft.contract.aliases.insert(identifier(&other.name), format!("domain.{name}"));
    }
    let doc = declared.first().map(|first| first.doc.as_str()).unwrap_or_default();
    let doc = own_sentence(&name, doc).unwrap_or_else(|| {
        sentence(&name, "", &format!("stores and finds {}", names::words(&names::plural(stem(entity))).join(" ")))
    });
    let query = query(draft, entity);
    name_query(draft, declared, &query);
    let mut signed: Vec<Declared> = Vec::new();
    for operation in declared.iter().flat_map(|repository| &repository.operations) {
        if let Some(operation) =
            operations::sign(draft, entity, operation).filter(|new| !signed.iter().any(|old| old.name == new.name))
        {
            signed.push(operation);
        }
    }
    let base = operations::base(&signed, entity, &query.name);
    let mut all: Vec<Operation<RepositoryPattern>> = Vec::new();
    for operation in signed {
        let body = operations::body(draft, entity, &query, &base, &operation);
        all.push(operation.with(body));
    }
    add_base(&mut all, &base, entity, &query.name, &origin);
    let table =
        draft.contract.tables.iter().find(|table| table.entity.as_deref() == Some(entity)).map(|table| table.name.clone());
    let table = table.unwrap_or_default();
    let repository = Repository { name, doc, entity: entity.to_owned(), table, base, query, operations: all, origin };
    let written: Vec<&str> =
        declared.iter().flat_map(|repository| &repository.indexes).map(|index| index.value.as_str()).collect();
    add_indexes(draft, &repository, &written);
    draft.contract.repositories.push(repository);
}

/// The query specification: a filter per simple field, two for a moment.
fn query(draft: &Draft<'_>, entity: &str) -> Query {
    let name = format!("{entity}Query");
    let file = format!("{}/{}_query.go", draft.dir("domain"), file_names::stem(entity, DOMAIN_STEMS));
    let mut query = Query { name, file, ..Query::default() };
    let Some(found) = draft.entity(entity) else { return query };
    for field in &found.fields {
        let Some(column) = column_of(draft, entity, &field.name) else { continue };
        let ty = field.ty.trim_start_matches('*').to_owned();
        let filter = |suffix: &str, compare: Compare| QueryFilter {
            name: format!("{}{suffix}", field.name),
            field: field.name.clone(),
            column: column.clone(),
            ty: ty.clone(),
            compare,
        };
        match ty.as_str() {
            "time.Time" => {
                query.filters.push(filter("After", Compare::GreaterOrEqual));
                query.filters.push(filter("Before", Compare::Less));
            }
            "string" | "bool" | "int" | "int64" | "values.UUID" | "values.PhoneNumber" | "values.Email" => {
                query.filters.push(filter("", Compare::Equal));
            }
            _ if tables::is_text(&ty, &draft.contract.values) => query.filters.push(filter("", Compare::Equal)),
            _ => continue,
        }
        query.order_by.push(column);
    }
    let clash = ["Limit", "Offset", "OrderBy", "Descending", "Validate", "Matches"];
    for filter in &mut query.filters {
        if clash.contains(&filter.name.as_str()) {
            filter.name = format!("Equal{}", filter.name);
        }
    }
    let mut seen: Vec<String> = Vec::new();
    query.filters.retain(|filter| {
        !seen.contains(&filter.name) && {
            seen.push(filter.name.clone());
            true
        }
    });
    query
}

/// The column that holds the whole of a field.
pub(super) fn column_of(draft: &Draft<'_>, entity: &str, field: &str) -> Option<String> {
    let table = table_of(draft, entity)?;
    let whole = table.columns.iter().find(|column| column.field.as_deref() == Some(field) && column.part.is_none());
    whole.map(|column| column.name.clone())
}

/// The table of an entity.
pub(super) fn table_of<'d>(draft: &'d Draft<'_>, entity: &str) -> Option<&'d Table> {
    draft.contract.tables.iter().find(|table| table.entity.as_deref() == Some(entity))
}

/// Lets the names that operations use for filters, and that nothing declares, stand for the query specification.
fn name_query(draft: &mut Draft<'_>, declared: &[&model::Repository], query: &Query) {
    let canonical = format!("domain.{}", query.name);
    draft.names.insert(&query.name, canonical.clone());
    let signatures =
        declared.iter().flat_map(|repository| &repository.operations).filter_map(|operation| operation.signature.as_ref());
    for param in signatures.flat_map(|signature| &signature.params) {
        let name = identifier(param.ty.trim_start_matches(['*', '[', ']']).rsplit('.').next().unwrap_or_default());
        let selects =
            ["Filter", "Filters", "Query", "Criteria", "SearchParams", "Options", "Search"].iter().any(|end| name.ends_with(end));
        let declared = draft.inputs.spec.structs.iter().any(|found| identifier(&found.name) == name);
        if selects && !declared && draft.names.get(&name).is_none() {
            draft.names.insert(&name, canonical.clone());
            draft.contract.aliases.insert(name, canonical.clone());
        }
    }
}

/// Adds the operations that every repository has and this one does not declare.
fn add_base(all: &mut Vec<Operation<RepositoryPattern>>, base: &RepositoryBase, entity: &str, query: &str, origin: &Origin) {
    let (one, many) = (format!("*domain.{entity}"), format!("[]*domain.{entity}"));
    let param = |name: &str, ty: &str| Param { name: name.to_owned(), ty: ty.to_owned() };
    let noun = operations::noun(entity);
    let nouns = names::plural(&noun);
    let query = format!("domain.{query}");
    let wanted: [(&str, RepositoryPattern, Param, Option<String>, String); 7] = [
        (&base.insert, RepositoryPattern::Insert, param("entity", &one), None, format!("stores a new {noun}")),
        (
            &base.insert_many,
            RepositoryPattern::InsertMany,
            param("entities", &many),
            None,
            format!("stores several new {nouns} in one statement"),
        ),
        (
            &base.get,
            RepositoryPattern::Get,
            param("id", "values.UUID"),
            Some(one.clone()),
            format!("loads {} by its identity", with_article(&noun)),
        ),
        (&base.update, RepositoryPattern::Update, param("entity", &one), None, format!("stores a changed {noun}")),
        (&base.delete, RepositoryPattern::Delete, param("id", "values.UUID"), None, format!("removes {}", with_article(&noun))),
        (
            &base.find,
            RepositoryPattern::Find,
            param("query", &query),
            Some(many.clone()),
            format!("loads the {nouns} that a query selects"),
        ),
        (
            &base.count,
            RepositoryPattern::Count,
            param("query", &query),
            Some("int".to_owned()),
            format!("counts the {nouns} that a query selects"),
        ),
    ];
    for (name, pattern, param, result, doc) in wanted {
        if all.iter().any(|operation| operation.name == *name) {
            continue;
        }
        let results = result.into_iter().chain(["error".to_owned()]).map(|ty| Param { name: String::new(), ty }).collect();
        all.push(Operation {
            name: name.to_owned(),
            doc: format!("{name} {doc}."),
            params: vec![Param { name: "ctx".to_owned(), ty: "context.Context".to_owned() }, param],
            results,
            body: Body::Pattern(pattern),
            origin: Origin { line: origin.line, inferred: Some("every repository has it".to_owned()) },
        });
    }
}

/// Adds the indexes that the repository's text asks for and those that its operations and references need.
fn add_indexes(draft: &mut Draft<'_>, repository: &Repository, written: &[&str]) {
    let Some(at) = draft.contract.tables.iter().position(|table| table.name == repository.table) else { return };
    let references: Vec<String> = draft
        .entity(&repository.entity)
        .map(|entity| {
            entity.fields.iter().filter(|field| field.name != "ID" && field.ty.trim_start_matches('*') == "values.UUID")
        })
        .into_iter()
        .flatten()
        .filter_map(|field| column_of(draft, &repository.entity, &field.name))
        .collect();
    let table = &mut draft.contract.tables[at];
    for text in written {
        let Some((columns, rest)) = text.trim().trim_start_matches('(').split_once(')') else { continue };
        let columns: Vec<String> = columns.split(',').map(|column| column.trim().to_owned()).collect();
        let predicate = rest.trim().strip_prefix("WHERE ").or_else(|| rest.trim().strip_prefix("where ")).map(str::to_owned);
        add_index(table, columns, predicate, None);
    }
    for operation in &repository.operations {
        if let Some(selection) = selection_of(&operation.body).filter(|_| operation.origin.inferred.is_none()) {
            let mut columns: Vec<String> = Vec::new();
            for condition in
                selection.conditions.iter().filter(|condition| !condition.when_set && condition.compare != Compare::Has)
            {
                if condition.column != "id" && !columns.contains(&condition.column) {
                    columns.push(condition.column.clone());
                }
            }
            add_index(table, columns, None, Some(format!("`{}` selects by it", operation.name)));
        }
    }
    for column in references {
        add_index(table, vec![column], None, Some("it refers to another entity".to_owned()));
    }
}

/// The rows that an operation selects.
fn selection_of(body: &Body<RepositoryPattern>) -> Option<&Selection> {
    match body {
        Body::Pattern(
            RepositoryPattern::FindOne(selection)
            | RepositoryPattern::FindMany(selection)
            | RepositoryPattern::CountWhere(selection)
            | RepositoryPattern::Exists(selection)
            | RepositoryPattern::DeleteWhere(selection)
            | RepositoryPattern::UpdateWhere { selection, .. }
            | RepositoryPattern::Column { selection, .. }
            | RepositoryPattern::Aggregate { selection, .. },
        ) => Some(selection),
        _ => None,
    }
}

/// Adds an index unless the table has one that begins with the same columns, or lacks one of them.
fn add_index(table: &mut Table, columns: Vec<String>, predicate: Option<String>, inferred: Option<String>) {
    let exist = columns.iter().all(|column| table.columns.iter().any(|other| other.name == *column));
    let covered = table
        .indexes
        .iter()
        .any(|index| index.columns.starts_with(&columns) && (index.predicate == predicate || inferred.is_some()));
    if columns.is_empty() || !exist || covered {
        return;
    }
    let base = format!("idx_{}_{}", table.name, columns.join("_"));
    let mut name: String = base.chars().take(60).collect();
    while table.indexes.iter().any(|index| index.name == name) {
        name.push('x');
    }
    table.indexes.push(Index { name, columns, unique: false, predicate, inferred });
}

/// Whether a value is a struct with these fields.
pub(super) fn struct_fields<'d>(draft: &'d Draft<'_>, ty: &str) -> Option<&'d [crate::contract::Field]> {
    match &draft.value(ty)?.kind {
        ValueKind::Struct { fields } => Some(fields),
        _ => None,
    }
}
