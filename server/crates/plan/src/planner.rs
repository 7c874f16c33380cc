//! From a contract and a catalog to a plan.

use crate::catalog::Role;
use crate::contract::Contract;
use crate::graph::Graph;
use crate::plan_error::PlanError;
use crate::templates::Templates;
use crate::write_set::WriteSet;
use crate::{Catalog, CatalogError, Mode, Need, NeedKind, Plan, ReservedIdentifier, Task, TaskId};

impl Plan {
    /// The plan of `contract` with the roles of `catalog`, for runs in `mode`.
    ///
    /// # Errors
    /// Everything that stops the plan: templates that do not expand, paths outside the module, and every pair of
    /// Tasks that can run together in `mode` and share a path or an identifier.
    pub fn new(contract: Contract, catalog: &Catalog, mode: Mode) -> Result<Self, Vec<PlanError>> {
        let templates = Templates::new(&contract).map_err(|error| {
            let message = error.to_string();
            vec![PlanError::Catalog(CatalogError::Malformed(message))]
        })?;
        let mut tasks = Vec::new();
        let mut errors = Vec::new();
        for role in &catalog.roles {
            match task(role, &contract, &templates) {
                Ok(task) => tasks.push(task),
                Err(error) => errors.push(error),
            }
        }
        let plan = Self { contract, tasks, handoff: None };
        errors.extend(plan.errors(mode));
        if errors.is_empty() { Ok(plan) } else { Err(errors) }
    }

    /// Checks again what a plan promises; for a plan that was edited after it was made.
    ///
    /// # Errors
    /// As for [`Plan::new`].
    pub fn validate(&self, mode: Mode) -> Result<(), Vec<PlanError>> {
        let errors = self.errors(mode);
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    /// The Task with the given key.
    #[must_use]
    pub fn task(&self, id: &TaskId) -> Option<&Task> {
        self.tasks.iter().find(|task| task.id == *id)
    }

    /// The Task that may write `path`, which lies below the module root. Wave 0 prepares the places of others, so a
    /// later Task comes before it.
    #[must_use]
    pub fn owner(&self, path: &str) -> Option<&Task> {
        self.tasks.iter().rev().find(|task| WriteSet::new(&task.owns).contains(path))
    }

    /// The files that are the same for every feature.
    #[must_use]
    pub fn shares(&self) -> WriteSet {
        WriteSet::new(self.tasks.iter().flat_map(|task| &task.shares))
    }

    /// Everything that a plan must not be.
    fn errors(&self, mode: Mode) -> Vec<PlanError> {
        let graph = Graph::of(&self.tasks);
        let mut errors: Vec<PlanError> = self.tasks.iter().flat_map(path_errors).collect();
        for task in &self.tasks {
            let unknown = task.needs.iter().find(|need| self.task(&need.task).is_none());
            errors.extend(unknown.map(|need| PlanError::UnknownNeed { task: task.id.clone(), needed: need.task.clone() }));
            if graph.waits_for(&task.id, &task.id) {
                errors.push(PlanError::Cycle { task: task.id.clone() });
            }
        }
        errors.extend(self.overlaps(&graph, mode));
        errors
    }

    /// How many pairs of Tasks can run together in `mode`.
    pub(crate) fn pairs_that_can_run_together(&self, mode: Mode) -> usize {
        let graph = Graph::of(&self.tasks);
        let later = |at: usize| self.tasks[at + 1..].iter();
        let pairs = self.tasks.iter().enumerate().flat_map(|(at, first)| later(at).map(move |second| (first, second)));
        pairs.filter(|(first, second)| can_run_together(&graph, mode, first, second)).count()
    }

    /// Pairs of Tasks that can run together and share a path or an identifier.
    fn overlaps(&self, graph: &Graph<'_>, mode: Mode) -> Vec<PlanError> {
        let write_sets: Vec<WriteSet> = self.tasks.iter().map(|task| WriteSet::new(&task.owns)).collect();
        let mut overlaps = Vec::new();
        for (at, first) in self.tasks.iter().enumerate() {
            for (offset, second) in self.tasks[at + 1..].iter().enumerate() {
                let other = at + 1 + offset;
                let ids = || (first.id.clone(), second.id.clone());
                if can_run_together(graph, mode, first, second)
                    && let Some(path) = write_sets[at].common_path(&write_sets[other])
                {
                    let (first, second) = ids();
                    overlaps.push(PlanError::SharedPath { first, second, path });
                }
                // What both declare does not compile, whichever of them comes first.
                if let Some(shared) = first.reserves.iter().find(|identifier| second.reserves.contains(identifier)) {
                    let ((first, second), shared) = (ids(), shared.clone());
                    overlaps.push(PlanError::SharedIdentifier {
                        first,
                        second,
                        package: shared.package,
                        identifier: shared.name,
                    });
                }
            }
        }
        overlaps
    }
}

/// In `parallel` mode nothing but Wave 0 is waited for; otherwise Tasks wait for the code that they need.
fn can_run_together(graph: &Graph<'_>, mode: Mode, first: &Task, second: &Task) -> bool {
    match mode {
        Mode::Parallel => (first.wave == 0) == (second.wave == 0),
        Mode::Adaptive | Mode::Sequential => !graph.waits_for(&first.id, &second.id) && !graph.waits_for(&second.id, &first.id),
    }
}

fn task(role: &Role, contract: &Contract, templates: &Templates) -> Result<Task, PlanError> {
    let id = TaskId(role.id.0.clone());
    let failed = |part| {
        let task = id.clone();
        move |error: minijinja::Error| PlanError::Template { task, part, message: error.to_string() }
    };
    Ok(Task {
        role: role.id.clone(),
        title: role.name.clone(),
        description: templates.text(&role.description).map_err(failed("description"))?.trim().to_owned(),
        wave: role.wave,
        needs: needs(role),
        makes: templates.lines(&role.makes).map_err(failed("makes"))?,
        owns: templates.lines(&role.owns).map_err(failed("owns"))?,
        shares: templates.lines(&role.shares).map_err(failed("shares"))?,
        reserves: reserved(&templates.lines(&role.reserves).map_err(failed("reserves"))?, contract),
        not_judged_by: role.not_judged_by.clone(),
        estimate_seconds: role.estimate_seconds,
        id,
    })
}

fn needs(role: &Role) -> Vec<Need> {
    let need = |kind| move |role: &crate::RoleId| Need { task: TaskId(role.0.clone()), kind };
    let code = role.needs.code.iter().map(need(NeedKind::Code));
    code.chain(role.needs.contract.iter().map(need(NeedKind::Contract))).collect()
}

/// Reads `package identifier` lines.
fn reserved(lines: &[String], contract: &Contract) -> Vec<ReservedIdentifier> {
    let identifier = |line: &String| {
        let (key, name) = line.split_once(' ')?;
        let package = contract.package(key)?.dir.clone();
        Some(ReservedIdentifier { package, name: name.trim().to_owned() })
    };
    lines.iter().filter_map(identifier).collect()
}

/// What is wrong with the paths of one Task.
fn path_errors(task: &Task) -> Vec<PlanError> {
    let outside = |path: &&String| !is_below_root(path);
    let mut errors: Vec<PlanError> = task
        .owns
        .iter()
        .filter(outside)
        .map(|path| PlanError::OutsideModule { task: task.id.clone(), path: path.clone() })
        .collect();
    if task.owns.is_empty() {
        errors.push(PlanError::EmptyWriteSet { task: task.id.clone() });
    }
    let owned = WriteSet::new(&task.owns);
    let made_elsewhere = |path: &&String| WriteSet::new([path.as_str()]).common_path(&owned).is_none();
    errors.extend(
        task.makes
            .iter()
            .chain(&task.shares)
            .filter(made_elsewhere)
            .map(|path| PlanError::NotOwned { task: task.id.clone(), path: path.clone() }),
    );
    errors
}

/// Whether a path or glob is relative, stays below its root, and holds nothing that a file system reads otherwise.
fn is_below_root(path: &str) -> bool {
    let sound = |element: &str| !element.is_empty() && element != "." && element != ".." && element != ".git";
    path.split('/').all(sound) && !path.contains(|c: char| c.is_control() || matches!(c, '\\' | ':'))
}

#[cfg(test)]
mod tests;
