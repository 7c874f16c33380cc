//! Runs that this server follows: they are processes of their own, seen through their journals.

use std::collections::HashSet;
use std::time::Duration;

use specwave_engine::failure::{Failure, FailureKind};
use specwave_engine::journal::{Follower, Record};
use specwave_engine::run::{self, RunDirectory};
use specwave_engine::scheduler::{Question, TaskState};
use specwave_engine::state::{Complaint, Progress, RunReport};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, interval, sleep_until};
use tower_lsp::ls_types::ProgressToken;

use crate::complaints::{self, Placed};
use crate::drafts::{self, Drafts};
use crate::event::Event;

/// Reports closer together than this are left out: nobody reads them, and slow clients choke on them.
const REPORT_INTERVAL: Duration = Duration::from_millis(100);

/// How often it is looked whether the run process is still there.
const LOOK: Duration = Duration::from_secs(1);

/// How often it is looked for runs that somebody else has started. File notifications are not to be had everywhere, and asking
/// for a lock costs next to nothing.
const LOOK_AROUND: Duration = Duration::from_secs(1);

/// A run that we show progress of.
pub(crate) struct FollowedRun {
    pub(crate) directory: RunDirectory,
    /// Whether the progress has begun at the client.
    pub(crate) begun: bool,
}

/// What became of a run since the last update.
#[derive(Debug)]
pub(crate) struct RunUpdate {
    pub(crate) token: ProgressToken,
    pub(crate) news: News,
}

/// The news of an update.
#[derive(Debug)]
pub(crate) enum News {
    /// It goes on.
    Report(Box<RunReport>),
    /// What its gates complain about is not what it was.
    Complains(Vec<Placed>),
    /// What is found in what its Tasks have written so far is not what it was.
    Drafts(drafts::Found),
    /// An agent asks for a permission.
    Asks { question: Question, what: String },
    /// It has ended, well where there is no failure; the account is missing where the journal could not be read.
    Ended { message: String, failure: Option<Failure>, account: Option<Box<RunReport>> },
}

/// Has the owner look for runs every now and then, until the connection ends.
pub(crate) async fn look_around(owner: mpsc::UnboundedSender<Event>) {
    let mut look = interval(LOOK_AROUND);
    loop {
        look.tick().await;
        if owner.send(Event::LookAround).is_err() {
            return;
        }
    }
}

/// Follows a run until it ends; the news go to the owner of the state.
pub(crate) async fn follow(
    directory: RunDirectory,
    token: ProgressToken,
    drafts: Result<Drafts, Failure>,
    owner: mpsc::UnboundedSender<Event>,
) {
    let (running, seen) = watch::channel(drafts::Running::new());
    // Of a run that cannot be read no draft is looked at, and following it fails as well.
    if let Ok(drafts) = drafts {
        let (owner, token) = (owner.clone(), token.clone());
        let tell = move |found| drop(owner.send(Event::RunUpdate(RunUpdate { token: token.clone(), news: News::Drafts(found) })));
        tokio::spawn(drafts::look(drafts, seen, tell));
    }
    let mut following = Following {
        directory,
        token,
        owner,
        progress: None,
        held_back: false,
        next_report: Instant::now(),
        asked: HashSet::new(),
        complaints: Vec::new(),
        running,
    };
    let ended = following.until_it_ends().await;
    let news = match ended {
        Ok(message) => News::Ended { failure: following.failure(), message, account: following.account() },
        Err(failure) => {
            let account = following.account().map(|account| Box::new(RunReport { outcome: "interrupted", ..*account }));
            News::Ended { message: failure.message.clone(), failure: Some(failure), account }
        }
    };
    following.tell(news);
}

struct Following {
    directory: RunDirectory,
    token: ProgressToken,
    owner: mpsc::UnboundedSender<Event>,
    progress: Option<Progress>,
    /// Whether there is something that was not reported yet.
    held_back: bool,
    next_report: Instant,
    /// The questions that were passed on.
    asked: HashSet<Question>,
    /// The complaints that were passed on last.
    complaints: Vec<Complaint>,
    /// Where it is told which Attempts go on.
    running: watch::Sender<drafts::Running>,
}

impl Following {
    /// The message of the run's end.
    async fn until_it_ends(&mut self) -> Result<String, Failure> {
        let mut follower = Follower::new(&self.directory.journal());
        let mut look = interval(LOOK);
        loop {
            tokio::select! {
                records = follower.next() => {
                    // Whoever goes on with a run that had ended has the lock before the journal says so.
                    let is_begun = self.progress.is_some();
                    self.take(&records?)?;
                    if is_begun && self.has_ended() {
                        return Ok(self.message());
                    }
                }
                // What was held back is shown when it is time, even if nothing else happens for long.
                () = sleep_until(self.next_report), if self.held_back => self.report(),
                _ = look.tick() => {
                    if !is_driven(&self.directory) {
                        self.take(&follower.rest()?)?;
                        return if self.has_ended() { Ok(self.message()) } else { Err(gone(&self.directory)) };
                    }
                }
            }
        }
    }

    fn take(&mut self, records: &[Record]) -> Result<(), Failure> {
        let contradiction = |error| Failure::new(FailureKind::Internal, format!("the journal contradicts itself: {error}"));
        for record in records {
            match &mut self.progress {
                Some(progress) => progress.apply(record).map_err(contradiction)?,
                None => self.progress = Some(Progress::begin(record).map_err(contradiction)?),
            }
        }
        self.pass_questions_on();
        self.pass_complaints_on();
        self.tell_which_attempts_go_on();
        self.held_back = true;
        if self.next_report <= Instant::now() {
            self.report();
        }
        Ok(())
    }

    /// Of a journal that is read as a whole, only what still waits for its answer is asked.
    fn pass_questions_on(&mut self) {
        let Some(progress) = &self.progress else { return };
        let title = |question: &Question| {
            let node = progress.tasks().map(|(node, ..)| node).find(|node| node.id == question.task);
            node.map_or_else(String::new, |node| node.title.clone())
        };
        let open =
            progress.state().questions().map(|(question, what)| (question.clone(), format!("{} asks: {what}", title(question))));
        let new: Vec<_> = open.filter(|(question, _)| !self.asked.contains(question)).collect();
        for (question, what) in new {
            self.asked.insert(question.clone());
            self.tell(News::Asks { question, what });
        }
    }

    /// They are told at once: somebody may be looking at the line.
    fn pass_complaints_on(&mut self) {
        let complaints = self.progress.as_ref().map(Progress::complaints).unwrap_or_default();
        if complaints != self.complaints {
            self.tell(News::Complains(complaints::placed(&self.directory, &complaints)));
            self.complaints = complaints;
        }
    }

    fn tell_which_attempts_go_on(&self) {
        let tasks = self.progress.iter().flat_map(Progress::tasks);
        let running = tasks.filter_map(|(node, state, _)| match state {
            TaskState::Running { attempt } => Some((node.id.clone(), *attempt)),
            _ => None,
        });
        self.running.send_replace(running.collect());
    }

    fn report(&mut self) {
        let Some(account) = self.account() else { return };
        self.held_back = false;
        self.next_report = Instant::now() + REPORT_INTERVAL;
        self.tell(News::Report(account));
    }

    fn message(&self) -> String {
        self.progress.as_ref().map_or_else(String::new, |progress| progress.message().to_owned())
    }

    fn account(&self) -> Option<Box<RunReport>> {
        self.progress.as_ref().map(|progress| Box::new(RunReport::new(progress)))
    }

    fn has_ended(&self) -> bool {
        self.progress.as_ref().is_some_and(|progress| progress.outcome().is_some())
    }

    fn failure(&self) -> Option<Failure> {
        self.progress.as_ref().and_then(|progress| progress.outcome()).and_then(|outcome| outcome.failure())
    }

    /// The owner is gone only when the connection has ended; the run goes on without us.
    fn tell(&self, news: News) {
        let _ = self.owner.send(Event::RunUpdate(RunUpdate { token: self.token.clone(), news }));
    }
}

fn gone(directory: &RunDirectory) -> Failure {
    Failure::new(FailureKind::Internal, format!("the process of run {} has gone", directory.id()))
        .hint("`specwave resume` goes on with it")
}

/// Whether the process of this run is there.
fn is_driven(directory: &RunDirectory) -> bool {
    run::holder(&directory.output()).is_some_and(|holder| holder.run == directory.id())
}
