//! Operations directly behind the name of what offers them: "OrderService: PlaceOrder, CancelOrder",
//! "`SlipService`, with one call, `print`".

use std::sync::LazyLock;

use regex::Regex;
use specwave_source::Span;

use super::named::is_compound;
use crate::kinds::Kind;
use crate::model::Operation;
use crate::pattern::pattern;
use crate::yaml_dialect::operation;

/// What stands between a name and what it offers: how it is said, and what the things are called.
static INTRO: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"^(?:\s*(\()|(:)\s+|(?:,?\s+(?:which\s+|that\s+)?|\.\s+It\s+)(has|with|offers|provides|exposes|gives|can)\s+(?:(?:do|just|only|the|these|its|own|one|two|three|four|five|six|tiny)\s+)*(things|operations?|methods?|calls?|functions?)?\s*[:,]?\s*)",
    )
});

/// One item of the list, and what parts it from the next one.
static ITEM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"^(?:`([A-Za-z][A-Za-z0-9_]*)(\([^)]*\))?`|([A-Za-z][A-Za-z0-9_]*)(\([^)]*\))?)(,\s+and\s+|,\s*|\s+and\s+|\s*/\s*)?")
});

/// Verbs that are operations where nothing sets them off.
const VERBS: &[&str] = &[
    "add", "append", "apply", "approve", "assign", "begin", "block", "book", "cancel", "charge", "check", "close", "commit",
    "confirm", "create", "delete", "end", "extend", "fetch", "find", "get", "hold", "insert", "issue", "lift", "list", "load",
    "lock", "mark", "move", "open", "order", "pay", "place", "publish", "put", "read", "record", "refuse", "register", "reject",
    "release", "remove", "resolve", "retire", "return", "revoke", "save", "search", "send", "set", "split", "start", "stop",
    "store", "submit", "take", "unlock", "update", "upload", "verify", "void", "withdraw", "write",
];

/// Whether a name in small letters, or of one word, begins with a verb: `find_open`, `Put`.
pub(super) fn begins_with_verb(name: &str) -> bool {
    VERBS.contains(&name.split('_').next().unwrap_or(name).to_lowercase().as_str())
}

/// The operations that `behind`, the text behind a name, begins with.
pub(super) fn behind(text: &str, kind: Kind, behind: &str) -> Vec<Operation> {
    let behind = behind.trim_start_matches(['`', '*']);
    let Some(intro) = INTRO.as_ref().and_then(|intro| intro.captures(behind)) else { return Vec::new() };
    let (in_brackets, is_called_so) = (intro.get(1).is_some(), intro.get(4).is_some());
    let mut rest = &behind[intro[0].len()..];
    let (mut items, mut ends) = (Vec::new(), false);
    while let Some(item) = ITEM.as_ref().and_then(|item| item.captures(rest)) {
        let (Some(name), quoted) = (item.get(1).or_else(|| item.get(3)), item.get(1).is_some()) else { break };
        let call = item.get(2).or_else(|| item.get(4));
        let written = &rest[name.start()..call.map_or(name.end(), |call| call.end())];
        let (name, set_off) = (name.as_str(), quoted || call.is_some());
        let is_verb = begins_with_verb(name);
        let small = name.starts_with(|c: char| c.is_ascii_lowercase());
        // Behind a repository, brackets hold its tables: `Orders` (`orders`, `order_lines`).
        let is_table = kind == Kind::Repository && in_brackets && small && !is_verb && call.is_none() && !is_compound(name);
        if is_table || !(set_off || is_compound(name) || (is_verb && (!small || is_called_so))) {
            break;
        }
        items.push((name, written, set_off));
        rest = &rest[item[0].len()..];
        ends = item.get(5).is_none();
        if ends {
            break;
        }
    }
    // "with Register and the rest of it" is a sentence; what is set off is a name wherever it stands.
    let closed = rest.trim_start().is_empty() || rest.starts_with([')', '.', ';', ',', '\n']) || !ends;
    let listed = !in_brackets || items.iter().all(|(name, _, set_off)| *set_off || is_compound(name));
    let several = items.len() > 1 || items.iter().any(|(name, _, set_off)| *set_off || is_compound(name));
    if !(several && listed && (closed || items.iter().all(|(_, _, set_off)| *set_off))) {
        return Vec::new();
    }
    let found = items.into_iter().filter_map(|(name, written, _)| {
        let start = name.as_ptr() as usize - text.as_ptr() as usize;
        operation(text, Span::new(start, start + written.len()), written, "")
    });
    found.filter(|operation| !operation.name.starts_with("Err")).collect()
}

#[cfg(test)]
mod tests {
    use crate::kinds::Kind;

    #[test]
    fn names_are_followed_by_what_they_offer() {
        for (text, expected) in [
            (": PlaceOrder, CancelOrder. Both are slow.", "PlaceOrder CancelOrder"),
            (" has Append and ForOrder.", "Append ForOrder"),
            (", which offers Put and Get and nothing else", "Put Get"),
            ("`, with one call, `print`. It", "print"),
            (" (`place`, `cancel`) keeps", "place cancel"),
            ("`: `place`, `cancel`", "place cancel"),
            ("` (`orders-api`) keeps", ""),
            (", with three operations: placeOrder, splitOrder and joinOrders.", "placeOrder splitOrder joinOrders"),
            (" can do three things: place, cancel, and tell who asked", "place cancel"),
            (". It has the operations SetLimit and CheckLimit, nothing more", "SetLimit CheckLimit"),
            (" with Kafka and Redis.", ""),
            (" (Spring, Kotlin) keeps", ""),
            (" has a queue", ""),
            (": the heart of it", ""),
        ] {
            let found: Vec<String> =
                super::behind(text, Kind::Service, text).into_iter().map(|operation| operation.name).collect();
            assert_eq!(found.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn tables_of_a_repository_are_not_what_it_offers() {
        for (text, expected) in [("` (`orders`, `order_lines`)", ""), ("` (`save`, `find_open`)", "save find_open")] {
            let found: Vec<String> =
                super::behind(text, Kind::Repository, text).into_iter().map(|operation| operation.name).collect();
            assert_eq!(found.join(" "), expected, "{text}");
        }
    }
}
