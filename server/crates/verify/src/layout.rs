//! Rules about Go code by itself: where it lies, what it imports, how it is made. One file per rule.
//!
//! Only code that people keep counts: vendored and generated files are known and never reported. The rules about layers
//! speak where a layout is recognised; a repository without a `domain` has none, and is not told to have one.

mod crossings;
mod domain;
mod folders;
mod found;
mod known;
mod package;
mod rules;
mod sql;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use specwave_plan::Config;
use specwave_source::{Finding, Rule, Sources};

pub use folders::Folder;
pub use known::Known;
pub use tree::Tree;

use found::{Found, Subject};

/// What looking at a tree gave.
#[derive(Debug)]
pub struct Verified {
    /// The files that something was found in.
    pub sources: Sources,
    /// The findings in the order of the files and their texts.
    pub findings: Vec<Finding>,
    /// How many files were looked at.
    pub files: usize,
    /// Where the roles have their folders.
    pub folders: Vec<Folder>,
}

/// The rules, by code.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    rules::ALL.iter().map(|(rule, _)| *rule)
}

/// What is reported about a tree; where `below` is given, about the files below that folder of it.
#[must_use]
pub fn verify(tree: &Tree, below: &Path, config: &Config) -> Verified {
    let subject = Subject::new(tree, config);
    let mut found = Found::default();
    for (_, check) in rules::ALL {
        check(&subject, &mut found);
    }
    let mut by_file: BTreeMap<PathBuf, Vec<Finding>> = BTreeMap::new();
    for (path, finding) in found.into_findings() {
        if path.starts_with(below) && !tree.is_generated(&path) {
            by_file.entry(path).or_default().push(finding);
        }
    }
    let mut paths: BTreeSet<PathBuf> = by_file.keys().cloned().collect();
    paths.extend(tree.with_instructions().filter(|path| path.starts_with(below)).map(Path::to_owned));
    let sources = Sources::new(paths.iter().map(|path| (tree.shown(path), tree.text(path).to_owned())));
    let placed = paths.iter().zip(sources.files()).flat_map(|(path, file)| {
        let findings = by_file.remove(path).unwrap_or_default();
        findings.into_iter().map(|finding| Finding { span: finding.span.shifted(file.span.start), ..finding })
    });
    let placed = placed.collect();
    let findings = specwave_plan::reported_in_code(&sources, placed, config);
    Verified { findings, files: tree.count_below(below), folders: subject.folders.into_folders(), sources }
}
