//! Constraints that a spec writes in SQL, read so that only those are kept that PostgreSQL can take.

use sqlparser::ast::{Statement, TableConstraint};
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;

/// A constraint of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Constraint {
    /// The primary key, which the columns have already.
    PrimaryKey(Vec<String>),
    /// A unique combination of columns.
    Unique {
        /// Its name, if it has one.
        name: Option<String>,
        /// The columns.
        columns: Vec<String>,
    },
    /// A reference to another table.
    ForeignKey(ForeignKey),
    /// A condition that every row meets.
    Check {
        /// Its name, if it has one.
        name: Option<String>,
        /// The condition.
        expression: String,
    },
}

/// A reference to another table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ForeignKey {
    /// Its name, if it has one.
    pub(crate) name: Option<String>,
    /// The referring columns.
    pub(crate) columns: Vec<String>,
    /// The table.
    pub(crate) table: String,
    /// Its columns; none for its primary key.
    pub(crate) referred: Vec<String>,
    /// What happens when the row behind it goes or changes, such as `ON DELETE CASCADE`.
    pub(crate) actions: String,
}

/// Reads a constraint as it stands in a `CREATE TABLE`; `None` for what PostgreSQL does not know.
pub(crate) fn parse(text: &str) -> Option<Constraint> {
    let table = parse_one(&format!("CREATE TABLE t (c INTEGER, {text})"))?;
    let Statement::CreateTable(table) = table else { return None };
    let plain = |identifier: &sqlparser::ast::Ident| identifier.value.to_lowercase();
    let of_index = |columns: &[sqlparser::ast::IndexColumn]| -> Vec<String> {
        columns.iter().map(|column| column.column.expr.to_string().trim_matches('"').to_lowercase()).collect()
    };
    match table.constraints.into_iter().next()? {
        TableConstraint::PrimaryKey(key) => Some(Constraint::PrimaryKey(of_index(&key.columns))),
        TableConstraint::Unique(unique) => {
            Some(Constraint::Unique { name: unique.name.as_ref().map(plain), columns: of_index(&unique.columns) })
        }
        TableConstraint::Check(check) => {
            Some(Constraint::Check { name: check.name.as_ref().map(plain), expression: check.expr.to_string() })
        }
        TableConstraint::ForeignKey(key) => {
            let action = |on: &str, action: Option<sqlparser::ast::ReferentialAction>| {
                action.map(|action| format!(" ON {on} {action}")).unwrap_or_default()
            };
            Some(Constraint::ForeignKey(ForeignKey {
                name: key.name.as_ref().map(plain),
                columns: key.columns.iter().map(plain).collect(),
                table: key.foreign_table.to_string().rsplit('.').next().unwrap_or_default().trim_matches('"').to_lowercase(),
                referred: key.referred_columns.iter().map(plain).collect(),
                actions: action("DELETE", key.on_delete) + &action("UPDATE", key.on_update),
            }))
        }
        _ => None,
    }
}

/// Whether a text is an expression that PostgreSQL can parse.
pub(crate) fn is_expression(text: &str) -> bool {
    parse_one(&format!("SELECT ({text})")).is_some()
}

/// The statement, if the text is exactly one.
fn parse_one(sql: &str) -> Option<Statement> {
    let mut statements = Parser::parse_sql(&PostgreSqlDialect {}, sql).ok()?;
    (statements.len() == 1).then(|| statements.remove(0))
}

/// The columns in an expression, in the order in which they appear; `None` if it has a word that is neither a column
/// nor one of SQL's own.
pub(crate) fn columns_of(expression: &str, is_column: impl Fn(&str) -> bool) -> Option<Vec<String>> {
    let mut columns = Vec::new();
    let mut rest = expression;
    while let Some(first) = rest.chars().next() {
        let (token, tail) = rest.split_at(token_length(rest, first));
        let is_word = first == '_' || first.is_alphabetic() || first == '"';
        let is_function = tail.trim_start().starts_with('(') && first != '"';
        let word = token.trim_matches('"').to_lowercase();
        if is_word && is_column(&word) {
            if !columns.contains(&word) {
                columns.push(word);
            }
        } else if is_word && !is_function && !OWN_WORDS.contains(&word.as_str()) {
            return None;
        }
        rest = tail;
    }
    Some(columns)
}

/// Length of the token that an expression begins with.
fn token_length(text: &str, first: char) -> usize {
    let literal = |end: char| text[1..].find(end).map_or(text.len(), |at| at + 2);
    match first {
        '\'' | '"' => literal(first),
        _ if first == '_' || first.is_alphabetic() => text.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(text.len()),
        _ if first.is_ascii_digit() => text.find(|c: char| !c.is_alphanumeric() && c != '.').unwrap_or(text.len()),
        _ => first.len_utf8(),
    }
}

/// SQL's own words: keywords and types that occur in checks, predicates and index expressions.
const OWN_WORDS: &[&str] = &[
    "all",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "between",
    "bigint",
    "boolean",
    "case",
    "cast",
    "char",
    "check",
    "collate",
    "constraint",
    "date",
    "day",
    "days",
    "desc",
    "distinct",
    "double",
    "else",
    "end",
    "escape",
    "exists",
    "false",
    "first",
    "float",
    "from",
    "gin_trgm_ops",
    "hour",
    "hours",
    "ilike",
    "in",
    "inet",
    "int",
    "integer",
    "interval",
    "is",
    "isnull",
    "jsonb",
    "jsonb_path_ops",
    "last",
    "like",
    "minute",
    "minutes",
    "month",
    "not",
    "notnull",
    "null",
    "nulls",
    "numeric",
    "on",
    "or",
    "precision",
    "real",
    "similar",
    "smallint",
    "some",
    "symmetric",
    "text",
    "then",
    "time",
    "timestamp",
    "timestamptz",
    "to",
    "true",
    "unknown",
    "uuid",
    "varchar",
    "varchar_pattern_ops",
    "text_pattern_ops",
    "when",
    "with",
    "without",
    "year",
    "zone",
];

#[cfg(test)]
mod tests {
    use super::{Constraint, ForeignKey, columns_of, is_expression, parse};

    #[test]
    fn constraints_are_read_with_their_parts() {
        let strings = |all: &[&str]| all.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        let key = ForeignKey {
            name: Some("fk_consumer".into()),
            columns: strings(&["consumer_id"]),
            table: "consumers".into(),
            referred: strings(&["id"]),
            actions: " ON DELETE CASCADE".into(),
        };
        let cases = [
            (
                "CONSTRAINT fk_consumer FOREIGN KEY (consumer_id) REFERENCES consumers(id) ON DELETE CASCADE",
                Constraint::ForeignKey(key),
            ),
            ("UNIQUE (a, B)", Constraint::Unique { name: None, columns: strings(&["a", "b"]) }),
            ("PRIMARY KEY (id, created_at)", Constraint::PrimaryKey(strings(&["id", "created_at"]))),
            ("CONSTRAINT chk CHECK (a > 0)", Constraint::Check { name: Some("chk".into()), expression: "a > 0".into() }),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text), Some(expected), "{text}");
        }
        for text in ["INDEX idx_a (a)", "CHECK (a >", "UNIQUE (a)); DROP TABLE t; --", ""] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn columns_are_told_from_other_words() {
        let is_column = |word: &str| ["status", "order", "email", "expires_at", "timestamp"].contains(&word);
        let cases: [(&str, Option<&[&str]>); 6] = [
            ("status IN ('active', 'gone') AND \"order\" > 0", Some(&["status", "order"])),
            ("lower(email) DESC NULLS LAST", Some(&["email"])),
            ("expires_at > NOW() - INTERVAL '1 day'", Some(&["expires_at"])),
            ("timestamp DESC", Some(&["timestamp"])),
            ("'status'", Some(&[])),
            ("elsewhere > 0", None),
        ];
        for (expression, columns) in cases {
            let columns = columns.map(|all| all.iter().map(|column| (*column).to_owned()).collect::<Vec<_>>());
            assert_eq!(columns_of(expression, is_column), columns, "{expression}");
        }
        assert!(is_expression("gen_random_uuid()") && !is_expression("gen_random_uuid("));
    }
}
