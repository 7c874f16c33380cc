//! How sentences of requirements are worded.

use crate::model::{Obligation, Requirement};

/// Whether a sentence obliges, in the words that the formats ask for. *Should* and *may* do not.
pub(super) fn obliges(obligation: Option<&Obligation>) -> bool {
    obligation.is_some_and(|obligation| obligation.modal.starts_with("SHALL") || obligation.modal.starts_with("MUST"))
}

/// Whether a text is written in another script than the keywords of the formats, as translations are.
pub(super) fn is_translated(text: &str) -> bool {
    let (mut plain, mut foreign) = (0, 0);
    for letter in text.chars().filter(|c| c.is_alphabetic()) {
        if letter.is_ascii() { plain += 1 } else { foreign += 1 }
    }
    foreign * 4 > plain
}

/// Whether a requirement of a delta says what has to be, rather than what goes.
pub(super) fn stays(requirement: &Requirement) -> bool {
    use crate::model::Change::{Removed, Renamed};
    !matches!(requirement.change, Some(Removed | Renamed))
}

#[cfg(test)]
mod tests {
    use super::is_translated;

    #[test]
    fn a_word_in_another_script_makes_no_translation() {
        assert!(is_translated("Система отправляет счёт (invoice)"));
        assert!(!is_translated("The café sends an invoice"));
    }
}
