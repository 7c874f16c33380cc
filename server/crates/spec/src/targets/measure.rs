//! Numbers with comparators, units and percentiles, in English and the languages that translated specifications have.

/// Units of times.
pub(super) const TIMES: &[&str] = &["ns", "µs", "ms", "s", "min", "h"];

/// A number as it stands in a text, with what stands around it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Measure {
    /// `<`, `<=`, `>`, `>=`, `=`.
    pub(super) comparator: &'static str,
    /// Whether the text gives a comparator, in signs or words, or a `+` behind the number.
    pub(super) compared: bool,
    pub(super) value: f64,
    /// `ms`, `%`, `webhooks/s`; empty if none.
    pub(super) unit: String,
    /// Bytes of the whole measure in the text.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Comparators in signs and words, longest first.
const COMPARATORS: &[(&str, &str)] = &[
    ("no more than", "<="),
    ("no later than", "<="),
    ("no longer than", "<="),
    ("not exceed", "<="),
    ("exceeding", ">"),
    ("faster than", "<"),
    ("better than", ">"),
    ("lower than", "<"),
    ("fewer than", "<"),
    ("higher than", ">"),
    ("longer than", ">"),
    ("later than", ">"),
    ("slower than", ">"),
    ("no less than", ">="),
    ("greater than", ">"),
    ("at least", ">="),
    ("less than", "<"),
    ("more than", ">"),
    ("at most", "<="),
    ("minimum of", ">="),
    ("maximum of", "<="),
    ("minimum", ">="),
    ("maximum", "<="),
    ("up to", "<="),
    ("within", "<="),
    ("inside", "<="),
    ("under", "<"),
    ("below", "<"),
    ("above", ">"),
    ("over", ">"),
    ("min", ">="),
    ("max", "<="),
    ("<=", "<="),
    (">=", ">="),
    ("≤", "<="),
    ("≥", ">="),
    ("<", "<"),
    (">", ">"),
    ("=", "="),
    ("menos de", "<"),
    ("moins de", "<"),
    ("weniger als", "<"),
    ("unter", "<"),
    ("más de", ">"),
    ("mais de", ">"),
    ("plus de", ">"),
    ("mehr als", ">"),
    ("al menos", ">="),
    ("pelo menos", ">="),
    ("au moins", ">="),
    ("mindestens", ">="),
    ("máximo", "<="),
    ("maximal", "<="),
    ("höchstens", "<="),
    ("innerhalb von", "<="),
    ("小于", "<"),
    ("小於", "<"),
    ("低于", "<"),
    ("低於", "<"),
    ("不超过", "<="),
    ("不超過", "<="),
    ("超过", ">"),
    ("超過", ">"),
    ("至少", ">="),
];

/// No comparator, with a letter in front of it, is longer.
const LONGEST_COMPARATOR: usize = 24;

/// Units of time, size and share, as written and as the model has them.
const UNITS: &[(&str, &str)] = &[
    ("milliseconds", "ms"),
    ("millisecond", "ms"),
    ("microseconds", "µs"),
    ("microsecond", "µs"),
    ("nanoseconds", "ns"),
    ("percent", "%"),
    ("seconds", "s"),
    ("second", "s"),
    ("minutes", "min"),
    ("minute", "min"),
    ("hours", "h"),
    ("hour", "h"),
    ("days", "days"),
    ("day", "days"),
    ("weeks", "weeks"),
    ("months", "months"),
    ("years", "years"),
    ("year", "years"),
    ("msec", "ms"),
    ("mins", "min"),
    ("secs", "s"),
    ("sec", "s"),
    ("min", "min"),
    ("rps", "requests/s"),
    ("qps", "queries/s"),
    ("tps", "transactions/s"),
    ("cps", "calls/s"),
    ("rpm", "requests/min"),
    ("ms", "ms"),
    ("us", "µs"),
    ("µs", "µs"),
    ("μs", "µs"),
    ("ns", "ns"),
    ("kib", "KiB"),
    ("mib", "MiB"),
    ("gib", "GiB"),
    ("kb", "KB"),
    ("mb", "MB"),
    ("gb", "GB"),
    ("tb", "TB"),
    ("gbps", "Gbit/s"),
    ("mbps", "Mbit/s"),
    ("fps", "frames/s"),
    ("s", "s"),
    ("h", "h"),
    ("%", "%"),
    ("x", "x"),
    ("milisegundos", "ms"),
    ("millisecondes", "ms"),
    ("millisekunden", "ms"),
    ("毫秒", "ms"),
    ("ミリ秒", "ms"),
    ("segundos", "s"),
    ("segundo", "s"),
    ("secondes", "s"),
    ("seconde", "s"),
    ("sekunden", "s"),
    ("sekunde", "s"),
    ("秒", "s"),
    ("minutos", "min"),
    ("minuten", "min"),
    ("分钟", "min"),
    ("分鐘", "min"),
    ("horas", "h"),
    ("heures", "h"),
    ("stunden", "h"),
    ("小时", "h"),
    ("小時", "h"),
    ("時間", "h"),
];

/// The unit that a word of a key stands for: `latency_ms`, `error_rate_pct`.
pub(super) fn unit_named(word: &str) -> Option<&'static str> {
    let word = if word == "pct" { "percent" } else { word };
    UNITS.iter().find(|(written, _)| *written == word).map(|(_, meant)| *meant)
}

/// Periods of a rate.
const PERIODS: &[(&str, &str)] = &[
    ("seconds", "s"),
    ("second", "s"),
    ("minute", "min"),
    ("hour", "h"),
    ("day", "day"),
    ("month", "month"),
    ("sec", "s"),
    ("min", "min"),
    ("hr", "h"),
    ("s", "s"),
    ("h", "h"),
    ("segundo", "s"),
    ("seconde", "s"),
    ("sekunde", "s"),
    ("秒", "s"),
];

/// Words that scale the number in front of them.
const SCALES: &[(&str, f64)] = &[("thousand", 1e3), ("million", 1e6), ("billion", 1e9)];

/// Words that are counted, when they stand behind a number: `1000 consents/second`.
const MOST_COUNTED_WORDS: usize = 3;

/// The first measure at or behind `from`.
pub(super) fn find(text: &str, from: usize) -> Option<Measure> {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        let begins = bytes[at].is_ascii_digit() && !is_inside_word(text, at) && !is_ordinal(text, at);
        if begins {
            return Some(read(text, at));
        }
        // A digit inside a word takes the rest of its number with it.
        at += 1;
        if bytes[at - 1].is_ascii_digit() {
            while at < bytes.len() && (bytes[at].is_ascii_digit() || bytes[at] == b'.') {
                at += 1;
            }
        }
    }
    None
}

/// `95th` names a rank, not a quantity.
fn is_ordinal(text: &str, at: usize) -> bool {
    let behind = text[at..].trim_start_matches(|c: char| c.is_ascii_digit());
    ["th", "st", "nd", "rd"].iter().any(|ending| starts_with_word(behind, ending).is_some())
}

/// `p99`, `v2` and `sub_50` have digits that are part of a name; `sub-50ms` is a limit.
fn is_inside_word(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    before.is_some_and(|c| (c.is_alphabetic() && !is_ideograph(c)) || matches!(c, '_' | '.' | '#' | '$'))
}

/// Whether a letter is of a script that sets no spaces between words.
fn is_ideograph(c: char) -> bool {
    c >= '\u{2e80}'
}

fn read(text: &str, at: usize) -> Measure {
    let (first, plus, first_end) = number(text, at);
    let (comparator, start) = comparator(text, at, plus);
    // "15-20 ms" asks for no more than the upper end.
    let upper = range_end(text, first_end).map(|at| number(text, at));
    let (value, _, number_end) = upper.unwrap_or((first, plus, first_end));
    let (unit, unit_end) = unit(text, number_end);
    let ranged = upper.is_some() && TIMES.contains(&unit.as_str());
    let (comparator, end) = match comparator.or(ranged.then_some("<=")) {
        Some(comparator) => (Some(comparator), unit_end),
        None if unit == "%" && text[unit_end..].starts_with('+') => (Some(">="), unit_end + 1),
        None => behind(text, unit_end),
    };
    Measure { comparator: comparator.unwrap_or("="), compared: comparator.is_some(), value, unit, start, end }
}

/// Where the second number of a range starts whose first one ends at `end`.
fn range_end(text: &str, end: usize) -> Option<usize> {
    let rest = &text[end..];
    let behind = ["-", "–", " - ", " – "].iter().find_map(|dash| rest.strip_prefix(dash))?;
    let starts = behind.starts_with(|c: char| c.is_ascii_digit());
    starts.then(|| end + rest.len() - behind.len())
}

/// Comparators that stand behind what they limit: "250 ms or less", "20 MB max".
const BEHIND: &[(&str, &str)] = &[
    (" or better", "<="),
    (" or less", "<="),
    (" or fewer", "<="),
    (" or below", "<="),
    (" or under", "<="),
    (" or faster", "<="),
    (" or lower", "<="),
    (" maximum", "<="),
    (" max", "<="),
    (" at most", "<="),
    (" or more", ">="),
    (" or higher", ">="),
    (" or above", ">="),
    (" or greater", ">="),
    (" minimum", ">="),
    (" at least", ">="),
    ("以内", "<="),
    ("以內", "<="),
    ("之内", "<="),
    ("以下", "<="),
    ("未満", "<"),
    ("内", "<="),
    ("內", "<="),
    ("以上", ">="),
];

fn behind(text: &str, end: usize) -> (Option<&'static str>, usize) {
    let spaced = text[end..].trim_start();
    let (rest, end) = if spaced.starts_with(is_ideograph) { (spaced, text.len() - spaced.len()) } else { (&text[end..], end) };
    let found = BEHIND.iter().find_map(|(words, meant)| Some((*meant, starts_with_word(rest, words)?)));
    // A share is better when it is higher.
    let higher = text[..end].ends_with('%') && rest.starts_with(" or better");
    found.map_or((None, end), |(meant, length)| (Some(if higher { ">=" } else { meant }), end + length))
}

/// How far groups of three digits go on behind spaces.
const LONGEST_NUMBER: usize = 15;

/// `10,000`, `99.9`, `100K+`: the value, whether a plus follows, and the end.
fn number(text: &str, at: usize) -> (f64, bool, usize) {
    let bytes = text.as_bytes();
    let digit_at = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = at;
    let mut digits = String::new();
    // `1 500 000` is one number: at most three digits, a space, three more, and so on.
    let goes_on = |end: usize| {
        let three = (1..=3).all(|ahead| digit_at(end + ahead)) && !digit_at(end + 4);
        let grouped = (1..=3).contains(&(end - at)) || ((4..LONGEST_NUMBER).contains(&(end - at)) && bytes[end - 4] == b' ');
        bytes.get(end) == Some(&b' ') && three && grouped && !bytes[at..end].contains(&b'.') && bytes[at] != b'0'
    };
    while digit_at(end) || goes_on(end) || (matches!(bytes.get(end), Some(b',' | b'.' | b'_')) && digit_at(end + 1)) {
        match bytes[end] {
            // "1,5 Sekunden" is one and a half.
            b',' if is_decimal_comma(&text[at..], end - at) => digits.push('.'),
            b',' | b'_' | b' ' => {}
            byte => digits.push(char::from(byte)),
        }
        end += 1;
    }
    if is_grouped_by_dots(&text[at..end]) && !is_measured(&text[end..]) {
        digits.retain(|c| c != '.');
    }
    let mut value: f64 = digits.parse().unwrap_or(0.0);
    let scale = match bytes.get(end) {
        Some(b'K' | b'k') => 1e3,
        Some(b'M') => 1e6,
        Some(b'B') => 1e9,
        _ => 1.0,
    };
    let ends_word = !bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric);
    if scale > 1.0 && ends_word {
        value *= scale;
        end += 1;
    }
    let spaces = text[end..].len() - text[end..].trim_start_matches(' ').len();
    if let Some((word, scale)) = SCALES.iter().find(|(word, _)| starts_with_word(&text[end + spaces..], word).is_some()) {
        value *= scale;
        end += spaces + word.len();
    }
    let plus = bytes.get(end) == Some(&b'+');
    (value, plus, end + usize::from(plus))
}

/// Whether the comma at `at` is the only mark of the number, and other than three digits follow it.
fn is_decimal_comma(number: &str, at: usize) -> bool {
    let behind = number[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
    let goes_on = number[at + 1 + behind..].starts_with([',', '.']);
    behind < 3 && !goes_on && number[..at].bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a number may be written as "40.000" and "1.500.000" are.
fn is_grouped_by_dots(number: &str) -> bool {
    let mut groups = number.split('.');
    let first = groups.next().unwrap_or_default();
    let leads = (1..=3).contains(&first.len()) && !first.starts_with('0');
    leads && number.contains('.') && groups.all(|group| group.len() == 3)
}

/// Whether a time, a size or a share stands behind a number: those have decimals, what is counted has none.
fn is_measured(behind: &str) -> bool {
    let spaced = behind.trim_start_matches([' ', '-']);
    UNITS.iter().any(|(written, _)| starts_with_word(spaced, written).is_some()) || behind.starts_with(['K', 'k', 'M', 'B'])
}

/// The comparator in front of a number, and where it starts.
fn comparator(text: &str, at: usize, plus: bool) -> (Option<&'static str>, usize) {
    let before = text[..at].trim_end_matches([' ', '~', '≈']);
    let mut from = before.len().saturating_sub(LONGEST_COMPARATOR);
    while !before.is_char_boundary(from) {
        from += 1;
    }
    let lower = before[from..].to_ascii_lowercase();
    for (written, meant) in COMPARATORS {
        let Some(head) = lower.strip_suffix(written) else { continue };
        let is_word = written.starts_with(|c: char| c.is_ascii_alphabetic());
        if is_word && head.ends_with(|c: char| c.is_alphanumeric()) {
            continue;
        }
        return (Some(meant), from + head.len());
    }
    if let Some(head) = lower.strip_suffix("sub-") {
        return (Some("<"), from + head.len());
    }
    (plus.then_some(">="), at)
}

/// The unit behind a number, with the period of a rate: `ms`, `%`, `consents/s`, `endpoints`.
fn unit(text: &str, at: usize) -> (String, usize) {
    let rest = &text[at..];
    let attached = !rest.starts_with(' ') && !rest.starts_with('-');
    let spaced = rest.trim_start_matches([' ', '-']);
    let start = at + (rest.len() - spaced.len());
    if let Some((period, length)) = rate(spaced) {
        return (format!("/{period}"), start + length);
    }
    for (written, meant) in UNITS {
        let Some(length) = starts_with_word(spaced, written) else { continue };
        if *meant == "x" && !attached {
            continue;
        }
        // "99.9 % per month" is a share, measured monthly.
        return match rate(&spaced[length..]).filter(|_| *meant != "%") {
            Some((period, more)) => (format!("{meant}/{period}"), start + length + more),
            None => ((*meant).to_owned(), start + length),
        };
    }
    // "15m" ends with minutes; "15m rows" are millions.
    if attached && rest.strip_prefix('m').is_some_and(|behind| behind.trim().is_empty() || behind.starts_with([')', ',', ';'])) {
        return ("min".to_owned(), at + 1);
    }
    if attached && !rest.is_empty() && !rest.starts_with([')', ',', ';']) {
        return (String::new(), at);
    }
    counted(spaced).map_or((String::new(), at), |(unit, length)| (unit, start + length))
}

/// The period behind `/`, `per` or an article, and the bytes read.
fn rate(text: &str) -> Option<(&'static str, usize)> {
    let trimmed = text.trim_start();
    let space = text.len() - trimmed.len();
    let rest = ["/", "per ", "a ", "an ", "each ", "every ", "por ", "par ", "pro "]
        .iter()
        .find_map(|mark| trimmed.strip_prefix(mark))?;
    let mark = trimmed.len() - rest.len();
    PERIODS.iter().find_map(|(written, meant)| Some((*meant, space + mark + starts_with_word(rest, written)?)))
}

/// `consents/second`, `webhook endpoints`, `concurrent checks per second`: what is counted.
fn counted(text: &str) -> Option<(String, usize)> {
    let mut end = 0;
    let mut last = "";
    for _ in 0..MOST_COUNTED_WORDS {
        let rest = &text[end..];
        let spaces = rest.len() - rest.trim_start_matches(' ').len();
        let word_length = rest[spaces..].find(|c: char| !(c.is_alphabetic() || c == '-')).unwrap_or(rest.len() - spaces);
        let word = &rest[spaces..spaces + word_length];
        if word.is_empty() || STOP_WORDS.contains(&word.to_lowercase().as_str()) {
            break;
        }
        last = word;
        end += spaces + word_length;
        if let Some((period, length)) = rate(&text[end..]) {
            return Some((format!("{last}/{period}"), end + length));
        }
        if word.ends_with('s') && !["ss", "ous"].iter().any(|ending| word.ends_with(ending)) {
            break;
        }
    }
    (!last.is_empty()).then(|| (last.to_lowercase(), end))
}

/// Words that are not counted but say when or where.
const STOP_WORDS: &[&str] = &[
    "for",
    "of",
    "with",
    "under",
    "per",
    "at",
    "in",
    "to",
    "on",
    "and",
    "or",
    "as",
    "from",
    "by",
    "sustained",
    "burst",
    "peak",
    "average",
    "typical",
];

/// The length of `word` if `text` starts with it and the word ends there, without regard to case.
fn starts_with_word(text: &str, word: &str) -> Option<usize> {
    // Most words differ from the first letter on.
    if !text.as_bytes().first()?.eq_ignore_ascii_case(word.as_bytes().first()?) {
        return None;
    }
    let head = text.get(..word.len())?;
    let ends = word == "%" || word.ends_with(is_ideograph) || !text[word.len()..].starts_with(|c: char| c.is_alphanumeric());
    (head.eq_ignore_ascii_case(word) && ends).then_some(word.len())
}

/// The percentile that a text names: `p99`, `P99.9`, `95th percentile`.
pub(super) fn percentile(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    for (at, _) in lower.match_indices('p') {
        let begins = !lower[..at].ends_with(|c: char| c.is_alphanumeric());
        let digits: String = lower[at + 1..].chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        let digits = digits.trim_end_matches('.');
        let ends = !lower[at + 1 + digits.len()..].starts_with(|c: char| c.is_alphanumeric());
        if begins && ends && digits.len() >= 2 && digits.starts_with(|c: char| c.is_ascii_digit()) {
            return format!("p{digits}");
        }
    }
    let Some(at) = lower.find("th percentile").or_else(|| lower.find("th-percentile")) else {
        return if lower.contains("median") { "p50".to_owned() } else { String::new() };
    };
    let digits: String = lower[..at].chars().rev().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    if digits.is_empty() { String::new() } else { format!("p{}", digits.chars().rev().collect::<String>()) }
}
