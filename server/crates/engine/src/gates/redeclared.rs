//! Names that two Tasks declare in one package.
//!
//! The compiler names both places and blames the one that it read last. The plan knows better: the Task that a name is
//! reserved for may keep it, and the other one has to mend its code.

use specwave_plan::{Plan, TaskId};

use super::owners::folder_of;
use crate::verdict::GateFinding;

/// Puts one finding, at the place that has to change, where the compiler complained about two declarations of a name.
pub(super) fn settle(findings: Vec<GateFinding>, plan: &Plan) -> Vec<GateFinding> {
    let mut settled = Vec::new();
    let mut rest = findings.into_iter().peekable();
    while let Some(finding) = rest.next() {
        let name = finding.message.strip_suffix(" redeclared in this block").map(str::to_owned);
        let is_other = |name: &String, other: &GateFinding| other.message == format!("other declaration of {name}");
        match name.and_then(|name| Some((rest.next_if(|other| is_other(&name, other))?, name))) {
            Some((other, name)) => settled.extend(settle_one(finding, other, &name, plan)),
            None => settled.push(finding),
        }
    }
    settled
}

/// Both findings as they are where they are of one Task, or of nobody's.
fn settle_one(here: GateFinding, other: GateFinding, name: &str, plan: &Plan) -> Vec<GateFinding> {
    let owners = plan.owner(&here.path).zip(plan.owner(&other.path));
    let Some((of_here, of_other)) = owners.filter(|(one, another)| one.id != another.id) else { return vec![here, other] };
    let is_kept_here = match reserved_for(plan, folder_of(&here.path), name) {
        Some(task) => *task == of_here.id,
        // Nobody was promised the name: whoever comes first in the plan keeps it.
        None => position(plan, &of_here.id) < position(plan, &of_other.id),
    };
    let (kept, keeper, guilty) = if is_kept_here { (here, of_here, other) } else { (other, of_other, here) };
    let message = format!(
        "`{name}` is declared twice in this package, and the declaration in {} is the {}'s: use that one, or give yours another \
         name",
        kept.path, keeper.title
    );
    vec![GateFinding { message, ..guilty }]
}

/// The Task that alone may declare a name.
fn reserved_for<'a>(plan: &'a Plan, folder: &str, name: &str) -> Option<&'a TaskId> {
    let reserves =
        |task: &&specwave_plan::Task| task.reserves.iter().any(|reserved| reserved.package == folder && reserved.name == name);
    plan.tasks.iter().find(reserves).map(|task| &task.id)
}

fn position(plan: &Plan, task: &TaskId) -> Option<usize> {
    plan.tasks.iter().position(|other| other.id == *task)
}
