//! Times and names as people read them.

use crate::scheduler::GateScope;

/// Longest text of an agent or a tool that is shown on one line.
const LONGEST_LINE: usize = 160;

/// A duration with no more precision than anybody needs: `850 ms`, `12.3 s`, `3 min 20 s`, `2 h 5 min`.
#[must_use]
pub fn duration(millis: u64) -> String {
    match millis {
        0..1_000 => format!("{millis} ms"),
        1_000..60_000 => format!("{}.{} s", millis / 1_000, millis % 1_000 / 100),
        60_000..3_600_000 => two_units(millis / 60_000, "min", millis % 60_000 / 1_000, "s"),
        _ => two_units(millis / 3_600_000, "h", millis % 3_600_000 / 60_000, "min"),
    }
}

fn two_units(large: u64, large_unit: &str, small: u64, small_unit: &str) -> String {
    match small {
        0 => format!("{large} {large_unit}"),
        _ => format!("{large} {large_unit} {small} {small_unit}"),
    }
}

/// The name of a gate: `Compile`, `Wave 2` or `All waves`.
#[must_use]
pub fn gate_name(scope: &GateScope) -> String {
    match scope {
        GateScope::Compile { .. } => "Compile".to_owned(),
        GateScope::Wave { wave } => format!("Wave {wave}"),
        GateScope::Final => "All waves".to_owned(),
    }
}

/// The first line of a text that others wrote, without control characters and not too long, so that it cannot
/// break the list or the status line that it is shown in.
pub(crate) fn one_line(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let mut shown: String = line.chars().filter(|character| !character.is_control()).take(LONGEST_LINE).collect();
    if line.chars().count() > LONGEST_LINE {
        shown.push('…');
    }
    shown
}

/// The first line of such a text and the last one: how something ended, and what it said last.
pub(crate) fn first_and_last_line(text: &str) -> String {
    let last = text.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
    let (first, last) = (one_line(text), one_line(last));
    if first == last { first } else { format!("{first}: {last}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_short() {
        let cases = [
            (0, "0 ms"),
            (999, "999 ms"),
            (1_000, "1.0 s"),
            (12_345, "12.3 s"),
            (60_000, "1 min"),
            (200_900, "3 min 20 s"),
            (3_600_000, "1 h"),
            (7_500_000, "2 h 5 min"),
        ];
        for (millis, expected) in cases {
            assert_eq!(duration(millis), expected);
        }
    }

    #[test]
    fn text_of_others_stays_on_its_line() {
        assert_eq!(one_line("\n  two entities\u{7}\r\n- [x] Task 9"), "two entities");
        assert_eq!(one_line(&"x".repeat(500)).chars().count(), LONGEST_LINE + 1);
        assert_eq!(one_line(" \n "), "");
    }
}
