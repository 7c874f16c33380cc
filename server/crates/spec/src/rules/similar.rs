//! "Did you mean": the nearest of some known words.

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
    let distances = near.filter_map(|candidate| Some((distance(word, candidate, allowed)?, candidate)));
    distances.filter(|(distance, _)| *distance > 0).min().map(|(_, candidate)| candidate)
}

/// Whether two words differ by one edit.
pub(crate) fn is_slip(word: &str, other: &str) -> bool {
    word != other && word.len().abs_diff(other.len()) <= LONGEST_CHARACTER && distance(word, other, 1).is_some()
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

/// How many insertions, deletions, replacements and swaps of neighbours lead from `a` to `b`, if they are not more than allowed.
fn distance(a: &str, b: &str, allowed: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (a, b) = without_common_ends(&a, &b);
    if a.len().abs_diff(b.len()) > allowed {
        return None;
    }
    let mut before_last = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut row = vec![0; b.len() + 1];
    for i in 1..=a.len() {
        // What is farther from the diagonal takes more edits than are allowed.
        let (from, to) = (i.saturating_sub(allowed).max(1), (i + allowed).min(b.len()));
        row[..from].fill(i.min(allowed + 1));
        row[to + 1..].fill(allowed + 1);
        for j in from..=to {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before_last[j - 2] + 1);
            }
            row[j] = best;
        }
        // A swap goes back two rows; what is too far in both of them stays so.
        let is_far = |row: &[usize]| row.iter().all(|distance| *distance > allowed);
        if is_far(&row) && is_far(&last) {
            return None;
        }
        // The oldest row is written over next.
        std::mem::swap(&mut before_last, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    Some(last[b.len()]).filter(|distance| *distance <= allowed)
}

/// The parts in which two words differ: what they have in common at both ends takes no edit.
fn without_common_ends<'a>(mut a: &'a [char], mut b: &'a [char]) -> (&'a [char], &'a [char]) {
    while let (Some((first, a_rest)), Some((other, b_rest))) = (a.split_first(), b.split_first())
        && first == other
    {
        (a, b) = (a_rest, b_rest);
    }
    while let (Some((last, a_rest)), Some((other, b_rest))) = (a.split_last(), b.split_last())
        && last == other
    {
        (a, b) = (a_rest, b_rest);
    }
    (a, b)
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
