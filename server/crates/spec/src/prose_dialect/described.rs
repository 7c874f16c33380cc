//! Entities and value objects that sentences describe: "A `Parcel` is what is sent: it has a number and a weight."

use std::sync::LazyLock;

use regex::{Captures, Regex};
use specwave_source::Span;

use super::acting::paragraphs;
use super::body::Body;
use super::cues;
use super::headed::NO_MODEL;
use super::named::{Named, fits, is_compound};
use super::typed::SUBJECTS;
use crate::formats::acts;
use crate::go_dialect::{is_event_machinery, names_event};
use crate::kinds::Kind;
use crate::outline::{LineKind, Outline, Section};
use crate::pattern::pattern;

/// The subjects of a sentence, its verb and the word behind it.
static SAYS: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(&format!(r"^{SUBJECTS},?\s+([a-z]+)\s+([a-z]+)?")));

static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"(?:`|\*\*)([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:`|\*\*)"));

/// A subject that nothing sets off: "A Parcel is …", "RateCard is …", "The rate card, RateCard, is …".
static PLAIN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:A|An|The|Each|Every|Our)\s+(?:[a-z][a-z ]*,\s+)?([A-Z][a-z][A-Za-z0-9]*)|([A-Z][a-z0-9]+[A-Z][A-Za-z0-9]*))(\s+\([^)]*\))?,?\s+([a-z]+)\s+([a-z]+)?",
    )
});

/// What a sentence says that something is: "What a guest holds is a Booking: it has a number".
static PREDICATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"\b(?:is|are|as|and|in|into|keep|keeps|have|has|carries|holds|gets)\s+(an?\s+|the\s+|our\s+|one or more\s+)?(`|\*\*)?([A-Z][a-z][A-Za-z0-9]*)(?:`|\*\*)?(,\s+(?:that|which)\s+is\b|,\s+an?\b|\s+\(|\s+with\b|:|;|,\s+each\b|,\s+one\s+per\b|,\s+which\b)",
    )
});

/// Beginnings of sentences that go on about the same thing.
const PRONOUNS: &[&str] = &["It ", "Its ", "They ", "Their ", "One ", "This ", "These ", "Both ", "All "];

/// Verbs of sentences that define something, where they say what it has.
const HOLDS: &[&str] = &[
    "has",
    "have",
    "keeps",
    "keep",
    "holds",
    "hold",
    "carries",
    "carry",
    "stores",
    "records",
    "belongs",
    "belong",
    "references",
    "consists",
    "represents",
    "describes",
    "ties",
    "links",
    "groups",
    "knows",
    "contains",
];

/// Words behind "is" with which a definition begins.
const DEFINES: &[&str] =
    &["a", "an", "the", "our", "one", "what", "just", "either", "how", "who", "where", "any", "every", "each"];

/// Nouns for what is no part of a model.
const NO_MODELS: &[&str] = &[
    "state",
    "status",
    "mode",
    "flag",
    "error",
    "library",
    "framework",
    "table",
    "column",
    "topic",
    "queue",
    "tool",
    "vendor",
    "service",
    "endpoint",
    "event",
    "method",
    "interface",
    "job",
    "role",
    "command",
    "request",
    "message",
    "field",
    "default",
    "system",
    "product",
    "package",
    "module",
    "team",
    "screen",
    "page",
    "header",
    "adapter",
    "client",
    "worker",
];

pub(super) fn read(text: &str, outline: &Outline) -> Vec<Named> {
    let own = outline.lines.chunk_by(|a, b| a.heading == b.heading);
    let ours = own.filter(|own| {
        // What stands below the name of what acts is about that.
        let acts = own[0].heading.is_some_and(|at| acts(outline.headings[at].text.trim()));
        let is_modelled = Kind::of_section(outline, own[0].heading).is_some_and(is_model);
        let others = outline.announced_by_chain(own[0].heading).any(if is_modelled { Section::NONE } else { NO_MODEL });
        !acts && !others && !Kind::is_foreign(outline, own[0].heading)
    });
    let told = ours.flat_map(|own| {
        let section = Kind::of_section(outline, own[0].heading).filter(|kind| is_model(*kind));
        // An item begins with what it is about; readers of lists know what that is.
        let section = move |kind| section.filter(|_| kind == LineKind::Prose);
        paragraphs(text, own).flat_map(move |paragraph| of_paragraph(text, paragraph.span, section(paragraph.kind)))
    });
    told.collect()
}

fn is_model(kind: Kind) -> bool {
    matches!(kind, Kind::Entity | Kind::ValueObject | Kind::Model)
}

/// What the sentences of a paragraph describe. Outside of sections about the model they have to say what it is.
fn of_paragraph(text: &str, paragraph: Span, section: Option<Kind>) -> Vec<Named> {
    let written = &text[paragraph.start..paragraph.end];
    let sentences: Vec<&str> = written.split_inclusive(". ").flat_map(|part| part.split_inclusive(".\n")).collect();
    let subjects: Vec<Option<Subjects<'_>>> = sentences.iter().map(|sentence| Subjects::of(sentence.trim_start())).collect();
    let mut found = Vec::new();
    for (at, sentence) in sentences.iter().enumerate() {
        // "It has an id": what follows says more about the same.
        let more =
            || sentences[at + 1..].iter().take_while(|next| PRONOUNS.iter().any(|word| next.trim_start().starts_with(word)));
        let start = sentence.as_ptr() as usize - text.as_ptr() as usize;
        let block = |from: &str| {
            let begin = from.as_ptr() as usize - text.as_ptr() as usize;
            &text[begin..start + sentence.len() + more().map(|next| next.len()).sum::<usize>()]
        };
        if let Some(subjects) = &subjects[at] {
            let kind = subjects.kind(block(subjects.behind), section);
            let names = kind.map_or(&[][..], |_| &subjects.names[..]).iter().filter(|name| may_be_modelled(name));
            found.extend(kind.into_iter().flat_map(|kind| names.clone().map(move |name| (kind, *name))));
        }
        found.extend(predicates(sentence, section));
        found.extend(labelled(sentence).filter(|_| section.is_some()));
    }
    found.into_iter().map(|(kind, name)| named(text, kind, name)).collect()
}

pub(super) fn named(text: &str, kind: Kind, name: &str) -> Named {
    let start = name.as_ptr() as usize - text.as_ptr() as usize;
    let span = Span::new(start, start + name.len());
    Named { kind, name: name.to_owned(), span, doc: String::new(), body: Body::default() }
}

/// What a sentence begins with, and what it says of it.
struct Subjects<'text> {
    names: Vec<&'text str>,
    /// What stands in brackets behind the names.
    listed: &'text str,
    verb: &'text str,
    next: &'text str,
    /// What the sentence says of them.
    behind: &'text str,
    set_off: bool,
    /// Whether an article or a mark says that it is a thing, and no product such as `ClickHouse`.
    is_thing: bool,
}

impl<'text> Subjects<'text> {
    fn of(sentence: &'text str) -> Option<Self> {
        // "Values: `Size` is …" has a label in front.
        if !sentence.starts_with(|first: char| first.is_ascii_uppercase() || matches!(first, '`' | '*' | 'a' | 'e')) {
            return None;
        }
        let text = |found: &Captures<'text>, at: usize| found.get(at).map_or("", |group| group.as_str());
        if let Some(found) = SAYS.as_ref().and_then(|says| says.captures(sentence)) {
            let subjects = text(&found, 1);
            let names = NAME.iter().flat_map(|name| name.captures_iter(subjects)).filter_map(|name| Some(name.get(1)?.as_str()));
            let listed = subjects.split_once('(').map_or("", |(_, listed)| listed);
            let behind = &sentence[found.get(2)?.start()..];
            return Some(Self {
                names: names.collect(),
                listed,
                verb: text(&found, 2),
                next: text(&found, 3),
                behind,
                set_off: true,
                is_thing: true,
            });
        }
        let found = PLAIN.as_ref()?.captures(sentence)?;
        let name = found.get(1).or_else(|| found.get(2))?.as_str();
        let listed = text(&found, 3).trim_start_matches([' ', '(']);
        let behind = &sentence[found.get(4)?.start()..];
        Some(Self {
            names: vec![name],
            listed,
            verb: text(&found, 4),
            next: text(&found, 5),
            behind,
            set_off: false,
            is_thing: found.get(1).is_some(),
        })
    }

    /// What the sentences that begin with these subjects say that they are.
    fn kind(&self, said: &str, section: Option<Kind>) -> Option<Kind> {
        let is = matches!(self.verb, "is" | "are");
        let first = self.behind.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).skip(1).take(5);
        let denies = is && matches!(self.next, "no" | "not");
        let denied = denies && cues::by_identity(said).is_none();
        let is_other = is && !denies && first.into_iter().any(|word| NO_MODELS.contains(&word));
        // A word of the language may begin a sentence anywhere; a name in a model does.
        let is_name = self.set_off || section.is_some() || self.names.iter().all(|name| is_compound(name));
        if denied || is_other || !is_name || cues::gives_away(self.behind) {
            return None;
        }
        let defines = (is && DEFINES.contains(&self.next)) || HOLDS.contains(&self.verb);
        let keyed = lists_identity(self.listed);
        let told = if keyed { Some(Kind::Entity) } else { cues::by_identity(said).filter(|_| defines || is) };
        if told.is_some() {
            return told;
        }
        let section = section?;
        // "`Range` (from, to) is …" lists all that it is, "a Point is latitude and longitude" as well.
        let composed = is
            && self.behind.split_once(',').is_some_and(|(first, rest)| first.split(' ').count() <= 3 && rest.contains(" and "));
        let lists_parts = self.listed.contains(',') || composed;
        let is_value = cues::is_value(said) || lists_parts || section == Kind::ValueObject;
        if is_value && (is || defines) { Some(Kind::ValueObject) } else { (defines && self.is_thing).then_some(Kind::Entity) }
    }
}

/// Whether one of the things that stand in brackets is an identity.
fn lists_identity(listed: &str) -> bool {
    listed.split([',', ')']).any(|part| matches!(part.trim(), "id" | "own id" | "uuid"))
}

/// What a sentence names behind "is a": "A room is a Room with an id", "photos are stored as Photos, each with its own id".
fn predicates(sentence: &str, section: Option<Kind>) -> Vec<(Kind, &str)> {
    let found = PREDICATE.iter().flat_map(|predicate| predicate.captures_iter(sentence));
    let told = found.filter_map(|found| {
        let (name, link) = (found.get(3)?, found.get(4)?);
        let set_off = found.get(2).is_some();
        // "Photos, each with its own id": one of them is a `Photo`.
        let one = name.as_str().strip_suffix('s').filter(|one| link.as_str().ends_with("each") && one.len() > 2);
        let said = &sentence[link.start()..];
        let is_told = set_off || found.get(1).is_some() || one.is_some();
        let is_known = section.is_some() || is_compound(name.as_str()) || one.is_some();
        let is_name = may_be_modelled(name.as_str()) && is_told && is_known;
        let keyed =
            said.trim_start().strip_prefix('(').is_some_and(|listed| lists_identity(listed.split(')').next().unwrap_or(listed)));
        let kind = if keyed { Some(Kind::Entity) } else { cues::by_identity(said) };
        let kind = kind.or_else(|| cues::is_value(said).then_some(Kind::ValueObject));
        let listed = || (section == Some(Kind::Entity) && set_off).then_some(Kind::Entity);
        let kind = kind.or_else(listed).filter(|_| is_name && !cues::gives_away(sentence))?;
        Some((kind, one.unwrap_or(name.as_str())))
    });
    told.collect()
}

/// "Finally Delivery: one trip to one address, numbered."
fn labelled(sentence: &str) -> Option<(Kind, &str)> {
    let (label, said) = sentence.split_once(": ")?;
    let name = label.split_whitespace().next_back().filter(|_| label.split_whitespace().count() <= 2)?;
    let kind = cues::by_identity(said).or_else(|| cues::is_value(said).then_some(Kind::ValueObject))?;
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric()) && is_compound(name) && may_be_modelled(name);
    is_name.then_some((kind, name))
}

pub(super) fn may_be_modelled(name: &str) -> bool {
    let is_other = ["Error", "Exception", "Request", "Response", "Command", "Job", "Topic", "Bus", "Cache"];
    let is_general = [
        "Api",
        "App",
        "Application",
        "Backend",
        "Client",
        "Database",
        "Feature",
        "Frontend",
        "Phase",
        "Platform",
        "Requirement",
        "Server",
        "Spec",
        "System",
    ];
    // `PostgreSQL`, `DynamoDB`.
    let is_product = name.bytes().rev().take(2).all(|byte| byte.is_ascii_uppercase());
    fits(Kind::Model, name)
        && !names_event(name)
        && !is_event_machinery(name)
        && !acts(name)
        && !is_other.iter().any(|ending| name.ends_with(ending))
        && !is_general.contains(&name)
        && !is_product
}

#[cfg(test)]
mod tests {
    use specwave_source::Span;

    use super::of_paragraph;
    use crate::kinds::Kind;

    fn read(text: &str, section: Option<Kind>) -> String {
        let named = of_paragraph(text, Span::new(0, text.len()), section).into_iter();
        let shown = named.map(|it| format!("{}{}", if it.kind == Kind::ValueObject { "=" } else { "" }, it.name));
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn sentences_describe_a_model() {
        for (text, expected) in [
            ("A `Parcel` is what is sent: it has a number, a sender and a weight.", "Parcel"),
            ("A `Depot` is our copy of the map's place, keyed by its code. It is never deleted.", "Depot"),
            ("A `Scale` is either a bench or a bridge; it keeps its calibration.", "Scale"),
            ("A `Weighing` has no identity of its own, it is a time and a weight.", "=Weighing"),
            ("`Tariff` (from, to, price) is replaced as a whole and never edited.", "=Tariff"),
            ("**Size** is one of small, medium and large.", "=Size"),
            ("A Parcel is what is sent. It has a number.", "Parcel"),
            ("The rate card, RateCard, is a plain value.", "=RateCard"),
            ("A room of the inn is a Room with an id; what a guest holds is a Booking: it has a number.", "Room Booking"),
            ("Finally LastMile: one trip to one address, numbered.", "LastMile"),
            ("A `Pass` belongs to a trip. Prices are embedded.", "Pass"),
            ("A Point is latitude, longitude and height.", "=Point"),
            ("A **Visit** (id, guest, day) is opened at the desk.", "Visit"),
            ("`Guest` and `Card` are the bank's; we only keep the id.", ""),
            ("PostgreSQL is the source of truth, ClickHouse is a copy.", ""),
            ("ClickHouse is the source of truth. The Frontend is an app.", ""),
            ("Messages are sent as Kafka, which has a key.", ""),
            ("Prices are held as **Fare**, an amount with a currency, which never changes.", "=Fare"),
            ("A reading is stored as `MeterReading` (id, meter, value).", "MeterReading"),
            ("Doubles are put in a `DoubleGroup`, which has an id.", "DoubleGroup"),
            ("`Window` is just a start and an end.", "=Window"),
            ("An Address is no table; it sits in the row as JSON.", "=Address"),
            ("`Lost` is the last state of a parcel.", ""),
            ("`Parcel` moves to the depot.", ""),
            ("`ParcelLost` is the saddest event of all.", ""),
            ("`LabelPrinter` is a box in the depot, `SortError` is an accident.", ""),
        ] {
            assert_eq!(read(text, Some(Kind::Model)), expected, "{text}");
        }
    }

    #[test]
    fn elsewhere_they_have_to_say_what_it_is() {
        for (text, expected) in [
            ("A `Parcel` is what is sent: it has an id, a sender and a weight.", "Parcel"),
            ("A `Weight` has no identity.", "=Weight"),
            ("Pictures are stored as Photos, each with its own id.", "Photo"),
            ("The System is what has an id.", ""),
            ("A `Parcel` is what is sent.", ""),
        ] {
            assert_eq!(read(text, None), expected, "{text}");
        }
    }
}
