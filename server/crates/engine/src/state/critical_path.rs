//! What kept a run from ending earlier.

use std::cmp::Reverse;

use specwave_plan::TaskId;

use crate::scheduler::TaskNode;
use crate::state::{Progress, TaskProgress};

impl Progress {
    /// The Tasks that the end had to wait for, the first one first: each needed the one before it, and no other need of it was
    /// met later. While the run goes on, the last one is the one that has gone on longest.
    #[must_use]
    pub fn critical_path(&self) -> Vec<TaskId> {
        let mut path = Vec::new();
        let mut next = self.last_of(|_| true);
        while let Some(node) = next {
            path.push(node.id.clone());
            next = self.last_of(|earlier| needs(node, earlier));
        }
        path.reverse();
        path
    }

    /// Of the Tasks that are meant and have begun, the one that ended last; of several that go on, the one that began first.
    fn last_of(&self, is_meant: impl Fn(&TaskNode) -> bool) -> Option<&TaskNode> {
        let begun = self.tasks().filter(|(node, _, task)| is_meant(node) && task.began_at().is_some());
        begun.max_by_key(|(_, _, task)| (end_of(task), Reverse(task.began_at()))).map(|(node, ..)| node)
    }
}

/// Every Task after Wave 0 needs the contract as well.
fn needs(node: &TaskNode, earlier: &TaskNode) -> bool {
    node.needs.contains(&earlier.id) || (node.wave > 0 && earlier.wave == 0)
}

fn end_of(task: &TaskProgress) -> u64 {
    let is_at_work = task.attempts.last().is_some_and(|attempt| attempt.ended_at.is_none());
    task.ended_at.filter(|_| !is_at_work).unwrap_or(u64::MAX)
}
