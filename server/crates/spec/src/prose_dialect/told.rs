//! Events that sentences say are raised: "it then emits `OrderPlaced`", "`OrderPlaced` is published".

use specwave_source::Span;

use super::body::Body;
use super::named::Named;
use crate::go_dialect::names_event;
use crate::kinds::Kind;
use crate::outline::{Line, LineKind, Outline, Section, Table};

/// Verbs whose objects are events, in front of them.
const RAISES: &[&str] = &[
    "emit",
    "emits",
    "emitting",
    "raise",
    "raises",
    "raising",
    "publish",
    "publishes",
    "publishing",
    "fire",
    "fires",
    "broadcast",
    "broadcasts",
    "dispatch",
    "dispatches",
    "produce",
    "produces",
];

/// The same verbs behind them: `OrderPlaced` is published.
const RAISED: &[&str] = &["emitted", "raised", "published", "fired", "broadcast", "dispatched", "produced", "recorded"];

/// Words in front of what others have raised: "when `OrderPlaced` arrives".
const HEARD: &[&str] = &[
    "after",
    "consume",
    "consumes",
    "consuming",
    "from",
    "handle",
    "handles",
    "if",
    "listen",
    "listens",
    "on",
    "once",
    "react",
    "reacts",
    "receive",
    "receives",
    "receiving",
    "subscribe",
    "subscribes",
    "subscribing",
    "until",
    "upon",
    "when",
    "whenever",
];

/// Marks in front of what comes of something.
const ARROWS: &[&str] = &["→", "->", "=>", "⇒"];

/// Words that deny what the sentence says.
const DENIED: &[&str] = &["not", "never", "no", "cannot", "without", "instead"];

/// Headers of columns that list what the thing in the row raises.
const COLUMNS: &[&str] = &[
    "emits",
    "raises",
    "publishes",
    "event raised",
    "event emitted",
    "event published",
    "events raised",
    "events emitted",
    "events published",
    "emitted events",
    "raised events",
    "published events",
    "domain event",
    "domain events",
];

/// Headers of first columns whose rows raise what a column of events lists.
const RAISERS: &[&str] = &["topic", "stream", "exchange", "channel", "aggregate", "entity", "component", "service", "command"];

/// The events that sentences and columns of tables tell.
pub(super) fn read(text: &str, outline: &Outline) -> Vec<Named> {
    let is_ours = |heading| !Kind::is_foreign(outline, heading) && !outline.announced_by_chain(heading).any(Section::BUSINESS);
    let lines =
        outline.lines.iter().filter(|line| tells_of_events(&text[line.span.start..line.span.end]) && is_ours(line.heading));
    let told = lines.flat_map(|line| sentences(text, line.span)).flat_map(|sentence| in_sentence(text, sentence));
    let lists = outline.lines.chunk_by(|a, b| a.heading == b.heading).filter(|own| is_ours(own[0].heading));
    let listed = lists.flat_map(|own| in_list(text, own));
    let tables = outline.tables.iter().filter(|table| is_ours(table.heading));
    told.chain(listed).chain(tables.flat_map(|table| in_columns(text, table))).map(event).collect()
}

/// What the name of an event is, and its declaration by this sentence.
pub(super) fn event(span_and_name: (Span, String)) -> Named {
    let (span, name) = span_and_name;
    Named { kind: Kind::Event, name, span, doc: String::new(), body: Body::default() }
}

/// Most lines name no event, and are done with here.
fn tells_of_events(written: &str) -> bool {
    written.split(|c: char| !c.is_ascii_alphanumeric()).any(names_event)
}

/// The sentences of a line; what stands behind a semicolon is one of its own.
fn sentences(text: &str, line: Span) -> Vec<Span> {
    let written = &text[line.start..line.end];
    let mut start = 0;
    let ends = written.match_indices(". ").chain(written.match_indices("; ")).map(|(at, _)| at + 1);
    let mut ends: Vec<usize> = ends.chain([written.len()]).collect();
    ends.sort_unstable();
    let spans = ends.into_iter().map(|end| Span::new(line.start + std::mem::replace(&mut start, end), line.start + end));
    spans.collect()
}

/// The names behind a verb of raising, or in front of its participle.
pub(super) fn in_sentence(text: &str, sentence: Span) -> Vec<(Span, String)> {
    // "Events that others listen to: `OrderPlaced`" lists what is raised, whoever hears it.
    let label =
        text[sentence.start..sentence.end].split_once(": ").map_or("", |(label, _)| label).trim_start_matches(['*', '`', ' ']);
    let lists_events = ["Events", "Domain events", "Domain Events"].iter().any(|start| label.starts_with(start));
    let mut raising = false;
    let mut heard = false;
    let mut heard_name = false;
    // "→ `OrderPlaced`" says what comes of it.
    let mut leads_to = false;
    let mut before = String::new();
    let mut conditional = false;
    let (mut told, mut waiting) = (Vec::new(), Vec::new());
    for part in text[sentence.start..sentence.end].split_whitespace() {
        for written in part.split(['/', '(', ')', ',']).filter(|written| !written.is_empty()) {
            let bare = written.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            if names_event(bare) {
                let at = bare.as_ptr() as usize - text.as_ptr() as usize;
                let name = (Span::new(at, at + bare.len()), bare.to_owned());
                if raising || leads_to {
                    told.push(name)
                } else if !heard {
                    waiting.push(name)
                } else {
                    heard_name = true;
                }
                continue;
            }
            leads_to = ARROWS.contains(&written) || (leads_to && ["or", "and"].contains(&bare));
            let word = bare.to_lowercase();
            let heads = written.trim_end_matches(['*', '`', '_']).ends_with(':');
            let is_participle = RAISED.contains(&word.as_str());
            let goes_out = ["go", "goes"].contains(&word.as_str());
            if DENIED.contains(&word.as_str()) {
                return Vec::new();
            } else if goes_out && !heard {
                told.append(&mut waiting);
            } else if RAISES.contains(&word.as_str()) || (is_participle && heads) {
                raising = true;
            } else if is_participle && ["is", "are", "be", "gets"].contains(&before.as_str()) {
                told.append(&mut waiting);
            } else if HEARD.contains(&word.as_str()) {
                (raising, heard) = (false, true);
                waiting.clear();
            }
            // "When it is paid, `OrderPaid` is published": behind the comma another clause begins.
            if heard && part.ends_with(',') && !heard_name {
                (heard, conditional) = (false, true);
            }
            if lists_events && heads {
                (raising, heard) = (true, false);
            }
            if !word.is_empty() {
                before = word;
            }
        }
    }
    // "When the ship has left, `ShipDeparted`" leaves the verb to the sentence in front of it.
    let ends_with = |(name, _): &(Span, String)| text[name.end..sentence.end].trim_matches(['`', '*', '.', ';', ' ']).is_empty();
    if conditional && !heard {
        told.extend(waiting.pop().filter(ends_with));
    }
    told
}

/// The names of a list whose outer items each begin with one, whatever the heading says.
fn in_list(text: &str, own: &[Line]) -> Vec<(Span, String)> {
    let mut items = own.iter().filter(|line| line.kind == LineKind::Item).peekable();
    let Some(outer) = items.peek().map(|first| first.indent) else { return Vec::new() };
    let named = items.filter(|item| item.indent <= outer).map(|item| {
        let written = text[item.span.start..item.span.end].trim_start_matches(['*', '`']);
        let name = &written[..written.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(written.len())];
        let behind = written[name.len()..].trim_start_matches(['*', '`']).trim_start();
        let set_off = behind.is_empty() || behind.starts_with([':', '-', '–', '—', '(', '{', '→']);
        let start = item.span.end - written.len();
        (set_off && names_event(name)).then(|| (Span::new(start, start + name.len()), name.to_owned()))
    });
    named.collect::<Option<Vec<_>>>().filter(|names| names.len() > 1).unwrap_or_default()
}

/// The names in columns about what is raised.
fn in_columns(text: &str, table: &Table) -> Vec<(Span, String)> {
    let header = |cell: &Span| text[cell.start..cell.end].trim_matches(['*', '`', ' ']).to_lowercase();
    let of_raisers = table.header.first().is_some_and(|first| RAISERS.contains(&header(first).as_str()));
    let says_so = |cell: &Span| {
        let header = header(cell);
        COLUMNS.contains(&header.as_str()) || (of_raisers && matches!(header.as_str(), "event" | "events"))
    };
    let columns: Vec<usize> =
        table.header.iter().enumerate().skip(1).filter(|(_, cell)| says_so(cell)).map(|(at, _)| at).collect();
    let cells = table.rows.iter().flat_map(|row| columns.iter().filter_map(|at| row.get(*at)));
    let words = cells.flat_map(|cell| text[cell.start..cell.end].split(|c: char| !c.is_ascii_alphanumeric()));
    let named = words.filter(|word| names_event(word)).map(|word| {
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        (Span::new(at, at + word.len()), word.to_owned())
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use specwave_source::Span;

    use super::{in_sentence, sentences};

    #[test]
    fn sentences_say_what_is_raised() {
        let cases = [
            ("When it is paid, the order emits `OrderPaid` and `OrderReleased`.", "OrderPaid OrderReleased"),
            ("On `PaymentReceived` the order publishes an **OrderPaid** event", "OrderPaid"),
            ("`OrderPaid` is published once the money is there", "OrderPaid"),
            ("Emits: OrderPaid, OrderReleased", "OrderPaid OrderReleased"),
            ("**Events raised:** `OrderPaid`/`OrderReleased`", "OrderPaid OrderReleased"),
            ("It consumes `StockReserved`; then it raises OrderConfirmed", "OrderConfirmed"),
            ("The ledger listens to `OrderPaid`", ""),
            ("The carrier answers. → `BookingConfirmed` or `BookingRejected`", "BookingConfirmed BookingRejected"),
            ("Billing does not emit `OrderPaid`", ""),
            ("It publishes the DomainEvent to the EventBus", ""),
            ("When `OrderPaid` is raised the stock is counted", ""),
            ("When it is paid, `OrderPaid` is published", "OrderPaid"),
            ("When it is paid, `OrderPaid` is published; when it has left, `OrderShipped`.", "OrderPaid OrderShipped"),
            ("When it is paid, the mailer waits for `OrderShipped` to arrive", ""),
            ("When `StockReserved`, `OrderPaid` and money are there it is counted", ""),
            ("`OrderPaid` and `OrderReleased` go to Kafka", "OrderPaid OrderReleased"),
            ("Events that others listen to: `OrderPaid`, `OrderReleased`", "OrderPaid OrderReleased"),
        ];
        for (line, expected) in cases {
            let found = sentences(line, Span::new(0, line.len())).into_iter().flat_map(|sentence| in_sentence(line, sentence));
            let names: Vec<String> = found.map(|(_, name)| name).collect();
            assert_eq!(names.join(" "), expected, "{line}");
        }
    }
}
