//! Numbers that are written out: "two hundred requests per second", "half a second", "three nines".

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::pattern::pattern;

/// Words that are added to the number in front of them.
const ADDENDS: &[(&str, u32)] = &[
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
];

/// Words that multiply it.
const FACTORS: &[(&str, u32)] = &[("hundred", 100), ("thousand", 1000), ("million", 1_000_000)];

/// One of these is in every text that has something written out which counts here.
const MARKS: &[&str] = &[
    "second",
    "minute",
    "hour",
    "hundred",
    "thousand",
    "million",
    "ercent",
    "nines",
    "9s",
    "at once",
    "same time",
    "concurrent",
    "simultaneous",
    "in parallel",
];

/// What stands behind a number that is one in small words, too: "five seconds", "sixty uploads at the same time".
static COUNTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let rate = r"(?:[\w-]+ ){0,3}[\w-]+ (?:per|an?|each|every) (?:second|minute|hour|day)\b";
    let at_once = r"(?:[\w-]+ ){0,2}(?:at once|at the same (?:time|moment)|in parallel|concurrent|simultaneous)";
    pattern(&format!(
        r"^[ -](?:and a half )?(?:(?:milli|micro)?seconds?\b|minutes?\b|hours?\b|per ?cent|%|(?:per|a) (?:second|minute)|{rate}|{at_once})"
    ))
});

/// "Half a second", "a quarter of an hour".
static PARTS: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?i)\b(?:(half)(?: an? |[ -])|(?:a |one )?(quarter) of an? )(second|minute|hour)"));

/// "2 and a half minutes".
static HALVES: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"\b(\d+) and a half (second|minute|hour)"));

/// "Under a second", "within the hour".
static ONE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"(?i)\b((?:under|within|than|below|inside|most|exceed|exceeds) )(?:an?|one|the) (millisecond|second|minute|hour)\b")
});

/// "Three nines", "four 9s".
static NINES: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?i)\b(two|three|four|five|six|[2-6])(?:[ -]and[ -]a[ -]half)?[ -]?(?:nines|9s)\b"));

/// The text with digits for what it writes out.
pub(super) fn with_digits(plain: String) -> String {
    // Most lines have none of them.
    if !MARKS.iter().any(|mark| plain.contains(mark)) {
        return plain;
    }
    // "99.9% (three nines)" says it twice.
    let of_what = if ["vailab", "ptime", " up "].iter().any(|word| plain.contains(word)) { "" } else { " availability" };
    let plain = if plain.contains('%') { plain } else { replaced(&NINES, plain, |found| nines(&found[1]) + of_what) };
    let plain = replaced(&ONE, plain, |found| format!("{}1 {}", &found[1], &found[2]));
    let plain = with_numbers(plain);
    let plain = replaced(&HALVES, plain, |found| format!("{}.5 {}", &found[1], &found[2]));
    replaced(&PARTS, plain, |found| {
        let part = if found.get(1).is_some() { "0.5" } else { "0.25" };
        format!("{part} {}", &found[3])
    })
}

fn replaced(pattern: &Option<Regex>, plain: String, with: impl Fn(&Captures<'_>) -> String) -> String {
    match pattern.as_ref().filter(|pattern| pattern.is_match(&plain)) {
        Some(pattern) => pattern.replace_all(&plain, |found: &Captures<'_>| with(found)).into_owned(),
        None => plain,
    }
}

/// "Three nines" are 99.9%, and always of the time that something is there.
fn nines(count: &str) -> String {
    let spelt = ADDENDS.iter().find(|(word, _)| word.eq_ignore_ascii_case(count)).map(|(_, value)| *value as usize);
    let count = spelt.or_else(|| count.parse().ok()).unwrap_or(2);
    let behind = "9".repeat(count - 2);
    if behind.is_empty() { "99%".to_owned() } else { format!("99.{behind}%") }
}

fn with_numbers(plain: String) -> String {
    let mut with = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(word) = word_at(&plain, at) {
        let begins = !plain[..at].ends_with(|c: char| c.is_alphanumeric() || c == '-');
        match Number::at(&plain, at).filter(|_| begins) {
            Some(number) => {
                let behind = &plain[number.end..];
                if number.scaled || COUNTED.as_ref().is_some_and(|counted| counted.is_match(behind)) {
                    with.push_str(&plain[copied..at]);
                    with.push_str(&number.value.to_string());
                    copied = number.end;
                }
                at = number.end;
            }
            None => at += word.len(),
        }
        at += plain[at..].find(|c: char| c.is_ascii_alphabetic()).unwrap_or(plain.len() - at);
    }
    if copied == 0 {
        return plain;
    }
    with.push_str(&plain[copied..]);
    with
}

/// The letters at `at`.
fn word_at(text: &str, at: usize) -> Option<&str> {
    let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
    Some(&rest[..rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len()).max(first_length(rest))])
}

fn first_length(rest: &str) -> usize {
    rest.chars().next().filter(|c| !c.is_ascii_alphabetic()).map_or(1, char::len_utf8)
}

/// A number in words.
struct Number {
    value: u32,
    end: usize,
    /// Whether it has hundreds or more: such words mean nothing else.
    scaled: bool,
}

impl Number {
    /// The longest number that begins at `start`.
    fn at(text: &str, start: usize) -> Option<Self> {
        let (mut whole, mut open, mut end, mut scaled) = (0_u32, None::<u32>, start, false);
        let mut at = start;
        while let Some(word) = word_at(text, at) {
            let lower = word.to_ascii_lowercase();
            let find = |known: &[(&str, u32)]| known.iter().find(|(spelt, _)| *spelt == lower).map(|(_, value)| *value);
            if let Some(addend) = find(ADDENDS) {
                // "five six" are two numbers; "twenty-five" and "hundred five" are one each.
                let fits = open.is_none_or(|open| open % 100 == 0 || (open % 10 == 0 && open % 100 >= 20 && addend < 10));
                if !fits {
                    break;
                }
                open = Some(open.unwrap_or(0) + addend);
                end = at + word.len();
            } else if let Some(factor) = find(FACTORS).filter(|_| at > start) {
                let count = open.unwrap_or(1);
                let product = count.checked_mul(factor)?;
                (whole, open) = if factor == 100 { (whole, Some(product)) } else { (whole.checked_add(product)?, None) };
                scaled = open.is_some() || scaled || factor > 100;
                end = at + word.len();
            } else if !((lower == "and" && scaled) || (lower == "a" && at == start)) {
                break;
            }
            let joint = text[at + word.len()..].chars().next().filter(|joint| matches!(joint, ' ' | '-'));
            if joint.is_none() {
                break;
            }
            at += word.len() + 1;
        }
        (end > start).then(|| Self { value: whole + open.unwrap_or(0), end, scaled })
    }
}

#[cfg(test)]
mod tests {
    use super::with_digits;

    #[test]
    fn numbers_in_words_become_digits() {
        for (written, expected) in [
            ("Two hundred sightings per second", "200 sightings per second"),
            ("two hundred and fifty requests per second", "250 requests per second"),
            ("fifty thousand claims within an hour", "50000 claims within 1 hour"),
            ("in at most twenty-five seconds", "in at most 25 seconds"),
            ("a hundred users at once", "100 users at once"),
            ("1 of a hundred", "1 of 100"),
            ("sixty uploads at the same time", "60 uploads at the same time"),
            ("five orders per minute", "5 orders per minute"),
            ("within half a second", "within 0.5 second"),
            ("a quarter of an hour", "0.25 hour"),
            ("in two and a half minutes", "in 2.5 minutes"),
            ("in less than a second", "in less than 1 second"),
            ("three nines per month", "99.9% availability per month"),
            ("Availability: two nines", "Availability: 99%"),
            ("The host is up 4 nines", "The host is up 99.99%"),
            ("ninety-five percent", "95 percent"),
            ("one of five steps takes ten seconds", "one of five steps takes 10 seconds"),
            ("5 million lines in ten minutes", "5 million lines in 10 minutes"),
            ("Three replicas in two zones", "Three replicas in two zones"),
            ("a million minutes", "1000000 minutes"),
            ("Wait – a second thought", "Wait – a second thought"),
        ] {
            assert_eq!(with_digits(written.to_owned()), expected);
        }
    }
}
