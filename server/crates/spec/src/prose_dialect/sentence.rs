//! One sentence about events, read word by word: what it says is raised, and what is only heard of.

use specwave_source::Span;

use super::named::{is_compound, topic};
use crate::go_dialect::{PARTICLES, is_event_machinery, names_event};

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
    "send",
    "sends",
    "sending",
    "announce",
    "announces",
    "announcing",
    "write",
    "writes",
    "signal",
    "signals",
    "issue",
    "issues",
    "push",
    "pushes",
    "lead",
    "leads",
    "results",
];

/// Those of them whose objects are events whatever they are called: "publishes `LoggerWentSilent`".
const SENDS: &[&str] = &["emit", "emits", "emitting", "publish", "publishes", "publishing", "broadcast", "broadcasts"];

/// Words between such a verb and its objects.
const LINKS: &[&str] = &["a", "an", "the", "and", "or", "event", "events", "also", "then", "one", ""];

/// Endings of names of what is sent or sent to, and is no event.
const NO_EVENTS: &[&str] = &[
    "Service",
    "Repository",
    "Error",
    "Exception",
    "Request",
    "Response",
    "Command",
    "Query",
    "Dto",
    "DTO",
    "Queue",
    "Topic",
    "Exchange",
    "Outbox",
    "Broker",
    "Client",
    "Gateway",
];

/// The same verbs behind them: `OrderPlaced` is published.
const RAISED: &[&str] = &[
    "emitted",
    "raised",
    "published",
    "fired",
    "broadcast",
    "dispatched",
    "produced",
    "recorded",
    "sent",
    "announced",
    "written",
    "issued",
    "pushed",
    "signalled",
    "signaled",
];

/// Words by which somebody is told something, and those that stand between them and what tells it: "is told via `OrderPaid`".
const TOLD: &[&str] = &[
    "told",
    "informed",
    "notified",
    "announced",
    "signalled",
    "signaled",
    "alerted",
    "sent",
    "published",
    "know",
    "knows",
    "learn",
    "learns",
    "hear",
    "hears",
];
const THROUGH: &[&str] = &["via", "through", "by", "with", "as"];

/// Verbs behind names that tell others something: "`OrderPaid` tells the desk to pack".
const TELLS: &[&str] = &["tell", "tells", "inform", "informs", "notify", "notifies"];

/// Words of labels of lists that are not ours to raise.
const OTHERS: &[&str] = &[
    "consum", "subscrib", "listen", "receiv", "react", "handle", "inbound", "incoming", "external", "upstream", "existing",
    "foreign",
];

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

/// Those of them behind which no clause follows: "emits `OrderPaid` on payment and `OrderClosed` on delivery".
const PREPOSITIONS: &[&str] = &["after", "from", "on", "upon"];

/// Marks in front of what comes of something.
const ARROWS: &[&str] = &["→", "->", "=>", "⇒"];

/// Words that deny what the sentence says.
const DENIED: &[&str] = &["not", "never", "no", "cannot", "instead"];

/// Whether any word names an event.
pub(super) fn tells_of_events(written: &str) -> bool {
    written.split(|c: char| !c.is_ascii_alphanumeric()).any(names_event)
}

/// The sentences of a paragraph; what stands behind a semicolon is one of its own.
pub(super) fn sentences(text: &str, line: Span) -> Vec<Span> {
    let written = &text[line.start..line.end];
    let mut start = 0;
    let ends = [". ", "; ", ".\n", ";\n"].iter().flat_map(|end| written.match_indices(end)).map(|(at, _)| at + 1);
    let mut ends: Vec<usize> = ends.chain([written.len()]).collect();
    ends.sort_unstable();
    let spans = ends.into_iter().map(|end| Span::new(line.start + std::mem::replace(&mut start, end), line.start + end));
    spans.collect()
}

/// The names behind a verb of raising, or in front of its participle.
pub(super) fn in_sentence(text: &str, sentence: Span) -> Vec<(Span, String)> {
    Sentence::new(text, sentence, false).told()
}

/// A sentence, and how far it has been read word by word.
#[derive(Default)]
pub(super) struct Sentence<'text> {
    text: &'text str,
    span: Span,
    /// Whether events are called `order.placed`.
    as_sent: bool,
    /// "Events that others listen to: `OrderPaid`" lists what is raised, whoever hears it.
    lists_events: bool,
    raising: bool,
    /// Whether the objects of a verb are read that are events whatever they are called.
    sending: bool,
    /// "emits `OrderPaid` on payment": raising goes on behind what the word says, and whether that is no clause.
    paused: Option<bool>,
    heard: bool,
    heard_name: bool,
    /// "→ `OrderPaid`" says what comes of it.
    leads_to: bool,
    conditional: bool,
    /// "`OrderPaid`, which the till emits": the verb follows its object.
    relative: bool,
    /// "`OrderPaid` goes out when …, and `OrderClosed` when …": the verb counts for the next name, too.
    gone_out: bool,
    /// "The desk is told via `OrderPaid`": the last word that says that somebody is told, and how.
    informed: bool,
    through: bool,
    /// "WHEN the till publishes `OrderPaid` THEN …": the verb stands in a condition.
    in_condition: bool,
    /// "We" in front of a verb of being told.
    is_to_us: bool,
    denied: bool,
    before: String,
    told: Vec<(Span, String)>,
    /// Names of what others raise.
    heard_of: Vec<&'text str>,
    waiting: Vec<(Span, String)>,
}

impl<'text> Sentence<'text> {
    pub(super) fn new(text: &'text str, span: Span, as_sent: bool) -> Self {
        let written = &text[span.start..span.end];
        let label = written.split_once(": ").map_or("", |(label, _)| label).trim_start_matches(['*', '`', ' ']);
        let lists_events = lists_events(label);
        Self { text, span, as_sent: as_sent && !tells_of_events(written), lists_events, ..Self::default() }
    }

    /// The events that the sentence says are raised.
    pub(super) fn told(self) -> Vec<(Span, String)> {
        self.read().0
    }

    /// The events that the sentence says are raised, and the names of those that others raise.
    pub(super) fn read(mut self) -> (Vec<(Span, String)>, Vec<&'text str>) {
        let (mut depth, mut read) = (0_usize, self.span.start);
        for part in self.text[self.span.start..self.span.end].split_whitespace() {
            for written in part.split(['/', '(', ')', ',']).filter(|written| !written.is_empty()) {
                let at = written.as_ptr() as usize - self.text.as_ptr() as usize;
                for byte in self.text[read..at].bytes() {
                    depth = if byte == b'(' { depth + 1 } else { depth.saturating_sub(usize::from(byte == b')')) };
                }
                read = at;
                self.word(written, part.ends_with(','), depth > 0);
            }
        }
        // "When the ship has left, `ShipDeparted`" leaves the verb to the sentence in front of it.
        let (text, end) = (self.text, self.span.end);
        let ends_with = |(name, _): &(Span, String)| {
            let behind = text[name.end..end].trim_start_matches(['`', '*']);
            [", with ", " with ", " ("].iter().any(|start| behind.starts_with(start))
                || behind.trim_matches(['.', ';', ' ']).is_empty()
        };
        if self.conditional && !self.heard {
            self.told.extend(self.waiting.pop().filter(ends_with));
        }
        let read = behind_told(&text[self.span.start..end]).map(|at| self.span.start + at);
        let (told, others): (Vec<_>, Vec<_>) =
            self.told.into_iter().partition(|(name, _)| read.is_none_or(|read| name.start > read));
        self.heard_of.extend(others.into_iter().map(|(name, _)| &text[name.start..name.end]));
        (if self.denied { Vec::new() } else { told }, self.heard_of)
    }

    fn word(&mut self, written: &'text str, ends_clause: bool, in_brackets: bool) {
        let bare = written.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        if self.is_event(bare) {
            return self.name(bare);
        }
        self.leads_to = ARROWS.contains(&written) || (self.leads_to && ["or", "and"].contains(&bare));
        let word = bare.to_lowercase();
        let heads = written.trim_end_matches(['*', '`', '_']).ends_with(':');
        let is_participle = RAISED.contains(&word.as_str());
        let goes_out = ["go", "goes", "follow", "follows"].contains(&word.as_str());
        let tells = TELLS.contains(&word.as_str());
        self.through = self.informed && (THROUGH.contains(&word.as_str()) || (self.through && LINKS.contains(&word.as_str())));
        // "We are told" is about what others raise.
        self.informed |= TOLD.contains(&word.as_str()) && !self.is_to_us;
        self.is_to_us = ["we", "us"].contains(&word.as_str()) || (self.is_to_us && ["are", "get", "is"].contains(&word.as_str()));
        self.sending &= in_brackets || LINKS.contains(&word.as_str());
        if DENIED.contains(&word.as_str()) && !in_brackets {
            // "If the date cannot be kept, `OrderLate` is sent" denies the condition.
            self.denied |= !self.heard;
        } else if word == "without" {
            (self.raising, self.paused) = (false, None);
        } else if (goes_out || (tells && self.told.is_empty())) && !self.heard {
            self.gone_out = goes_out && !self.waiting.is_empty();
            self.told.append(&mut self.waiting);
        } else if RAISES.contains(&word.as_str()) || (is_participle && heads) {
            if self.relative && !["which", "that"].contains(&self.before.as_str()) {
                self.told.extend(self.waiting.pop());
            }
            (self.raising, self.paused) = (true, None);
            self.in_condition = self.heard && !self.heard_name;
            self.sending = SENDS.contains(&word.as_str());
        } else if is_participle && ["is", "are", "be", "gets"].contains(&self.before.as_str()) {
            self.gone_out = !self.waiting.is_empty();
            self.told.append(&mut self.waiting);
        } else if HEARD.contains(&word.as_str()) && !in_brackets {
            // A remark in brackets says no more than when: "emits `OrderMoved` (if by more than a day) and `OrderLate`".
            if self.raising {
                self.paused = Some(PREPOSITIONS.contains(&word.as_str()));
                self.heard_name = false;
            }
            (self.raising, self.heard) = (false, true);
            self.waiting.clear();
        }
        // "After the last round: `SeasonFinished`"
        let goes_on = ends_clause || heads || (word == "and" && self.paused == Some(true));
        if self.heard && goes_on && !self.heard_name {
            match self.paused.take() {
                Some(_) => (self.raising, self.heard) = (true, false),
                // "When it is paid, `OrderPaid` is published": behind the comma another clause begins.
                None => (self.heard, self.conditional) = (false, true),
            }
        }
        if self.lists_events && heads {
            (self.raising, self.heard) = (true, false);
        }
        self.relative = !self.waiting.is_empty() && (self.relative || ["which", "that"].contains(&word.as_str()));
        if !word.is_empty() {
            self.before = word;
        }
    }

    fn is_event(&self, bare: &str) -> bool {
        let at = bare.as_ptr() as usize - self.text.as_ptr() as usize;
        let is_code = || self.text[..at].ends_with('`') && bare.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let is_type = || bare.starts_with(|c: char| c.is_ascii_uppercase()) && is_compound(bare);
        let is_other = || is_event_machinery(bare) || NO_EVENTS.iter().any(|ending| bare.ends_with(ending));
        names_event(bare)
            || (self.as_sent && topic(bare).is_some())
            || (self.raising && self.sending && is_code() && is_type() && !is_other())
    }

    fn name(&mut self, bare: &'text str) {
        let at = bare.as_ptr() as usize - self.text.as_ptr() as usize;
        let name = (Span::new(at, at + bare.len()), bare.to_owned());
        let behind = &self.text[name.0.end..self.span.end];
        let behind = &behind[..behind.floor_char_boundary(NEAR)];
        let goes_out_too = self.gone_out && (self.before == "and" || !self.heard) && !self.heard_name && says_when(behind);
        let remarked = || {
            let bracket = self.text[self.span.start..at].trim_end_matches(['`', '*']).strip_suffix('(');
            !self.heard && bracket.is_some_and(|before| says_the_same(before, bare))
        };
        let is_through = || self.through && (!self.heard || behind.trim_matches(['`', '*', '.', ';', ' ']).is_empty());
        if self.raising && self.in_condition && is_condition(behind) {
            self.heard_of.push(bare);
            (self.heard_name, self.raising) = (true, false);
        } else if self.raising || self.leads_to || goes_out_too || is_through() || remarked() {
            self.told.push(name);
        } else if self.paused == Some(false) && self.before == "and" && !self.heard_name && says_when(&self.text[name.0.end..]) {
            // "emits `OrderPaid` when money comes and `OrderClosed` for each line": what follows says when, as before.
            (self.raising, self.heard, self.paused) = (true, false, None);
            self.told.push(name);
        } else if self.heard {
            self.heard_of.push(bare);
            self.heard_name = true;
        } else {
            self.waiting.push(name);
        }
    }
}

/// Whether a label calls what stands behind it events, and does not say that they are others'.
fn lists_events(label: &str) -> bool {
    let lower = label.to_lowercase();
    let is_short = label.len() < LONGEST_LABEL && !tells_of_events(label);
    let words = || lower.split(|c: char| !c.is_alphanumeric());
    let hears = words().any(|word| OTHERS.iter().any(|start| word.starts_with(start)));
    // "Events that others listen to" are ours, and "events of others" are not.
    let ours = hears == lower.contains("other") && !words().any(|word| word == "we");
    is_short && ours && words().any(|word| word == "events" || word == "event")
}

/// How long such a label is at most.
const LONGEST_LABEL: usize = 80;

/// Where a sentence goes on to say that what it has told of is only read: "Accounting sends `PaymentArrived`, which we handle".
fn behind_told(sentence: &str) -> Option<usize> {
    let lower = sentence.to_ascii_lowercase();
    let found = [", which we ", ", we only ", ", we just ", " that we "]
        .iter()
        .filter_map(|start| Some((lower.find(start)?, start.len())));
    let reads =
        |(at, length): &(usize, usize)| OTHERS.iter().chain(&["read", "get"]).any(|verb| lower[at + length..].starts_with(verb));
    found.filter(reads).map(|(at, _)| at).min()
}

/// Whether what stands behind a name says what has to be done then.
fn is_condition(behind: &str) -> bool {
    [" THEN ", " then ", " SHALL ", " shall "].iter().any(|word| behind.contains(word))
}

/// How far a sentence is looked at around a name; without a limit, a long one would be read again for each name in it.
const NEAR: usize = 240;

/// Whether the words in front of a name in brackets say what it says: "the hold lapses (`HoldLapsed`)".
fn says_the_same(before: &str, name: &str) -> bool {
    let before = before[before.ceil_char_boundary(before.len().saturating_sub(NEAR))..].to_lowercase();
    let mut words: Vec<&str> = Vec::new();
    let starts = name.char_indices().filter(|(_, c)| c.is_ascii_uppercase()).map(|(at, _)| at);
    let mut from = 0;
    for start in starts.skip(1).chain([name.len()]) {
        words.push(&name[from..start]);
        from = start;
    }
    // "lapses" and "Lapsed" share their stem.
    let stem = |word: &str| word.to_lowercase().chars().take(word.len().saturating_sub(2).clamp(3, 6)).collect::<String>();
    // "handed to another one" says `HandedOver`.
    words.len() > 1 && words.iter().all(|word| PARTICLES.contains(word) || before.contains(&stem(word)))
}

/// Whether what stands behind a name says when or for what it is raised.
fn says_when(behind: &str) -> bool {
    let behind = behind.trim_start_matches(['`', '*']);
    [" when ", " whenever ", " once ", " after ", " for ", " on ", " upon "].iter().any(|word| behind.starts_with(word))
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
            (
                "`Ledger` emits `LoanStarted` on hand-out, `LoanEnded` on return and, from a job, `LoanOverdue`.",
                "LoanStarted LoanEnded LoanOverdue",
            ),
            ("It emits `OrderPaid` on payment and `OrderClosed` on delivery", "OrderPaid OrderClosed"),
            (
                "It emits `OrderMoved` (only if by more than a day), `OrderLate` and `OrderClosed`.",
                "OrderMoved OrderLate OrderClosed",
            ),
            ("It publishes `OrderPaid` after `MoneyReceived`, `SlipPrinted` and `SlipSent`", "OrderPaid"),
            ("`OrderPaid` and `OrderRefused` are sent to accounting", "OrderPaid OrderRefused"),
            ("The app shows `OrderPaid`, which the till emits", "OrderPaid"),
            ("It needs `OrderPaid`, which emits nothing", ""),
            ("The watchdog publishes `SensorWentSilent` (sensor, last seen).", "SensorWentSilent"),
            ("It publishes `OrderPaid` through the `EventPublisher` and the `MailService`", "OrderPaid"),
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
            ("`OrderClosed` follows when the desk is ready", "OrderClosed"),
            ("It MUST publish `OrderPaid` when money comes and `OrderClosed` for each line", "OrderPaid OrderClosed"),
            ("It publishes `OrderPaid` when the money is there and `StockReserved` arrives", "OrderPaid"),
            ("Events that others listen to: `OrderPaid`, `OrderReleased`", "OrderPaid OrderReleased"),
            ("Events that other systems listen to: `OrderPaid`", "OrderPaid"),
            ("Events of other systems: `OrderPaid`", ""),
            ("Accounting sends `PaymentArrived`, which we handle.", ""),
            ("WHEN the till publishes `OrderPaid` THEN THE Desk SHALL pack", ""),
            ("If the date cannot be kept, the buyer is told via an `OrderDelayed` event", "OrderDelayed"),
            ("When a dispute is opened the desk is told through `DisputeOpened`; closing one is not", "DisputeOpened"),
            ("Events consumed: `OrderPaid`, `OrderReleased`", ""),
            ("Spring events in the same transaction: `OrderPaid`, `OrderReleased`.", "OrderPaid OrderReleased"),
            ("One of both events comes at the end: OrderPaid or OrderLost.", "OrderPaid OrderLost"),
            ("`OrderPaid` goes out when the money is there, and `OrderClosed` when the desk closes", "OrderPaid OrderClosed"),
            ("`OrderPaid` goes out when the money is there and `StockReserved` arrives", "OrderPaid"),
            ("Then the pledge expires (`PledgeExpired`) and the next one is asked", "PledgeExpired"),
            ("If a lorry stops, its rounds are handed to another one (`RoundHandedOver`).", "RoundHandedOver"),
            ("A stop that is left out leads to `StopSkipped`.", "StopSkipped"),
            ("Billing gets to know about weights through `BinWeighed`, one for every bin.", "BinWeighed"),
            ("We learn about it through `TariffChanged`.", ""),
            ("When the pledge expires (`PledgeExpired`) the next one is asked", ""),
            ("The shop shows its stock (`OrderPaid`)", ""),
            ("The buyer is told via an `OrderDelayed` event within the hour", "OrderDelayed"),
            ("The desk is informed through `DisputeOpened`; closing one is not announced", "DisputeOpened"),
            ("We are told through `DisputeOpened`", ""),
            ("A confirmed order is sent as `OrderConfirmed`.", "OrderConfirmed"),
            ("It sends a `OrderPaid` event to billing", "OrderPaid"),
            ("Once the slot is used we write `OrderPlaced` to the outbox.", "OrderPlaced"),
            ("`OrderPaid` is written when the money is there, without the sum", "OrderPaid"),
            ("`OrderHeld` and `OrderReleased` tell the planner to run again.", "OrderHeld OrderReleased"),
            ("After the last parcel: `OrderFinished`, with the total.", "OrderFinished"),
        ];
        for (line, expected) in cases {
            let found = sentences(line, Span::new(0, line.len())).into_iter().flat_map(|sentence| in_sentence(line, sentence));
            let names: Vec<String> = found.map(|(_, name)| name).collect();
            assert_eq!(names.join(" "), expected, "{line}");
        }
    }
}
