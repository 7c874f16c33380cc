//! The lines between us and an agent, with a limit to everything.

use std::sync::{Arc, OnceLock};

use futures::{Sink, SinkExt, Stream, StreamExt};
use serde::de::IgnoredAny;
use tokio::process::{ChildStdin, ChildStdout};
use tokio_util::codec::{FramedRead, FramedWrite, LinesCodec, LinesCodecError};

/// A longer message is none that an agent needs.
const LONGEST_MESSAGE: usize = 32 << 20;
/// An agent that writes more in one Task is out of its mind.
const MOST_BYTES: usize = 256 << 20;
/// Some agents greet on their standard output; one that writes more such lines does not speak the protocol.
const MOST_STRAY_LINES: usize = 100;

/// Why we stopped listening to an agent.
pub(crate) type Complaint = Arc<OnceLock<String>>;

/// What the agent reads. One that reads no more is noticed by what it writes, or does not.
pub(crate) fn to_agent(input: ChildStdin) -> impl Sink<String, Error = std::io::Error> + Send + 'static {
    futures::sink::unfold(FramedWrite::new(input, LinesCodec::new()), async |mut lines, line: String| {
        lines.send(line).await.ok();
        Ok(lines)
    })
}

/// The messages that the agent writes. They end where it breaks a limit, and then there is a complaint.
pub(crate) fn from_agent(output: ChildStdout) -> (impl Stream<Item = std::io::Result<String>> + Send + 'static, Complaint) {
    let complaint = Complaint::default();
    let lines = FramedRead::new(output, LinesCodec::new_with_max_length(LONGEST_MESSAGE));
    let messages = lines
        .scan(Listener { complaint: complaint.clone(), bytes: 0, stray: 0 }, |listener, line| {
            std::future::ready(listener.heard(line))
        })
        .filter_map(|message| std::future::ready(message.map(Ok)));
    (messages, complaint)
}

struct Listener {
    complaint: Complaint,
    bytes: usize,
    stray: usize,
}

impl Listener {
    /// The message of a line, if it is one; nothing at all when there is no point in listening on.
    fn heard(&mut self, line: Result<String, LinesCodecError>) -> Option<Option<String>> {
        let line = match line {
            Ok(line) => line,
            Err(LinesCodecError::MaxLineLengthExceeded) => {
                return self.complain(format!("it wrote a message of more than {} MiB", LONGEST_MESSAGE >> 20));
            }
            Err(LinesCodecError::Io(error)) => return self.complain(format!("what it wrote cannot be read: {error}")),
        };
        self.bytes += line.len();
        if self.bytes > MOST_BYTES {
            return self.complain(format!("it wrote more than {} MiB", MOST_BYTES >> 20));
        }
        if line.starts_with('{') && serde_json::from_str::<IgnoredAny>(&line).is_ok() {
            return Some(Some(line));
        }
        self.stray += 1;
        if self.stray > MOST_STRAY_LINES {
            let line: String = line.chars().filter(|c| !c.is_control()).take(80).collect();
            return self.complain(format!("it writes lines that are no messages of the protocol, such as `{line}`"));
        }
        Some(None)
    }

    fn complain(&self, complaint: String) -> Option<Option<String>> {
        self.complaint.set(complaint).ok();
        None
    }
}
