//! SW107: a fence that is never closed.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Edit, Fix, Rule, Span};

use crate::rules::check::{Reporter, Subject};
use super::nested_fence::{is_interrupted_by, opening_line};

pub(super) const RULE: Rule = Rule {
    code: "SW107",
    name: "unclosed-fence",
    group: Group::Structure,
    level: Level::Error,
    fixable: Fixable::Unsafe,
    explanation: Explanation {
        what: "Reports a fenced block that no closing fence ends.",
        why: "In Markdown the block swallows the rest of the document. Specwave reads on at the next heading, but other tools \
              do not, and where you meant the block to end has to be guessed.",
        example: "```yaml\nentities:\n  - name: Invoice\n\n## Services",
        fix: "Close the block with a line that has the same fence and nothing else.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let fences = &subject.spec.fences;
    for (at, fence) in fences.iter().enumerate().filter(|(_, fence)| !fence.closed) {
        if fences.get(at + 1).is_some_and(|next| is_interrupted_by(fence, next, subject.text)) {
            continue;
        }
        let span = opening_line(subject, fence);
        let opening = subject.text.get(span.start..span.end).unwrap_or_default();
        let marks: String = opening.chars().take_while(|mark| matches!(mark, '`' | '~')).collect();
        let finding = reporter.report(span, "this block is never closed, so Markdown reads everything below it as code");
        let end = fence.content.end;
        let gap = if subject.text.get(..end).is_some_and(|before| before.ends_with('\n')) { "" } else { "\n" };
        let edits = vec![Edit { span: Span::new(end, end), text: format!("{gap}{marks}\n") }];
        finding.fixes.push(Fix { title: "Close the block where it seems to end".to_owned(), safe: false, edits });
    }
}
