//! SW108: a fence inside a fence.

use specwave_source::{Severity, Span};

use super::Subject;
use super::rule::{Explanation, Reporter, Rule};

pub(super) const RULE: Rule = Rule {
    code: "SW108",
    name: "nested-fence",
    severity: Severity::Warning,
    explanation: Explanation {
        what: "Reports a line that would open a fenced block inside a block which is still open.",
        why: "Markdown has no nested blocks of the same fence: the inner closing fence ends the outer block, and what was \
              meant as its rest, headings included, changes its meaning.",
        example: "````markdown\n```yaml\nservices:\n```go\ntype Service interface{}\n```\n````",
        fix: "Close the outer block first, or give it a longer fence than the inner one.",
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for fence in &subject.spec.fences {
        let Some(content) = subject.text.get(fence.content.start..fence.content.end) else { continue };
        let Some(opening) = subject.text.get(fence.span.start..fence.content.start) else { continue };
        let marks: String = opening.chars().take_while(|mark| matches!(mark, '`' | '~')).collect();
        let mut at = fence.content.start;
        for line in content.split_inclusive('\n') {
            let inner = line.trim();
            let info = inner.strip_prefix(&marks).map(|rest| rest.trim_start_matches(['`', '~']));
            if !marks.is_empty() && info.is_some_and(is_language) {
                let start = at + (line.len() - line.trim_start().len());
                let finding = reporter.report(
                    Span::new(start, start + inner.len()),
                    "a block begins here while another one is still open; its closing fence will end the outer block",
                );
                finding.related.push(specwave_source::Related {
                    span: Span::new(fence.span.start, fence.span.start + opening.trim_end().len()),
                    message: "the block that is still open".to_owned(),
                });
            }
            at += line.len();
        }
    }
}

/// An info string as people write it: one word such as `go` or `yaml`.
fn is_language(info: &str) -> bool {
    !info.is_empty() && info.len() <= 16 && info.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '_' | '#'))
}

#[cfg(test)]
mod tests {
    use super::super::rule::findings_of;
    use super::RULE;

    #[test]
    fn an_opening_fence_inside_a_block_is_reported() {
        assert_eq!(findings_of(&RULE, "```yaml\na: 1\n```go\ntype T int\n```\n")[0].0, 3);
    }

    #[test]
    fn a_longer_outer_fence_may_hold_a_shorter_one() {
        assert_eq!(findings_of(&RULE, "````markdown\n```go\ntype T int\n```\n````\n"), []);
    }
}
