//! Quantities that requirements and goals set, as performance targets.

use specwave_source::Span;

use crate::model::{Obligation, Step, Target};
use crate::targets;

/// Sentences about limits that are put on others, or on how long things are kept.
const LIMITS: &[&str] = &["rate limit", "rate-limit", "per ip", "expir", "retry", "retries", "retain"];

/// The targets that a sentence sets.
pub(super) fn of_sentence(text: &str, span: Span) -> Vec<Target> {
    if mentions_limit(text) {
        return Vec::new();
    }
    targets::of_sentence(text, span)
}

/// The targets of a list of goals in one line: `1000 requests/s, p95 < 200 ms`.
pub(super) fn of_goals(text: &str, span: Span) -> Vec<Target> {
    let mut goals: Vec<String> = vec![String::new()];
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        match goals.last_mut() {
            Some(goal) if depth > 0 || !matches!(c, ',' | ';') => goal.push(c),
            _ => goals.push(String::new()),
        }
    }
    // A comma inside a number belongs to it.
    let mut joined: Vec<String> = Vec::new();
    for goal in goals {
        match joined.last_mut() {
            Some(last) if last.ends_with(|c: char| c.is_ascii_digit()) && goal.starts_with(|c: char| c.is_ascii_digit()) => {
                last.push(',');
                last.push_str(&goal);
            }
            _ => joined.push(goal),
        }
    }
    joined.iter().flat_map(|goal| goal.split(" and ")).flat_map(with_load).flat_map(|goal| of_goal(goal.trim(), span)).collect()
}

/// "200 ms at 300 requests/s" sets a time and a load.
fn with_load(goal: &str) -> Vec<&str> {
    let is_rate = |load: &str| {
        let (count, period) = load.split_once('/').or_else(|| load.split_once(" per ")).unwrap_or_default();
        count.starts_with(|c: char| c.is_ascii_digit()) && period.starts_with(['s', 'm', 'h'])
    };
    let load = goal.split_once(" at ").filter(|(time, load)| time.contains(|c: char| c.is_ascii_digit()) && is_rate(load));
    load.map_or_else(|| vec![goal], |(time, load)| vec![time, load])
}

/// One goal; a count alone is one too: `12k connections per node`.
fn of_goal(goal: &str, span: Span) -> Vec<Target> {
    let set = of_sentence(goal, span);
    let counts = set.is_empty() && goal.starts_with(|c: char| c.is_ascii_digit());
    if counts { of_sentence(&format!("scale: {goal}"), span) } else { set }
}

/// The limits of a list of constraints in one line: "worker memory 128 MB" says how much there may be.
pub(super) fn of_constraints(text: &str, span: Span) -> Vec<Target> {
    let sizes = text.split([',', ';']).filter_map(size).map(|(what, size)| format!("{what}: max {size}"));
    let sizes = sizes.flat_map(|limit| of_sentence(&limit, span)).collect::<Vec<_>>();
    let limits = of_goals(text, span).into_iter();
    limits.filter(|target| target.comparator != "=" || targets::is_measured(target)).chain(sizes).collect()
}

/// What a part of a sentence says is so large, without saying how it is limited.
fn size(part: &str) -> Option<(&str, &str)> {
    let words: Vec<&str> = part.trim().rsplitn(3, ' ').collect();
    let [unit, count, what] = words[..] else { return None };
    let is_size =
        ["KB", "MB", "GB", "TB", "KiB", "MiB", "GiB"].contains(&unit) && count.bytes().all(|byte| byte.is_ascii_digit());
    let is_limited = what.ends_with(|c: char| !c.is_alphabetic()) || !targets::of_sentence(part, Span::default()).is_empty();
    (is_size && !is_limited).then(|| (what, &part.trim()[what.len() + 1..]))
}

/// The targets of an obligation: every quantity where the section is about performance, else times to answer in and loads to
/// bear.
pub(super) fn of_obligation(obligation: &Obligation, about_performance: bool, span: Span) -> Vec<Target> {
    let response = obligation.response.to_lowercase();
    let mentions = |words: &[&str]| words.iter().any(|word| response.contains(word));
    let at_once = mentions(&["concurrent", "simultaneous"]) || targets::says_at_once(&response);
    let handles = targets::bears(response.split(' ').next().unwrap_or_default());
    // "SHALL allow changes within 5 minutes" gives somebody time.
    let permits = ["allow", "permit", "accept", "let ", "keep", "offer", "enable", "support", "be able to"]
        .iter()
        .any(|verb| response.starts_with(verb));
    let stays_up = mentions(&["availab", "uptime"]);
    let is_set = |target: &Target| {
        let times = match (target.percentile.as_str(), permits) {
            ("", true) => &["ms", "s"][..],
            ("", false) => &["ms", "s", "min"],
            _ => &["ms", "s", "min", "h"],
        };
        let waits = times.contains(&target.unit.as_str()) && target.comparator.starts_with('<');
        let measured = target.comparator != "=" || targets::is_measured(target) || at_once;
        let bears = (target.unit.contains('/') && handles)
            || target.unit.contains('/') && target.comparator.starts_with('>')
            || target.unit.ends_with("/s") && target.comparator != "=";
        (about_performance && measured) || waits || bears || (target.unit == "%" && stays_up)
    };
    of_sentence(&obligation.response, span).into_iter().filter(is_set).collect()
}

/// The times that the outcome of a scenario has to keep.
pub(super) fn of_step(step: &Step) -> Vec<Target> {
    if !matches!(step.keyword.as_str(), "THEN" | "AND") {
        return Vec::new();
    }
    of_sentence(&step.text, step.span).into_iter().filter(waits).collect()
}

/// Whether somebody waits so long at most.
pub(super) fn waits(target: &Target) -> bool {
    ["ms", "s"].contains(&target.unit.as_str()) && target.comparator.starts_with('<')
}

/// Whether a sentence limits others, or says how long something is kept.
pub(super) fn mentions_limit(text: &str) -> bool {
    let padded = format!(" {}", text.to_lowercase());
    // "without a retry" sets no limit.
    let limits = |at: usize| !["without", "without a", "without any"].iter().any(|negation| padded[..at].ends_with(negation));
    LIMITS.iter().any(|word| padded.match_indices(&format!(" {word}")).any(|(at, _)| limits(at)))
}

#[cfg(test)]
mod tests {
    use specwave_source::Span;

    use super::{of_goals, of_sentence};

    fn shown(target: &crate::model::Target) -> String {
        format!("{} {} {} {}", target.comparator, target.value, target.unit, target.percentile).trim().to_owned()
    }

    #[test]
    fn a_share_of_cases_is_a_percentile_of_their_time() {
        for (text, expected) in [
            ("95% of searches return results in under 1 second", Some("< 1 s p95")),
            ("Users can complete checkout in under 2 minutes", Some("< 2 min")),
            ("99.9% of messages are delivered within 500ms", Some("<= 500 ms p99.9")),
            ("At least 90% of uploads succeed", Some(">= 90 %")),
            ("Tokens expire within 15 minutes", None),
        ] {
            assert_eq!(of_sentence(text, Span::default()).first().map(shown).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn goals_stand_in_one_line() {
        let goals =
            of_goals("1,000 requests/s sustained, p95 < 200ms (warm cache, small pages) and startup under 2 s", Span::default());
        assert_eq!(goals.iter().map(shown).collect::<Vec<_>>(), ["= 1000 requests/s", "< 200 ms p95", "< 2 s"]);
    }
}
