//! SW904: a secret that is stored as it is.

use std::sync::LazyLock;

use regex::Regex;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Rule, Span};

use crate::pattern::pattern;
use crate::rules::check::{Reporter, Subject};
use crate::rules::security::personal::snake_case;

pub(super) const RULE: Rule = Rule {
    code: "SW904",
    name: "unprotected-secret",
    group: Group::Security,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a password, key or token in an entity or a table of a specification that says nowhere that it is hashed or encrypted.",
        why: "It is built as it is written: the secret lies in the database, and with it in every backup and log of it.",
        example: "```sql\nCREATE TABLE users (\n    id UUID PRIMARY KEY,\n    password TEXT NOT NULL\n);\n```",
        fix: "Store a hash (`password_hash`), or say that the column is encrypted and with which key.",
    },
};

/// Names of what must not be readable by whoever reads the database.
const SECRETS: &[&str] = &[
    "password", "passwd", "passphrase", "secret", "client_secret", "webhook_secret", "api_key", "apikey", "api_secret", "access_token",
    "refresh_token", "private_key", "signing_key", "cvv", "pin_code",
];

static PROTECTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let secret = r"(?:secret|password|credential|token|api.?key|private.?key|signing.?key|at rest|column|sensitive)";
    let protected = r"(?:hash|encrypt|bcrypt|argon2|scrypt|vault|kms|hsm|secrets? manager)";
    pattern(&format!(r"(?i){secret}[^\n]*{protected}|{protected}[^\n]*{secret}"))
});

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let secrets = secrets(subject);
    let protected = || PROTECTED.as_ref().is_none_or(|protected| protected.is_match(subject.text));
    if secrets.is_empty() || protected() {
        return;
    }
    for (name, span) in secrets {
        reporter.report(span, format!("nothing says that `{name}` is hashed or encrypted"));
    }
}

/// Fields of entities and columns of tables that hold secrets.
fn secrets<'spec>(subject: &Subject<'spec>) -> Vec<(&'spec str, Span)> {
    let fields = subject.spec.entities.iter().flat_map(|entity| &entity.fields).map(|field| (field.name.as_str(), field.span));
    let mut secrets: Vec<_> = fields.filter(|(name, _)| is_secret(name)).collect();
    for table in &subject.spec.tables {
        for column in table.columns.iter().filter(|column| is_secret(&column.name)) {
            let at = table.statement.start + table.sql.find(&column.name).unwrap_or(0);
            secrets.push((&column.name, Span::new(at, at + column.name.len())));
        }
    }
    secrets
}

fn is_secret(name: &str) -> bool {
    SECRETS.contains(&snake_case(name).as_str())
}
