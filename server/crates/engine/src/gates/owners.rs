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
    is_foundation: bool,
}

impl Owners {
    pub(super) fn new(plan: &Plan) -> Self {
        let owner = |task: &specwave_plan::Task| Owner {
            task: task.id.clone(),
            write_set: WriteSet::new(&task.owns),
            makes: task.makes.clone(),
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

    /// Whether a Task writes the code at a path; other code in the module is the user's.
    pub(super) fn has_author(&self, path: &str) -> bool {
        self.tasks.iter().any(|owner| !owner.is_foundation && owner.write_set.contains(path))
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
