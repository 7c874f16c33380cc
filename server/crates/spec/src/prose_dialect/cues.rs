//! The words by which a text says whether a thing has an identity, is nothing but its value, or is somebody else's.

use std::sync::LazyLock;

use regex::Regex;

use crate::kinds::Kind;
use crate::pattern::pattern;

/// Words by which a thing is denied an identity.
static NO_IDENTITY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"\b(?:no|without|nor|not have|never has)\s+(?:an?\s+|any\s+)?(?:own\s+)?(?:id|identity|identifier|key|life|lifecycle|table)\b|\bvalue objects?\b",
    )
});

/// Words by which it has one.
static IDENTITY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let nouns = "id|ids|uuid|ulid|identity|identifier|number|key|reference|serial|tag|lifecycle|life|table";
    pattern(&format!(
        r"\b(?:has|have|with|carries|carry|gets|get|keeps|by|under)\s+(?:(?:an?|its|their|the)\s+)?(?:(?:own|unique|stable|opaque|public|official)\s+)*(?:{nouns})\b|\bown\s+(?:id|identity|identifier|number|key|reference|table)\b|\b(?:identified|keyed|addressed)\s+by\b|\b(?:aggregate|entity|entities)\b|\b(?:is|are)\s+(?:numbered|the (?:id|key|identity)\b)|,\s+numbered\b|\brunning number\b|\bits\s+\w+\s+is\s+unique\b"
    ))
});

/// Words by which nothing but its value counts.
static VALUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"\bimmutable\b|\bnever\s+(?:edited|changes|changed|updated|modified|stored)\b|\breplaced\s+(?:as a whole|whole|wholesale)\b|\b(?:by|as (?:one|a)|plain) values?\b|\bcompared\b|\b(?:fixed|closed) (?:list|set)\b|\b(?:is|are) (?:one|either|any) of\b|\benum|\b(?:embedded|inlined|calculated|computed|only exists?|exists? only|written anew)\b|\bis (?:just|only|simply) an? \w+ and\b|\bis (?:just )?a (?:pair|triple|tuple|value|range|plain)\b|\bas json\b",
    )
});

/// Words by which it is somebody else's, or is not there.
static OF_OTHERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"\b(?:is|are)\s+(?:the\s+)?\w+['’]s?\s*(?:[;,.]|$)|\b(?:is|are)\s+(?:theirs|bought|not ours)\b|\b(?:only|merely)\s+(?:referenced|call|read|keep the id|listen)|\balready\s+exists?\b|\bexists?\s+already\b|\bcomes? from (?:the|another|elsewhere)\b|\bnot in this release\b|\b(?:proposed|refused|rejected|left out|dropped)\b",
    )
});

fn says(said: &LazyLock<Option<Regex>>, text: &str) -> bool {
    said.as_ref().is_some_and(|said| said.is_match(text))
}

/// Whether what is said about a thing denies that it has an identity: "a fixed list, has no life of its own".
pub(crate) fn denies_identity(said: &str) -> bool {
    says(&NO_IDENTITY, &said.to_lowercase())
}

/// Whether a thing is said to be somebody else's, or not to be built.
pub(super) fn gives_away(said: &str) -> bool {
    says(&OF_OTHERS, &said.to_lowercase())
}

/// What is said of a thing by its identity: that it has one, or that it has none.
pub(super) fn by_identity(said: &str) -> Option<Kind> {
    let said = said.to_lowercase();
    match () {
        () if says(&NO_IDENTITY, &said) => Some(Kind::ValueObject),
        () if says(&IDENTITY, &said) => Some(Kind::Entity),
        () => None,
    }
}

/// Whether nothing but its value is said to count.
pub(super) fn is_value(said: &str) -> bool {
    says(&VALUE, &said.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{by_identity, gives_away, is_value};
    use crate::kinds::Kind;

    #[test]
    fn words_tell_whether_a_thing_has_an_identity() {
        for (said, expected) in [
            ("it has its own id and a weight", Some(Kind::Entity)),
            ("is opened by a guest; it has its own reference", Some(Kind::Entity)),
            ("is keyed by the number on its bow", Some(Kind::Entity)),
            ("is one trip to one address, numbered", Some(Kind::Entity)),
            ("has no id of its own", Some(Kind::ValueObject)),
            ("is a list of weights", None),
        ] {
            assert_eq!(by_identity(said), expected, "{said}");
        }
    }

    #[test]
    fn words_tell_values_and_what_is_not_ours() {
        for said in ["is a pair of stop and time", "compared by content", "is one of `a`, `b`", "replaced as a whole"] {
            assert!(is_value(said), "{said}");
        }
        for said in ["are the CRM's; we only keep the id", "is bought and we only call it", "already exists in the catalogue"] {
            assert!(gives_away(said), "{said}");
        }
        for said in ["has the guest's name", "is the guest's promise to pay", "exists once per parcel"] {
            assert!(!gives_away(said) && !is_value(said), "{said}");
        }
    }
}
