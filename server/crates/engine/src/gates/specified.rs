//! What in the specification asked for the code that a check complains about.

use specwave_verify::{agreed, asked_at};

use super::Judgement;
use crate::verdict::{Asked, Ending, GateFinding, Verdict};

impl Judgement<'_> {
    /// Adds to each finding the line of the specification that its code stands for, where the contract knows one.
    pub(super) fn name_what_asked(&self, verdicts: &mut [Verdict]) {
        let mut findings: Vec<&mut GateFinding> = Vec::new();
        for verdict in verdicts {
            findings.extend(&mut verdict.noted);
            if let Ending::Failed { findings: found, .. } = &mut verdict.ending {
                findings.extend(found);
            }
        }
        if findings.is_empty() {
            return;
        }
        let agreed = agreed(&self.gates.plan.contract);
        for finding in findings.into_iter().filter(|finding| finding.asked.is_none()) {
            let asked = asked_at(&agreed, self.tree(), &finding.path, finding.line);
            finding.asked = asked.map(|asked| Asked { line: asked.line, what: asked.what });
        }
    }
}
