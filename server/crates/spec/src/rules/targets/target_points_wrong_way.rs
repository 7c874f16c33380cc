//! SW705: a target that asks for the worse.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Fix, Rule, Span};

use crate::rules::check::{Reporter, Subject};
use crate::rules::targets::written::{DURATIONS, Kind};

pub(super) const RULE: Rule = Rule {
    code: "SW705",
    name: "target-points-wrong-way",
    group: Group::Targets,
    level: Level::Warning,
    fixable: Fixable::Unsafe,
    explanation: Explanation {
        what: "Reports a latency that has to be longer, a throughput or a share that has to be smaller than its number.",
        why: "Taken by its word the target is met by a system that does nothing.",
        example: "## Performance Requirements\n\n- Throughput: < 500 invoices/second",
        fix: "Turn the sign round.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for (target, kind) in subject.targets() {
        let wrong = match kind {
            Some(Kind::Duration) if DURATIONS.contains(&target.unit.as_str()) => ['>', '≥'],
            Some(Kind::Rate) if target.unit.contains('/') => ['<', '≤'],
            Some(Kind::Share) if target.unit == "%" => ['<', '≤'],
            _ => continue,
        };
        // Words such as "up to" are used both ways; a sign is not.
        let text = subject.at(target.span);
        let mut signs = text.match_indices(['<', '>', '≤', '≥']);
        let (Some((at, sign)), None) = (signs.next(), signs.next()) else { continue };
        if !sign.starts_with(wrong) {
            continue;
        }
        let turned = if wrong[0] == '>' { "less" } else { "more" };
        let message = format!("of `{}` {turned} is better: the sign points the wrong way", target.subject);
        let sign_span = Span::new(at, at + sign.len()).shifted(target.span.start);
        let right = match sign {
            "<" => ">",
            ">" => "<",
            "≤" => "≥",
            _ => "≤",
        };
        reporter.report(target.span, message).fixes.push(Fix::likely(format!("Write `{right}`"), sign_span, right));
    }
}
