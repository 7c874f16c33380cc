//! SW508: a column that cannot be added to a table with rows.

use std::sync::LazyLock;

use regex::Regex;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Rule, Span};

use crate::pattern::pattern;
use crate::rules::check::{Reporter, Subject};
use crate::sql;

pub(super) const RULE: Rule = Rule {
    code: "SW508",
    name: "added-column-needs-default",
    group: Group::Embedded,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports `ALTER TABLE … ADD COLUMN … NOT NULL` without a default.",
        why: "PostgreSQL refuses it as soon as the table has one row: the rows that are there have no value.",
        example: "```sql\nALTER TABLE invoices ADD COLUMN currency CHAR(3) NOT NULL;\n```",
        fix: "Give a `DEFAULT`, or add the column as nullable, fill it, and set `NOT NULL` afterwards.",
    },
};

static ADDED: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?i)\bADD\s+(?:COLUMN\s+)?(?:IF\s+NOT\s+EXISTS\s+)?(\w+)\s+(\w[^,(]*(?:\([^)]*\)[^,(]*)*)"));

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    if !subject.mentions(&["alter table"]) {
        return;
    }
    let Some(added) = ADDED.as_ref() else { return };
    for (fence, _) in subject.fences(sql::LANGUAGES) {
        for statement in sql::statements(subject.text, fence.content) {
            let code = sql::code(subject.at(statement));
            if !code.get(..11).is_some_and(|words| words.eq_ignore_ascii_case("ALTER TABLE")) {
                continue;
            }
            for found in added.captures_iter(&code) {
                let (Some(name), Some(rest)) = (found.get(1), found.get(2)) else { continue };
                let rest = rest.as_str().to_ascii_uppercase();
                let filled = ["DEFAULT", "GENERATED", "SERIAL"].iter().any(|word| rest.contains(word));
                let constraint = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"];
                let column = !constraint.contains(&name.as_str().to_ascii_uppercase().as_str());
                if column && rest.contains("NOT NULL") && !filled {
                    let span = Span::new(name.start(), name.end()).shifted(statement.start);
                    reporter.report(span, format!("rows that are there have no value for `{}`: give a default", name.as_str()));
                }
            }
        }
    }
}
