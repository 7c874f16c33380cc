//! What rules look at, and what takes their findings.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use specwave_golang::facts::{Facts, Name};
use specwave_plan::Config;
use specwave_source::{Elsewhere, Finding, Rule, Span};

use super::folders::{Folders, Layer, Role};
use super::package::{Package, is_left_out};
use super::tree::Tree;
use crate::GoFile;

/// What rules look at.
pub(super) struct Subject<'a> {
    pub(super) tree: &'a Tree,
    pub(super) folders: Folders,
    /// In the order of their directories.
    pub(super) packages: Vec<Package<'a>>,
    by_directory: HashMap<&'a str, usize>,
}

impl<'a> Subject<'a> {
    pub(super) fn new(tree: &'a Tree, config: &Config) -> Self {
        let mut files: BTreeMap<&'a str, Vec<&'a GoFile>> = BTreeMap::new();
        for file in tree.files() {
            files.entry(directory(&file.path)).or_default().push(file);
        }
        files.retain(|dir, _| !is_left_out(dir));
        let mut counts: BTreeMap<&str, usize> = files.iter().map(|(dir, files)| (*dir, files.len())).collect();
        for (path, _) in tree.migrations() {
            *counts.entry(directory(path)).or_default() += 1;
        }
        let folders = Folders::recognise(&config.layout, &counts.into_iter().collect::<Vec<_>>());
        let packages: Vec<Package<'a>> =
            files.into_iter().map(|(dir, files)| Package::new(dir, folders.standing(dir), files)).collect();
        let by_directory = packages.iter().enumerate().map(|(at, package)| (package.dir, at)).collect();
        Self { tree, folders, packages, by_directory }
    }

    /// The packages of one layer.
    pub(super) fn of_layer(&self, layer: Layer) -> impl Iterator<Item = &Package<'a>> {
        self.packages.iter().filter(move |package| package.standing.is_some_and(|standing| standing.role.layer() == layer))
    }

    /// The packages of one role.
    pub(super) fn of_role(&self, role: Role) -> impl Iterator<Item = &Package<'a>> {
        self.packages.iter().filter(move |package| package.standing.is_some_and(|standing| standing.role == role))
    }

    /// The package of the module that an import path names.
    pub(super) fn imported(&self, path: &str) -> Option<&Package<'a>> {
        let dir = path.strip_prefix(self.tree.module()?)?.strip_prefix('/')?;
        Some(&self.packages[*self.by_directory.get(dir)?])
    }

    /// The package and the name in a type such as `[]*billing.Invoice`.
    pub(super) fn referred<'t>(&self, facts: &Facts, ty: &'t str) -> Option<(&Package<'a>, &'t str)> {
        let bare = ty.trim_start_matches(|c: char| !c.is_alphabetic()).split([' ', '[', '{']).next()?;
        let (qualifier, name) = bare.rsplit([']', '*']).next()?.split_once('.')?;
        let named = |alias: &Option<String>, path: &str| match alias {
            Some(alias) => alias == qualifier,
            None => path.rsplit('/').next() == Some(qualifier),
        };
        let import = facts.imports.iter().find(|import| named(&import.alias, &import.path.text))?;
        Some((self.imported(&import.path.text)?, name))
    }

    /// A place that explains a finding in another file.
    pub(super) fn elsewhere(&self, file: &GoFile, name: &Name, message: impl Into<String>) -> Elsewhere {
        let position = |offset| file.lines().line_column(&file.text, offset);
        Elsewhere {
            path: self.tree.shown(&file.path),
            start: position(name.span.start),
            end: position(name.span.end),
            message: message.into(),
        }
    }
}

/// The directory of a path in words; what cannot be written so was not read.
pub(super) fn directory(path: &Path) -> &str {
    path.parent().and_then(Path::to_str).unwrap_or_default()
}

/// Takes the findings of rules.
#[derive(Default)]
pub(super) struct Found {
    findings: Vec<(PathBuf, Finding)>,
}

impl Found {
    /// Reports a finding in a file; places elsewhere can be added to what is returned.
    pub(super) fn report(&mut self, rule: &Rule, path: &Path, span: Span, message: impl Into<String>) -> &mut Finding {
        self.findings.push((path.to_owned(), rule.finding(span, message)));
        let last = self.findings.len() - 1;
        &mut self.findings[last].1
    }

    pub(super) fn into_findings(self) -> Vec<(PathBuf, Finding)> {
        self.findings
    }
}
