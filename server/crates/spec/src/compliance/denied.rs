//! Regimes that a text says do not apply.

use std::borrow::Cow;

use specwave_source::Span;

use super::duties::leading;
use super::known;
use crate::outline::{Line, LineKind};

/// What a clause says of a regime that need not be kept.
const DENIALS: &[&str] = &[
    "not applicable",
    "does not apply",
    "do not apply",
    "doesn't apply",
    "don't apply",
    "out of scope",
    "not in scope",
    "not subject to",
    "not relevant",
    "not affected",
    "not covered by",
    "not governed by",
    "not regulated by",
    "exempt from",
    "was discussed",
    "were discussed",
    "was considered",
    "were considered",
    "was evaluated",
    "we looked at",
    "we considered",
    "decided against",
    "ruled out",
    "would apply",
    "would be required",
    "would require",
    "would need",
    "would be needed",
    "would fall under",
    "would be subject to",
    "nothing here touches",
    "has no rule",
    "none of our",
    "says nothing about",
];

/// What a clause ends with that leaves the verb to the one before: "FERPA applies, COPPA doesn't".
const ENDINGS: &[&str] = &[" does not", " doesn't", " do not", " don't", " is not", " isn't"];

/// What a clause says of the regime that the one in front of it names: "ISO 24528 was asked for, we do not need it".
const TAKEN_BACK: &[&str] = &[
    "do not certify",
    "not demand it",
    "not require it",
    "not need it",
    "not support it",
    "not ours",
    "nothing about us",
    "decided not to",
    "decided against it",
];

/// Words in front of the name of a regime that deny it.
const NEGATIONS: &[&str] = &["no ", "not ", "not to ", "not under ", "not by ", "nor ", "nor to "];

/// A line without what it denies; a clause may have begun in the line above, or end in the one below.
pub(super) fn kept<'text>(text: &'text str, lines: &[Line], at: usize) -> Cow<'text, str> {
    let adjoin = |above: &Line, below: &Line| {
        let between = text[above.span.end..below.span.start].trim_matches([' ', '\t', '\r']);
        below.kind == LineKind::Prose && between == "\n"
    };
    let line = lines[at].span;
    let above = at.checked_sub(1).filter(|above| adjoin(&lines[*above], &lines[at])).unwrap_or(at);
    let below = lines.get(at + 1).filter(|below| adjoin(&lines[at], below)).map_or(at, |_| at + 1);
    let whole = Span::new(lines[above].span.start, lines[below].span.end);
    if above == below || !may_deny(&text[whole.start..whole.end]) {
        return without_denied(&text[line.start..line.end]);
    }
    match without_denied(&text[whole.start..whole.end].replace('\n', " ")) {
        Cow::Borrowed(_) => Cow::Borrowed(&text[line.start..line.end]),
        Cow::Owned(masked) => Cow::Owned(masked[line.start - whole.start..line.end - whole.start].to_owned()),
    }
}

/// Most lines deny nothing.
fn may_deny(written: &str) -> bool {
    MARKS.iter().any(|word| written.contains(word))
}

/// One of these is in every text that denies something.
const MARKS: &[&str] = &[
    "n't",
    "not",
    "Not",
    "no ",
    "none ",
    "nor ",
    "othing",
    "out of scope",
    "Out of scope",
    "xempt",
    "n/a",
    "N/A",
    "would ",
    "discussed",
    "onsidered",
    "evaluated",
    "e looked at",
    "decided against",
    "uled out",
];

/// The text with spaces for the clauses that deny: "The hub is under NIS2; PCI DSS does not apply".
pub(super) fn without_denied(written: &str) -> Cow<'_, str> {
    if !may_deny(written) {
        return Cow::Borrowed(written);
    }
    let clauses = clauses(written);
    let mut kept = vec![true; clauses.len()];
    for (at, (clause, _)) in clauses.iter().enumerate() {
        if !clauses[at].1 && TAKEN_BACK.iter().any(|words| clause.contains(words)) {
            kept[at - 1..=at].fill(false);
        } else if denies(clause) {
            // "GDPR, HIPAA and SOX do not apply": the names in front of the last one are denied with it.
            let mut first = at;
            while first > 0 && !clauses[first].1 && names_only(clauses[first - 1].0) {
                first -= 1;
            }
            kept[first..=at].fill(false);
        }
    }
    if kept.iter().all(|kept| *kept) {
        return Cow::Borrowed(written);
    }
    let mut masked = written.to_owned();
    for ((clause, _), _) in clauses.iter().zip(kept).filter(|(_, kept)| !kept) {
        let start = clause.as_ptr() as usize - written.as_ptr() as usize;
        masked.replace_range(start..start + clause.len(), &" ".repeat(clause.len()));
    }
    Cow::Owned(masked)
}

/// Whether a cell says that the regime of its row need not be kept; `asked` where its column asks for no more than that.
pub(super) fn is_denied_by(cell: &str, asked: bool) -> bool {
    let lower = cell.trim_matches(['*', '`', ' ']).to_lowercase();
    ["n/a", "not applicable", "does not apply", "out of scope", "not in scope", "not relevant"]
        .iter()
        .any(|denial| lower.starts_with(denial))
        || ["no", "none"].contains(&lower.as_str())
        || (asked && ["no", "✗", "❌"].iter().any(|denial| lower.starts_with(denial)))
}

/// The clauses of a text, and whether a sentence begins with each.
fn clauses(written: &str) -> Vec<(&str, bool)> {
    let sentences = written.split(". ").flat_map(|sentence| sentence.split("; "));
    let clauses = sentences.flat_map(|sentence| sentence.split(", ").enumerate().map(|(at, clause)| (clause, at == 0)));
    clauses.collect()
}

fn denies(clause: &str) -> bool {
    let lower = clause.to_lowercase().replace('*', "");
    let ended = lower.trim_end_matches(['.', ' ']);
    DENIALS.iter().any(|denial| lower.contains(denial))
        || NEGATIONS.iter().any(|negation| negates(clause, negation))
        || ENDINGS.iter().any(|ending| ended.ends_with(ending))
        || lower.split(|c: char| !(c.is_alphanumeric() || c == '/')).any(|word| word == "n/a")
}

/// "but not to PSD2": whether a known regime stands right behind the word.
fn negates(clause: &str, negation: &str) -> bool {
    let stands_alone = |at: usize| !clause[..at].ends_with(|c: char| c.is_alphanumeric());
    let behind = clause.match_indices(negation).filter(|(at, _)| stands_alone(*at)).map(|(at, _)| &clause[at + negation.len()..]);
    behind.filter_map(leading).any(|name| known::name(name).is_some())
}

fn names_only(clause: &str) -> bool {
    let words = || clause.split(' ').filter(|word| !word.is_empty());
    words().all(|word| !word.starts_with(char::is_lowercase)) && words().next().is_some()
}

#[cfg(test)]
mod tests {
    use super::without_denied;

    #[test]
    fn a_denial_is_about_its_own_clause() {
        for (written, expected) in [
            ("The hub is under NIS2; PCI DSS does not apply since no card is seen", "The hub is under NIS2;"),
            ("GDPR, HIPAA and SOX do not apply", ""),
            ("FERPA applies to us, COPPA doesn't, since no child signs in", "FERPA applies to us, since no child signs in"),
            ("**PCI DSS**: n/a, no card data", "no card data"),
            ("It is subject to the Tenancy Act and to GDPR, but not to PSD2", "It is subject to the Tenancy Act and to GDPR"),
            ("Not applicable: GDPR", ""),
            ("Cards are not stored, no PII leaves us under GDPR", "Cards are not stored, no PII leaves us under GDPR"),
            ("It must not store cards (PCI DSS)", "It must not store cards (PCI DSS)"),
            ("ISO 24528 was asked for, we do not certify", ""),
            ("SOC 2 of the host is filed, it says nothing about us", ""),
            ("We looked at 21 CFR Part 11 for others and decided not to support it", ""),
            ("HIPAA is none of our business", ""),
            ("HIPAA would be required if we served patients, GDPR applies", "GDPR applies"),
            ("We keep records as FLSA demands. MiFID II is not applicable.", "We keep records as FLSA demands"),
        ] {
            let kept = without_denied(written);
            assert_eq!(kept.len(), written.len(), "{written}");
            let words: Vec<&str> = kept.split_whitespace().filter(|word| *word != "," && *word != ".").collect();
            assert_eq!(words.join(" ").trim_end_matches([',', '.', ' ']).replace(" ,", ","), expected, "{written}");
        }
    }
}
