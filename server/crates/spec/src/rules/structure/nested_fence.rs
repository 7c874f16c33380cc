//! SW108: a fence inside a fence.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Related, Rule, Span};

use crate::rules::check::{Reporter, Subject};
use crate::model::Fence;

pub(super) const RULE: Rule = Rule {
    code: "SW108",
    name: "nested-fence",
    group: Group::Structure,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a line that would open a fenced block inside a block which is still open.",
        why: "Markdown has no nested blocks of the same fence: the inner closing fence ends the outer block, and what was \
              meant as its rest, headings included, changes its meaning.",
        example: "````markdown\n```yaml\nservices:\n```go\ntype Service interface{}\n```\n````",
        fix: "Close the outer block first, or give it a longer fence than the inner one.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for pair in subject.spec.fences.windows(2) {
        let (outer, inner) = (&pair[0], &pair[1]);
        if is_interrupted_by(outer, inner, subject.text) {
            let finding = reporter.report(
                opening_line(subject, inner),
                "a block begins here while another one is still open; its closing fence will end the outer block",
            );
            finding
                .related
                .push(Related { span: opening_line(subject, outer), message: "the block that is still open".to_owned() });
        }
    }
}

/// Whether `inner` opens where `outer`, which nothing closes, has to end.
pub(super) fn is_interrupted_by(outer: &Fence, inner: &Fence, text: &str) -> bool {
    !outer.closed && text.get(outer.span.end..inner.span.start).is_some_and(|between| between.trim().is_empty())
}

/// The line on which a block opens, without its line ending.
pub(super) fn opening_line(subject: &Subject<'_>, fence: &Fence) -> Span {
    let line = subject.lines.line_span(subject.lines.line(fence.span.start));
    let opening = subject.text.get(fence.span.start..line.end).unwrap_or_default().trim_end();
    Span::new(fence.span.start, fence.span.start + opening.len())
}
