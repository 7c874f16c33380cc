//! Rules about Go code by itself: where it lies, what it imports, how it is made. One file per rule.
//!
//! Only code that people keep counts: vendored and generated files are known and never reported. The rules about layers
//! speak where a layout is recognised; a repository without a `domain` has none, and is not told to have one.

mod crossings;
mod domain;
mod folders;
mod found;
mod judged;
mod known;
mod package;
mod rules;
mod sql;
mod tree;

use std::path::Path;

use specwave_plan::Config;
use specwave_source::{Finding, Rule, Sources};

pub use folders::Folder;
pub use judged::Judged;
pub use known::Known;
pub use tree::Tree;

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
    rules::ALL.iter().map(|(rule, ..)| *rule)
}

/// What is reported about a tree; where `below` is given, about the files below that folder of it.
#[must_use]
pub fn verify(tree: &Tree, below: &Path, config: &Config) -> Verified {
    Judged::new(tree, config).verified(tree, below, config)
}
