//! Tables as the built-in agent makes them: what the contract says, adjusted where Go and PostgreSQL
//! would otherwise refuse each other's values.

use specwave_golang::Type;
use specwave_plan::contract::{Column, Contract, Entity, Field, Repository, Storage, Table, ValueKind};

use super::column_type::column_type;

/// A table with its columns as they are created, written and read.
#[derive(Debug, Clone)]
pub(crate) struct StoredTable<'a> {
    /// What the contract says about it.
    pub(crate) table: &'a Table,
    /// The entity in it, if any.
    pub(crate) entity: Option<&'a Entity>,
    /// Its columns in order.
    pub(crate) columns: Vec<StoredColumn<'a>>,
}

/// A column.
#[derive(Debug, Clone)]
pub(crate) struct StoredColumn<'a> {
    /// Its name, not quoted.
    pub(crate) name: &'a str,
    /// Its PostgreSQL type.
    pub(crate) ty: String,
    /// Whether it may be null.
    pub(crate) nullable: bool,
    /// Its default expression.
    pub(crate) default: Option<&'a str>,
    /// What it references, such as `calls(id)`.
    pub(crate) references: Option<&'a str>,
    /// The entity's field behind it.
    pub(crate) field: Option<&'a Field>,
    /// The getter below the field that gives its value.
    pub(crate) part: Option<&'a str>,
    /// How its value is bound and scanned.
    pub(crate) codec: Codec,
}

/// How the value of a column is bound to statements and scanned from rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Codec {
    /// `database/sql` does it.
    Plain,
    /// A `time.Time`, in UTC; the zero time is NULL.
    Time,
    /// A `*time.Time`, in UTC.
    TimePointer,
    /// A zero value that is NULL in the table.
    ZeroNull,
    /// JSON text.
    Json,
    /// A PostgreSQL array of texts.
    TextArray,
    /// A number of cents, of a `values.Money`.
    Cents,
    /// The same of a `*values.Money`.
    CentsPointer,
    /// A decimal amount, of a `values.Money`.
    Amount,
    /// The same of a `*values.Money`.
    AmountPointer,
}

impl<'a> StoredTable<'a> {
    /// All tables of the contract, in its order.
    pub(crate) fn all(contract: &'a Contract) -> Vec<Self> {
        contract.tables.iter().map(|table| Self::of(contract, table)).collect()
    }

    /// The table behind a repository, if the contract has it with the identity of the entity in it.
    pub(crate) fn behind(contract: &'a Contract, repository: &Repository) -> Option<Self> {
        let table = contract.tables.iter().find(|table| table.name == repository.table)?;
        let entity = contract.entities.iter().find(|entity| entity.name == repository.entity)?;
        Some(Self::with_entity(contract, table, Some(entity)))
    }

    fn of(contract: &'a Contract, table: &'a Table) -> Self {
        let name = table.entity.as_deref();
        Self::with_entity(contract, table, contract.entities.iter().find(|entity| Some(entity.name.as_str()) == name))
    }

    fn with_entity(contract: &'a Contract, table: &'a Table, entity: Option<&'a Entity>) -> Self {
        let column = |column: &'a Column| {
            let field =
                entity.zip(column.field.as_deref()).and_then(|(entity, name)| entity.fields.iter().find(|f| f.name == name));
            let part = column.part.as_deref().filter(|_| field.is_some());
            let identity = field.is_some_and(|field| field.name == "ID");
            let nullable = !identity && !column.primary_key && is_nullable(contract, column, field, part);
            let ty = column_type(contract, column, field, part);
            StoredColumn {
                name: &column.name,
                default: column.default.as_deref().filter(|_| ty.eq_ignore_ascii_case(&column.ty)),
                ty,
                nullable,
                references: column.references.as_deref(),
                field,
                part,
                codec: match (field, part) {
                    (Some(field), Some(part)) => part_codec(contract, field, part, column),
                    (Some(field), None) => codec(contract, &field.ty, column.storage, nullable),
                    (None, _) => Codec::Plain,
                },
            }
        };
        let mut stored = Self { table, entity, columns: table.columns.iter().map(column).collect() };
        stored.ensure_identity();
        stored
    }

    /// Gives the identity a column where the contract has none for it, since every entity is found by it.
    fn ensure_identity(&mut self) {
        let Some(id) = self.entity.and_then(|entity| entity.fields.iter().find(|field| field.name == "ID")) else { return };
        if self.identity().is_some() {
            return;
        }
        let column = StoredColumn {
            name: "id",
            ty: "UUID".to_owned(),
            nullable: false,
            default: None,
            references: None,
            field: Some(id),
            part: None,
            codec: Codec::Plain,
        };
        match self.columns.iter_mut().find(|other| other.name == "id") {
            Some(other) => *other = column,
            None => self.columns.insert(0, column),
        }
    }

    /// Columns that rows are read with: one per stored field, the identity first.
    pub(crate) fn read(&self) -> impl Iterator<Item = &StoredColumn<'a>> {
        let is_read = |column: &&StoredColumn<'a>| column.field.is_some() && column.part.is_none();
        let is_identity = |column: &&StoredColumn<'a>| column.field.is_some_and(|field| field.name == "ID");
        let identity = self.columns.iter().filter(is_read).find(is_identity);
        identity.into_iter().chain(self.columns.iter().filter(is_read).filter(move |column| !is_identity(column)))
    }

    /// Columns that are written besides those that are read: parts of values, for queries.
    pub(crate) fn derived(&self) -> impl Iterator<Item = &StoredColumn<'a>> {
        self.columns.iter().filter(|column| column.part.is_some())
    }

    /// The column with the given name.
    pub(crate) fn column(&self, name: &str) -> Option<&StoredColumn<'a>> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The columns of the partitioning clause.
    pub(crate) fn partition_columns(&self) -> Vec<&StoredColumn<'a>> {
        let clause = self.table.partition_by.as_deref().unwrap_or_default();
        let inside = clause.split_once('(').and_then(|(_, rest)| rest.rsplit_once(')')).map_or("", |(inside, _)| inside);
        inside.split(',').filter_map(|name| self.column(name.trim().trim_matches('"'))).collect()
    }

    /// The columns of the primary key: what the contract says, else the identity; PostgreSQL wants those of the
    /// partitioning clause among them.
    pub(crate) fn primary_key(&self) -> Vec<&StoredColumn<'a>> {
        let said = self.table.columns.iter().filter(|column| column.primary_key);
        let mut key: Vec<&StoredColumn<'a>> = said.filter_map(|column| self.column(&column.name)).collect();
        if key.is_empty() {
            key.extend(self.identity());
        }
        if key.is_empty() {
            return key;
        }
        for column in self.partition_columns() {
            if !key.iter().any(|other| other.name == column.name) {
                key.push(column);
            }
        }
        key
    }

    /// The column of the entity's identity.
    pub(crate) fn identity(&self) -> Option<&StoredColumn<'a>> {
        self.read().find(|column| column.field.is_some_and(|field| field.name == "ID"))
    }
}

/// Whether a column may be null: a Go value that can be absent must find room for that.
fn is_nullable(contract: &Contract, column: &Column, field: Option<&Field>, part: Option<&str>) -> bool {
    let Some(field) = field else { return column.nullable || column.default.is_none() };
    let always_set = field.required || field.default.is_some();
    let ty = Type::parse(&field.ty);
    match (column.storage, ty) {
        _ if part.is_some() => column.nullable || !always_set,
        (Storage::TextArray, _) => column.nullable,
        (_, Some(Type::Pointer(_))) => column.nullable || !always_set,
        (Storage::Json, Some(Type::Slice(_) | Type::Map(..))) => true,
        (Storage::Json, Some(ty)) => column.nullable || !is_struct(contract, &ty),
        (Storage::Direct, Some(ty)) if has_no_good_zero(contract, &ty) => column.nullable || !always_set,
        _ => column.nullable,
    }
}

fn is_struct(contract: &Contract, ty: &Type) -> bool {
    matches!(kind_of(contract, ty), Some(ValueKind::Struct { .. } | ValueKind::Support))
}

/// Whether the zero value means nothing that a table should hold: the first moment, the nil UUID, no member of
/// an enumeration.
fn has_no_good_zero(contract: &Contract, ty: &Type) -> bool {
    let Type::Named { package: Some(package), name } = ty else { return false };
    match (package.as_str(), name.as_str()) {
        ("time", "Time") => true,
        ("values", "Decimal") => false,
        _ => matches!(kind_of(contract, ty), Some(ValueKind::Enum { .. } | ValueKind::Struct { .. } | ValueKind::Support)),
    }
}

/// The kind of the value object that a type names.
pub(crate) fn kind_of<'a>(contract: &'a Contract, ty: &Type) -> Option<&'a ValueKind> {
    let Type::Named { package: Some(package), name } = ty else { return None };
    contract.values.iter().find(|value| value.package == *package && value.name == *name).map(|value| &value.kind)
}

/// The codec of a part of a struct value: that of the part's own type.
fn part_codec(contract: &Contract, field: &Field, part: &str, column: &Column) -> Codec {
    let ty = Type::parse(field.ty.trim_start_matches('*'));
    let Some(ValueKind::Struct { fields }) = ty.as_ref().and_then(|ty| kind_of(contract, ty)) else { return Codec::Plain };
    let ty = fields.iter().find(|field| field.name == part).map_or("", |field| &field.ty);
    codec(contract, ty, column.storage, column.null_if_empty)
}

fn codec(contract: &Contract, ty: &str, storage: Storage, nullable: bool) -> Codec {
    let parsed = Type::parse(ty);
    let is_pointer = matches!(parsed, Some(Type::Pointer(_)));
    let named = parsed.map(|parsed| match parsed {
        Type::Pointer(inner) => *inner,
        other => other,
    });
    let kind = named.as_ref().and_then(|named| kind_of(contract, named));
    match storage {
        Storage::Json => Codec::Json,
        Storage::TextArray => Codec::TextArray,
        Storage::Cents if is_pointer => Codec::CentsPointer,
        Storage::Cents => Codec::Cents,
        Storage::Amount if is_pointer => Codec::AmountPointer,
        Storage::Amount => Codec::Amount,
        Storage::Direct => match ty {
            "time.Time" => Codec::Time,
            "*time.Time" => Codec::TimePointer,
            "values.UUID" if nullable => Codec::ZeroNull,
            "[]byte" | "[]uint8" => Codec::Plain,
            // A struct value that was never made is JSON's null, which has to become NULL.
            _ if matches!(kind, Some(ValueKind::Struct { .. })) => Codec::Json,
            // Support types scan NULL themselves.
            _ if matches!(kind, Some(ValueKind::Support)) => Codec::Plain,
            _ if nullable && !is_pointer => Codec::ZeroNull,
            _ => Codec::Plain,
        },
    }
}
