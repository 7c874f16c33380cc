//! SW1322: two migrations with one number.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Rule, Span};

use crate::layout::found::{Found, Subject};
use crate::layout::sql::{Direction, Migration, by_folder};

pub(super) const RULE: Rule = Rule {
    code: "SW1322",
    name: "duplicate-migration",
    group: Group::Layout,
    level: Level::Error,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a migration whose number another one of its folder has.",
        why: "Tools run one of them and take the other for done, or refuse both.",
        example: "`migrations/000003_invoices.up.sql` beside `migrations/000003_customers.up.sql`.",
        fix: "Give the one that was written later the next number.",
    },
};

pub(super) fn check(subject: &Subject<'_>, found: &mut Found) {
    for mut migrations in by_folder(subject.tree) {
        migrations.retain(|migration| migration.direction != Direction::Down);
        migrations.sort_by_key(Migration::value);
        for pair in migrations.windows(2).filter(|pair| pair[0].value() == pair[1].value()) {
            let message = format!("`{}` has the same number", pair[0].name());
            found.report(&RULE, pair[1].path, Span::default(), message);
        }
    }
}
