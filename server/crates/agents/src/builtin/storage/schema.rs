//! The schema: tables with the keys, checks and indexes that PostgreSQL takes, and notes on those it cannot.

use std::collections::BTreeSet;

use serde::Serialize;
use specwave_golang::Type;
use specwave_plan::contract::{Contract, Index, ValueKind};

use super::constraint::{self, Constraint, ForeignKey, columns_of};
use super::identifier::{bounded, quoted};
use super::list::wrapped;
use super::table::{Codec, StoredColumn, StoredTable, kind_of};

/// What the migration of one table does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct TableSchema {
    /// The table, quoted.
    pub(crate) table: String,
    /// Lines of the table's body.
    pub(crate) lines: Vec<String>,
    /// The partitioning clause.
    pub(crate) partition_by: Option<String>,
    /// The partition for all other rows, quoted.
    pub(crate) default_partition: String,
    /// Its indexes.
    pub(crate) indexes: Vec<IndexSchema>,
    /// Foreign keys of earlier tables that refer to this one.
    pub(crate) late_keys: Vec<LateKey>,
    /// What the reader has to know.
    pub(crate) notes: Vec<String>,
}

/// An index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct IndexSchema {
    /// `CREATE INDEX …`, without its end.
    pub(crate) statement: String,
    /// Why it is there or differs from the specification.
    pub(crate) note: Option<String>,
}

/// A foreign key that is added once the table it refers to is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct LateKey {
    /// The referring table, quoted.
    pub(crate) table: String,
    /// Its name, quoted.
    pub(crate) name: String,
    /// `CONSTRAINT …`
    pub(crate) constraint: String,
}

/// The schema of every table, in the contract's order.
pub(crate) fn schema(contract: &Contract) -> Vec<TableSchema> {
    let tables = StoredTable::all(contract);
    let mut builder = Builder { contract, tables: &tables, index_names: BTreeSet::new(), late: Vec::new() };
    let mut made: Vec<TableSchema> = (0..tables.len()).map(|at| builder.table(at)).collect();
    for (at, key) in builder.late {
        made[at].late_keys.push(key);
    }
    made
}

struct Builder<'a> {
    contract: &'a Contract,
    tables: &'a [StoredTable<'a>],
    /// Indexes share one namespace in PostgreSQL.
    index_names: BTreeSet<String>,
    /// Foreign keys to tables that are made later, by the position of those.
    late: Vec<(usize, LateKey)>,
}

impl Builder<'_> {
    fn table(&mut self, at: usize) -> TableSchema {
        let table = &self.tables[at];
        let name = &table.table.name;
        let mut notes = Vec::new();
        let mut lines: Vec<String> = table.columns.iter().map(column_line).collect();
        let key = column_list(table.primary_key().iter().map(|column| column.name));
        if !key.is_empty() {
            lines.push(format!("CONSTRAINT {} PRIMARY KEY ({key})", quoted(&bounded(&format!("pk_{name}")))));
        }
        let written: Vec<Constraint> = table.table.constraints.iter().filter_map(|text| constraint::parse(text)).collect();
        lines.extend(self.unique(table, &written));
        lines.extend(self.checks(table, &written));
        lines.extend(self.foreign_keys(at, &written, &mut notes));
        let indexes = table.table.indexes.iter().filter_map(|index| self.index(table, index)).collect();
        TableSchema {
            table: quoted(name),
            lines,
            partition_by: partition_clause(table),
            default_partition: quoted(&bounded(&format!("{name}_default"))),
            indexes,
            late_keys: Vec::new(),
            notes,
        }
    }

    /// Unique constraints; on a partitioned table they need the columns it is partitioned by.
    fn unique(&mut self, table: &StoredTable<'_>, written: &[Constraint]) -> Vec<String> {
        let mut lines = Vec::new();
        for constraint in written {
            let Constraint::Unique { name, columns } = constraint else { continue };
            if columns.is_empty() || columns.iter().any(|column| table.column(column).is_none()) {
                continue;
            }
            let columns = with_partition(table, columns.clone());
            let wanted = name.clone().unwrap_or_else(|| format!("uk_{}_{}", table.table.name, columns.join("_")));
            let name = self.index_name(table, &wanted);
            lines.push(format!("CONSTRAINT {} UNIQUE ({})", quoted(&name), column_list(columns.iter().map(String::as_str))));
        }
        lines
    }

    /// A check per enumeration, and those of the specification that speak of columns that are here.
    fn checks(&self, table: &StoredTable<'_>, written: &[Constraint]) -> Vec<String> {
        let name_of = |column: &str| quoted(&bounded(&format!("chk_{}_{column}", table.table.name)));
        let mut lines = Vec::new();
        let mut enumerated = Vec::new();
        for column in &table.columns {
            if let Some(allowed) = allowed_values(self.contract, column) {
                enumerated.push(column.name.to_owned());
                let list = wrapped(&allowed);
                let list = if list.contains('\n') { format!("\n        {}\n    ", list.replace('\n', "\n    ")) } else { list };
                lines.push(format!("CONSTRAINT {} CHECK ({} IN ({list}))", name_of(column.name), quoted(column.name)));
            }
        }
        for (at, constraint) in written.iter().enumerate() {
            let Constraint::Check { name, expression } = constraint else { continue };
            let Some(columns) = columns_of(expression, |word| table.column(word).is_some()) else { continue };
            let replaced = columns.len() == 1 && enumerated.contains(&columns[0]);
            if columns.is_empty() || replaced {
                continue;
            }
            let name = name.as_ref().map_or_else(|| name_of(&format!("{}", at + 1)), |name| quoted(&bounded(name)));
            let line = format!("CONSTRAINT {name} CHECK ({expression})");
            if !lines.iter().any(|other| other.starts_with(&format!("CONSTRAINT {name} "))) {
                lines.push(line);
            }
        }
        lines
    }

    /// Foreign keys to tables of this contract; a reference to anything else is a plain column with a note.
    fn foreign_keys(&mut self, at: usize, written: &[Constraint], notes: &mut Vec<String>) -> Vec<String> {
        let table = &self.tables[at];
        let of_columns = table.columns.iter().filter_map(|column| Some(reference(column.name, column.references?)));
        let of_constraints = written.iter().filter_map(|constraint| match constraint {
            Constraint::ForeignKey(key) => Some(key.clone()),
            _ => None,
        });
        let mut lines = Vec::new();
        let mut done: Vec<Vec<String>> = Vec::new();
        for key in of_columns.chain(of_constraints) {
            if done.contains(&key.columns) || key.columns.iter().any(|column| table.column(column).is_none()) {
                continue;
            }
            done.push(key.columns.clone());
            let Some((target, referred)) = self.target(table, &key) else {
                let columns = key.columns.join(", ");
                let of = if key.referred.is_empty() { String::new() } else { format!("({})", key.referred.join(", ")) };
                let why = if self.tables.iter().any(|other| other.table.name == key.table) {
                    "which no key identifies alone"
                } else {
                    "which is not part of this feature"
                };
                notes.push(format!("{columns} refers to {}{of}, {why}: there is no foreign key.", key.table));
                continue;
            };
            let wanted = key.name.clone().unwrap_or_else(|| format!("fk_{}_{}", table.table.name, key.columns.join("_")));
            let name = quoted(&bounded(&wanted));
            let line = format!(
                "CONSTRAINT {name} FOREIGN KEY ({}) REFERENCES {} ({}){}",
                column_list(key.columns.iter().map(String::as_str)),
                quoted(&key.table),
                column_list(referred.iter().map(String::as_str)),
                key.actions,
            );
            if target <= at {
                lines.push(line);
            } else {
                let table = quoted(&table.table.name);
                self.late.push((target, LateKey { table, name, constraint: line }));
            }
        }
        lines
    }

    /// The position of the table that a key refers to and the columns there, if PostgreSQL takes it: they must be
    /// that table's primary key or unique, and of the same types.
    fn target(&self, table: &StoredTable<'_>, key: &ForeignKey) -> Option<(usize, Vec<String>)> {
        let at = self.tables.iter().position(|other| other.table.name == key.table)?;
        let target = &self.tables[at];
        let primary: Vec<String> = target.primary_key().iter().map(|column| column.name.to_owned()).collect();
        let referred = if key.referred.is_empty() { primary.clone() } else { key.referred.clone() };
        let unique = |index: &Index| index.unique && index.predicate.is_none() && index.columns == referred;
        let identifies = referred == primary
            || target.table.indexes.iter().any(unique) && target.table.partition_by.is_none()
            || target.table.constraints.iter().filter_map(|text| constraint::parse(text)).any(
                |constraint| matches!(constraint, Constraint::Unique { columns, .. } if with_partition(target, columns.clone()) == referred),
            );
        let same_types = key.columns.len() == referred.len()
            && key.columns.iter().zip(&referred).all(|(from, to)| {
                let types = table.column(from).zip(target.column(to)).map(|(from, to)| (&from.ty, &to.ty));
                types.is_some_and(|(from, to)| from.eq_ignore_ascii_case(to))
            });
        (identifies && same_types).then_some((at, referred))
    }

    /// An index, if its columns are here.
    fn index(&mut self, table: &StoredTable<'_>, index: &Index) -> Option<IndexSchema> {
        let columns: Vec<String> = index.columns.iter().map(|column| column.trim().to_owned()).collect();
        let known = |text: &str| columns_of(text, |word| table.column(word).is_some()).is_some_and(|found| !found.is_empty());
        if columns.is_empty() || !columns.iter().all(|column| known(column)) {
            return None;
        }
        let mut note = index.inferred.as_ref().map(|why| format!("Not in the specification: {why}."));
        let predicate = index.predicate.as_deref().map(str::trim).filter(|predicate| {
            let kept = is_immutable(predicate) && known(predicate) && constraint::is_expression(predicate);
            if !kept {
                note = Some(format!("PostgreSQL takes no index WHERE {}: all rows are in it.", predicate.replace('\n', " ")));
            }
            kept
        });
        let unique = index.unique && (predicate.is_none() == index.predicate.is_none());
        let columns = if unique { with_partition(table, columns) } else { columns };
        let written: Vec<String> = columns.iter().map(|column| index_column(table, column)).collect();
        let method =
            if !unique && columns.len() == 1 && table.column(&columns[0]).is_some_and(holds_many) { "USING GIN " } else { "" };
        let wanted =
            if index.name.is_empty() { format!("idx_{}_{}", table.table.name, columns.join("_")) } else { index.name.clone() };
        let name = quoted(&self.index_name(table, &wanted));
        let kind = if unique { "UNIQUE INDEX" } else { "INDEX" };
        let mut statement =
            format!("CREATE {kind} {name}\n    ON {} {method}({})", quoted(&table.table.name), written.join(", "));
        if let Some(predicate) = predicate {
            statement.push_str(&format!("\n    WHERE {predicate}"));
        }
        Some(IndexSchema { statement, note })
    }

    /// A name for an index that no other has.
    fn index_name(&mut self, table: &StoredTable<'_>, wanted: &str) -> String {
        let plain: String = wanted.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        let mut name = bounded(&plain);
        if self.index_names.contains(&name) {
            name = bounded(&format!("{plain}_{}", table.table.name));
        }
        while !self.index_names.insert(name.clone()) {
            name = bounded(&format!("{name}_other"));
        }
        name
    }
}

/// A column's line in the body of its table.
fn column_line(column: &StoredColumn<'_>) -> String {
    let mut line = format!("{} {}", quoted(column.name), column.ty);
    if !column.nullable {
        line.push_str(" NOT NULL");
    }
    let default = column.default.map(|default| default.trim().replace("uuid_generate_v4()", "gen_random_uuid()"));
    if let Some(default) =
        default.filter(|default| constraint::is_expression(default) && columns_of(default, |_| false).is_some())
    {
        line.push_str(&format!(" DEFAULT {default}"));
    }
    line
}

/// A reference as a column writes it: `calls(id) ON DELETE CASCADE`.
fn reference(column: &str, text: &str) -> ForeignKey {
    let text = text.trim();
    let parsed = constraint::parse(&format!("FOREIGN KEY ({}) REFERENCES {text}", quoted(column)));
    match parsed {
        Some(Constraint::ForeignKey(key)) => key,
        _ => ForeignKey {
            name: None,
            columns: vec![column.to_owned()],
            table: text.split(['(', ' ']).next().unwrap_or_default().to_lowercase(),
            referred: Vec::new(),
            actions: String::new(),
        },
    }
}

/// The constants of a column's enumeration as SQL, unless it has none.
fn allowed_values(contract: &Contract, column: &StoredColumn<'_>) -> Option<Vec<String>> {
    let field = column.field.filter(|_| column.part.is_none() && matches!(column.codec, Codec::Plain | Codec::ZeroNull))?;
    let ty = match Type::parse(&field.ty)? {
        Type::Pointer(inner) => *inner,
        other => other,
    };
    match kind_of(contract, &ty)? {
        ValueKind::Enum { constants } if !constants.is_empty() => {
            Some(constants.iter().map(|constant| format!("'{}'", constant.value.replace('\'', "''"))).collect())
        }
        _ => None,
    }
}

/// The columns with those that the table is partitioned by.
fn with_partition(table: &StoredTable<'_>, mut columns: Vec<String>) -> Vec<String> {
    for column in table.partition_columns() {
        if !columns.iter().any(|other| other == column.name) {
            columns.push(column.name.to_owned());
        }
    }
    columns
}

/// The partitioning clause, if its columns are here.
fn partition_clause(table: &StoredTable<'_>) -> Option<String> {
    let clause = table.table.partition_by.as_deref()?.trim();
    let method = clause.split(['(', ' ']).next().unwrap_or_default().to_uppercase();
    let columns = table.partition_columns();
    // A table that is partitioned by a hash has no partition for all other rows.
    (matches!(method.as_str(), "RANGE" | "LIST") && !columns.is_empty())
        .then(|| format!("{method} ({})", column_list(columns.iter().map(|column| column.name))))
}

/// A column of an index: quoted where it is one, as it stands where it is an expression.
fn index_column(table: &StoredTable<'_>, text: &str) -> String {
    if table.column(text).is_some() {
        return quoted(text);
    }
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    if table.column(first).is_some() {
        return format!("{} {}", quoted(first), rest.trim().to_uppercase());
    }
    let is_call = text.ends_with(')')
        && text.split_once('(').is_some_and(|(name, _)| name.chars().all(|c| c == '_' || c.is_alphanumeric()));
    if is_call { text.to_owned() } else { format!("({text})") }
}

/// Whether a value of the column is made of many, for which PostgreSQL has inverted indexes.
fn holds_many(column: &StoredColumn<'_>) -> bool {
    let ty = column.ty.to_ascii_uppercase();
    ty == "JSONB" || ty == "TSVECTOR" || ty.ends_with("[]")
}

/// Whether an expression depends on the row alone, as that of an index must.
fn is_immutable(expression: &str) -> bool {
    let upper = expression.to_uppercase();
    !["NOW(", "CURRENT_", "RANDOM(", "CLOCK_TIMESTAMP(", "SELECT "].iter().any(|volatile| upper.contains(volatile))
}

fn column_list<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.map(quoted).collect::<Vec<_>>().join(", ")
}
