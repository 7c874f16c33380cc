//! Doing Tasks of a run again that had ended, because the user wants it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use specwave_plan::TaskId;

use super::directory::RunDirectory;
use crate::failure::{Failure, FailureKind};
use crate::journal::Record;
use crate::scheduler::{Event, Retried, State};
use crate::workspace::{Repository, TreeId};

/// Which Tasks are done again, whatever has become of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// The one with this key.
    Task(String),
    /// Those of this wave.
    Wave(u8),
    /// Those of this wave and of all later ones.
    FromWave(u8),
}

/// How Tasks are done again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retry {
    /// Which.
    pub which: Which,
    /// What their agents are told besides; may be empty.
    pub context: String,
    /// Whether they begin without what they had made.
    pub clean: bool,
}

/// What the process that takes the run over is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Again {
    tasks: Vec<TaskId>,
    context: String,
    clean: bool,
}

impl Retry {
    /// The Tasks of the run that are meant.
    ///
    /// # Errors
    /// Usage, where there is none.
    pub(super) fn of(&self, run: &RunDirectory) -> Result<Again, Failure> {
        let tasks = match &self.which {
            Which::Task(key) => vec![run.task(key)?],
            Which::Wave(wave) => tasks_of(run, *wave..=*wave)?,
            Which::FromWave(wave) => tasks_of(run, *wave..=u8::MAX)?,
        };
        Ok(Again { tasks, context: self.context.clone(), clean: self.clean })
    }
}

fn tasks_of(run: &RunDirectory, waves: RangeInclusive<u8>) -> Result<Vec<TaskId>, Failure> {
    let plan = run.plan()?;
    let tasks: Vec<TaskId> = plan.tasks.iter().filter(|task| waves.contains(&task.wave)).map(|task| task.id.clone()).collect();
    if tasks.is_empty() {
        let last = plan.tasks.iter().map(|task| task.wave).max().unwrap_or_default();
        return Err(Failure::new(FailureKind::Usage, format!("run {} has no Wave {}", run.id(), waves.start()))
            .hint(format!("its waves are 0 to {last}")));
    }
    Ok(tasks)
}

impl Again {
    /// The event that the run goes on with.
    pub(super) fn event(&self, records: &[Record], repository: &Repository) -> Result<Event, Failure> {
        let tree = if self.clean { Some(self.tree_without_them(records, repository)?.to_string()) } else { None };
        Ok(Event::Retried(Retried { tasks: self.tasks.clone(), context: self.context.clone(), tree }))
    }

    /// The run's tree with stubs again where these Tasks had put their code; Wave 0 had none.
    fn tree_without_them(&self, records: &[Record], repository: &Repository) -> Result<TreeId, Failure> {
        let state = State::replay(records.iter().map(|record| &record.event))
            .map_err(|error| Failure::new(FailureKind::Internal, format!("the journal contradicts itself: {error}")))?;
        let wave_of: BTreeMap<&TaskId, u8> = state.tasks().map(|(node, _)| (&node.id, node.wave)).collect();
        let mut base = TreeId::new(state.tree());
        let mut stubs = base.clone();
        let mut is_in_wave_0 = true;
        let mut made = BTreeMap::<&TaskId, BTreeSet<&str>>::new();
        for record in records {
            match &record.event {
                Event::RunStarted(run) => {
                    base = TreeId::new(&run.base);
                    stubs = base.clone();
                }
                Event::Integrated(integrated) => {
                    is_in_wave_0 &= wave_of.get(&integrated.task) == Some(&0);
                    if is_in_wave_0 {
                        stubs = TreeId::new(&integrated.tree);
                    }
                    made.entry(&integrated.task).or_default().extend(integrated.changed.iter().map(String::as_str));
                }
                _ => {}
            }
        }
        let mut tree = TreeId::new(state.tree());
        for task in &self.tasks {
            let Some(paths) = made.get(task) else { continue };
            let earlier = if wave_of.get(task) == Some(&0) { &base } else { &stubs };
            tree = repository.without(&tree, paths, earlier, &task.0)?;
        }
        Ok(tree)
    }
}
