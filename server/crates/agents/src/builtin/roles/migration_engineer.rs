//! The files of the migration engineer: a step up and down per table, and the package that carries them.

use serde::Serialize;
use specwave_plan::contract::{Contract, Table};

use crate::builtin::File;
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
    let carrier = Carrier { tables: &contract.tables };
    for name in ["migrations.go", "migrations_test.go"] {
        let text = renderer.go(&format!("migration_engineer/{name}.j2"), "migrations", &carrier)?;
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
