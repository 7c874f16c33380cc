//! Events that sentences say are raised: "it then emits `OrderPlaced`", "`OrderPlaced` is published".

use specwave_source::Span;

use super::acting::paragraphs;
use super::body::Body;
use super::named::Named;
use super::sentence::{Sentence, sentences, tells_of_events};
use crate::go_dialect::names_event;
use crate::kinds::Kind;
use crate::outline::{Line, LineKind, Outline, Section, Table};

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

/// Headers of first columns that name what messages are sent to.
const CARRIERS: &[&str] = &["topic", "stream", "exchange", "channel", "queue", "subject", "routing key"];

/// Headers of columns that say who sends the message of the row.
const SENDERS: &[&str] = &["published by", "emitted by", "raised by", "sent by", "publisher", "producer", "produced by"];

/// Headers of columns that say who gets the message of the row.
const RECEIVERS: &[&str] = &[
    "read by",
    "consumed by",
    "received by",
    "heard by",
    "goes to",
    "sent to",
    "receiver",
    "receivers",
    "consumers",
    "subscribers",
    "listeners",
    "for whom",
];

/// Beginnings of words in sentences about what is only read.
const READ: &[&str] = &["read", "consum", "subscrib", "listen", "receiv"];

/// Headers of first columns whose rows raise what a column of events lists.
const RAISERS: &[&str] = &["topic", "stream", "exchange", "channel", "aggregate", "entity", "component", "service", "command"];

/// The events that sentences and columns of tables tell, and the names of those that sentences say others raise.
pub(super) fn read<'text>(text: &'text str, outline: &Outline) -> (Vec<Named>, Vec<&'text str>) {
    let of_others = Section::BUSINESS.with(Section::CONTEXT);
    let is_ours = |heading| !Kind::is_foreign(outline, heading) && !outline.announced_by_chain(heading).any(of_others);
    let own = || outline.lines.chunk_by(|a, b| a.heading == b.heading).filter(|own| is_ours(own[0].heading));
    let (mut told, mut heard_of) = (Vec::new(), Vec::new());
    for own in own() {
        // Where a section is about events, they may be called as they are sent.
        let as_sent = outline.announced_by_chain(own[0].heading).any(Section::EVENTS);
        let telling = paragraphs(text, own).map(|paragraph| paragraph.span);
        for paragraph in telling.filter(|paragraph| may_tell(&text[paragraph.start..paragraph.end])) {
            for sentence in sentences(text, paragraph) {
                let (raised, heard) = Sentence::new(text, sentence, as_sent).read();
                told.extend(raised);
                heard_of.extend(heard);
            }
        }
    }
    let listed = own().flat_map(|own| in_list(text, own));
    let tables = outline.tables.iter().filter(|table| is_ours(table.heading) && !lists_what_is_read(text, outline, table));
    let named = told.into_iter().chain(listed).chain(tables.flat_map(|table| in_columns(text, table))).map(event).collect();
    (named, heard_of)
}

/// What the name of an event is, and its declaration by this sentence.
pub(super) fn event(span_and_name: (Span, String)) -> Named {
    let (span, name) = span_and_name;
    Named { kind: Kind::Event, name, span, doc: String::new(), body: Body::default() }
}

/// Most lines name no event, and are done with here.
fn may_tell(written: &str) -> bool {
    let sends = || ["emit", "publish", "broadcast"].iter().any(|verb| written.contains(verb));
    tells_of_events(written) || (written.contains('`') && sends())
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

/// Whether the sentence above a table says that what it lists is read, and not sent.
fn lists_what_is_read(text: &str, outline: &Outline, table: &Table) -> bool {
    let Some(start) = table.header.first().map(|cell| cell.start) else { return false };
    let above = outline.lines.iter().rfind(|line| line.span.start < start).filter(|line| line.heading == table.heading);
    let said = above.map_or_else(String::new, |line| text[line.span.start..line.span.end].to_lowercase());
    let mut words = said.split(|c: char| !c.is_alphabetic());
    let sends = ["writ", "publish", "emit", "send", "produc"].iter().any(|verb| said.contains(verb));
    !sends && words.any(|word| READ.iter().any(|verb| word.starts_with(verb)))
}

/// The names in columns about what is raised.
fn in_columns(text: &str, table: &Table) -> Vec<(Span, String)> {
    let header = |cell: &Span| text[cell.start..cell.end].trim_matches(['*', '`', ' ']).to_lowercase();
    let of_raisers = table.header.first().is_some_and(|first| RAISERS.contains(&header(first).as_str()));
    let of_carriers = table.header.first().is_some_and(|first| CARRIERS.contains(&header(first).as_str()));
    let is_sent =
        table.header.iter().map(header).any(|header| SENDERS.contains(&header.as_str()) || RECEIVERS.contains(&header.as_str()));
    let says_so = |cell: &Span| {
        let header = header(cell);
        COLUMNS.contains(&header.as_str())
            || ((of_raisers || is_sent) && matches!(header.as_str(), "event" | "events"))
            || ((of_carriers || is_sent)
                && matches!(header.as_str(), "message" | "messages" | "message type" | "payload" | "record" | "type"))
    };
    let columns: Vec<usize> =
        table.header.iter().enumerate().skip(usize::from(!is_sent)).filter(|(_, cell)| says_so(cell)).map(|(at, _)| at).collect();
    let cells = table.rows.iter().flat_map(|row| columns.iter().filter_map(|at| row.get(*at)));
    let words = cells.flat_map(|cell| text[cell.start..cell.end].split(|c: char| !c.is_ascii_alphanumeric()));
    let named = words.filter(|word| names_event(word)).map(|word| {
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        (Span::new(at, at + word.len()), word.to_owned())
    });
    named.collect()
}
