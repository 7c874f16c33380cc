//! What a run has lost of what its journal names: nothing, unless its repository was damaged from outside, or the disk did not
//! keep what it had said to keep.

use specwave_plan::TaskId;

use crate::failure::{Failure, FailureKind};
use crate::journal::Record;
use crate::scheduler::{Event, Retried, State, TaskState};
use crate::workspace::{Repository, TreeId};

/// Tasks whose work cannot be read any more.
#[derive(Debug)]
pub(super) struct Lost {
    tasks: Vec<TaskId>,
    /// The latest tree of the run that is whole.
    tree: TreeId,
    reason: String,
}

impl Lost {
    /// What is lost, if anything is.
    ///
    /// # Errors
    /// Environment, where not even what the run began with can be read.
    pub(super) fn find(records: &[Record], snapshot: Option<&str>, repository: &Repository) -> Result<Option<Self>, Failure> {
        let state = State::replay(records.iter().map(|record| &record.event))
            .map_err(|error| Failure::new(FailureKind::Internal, format!("the journal contradicts itself: {error}")))?;
        let mut needed = Vec::from_iter(snapshot.map(TreeId::new));
        needed.push(TreeId::new(state.tree()));
        needed.extend(state.tasks().filter_map(|(_, task)| change_of(task)));
        let Some(reason) = repository.damage(&needed)? else { return Ok(None) };

        let mut lost = Self { tasks: Vec::new(), tree: TreeId::new(""), reason };
        for record in records {
            match &record.event {
                Event::RunStarted(run) => {
                    lost.tree = TreeId::new(&run.base);
                    let begun_with: Vec<TreeId> = snapshot.map(TreeId::new).into_iter().chain([lost.tree.clone()]).collect();
                    if repository.damage(&begun_with)?.is_some() {
                        return Err(lost.failure());
                    }
                }
                Event::Integrated(integrated) => {
                    lost.tasks.push(integrated.task.clone());
                    lost.reach(&integrated.tree, repository)?;
                }
                Event::Retried(Retried { tree: Some(tree), .. }) => lost.reach(tree, repository)?,
                _ => {}
            }
        }
        for (node, task) in state.tasks() {
            if let Some(change) = change_of(task)
                && repository.damage(&[change])?.is_some()
            {
                lost.tasks.push(node.id.clone());
            }
        }
        lost.tasks.sort();
        lost.tasks.dedup();
        Ok(Some(lost))
    }

    /// Takes a later tree for the latest that is whole, if it is.
    fn reach(&mut self, tree: &str, repository: &Repository) -> Result<(), Failure> {
        let tree = TreeId::new(tree);
        if repository.damage(std::slice::from_ref(&tree))?.is_none() {
            self.tree = tree;
            self.tasks.clear();
        }
        Ok(())
    }

    /// The event that the run goes on with: these Tasks are done again.
    pub(super) fn event(&self) -> Event {
        Event::Retried(Retried { tasks: self.tasks.clone(), context: String::new(), tree: Some(self.tree.to_string()) })
    }

    /// What people have to know of it.
    pub(super) fn notice(&self) -> Event {
        let tasks: Vec<&str> = self.tasks.iter().map(|task| task.0.as_str()).collect();
        let message = format!("done again, because what they had made cannot be read: {} ({})", tasks.join(", "), self.reason);
        Event::Noticed { task: None, message }
    }

    /// Why the run cannot be gone on with.
    pub(super) fn failure(&self) -> Failure {
        Failure::new(FailureKind::Environment, format!("a tree of the run cannot be read any more: {}", self.reason))
            .hint("the folder stays as it is: start the run again with `specwave run`")
    }
}

/// What a Task has handed in that is not in the run's tree yet.
fn change_of(task: &TaskState) -> Option<TreeId> {
    match task {
        TaskState::Ended { change, .. } | TaskState::Integrating { change, .. } => change.as_ref().map(TreeId::new),
        _ => None,
    }
}
