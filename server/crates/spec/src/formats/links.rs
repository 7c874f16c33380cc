//! Links to requirements: `_Requirements: 1.1, 2.3_`, `(FR-003)`, `**Validates: Requirements 1.2**`.

use foldhash::HashSet;
use std::sync::LazyLock;

use regex::Regex;
use specwave_source::Span;

use crate::model::Located;
use crate::pattern::pattern;

/// A list of numbers behind a word that announces requirements. Other words announce them with a colon only, or where the
/// numbers can be nothing else: a task that covers 3 cases names no requirement.
static LIST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let item = r"(?:[A-Z]{1,5}-)?\d+(?:\.\d+)*[a-z]?(?:\s*[-–]\s*\d+(?:\.\d+)+)?";
    let certain = r"(?:[A-Z]{1,5}-\d+(?:\.\d+)*|\d+(?:\.\d+)+)[a-z]?(?:\s*[-–]\s*\d+(?:\.\d+)+)?";
    let more = format!(r"(?:\s*(?:,|and|&)\s*(?:requirements?\s+)?{item})*");
    let verb = r"(?:validates|implements|covers|traces? to)\b[_*]*\s*";
    let announced = format!(r"(?:(?:{verb}:?[_*]*\s*)?(?:requirements?|reqs?|refs?)\b[_*]*\s*:?|{verb}:)[_*]*\s*");
    pattern(&format!(r"(?i)(?:^|[^A-Za-z0-9])(?:{announced}({item}{more})|{verb}({certain}{more}))[_*)]*"))
});

/// Numbers of requirements that need no announcement.
static NUMBERED: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"\b(?:N?FR|REQ|SC|NFR)-\d+[a-z]?(?:\.\d+)*\b"));

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"(?:[A-Z]{1,5}-)?\d+(?:\.\d+)*[a-z]?"));

/// The requirements that a text names; `start` is where it stands.
pub(crate) fn read(written: &str, start: usize) -> Vec<Located<String>> {
    let (mut found, mut known) = (Vec::new(), HashSet::default());
    let mut add = |value: String, at: usize, length: usize| {
        if known.insert(value.clone()) {
            found.push(Located { value, span: Span::new(start + at, start + at + length) });
        }
    };
    for list in LIST.iter().flat_map(|list| list.captures_iter(written)) {
        let Some(numbers) = list.get(1).or_else(|| list.get(2)) else { continue };
        let mut earlier: Option<regex::Match<'_>> = None;
        for number in NUMBER.iter().flat_map(|number| number.find_iter(numbers.as_str())) {
            let at = numbers.start() + number.start();
            let between = earlier.map(|earlier| numbers.as_str()[earlier.end()..number.start()].trim());
            if let (Some("-" | "–"), Some(first)) = (between, earlier) {
                for inner in inside(first.as_str(), number.as_str()) {
                    add(inner, at, number.len());
                }
            }
            add(number.as_str().to_owned(), at, number.len());
            earlier = Some(number);
        }
    }
    for number in NUMBERED.iter().flat_map(|number| number.find_iter(written)) {
        add(number.as_str().to_owned(), number.start(), number.len());
    }
    found
}

/// `1.2` and `1.3` between `1.1` and `1.4`.
fn inside(first: &str, last: &str) -> Vec<String> {
    let (Some((group, from)), Some((same, to))) = (first.rsplit_once('.'), last.rsplit_once('.')) else { return Vec::new() };
    match (from.parse::<u16>(), to.parse::<u16>()) {
        (Ok(from), Ok(to)) if group == same && to.saturating_sub(from) < 100 => {
            (from + 1..to).map(|inner| format!("{group}.{inner}")).collect()
        }
        _ => Vec::new(),
    }
}

/// The text up to the first announced list, if one ends it.
pub(super) fn without(written: &str) -> &str {
    let list = LIST.as_ref().and_then(|list| list.find_iter(written).last());
    let ends = list.filter(|list| {
        written[list.end()..].trim().is_empty() && written[list.start()..].trim_start().starts_with(['_', '*', '('])
    });
    ends.map_or(written, |list| written[..list.start()].trim_end_matches([' ', '-', '–', '—', '_', '*', '(']))
}

#[cfg(test)]
mod tests {
    use super::{read, without};

    #[test]
    fn links_are_read_however_they_are_written() {
        for (written, expected) in [
            ("_Requirements: 1.1, 2.3_", &["1.1", "2.3"][..]),
            ("**Validates: Requirements 1.2 and 1.3**", &["1.2", "1.3"]),
            ("_Requirements: 1.1-1.4_", &["1.1", "1.2", "1.3", "1.4"]),
            ("Enforce the limit (FR-003, SC-001)", &["FR-003", "SC-001"]),
            ("*Requirements: FR-1, FR-2*", &["FR-1", "FR-2"]),
            ("**Validates**: 1.2", &["1.2"]),
            ("Covers 1.2 and 2", &["1.2", "2"]),
            ("Test that covers 12 cases and implements 3 filters", &[]),
            ("Install version 1.2 of the tool", &[]),
        ] {
            let found: Vec<_> = read(written, 0).into_iter().map(|link| link.value).collect();
            assert_eq!(found, expected, "{written}");
        }
        assert_eq!(without("Store orders _Requirements: 1.1_"), "Store orders");
    }
}
