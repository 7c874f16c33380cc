//! Scenarios told in steps: `Given …, When …, Then …`.

use specwave_source::Span;

use crate::model::Step;

const KEYWORDS: &[&str] = &["GIVEN", "WHEN", "THEN", "AND", "BUT"];

/// The steps of a text that starts with one; none where it tells something else. `start` is where the text stands.
pub(super) fn read(written: &str, start: usize) -> Vec<Step> {
    let mut found: Vec<(usize, &str)> = Vec::new();
    for (at, _) in written.char_indices().filter(|(at, c)| c.is_alphabetic() && begins_word(written, *at)) {
        let keyword = KEYWORDS.iter().find(|keyword| is_keyword(written, at, keyword));
        found.extend(keyword.map(|keyword| (at, *keyword)));
    }
    if found.first().is_none_or(|(at, _)| !is_mark(&written[..*at])) {
        return Vec::new();
    }
    let ends = found.iter().skip(1).map(|(at, _)| *at).chain([written.len()]);
    let steps = found.iter().zip(ends).map(|((at, keyword), end)| {
        let said = &written[at + keyword.len()..end];
        let said = said.trim_start_matches(|c: char| c.is_whitespace() || "*_:,".contains(c));
        let said = said.trim_end_matches(|c: char| c.is_whitespace() || "*_,;-–—".contains(c));
        Step {
            keyword: (*keyword).to_owned(),
            text: super::words::plain(&said.split_whitespace().collect::<Vec<_>>().join(" ")),
            span: Span::new(start + at, start + written[..end].trim_end().len().max(at + keyword.len())),
        }
    });
    steps.collect()
}

/// A keyword is set off: by emphasis, by capitals, by standing first, or behind a comma.
fn is_keyword(written: &str, at: usize, keyword: &str) -> bool {
    let Some(word) = written.get(at..at + keyword.len()).filter(|word| word.eq_ignore_ascii_case(keyword)) else {
        return false;
    };
    let (before, behind) = (&written[..at], &written[at + keyword.len()..]);
    if behind.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '\'')) && !behind.starts_with("__") {
        return false;
    }
    let emphasised = before.ends_with(['*', '_']) && behind.starts_with(['*', '_', ':']);
    let listed = matches!(keyword, "WHEN" | "THEN") && before.trim_end().ends_with([',', ';', '.']);
    emphasised || word == keyword || is_mark(before) || listed
}

fn begins_word(written: &str, at: usize) -> bool {
    !written[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '\''))
}

/// Whether a text is nothing but marks of lists and emphasis.
fn is_mark(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || "*_->+".contains(c))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn steps_are_found_however_they_are_set_off() {
        for text in [
            "**Given** a cart, **When** I pay, **Then** it ships",
            "**Given** a cart,\n**When** I pay,\n**Then** it ships",
            "GIVEN a cart WHEN I pay THEN it ships",
            "Given a cart, when I pay, then it ships",
            "**GIVEN**: a cart **WHEN**: I pay **THEN**: it ships",
        ] {
            let steps: Vec<_> = read(text, 0).into_iter().map(|step| format!("{} {}", step.keyword, step.text)).collect();
            assert_eq!(steps, ["GIVEN a cart", "WHEN I pay", "THEN it ships"], "{text}");
        }
        assert_eq!(read("**AND** it is sent then and there", 0).len(), 1);
    }

    #[test]
    fn other_texts_have_no_steps() {
        for text in ["Carts are emptied when paid", "Given-up carts", "", "Whenever it rains"] {
            assert_eq!(read(text, 0), [], "{text}");
        }
    }
}
