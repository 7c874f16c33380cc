//! What is inferred where a rule says on the same line that nothing declares it: one of the two is enough.

use specwave_source::Finding;

/// Rules that say of a name that nothing declares it.
const SPEAKING: &[&str] = &["SW301", "SW302", "SW303", "SW305", "SW306"];

/// The findings without those that only add how a contract goes on from what a rule says.
pub(super) fn without_repetitions(mut findings: Vec<Finding>) -> Vec<Finding> {
    let speaks = |finding: &&Finding| SPEAKING.contains(&finding.code.as_str());
    let spoken: Vec<Finding> = findings.iter().filter(speaks).cloned().collect();
    findings.retain(|finding| finding.code != "SW601" || !spoken.iter().any(|spoken| repeats(finding, spoken)));
    findings
}

/// Whether the item that is inferred is the one that a rule speaks of, or, of a repository, what it stores.
fn repeats(inferred: &Finding, spoken: &Finding) -> bool {
    let Some((item, reason)) = inferred.message.split_once(" is inferred: ") else { return false };
    let of_repository = spoken.code == "SW302";
    inferred.span.touches(spoken.span.start)
        && (shares_name(item, &spoken.message) || of_repository && shares_name(reason, &spoken.message))
}

fn shares_name(said: &str, spoken: &str) -> bool {
    names(said).any(|name| names(spoken).any(|other| other == name))
}

fn names(message: &str) -> impl Iterator<Item = &str> {
    message.split('`').skip(1).step_by(2)
}
