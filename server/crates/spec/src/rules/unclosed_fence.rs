//! SW107: a fence that is never closed.

use specwave_source::{Edit, Fix, Severity, Span};

use super::Subject;
use super::rule::{Explanation, Reporter, Rule};

pub(super) const RULE: Rule = Rule {
    code: "SW107",
    name: "unclosed-fence",
    severity: Severity::Error,
    explanation: Explanation {
        what: "Reports a fenced block that no closing fence ends.",
        why: "The block swallows the rest of the document: every section below it is code and is not read.",
        example: "```yaml\nentities:\n  - name: Invoice\n\n## Services",
        fix: "Close the block with a line that has the same fence and nothing else.",
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for fence in subject.spec.fences.iter().filter(|fence| !fence.closed) {
        let line = subject.lines.line_span(subject.lines.line(fence.span.start));
        let opening = subject.text.get(fence.span.start..line.end).unwrap_or_default().trim_end();
        let marks: String = opening.chars().take_while(|mark| matches!(mark, '`' | '~')).collect();
        let span = Span::new(fence.span.start, fence.span.start + opening.len());
        let finding = reporter.report(span, "this block is never closed, so everything below it is read as code");
        let end = subject.text.len();
        let gap = if subject.text.ends_with('\n') { "" } else { "\n" };
        let edits = vec![Edit { span: Span::new(end, end), text: format!("{gap}{marks}\n") }];
        finding.fixes.push(Fix { title: "Close the block at the end of the document".to_owned(), safe: false, edits });
    }
}

#[cfg(test)]
mod tests {
    use super::super::rule::findings_of;
    use super::RULE;

    #[test]
    fn a_block_without_end_is_reported_where_it_begins() {
        assert_eq!(findings_of(&RULE, "# F\n\n```yaml\nentities:\n\n## Services\n")[0].0, 3);
        assert_eq!(findings_of(&RULE, "# F\n\n```yaml\nentities:\n```\n"), []);
    }
}
