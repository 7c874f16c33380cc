//! Whose code is wrong.

use std::collections::BTreeSet;

use specwave_plan::{Plan, TaskId, WriteSet};

/// Which Task owns which path.
#[derive(Debug, Clone)]
pub(super) struct Owners {
    /// Later waves first: Wave 0 makes stubs everywhere, and what replaces a stub is its owner's.
    tasks: Vec<Owner>,
}

#[derive(Debug, Clone)]
struct Owner {
    task: TaskId,
    write_set: WriteSet,
    makes: Vec<String>,
    not_judged_by: Vec<String>,
    is_foundation: bool,
}

impl Owners {
    pub(super) fn new(plan: &Plan) -> Self {
        let owner = |task: &specwave_plan::Task| Owner {
            task: task.id.clone(),
            write_set: WriteSet::new(&task.owns),
            makes: task.makes.clone(),
            not_judged_by: task.not_judged_by.clone(),
            is_foundation: task.wave == 0,
        };
        let mut tasks: Vec<_> = plan.tasks.iter().map(owner).collect();
        tasks.sort_by_key(|owner| owner.is_foundation);
        Self { tasks }
    }

    /// The Task that a path belongs to.
    pub(super) fn of(&self, path: &str) -> Option<&TaskId> {
        self.tasks.iter().find(|owner| owner.write_set.contains(path)).map(|owner| &owner.task)
    }

    /// The Task whose code at a path a check judges. Other code in the module is the user's, or says nothing to it.
    pub(super) fn judged(&self, path: &str, check: &str) -> Option<&TaskId> {
        let owner = self.tasks.iter().find(|owner| owner.write_set.contains(path))?;
        (!owner.not_judged_by.iter().any(|other| other == check)).then_some(&owner.task)
    }

    /// Whether all Tasks with a share in a package are in.
    pub(super) fn are_in(&self, folder: &str, files: &[String], integrated: &BTreeSet<&TaskId>) -> bool {
        let promised = self.tasks.iter().filter(|owner| owner.makes.iter().any(|path| folder_of(path) == folder));
        let of_files = files.iter().filter_map(|file| self.of(&join(folder, file)));
        promised.map(|owner| &owner.task).chain(of_files).all(|task| integrated.contains(task))
    }

    /// The Tasks with a share in a package, the foundation's aside.
    pub(super) fn of_folder(&self, folder: &str) -> impl Iterator<Item = &TaskId> {
        let shares = move |owner: &&Owner| !owner.is_foundation && owner.makes.iter().any(|path| folder_of(path) == folder);
        self.tasks.iter().filter(shares).map(|owner| &owner.task)
    }
}

pub(super) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn join(folder: &str, file: &str) -> String {
    if folder.is_empty() { file.to_owned() } else { format!("{folder}/{file}") }
}
