//! Bounded reading of a process's output.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::Instant;

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::sync::mpsc;

use super::running::{Cause, Line, Stream};
use super::supervisor::Excess;

/// A longer line is cut.
const LONGEST_LINE: usize = 256 << 10;
/// As much of each stream's end is kept.
const TAIL: usize = 32 << 10;

/// What is known of a process's output while it runs.
#[derive(Debug)]
pub(super) struct Output {
    state: Mutex<State>,
    most_bytes: u64,
}

#[derive(Debug)]
struct State {
    /// Of what it writes, and of what it says about that.
    tails: [VecDeque<u8>; 2],
    bytes: u64,
    last: Instant,
}

impl Output {
    pub(super) fn new(most_bytes: u64) -> Self {
        Self { state: Mutex::new(State { tails: Default::default(), bytes: 0, last: Instant::now() }), most_bytes }
    }

    /// When the last byte came, or the start.
    pub(super) fn last(&self) -> Instant {
        self.with(|state| state.last)
    }

    /// The end of each stream. What it says of errors comes last, whichever came first: the end is what is shown.
    pub(super) fn tail(&self) -> String {
        self.with(|state| {
            let tails = state.tails.each_mut().map(|tail| String::from_utf8_lossy(tail.make_contiguous()).into_owned());
            let [written, said] = tails;
            let gap = if written.is_empty() || said.is_empty() || written.ends_with('\n') { "" } else { "\n" };
            format!("{written}{gap}{said}")
        })
    }

    /// Whether this part is still within the limit.
    fn note(&self, stream: Stream, part: &[u8]) -> bool {
        self.with(|state| {
            state.last = Instant::now();
            state.bytes += part.len() as u64;
            let tail = &mut state.tails[usize::from(stream == Stream::Err)];
            tail.extend(part);
            let excess = tail.len().saturating_sub(TAIL);
            tail.drain(..excess);
            state.bytes <= self.most_bytes
        })
    }

    fn with<T>(&self, action: impl FnOnce(&mut State) -> T) -> T {
        action(&mut self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}

/// Reads a stream to its end: cuts it into lines, and asks to stop a process that writes too much.
pub(super) async fn read(
    mut from: impl AsyncRead + Unpin,
    stream: Stream,
    output: &Output,
    lines: mpsc::Sender<Line>,
    stop: mpsc::Sender<Cause>,
) {
    let mut part = vec![0; 16 << 10];
    let mut line = Vec::new();
    while let Ok(length @ 1..) = from.read(&mut part).await {
        if !output.note(stream, &part[..length]) {
            stop.try_send(Cause::Over(Excess::Output)).ok();
        }
        for piece in part[..length].split_inclusive(|byte| *byte == b'\n') {
            let room = LONGEST_LINE.saturating_sub(line.len());
            let text = piece.strip_suffix(b"\n").unwrap_or(piece);
            line.extend_from_slice(&text[..text.len().min(room)]);
            if text.len() < piece.len() {
                send(&mut line, stream, &lines).await;
            }
        }
    }
    if !line.is_empty() {
        send(&mut line, stream, &lines).await;
    }
}

/// Nobody may be listening any more; the output is read all the same, so that the process is not held up.
async fn send(line: &mut Vec<u8>, stream: Stream, lines: &mpsc::Sender<Line>) {
    let text = String::from_utf8_lossy(line).trim_end_matches('\r').to_owned();
    line.clear();
    lines.send(Line { stream, text }).await.ok();
}
