//! Progress of runs at the client: begin, reports, end.

use std::path::{Path, PathBuf};

use specwave_engine::failure::FailureKind;
use specwave_engine::run::{self, RunDirectory};
use tower_lsp::ls_types::{
    MessageType, ProgressToken, Uri, WorkDoneProgress, WorkDoneProgressBegin, WorkDoneProgressEnd, WorkDoneProgressReport,
};

use crate::convert;
use crate::runs::{self, FollowedRun, News, RunUpdate};
use crate::session::Session;

/// Picks up the runs that go on in the client's folders: they outlived the server that started them.
pub(crate) fn reattach_in_folders(session: &mut Session) {
    for folder in session.folders.clone() {
        reattach(session, &folder);
    }
}

/// Picks up the run that goes on where the code of this document would arrive.
pub(crate) fn reattach_for(session: &mut Session, document: &Uri) {
    if let Some(path) = convert::path(document) {
        let folder = session.output_folder(&path);
        reattach(session, &folder);
    }
}

fn reattach(session: &mut Session, folder: &Path) {
    let going_on = run::holder(folder).and_then(|holder| run::named(folder, Some(&holder.run)).ok());
    if let Some(directory) = going_on {
        follow(session, directory);
    }
}

/// Shows the progress of a run from now on.
pub(crate) fn follow(session: &mut Session, directory: RunDirectory) {
    let token = token(&directory);
    if session.runs.contains_key(&token) {
        return;
    }
    if session.shows_progress {
        session.outbox.create_progress(token.clone());
    }
    session.runs.insert(token.clone(), FollowedRun { directory: directory.clone(), begun: false });
    tokio::spawn(runs::follow(directory, token, session.inbox.clone()));
}

pub(crate) fn handle(session: &mut Session, update: RunUpdate) {
    match update.news {
        News::Report { feature, percentage, message } => report(session, &update.token, &feature, percentage, message),
        News::Asks { question, what } => {
            let Some(run) = session.runs.get(&update.token) else { return };
            let directory = run.directory.clone();
            session.outbox.ask(what, ["Allow", "Deny"], move |answer| {
                // A run that has ended meanwhile does not need the answer.
                run::answer(&directory, question, answer == "Allow").ok();
            });
        }
        News::Ended { message, failure } => {
            let Some(run) = session.runs.remove(&update.token) else { return };
            if run.begun {
                let end = WorkDoneProgressEnd { message: Some(message.clone()) };
                session.outbox.progress(update.token, WorkDoneProgress::End(end));
            }
            match failure {
                None => session.outbox.show(MessageType::INFO, format!("{message} ({})", shown(run.directory.output()))),
                Some(failure) if failure.kind == FailureKind::Cancelled => {
                    session.outbox.show(MessageType::INFO, failure.message)
                }
                Some(failure) => session.outbox.show_failure(&failure),
            }
        }
    }
}

fn report(session: &mut Session, token: &ProgressToken, feature: &str, percentage: u32, message: String) {
    let Some(run) = session.runs.get_mut(token) else { return };
    if !session.shows_progress {
        return;
    }
    let value = if std::mem::replace(&mut run.begun, true) {
        WorkDoneProgress::Report(WorkDoneProgressReport {
            cancellable: Some(true),
            message: Some(message),
            percentage: Some(percentage),
        })
    } else {
        WorkDoneProgress::Begin(WorkDoneProgressBegin {
            title: format!("Specwave: {feature}"),
            cancellable: Some(true),
            message: Some(message),
            percentage: Some(percentage),
        })
    };
    session.outbox.progress(token.clone(), value);
}

/// Names a run among those of all folders: each folder counts its own, and there may be several ways to a folder.
fn token(directory: &RunDirectory) -> ProgressToken {
    let path = directory.path().canonicalize().unwrap_or_else(|_| directory.path().to_owned());
    ProgressToken::String(format!("specwave:{}", path.display()))
}

fn shown(path: PathBuf) -> String {
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_of_one_run_in_one_folder() {
        let folders = tempfile::tempdir().unwrap();
        let [one, other, way] = ["one", "other", "way"].map(|name| folders.path().join(name));
        std::fs::create_dir(&one).unwrap();
        std::fs::create_dir(&other).unwrap();
        std::os::unix::fs::symlink(&one, &way).unwrap();
        let token = |folder: &Path, run: &str| {
            let run = folder.join(run);
            std::fs::create_dir_all(&run).unwrap();
            token(&RunDirectory::at(run))
        };
        assert_eq!(token(&one, "0001-a"), token(&way, "0001-a"));
        assert_ne!(token(&one, "0001-a"), token(&other, "0001-a"));
        assert_ne!(token(&one, "0001-a"), token(&one, "0002-a"));
    }
}
