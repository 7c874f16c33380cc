//! What an agent is asked, in words.

use std::path::Path;

use specwave_engine::protocol::Brief;

/// The whole Task, with what an earlier Attempt ended with.
pub(crate) fn whole(brief: &Brief, workspace: &Path) -> String {
    let task = format!("{}\n\n{}\n", brief.prompt.trim_end(), place(workspace));
    if brief.feedback.trim().is_empty() {
        return task;
    }
    format!(
        "{task}\n## What an earlier attempt ended with\n\nIt failed. Do the task again, and see that this does not happen.\n\n{}",
        what_failed(brief)
    )
}

/// What is said in the conversation in which the Task was done, where that knows all the rest.
pub(crate) fn repair(brief: &Brief, workspace: &Path) -> String {
    format!(
        "What you handed in did not pass. Mend it. The task, the paths that are yours and how it is judged are as they were.\n\n\
         {} It was made anew: it has your work and what others have done since, so read a file again before you change it.\n\n\
         ## What did not pass\n\n{}",
        place(workspace),
        what_failed(brief)
    )
}

fn place(workspace: &Path) -> String {
    format!("The module root is your working directory, `{}`.", workspace.display())
}

fn what_failed(brief: &Brief) -> String {
    let failed = format!("````\n{}\n````\n", brief.feedback.trim());
    if brief.code.is_empty() { failed } else { format!("{failed}\n## The code it is about\n\n{}\n", brief.code) }
}
