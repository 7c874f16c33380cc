//! Identifiers as PostgreSQL reads them.

/// Words that PostgreSQL does not take as the name of a table or a column unless they are quoted.
const RESERVED: &[&str] = &[
    "all",
    "analyse",
    "analyze",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "asymmetric",
    "authorization",
    "binary",
    "both",
    "case",
    "cast",
    "check",
    "collate",
    "collation",
    "column",
    "concurrently",
    "constraint",
    "create",
    "cross",
    "current_catalog",
    "current_date",
    "current_role",
    "current_schema",
    "current_time",
    "current_timestamp",
    "current_user",
    "default",
    "deferrable",
    "desc",
    "distinct",
    "do",
    "else",
    "end",
    "except",
    "false",
    "fetch",
    "for",
    "foreign",
    "freeze",
    "from",
    "full",
    "grant",
    "group",
    "having",
    "ilike",
    "in",
    "initially",
    "inner",
    "intersect",
    "into",
    "is",
    "isnull",
    "join",
    "lateral",
    "leading",
    "left",
    "like",
    "limit",
    "localtime",
    "localtimestamp",
    "natural",
    "not",
    "notnull",
    "null",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "outer",
    "overlaps",
    "placing",
    "primary",
    "references",
    "returning",
    "right",
    "select",
    "session_user",
    "similar",
    "some",
    "symmetric",
    "system_user",
    "table",
    "tablesample",
    "then",
    "to",
    "trailing",
    "true",
    "union",
    "unique",
    "user",
    "using",
    "variadic",
    "verbose",
    "when",
    "where",
    "window",
    "with",
];

/// PostgreSQL cuts longer identifiers off.
const MAX_LENGTH: usize = 63;

/// The identifier as it is written in a statement: quoted where PostgreSQL would read it otherwise.
pub(crate) fn quoted(name: &str) -> String {
    let plain = name.starts_with(|c: char| c == '_' || c.is_ascii_lowercase())
        && name.chars().all(|c| c == '_' || c.is_ascii_lowercase() || c.is_ascii_digit());
    if plain && !RESERVED.contains(&name) {
        return name.to_owned();
    }
    format!("\"{}\"", name.replace('"', "\"\"").replace('`', ""))
}

/// A name made of parts that PostgreSQL keeps whole: the middle of a longer one gives way to a checksum.
pub(crate) fn bounded(name: &str) -> String {
    if name.len() <= MAX_LENGTH {
        return name.to_owned();
    }
    let checksum = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let kept: String = name.chars().take_while(char::is_ascii).take(MAX_LENGTH - 9).collect();
    format!("{kept}_{checksum:08x}")
}

#[cfg(test)]
mod tests {
    use super::{bounded, quoted};

    #[test]
    fn names_are_quoted_where_they_have_to_be() {
        for (name, written) in [("consents", "consents"), ("order", "\"order\""), ("userId", "\"userId\""), ("2fa", "\"2fa\"")] {
            assert_eq!(quoted(name), written);
        }
    }

    #[test]
    fn long_names_stay_apart() {
        let (one, other) = (bounded(&format!("{}a", "x".repeat(80))), bounded(&format!("{}b", "x".repeat(80))));
        assert!(one.len() == 63 && other.len() == 63 && one != other);
    }
}
