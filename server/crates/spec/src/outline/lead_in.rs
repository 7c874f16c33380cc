//! Which sentences say what the names below them are: `Value objects:`, `The following events are raised:`.

use super::Section;

/// What a sentence can say that names are, or numbers.
const TOLD: Section =
    Section::ENTITIES.with(Section::VALUE_OBJECTS).with(Section::EVENTS).with(Section::REPOSITORY).with(Section::PERFORMANCE);

/// Beginnings of words in sentences about what others declare, or about what something does with the names.
const OF_OTHERS: &[&str] = &[
    "affect",
    "calls",
    "consum",
    "depend",
    "downstream",
    "exist",
    "extern",
    "from",
    "handle",
    "listen",
    "no",
    "not",
    "other",
    "react",
    "receiv",
    "remov",
    "subscri",
    "upstream",
    "use",
    "uses",
];

/// Whether the words in front of a colon announce what stands below: what is declared, or what others have declared.
pub(crate) fn announces(words: &str) -> bool {
    Section::announced_by(words).any(if is_ours(words) { TOLD } else { Section::INTEGRATION })
}

/// Whether nothing in the words says that others have declared what they announce.
pub(crate) fn is_ours(words: &str) -> bool {
    let lower = words.to_lowercase();
    let is_other =
        |word: &str| OF_OTHERS.iter().any(|other| if other.len() > 4 { word.starts_with(other) } else { word == *other });
    !lower.split_whitespace().any(is_other)
}

#[cfg(test)]
mod tests {
    use super::announces;

    #[test]
    fn sentences_announce_what_they_name() {
        for words in ["Value objects", "Core entities", "The following events are emitted", "New entity Lease", "Latency targets"]
        {
            assert!(announces(words), "{words}");
        }
        assert!(announces("From the dialer we consume"));
        for words in ["Response", "Events from other domains", "Steps", "Existing entities"] {
            assert!(!announces(words), "{words}");
        }
    }
}
