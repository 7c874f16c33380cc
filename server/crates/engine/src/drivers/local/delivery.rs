//! From the run's tree to the user's folder.

use std::collections::{BTreeMap, BTreeSet};

use super::Setting;
use crate::apply::{Delivery, apply, offer};
use crate::failure::{Failure, FailureKind};
use crate::scheduler::Applied;
use crate::workspace::{MadeFile, Portion, TreeId};

impl Setting {
    /// Brings in what the run's tree has and the user's had not.
    pub(super) fn bring_in(&self, tree: &TreeId) -> Result<Applied, Failure> {
        let mut delivery = Delivery {
            run: self.directory.id(),
            feature: self.plan.contract.feature.slug.clone(),
            shared: BTreeSet::new(),
            files: BTreeMap::new(),
            removed: Vec::new(),
            extended: self.repository.composed_files_of(&self.snapshot)?,
        };
        let shares = self.plan.shares();
        let mut made = Vec::new();
        for entry in self.repository.difference(&self.snapshot, tree)? {
            let path =
                entry.path.to_str().map(str::to_owned).ok_or_else(|| {
                    Failure::new(FailureKind::Internal, format!("{} is not a name in UTF-8", entry.path.display()))
                })?;
            match entry.content {
                Some(content) => made.push((path, content, entry.executable)),
                None => delivery.removed.push(path),
            }
        }
        let contents = self.repository.contents(made.iter().map(|(_, content, _)| content.as_str()))?;
        for ((path, _, executable), content) in made.into_iter().zip(contents) {
            if shares.contains(&path) {
                delivery.shared.insert(path.clone());
            }
            delivery.files.insert(path, MadeFile { content, executable });
        }
        match &self.request.branch {
            None => apply(&self.request.target, &self.repository, &delivery),
            Some(name) => {
                let authors = self.authors(tree, &delivery)?;
                offer(&self.request.target, &self.repository, &delivery, name, authors)
            }
        }
    }

    /// What is whose of a delivery, in the order of the plan; what no Task made comes first.
    fn authors(&self, tree: &TreeId, delivery: &Delivery) -> Result<Vec<(Portion, BTreeSet<String>)>, Failure> {
        let mut paths = BTreeMap::<Option<String>, BTreeSet<String>>::new();
        for path in delivery.files.keys() {
            paths.entry(self.repository.last_task_at(tree, path)?).or_default().insert(path.clone());
        }
        let feature = &delivery.feature;
        let module = Portion { title: format!("{feature}: what no Task makes"), ..Portion::default() };
        let mut authors = vec![(module, paths.remove(&None).unwrap_or_default())];
        for task in &self.plan.tasks {
            let Some(paths) = paths.remove(&Some(task.id.0.clone())) else { continue };
            let agent = self.request.settings.agent_of(&task.id).to_owned();
            let trailers = vec![("Specwave-Task", task.id.0.clone()), ("Specwave-Agent", agent)];
            authors.push((Portion { title: format!("{feature}: {}", task.title), trailers, ..Portion::default() }, paths));
        }
        Ok(authors)
    }
}
