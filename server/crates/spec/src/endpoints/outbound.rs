//! Whether a sentence that names a route speaks of another system's: "we call its `POST /sign`".

/// What the words right in front of a route end with where it is called, and not offered.
const CALLED: &[&str] = &[
    "we call",
    "we read",
    "we fetch",
    "we poll",
    "we query",
    "we ask",
    "we use",
    "we post to",
    "we push to",
    "call its",
    "calls its",
    "call their",
    "calls their",
    "shall call",
    "must call",
    "shall invoke",
    "must invoke",
    "who offers",
    "which offers",
    "who offer",
];

/// Words in front of a route that is no part of what is built, or not any more.
const PAST: &[&str] = &["not", "old", "legacy", "deprecated", "obsolete", "former", "retired"];

/// What a sentence says of a route that is not ours to build.
const FOREIGN: &[&str] = &[
    "their endpoint",
    "their api",
    "their side",
    "is theirs",
    "not ours",
    "not part of this",
    "no endpoint of ours",
    "do not call it",
    "not touched",
    "owned by the",
    "outbound",
    "client of the ",
    " read from the ",
    " fetched from the ",
    " taken from the ",
];

/// First words of sentences without a subject, which say what the component does that they stand below.
const CALLS: &[&str] = &[
    "calls",
    "call",
    "invokes",
    "invoke",
    "sends",
    "posts",
    "fetches",
    "requests",
    "polls",
    "queries",
    "thin client",
    "client of",
];

/// How far a sentence is read on each side of a route; without a limit, a long line would be read again for each route in it.
const LONGEST: usize = 400;

/// Whether a route belongs to others, by what stands in front of it and behind it.
pub(crate) fn is_outbound(before: &str, behind: &str) -> bool {
    let before = &before[before.ceil_char_boundary(before.len().saturating_sub(LONGEST))..];
    let behind = &behind[..behind.floor_char_boundary(LONGEST)];
    let before = before.to_lowercase().replace('\n', " ");
    let sentence = before.rsplit(". ").next().unwrap_or_default().trim_start_matches(['*', '`', ' ']);
    let near = sentence.trim_end_matches(['`', '*', ' ', '(', ',', ':']);
    let behind = behind.to_lowercase().replace('\n', " ");
    let end = behind.find(". ").map_or(behind.len(), |at| at + 1);
    let whole = format!("{sentence} {}", &behind[..end]);
    let last = near.rsplit(' ').next().unwrap_or_default();
    CALLED.iter().any(|words| near.ends_with(words))
        || format!(" {sentence}").contains(" we call ")
        || PAST.contains(&last)
        || behind.trim_start_matches(['`', '*', ')']).starts_with(" of the ")
        || PAST.iter().any(|past| sentence.split(' ').take(2).any(|word| word == *past))
        || FOREIGN.iter().any(|words| whole.contains(words))
        || CALLS.iter().any(|words| sentence.strip_prefix(words).is_some_and(|rest| rest.starts_with(' ')))
        || is_got_from(sentence)
}

/// "Servers are leased from the fleet team by `POST /leases`": whoever something is got from offers the route.
fn is_got_from(sentence: &str) -> bool {
    let by = sentence.trim_end_matches(['`', '*', ' ', '(']);
    let by = [" by", " via", " through", " with"].iter().find_map(|word| by.strip_suffix(word));
    by.and_then(|got| got.rsplit_once(" from the ")).is_some_and(|(got, from)| {
        let verb = got.rsplit(' ').next().unwrap_or_default();
        (verb.ends_with("ed") || verb.ends_with("en") || verb == "got") && from.split(' ').count() <= 4 && !from.contains(',')
    })
}

#[cfg(test)]
mod tests {
    use super::is_outbound;
    use crate::endpoints::mentioned::ROUTE;

    fn says_so(sentence: &str) -> bool {
        let route = ROUTE.as_ref().unwrap().find(sentence).unwrap();
        is_outbound(&sentence[..route.start()], &sentence[route.end()..])
    }

    #[test]
    fn what_others_offer_is_called() {
        for sentence in [
            "Signing happens in the bank; we call its `POST /sign`, 20 times a second.",
            "GIS stays the owner of pipes (read by `GET /pipes`, their API)",
            "The old `POST /fax-import` stays until May; it is not touched here.",
            "The old kiosk keeps calling POST /legacy/pir until it is scrapped.",
            "Thin client of the Pricing Engine (`POST /replay`). Times out after 800 ms.",
            "The premium office offers `POST /claims`; we do not call it.",
            "We read metering from the historian, `GET /series`, which is not ours.",
            "Servers are leased from the fleet team by `POST /leases`, and they tell us.",
            "Calls `POST /tariffs` on the hub",
            "It is exported to the carrier, who offers `PUT /plans/{id}` for it",
            "The shadow is read with `GET /devices/{id}/shadow` of the core.",
            "We call the first one and `GET /contacts` at the other one.",
            "Prices are read from the hub with `GET /prices`",
        ] {
            assert!(says_so(sentence), "{sentence}");
        }
    }

    #[test]
    fn what_is_offered_is_not() {
        for sentence in [
            "For this page we need `GET /verify/{token}`, without login.",
            "They push to us on `POST /inbound` (mutual TLS).",
            "Couriers report proof of delivery with `PUT /deliveries/{id}/proof`.",
            "The app calls `POST /orders` when the button is pressed.",
            "A clerk opens an order with `POST /orders`.",
            "Readings are stored by `POST /readings`. The old system is read from the archive.",
        ] {
            assert!(!says_so(sentence), "{sentence}");
        }
    }
}
