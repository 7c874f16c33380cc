//! Where in the architecture a Go block stands: by its path comment, its package, or its heading.

use specwave_golang::facts::Facts;

use crate::outline::{Outline, Section};

/// A part of the architecture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Zone {
    Domain,
    Service,
    Infrastructure,
    Api,
    /// Shows tests; nothing in it is declared.
    Test,
    /// Nothing tells.
    Unknown,
}

/// Directory and package names of each zone.
const WORDS: &[(&[&str], Zone)] = &[
    (&["domain", "entity", "entities", "model", "models", "values", "valueobjects"], Zone::Domain),
    (&["service", "services", "usecase", "usecases", "application", "app", "orchestration"], Zone::Service),
    (
        &[
            "infrastructure",
            "infra",
            "repository",
            "repositories",
            "database",
            "persistence",
            "postgres",
            "postgresql",
            "cache",
            "redis",
            "adapters",
            "storage",
            "db",
        ],
        Zone::Infrastructure,
    ),
    (&["api", "rest", "handler", "handlers", "http", "transport", "middleware", "grpc", "cmd", "websocket", "main"], Zone::Api),
    (&["test", "tests", "testutil", "e2e"], Zone::Test),
];

pub(super) fn of(facts: &Facts, outline: &Outline, heading: Option<usize>) -> Zone {
    if only_tests(facts) {
        return Zone::Test;
    }
    let by_path = facts.path.as_ref().and_then(|path| of_path(&path.text));
    let by_package = || facts.package.as_ref().and_then(|package| of_word(&package.text));
    by_path.or_else(by_package).unwrap_or_else(|| of_headings(outline, heading))
}

fn only_tests(facts: &Facts) -> bool {
    let is_test = |name: &str| ["Test", "Benchmark", "Fuzz", "Example"].iter().any(|kind| name.starts_with(kind));
    let tests = facts.functions.iter().filter(|function| function.receiver.is_none() && is_test(&function.name.text)).count();
    tests > 0 && tests == facts.functions.iter().filter(|function| function.receiver.is_none()).count()
}

fn of_path(path: &str) -> Option<Zone> {
    if path.ends_with("_test.go") {
        return Some(Zone::Test);
    }
    let (directories, _) = path.rsplit_once('/')?;
    directories.split('/').filter(|part| *part != "internal" && *part != "pkg").find_map(of_word)
}

fn of_word(word: &str) -> Option<Zone> {
    if word.ends_with("_test") {
        return Some(Zone::Test);
    }
    WORDS.iter().find(|(words, _)| words.contains(&word)).map(|(_, zone)| *zone)
}

fn of_headings(outline: &Outline, heading: Option<usize>) -> Zone {
    let telling = [
        (Section::TESTING, Zone::Test),
        (Section::VALUE_OBJECTS.with(Section::ENTITIES), Zone::Domain),
        (Section::SERVICE, Zone::Service),
        (Section::DOMAIN.with(Section::EVENTS), Zone::Domain),
        (Section::REPOSITORY.with(Section::STORAGE), Zone::Infrastructure),
        (Section::API, Zone::Api),
        (Section::MONITORING.with(Section::PLAN), Zone::Unknown),
    ];
    let zone = outline.chain(heading).find_map(|at| {
        let own = outline.announced[at];
        telling.iter().find(|(section, _)| own.any(*section)).map(|(_, zone)| *zone)
    });
    zone.unwrap_or(Zone::Unknown)
}
