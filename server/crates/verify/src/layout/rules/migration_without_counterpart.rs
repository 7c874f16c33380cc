//! SW1320: a migration that leads one way only.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Rule, Span};

use crate::layout::found::{Found, Subject};
use crate::layout::sql::{Direction, by_folder};

pub(super) const RULE: Rule = Rule {
    code: "SW1320",
    name: "migration-without-counterpart",
    group: Group::Layout,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a migration `….up.sql` without its `….down.sql`, and the reverse.",
        why: "A release that goes wrong cannot be taken back.",
        example: "`migrations/000003_invoices.up.sql`, and no `migrations/000003_invoices.down.sql`.",
        fix: "Write the other one; where nothing can be taken back, let it say so.",
    },
};

pub(super) fn check(subject: &Subject<'_>, found: &mut Found) {
    for migrations in by_folder(subject.tree) {
        let has = |stem, direction| migrations.iter().any(|other| other.stem == stem && other.direction == direction);
        for migration in &migrations {
            let (counterpart, end) = match migration.direction {
                Direction::Up => (Direction::Down, "down"),
                Direction::Down => (Direction::Up, "up"),
                Direction::Unsaid => continue,
            };
            if !has(migration.stem, counterpart) {
                let message = format!("there is no `{}.{end}.sql`", migration.stem);
                found.report(&RULE, migration.path, Span::default(), message);
            }
        }
    }
}
