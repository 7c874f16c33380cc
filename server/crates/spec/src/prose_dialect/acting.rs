//! Services and repositories that sentences tell of: "The **OrderService** offers `Place` and `Cancel`".

use specwave_source::Span;

use super::body::Body;
use super::named::{Named, fits, is_compound};
use crate::go_dialect::names_event;
use crate::kinds::Kind;
use crate::model::Operation;
use crate::outline::{Line, LineKind, Outline, Section};
use crate::yaml_dialect::operation;

/// Words between two names that make the second one something that is only used.
const USES: &[&str] = &[
    "need", "needs", "use", "uses", "using", "depend", "depends", "from", "via", "through", "ask", "asks", "call", "calls",
    "called", "read", "reads", "inject", "injected", "existing", "external", "with", "of", "like", "as", "to", "into", "at",
    "for", "on", "see",
];

/// Words in front of names that stand for types and others' code.
const NEEDS: &[&str] = &["need", "needs", "use", "uses", "using", "depend", "depends", "from", "returns", "throws", "fails"];

/// Words in front of names that stand for events.
const RAISES: &[&str] = &["publishes", "emits", "raises", "announces", "sends"];

/// First words in front of a name that is the subject of its sentence.
const ARTICLES: &[&str] = &["the", "a", "an", "our", "new", "then", "there", "one"];

/// Words behind a name by which a sentence tells what became of it.
const PAST: &[&str] = &["was", "were", "been", "had", "stays", "remains", "renamed", "removed", "moved"];

/// Words in front of names that stand for operations.
const OFFERS: &[&str] = &[
    "offers",
    "offer",
    "operation",
    "operations",
    "method",
    "methods",
    "provides",
    "exposes",
    "supports",
    "has",
    "answers",
    "gives",
    "lets",
    "calls",
    "can",
    "gets",
    "implements",
    "does",
    "keeps",
    "stores",
    "holds",
];

/// The services and repositories that sentences introduce, with the operations that they are said to have.
pub(super) fn read(text: &str, outline: &Outline) -> Vec<Named> {
    let of_others = Section::BUSINESS.with(Section::PERFORMANCE).with(Section::SECURITY).with(Section::COMPLIANCE);
    let is_ours = |heading| !Kind::is_foreign(outline, heading) && !outline.announced_by_chain(heading).any(of_others);
    let own = outline.lines.chunk_by(|a, b| a.heading == b.heading).filter(|own| is_ours(own[0].heading));
    let paragraphs = own.flat_map(|own| paragraphs(text, own));
    let telling = paragraphs.filter(|paragraph| tells_of_actors(&text[paragraph.span.start..paragraph.span.end]));
    telling.flat_map(|paragraph| of_paragraph(text, &paragraph, Vec::new())).collect()
}

/// The operations that sentences below the name of a service or repository say it has.
pub(super) fn offered(text: &str, lines: &[Line]) -> Vec<Operation> {
    let prose = paragraphs(text, lines).filter(|paragraph| paragraph.kind == LineKind::Prose);
    let offered = prose.flat_map(|paragraph| {
        let span = Span::new(paragraph.span.start, paragraph.span.start);
        let owner = Named { kind: Kind::Service, name: String::new(), span, doc: String::new(), body: Body::default() };
        let told = of_paragraph(text, &paragraph, vec![owner]).into_iter().next();
        told.map_or_else(Vec::new, |owner| owner.body.operations)
    });
    offered.collect()
}

/// Lines that belong together, and what follows them.
pub(super) struct Paragraph<'a> {
    pub(super) span: Span,
    kind: LineKind,
    below: &'a [Line],
}

pub(super) fn paragraphs<'a>(text: &'a str, lines: &'a [Line]) -> impl Iterator<Item = Paragraph<'a>> + 'a {
    let mut rest = lines;
    std::iter::from_fn(move || {
        let first = rest.first()?;
        let lines = 1 + rest.windows(2).take_while(|pair| goes_on(text, pair)).count();
        let span = Span::new(first.span.start, rest[lines - 1].span.end);
        rest = &rest[lines..];
        Some(Paragraph { span, kind: first.kind, below: rest })
    })
}

/// Whether the second of two lines belongs to the paragraph of the first.
fn goes_on(text: &str, pair: &[Line]) -> bool {
    let between = &text[pair[0].span.end..pair[1].span.start];
    pair[1].kind == LineKind::Prose && between.trim().is_empty() && between.matches('\n').count() == 1
}

/// Most paragraphs name no service, and are done with here.
fn tells_of_actors(written: &str) -> bool {
    ["Service`", "Service*", "Service.", "Repository`", "Repository*", "Repository."].iter().any(|end| written.contains(end))
}

/// What a paragraph introduces, behind what it stands below.
fn of_paragraph(text: &str, paragraph: &Paragraph<'_>, mut found: Vec<Named>) -> Vec<Named> {
    let Paragraph { span: paragraph, kind, below } = *paragraph;
    let mut end = paragraph.start;
    // Whether the last name that stands there is one that is introduced.
    let mut is_open = !found.is_empty();
    let mut offers = false;
    for marked in marked(text, paragraph) {
        let before = &text[end..marked.start];
        let ends = [". ", ".\n", "; "].iter().filter_map(|mark| Some(before.rfind(mark)? + mark.len()));
        let last = ends.max().map(|at| &before[at..]);
        let (begins, between) =
            (last.is_some() || end == paragraph.start, last.unwrap_or(before).trim_matches(['*', '`', ' ', '\n']));
        end = marked.end;
        let written = &text[marked.start..marked.end];
        // `OrderService.Place(order)` names both.
        let (written, call) = written.split_once('.').map_or((written, None), |(owner, call)| (owner, Some(call)));
        let used = words(between).any(|word| USES.contains(&word.as_str()));
        if let Some(actor) = actor(written) {
            let of_today = words(&text[marked.end..paragraph.end]).take(3).all(|word| !PAST.contains(&word.as_str()));
            let kept =
                [" by", "by the", " in", "in the", " is", " are", ":", "stored through"].iter().any(|end| between.ends_with(end));
            let bare = words(between).next().is_none_or(|first| ARTICLES.contains(&first.as_str()));
            let subject = begins && bare && words(between).count() <= 4;
            let is_subject = (subject || is_open) && !used;
            let introduced = of_today && (is_subject || (actor == Kind::Repository && kept));
            is_open = introduced;
            // An item that begins with the name lists what it does.
            offers = kind == LineKind::Item && marked.start - paragraph.start <= 2 && introduced;
            if introduced {
                let span = Span::new(marked.start, marked.start + written.len());
                let call = call.and_then(|_| called(text, Span::new(span.end + 1, marked.end)));
                match found.iter_mut().find(|known| known.name == written) {
                    Some(known) => known.body.operations.extend(call),
                    None => {
                        let body = Body { operations: call.into_iter().collect(), ..Body::default() };
                        found.push(Named { kind: actor, name: written.to_owned(), span, doc: String::new(), body });
                    }
                }
            }
            continue;
        }
        let Some(owner) = found.last_mut().filter(|_| is_open) else { continue };
        let says = |known: &[&str]| words(between).any(|word| known.contains(&word.as_str()));
        let goes_on = !says(NEEDS) && !says(RAISES);
        // A sentence of its own has a subject of its own.
        let still = offers && (!begins || between.starts_with("It "));
        offers = goes_on && (still || says(OFFERS) || between.ends_with(['(', ':']));
        // What has happened is an event, unless it stands in the list of what is offered.
        let is_listed = between.ends_with("calls") || words(between).all(|word| word == "and" || word == "or");
        let happened = names_event(written) && !is_listed;
        if (offers && !happened) || (goes_on && written.ends_with(')')) {
            owner.body.operations.extend(called(text, marked));
        }
    }
    // "It has four operations:" is followed by them.
    if text[paragraph.start..paragraph.end].ends_with(':')
        && let (true, Some(owner)) = (is_open, found.last_mut())
    {
        let said = &text[owner.span.end..paragraph.end];
        if words(said).any(|word| OFFERS.contains(&word.as_str())) {
            let items = below.iter().take_while(|line| line.kind == LineKind::Item);
            let firsts = items.filter_map(|item| marked_at_start(text, item.span));
            owner.body.operations.extend(firsts.filter_map(|first| called(text, first)));
        }
    }
    found
}

/// The words of a text in small letters.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// What stands between backticks or in bold, in its order.
fn marked(text: &str, paragraph: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = paragraph.start;
    while let Some(next) = text[at..paragraph.end].find(['`', '*']).map(|next| at + next) {
        let mark = if text[next..].starts_with("**") { "**" } else { &text[next..=next] };
        let start = next + mark.len();
        let Some(end) = text[start..paragraph.end].find(mark).map(|end| start + end) else { break };
        if mark != "*" {
            let inner = text[start..end].trim_matches('`');
            let from = start + text[start..end].find(inner).unwrap_or(0);
            found.push(Span::new(from, from + inner.len()));
        }
        at = end + mark.len();
    }
    found
}

/// What a line begins with, between backticks or in bold.
fn marked_at_start(text: &str, line: Span) -> Option<Span> {
    let lead = text[line.start..line.end].find(|c| c != '`' && c != '*')?;
    marked(text, line).into_iter().next().filter(|first| first.start == line.start + lead && lead > 0)
}

/// Whether a marked text is the name of a service or of a repository.
fn actor(written: &str) -> Option<Kind> {
    let plain = written.chars().all(|c| c.is_ascii_alphanumeric()) && written.starts_with(|c: char| c.is_ascii_uppercase());
    [Kind::Service, Kind::Repository].into_iter().find(|kind| plain && fits(*kind, written))
}

/// `Place`, `findOpen` or `Cancel(id)`: an operation, and no type of error.
fn called(text: &str, marked: Span) -> Option<Operation> {
    let written = &text[marked.start..marked.end];
    let end = written.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(written.len());
    let (name, behind) = written.split_at(end);
    let is_call = behind.starts_with('(');
    let is_name = behind.is_empty() && (name.starts_with(|c: char| c.is_ascii_uppercase()) || is_compound(name));
    let is_operation = (is_call || is_name) && !name.starts_with("Err") && name.len() > 1;
    is_operation.then(|| operation(text, marked, written, "")).flatten()
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::kept::Kept;
    use crate::outline;

    #[test]
    fn sentences_introduce_services() {
        for (text, expected) in [
            (
                "The **OrderService** is the heart. It offers `Place` and `Cancel`. It needs the `OrderRepository`.",
                "OrderService Place Cancel",
            ),
            ("A small **SweepService** wakes up and calls `SweepExpired`.", "SweepService SweepExpired"),
            (
                "`OrderRepository` keeps orders (`Save`, `Find`) and\n`CartRepository` keeps carts (`Load`).",
                "OrderRepository Save Find; CartRepository Load",
            ),
            ("`RunService` gets two operations:\n\n1. `Start(ctx)` begins\n2. `Stop(ctx)` ends", "RunService Start Stop"),
            ("- **LoanService** — `Reserve`, `Return`", "LoanService Reserve Return"),
            ("Orders are kept by the `OrderRepository`; carts by the `CartRepository`.", "OrderRepository; CartRepository"),
            ("`OrderService` publishes `OrderPlaced` to the `orders` topic.", "OrderService"),
            ("It is called by the `BillingService`.", ""),
            ("Prices come from the `PriceService`.", ""),
            ("We use `StockService.Reserve`.", ""),
            ("- `TariffService.Create(tariff)`, `TariffService.Activate(id)`", "TariffService Create Activate"),
            ("No planner is needed; the `BerthService` does it. It exposes `Propose(id)`.", "BerthService Propose"),
            ("All is stored through `BerthRepository` and `CallRepository`.", "BerthRepository; CallRepository"),
            ("The `OrderService` has been split; `OrderRepository` stays.", ""),
            ("Rename `ChargeRepository`.", ""),
        ] {
            let outline = outline::scan(text, &Kept::default());
            let named = read(text, &outline).into_iter().map(|named| {
                let operations = named.body.operations.into_iter().map(|operation| operation.name);
                std::iter::once(named.name).chain(operations).collect::<Vec<_>>().join(" ")
            });
            assert_eq!(named.collect::<Vec<_>>().join("; "), expected, "{text}");
        }
    }
}
