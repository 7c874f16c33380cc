//! A process under its supervisor, as the engine sees it.

use std::os::unix::net::UnixStream as StdUnixStream;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::UnixStream;
use tokio::process::Child;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::confinement::Confinement;
use super::descendants;
use super::launch::{Launch, Limits};
use super::launcher::{self, Request};
use super::output::{self, Output};
use super::supervisor::{Excess, Order, Report};

/// One line of output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Where it was written.
    pub stream: Stream,
    /// The line without its end; invalid UTF-8 is replaced.
    pub text: String,
}

/// An output stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
}

/// Why a process is not running any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// It exited by itself.
    Exited(i32),
    /// A signal that was not ours ended it.
    Signalled(i32),
    /// It used more than its time.
    TimedOut,
    /// It was silent for too long.
    Silent,
    /// It used more than it may.
    Over(Excess),
    /// The engine stopped it.
    Cancelled,
    /// It could not be started.
    NotStarted(String),
    /// Its supervisor was lost.
    Lost,
}

/// How a process ended; nothing of it is left.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Ended {
    /// Why.
    pub cause: Cause,
    /// From the launch to the last process's end.
    pub duration: Duration,
    /// The end of its output, both streams as they came.
    pub tail: String,
    /// How far the kernel held it.
    pub confinement: Confinement,
    /// Descendants that outlived it and were killed.
    pub stragglers: u32,
}

impl Ended {
    /// Whether it exited with 0.
    #[must_use]
    pub fn succeeded(&self) -> bool {
        self.cause == Cause::Exited(0)
    }

    /// A sentence about the end.
    #[must_use]
    pub fn describe(&self) -> String {
        match &self.cause {
            Cause::Exited(code) => format!("ended with exit code {code}"),
            Cause::Signalled(signal) if *signal == Signal::SIGKILL as i32 => {
                "was killed, perhaps because the machine was out of memory".to_owned()
            }
            Cause::Signalled(signal) => format!("was ended by signal {signal}"),
            Cause::TimedOut => format!("was stopped after {:.1?}: its time was over", self.duration),
            Cause::Silent => format!("was stopped after {:.1?}: it wrote nothing for too long", self.duration),
            Cause::Over(excess) => format!("was stopped: {}", excess.describe()),
            Cause::Cancelled => "was cancelled".to_owned(),
            Cause::NotStarted(message) => format!("could not be started: {message}"),
            Cause::Lost => "was lost: its supervisor was killed".to_owned(),
        }
    }
}

impl Excess {
    fn describe(self) -> &'static str {
        match self {
            Self::Processes => "it had more processes than `limits.processes` allows",
            Self::Memory => "it took more memory than `limits.memory_mib` allows",
            Self::File => "it wrote a file larger than `limits.file_mib` allows",
            Self::Output => "it wrote more output than `limits.output_mib` allows",
        }
    }
}

/// A running process. Dropping it kills the process with all its descendants.
#[derive(Debug)]
pub struct Running {
    lines: mpsc::Receiver<Line>,
    stop: mpsc::Sender<Cause>,
    say: mpsc::UnboundedSender<String>,
    ended: JoinHandle<Ended>,
}

/// Tells a process something on its standard input.
#[derive(Debug, Clone)]
pub struct Speaker(mpsc::UnboundedSender<String>);

impl Speaker {
    /// Says a line. A process that has ended hears nothing.
    pub fn say(&self, line: String) {
        self.0.send(line).ok();
    }
}

/// Ends a process from elsewhere.
#[derive(Debug, Clone)]
pub struct Stopper(mpsc::Sender<Cause>);

impl Stopper {
    /// Asks the process to end, and kills what is left of it and its descendants then, or after the grace.
    pub fn cancel(&self) {
        // A full channel means that a reason to stop is there already.
        self.0.try_send(Cause::Cancelled).ok();
    }
}

impl Launch {
    /// Starts the process under a supervisor.
    ///
    /// # Errors
    /// Fails only where the supervisor itself cannot be started; whatever is wrong with the program is told
    /// by [`Running::wait`].
    pub fn start(self) -> std::io::Result<Running> {
        let (ours, theirs) = StdUnixStream::pair()?;
        let mut supervisor =
            tokio::process::Command::from(launcher::command(theirs)).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let (stop, stops) = mpsc::channel(4);
        let (sender, lines) = mpsc::channel(256);
        let (say, said) = mpsc::unbounded_channel();
        let output = Arc::new(Output::new(self.limits.output_bytes));
        let mut readers = Vec::new();
        if let Some(stdout) = supervisor.stdout.take() {
            let (output, lines, stop) = (output.clone(), sender.clone(), stop.clone());
            readers.push(tokio::spawn(async move { output::read(stdout, Stream::Out, &output, lines, stop).await }));
        }
        if let Some(stderr) = supervisor.stderr.take() {
            let (output, lines, stop) = (output.clone(), sender, stop.clone());
            readers.push(tokio::spawn(async move { output::read(stderr, Stream::Err, &output, lines, stop).await }));
        }
        ours.set_nonblocking(true)?;
        let watch = Watch { supervisor, socket: UnixStream::from_std(ours)?, output, marker: marker(), stops, said, readers };
        Ok(Running { lines, stop, say, ended: tokio::spawn(watch.until_the_end(self)) })
    }

    /// Starts the process and waits for its end.
    ///
    /// # Errors
    /// As [`Launch::start`].
    pub async fn run(self) -> std::io::Result<Ended> {
        Ok(self.start()?.wait().await)
    }
}

impl Running {
    /// The next line of output; `None` when there will be no more.
    pub async fn next_line(&mut self) -> Option<Line> {
        self.lines.recv().await
    }

    /// Something that can end the process while another waits for it.
    #[must_use]
    pub fn stopper(&self) -> Stopper {
        Stopper(self.stop.clone())
    }

    /// Something that can tell the process what it listens for.
    #[must_use]
    pub fn speaker(&self) -> Speaker {
        Speaker(self.say.clone())
    }

    /// Waits for the end; lines that were not read are dropped.
    pub async fn wait(mut self) -> Ended {
        self.lines.close();
        match (&mut self.ended).await {
            Ok(ended) => ended,
            Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
            Err(_) => Ended {
                cause: Cause::Cancelled,
                duration: Duration::ZERO,
                tail: String::new(),
                confinement: Confinement::default(),
                stragglers: 0,
            },
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Ends the watching task, and with it our end of the socket: the supervisor then kills everything.
        self.ended.abort();
    }
}

/// A name for a launch that no other has while this process lives.
fn marker() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let started = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_nanos();
    format!("{}-{started}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

struct Watch {
    supervisor: Child,
    socket: UnixStream,
    output: Arc<Output>,
    marker: String,
    stops: mpsc::Receiver<Cause>,
    said: mpsc::UnboundedReceiver<String>,
    readers: Vec<JoinHandle<()>>,
}

impl Watch {
    /// Hands the launch over, keeps its time, and collects what the supervisor reports.
    async fn until_the_end(mut self, launch: Launch) -> Ended {
        let start = Instant::now();
        let limits = launch.limits.clone();
        let (reports, mut orders) = self.socket.into_split();
        let mut reports = BufReader::new(reports).lines();
        let request = Request::Supervise { launch, marker: self.marker.clone() };
        let mut stopped = send(&mut orders, &request).await.err().map(|_| Cause::Lost);
        let mut confinement = Confinement::default();
        let mut stragglers = 0;
        let own = loop {
            let report = tokio::select! {
                line = reports.next_line() => line.ok().flatten().and_then(|line| serde_json::from_str(&line).ok()),
                Some(cause) = self.stops.recv(), if stopped.is_none() => {
                    stopped = Some(cause);
                    send(&mut orders, &Order::Stop).await.ok();
                    continue;
                }
                Some(line) = self.said.recv() => {
                    send(&mut orders, &Order::Say { line }).await.ok();
                    continue;
                }
                cause = time_is_over(start, &limits, &self.output), if stopped.is_none() => {
                    stopped = Some(cause);
                    send(&mut orders, &Order::Stop).await.ok();
                    continue;
                }
            };
            match report {
                Some(Report::Started { confinement: reached }) => confinement = reached,
                Some(Report::Over(excess)) => stopped = Some(Cause::Over(excess)),
                Some(Report::NotStarted { message }) => break Cause::NotStarted(message),
                Some(Report::Ended { code, signal, stragglers: killed }) => {
                    stragglers = killed;
                    break match (code, signal) {
                        (Some(code), _) => Cause::Exited(code),
                        (None, Some(signal)) if signal == Signal::SIGXFSZ as i32 => Cause::Over(Excess::File),
                        (None, signal) => Cause::Signalled(signal.unwrap_or_default()),
                    };
                }
                None => {
                    descendants::sweep(&self.marker);
                    break Cause::Lost;
                }
            }
        };
        self.supervisor.wait().await.ok();
        // All that could hold the pipes is gone; the time only guards against systems without subreapers.
        for reader in self.readers {
            tokio::time::timeout(Duration::from_secs(2), reader).await.ok();
        }
        let cause = match own {
            Cause::NotStarted(_) => own,
            own => stopped.unwrap_or(own),
        };
        Ended { cause, duration: start.elapsed(), tail: self.output.tail(), confinement, stragglers }
    }
}

async fn send(to: &mut (impl AsyncWriteExt + Unpin), message: &impl serde::Serialize) -> std::io::Result<()> {
    let mut line = serde_json::to_vec(message)?;
    line.push(b'\n');
    to.write_all(&line).await
}

/// Resolves when the process has used its time, or was silent for too long.
async fn time_is_over(start: Instant, limits: &Limits, output: &Output) -> Cause {
    loop {
        let silent_at = limits.silence.map(|silence| (output.last() + silence, Cause::Silent));
        let late_at = limits.time.map(|time| (start + time, Cause::TimedOut));
        let next = [late_at, silent_at].into_iter().flatten().min_by_key(|(at, _)| *at);
        let Some((at, cause)) = next else { return std::future::pending().await };
        if Instant::now() >= at {
            return cause;
        }
        tokio::time::sleep_until(at.into()).await;
    }
}
