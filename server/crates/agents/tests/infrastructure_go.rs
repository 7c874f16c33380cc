//! The Go and the SQL of the second wave: written on top of the first wave's for real and for odd specs, then built,
//! vetted and tested by Go, and read by a parser of PostgreSQL's dialect.

#![allow(clippy::print_stdout, reason = "the figures are what one runs the test for")]

mod support;

use specwave_agents::builtin;
use specwave_plan::RoleId;
use specwave_plan::contract::Contract;
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;

use support::{Module, contract_of, specs};

/// The roles that the second wave's code is built on.
const DOMAIN: &[&str] = &["value_designer", "domain_expert", "event_architect", "repository_designer"];

/// The roles of the second wave.
const INFRASTRUCTURE: &[&str] =
    &["repository_builder", "migration_engineer", "query_optimizer", "cache_builder", "event_publisher"];

/// Specs that are odd in a way that storing and publishing has to bear.
const ODD: &[(&str, &str)] = &[
    ("nothing", include_str!("fixtures/odd_domains/nothing.md")),
    ("keywords", include_str!("fixtures/odd_domains/keywords.md")),
    ("shapes", include_str!("fixtures/odd_domains/shapes.md")),
    ("names", NAMES),
    ("tables", TABLES),
];

/// Names that mean something else to SQL, to Go, or to the code around them.
const NAMES: &str = include_str!("fixtures/odd_domains/names.md");

/// Tables as PostgreSQL would not take them.
const TABLES: &str = include_str!("fixtures/odd_domains/tables.md");

fn check(name: &str, contract: &Contract) {
    let module = Module::write(name, contract, &[DOMAIN, INFRASTRUCTURE].concat());
    module.build();
    for (package, percent) in module.test(&["./internal/infrastructure/...", "./migrations/..."]) {
        println!("    {percent:5.1} % {package}");
        assert!(percent >= 95.0, "{name}: {percent} % of {package}");
    }
    check_sql(name, contract);
}

/// Every migration is a sequence of statements that PostgreSQL can parse.
fn check_sql(name: &str, contract: &Contract) {
    let files = builtin::files(&RoleId::from("migration_engineer"), contract);
    let files = files.unwrap_or_else(|error| panic!("{name}: {error}"));
    for file in files.iter().filter(|file| file.path.ends_with(".sql")) {
        let parsed = Parser::parse_sql(&PostgreSqlDialect {}, &file.text);
        assert!(parsed.is_ok_and(|statements| !statements.is_empty()), "{name}: {}\n{}", file.path, file.text);
    }
}

#[test]
fn the_infrastructure_of_real_specs_builds_and_is_covered() {
    for (name, text) in specs() {
        println!("{name}");
        check(&name, &contract_of(&text));
    }
}

#[test]
fn the_infrastructure_of_odd_specs_builds_and_is_covered() {
    for (name, text) in ODD {
        println!("{name}");
        check(name, &contract_of(text));
    }
}

/// What runs at the same time is the same for every spec, so that one is enough for the race detector.
#[test]
fn the_infrastructure_is_free_of_races() {
    let module = Module::write("names-race", &contract_of(NAMES), &[DOMAIN, INFRASTRUCTURE].concat());
    assert_eq!(module.test(&["-race", "./internal/infrastructure/..."]).len(), 4);
}

#[test]
fn what_postgresql_would_refuse_becomes_a_note_or_another_statement() {
    let files = builtin::files(&RoleId::from("migration_engineer"), &contract_of(TABLES));
    let sql: String =
        files.iter().flatten().filter(|file| file.path.ends_with(".up.sql")).map(|file| file.text.as_str()).collect();
    for expected in [
        "branch_id refers to branches(id), which is not part of this feature: there is no foreign key.",
        "DEFAULT gen_random_uuid()",
        "PRIMARY KEY (id, booked_at)",
        "UNIQUE (account_id, batch, booked_at)",
        "PARTITION BY RANGE (booked_at)",
        "PARTITION OF entries DEFAULT",
        "FOREIGN KEY (parent_id) REFERENCES accounts (id)",
        "FOREIGN KEY (account_id) REFERENCES accounts (id)",
        "'it''s credit'",
        "USING GIN (tags)",
        "(lower(owner_name), branch_id)",
        "PostgreSQL takes no index WHERE booked_at > NOW()",
        "\"order\" INT",
    ] {
        assert!(sql.contains(expected), "{expected} is missing in\n{sql}");
    }
    for refused in ["elsewhere", "chk_other", "uuid_generate_v4", "BIGSERIAL", "ENUM", "ON UPDATE CURRENT_TIMESTAMP"] {
        assert!(!sql.contains(refused), "{refused} is in\n{sql}");
    }
}
