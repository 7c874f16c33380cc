//! Events in Mermaid diagrams: messages to a bus, and messages that are nothing but the name of an event.

use specwave_source::Span;

use super::named::Named;
use super::sentence::in_sentence;
use super::told::event;
use crate::go_dialect::names_event;
use crate::kinds::Kind;
use crate::outline::{Outline, lines};

/// Parts of names of what passes events on.
const BROKERS: &[&str] =
    &["bus", "broker", "kafka", "queue", "topic", "nats", "rabbit", "stream", "outbox", "publisher", "events", "sns", "pubsub"];

/// Arrows of sequence diagrams and of graphs, longest first.
const ARROWS: &[&str] = &["-->>", "->>", "--)", "-)", "-->", "->", "-.->", "==>"];

/// The events of the diagrams that show messages.
pub(super) fn read(text: &str, outline: &Outline) -> Vec<Named> {
    let drawn = outline.fences.iter().filter(|fence| fence.language == "mermaid" && !Kind::is_foreign(outline, fence.heading));
    drawn.flat_map(|fence| in_diagram(text, fence.content)).collect()
}

fn in_diagram(text: &str, content: Span) -> Vec<Named> {
    let written = &text[content.start..content.end];
    let shows_messages = ["sequenceDiagram", "graph", "flowchart"].iter().any(|kind| written.trim_start().starts_with(kind));
    if !shows_messages {
        return Vec::new();
    }
    let brokers = brokers(written);
    let is_broker = |name: &str| brokers.contains(&name) || names_broker(name);
    let messages = lines(written).filter_map(|line| {
        let message = message(&written[line.start..line.end])?;
        let label = message.label.trim().trim_matches('"');
        let words: Vec<&str> = label.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let name = words.iter().copied().find(|word| names_event(word))?;
        let alone = words.len() == 1 || (words.len() == 2 && words[1].eq_ignore_ascii_case("event"));
        let first = words[0].to_lowercase();
        let raises = ["publish", "emit", "raise", "fire"].iter().any(|verb| first.starts_with(verb));
        let given = !is_broker(message.from) && (raises || alone || is_broker(message.to));
        given.then(|| {
            let at = name.as_ptr() as usize - text.as_ptr() as usize;
            event((Span::new(at, at + name.len()), name.to_owned()))
        })
    });
    let notes = lines(written).filter(|line| written[line.start..line.end].trim_start().starts_with("Note "));
    let noted = notes.flat_map(|line| in_sentence(text, line.shifted(content.start))).map(event);
    messages.chain(noted).collect()
}

fn names_broker(name: &str) -> bool {
    let name = name.to_lowercase();
    BROKERS.iter().any(|broker| name.contains(broker))
}

/// The short names of participants and nodes that are brokers: `participant B as Event Bus`, `B[(Kafka)]`.
fn brokers(diagram: &str) -> Vec<&str> {
    let named = diagram.lines().flat_map(|line| {
        let line = line.trim();
        let participant = line.strip_prefix("participant ").or_else(|| line.strip_prefix("actor "));
        participant.and_then(|participant| participant.split_once(" as ")).into_iter().chain(nodes(line))
    });
    named.filter(|(_, called)| names_broker(called)).map(|(name, _)| name).collect()
}

/// The nodes that a line of a graph declares, with what they are called.
fn nodes(line: &str) -> impl Iterator<Item = (&str, &str)> {
    line.match_indices(['[', '(', '{']).filter_map(|(at, _)| {
        let before = &line[..at];
        let name = &before[before.trim_end_matches(char::is_alphanumeric).len()..];
        let called = line[at..].split([']', ')', '}']).next()?;
        (!name.is_empty()).then_some((name, called))
    })
}

/// An arrow with what it says.
struct Message<'text> {
    from: &'text str,
    to: &'text str,
    label: &'text str,
}

/// `A->>B: label`, `A -->|label| B`, `A -- label --> B`.
fn message(line: &str) -> Option<Message<'_>> {
    let (at, arrow) = ARROWS
        .iter()
        .filter_map(|arrow| Some((line.find(arrow)?, *arrow)))
        .min_by_key(|(at, arrow)| (*at, usize::MAX - arrow.len()))?;
    let (before, behind) = (&line[..at], &line[at + arrow.len()..]);
    if let Some((label, to)) = behind.strip_prefix('|').and_then(|rest| rest.split_once('|')) {
        return Some(Message { from: node(before), to: node(to), label });
    }
    if let Some((from, label)) = before.split_once(" -- ").or_else(|| before.split_once(" -. ")) {
        return Some(Message { from: node(from), to: node(behind), label });
    }
    let (to, label) = behind.split_once(':')?;
    Some(Message { from: node(before), to: node(to), label })
}

/// The short name that a participant or a node begins with.
fn node(written: &str) -> &str {
    let written = written.trim_start_matches([' ', '+', '-']);
    &written[..written.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(written.len())]
}

#[cfg(test)]
mod tests {
    use specwave_source::Span;

    use super::in_diagram;

    #[test]
    fn diagrams_show_what_is_raised() {
        let cases = [
            (
                "sequenceDiagram\n  participant B as Event Bus\n  Api->>Svc: POST /orders\n  Svc-)B: OrderPlaced {id}\n  \
                 B-)Mail: OrderPlaced\n  B->>Svc: StockReserved",
                "OrderPlaced",
            ),
            ("sequenceDiagram\n  Svc->>Other: publish OrderPaid to billing\n  Svc-->>Api: OrderShown to the user", "OrderPaid"),
            (
                "graph LR\n  A[Orders] -->|OrderPlaced| K[(Kafka)]\n  K -->|StockReserved| A\n  A -- OrderPaid --> C",
                "OrderPlaced OrderPaid",
            ),
            ("sequenceDiagram\n  Note over A,B: then A publishes OrderExpired", "OrderExpired"),
            ("stateDiagram-v2\n  Open --> Paid: OrderPaid", ""),
        ];
        for (diagram, expected) in cases {
            let names: Vec<String> =
                in_diagram(diagram, Span::new(0, diagram.len())).into_iter().map(|named| named.name).collect();
            assert_eq!(names.join(" "), expected, "{diagram}");
        }
    }
}
