//! SW1106: a task that does not say what it is for.

use foldhash::HashMap;

use specwave_source::Rule;
use specwave_source::rule::{Explanation, Fixable, Group, Level};

use crate::model::ListedTask;
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1106",
    name: "task-without-requirement",
    group: Group::Traceability,
    level: Level::Hint,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a task that names no requirement in a list in which three of four do. Optional tasks, checkpoints, tasks \
               with parts and parts of a task that names one are left out.",
        why: "Whoever does it does not know when it is done, and nobody knows whether it is needed.",
        example: "- [ ] 1. Remind customers\n  - _Requirements: 1.1_\n- [ ] 2. Charge a fee\n  - _Requirements: 2.1_\n\
                  - [ ] 3. Send statements\n  - _Requirements: 2.2_\n- [ ] 4. Rewrite the ledger",
        fix: "Name the requirement, or take the task out.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let tasks = &subject.spec.tasks;
    if tasks.iter().all(|task| task.requirements.is_empty()) {
        return;
    }
    let by_id: HashMap<&str, &ListedTask> = tasks.iter().map(|task| (task.id.as_str(), task)).collect();
    let parents: Vec<&str> = tasks.iter().filter_map(|task| task.parent.as_deref()).collect();
    let is_linked = |task: &ListedTask| {
        let above = task.parent.as_deref().and_then(|parent| by_id.get(parent));
        !task.requirements.is_empty() || above.is_some_and(|above| !above.requirements.is_empty())
    };
    let counts = |task: &&ListedTask| !parents.contains(&task.id.as_str()) && !task.optional && !checks_only(&task.title);
    let (linked, others): (Vec<_>, Vec<_>) = tasks.iter().filter(counts).partition(|task| is_linked(task));
    if linked.len() < others.len() * 3 {
        return;
    }
    for task in others {
        reporter.report(task.span, "this task names no requirement, unlike others");
    }
}

/// Whether a task only looks at what others did.
fn checks_only(title: &str) -> bool {
    let title = title.to_lowercase();
    ["checkpoint", "ensure all", "all tests pass", "final review"].iter().any(|words| title.contains(words))
}
