//! Every rule about a specification alone keeps what its suite in `tests/rules/` says.

use std::path::{Path, PathBuf};

use specwave_source::Sources;
use specwave_spec::{Kept, parse_sources};

#[path = "support/suite.rs"]
mod suite;

#[test]
fn every_rule_keeps_its_suite() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let check = |text: &str| specwave_spec::rules::check(&parse_sources(&files(text), &mut Kept::default()), text);
    let failures = suite::failures(&folder, &specwave_spec::rules::all().collect::<Vec<_>>(), check);
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

/// What the first line of a further file of the feature begins with.
const FILE: &str = "<!-- file: ";

/// The files of a case: `<!-- file: tasks.md -->` begins another one.
fn files(text: &str) -> Sources {
    let starts = text.match_indices(FILE).map(|(at, _)| at);
    let starts: Vec<usize> = [0].into_iter().chain(starts.filter(|at| *at > 0)).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    Sources::new(starts.iter().zip(ends).map(|(start, end)| {
        let own = &text[*start..end];
        let name = own.strip_prefix(FILE).and_then(|rest| rest.split_once(" -->")).map_or("", |(name, _)| name);
        (PathBuf::from(name), own.to_owned())
    }))
}
