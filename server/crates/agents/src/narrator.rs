//! What an agent does, told as the engine's events.

use std::io::Write;

use specwave_engine::protocol::AgentEvent;
use specwave_engine::usage::{Money, Usage};

use crate::rate_limit::{is_rate_limit, stated_wait};

/// A longer text is cut.
const LONGEST_TEXT: usize = 300;
/// More of one message is not kept.
const LONGEST_MESSAGE: usize = 64 << 10;

/// Tells what happens, and remembers what the summary needs.
#[derive(Debug)]
pub(crate) struct Narrator<W> {
    events: W,
    /// What the agent said since its last tool call.
    message: String,
    written: usize,
    /// What the session has cost so far, as was told.
    cost: Money,
}

impl<W: Write> Narrator<W> {
    pub(crate) fn new(events: W) -> Self {
        Self { events, message: String::new(), written: 0, cost: Money::default() }
    }

    /// Says that the turn is in this session.
    pub(crate) fn in_session(&mut self, session: &str) {
        AgentEvent::Session { id: session.to_owned() }.say(&mut self.events).ok();
    }

    /// A part of a message; to be told is its last line.
    pub(crate) fn said(&mut self, text: &str) {
        if self.message.len() < LONGEST_MESSAGE {
            self.message.push_str(text);
        }
        let line = self.message.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("thinking").to_owned();
        self.progress(&line);
    }

    /// A whole message.
    pub(crate) fn says(&mut self, text: &str) {
        self.message.clear();
        self.said(text);
    }

    /// Passes an event on that is the engine's already; what is none is a sign of life.
    pub(crate) fn pass_on(&mut self, line: &str) {
        match serde_json::from_str::<AgentEvent>(line) {
            Ok(event) => drop(event.say(&mut self.events)),
            Err(_) => self.progress("thinking"),
        }
    }

    /// It asks whoever follows the run for a permission.
    pub(crate) fn asks(&mut self, question: u32, what: &str) {
        AgentEvent::Asks { question, what: cut(what) }.say(&mut self.events).ok();
    }

    /// What it complains about at its end, where the engine has to know more than that it failed.
    pub(crate) fn complains(&mut self, complaint: &str) {
        if is_rate_limit(complaint) {
            let limited = AgentEvent::RateLimited { message: cut(complaint), retry_after_seconds: stated_wait(complaint) };
            limited.say(&mut self.events).ok();
        }
    }

    /// It uses a tool: what it says next is another message.
    pub(crate) fn uses(&mut self, tool: &str) {
        self.message.clear();
        self.progress(tool);
    }

    /// Agents tell what the whole session has cost; the engine wants what was added.
    pub(crate) fn has_cost(&mut self, amount: f64, currency: &str) {
        let total = Money::from(amount);
        let added = Money { millionths: total.millionths.saturating_sub(self.cost.millionths) };
        self.cost = total;
        self.used(Usage::money(&cut(currency), added));
    }

    /// What the session had cost before this Attempt.
    pub(crate) fn had_cost(&mut self, amount: f64) {
        self.cost = Money::from(amount);
    }

    pub(crate) fn used(&mut self, usage: Usage) {
        if !usage.is_nothing() {
            AgentEvent::Usage(usage).say(&mut self.events).ok();
        }
    }

    pub(crate) fn wrote(&mut self, path: &std::path::Path) {
        self.written += 1;
        self.progress(&format!("wrote {}", path.file_name().unwrap_or_default().to_string_lossy()));
    }

    pub(crate) fn progress(&mut self, message: &str) {
        // Whoever listened is gone; then the supervisor ends us.
        AgentEvent::Progress { message: cut(message) }.say(&mut self.events).ok();
    }

    /// The last word: what the agent said at the end.
    pub(crate) fn summary(&mut self) {
        let said = self.message.lines().find(|line| !line.trim().is_empty()).map(cut);
        let message = said.unwrap_or_else(|| format!("{} files written", self.written));
        AgentEvent::Summary { message }.say(&mut self.events).ok();
    }
}

/// One line, not too long.
fn cut(text: &str) -> String {
    text.trim().chars().take_while(|c| *c != '\n').filter(|c| !c.is_control()).take(LONGEST_TEXT).collect()
}
