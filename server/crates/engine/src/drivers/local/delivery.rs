//! From the run's tree to the user's folder.

use std::collections::{BTreeMap, BTreeSet};

use super::Setting;
use crate::apply::{Delivery, MadeFile, apply};
use crate::failure::{Failure, FailureKind};
use crate::scheduler::Applied;
use crate::workspace::TreeId;

impl Setting {
    /// Brings in what the run's tree has and the user's had not.
    pub(super) fn bring_in(&self, tree: &TreeId) -> Result<Applied, Failure> {
        let mut delivery = Delivery {
            run: self.directory.id(),
            feature: self.plan.contract.feature.slug.clone(),
            shared: BTreeSet::new(),
            files: BTreeMap::new(),
            removed: Vec::new(),
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
        apply(&self.request.target, &delivery)
    }
}
