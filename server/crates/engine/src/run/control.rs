//! What can be asked of a run that goes on, through its socket.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream as StdUnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::mpsc;

use super::directory::RunDirectory;
use crate::process::is_below_us;
use crate::scheduler::{Answer, Event, Question};

/// A run answers at once; a process that is stopped or overloaded may take longer than anybody wants to wait.
const PATIENCE: Duration = Duration::from_secs(5);

/// What can be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// End what is under way, and then yourself.
    Cancel,
    /// Start nothing new.
    Pause,
    /// Go on.
    Unpause,
    /// Tell an agent whether it may do what it asked for.
    Answer {
        /// Which question.
        question: Question,
        /// Whether it may.
        allowed: bool,
    },
}

impl Request {
    fn event(self) -> Event {
        match self {
            Self::Cancel => Event::CancelRequested,
            Self::Pause => Event::Paused,
            Self::Unpause => Event::Unpaused,
            Self::Answer { question, allowed } => {
                Event::PermissionAnswered { question, answer: if allowed { Answer::Allowed } else { Answer::Denied } }
            }
        }
    }
}

/// A short way to a socket: the paths of sockets have about a hundred bytes, those of folders may have more.
struct ShortWay {
    _folder: TempDir,
    socket: PathBuf,
}

impl ShortWay {
    fn to(run: &RunDirectory) -> std::io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("specwave").tempdir()?;
        let link = folder.path().join("run");
        std::os::unix::fs::symlink(run.path(), &link)?;
        let name = run.socket().file_name().unwrap_or_default().to_owned();
        Ok(Self { _folder: folder, socket: link.join(name) })
    }
}

/// Listens for requests, and passes each on as an event.
pub(super) fn listen(run: &RunDirectory, events: mpsc::UnboundedSender<Event>) -> std::io::Result<()> {
    remove(&run.socket())?;
    let listener = UnixListener::bind(&ShortWay::to(run)?.socket)?;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, events.clone()));
        }
    });
    Ok(())
}

async fn serve(stream: UnixStream, events: mpsc::UnboundedSender<Event>) -> std::io::Result<()> {
    // The kernel lets whoever runs as the user connect. An agent must not answer its own questions.
    let is_of_a_task = stream.peer_cred()?.pid().is_some_and(is_below_us);
    let (requests, mut answers) = stream.into_split();
    if is_of_a_task {
        return answers.write_all(b"\"refused: a Task may ask its run for nothing\"\n").await;
    }
    let mut requests = tokio::io::BufReader::new(requests).lines();
    while let Some(line) = requests.next_line().await? {
        let answer = match serde_json::from_str::<Request>(&line).map(|request| events.send(request.event()).is_ok()) {
            Ok(true) => "\"accepted\"\n".to_owned(),
            Ok(false) => "\"the run is over\"\n".to_owned(),
            Err(error) => format!("{:?}\n", error.to_string()),
        };
        answers.write_all(answer.as_bytes()).await?;
    }
    Ok(())
}

/// Asks a run; an error where nobody listens, or the request is not accepted.
pub(super) fn ask(run: &RunDirectory, request: &Request) -> std::io::Result<()> {
    let mut stream = StdUnixStream::connect(&ShortWay::to(run)?.socket)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut line = serde_json::to_vec(request)?;
    line.push(b'\n');
    stream.write_all(&line)?;
    let mut answer = String::new();
    BufReader::new(stream).read_line(&mut answer)?;
    match answer.trim() {
        "\"accepted\"" => Ok(()),
        other => Err(std::io::Error::other(format!("the run answered {other}"))),
    }
}

pub(super) fn remove(socket: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(socket) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
