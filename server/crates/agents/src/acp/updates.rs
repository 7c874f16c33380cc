//! What an agent tells of its session, as the engine's events.

use std::io::Write;

use agent_client_protocol::v1::schema::{self, ContentBlock, PlanEntryStatus, SessionUpdate};
use specwave_engine::usage::Usage;

use crate::narrator::Narrator;

/// Tells an update of the session. Every update is a sign of life, whatever it says.
pub(super) fn tell<W: Write>(narrator: &mut Narrator<W>, update: SessionUpdate) {
    match update {
        SessionUpdate::AgentMessageChunk(chunk) => match chunk.content {
            ContentBlock::Text(text) => narrator.said(&text.text),
            _ => narrator.said(""),
        },
        SessionUpdate::ToolCall(call) => narrator.uses(&call.title),
        SessionUpdate::ToolCallUpdate(call) => narrator.uses(call.fields.title.as_deref().unwrap_or("using a tool")),
        SessionUpdate::Plan(plan) => {
            let current = plan.entries.iter().find(|entry| entry.status == PlanEntryStatus::InProgress);
            narrator.progress(current.map_or("planning", |entry| &entry.content));
        }
        SessionUpdate::UsageUpdate(usage) => {
            if let Some(cost) = &usage.cost {
                narrator.has_cost(cost.amount, &cost.currency);
            }
            narrator.progress(&format!("{} of {} tokens in use", usage.used, usage.size));
        }
        _ => narrator.progress("thinking"),
    }
}

/// Takes in what comes before the turn: of a session that is loaded, all that it was told in an earlier Attempt.
pub(super) fn remember<W: Write>(narrator: &mut Narrator<W>, update: &SessionUpdate) {
    if let SessionUpdate::UsageUpdate(schema::UsageUpdate { cost: Some(cost), .. }) = update {
        narrator.had_cost(cost.amount);
    }
    narrator.progress("getting ready");
}

/// What the turn has used, which some agents tell at its end.
pub(super) fn turn_used<W: Write>(narrator: &mut Narrator<W>, turn: &schema::Usage) {
    let cached = turn.cached_read_tokens.unwrap_or(0).saturating_add(turn.cached_write_tokens.unwrap_or(0));
    narrator.used(Usage {
        input_tokens: turn.input_tokens.saturating_add(cached),
        output_tokens: turn.output_tokens.saturating_add(turn.thought_tokens.unwrap_or(0)),
        ..Usage::default()
    });
}
