//! The files of the migration engineer: a step up and down per table, and the package that carries them.

use serde::Serialize;
use specwave_plan::contract::{Contract, Table};

use crate::builtin::File;
use crate::builtin::api::{feature_identifier, feature_stem};
use crate::builtin::renderer::{RenderError, Renderer};
use crate::builtin::storage::{Packages, TableSchema, schema};

#[derive(Serialize)]
struct Step<'a> {
    title: String,
    #[serde(flatten)]
    schema: &'a TableSchema,
}

#[derive(Serialize)]
struct Carrier<'a> {
    tables: &'a [Table],
    feature: String,
}

pub(super) fn files(contract: &Contract, renderer: &Renderer) -> Result<Vec<File>, RenderError> {
    let dir = Packages::of(contract).directory("migrations");
    let mut files = Vec::new();
    for (table, schema) in contract.tables.iter().zip(schema(contract)) {
        let step = Step { title: title(contract, table), schema: &schema };
        for direction in ["up", "down"] {
            let text = renderer.text(&format!("migration_engineer/{direction}.sql.j2"), &step)?;
            files.push(File::new(format!("{dir}/{}.{direction}.sql", table.migration), text));
        }
    }
    let carrier = Carrier { tables: &contract.tables, feature: feature_identifier(contract) };
    let mut carried =
        vec![("migrations.go", "migrations.go".to_owned()), ("migrations_test.go", "migrations_test.go".to_owned())];
    if !contract.tables.is_empty() {
        carried.push(("feature_migrations_test.go", format!("{}_migrations_test.go", feature_stem(contract))));
    }
    for (template, name) in carried {
        let text = renderer.go(&format!("migration_engineer/{template}.j2"), "migrations", &carrier)?;
        files.push(File::new(format!("{dir}/{name}"), text));
    }
    Ok(files)
}

/// What the migration is for, on one line.
fn title(contract: &Contract, table: &Table) -> String {
    let feature = contract.feature.name.split_whitespace().collect::<Vec<_>>().join(" ");
    match &table.entity {
        Some(entity) => format!("{feature}: the table of {entity}."),
        None => format!("{feature}: the table {}.", table.name.replace(['\n', '\r'], " ")),
    }
}
