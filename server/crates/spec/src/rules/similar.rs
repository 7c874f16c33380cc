//! "Did you mean": the nearest of some known words. An edit inserts, deletes or replaces a letter, or swaps two neighbours.

use rapidfuzz::distance::osa::{self, Args, BatchComparator};

/// The candidate that differs from `word` by the fewest edits, if those are few for its length.
#[must_use]
pub fn most_similar<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (word.chars().count() / 3).clamp(1, 3);
    // Each character more or less is an edit at least, and so is each letter that the other does not have.
    let letters = letters_of(word);
    let is_near = |candidate: &&str| {
        let more = candidate.len().abs_diff(word.len());
        (more <= allowed || (more <= allowed * LONGEST_CHARACTER && !(candidate.is_ascii() && word.is_ascii())))
            && (letters ^ letters_of(candidate)).count_ones() as usize <= 2 * allowed
    };
    let near = candidates.into_iter().filter(is_near);
    let compared = BatchComparator::new(word.chars());
    let few = Args::default().score_cutoff(allowed);
    let distances = near.filter_map(|candidate| Some((compared.distance_with_args(candidate.chars(), &few)?, candidate)));
    distances.filter(|(distance, _)| *distance > 0).min().map(|(_, candidate)| candidate)
}

/// Whether two words differ by one edit.
pub(crate) fn is_slip(word: &str, other: &str) -> bool {
    let one = Args::default().score_cutoff(1);
    let is_near = word != other && word.len().abs_diff(other.len()) <= LONGEST_CHARACTER;
    is_near && osa::distance_with_args(word.chars(), other.chars(), &one).is_some()
}

/// Bytes of the longest character.
const LONGEST_CHARACTER: usize = 4;

/// Which letters a word has: a bit for each, some share one.
fn letters_of(word: &str) -> u64 {
    if word.is_ascii() {
        return word.bytes().fold(0, |letters, byte| letters | 1 << (byte & 63));
    }
    word.chars().fold(0, |letters, c| letters | 1 << (u32::from(c) & 63))
}

#[cfg(test)]
mod tests {
    use super::most_similar;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        assert_eq!(most_similar("hihg", ["critical", "high"]), Some("high"));
        assert_eq!(most_similar("ConsentRecrod", ["ConsentRecord", "ConsentState"]), Some("ConsentRecord"));
        assert_eq!(most_similar("urgent", ["critical", "high"]), None);
        assert_eq!(most_similar("high", ["high"]), None);
    }
}
