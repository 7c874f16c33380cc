//! The PostgreSQL type of a column, so that what Go sends fits into it.

use specwave_golang::Type;
use specwave_plan::contract::{Column, Contract, Field, Storage, ValueKind};

use super::table::kind_of;

/// Groups of PostgreSQL types that take the same Go values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Text,
    Uuid,
    Integer,
    Numeric,
    Boolean,
    Time,
    Json,
    Bytes,
    /// Types with a text form of their own: addresses, intervals, ranges, searches.
    Special,
    /// A type that no migration of ours creates.
    Unknown,
}

/// The column's own type where it can hold the field's values, else the one that Go's type asks for.
pub(super) fn column_type(contract: &Contract, column: &Column, field: Option<&Field>, part: Option<&str>) -> String {
    let declared = column.ty.trim();
    let family = family(declared);
    let is_array = declared.ends_with("[]");
    let keep = |fits: bool, otherwise: &str| if fits { declared.to_owned() } else { otherwise.to_owned() };
    let Some(field) = field.filter(|_| part.is_none()) else { return keep(family != Family::Unknown, translated(declared)) };
    match column.storage {
        Storage::Json => keep(family == Family::Json && !is_array, "JSONB"),
        Storage::TextArray => keep(family == Family::Text && is_array, "TEXT[]"),
        Storage::Cents => keep(family == Family::Integer && !is_array, "BIGINT"),
        Storage::Amount => keep(family == Family::Numeric && !is_array, "NUMERIC(19, 4)"),
        Storage::Direct => {
            let (fitting, otherwise) = wanted(contract, &field.ty);
            widened(contract, &field.ty, keep(fitting.contains(&family) && !is_array && !is_serial(declared), otherwise))
        }
    }
}

/// The families that take a Go type as it is, and the type to fall back to.
fn wanted(contract: &Contract, ty: &str) -> (&'static [Family], &'static str) {
    const STRINGS: &[Family] = &[Family::Text, Family::Special];
    let Some(parsed) = Type::parse(ty) else { return (STRINGS, "TEXT") };
    let inner = match parsed {
        Type::Pointer(inner) => *inner,
        other => other,
    };
    match &inner {
        Type::Named { package: None, name } => match name.as_str() {
            "string" => (STRINGS, "TEXT"),
            "bool" => (&[Family::Boolean], "BOOLEAN"),
            "float32" | "float64" => (&[Family::Numeric], "DOUBLE PRECISION"),
            _ => (&[Family::Integer], "BIGINT"),
        },
        Type::Named { package: Some(package), name } => match (package.as_str(), name.as_str()) {
            ("values", "UUID") => (&[Family::Uuid], "UUID"),
            ("time", "Time") => (&[Family::Time], "TIMESTAMPTZ"),
            ("time", _) => (&[Family::Integer], "BIGINT"),
            ("values", "Decimal") => (&[Family::Numeric], "NUMERIC"),
            _ => match kind_of(contract, &inner) {
                Some(ValueKind::Named { underlying }) => wanted(contract, underlying),
                Some(ValueKind::Struct { .. }) => (&[Family::Json], "JSONB"),
                _ => (STRINGS, "TEXT"),
            },
        },
        Type::Slice(_) => (&[Family::Bytes], "BYTEA"),
        _ => (STRINGS, "TEXT"),
    }
}

/// A bounded text type that is too short for a constant of the field's enumeration becomes TEXT.
fn widened(contract: &Contract, ty: &str, declared: String) -> String {
    let Some(ValueKind::Enum { constants }) = Type::parse(ty).and_then(|ty| kind_of(contract, &ty)) else { return declared };
    let longest = constants.iter().map(|constant| constant.value.chars().count()).max().unwrap_or_default();
    let bound = declared.split_once('(').and_then(|(_, rest)| rest.trim_end_matches(')').trim().parse::<usize>().ok());
    if bound.is_some_and(|bound| bound < longest) { "TEXT".to_owned() } else { declared }
}

/// Whether the database numbers the rows itself, which an identity made by the domain leaves no room for.
fn is_serial(ty: &str) -> bool {
    ty.to_ascii_uppercase().contains("SERIAL")
}

fn family(ty: &str) -> Family {
    let upper = ty.to_ascii_uppercase();
    let name = upper.trim_end_matches("[]").split('(').next().unwrap_or_default().trim();
    match name {
        "TEXT" | "VARCHAR" | "CHAR" | "CHARACTER" | "CHARACTER VARYING" | "BPCHAR" => Family::Text,
        "UUID" => Family::Uuid,
        "SMALLINT" | "INT" | "INTEGER" | "BIGINT" | "INT2" | "INT4" | "INT8" | "SMALLSERIAL" | "SERIAL" | "BIGSERIAL" => {
            Family::Integer
        }
        "NUMERIC" | "DECIMAL" | "REAL" | "FLOAT" | "DOUBLE PRECISION" | "FLOAT4" | "FLOAT8" => Family::Numeric,
        "BOOL" | "BOOLEAN" => Family::Boolean,
        "DATE" => Family::Time,
        "JSON" | "JSONB" => Family::Json,
        "BYTEA" => Family::Bytes,
        "INET" | "CIDR" | "MACADDR" | "INTERVAL" | "TSVECTOR" | "XML" | "BIT" | "POINT" | "TIME" | "TIMETZ" => Family::Special,
        _ if name.starts_with("TIMESTAMP") => Family::Time,
        _ => Family::Unknown,
    }
}

/// What other databases, and types that nothing creates, become in PostgreSQL.
fn translated(declared: &str) -> &'static str {
    let upper = declared.to_ascii_uppercase();
    match upper.split(['(', ' ']).next().unwrap_or_default() {
        "DATETIME" => "TIMESTAMPTZ",
        "TINYINT" | "MEDIUMINT" => "INTEGER",
        "DOUBLE" => "DOUBLE PRECISION",
        "BLOB" | "LONGBLOB" | "BINARY" | "VARBINARY" => "BYTEA",
        _ => "TEXT",
    }
}

#[cfg(test)]
mod tests {
    use specwave_plan::contract::{Column, Contract, Field, Storage};

    use super::column_type;

    #[test]
    fn a_column_keeps_its_type_where_go_can_write_it() {
        let cases = [
            ("values.UUID", "UUID", "UUID"),
            ("values.UUID", "BIGSERIAL", "UUID"),
            ("string", "VARCHAR(20)", "VARCHAR(20)"),
            ("string", "INET", "INET"),
            ("string", "consent_status", "TEXT"),
            ("*time.Time", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH TIME ZONE"),
            ("time.Duration", "INTERVAL", "BIGINT"),
            ("float64", "DECIMAL(10, 2)", "DECIMAL(10, 2)"),
            ("int", "VARCHAR(3)", "BIGINT"),
            ("[]byte", "TEXT", "BYTEA"),
        ];
        for (go, declared, expected) in cases {
            let field = Field { ty: go.to_owned(), ..Field::default() };
            let column = Column { ty: declared.to_owned(), ..Column::default() };
            assert_eq!(column_type(&Contract::default(), &column, Some(&field), None), expected, "{go} in {declared}");
        }
    }

    #[test]
    fn json_goes_into_jsonb_and_foreign_types_are_translated() {
        let field = Field { ty: "[]string".to_owned(), ..Field::default() };
        let json = Column { ty: "TEXT[]".to_owned(), storage: Storage::Json, ..Column::default() };
        assert_eq!(column_type(&Contract::default(), &json, Some(&field), None), "JSONB");
        for (declared, expected) in [("DATETIME", "TIMESTAMPTZ"), ("ENUM('a', 'b')", "TEXT"), ("BIGSERIAL", "BIGSERIAL")] {
            let column = Column { ty: declared.to_owned(), ..Column::default() };
            assert_eq!(column_type(&Contract::default(), &column, None, None), expected);
        }
    }
}
