//! What rules look at, and what takes their findings.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use specwave_golang::facts::{Facts, ImportSpec, Name};
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
    /// The directories that are checked; all where there are none.
    only: Option<BTreeSet<String>>,
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
        Self { tree, folders, packages, by_directory, only: None }
    }

    /// Has only the packages checked that these files are in, and those that import them.
    pub(super) fn judge_only_what_depends_on(&mut self, changed: &BTreeSet<PathBuf>) {
        let mut only: BTreeSet<String> = changed.iter().map(|path| directory(path).to_owned()).collect();
        let depends = |package: &&Package<'_>| {
            let files = package.files.iter().chain(&package.tests);
            let mut imports = files.flat_map(|file| &file.facts.imports);
            imports.any(|import| self.directory_of(&import.path.text).is_some_and(|dir| only.contains(dir)))
        };
        let importers: Vec<String> = self.packages.iter().filter(depends).map(|package| package.dir.to_owned()).collect();
        only.extend(importers);
        self.only = Some(only);
    }

    /// Whether what lies in a directory is checked.
    pub(super) fn judges(&self, dir: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(dir))
    }

    /// The packages that are checked.
    pub(super) fn judged(&self) -> impl Iterator<Item = &Package<'a>> {
        self.packages.iter().filter(|package| self.judges(package.dir))
    }

    /// Those of one layer.
    pub(super) fn of_layer(&self, layer: Layer) -> impl Iterator<Item = &Package<'a>> {
        self.judged().filter(move |package| package.standing.is_some_and(|standing| standing.role.layer() == layer))
    }

    /// Those of one role.
    pub(super) fn of_role(&self, role: Role) -> impl Iterator<Item = &Package<'a>> {
        self.judged().filter(move |package| package.standing.is_some_and(|standing| standing.role == role))
    }

    /// The package of the module that an import path names.
    pub(super) fn imported(&self, path: &str) -> Option<&Package<'a>> {
        Some(&self.packages[*self.by_directory.get(self.directory_of(path)?)?])
    }

    /// The directory of the module that an import path names, whether it is there or not.
    fn directory_of<'p>(&self, path: &'p str) -> Option<&'p str> {
        path.strip_prefix(self.tree.module()?)?.strip_prefix('/')
    }

    /// The package and the name in a type such as `[]*billing.Invoice`.
    pub(super) fn referred<'t>(&self, facts: &Facts, ty: &'t str) -> Option<(&Package<'a>, &'t str)> {
        let bare = ty.trim_start_matches(|c: char| !c.is_alphabetic()).split([' ', '[', '{']).next()?;
        let (qualifier, name) = bare.rsplit([']', '*']).next()?.split_once('.')?;
        let named = |import: &ImportSpec| match &import.alias {
            Some(alias) => alias == qualifier,
            None => import.path.text.rsplit('/').next() == Some(qualifier),
        };
        let import = facts.imports.iter().find(|import| named(import))?;
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
