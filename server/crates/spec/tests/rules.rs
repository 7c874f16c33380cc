//! Every rule about a specification alone keeps what its suite in `tests/rules/` says.

use std::path::Path;

#[path = "support/suite.rs"]
mod suite;

#[test]
fn every_rule_keeps_its_suite() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let check = |text: &str| specwave_spec::rules::check(&specwave_spec::parse(text), text);
    let failures = suite::failures(&folder, &specwave_spec::rules::all().collect::<Vec<_>>(), check);
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}
