//! Services and repositories that sentences tell of: "The **OrderService** offers `Place` and `Cancel`".

use specwave_source::Span;

use super::body::Body;
use super::cues;
use super::named::{Named, fits, is_compound};
use super::offered;
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

/// Words in front of the repository that something is kept in.
const KEPT: &[&str] = &[
    "access",
    "behind",
    "go",
    "goes",
    "kept",
    "live",
    "lives",
    "loaded",
    "persist",
    "persisted",
    "persistence",
    "persists",
    "reached",
    "saved",
    "sit",
    "sits",
    "storage",
    "store",
    "stored",
    "stores",
];

/// Words for what acts, in front of a colon behind which the names stand.
const ACTORS: &[&str] =
    &["services", "service", "repositories", "repository", "components", "parts", "two", "three", "four", "five", "six"];

/// Words behind a name, in brackets, that say that it is another's or is there already.
const OF_OTHERS: &[&str] = &["team", "existing", "exists", "external", "extern", "theirs", "vendor", "owned", "legacy"];

/// First words in front of a name that is the subject of its sentence.
const ARTICLES: &[&str] = &["the", "a", "an", "our", "new", "then", "there", "one"];

/// Words behind a name by which a sentence tells what became of it.
const PAST: &[&str] =
    &["was", "were", "been", "had", "stays", "remains", "renamed", "removed", "moved", "unchanged", "untouched"];

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
    let told = own.flat_map(|own| {
        let section = Kind::of_section(outline, own[0].heading);
        let telling = paragraphs(text, own).filter(|paragraph| tells_of_actors(&text[paragraph.span.start..paragraph.span.end]));
        telling.flat_map(move |paragraph| of_paragraph(text, &paragraph, section, Vec::new()))
    });
    told.collect()
}

/// The operations that sentences below the name of a service or repository say it has.
pub(super) fn offered(text: &str, lines: &[Line]) -> Vec<Operation> {
    let prose = paragraphs(text, lines).filter(|paragraph| paragraph.kind == LineKind::Prose);
    let offered = prose.flat_map(|paragraph| {
        let span = Span::new(paragraph.span.start, paragraph.span.start);
        let owner = Named { kind: Kind::Service, name: String::new(), span, doc: String::new(), body: Body::default() };
        let told = of_paragraph(text, &paragraph, None, vec![owner]).into_iter().next();
        told.map_or_else(Vec::new, |owner| owner.body.operations)
    });
    offered.collect()
}

/// Lines that belong together, and what follows them.
pub(super) struct Paragraph<'a> {
    pub(super) span: Span,
    pub(super) kind: LineKind,
    pub(super) below: &'a [Line],
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
    written.contains("Service") || written.contains("Repository")
}

/// What a paragraph introduces, behind what it stands below. Where a section tells what acts, names need not be set off.
fn of_paragraph(text: &str, paragraph: &Paragraph<'_>, section: Option<Kind>, mut found: Vec<Named>) -> Vec<Named> {
    let Paragraph { span: paragraph, kind, below } = *paragraph;
    let paragraph = Span::new(paragraph.start, paragraph.start + before_others(&text[paragraph.start..paragraph.end]));
    let paragraph = Span::new(paragraph.start + label_length(&text[paragraph.start..paragraph.end]), paragraph.end);
    let mut end = paragraph.start;
    // Whether the last name that stands there is one that is introduced.
    let mut is_open = !found.is_empty();
    let mut offers = false;
    for (marked, set_off) in names(text, paragraph) {
        let before = &text[end..marked.start];
        let ends = [". ", ".\n", "; "].iter().filter_map(|mark| Some(before.rfind(mark)? + mark.len()));
        let last = ends.max().map(|at| &before[at..]);
        let (begins, between) =
            (last.is_some() || end == paragraph.start, last.unwrap_or(before).trim_matches(['*', '`', ' ', '\n']));
        end = marked.end;
        let written = &text[marked.start..marked.end];
        // `OrderService.Place(order)` names both.
        let (written, call) = written.split_once('.').map_or((written, None), |(owner, call)| (owner, Some(call)));
        // "`Orders` on the disk, `Carts` in memory": what stands behind the comma is a clause of its own.
        let clause = between.rsplit_once(',').map_or(between, |(_, clause)| clause);
        let used = words(clause).any(|word| USES.contains(&word.as_str()));
        if let Some(actor) = actor(written) {
            let behind = &text[marked.end..paragraph.end];
            let of_today = words(behind).take(3).all(|word| !PAST.contains(&word.as_str()));
            let sentence = behind.split(". ").next().unwrap_or(behind);
            let is_ours = !is_of_others(between, behind) && !cues::gives_away(sentence);
            let offered = if call.is_none() { offered::behind(text, actor, behind) } else { Vec::new() };
            let said = |known: &[&str]| words(between).any(|word| known.contains(&word.as_str()));
            let kept = section == Some(Kind::Repository)
                || [" by", "by the", " in", "in the", " is", " are", ":"].iter().any(|end| between.ends_with(end))
                || (said(KEPT) && !said(NEEDS));
            let bare = words(between).next().is_none_or(|first| ARTICLES.contains(&first.as_str()));
            let subject = begins && bare && words(between).count() <= 4 && (has_article(between) || !said(OFFERS));
            let counted = begins && between.ends_with(':') && said(ACTORS);
            let acts = section == Some(actor) && words(behind).next().is_some_and(|verb| verb.ends_with('s') && verb != "is");
            let is_subject = ((subject && (set_off || acts)) || ((counted || is_open) && set_off)) && !used;
            // "Stored by `Orders` and `Carts`": what is true of the first is true of the second.
            let link = between.rsplit([',', ')']).next().unwrap_or(between).trim();
            let goes_on = is_open && matches!(link, "" | "and" | "or") && !between.is_empty();
            let is_kept = actor == Kind::Repository && (kept || goes_on);
            // "The bank has a `CardService`" speaks of the bank's.
            let is_theirs = said(OFFERS) && !words(between).any(|word| ["we", "there", "it"].contains(&word.as_str()));
            let is_first = has_article(between) && (actor == Kind::Repository || !(used || is_theirs));
            let is_new = is_subject || is_kept || is_first || !offered.is_empty();
            let introduced = of_today && is_ours && is_new;
            is_open = introduced;
            // An item that begins with the name lists what it does.
            offers = kind == LineKind::Item && marked.start - paragraph.start <= 2 && introduced;
            if introduced {
                let span = Span::new(marked.start, marked.start + written.len());
                let call = call.and_then(|_| called(text, Span::new(span.end + 1, marked.end)));
                let call = call.into_iter().chain(offered);
                match found.iter_mut().find(|known| known.name == written) {
                    Some(known) => known.body.operations.extend(call),
                    None => {
                        let body = Body { operations: call.collect(), ..Body::default() };
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
            let known = |name: &str| owner.body.operations.iter().any(|operation| operation.name == name);
            // "keeps `order_lines`" names a table, as do brackets behind a repository.
            let keeps = owner.kind == Kind::Repository || says(&["keeps", "stores", "holds"]);
            let is_table = |name: &str| keeps && is_snake(name) && !offered::begins_with_verb(name);
            let called = called(text, marked).filter(|it| !known(&it.name) && !is_table(&it.name));
            owner.body.operations.extend(called);
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

/// How far a paragraph speaks of what is ours: up to a sentence such as "Non-goals: …".
fn before_others(written: &str) -> usize {
    let colons = written.match_indices(": ").map(|(at, _)| at);
    let labels = colons.filter_map(|colon| {
        let before = &written[..colon];
        let start = [". ", ".\n"].iter().filter_map(|end| Some(before.rfind(end)? + 2)).max().unwrap_or(0);
        let label = before[start..].trim_matches(['*', '_', ' ']);
        (label.split_whitespace().count() <= 4 && Kind::is_foreign_label(label)).then_some(start)
    });
    labels.min().unwrap_or(written.len())
}

/// Whether the words around a name give it to somebody else: "billing's `OrderService`", "`OrderService` of the vendor".
fn is_of_others(before: &str, behind: &str) -> bool {
    let behind = behind.trim_start_matches(['`', '*']);
    let inside = behind.strip_prefix(" (").and_then(|rest| rest.split_once(')')).map_or("", |(inside, _)| inside);
    let owned = before.ends_with("'s") || before.ends_with("’s") || before.ends_with("s'");
    let given = ["the", "our", "another", "their"]
        .iter()
        .any(|of| behind.strip_prefix(" of ").is_some_and(|rest| rest.starts_with(of) && !rest.starts_with("the same")));
    owned || given || words(inside).any(|word| OF_OTHERS.contains(&word.as_str()))
}

/// How long the label is that a paragraph begins with: `**D3. Where the code sits.** `.
fn label_length(written: &str) -> usize {
    let label = written.strip_prefix("**").and_then(|rest| rest.split_once("**")).map(|(label, _)| label);
    let label = label.filter(|label| label.ends_with(['.', ':']) && actor(label.trim_end_matches(['.', ':'])).is_none());
    label.map_or(0, |label| label.len() + 4)
}

/// Whether something is new to the reader: "There is a small …", and not "nothing like a …".
fn has_article(before: &str) -> bool {
    let before: Vec<String> = words(before.rsplit([',', ';']).next().unwrap_or(before)).collect();
    let near = &before[before.len().saturating_sub(3)..];
    let article = near.iter().rposition(|word| word == "a" || word == "an");
    let denied = ["no", "not", "like", "without", "instead", "than", "as", "would", "could", "might"];
    let ended = ["replac", "remov", "retir", "drop", "reject", "exist", "extern", "legacy", "old", "was", "third"];
    let is_denied = |word: &String| denied.contains(&word.as_str()) || ended.iter().any(|start| word.starts_with(start));
    article.is_some() && !before.iter().any(is_denied)
}

/// What is set off, and the names of what acts that are not; and whether they are.
fn names(text: &str, paragraph: Span) -> Vec<(Span, bool)> {
    let mut found: Vec<(Span, bool)> = marked(text, paragraph).into_iter().map(|marked| (marked, true)).collect();
    let written = &text[paragraph.start..paragraph.end];
    let plain = written.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| actor(word).is_some());
    for word in plain {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let span = Span::new(start, start + word.len());
        if !found.iter().any(|(known, _)| known.start <= span.start && span.end <= known.end) {
            found.push((span, false));
        }
    }
    found.sort_by_key(|(span, _)| span.start);
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
    let end = written.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(written.len());
    let (name, behind) = written.split_at(end);
    let is_call = behind.starts_with('(');
    let is_name =
        behind.is_empty() && (name.starts_with(|c: char| c.is_ascii_uppercase()) || is_compound(name) || is_snake(name));
    let is_operation = (is_call || is_name) && !name.starts_with("Err") && name.len() > 1;
    is_operation.then(|| operation(text, marked, written, "")).flatten()
}

/// `place_order`, and not the name of a column such as `order_id`.
fn is_snake(name: &str) -> bool {
    let last = name.rsplit('_').next().unwrap_or_default();
    name.contains('_') && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') && !COLUMNS.contains(&last)
}

/// Last words of names of columns.
const COLUMNS: &[&str] =
    &["", "id", "ids", "at", "on", "no", "key", "name", "number", "count", "type", "status", "state", "date"];

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
            ("Two services, no more: `OrderService` owns the cart, and `PickService` the shelves.", "OrderService; PickService"),
            ("`OrderRepository` on the disk, `CartRepository` in memory.", "OrderRepository; CartRepository"),
            ("Slips are few; they are stored with `SlipRepository`.", "SlipRepository"),
            (
                "**OrderService** has one job, `place_order`. **PickService** works the shelves: `pick_one`, `put_back`.",
                "OrderService place_order; PickService pick_one put_back",
            ),
            (
                "SlipService: PrintSlip, VoidSlip. SlipRepository has Append and ForOrder.",
                "SlipService PrintSlip VoidSlip; SlipRepository Append ForOrder",
            ),
            ("Slips sit behind SlipRepository, orders behind OrderRepository.", "SlipRepository; OrderRepository"),
            ("Stored by SlipRepository (slips and prices) and OrderRepository.", "SlipRepository; OrderRepository"),
            ("Slips are stored through a SlipRepository of the same make.", "SlipRepository"),
            ("`CartRepository` (`carts`, `cart_lines`) keeps `daily_totals`.", "CartRepository"),
            ("This replaces a `LegacyService`; it calls a `TaxService`.", ""),
            ("The bank has a CardService, we post to it.", ""),
            ("It would need a SlipService.", ""),
            (
                "There is also a SlipService. It has the operations SetPrice and FindPrice and depends on the PriceRepository.",
                "SlipService SetPrice FindPrice",
            ),
            ("Printing is a process of its own, `SlipService`, with one call, `print`.", "SlipService print"),
            ("The host offers `PriceService.Predict`; it is bought and we only call it.", ""),
            ("**D3. Code.** `SlipService` (`print`) calls the package.", "SlipService print"),
            ("Non-goals: prices. `PriceService` keeps them.", ""),
            ("`PriceService` (pricing team) keeps the prices.", ""),
            ("`PriceService` of the vendor keeps the prices.", ""),
            ("It is the vendor's `PriceService`.", ""),
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
