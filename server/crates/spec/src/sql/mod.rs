//! Fenced SQL: tables with columns, constraints and indexes.
//!
//! Tables are read by a tolerant reader of our own, statement by statement, so that what PostgreSQL
//! refuses does not cost a table. `sqlparser` only says what does not parse.

mod indexes;
mod inline_indexes;
mod mysql;
mod split;
mod tables;
mod validate;

use specwave_source::Span;

pub(crate) use inline_indexes::{inline_indexes, moved_behind};
pub(crate) use mysql::foreign;
pub(crate) use split::{code, statements};

use crate::declared::Declared;
use crate::kept::Kept;
use crate::model::{Index, Language, Problem, Shift, Table};

/// The tables that SQL statements lead to, such as those of a module's migrations.
#[must_use]
pub fn tables(sql: &str) -> Vec<Table> {
    let mut out = Declared::default();
    read(sql, Span::new(0, sql.len()), &Kept::default(), &mut out);
    out.spec.tables
}

/// What fences of PostgreSQL are marked with.
pub(crate) const LANGUAGES: &[&str] = &["sql", "postgresql", "postgres", "pgsql", "psql"];

/// Longer statements are data, not design; looking into them would only cost time.
const LONGEST: usize = 64 * 1024;

/// What one statement says; spans count from its start.
#[derive(Debug)]
pub(crate) struct Statement {
    table: Option<Table>,
    /// An index, and the name of its table.
    index: Option<(String, Index)>,
    problem: Option<Problem>,
}

impl Statement {
    pub(crate) fn read(written: &str) -> Self {
        let problem = validate::problem(written);
        Self {
            table: tables::read(written),
            index: indexes::read(written),
            problem: problem.map(|(span, message)| Problem { language: Language::Sql, span, message }),
        }
    }
}

/// Reads the statements of `text[block]`.
pub(crate) fn read(text: &str, block: Span, kept: &Kept, out: &mut Declared) {
    for Span { start, end } in split::statements(text, block) {
        let statement = kept.statement(&text[start..end]);
        if let Some(table) = &statement.table {
            out.table(table.shifted_by(start));
        }
        if let Some((table, index)) = &statement.index
            && let Some(table) = out.table_named(table)
        {
            table.indexes.push(index.shifted_by(start));
        }
        out.spec.problems.extend(statement.problem.as_ref().map(|problem| problem.shifted_by(start)));
    }
}

#[cfg(test)]
mod tests {
    use specwave_source::Span;

    use super::read;
    use crate::declared::Declared;
    use crate::kept::Kept;
    use crate::model::Spec;

    fn spec_of(sql: &str) -> Spec {
        let mut out = Declared::default();
        read(sql, Span::new(0, sql.len()), &Kept::default(), &mut out);
        out.spec
    }

    #[test]
    fn tables_have_columns_constraints_and_indexes() {
        let spec = spec_of(
            "-- one; two\nCREATE TABLE IF NOT EXISTS app.\"calls\" (\n  id UUID DEFAULT gen_random_uuid(), -- key, not null\n  at TIMESTAMP WITH TIME ZONE NOT NULL,\n  \
             price NUMERIC(19,4) DEFAULT 0 CHECK (price >= 0),\n  buyer UUID REFERENCES buyers(id) ON DELETE CASCADE,\n  PRIMARY KEY (id, at)\n) \
             PARTITION BY RANGE (at);\nCREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON app.calls USING btree (buyer, lower(x)) WHERE at IS NOT NULL;",
        );
        let table = &spec.tables[0];
        assert_eq!(table.name, "calls");
        let columns: Vec<_> = table.columns.iter().map(|c| (c.name.as_str(), c.ty.as_str(), c.nullable, c.primary_key)).collect();
        let expected = [
            ("id", "UUID", false, true),
            ("at", "TIMESTAMP WITH TIME ZONE", false, true),
            ("price", "NUMERIC(19,4)", true, false),
            ("buyer", "UUID", true, false),
        ];
        assert_eq!(columns, expected);
        assert_eq!(table.columns[0].default.as_deref(), Some("gen_random_uuid()"));
        assert_eq!(table.columns[3].references.as_deref(), Some("buyers(id)"));
        assert_eq!(table.constraints, ["PRIMARY KEY (id, at)"]);
        let index = &table.indexes[0];
        assert_eq!((index.name.as_str(), index.unique, index.predicate.as_deref()), ("i", true, Some("at IS NOT NULL")));
        assert_eq!(index.columns, ["buyer", "lower(x)"]);
        assert_eq!(spec.problems, []);
    }

    #[test]
    fn what_postgresql_refuses_is_a_problem_and_does_not_cost_the_table() {
        let spec =
            spec_of("CREATE TABLE a (id UUID, INDEX i (id));\nCREATE TABLE b (id UUID,, x INT);\nCREATE TABLE c (id UUID);");
        let names: Vec<_> = spec.tables.iter().map(|table| table.name.as_str()).collect();
        assert_eq!(names, ["a", "b", "c"]);
        assert_eq!((spec.problems.len(), spec.tables[0].indexes.len()), (1, 1));
    }

    #[test]
    fn what_postgresql_allows_is_no_problem() {
        let statements = [
            "CREATE TABLE a (LIKE b INCLUDING ALL) PARTITION BY RANGE (at)",
            "CREATE TABLE p PARTITION OF a FOR VALUES FROM ('2024-01-01') TO ('2024-02-01')",
            "CREATE MATERIALIZED VIEW v AS SELECT 1 WITH NO DATA",
            "CREATE FUNCTION f() RETURNS TRIGGER AS $$ BEGIN NEW.a = 1; RETURN NEW; END; $$ LANGUAGE plpgsql",
            "DO $$ BEGIN RAISE NOTICE 'x'; END $$",
            "CREATE INDEX i ON a USING gin (data jsonb_path_ops)",
            "COMMENT ON TABLE a IS 'it''s; fine'",
            "SELECT * FROM a WHERE data @> '{}' FOR UPDATE SKIP LOCKED",
        ];
        for statement in statements {
            let spec = spec_of(statement);
            assert_eq!(spec.problems, [], "{statement}");
            assert!(spec.tables.iter().all(|table| table.name == "a"), "{statement}");
        }
    }
}
