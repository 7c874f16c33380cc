//! What the name of a Go type tells.

/// Endings of types that carry data across a border and are no part of the domain model.
const CARRIER_ENDINGS: &[&str] = &[
    "Request",
    "Response",
    "DTO",
    "Dto",
    "Filter",
    "Filters",
    "Query",
    "Criteria",
    "Params",
    "Options",
    "Input",
    "Output",
    "Command",
    "Payload",
    "Page",
    "Pagination",
    "Handler",
    "Middleware",
    "Client",
    "Repository",
    "Mock",
    "Fixture",
    "Builder",
];

/// Whether a struct of that name only carries data: a request, a filter, options.
pub(super) fn is_carrier(name: &str) -> bool {
    CARRIER_ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// Whether a carrier's name may be that of a thing that is asked for or paid: `ContactRequest`, and not `CreateContactRequest`.
pub(super) fn may_be_thing(name: &str) -> bool {
    let thing = ["Request", "Client", "Page", "Query", "Command", "Payload"].iter().any(|ending| name.ends_with(ending));
    let asks = ["Create", "Update", "Delete", "Get", "List", "Find", "Search", "Add", "Remove", "Set", "Submit", "Register"];
    thing && !asks.iter().any(|verb| name.starts_with(verb))
}

/// Endings of irregular verbs in the past: what has happened.
const HAPPENED: &[&str] = &[
    "Beaten",
    "Became",
    "Began",
    "Begun",
    "Bought",
    "Bound",
    "Broke",
    "Broken",
    "Brought",
    "Built",
    "Came",
    "Caught",
    "Chosen",
    "Cut",
    "Dealt",
    "Done",
    "Drawn",
    "Driven",
    "Fallen",
    "Fell",
    "Felt",
    "Forgotten",
    "Fought",
    "Found",
    "Frozen",
    "Gave",
    "Given",
    "Gone",
    "Grew",
    "Grown",
    "Held",
    "Hidden",
    "Hit",
    "Kept",
    "Known",
    "Led",
    "Left",
    "Lent",
    "Lost",
    "Made",
    "Meant",
    "Met",
    "Overdue",
    "Overridden",
    "Overrun",
    "Paid",
    "Put",
    "Rebuilt",
    "Resent",
    "Resold",
    "Rewritten",
    "Risen",
    "Rose",
    "Run",
    "Seen",
    "Sent",
    "Set",
    "Shaken",
    "Shown",
    "Shut",
    "Sold",
    "Spent",
    "Split",
    "Spoken",
    "Spun",
    "Stolen",
    "Stood",
    "Struck",
    "Stuck",
    "Swept",
    "Taken",
    "Taught",
    "Thrown",
    "Told",
    "Took",
    "Torn",
    "Understood",
    "Undone",
    "Unfrozen",
    "Upheld",
    "Went",
    "Withdrew",
    "Withdrawn",
    "Withheld",
    "Woken",
    "Won",
    "Worn",
    "Written",
];

/// Words behind the verb that belong to it: `AgentTimedOut`, `CallBlockedByPolicy`.
pub(crate) const PARTICLES: &[&str] = &[
    "Out", "In", "Up", "Down", "Off", "On", "Away", "Back", "Open", "Over", "Again", "Early", "Late", "Online", "Offline", "By",
    "To", "From", "For", "As",
];

/// Whether a name says that something has happened: `OrderPlaced`, `MessageSent`, `AgentLoggedOut`.
pub(super) fn has_happened(name: &str) -> bool {
    let said = |name: &str| name.ends_with("ed") || HAPPENED.iter().any(|ending| name.ends_with(ending));
    let behind = |particle: &str| {
        name.match_indices(particle).any(|(at, _)| {
            let ends = !name[at + particle.len()..].starts_with(|c: char| c.is_ascii_lowercase());
            ends && said(&name[..at]) && name[..at].chars().skip(1).any(|c| c.is_ascii_uppercase())
        })
    };
    said(name) || PARTICLES.iter().any(|particle| behind(particle))
}

/// Whether a word is the name of an event: `OrderPlaced`, `OrderEvent`.
pub(crate) fn names_event(word: &str) -> bool {
    // Most words are done with after their first letter.
    word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.as_bytes().windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && (has_happened(word) || (word.ends_with("Event") && !is_event_machinery(word)))
}

pub(super) fn is_exported(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
}

/// Whether a type of that name is the machinery of events rather than an event.
pub(crate) fn is_event_machinery(name: &str) -> bool {
    let exact = ["BaseEvent", "DomainEvent", "Event", "EventMetadata", "EventBase", "BaseDomainEvent", "EventEnvelope"];
    let endings = ["Metadata", "Handler", "Publisher", "Store", "Bus", "Envelope", "Processor", "Dispatcher", "Stream"];
    exact.contains(&name) || endings.iter().any(|ending| name.ends_with(ending))
}

/// `Service` of package `consent` → `ConsentService`.
pub(super) fn qualified(package: Option<&str>, name: &str) -> String {
    let Some(package) = package else { return name.to_owned() };
    let package = specwave_golang::names::exported(package);
    if package == name { name.to_owned() } else { package + name }
}

/// The named type under pointers and slices: `*consent.Repository` → (`consent`, `Repository`).
pub(super) fn base_of(ty: &str) -> (Option<&str>, &str) {
    let bare = ty.trim().trim_start_matches(['*', '[', ']', '.']);
    match bare.split_once('.') {
        Some((package, name)) => (Some(package), name),
        None => (None, bare),
    }
}
