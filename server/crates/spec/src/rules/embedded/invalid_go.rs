//! SW502: a Go block that does not parse.

use specwave_golang::facts;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Edit, Fix, Rule, Span};

use crate::rules::check::{Reporter, Subject};
use crate::model::{Fence, Language, Problem};

pub(super) const RULE: Rule = Rule {
    code: "SW502",
    name: "invalid-go",
    group: Group::Embedded,
    level: Level::Warning,
    fixable: Fixable::Unsafe,
    explanation: Explanation {
        what: "Reports a fenced Go block, or the part of one, that is not Go.",
        why: "Types and signatures in such a part are lost, and the contract has to infer what they would have said.",
        example: "```go\ntype Invoice struct {\n    ID uuid.UUID,\n}\n```",
        fix: "Correct the code; `gofmt` says where it stops.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for problem in subject.spec.problems.iter().filter(|problem| problem.language == Language::Go) {
        let fence = subject.fence_at(problem.span.start);
        // What only looks like Go need not be.
        if fence.is_some_and(|fence| fence.language.is_empty()) {
            continue;
        }
        let finding = reporter.report(problem.span, format!("this is not valid Go: {}", problem.message));
        finding.fixes.extend(fence.and_then(|fence| fix(subject, fence, problem.span)));
    }
}

/// What is known to go wrong, if that is what makes the block parse.
fn fix(subject: &Subject<'_>, fence: &Fence, place: Span) -> Option<Fix> {
    let content = subject.at(fence.content);
    let line = subject.line_at(place.start);
    let code = subject.at(line).split("//").next().unwrap_or_default().trim_end();
    let comma = code.ends_with(',').then(|| Span::new(line.start + code.len() - 1, line.start + code.len()));
    // A comma elsewhere on the line is hardly what is wrong, and trying it costs a parse.
    let comma = comma.filter(|comma| place.touches(comma.start));
    let missing = content.matches('{').count().saturating_sub(content.matches('}').count());
    let end = Span::new(fence.content.end, fence.content.end);
    let candidates = [
        comma.map(|comma| Fix::likely("Remove the comma", comma, "")),
        (missing > 0).then(|| Fix::likely("Close the open braces", end, "}\n".repeat(missing))),
    ];
    // Where the block can be cut, the declaration tells.
    let pieces = facts::pieces(content).into_iter().flatten().map(|piece| piece.shifted(fence.content.start));
    let part = pieces.into_iter().find(|piece| piece.start <= place.start && place.start < piece.end).unwrap_or(fence.content);
    let is_here = |problem: &&Problem| problem.language == Language::Go && part.touches(problem.span.start);
    let before = subject.spec.problems.iter().filter(is_here).count();
    let is_inside = |edit: &Edit| part.touches(edit.span.start) && part.touches(edit.span.end);
    candidates.into_iter().flatten().filter(|fix| fix.edits.iter().all(is_inside)).find(|fix| {
        let mut mended = subject.at(part).to_owned();
        for edit in &fix.edits {
            mended.replace_range(edit.span.start - part.start..edit.span.end - part.start, &edit.text);
        }
        facts::read(&mended).errors.len() < before
    })
}
