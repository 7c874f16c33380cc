//! The Tasks of a run with their needs as indices, checked once.

use std::collections::HashMap;

use specwave_plan::TaskId;

use crate::scheduler::TaskNode;

/// A graph that cannot be carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GraphError {
    /// Two Tasks have the same key.
    #[error("the plan has two Tasks `{0}`")]
    Duplicate(TaskId),
    /// A Task needs one that is not there.
    #[error("Task `{task}` needs `{need}`, which is not in the plan")]
    UnknownNeed {
        /// The Task.
        task: TaskId,
        /// What it needs.
        need: TaskId,
    },
    /// A Task needs the code of a later wave.
    #[error("Task `{task}` needs the code of `{need}`, which belongs to a later wave")]
    LaterWave {
        /// The Task.
        task: TaskId,
        /// What it needs.
        need: TaskId,
    },
    /// Tasks need each other's code.
    #[error("Task `{0}` needs its own code, through what it needs")]
    Cycle(TaskId),
    /// There is nothing to do.
    #[error("the plan has no Tasks")]
    Empty,
}

/// The graph of Tasks; a Task is its index, in plan order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Graph {
    pub(crate) nodes: Vec<TaskNode>,
    /// The Tasks whose integrated code each Task needs.
    pub(crate) needs: Vec<Vec<usize>>,
    /// All waves in ascending order, each with its Tasks.
    pub(crate) waves: Vec<(u8, Vec<usize>)>,
    /// All Tasks, the longest remaining path first.
    pub(crate) by_remaining_path: Vec<usize>,
    index: HashMap<TaskId, usize>,
}

impl Graph {
    pub(crate) fn new(nodes: Vec<TaskNode>) -> Result<Self, GraphError> {
        if nodes.is_empty() {
            return Err(GraphError::Empty);
        }
        let mut index = HashMap::with_capacity(nodes.len());
        for (task, node) in nodes.iter().enumerate() {
            if index.insert(node.id.clone(), task).is_some() {
                return Err(GraphError::Duplicate(node.id.clone()));
            }
        }
        let needs = nodes.iter().map(|node| resolve_needs(node, &nodes, &index)).collect::<Result<Vec<_>, _>>()?;
        let by_remaining_path = order_by_remaining_path(&nodes, &needs)?;
        let waves = group_by_wave(&nodes);
        Ok(Self { nodes, needs, waves, by_remaining_path, index })
    }

    pub(crate) fn find(&self, task: &TaskId) -> Option<usize> {
        self.index.get(task).copied()
    }

    pub(crate) fn id(&self, task: usize) -> &TaskId {
        &self.nodes[task].id
    }

    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn wave_of(&self, task: usize) -> u8 {
        self.nodes[task].wave
    }

    /// The Tasks that every later one starts from: those that pin the contract.
    pub(crate) fn foundation(&self) -> &[usize] {
        self.tasks_of(0)
    }

    pub(crate) fn tasks_of(&self, wave: u8) -> &[usize] {
        self.waves.iter().find(|(number, _)| *number == wave).map_or(&[], |(_, tasks)| tasks)
    }
}

fn resolve_needs(node: &TaskNode, nodes: &[TaskNode], index: &HashMap<TaskId, usize>) -> Result<Vec<usize>, GraphError> {
    let resolve = |need: &TaskId| {
        let Some(&provider) = index.get(need) else {
            return Err(GraphError::UnknownNeed { task: node.id.clone(), need: need.clone() });
        };
        if nodes[provider].wave > node.wave {
            return Err(GraphError::LaterWave { task: node.id.clone(), need: need.clone() });
        }
        Ok(provider)
    };
    let mut needs = node.needs.iter().map(resolve).collect::<Result<Vec<_>, _>>()?;
    needs.sort_unstable();
    needs.dedup();
    Ok(needs)
}

fn group_by_wave(nodes: &[TaskNode]) -> Vec<(u8, Vec<usize>)> {
    let mut waves = std::collections::BTreeMap::<u8, Vec<usize>>::new();
    for (task, node) in nodes.iter().enumerate() {
        waves.entry(node.wave).or_default().push(task);
    }
    waves.into_iter().collect()
}

/// Sorts by the estimate of a Task and of the longest chain that waits for it, and finds cycles on the way.
fn order_by_remaining_path(nodes: &[TaskNode], needs: &[Vec<usize>]) -> Result<Vec<usize>, GraphError> {
    let mut dependents = vec![0_usize; nodes.len()];
    for provider in needs.iter().flatten() {
        dependents[*provider] += 1;
    }
    let mut remaining: Vec<u64> = nodes.iter().map(|node| u64::from(node.estimate_seconds)).collect();
    let mut free: Vec<usize> = (0..nodes.len()).filter(|&task| dependents[task] == 0).collect();
    let mut visited = 0;
    while let Some(task) = free.pop() {
        visited += 1;
        for &provider in &needs[task] {
            let through_task = remaining[task] + u64::from(nodes[provider].estimate_seconds);
            remaining[provider] = remaining[provider].max(through_task);
            dependents[provider] -= 1;
            if dependents[provider] == 0 {
                free.push(provider);
            }
        }
    }
    if visited < nodes.len() {
        let in_cycle = (0..nodes.len()).find(|&task| dependents[task] > 0).unwrap_or_default();
        return Err(GraphError::Cycle(nodes[in_cycle].id.clone()));
    }
    let mut order: Vec<usize> = (0..nodes.len()).collect();
    order.sort_by_key(|&task| (std::cmp::Reverse(remaining[task]), task));
    Ok(order)
}
