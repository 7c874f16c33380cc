//! Findings that are kept while the files of a tree change.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use specwave_plan::Config;
use specwave_source::{Finding, Sources};

use super::Verified;
use super::folders::Folders;
use super::found::{Found, Subject, directory};
use super::rules::{self, Reach};
use super::tree::Tree;

/// What the rules found in a tree. Behind a change only what depends on it is checked again: the packages with the files that
/// changed, those that import them, and what is about the module as a whole.
#[derive(Debug, Default)]
pub struct Judged {
    found: Vec<(PathBuf, Finding)>,
    folders: Folders,
}

impl Judged {
    /// Has all rules look at all of a tree.
    #[must_use]
    pub fn new(tree: &Tree, config: &Config) -> Self {
        let mut judged = Self::default();
        judged.check(Subject::new(tree, config));
        judged
    }

    /// Takes in that these files, and no settings, have changed. How many packages were checked again.
    pub fn judge_again(&mut self, tree: &Tree, config: &Config, changed: &BTreeSet<PathBuf>) -> usize {
        let mut subject = Subject::new(tree, config);
        // Where a folder has another role, everything may.
        if subject.folders.are_as(&self.folders) {
            subject.judge_only_what_depends_on(changed);
        }
        self.check(subject)
    }

    fn check(&mut self, subject: Subject<'_>) -> usize {
        self.found.retain(|(path, finding)| rules::reach(&finding.code) == Reach::Package && !subject.judges(directory(path)));
        let mut found = Found::default();
        for (_, _, check) in rules::ALL {
            check(&subject, &mut found);
        }
        self.found.extend(found.into_findings());
        let checked = subject.judged().count();
        self.folders = subject.folders;
        checked
    }

    /// What is reported of it; where `below` is given, about the files below that folder.
    #[must_use]
    pub fn verified(&self, tree: &Tree, below: &Path, config: &Config) -> Verified {
        let mut by_file: BTreeMap<&Path, Vec<&Finding>> = BTreeMap::new();
        for (path, finding) in &self.found {
            if path.starts_with(below) && !tree.is_generated(path) {
                by_file.entry(path).or_default().push(finding);
            }
        }
        let mut paths: BTreeSet<&Path> = by_file.keys().copied().collect();
        paths.extend(tree.with_instructions().filter(|path| path.starts_with(below)));
        let sources = Sources::new(paths.iter().map(|path| (tree.shown(path), tree.text(path).to_owned())));
        let placed = paths.iter().zip(sources.files()).flat_map(|(path, file)| {
            let findings = by_file.remove(path).unwrap_or_default();
            findings.into_iter().map(|finding| Finding { span: finding.span.shifted(file.span.start), ..finding.clone() })
        });
        let placed = placed.collect();
        let findings = specwave_plan::reported_in_code(&sources, placed, config);
        Verified { findings, files: tree.count_below(below), folders: self.folders.clone().into_folders(), sources }
    }
}
