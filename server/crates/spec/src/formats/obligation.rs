//! Sentences that oblige: `WHEN x, THE Ledger SHALL y`, `System MUST z`.

use specwave_source::Span;

use super::reading::Reading;
use crate::model::{Condition, Located, Obligation};

/// Words that oblige, in the order in which they are looked for.
const MODALS: &[&str] = &["SHALL", "MUST", "SHOULD", "MAY", "shall", "must"];

/// Words that begin a condition in EARS.
const CONDITIONS: &[&str] = &["WHEN", "IF", "WHILE", "WHERE"];

/// Reads the first sentence of a text, told in one line, that obliges somebody; `span` is where the text stands.
pub(super) fn read(reading: &Reading<'_>, told: &str, span: Span) -> Option<Obligation> {
    let plain = super::words::plain(told);
    let (at, modal) = MODALS.iter().find_map(|modal| Some((find_word(&plain, modal)?, *modal)))?;
    let (head, behind) = (&plain[..at], plain[at + modal.len()..].trim_start());
    let sentence = head.rfind(". ").map_or(head, |end| &head[end + 2..]);
    let (forbids, response) = match behind.split_once(' ') {
        Some((first, rest)) if first.eq_ignore_ascii_case("not") => (true, rest),
        _ => (false, behind),
    };
    let (conditions, subject) = split_subject(sentence);
    let modal = modal.to_uppercase();
    (!subject.is_empty()).then(|| Obligation {
        conditions: read_conditions(conditions),
        subject: Located { value: subject.to_owned(), span: reading.place(subject, span) },
        modal: if forbids { format!("{modal} NOT") } else { modal },
        response: response.trim().trim_end_matches('.').to_owned(),
    })
}

/// What stands in front of the modal: conditions, and who is obliged.
fn split_subject(sentence: &str) -> (&str, &str) {
    let capital = find_last_word(sentence, "THE").map(|at| at + "THE".len());
    let behind = [", ", "THEN ", "then "].iter().filter_map(|mark| Some(sentence.rfind(mark)? + mark.len())).max();
    let conditional = CONDITIONS.iter().any(|keyword| starts_with_word(sentence.trim_start(), keyword));
    let article = || find_last_word(sentence, "the").filter(|_| conditional);
    let cut = capital.or(behind).or_else(article).unwrap_or(0);
    let (conditions, subject) = sentence.split_at(cut);
    let mut subject = subject.trim_matches(|c: char| c.is_whitespace() || matches!(c, '`' | '*' | ','));
    for article in ["the ", "The ", "a ", "A ", "an ", "An ", "THE "] {
        subject = subject.strip_prefix(article).unwrap_or(subject);
    }
    (conditions, subject.trim_matches('`'))
}

fn read_conditions(text: &str) -> Vec<Condition> {
    let mut starts: Vec<(usize, &str)> = Vec::new();
    for keyword in CONDITIONS {
        let capital = text.match_indices(keyword).map(|(at, _)| at).filter(|at| is_word(text, *at, keyword.len()));
        starts.extend(capital.map(|at| (at, *keyword)));
        let indent = text.len() - text.trim_start().len();
        if starts_with_word(text.trim_start(), keyword) && !starts.contains(&(indent, *keyword)) {
            starts.push((indent, keyword));
        }
    }
    starts.sort_unstable();
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([text.len()]);
    let conditions = starts.iter().zip(ends).map(|((start, keyword), end)| {
        let mut said = text[start + keyword.len()..end].trim_matches([' ', ',']);
        for joint in ["THE", "THEN", "then", "AND", "and"] {
            said = said.strip_suffix(joint).unwrap_or(said).trim_end_matches([' ', ',']);
        }
        Condition { keyword: (*keyword).to_owned(), text: said.to_owned() }
    });
    conditions.filter(|condition| !condition.text.is_empty()).collect()
}

fn find_word(text: &str, word: &str) -> Option<usize> {
    text.match_indices(word).map(|(at, _)| at).find(|at| is_word(text, *at, word.len()))
}

fn find_last_word(text: &str, word: &str) -> Option<usize> {
    text.match_indices(word).map(|(at, _)| at).filter(|at| is_word(text, *at, word.len())).last()
}

fn is_word(text: &str, at: usize, length: usize) -> bool {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    !text[..at].ends_with(inside) && !text[at + length..].starts_with(inside)
}

/// Whether a text starts with a word, in any case.
fn starts_with_word(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word)) && text[word.len()..].starts_with(' ')
}

#[cfg(test)]
mod tests {
    use specwave_source::Span;

    use super::Reading;
    use crate::model::Obligation;
    use crate::outline::Outline;

    fn read(text: &str) -> Option<Obligation> {
        let reading = Reading { text, outline: &Outline::default(), parts: Vec::new() };
        super::read(&reading, &text.split_whitespace().collect::<Vec<_>>().join(" "), Span::new(0, text.len()))
    }

    #[test]
    fn who_is_obliged_stands_where_the_text_has_it() {
        let text = "WHEN  a   léad\n  arrives, THE Ledger SHALL store it";
        let subject = read(text).unwrap().subject;
        assert_eq!(&text[subject.span.start..subject.span.end], "Ledger");
    }

    #[test]
    fn sentences_are_taken_apart() {
        let cases = [
            ("WHEN a lead arrives, THE LeadMachine SHALL store it.", "WHEN a lead arrives | LeadMachine SHALL store it"),
            ("IF the token is old, THEN THE API SHALL NOT accept it", "IF the token is old | API SHALL NOT accept it"),
            ("WHILE open WHEN asked THE Desk SHALL answer", "WHILE open WHEN asked | Desk SHALL answer"),
            ("**WHEN** a user signs in **THEN** the system **SHALL** greet", "WHEN a user signs in | system SHALL greet"),
            ("System MUST allow users to sign in", "| System MUST allow users to sign in"),
            ("The CLI SHALL list changes. It MUST sort.", "| CLI SHALL list changes. It MUST sort"),
            ("When the cart is empty, the shop must hide it", "WHEN the cart is empty | shop MUST hide it"),
            ("The `token` SHALL be hashed", "| token SHALL be hashed"),
        ];
        for (sentence, expected) in cases {
            let read = read(sentence).map(|it| {
                let conditions: Vec<_> = it.conditions.iter().map(|c| format!("{} {} ", c.keyword, c.text)).collect();
                format!("{}| {} {} {}", conditions.concat(), it.subject.value, it.modal, it.response)
            });
            assert_eq!(read.as_deref(), Some(expected), "{sentence}");
        }
    }

    #[test]
    fn other_sentences_oblige_nobody() {
        for sentence in ["The user can sign in", "MUSTARD is yellow", "", "SHALL"] {
            assert_eq!(read(sentence), None, "{sentence}");
        }
    }
}
