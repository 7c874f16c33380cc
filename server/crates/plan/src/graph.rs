//! The graph of Tasks: who waits for whose code.

use std::collections::{HashMap, HashSet};

use crate::{NeedKind, Task, TaskId};

/// The Tasks of a plan by what they wait for. A need of a contract makes nobody wait: Wave 0 has pinned it.
pub(crate) struct Graph<'a> {
    tasks: HashMap<&'a TaskId, &'a Task>,
    waits: HashMap<&'a TaskId, HashSet<&'a TaskId>>,
}

impl<'a> Graph<'a> {
    /// The graph of `tasks`; it holds all that each waits for, directly or not.
    pub(crate) fn of(tasks: &'a [Task]) -> Self {
        let tasks: HashMap<&TaskId, &Task> = tasks.iter().map(|task| (&task.id, task)).collect();
        let waits = tasks.keys().map(|id| (*id, all_before(&tasks, id))).collect();
        Self { tasks, waits }
    }

    /// Whether `later` starts only after `earlier` has ended.
    pub(crate) fn waits_for(&self, later: &TaskId, earlier: &TaskId) -> bool {
        self.waits.get(later).is_some_and(|waits| waits.contains(earlier))
    }

    /// The Tasks whose code `task` needs itself.
    pub(crate) fn code_needs(&self, task: &'a Task) -> impl Iterator<Item = &'a Task> + use<'a, '_> {
        let needed = task.needs.iter().filter(|need| need.kind == NeedKind::Code);
        needed.filter_map(|need| self.tasks.get(&need.task).copied())
    }
}

fn all_before<'a>(tasks: &HashMap<&'a TaskId, &'a Task>, id: &TaskId) -> HashSet<&'a TaskId> {
    let mut found = HashSet::new();
    let mut open: Vec<&Task> = tasks.get(id).copied().into_iter().collect();
    while let Some(task) = open.pop() {
        for need in task.needs.iter().filter(|need| need.kind == NeedKind::Code) {
            if let Some((id, needed)) = tasks.get_key_value(&need.task)
                && found.insert(*id)
            {
                open.push(needed);
            }
        }
    }
    found
}
