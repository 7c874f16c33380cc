//! Every rule about the layout keeps what its suite in `tests/layout/` says. A case is a module in one block: `-- path --`
//! begins each of its files.

use std::path::{Path, PathBuf};

use specwave_plan::Config;
use specwave_source::{Finding, Rule, Sources, Span};
use specwave_verify::{Tree, verify};

#[path = "../../spec/tests/support/suite.rs"]
mod suite;

/// The module that cases import from.
const MODULE: &str = "example.com/shop";

#[test]
fn every_rule_keeps_its_suite() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/layout");
    let rules: Vec<&'static Rule> = specwave_verify::rules().filter(|rule| rule.group.word() == "layout").collect();
    let failures = suite::failures(&folder, &rules, check);
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

/// What is found in a case, at the places of the case.
fn check(text: &str) -> Vec<Finding> {
    let files = files(text);
    let tree = Tree::of(Some(MODULE), files.iter().map(|(path, span)| (path.clone(), text[span.start..span.end].to_owned())));
    let verified = verify(&tree, Path::new(""), &Config::default());
    let placed = verified.findings.into_iter().map(|finding| {
        let span = in_case(&verified.sources, &files, finding.span);
        Finding { span, ..finding }
    });
    let mut placed: Vec<_> = placed.collect();
    placed.sort_by_key(|finding| finding.span);
    placed
}

/// The files of a case and where each stands in it.
fn files(text: &str) -> Vec<(PathBuf, Span)> {
    let mut files: Vec<(PathBuf, Span)> = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        if let Some(path) = line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --")) {
            files.push((PathBuf::from(path), Span::new(offset, offset)));
        } else if let Some((_, span)) = files.last_mut() {
            *span = Span::new(span.start, start + line.len());
        }
    }
    files
}

fn in_case(sources: &Sources, files: &[(PathBuf, Span)], span: Span) -> Span {
    let (file, local) = sources.local(span).expect("a finding lies in a file");
    let (_, place) = files.iter().find(|(path, _)| *path == file.path).expect("the file is one of the case");
    local.shifted(place.start)
}
