//! Progress of runs at the client: begin, reports, end.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use specwave_engine::failure::FailureKind;
use specwave_engine::run::{self, RunDirectory};
use specwave_engine::state::RunReport;
use tower_lsp::ls_types::{
    MessageType, ProgressToken, Uri, WorkDoneProgress, WorkDoneProgressBegin, WorkDoneProgressEnd, WorkDoneProgressReport,
};

use super::layout;
use crate::complaints;
use crate::convert;
use crate::drafts::{self, Drafts};
use crate::event::Reply;
use crate::run_view::{RunView, RunsParams, runs_of, token};
use crate::runs::{self, FollowedRun, News, RunUpdate};
use crate::session::Session;

/// Picks up the runs that go on in the folders that are known: they outlived the server that started them, or somebody else has
/// started them, from the command line or in another window.
pub(crate) fn look(session: &mut Session) {
    for folder in folders_of_runs(session) {
        reattach(session, &folder);
    }
}

fn folders_of_runs(session: &Session) -> BTreeSet<PathBuf> {
    session.folders.iter().chain(&session.outputs).cloned().collect()
}

/// Answers which runs there are, off the owner's task, since their journals are read as a whole.
pub(crate) fn list(session: &mut Session, params: RunsParams, reply: Reply<Vec<RunView>>) {
    session.tells_runs = true;
    session.outputs.extend(params.outputs);
    look(session);
    let folders = folders_of_runs(session);
    tokio::task::spawn_blocking(move || reply.send(Ok(runs_of(folders))));
}

/// Picks up the run that goes on where the code of this document would arrive.
pub(crate) fn reattach_for(session: &mut Session, document: &Uri) {
    if let Some(path) = convert::path(document) {
        let folder = session.output_folder(&path);
        reattach(session, &folder);
    }
}

fn reattach(session: &mut Session, folder: &Path) {
    let Some(holder) = run::holder(folder) else { return };
    let Ok(directory) = run::named(folder, Some(&holder.run)) else { return };
    // A run that has ended is tidied up, and its end was told.
    if session.ended.get(&token(&directory)) != Some(&holder.pid) {
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
    complaints::forget_others(session, &directory.output(), &token);
    session.outputs.insert(directory.output());
    session.runs.insert(token.clone(), FollowedRun { directory: directory.clone(), begun: false });
    let drafts = Drafts::new(directory.clone(), session.modules.clone(), session.encoding);
    tokio::spawn(runs::follow(directory, token, drafts, session.inbox.clone()));
}

pub(crate) fn handle(session: &mut Session, update: RunUpdate) {
    match update.news {
        News::Report(account) => {
            tell(session, &update.token, &account);
            report(session, &update.token, *account);
        }
        News::Complains(placed) => {
            if let Some(output) = session.runs.get(&update.token).map(|run| run.directory.output()) {
                complaints::take(session, update.token, output, placed);
            }
        }
        News::Drafts(found) => {
            if let Some(output) = session.runs.get(&update.token).map(|run| run.directory.output()) {
                complaints::take_drafts(session, update.token, output, found);
            }
        }
        News::Asks { question, what } => {
            let Some(run) = session.runs.get(&update.token) else { return };
            let directory = run.directory.clone();
            session.outbox.ask(what, ["Allow", "Deny"], move |answer| {
                // A run that has ended meanwhile does not need the answer.
                run::answer(&directory, question, answer == "Allow").ok();
            });
        }
        News::Ended { message, failure, account } => {
            account.iter().for_each(|account| tell(session, &update.token, account));
            let Some(run) = session.runs.remove(&update.token) else { return };
            complaints::take_drafts(session, update.token.clone(), run.directory.output(), drafts::Found::new());
            if let Some(holder) = run::holder(&run.directory.output()).filter(|holder| holder.run == run.directory.id()) {
                session.ended.insert(update.token.clone(), holder.pid);
            }
            if run.begun {
                let end = WorkDoneProgressEnd { message: Some(message.clone()) };
                session.outbox.progress(update.token, WorkDoneProgress::End(end));
            }
            if failure.is_none() && !session.watches_files {
                arrived(session, &run.directory.output());
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

/// A run has brought files in, and the client does not tell which.
fn arrived(session: &mut Session, output: &Path) {
    session.modules.forget(output);
    session.renew_all();
    layout::look_at_all(session);
}

/// Tells clients that show the whole run.
fn tell(session: &Session, token: &ProgressToken, account: &RunReport) {
    if let Some(run) = session.runs.get(token).filter(|_| session.tells_runs) {
        session.outbox.run(RunView::new(&run.directory, account));
    }
}

fn report(session: &mut Session, token: &ProgressToken, account: RunReport) {
    let (message, percentage) = (account.latest, account.percentage.into());
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
            title: format!("Specwave: {}", account.feature),
            cancellable: Some(true),
            message: Some(message),
            percentage: Some(percentage),
        })
    };
    session.outbox.progress(token.clone(), value);
}

fn shown(path: PathBuf) -> String {
    path.display().to_string()
}
