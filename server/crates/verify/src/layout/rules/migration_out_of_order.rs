//! SW1321: a migration that cannot run where it stands.

use std::collections::HashMap;

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Rule, Span};

use crate::layout::found::{Found, Subject};
use crate::layout::sql::{Direction, Migration, by_folder, tables};

pub(super) const RULE: Rule = Rule {
    code: "SW1321",
    name: "migration-out-of-order",
    group: Group::Layout,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a migration that comes elsewhere by its name than by its number (`10_…` before `9_…`), and one that \
               alters or refers to a table which only a later one makes.",
        why: "Tools that sort by name run them in another order than tools that sort by number; and a table that is not there \
              stops all of them.",
        example: "```sql\n-- migrations/000001_invoices.up.sql\nCREATE TABLE invoices (customer_id UUID REFERENCES customers (id));\n-- migrations/000002_customers.up.sql\nCREATE TABLE customers (id UUID PRIMARY KEY);\n```",
        fix: "Number it behind what it needs, with as many digits as the others have.",
    },
};

pub(super) fn check(subject: &Subject<'_>, found: &mut Found) {
    for migrations in by_folder(subject.tree) {
        let leading: Vec<_> = migrations.into_iter().filter(|migration| migration.direction != Direction::Down).collect();
        for pair in leading.windows(2).filter(|pair| pair[0].value() > pair[1].value()) {
            let message = format!("`{}` comes before `{}` by name: give both as many digits", pair[0].name(), pair[1].name());
            found.report(&RULE, pair[0].path, Span::default(), message);
        }
        check_tables(leading, found);
    }
}

/// Reports each use of a table before it is made. Tables that no migration makes come from elsewhere.
fn check_tables(mut leading: Vec<Migration<'_>>, found: &mut Found) {
    leading.sort_by_key(Migration::value);
    let tables: Vec<_> = leading.iter().map(|migration| tables(migration.text)).collect();
    let mut makers: HashMap<&str, usize> = HashMap::new();
    for (at, (made, _)) in tables.iter().enumerate() {
        made.iter().for_each(|(name, _)| {
            makers.entry(name).or_insert(at);
        });
    }
    for (at, (_, used)) in tables.iter().enumerate() {
        for (name, start) in used {
            if let Some(maker) = makers.get(name.as_str()).filter(|maker| **maker > at) {
                let message = format!("the table `{name}` is made later, in `{}`", leading[*maker].name());
                found.report(&RULE, leading[at].path, Span::new(*start, *start + name.len()), message);
            }
        }
    }
}
