//! Mending what a machine can mend.

use specwave_source::{Allowed, Finding, Sources, apply_fixes};
use specwave_spec::{Kept, parse_sources};

use crate::Config;
use crate::prepare::check;

/// How often a text is looked at again: a fix can make another one possible, and has to come to an end.
const ROUNDS: usize = 500;

/// What came of mending the files of a feature.
#[derive(Debug, Clone)]
pub struct Fixed {
    /// The files afterwards.
    pub sources: Sources,
    /// What was mended; places are those of the text that it was found in.
    pub mended: Vec<Finding>,
    /// What is still to be found.
    pub left: Vec<Finding>,
}

/// Carries out the allowed fixes of the findings on a feature until nothing changes any more.
#[must_use]
pub fn fix(sources: Sources, config: &Config, allowed: Allowed) -> Fixed {
    let mut kept = Kept::default();
    let mut look = |sources: &Sources| check(&parse_sources(sources, &mut kept), sources, config);
    let left = look(&sources);
    let mut fixed = Fixed { sources, mended: Vec::new(), left };
    for _ in 0..ROUNDS {
        let Some((changed, mended)) = step(&fixed.sources, &fixed.left, allowed) else { break };
        fixed.mended.extend(mended.into_iter().map(|at| fixed.left[at].clone()));
        fixed.left = look(&changed);
        fixed.sources = changed;
    }
    fixed
}

/// All fixes that can be carried out together; where that would break what parses, the first one that breaks nothing.
fn step(sources: &Sources, findings: &[Finding], allowed: Allowed) -> Option<(Sources, Vec<usize>)> {
    let problems = |sources: &Sources| parse_sources(sources, &mut Kept::default()).problems.len();
    let (changed, mended) = apply_fixes(sources, findings, allowed)?;
    let before = problems(sources);
    if problems(&changed) <= before {
        return Some((changed, mended));
    }
    (0..findings.len()).find_map(|at| {
        let (changed, _) = apply_fixes(sources, &findings[at..=at], allowed)?;
        (problems(&changed) <= before).then(|| (changed, vec![at]))
    })
}
