//! Every rule that looks at more than a specification's own facts keeps what its suite in `tests/rules/` says.

use std::path::Path;

use specwave_plan::Config;
use specwave_source::Sources;

#[path = "../../spec/tests/support/suite.rs"]
mod suite;

/// Rules that no text can break: settings, the catalog or the code of a module do. Unit tests of the planner break them.
const NOT_BY_A_TEXT: [&str; 5] =
    ["write-sets-overlap", "identifiers-overlap", "unusable-catalog", "write-set-unsound", "identifier-already-declared"];

#[test]
fn every_rule_keeps_its_suite() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let of_specifications: Vec<&str> = specwave_spec::rules::all().map(|rule| rule.code).collect();
    let own = specwave_plan::rules().filter(|rule| !of_specifications.contains(&rule.code));
    let rules: Vec<_> = own.filter(|rule| !NOT_BY_A_TEXT.contains(&rule.name)).collect();
    let check =
        |text: &str| specwave_plan::check(&specwave_spec::parse(text), &Sources::single("tests/it.md", text), &Config::default());
    let failures = suite::failures(&folder, &rules, check);
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}
