//! "Did you mean": the nearest of some known words.

/// The candidate that differs from `word` by the fewest edits, if those are few for its length.
#[must_use]
pub fn most_similar<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (word.chars().count() / 3).clamp(1, 3);
    // Each character more or less is an edit at least.
    let is_near = |candidate: &&str| candidate.chars().count().abs_diff(word.chars().count()) <= allowed;
    let distances = candidates.into_iter().filter(is_near).map(|candidate| (distance(word, candidate), candidate));
    distances.filter(|(distance, _)| (1..=allowed).contains(distance)).min().map(|(_, candidate)| candidate)
}

/// Insertions, deletions, replacements and swaps of neighbours that lead from `a` to `b`.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before_last[j - 2] + 1);
            }
            row.push(best);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
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
