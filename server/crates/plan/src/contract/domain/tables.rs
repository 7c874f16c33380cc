//! Tables of the contract: those of the spec's SQL, matched to entities, and derived ones.

use specwave_golang::{Type, names};
use specwave_spec::model::{self, Spec};

use super::draft::{Draft, find_value};
use super::expressions::stem;
use super::{Column, Entity, Index, Storage, Table, Value, ValueKind, fields, table_names};
use crate::contract::compute::Inputs;
use crate::contract::resolve::identifier;
use crate::contract::{Field, Origin};

/// First words of lines in a table's body that are no columns, even where a dialect lets them look like some.
const NO_COLUMNS: &[&str] =
    &["check", "constraint", "exclude", "foreign", "fulltext", "index", "key", "like", "primary", "unique"];

/// The table of the spec's SQL that stores an entity, by its name.
pub(super) fn declared_for<'s>(spec: &'s Spec, entity: &str) -> Option<&'s model::Table> {
    let candidates = candidate_names(entity);
    candidates.iter().find_map(|name| spec.tables.iter().find(|table| bare(&table.name) == *name && !table.columns.is_empty()))
}

/// A table that no SQL declares; its class may name it.
fn derive(draft: &Draft<'_>, entity: &Entity) -> Table {
    let name = &entity.name;
    let (wanted, inferred) = match mapped(draft.inputs, name) {
        Some(named) => (bare(named), None),
        None => (candidate_names(name)[0].clone(), Some(format!("no table is declared for `{name}`"))),
    };
    let origin = Origin { line: entity.origin.line, inferred };
    Table { name: free_name(draft, &wanted), origin, ..Table::default() }
}

/// The table that a class is mapped to: `__tablename__ = "invoices"` in it, or `@Table(name = "invoices")` above it.
fn mapped<'a>(inputs: &Inputs<'a>, entity: &str) -> Option<&'a str> {
    let class = inputs.spec.entities.iter().find(|declared| identifier(&declared.name) == entity)?;
    let fence = inputs.spec.fences.iter().find(|fence| fence.content.touches(class.span.start))?;
    let above = inputs.text.get(fence.content.start..class.span.start)?;
    let below = inputs.text.get(class.span.end..fence.content.end)?;
    let end_of_class = |text: &str| text.find("\nclass ").unwrap_or(text.len());
    let below = &below[..end_of_class(below)];
    let annotated = || above.rsplit_once('}').map_or(above, |(_, above)| above).split_once("@Table(name");
    let (_, behind) = below.split_once("__tablename__").or_else(annotated)?;
    behind.split(['"', '\'']).nth(1).filter(|named| !named.is_empty())
}

/// Name of a table without its schema.
fn bare(name: &str) -> String {
    let name = name.rsplit('.').next().unwrap_or(name).trim_matches(['"', '`']).to_lowercase();
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
}

/// Names that the table of an entity may have, the likeliest first.
fn candidate_names(entity: &str) -> Vec<String> {
    let short = stem(entity);
    [entity, short].iter().flat_map(|name| [names::snake(&names::plural(name)), names::snake(name)]).collect()
}

/// Makes the tables of all entities that are stored on their own, then takes over the spec's other tables.
pub(super) fn compute(draft: &mut Draft<'_>, stored: &[String]) {
    let mut used: Vec<String> = Vec::new();
    for name in stored {
        let Some(at) = draft.contract.entities.iter().position(|entity| entity.name == *name) else { continue };
        let declared = declared_for(draft.inputs.spec, name).filter(|table| !used.contains(&table.name));
        let mut table = match declared {
            Some(declared) => {
                used.push(declared.name.clone());
                take_over(draft, declared, at)
            }
            None => derive(draft, &draft.contract.entities[at]),
        };
        table.entity = Some(name.clone());
        let derived = declared.is_none();
        complete(&mut table, &draft.contract.entities[at], &draft.contract.values, derived);
        draft.contract.tables.push(table);
    }
    for declared in &draft.inputs.spec.tables {
        let partition = declared.columns.is_empty() || declared.sql.to_uppercase().contains(" PARTITION OF ");
        let known = draft.contract.tables.iter().any(|table| table.name == bare(&declared.name));
        if !partition && !known && !used.contains(&declared.name) {
            let table = plain(draft, declared);
            draft.contract.tables.push(table);
        }
    }
    repair_keys(&mut draft.contract.tables);
    let qualifier = names::snake(&draft.contract.feature.qualifier);
    table_names::tell_apart(&mut draft.contract.tables, &draft.inputs.module.tables, &qualifier);
}

fn free_name(draft: &Draft<'_>, wanted: &str) -> String {
    let taken = |name: &str| draft.inputs.spec.tables.iter().any(|table| bare(&table.name) == name);
    let wanted = if is_reserved(wanted) { format!("{wanted}_table") } else { wanted.to_owned() };
    if taken(&wanted) { format!("{wanted}_records") } else { wanted }
}

/// Words that PostgreSQL takes for something else where a table or column name stands.
fn is_reserved(name: &str) -> bool {
    matches!(
        name,
        "user"
            | "order"
            | "group"
            | "table"
            | "column"
            | "select"
            | "from"
            | "where"
            | "limit"
            | "offset"
            | "end"
            | "check"
            | "default"
            | "references"
            | "primary"
            | "all"
            | "and"
            | "any"
            | "array"
            | "as"
            | "asc"
            | "both"
            | "case"
            | "cast"
            | "desc"
            | "distinct"
            | "do"
            | "else"
            | "except"
            | "false"
            | "fetch"
            | "for"
            | "grant"
            | "having"
            | "in"
            | "into"
            | "not"
            | "null"
            | "on"
            | "only"
            | "or"
            | "some"
            | "then"
            | "to"
            | "true"
            | "union"
            | "unique"
            | "using"
            | "when"
            | "window"
            | "with"
            | "analyse"
            | "analyze"
            | "constraint"
            | "create"
            | "foreign"
            | "initially"
            | "lateral"
            | "leading"
            | "placing"
            | "returning"
            | "symmetric"
            | "trailing"
            | "variadic"
    )
}

/// A table of the spec as it stands there.
fn plain(draft: &Draft<'_>, declared: &model::Table) -> Table {
    let no_column = |column: &&model::Column| NO_COLUMNS.contains(&column.name.to_lowercase().as_str());
    let column = |column: &model::Column| Column {
        name: bare(&column.name),
        ty: column.ty.trim().to_owned(),
        nullable: column.nullable && !column.primary_key,
        default: column.default.clone(),
        references: column.references.clone(),
        primary_key: column.primary_key,
        ..Column::default()
    };
    let columns: Vec<Column> = declared.columns.iter().filter(|column| !no_column(column)).map(column).collect();
    let index = |index: &model::Index| Index {
        name: index.name.clone(),
        columns: index.columns.clone(),
        unique: index.unique,
        predicate: index.predicate.clone(),
        inferred: None,
    };
    Table {
        name: bare(&declared.name),
        columns,
        constraints: declared.constraints.clone(),
        indexes: declared.indexes.iter().map(index).collect(),
        partition_by: partition_by(&declared.sql),
        origin: draft.inputs.declared(declared.span),
        ..Table::default()
    }
}

/// `RANGE (created_at)` of `… PARTITION BY RANGE (created_at);`
fn partition_by(sql: &str) -> Option<String> {
    let at = sql.to_uppercase().rfind("PARTITION BY ")?;
    let clause = sql.get(at + "PARTITION BY ".len()..)?;
    let end = clause.find(')')?;
    Some(clause[..=end].split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A table of the spec with its columns matched to the entity's fields; columns that must have a value and have no
/// field give the entity one.
fn take_over(draft: &mut Draft<'_>, declared: &model::Table, at: usize) -> Table {
    let mut table = plain(draft, declared);
    for column in &mut table.columns {
        let entity = &draft.contract.entities[at];
        if let Some(field) = field_of(entity, &column.name) {
            column.field = Some(field.name.clone());
        } else if let Some((field, getter)) = part_of(entity, &draft.contract.values, &column.name) {
            (column.field, column.part) = (Some(field), Some(getter));
        } else if !column.nullable && column.default.is_none() && !column.ty.to_uppercase().contains("SERIAL") {
            let name = names::exported(&column.name);
            let field = Field { key: fields::key(&name), ty: go_type(&column.ty), name: name.clone(), ..Field::default() };
            draft.contract.entities[at].fields.push(field);
            column.field = Some(name);
        }
    }
    table
}

/// The field that a column stores.
fn field_of<'e>(entity: &'e Entity, column: &str) -> Option<&'e Field> {
    let cents = column.strip_suffix("_cents");
    let by_key = |key: &str| entity.fields.iter().find(|field| field.key == key);
    by_key(column)
        .or_else(|| cents.and_then(by_key).filter(|field| is_money(&field.ty)))
        .or_else(|| (column == format!("{}_id", names::snake(stem(&entity.name)))).then(|| by_key("id")).flatten())
}

fn is_money(ty: &str) -> bool {
    ty.trim_start_matches('*') == "values.Money"
}

/// The field with a struct value of which a column stores a part, and the getter of that part: `actor_ip` is
/// `IPAddress` of `Actor`.
fn part_of(entity: &Entity, values: &[Value], column: &str) -> Option<(String, String)> {
    entity.fields.iter().find_map(|field| {
        let rest = column.strip_prefix(&format!("{}_", field.key))?;
        let Some(ValueKind::Struct { fields }) = find_value(values, &field.ty).map(|value| &value.kind) else { return None };
        if field.ty.starts_with('*') {
            return None;
        }
        let exact = fields.iter().find(|part| part.key == rest);
        let longer = || fields.iter().find(|part| part.key.starts_with(&format!("{rest}_")));
        let first_word = rest.split('_').next().unwrap_or(rest);
        let alike = || fields.iter().find(|part| part.key.split('_').next() == Some(first_word) && part.ty == "string");
        let part = exact.or_else(longer).or_else(alike)?;
        is_plain(&part.ty, values).then(|| (field.name.clone(), part.name.clone()))
    })
}

/// Whether `database/sql` takes a value of the type as it is, or as JSON or array of texts.
fn is_plain(ty: &str, values: &[Value]) -> bool {
    !ty.contains("domain.")
        && (!ty.starts_with('*') || find_value(values, ty).is_none_or(|value| !matches!(value.kind, ValueKind::Struct { .. })))
}

/// Gives every field a column and every column its storage; the keys and checks of a derived table.
fn complete(table: &mut Table, entity: &Entity, values: &[Value], derived: bool) {
    for field in &entity.fields {
        if !table.columns.iter().any(|column| column.field.as_deref() == Some(&field.name) && column.part.is_none()) {
            let name = free_column(table, &field.key);
            table.columns.push(Column {
                name,
                ty: sql_type(&field.ty, values),
                nullable: field.ty.starts_with('*'),
                primary_key: field.name == "ID" && !table.columns.iter().any(|column| column.primary_key),
                field: Some(field.name.clone()),
                ..Column::default()
            });
        }
    }
    for column in &mut table.columns {
        let field = entity.fields.iter().find(|field| Some(&field.name) == column.field.as_ref());
        let part = || column.part.as_ref().and_then(|part| part_type(values, &field?.ty, part));
        let Some(ty) = (if column.part.is_some() { part() } else { field.map(|field| field.ty.clone()) }) else { continue };
        (column.storage, column.ty) = storage(&ty, &column.ty, values);
        column.nullable |= ty.starts_with('*');
        column.null_if_empty = column.part.is_some() && column.nullable && is_text(&ty, values);
        let enumeration = find_value(values, &ty).filter(|_| derived && column.part.is_none());
        if let Some(ValueKind::Enum { constants }) =
            enumeration.map(|value| &value.kind).filter(|_| column.storage == Storage::Direct)
        {
            let allowed: Vec<String> =
                constants.iter().map(|constant| format!("'{}'", constant.value.replace('\'', "''"))).collect();
            if !allowed.is_empty() {
                let check =
                    format!("CONSTRAINT chk_{}_{} CHECK ({} IN ({}))", table.name, column.name, column.name, allowed.join(", "));
                table.constraints.push(check);
            }
        }
    }
}

fn free_column(table: &Table, key: &str) -> String {
    let taken = |name: &str| table.columns.iter().any(|column| column.name == name);
    let name = if is_reserved(key) { format!("{key}_value") } else { key.to_owned() };
    if taken(&name) { format!("{name}_data") } else { name }
}

fn part_type(values: &[Value], ty: &str, part: &str) -> Option<String> {
    let ValueKind::Struct { fields } = &find_value(values, ty)?.kind else { return None };
    fields.iter().find(|field| field.name == part).map(|field| field.ty.clone())
}

/// Whether a value of the type is a text in Go.
pub(super) fn is_text(ty: &str, values: &[Value]) -> bool {
    ty == "string"
        || match find_value(values, ty).filter(|_| !ty.starts_with('*')).map(|value| &value.kind) {
            Some(ValueKind::Enum { .. }) => true,
            Some(ValueKind::Named { underlying }) => underlying == "string",
            _ => false,
        }
}

/// How a Go value goes into a column of the given SQL type, and the column's type where Go asks for another one.
fn storage(ty: &str, sql: &str, values: &[Value]) -> (Storage, String) {
    let upper = sql.to_uppercase();
    let keep = |storage: Storage| (storage, sql.to_owned());
    let bare = ty.trim_start_matches('*');
    let json_column = upper.starts_with("JSON");
    if is_money(ty) {
        return match upper.split(['(', ' ']).next().unwrap_or_default() {
            "BIGINT" | "INTEGER" | "INT" | "INT8" | "INT4" => keep(Storage::Cents),
            "NUMERIC" | "DECIMAL" | "MONEY" => keep(Storage::Amount),
            "JSON" | "JSONB" => keep(Storage::Json),
            _ => keep(Storage::Direct),
        };
    }
    match Type::parse(bare) {
        Some(Type::Slice(inner)) if inner.to_string() == "byte" => keep(Storage::Direct),
        Some(Type::Slice(inner)) if upper.ends_with("[]") && is_text(&inner.to_string(), values) => keep(Storage::TextArray),
        Some(Type::Slice(_) | Type::Map(..) | Type::Array(..)) if upper.ends_with("[]") => (Storage::Json, "JSONB".to_owned()),
        Some(Type::Slice(_) | Type::Map(..) | Type::Array(..)) => keep(Storage::Json),
        _ if matches!(bare, "any" | "json.RawMessage") || bare.starts_with("domain.") && find_value(values, bare).is_none() => {
            keep(Storage::Json)
        }
        _ if bare == "time.Duration" && upper.starts_with("INTERVAL") => (Storage::Direct, "BIGINT".to_owned()),
        _ if is_text(bare, values) && (upper.starts_with("INET") || upper.starts_with("UUID") || upper.starts_with("CIDR")) => {
            (Storage::Direct, "TEXT".to_owned())
        }
        _ => match find_value(values, bare).map(|value| &value.kind) {
            Some(ValueKind::Named { underlying }) if is_composite(underlying) => keep(Storage::Json),
            Some(ValueKind::Enum { .. } | ValueKind::Named { .. }) if json_column => keep(Storage::Json),
            Some(ValueKind::Opaque) => keep(Storage::Json),
            None if json_column => keep(Storage::Json),
            _ => keep(Storage::Direct),
        },
    }
}

fn is_composite(ty: &str) -> bool {
    ty.starts_with('[') || ty.starts_with("map[") || ty == "any"
}

/// The PostgreSQL type of a derived column.
fn sql_type(ty: &str, values: &[Value]) -> String {
    let bare = ty.trim_start_matches('*');
    let sql = match bare {
        "values.UUID" => "UUID",
        "string" => "TEXT",
        "bool" => "BOOLEAN",
        "time.Time" => "TIMESTAMPTZ",
        "time.Duration" | "int" | "int64" | "uint" | "uint32" | "uint64" => "BIGINT",
        "int32" | "rune" | "uint16" | "time.Month" | "time.Weekday" => "INTEGER",
        "int8" | "int16" | "uint8" | "byte" => "SMALLINT",
        "float64" => "DOUBLE PRECISION",
        "float32" => "REAL",
        "[]byte" => "BYTEA",
        "values.Decimal" => "NUMERIC",
        "values.Money" => "VARCHAR(40)",
        "values.PhoneNumber" => "VARCHAR(20)",
        "values.Email" => "VARCHAR(254)",
        _ => match find_value(values, bare).map(|value| &value.kind) {
            Some(ValueKind::Enum { .. }) => "VARCHAR(50)",
            Some(ValueKind::Named { underlying }) => return sql_type(underlying, values),
            _ => "JSONB",
        },
    };
    sql.to_owned()
}

/// Makes the keys such that PostgreSQL takes them: a primary key for every table, with the column that a partitioned
/// one is partitioned by; then nothing can refer to its identity alone.
fn repair_keys(tables: &mut [Table]) {
    let mut without_plain_key = Vec::new();
    for table in tables.iter_mut() {
        let constraint = table.constraints.iter().any(|constraint| constraint.to_uppercase().contains("PRIMARY KEY"));
        let keyed = constraint || table.columns.iter().any(|column| column.primary_key);
        if let Some(column) = table.columns.iter_mut().find(|column| column.name == "id" && !keyed) {
            (column.primary_key, column.nullable) = (true, false);
        }
        let Some(clause) = &table.partition_by else { continue };
        let by: Vec<String> = clause.split(['(', ')', ',']).skip(1).map(|part| part.trim().to_lowercase()).collect();
        let mut changed = false;
        for column in table.columns.iter_mut().filter(|column| by.contains(&column.name) && !column.primary_key) {
            (column.primary_key, column.nullable, changed) = (!constraint, false, true);
        }
        if changed {
            without_plain_key.push(table.name.clone());
        }
    }
    for column in tables.iter_mut().flat_map(|table| &mut table.columns) {
        let target = column.references.as_deref().and_then(|reference| reference.split(['(', ' ']).next()).map(bare);
        if target.is_some_and(|target| without_plain_key.contains(&target)) {
            column.references = None;
        }
    }
}

/// The Go type for a PostgreSQL type.
pub(super) fn go_type(sql: &str) -> String {
    let upper = sql.trim().to_uppercase();
    if let Some(element) = upper.strip_suffix("[]") {
        return format!("[]{}", go_type(element));
    }
    let base = upper.split(['(', ' ']).next().unwrap_or_default();
    let go = match base {
        "UUID" => "values.UUID",
        "TIMESTAMPTZ" | "TIMESTAMP" | "DATE" | "TIME" | "DATETIME" => "time.Time",
        "BOOLEAN" | "BOOL" => "bool",
        "SMALLINT" | "INT" | "INTEGER" | "INT4" | "INT2" | "SERIAL" => "int",
        "BIGINT" | "INT8" | "BIGSERIAL" => "int64",
        "REAL" | "FLOAT" | "FLOAT4" | "FLOAT8" | "DOUBLE" => "float64",
        "NUMERIC" | "DECIMAL" | "MONEY" => "values.Decimal",
        "JSON" | "JSONB" => "json.RawMessage",
        "BYTEA" | "BLOB" => "[]byte",
        "INTERVAL" => "time.Duration",
        _ => "string",
    };
    go.to_owned()
}
