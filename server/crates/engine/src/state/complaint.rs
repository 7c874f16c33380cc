//! What the gates of a run complain about and nobody has mended yet.

use std::collections::BTreeMap;

use crate::scheduler::Outcome;
use crate::state::Progress;
use crate::verdict::{Ending, GateFinding, Verdict};

/// A finding that the latest verdict of its check has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The check.
    pub check: String,
    /// Whether it keeps the gate from passing; else it was only noted.
    pub is_failure: bool,
    /// What it is about.
    pub finding: GateFinding,
}

impl Progress {
    /// What is still to be mended, by check. A check that was not made says nothing, so what it said before still holds; a run that
    /// has ended well has mended everything, and one that was cancelled wants nothing any more.
    #[must_use]
    pub fn complaints(&self) -> Vec<Complaint> {
        if matches!(self.outcome(), Some(Outcome::Succeeded | Outcome::Cancelled)) {
            return Vec::new();
        }
        let mut latest: BTreeMap<&str, &Verdict> = BTreeMap::new();
        for verdict in self.gates().iter().flat_map(|gate| &gate.verdicts) {
            if matches!(verdict.ending, Ending::Passed | Ending::Failed { .. }) {
                latest.insert(&verdict.check, verdict);
            }
        }
        latest.into_values().flat_map(complaints_of).chain(self.writes_outside()).collect()
    }

    /// What Tasks have written where they must not, which was not taken.
    fn writes_outside(&self) -> impl Iterator<Item = Complaint> {
        self.tasks().flat_map(|(node, _, progress)| {
            progress.rejected.iter().filter_map(|rejected| {
                let (path, reason) = rejected.strip_suffix(')')?.rsplit_once(" (")?;
                let message = format!("{} wrote this, and it was not taken: {reason}", node.title);
                let finding = GateFinding { path: path.to_owned(), message, ..GateFinding::default() };
                Some(Complaint { check: "write-set".to_owned(), is_failure: false, finding })
            })
        })
    }
}

fn complaints_of(verdict: &Verdict) -> impl Iterator<Item = Complaint> {
    let failures = match &verdict.ending {
        Ending::Failed { findings, .. } => findings.as_slice(),
        _ => &[],
    };
    let complaint = |is_failure| {
        move |finding: &GateFinding| Complaint { check: verdict.check.clone(), is_failure, finding: finding.clone() }
    };
    failures.iter().map(complaint(true)).chain(verdict.noted.iter().map(complaint(false)))
}
