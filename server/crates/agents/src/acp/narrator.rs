//! What an agent does, told as the engine's events.

use std::io::Write;

use agent_client_protocol::v1::schema::{self, ContentBlock, ContentChunk, Cost, PlanEntryStatus, SessionUpdate};
use specwave_engine::protocol::AgentEvent;
use specwave_engine::usage::{Money, Usage};

/// A longer text is cut.
const LONGEST_TEXT: usize = 300;
/// More of one message is not kept.
const LONGEST_MESSAGE: usize = 64 << 10;

/// Tells what happens, and remembers what the summary needs.
#[derive(Debug)]
pub(super) struct Narrator<W> {
    events: W,
    /// What the agent said since its last tool call.
    message: String,
    written: usize,
    /// What the session has cost so far, as was told.
    cost: Money,
}

impl<W: Write> Narrator<W> {
    pub(super) fn new(events: W) -> Self {
        Self { events, message: String::new(), written: 0, cost: Money::default() }
    }

    /// Tells an update of the session. Every update is a sign of life, whatever it says.
    pub(super) fn update(&mut self, update: SessionUpdate) {
        let told = match update {
            SessionUpdate::AgentMessageChunk(chunk) => self.said(chunk),
            SessionUpdate::ToolCall(call) => {
                self.message.clear();
                call.title
            }
            SessionUpdate::ToolCallUpdate(call) => {
                self.message.clear();
                call.fields.title.unwrap_or_else(|| "using a tool".to_owned())
            }
            SessionUpdate::Plan(plan) => {
                let current = plan.entries.into_iter().find(|entry| entry.status == PlanEntryStatus::InProgress);
                current.map_or_else(|| "planning".to_owned(), |entry| entry.content)
            }
            SessionUpdate::UsageUpdate(usage) => {
                if let Some(cost) = usage.cost {
                    self.has_cost(&cost);
                }
                format!("{} of {} tokens in use", usage.used, usage.size)
            }
            _ => "thinking".to_owned(),
        };
        self.progress(&told);
    }

    fn said(&mut self, chunk: ContentChunk) -> String {
        if let ContentBlock::Text(text) = chunk.content
            && self.message.len() < LONGEST_MESSAGE
        {
            self.message.push_str(&text.text);
        }
        self.message.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("thinking").to_owned()
    }

    /// Agents tell what the whole session has cost; the engine wants what was added.
    fn has_cost(&mut self, cost: &Cost) {
        let total = Money::from(cost.amount);
        let added = Money { millionths: total.millionths.saturating_sub(self.cost.millionths) };
        self.cost = total;
        self.used(Usage::money(&cut(&cost.currency), added));
    }

    /// What the turn has used, which some agents tell at its end.
    pub(super) fn turn_used(&mut self, turn: &schema::Usage) {
        let cached = turn.cached_read_tokens.unwrap_or(0).saturating_add(turn.cached_write_tokens.unwrap_or(0));
        self.used(Usage {
            input_tokens: turn.input_tokens.saturating_add(cached),
            output_tokens: turn.output_tokens.saturating_add(turn.thought_tokens.unwrap_or(0)),
            ..Usage::default()
        });
    }

    fn used(&mut self, usage: Usage) {
        if !usage.is_nothing() {
            AgentEvent::Usage(usage).say(&mut self.events).ok();
        }
    }

    pub(super) fn wrote(&mut self, path: &std::path::Path) {
        self.written += 1;
        self.progress(&format!("wrote {}", path.file_name().unwrap_or_default().to_string_lossy()));
    }

    pub(super) fn progress(&mut self, message: &str) {
        // Whoever listened is gone; then the supervisor ends us.
        AgentEvent::Progress { message: cut(message) }.say(&mut self.events).ok();
    }

    /// The last word: what the agent said at the end.
    pub(super) fn summary(&mut self) {
        let said = self.message.lines().find(|line| !line.trim().is_empty()).map(cut);
        let message = said.unwrap_or_else(|| format!("{} files written", self.written));
        AgentEvent::Summary { message }.say(&mut self.events).ok();
    }
}

/// One line, not too long.
fn cut(text: &str) -> String {
    text.trim().chars().take_while(|c| *c != '\n').filter(|c| !c.is_control()).take(LONGEST_TEXT).collect()
}
