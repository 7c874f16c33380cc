//! `workspace/executeCommand`: execute a specification, preview its plan.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use serde::Deserialize;
use serde_json::{Value, json};
use specwave_agents::{Order, OrderError, Ordered};
use specwave_engine::failure::{Failure, FailureKind};
use specwave_plan::context::wave_execution_plan;
use specwave_plan::{Feature, Mode, Quality, cache};
use specwave_source::{Document, Severity, Sources, Span};
use specwave_spec::Kept;
use tower_lsp::jsonrpc::{Error, ErrorCode};
use tower_lsp::ls_types::{ExecuteCommandParams, Location, MessageType, Uri};

use crate::convert;
use crate::event::{Event, Reply};
use crate::session::Session;

/// Executes a specification.
pub(crate) const EXECUTE: &str = "specwave.execute";
/// Shows the plan of a specification.
pub(crate) const PREVIEW: &str = "specwave.previewPlan";
/// Shows a place, which the editor could do itself if there were one command for it in all editors.
pub(crate) const SHOW: &str = "specwave.show";
/// All commands.
pub(crate) const COMMANDS: &[&str] = &[EXECUTE, PREVIEW, SHOW];

/// The one argument of both commands; what is left out is taken from `specwave.toml`. A relative `output` is one
/// below the folder that the code would arrive in without it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Arguments {
    uri: Uri,
    output: Option<PathBuf>,
    mode: Option<Mode>,
    quality: Option<Quality>,
    agent: Option<String>,
    jobs: Option<usize>,
    branch: Option<String>,
}

/// Carries a command out on another thread, since planning and starting take their time, and answers when
/// that is done: for a run when it has begun.
pub(crate) fn handle(session: &mut Session, params: ExecuteCommandParams, reply: Reply<Option<Value>>) {
    if params.command == SHOW {
        return drop(reply.send(show(session, params)));
    }
    let request = match Request::new(session, &params) {
        Ok(request) => request,
        Err(error) => return drop(reply.send(Err(error))),
    };
    let owner = session.inbox.clone();
    let command = params.command;
    tokio::task::spawn_blocking(move || {
        let done = if command == EXECUTE { execute(request) } else { preview(request) };
        let answer = match &done {
            Done::Started(run) => Ok(Some(json!({ "run": run.id(), "output": run.output() }))),
            Done::Preview(page) => Ok(Some(json!({ "preview": page }))),
            Done::Refused(failure) => Err(refusal(failure)),
        };
        // Neither a client that stopped waiting nor an owner that has ended is a reason to do anything else.
        let _ = reply.send(answer);
        let _ = owner.send(Event::Done(done));
    });
}

/// Shows the place that is the one argument of [`SHOW`].
fn show(session: &Session, mut params: ExecuteCommandParams) -> Result<Option<Value>, Error> {
    let argument = params.arguments.pop().unwrap_or_default();
    let Location { uri, range } = serde_json::from_value(argument).map_err(|error| Error::invalid_params(error.to_string()))?;
    if session.shows_documents {
        session.outbox.show_document(uri, Some(range));
    } else {
        session.outbox.show(MessageType::INFO, format!("{}:{}", uri.path().as_str(), range.start.line + 1));
    }
    Ok(None)
}

/// A command with what the owner knows about its document.
struct Request {
    path: PathBuf,
    /// The documents of its feature that are open: what the editor shows counts, saved or not.
    shown: HashMap<PathBuf, Document>,
    output: PathBuf,
    arguments: Arguments,
}

impl Request {
    fn new(session: &Session, params: &ExecuteCommandParams) -> Result<Self, Error> {
        if !COMMANDS.contains(&params.command.as_str()) {
            return Err(Error::invalid_params(format!("there is no command `{}`", params.command)));
        }
        let argument = params.arguments.first().cloned().unwrap_or_default();
        let arguments: Arguments = serde_json::from_value(argument).map_err(|error| Error::invalid_params(error.to_string()))?;
        let path = convert::path(&arguments.uri)
            .ok_or_else(|| Error::invalid_params(format!("`{}` is no file", arguments.uri.as_str())))?;
        let mut shown = session.shown_with(&arguments.uri);
        shown.extend(session.documents.get(&arguments.uri).map(|open| (path.clone(), open.document.clone())));
        let folder = session.output_folder(&path);
        let output = arguments.output.as_ref().map_or(folder.clone(), |output| folder.join(output));
        Ok(Self { path, shown, output, arguments })
    }

    fn order(self) -> Result<Order, Failure> {
        let feature = Feature::read(&self.path, |file| self.shown.get(file).map(Document::text), &mut Kept::default())
            .map_err(|error| Failure::new(FailureKind::Usage, format!("{} cannot be read: {error}", self.path.display())))?;
        Ok(Order {
            feature,
            path: self.path,
            output: self.output,
            mode: self.arguments.mode,
            quality: self.arguments.quality,
            agent: self.arguments.agent,
            assigned: BTreeMap::new(),
            jobs: self.arguments.jobs,
            branch: self.arguments.branch,
        })
    }
}

/// What became of a command.
#[derive(Debug)]
pub(crate) enum Done {
    /// A run has begun.
    Started(specwave_engine::run::RunDirectory),
    /// The plan was written to this page.
    Preview(PathBuf),
    /// It could not be carried out.
    Refused(Failure),
}

/// Tells the user what became of a command.
pub(crate) fn done(session: &mut Session, done: Done) {
    match done {
        Done::Started(directory) => super::run_update::follow(session, directory),
        Done::Preview(page) => match Uri::from_file_path(&page) {
            Some(uri) if session.shows_documents => session.outbox.show_document(uri, None),
            _ => session.outbox.show(MessageType::INFO, format!("The wave plan is in {}", page.display())),
        },
        Done::Refused(failure) => session.outbox.show_failure(&failure),
    }
}

fn execute(request: Request) -> Done {
    match plan(request).and_then(|ordered| ordered.start()) {
        Ok(run) => Done::Started(run.directory),
        Err(failure) => Done::Refused(failure),
    }
}

fn preview(request: Request) -> Done {
    let written = plan(request).and_then(|ordered| {
        let text = wave_execution_plan(&ordered.plan, ordered.config.mode, ordered.config.jobs)
            .map_err(|error| Failure::new(FailureKind::Internal, error.to_string()))?;
        let name = format!("{}-wave-plan.md", ordered.plan.contract.feature.slug);
        cache::write(&["previews", &name], &text)
            .map_err(|error| Failure::new(FailureKind::Environment, format!("the preview cannot be written: {error}")))
    });
    written.map_or_else(Done::Refused, Done::Preview)
}

fn plan(request: Request) -> Result<Ordered, Failure> {
    let order = request.order()?;
    let (path, sources) = (order.path.clone(), order.feature.sources.clone());
    order.plan().map_err(|error| match error {
        OrderError::Failure(failure) => failure,
        OrderError::Findings(findings) => {
            let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
            let listed: Vec<String> = errors.map(|error| format!("{}: {}", place(&sources, error.span), error.message)).collect();
            Failure::new(FailureKind::Findings, format!("{} cannot be planned", path.display())).hint(listed.join("\n"))
        }
    })
}

/// `line 7`, and in which file where there are several.
fn place(sources: &Sources, span: Span) -> String {
    let line = sources.line(span.start);
    match sources.path_at(span.start).file_name() {
        Some(file) if sources.files().len() > 1 => format!("{} line {line}", file.display()),
        _ => format!("line {line}"),
    }
}

/// The error of the request; the user sees the message that `done` shows.
fn refusal(failure: &Failure) -> Error {
    /// LSP's `RequestFailed`: the request was right, but could not be carried out.
    const REQUEST_FAILED: i64 = -32803;
    Error { code: ErrorCode::ServerError(REQUEST_FAILED), message: failure.message.clone().into(), data: None }
}
