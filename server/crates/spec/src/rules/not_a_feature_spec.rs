//! SW101: the text is no feature specification.

use specwave_source::Severity;

use super::Subject;
use super::rule::{Explanation, Reporter, Rule, first_line};

pub(super) const RULE: Rule = Rule {
    code: "SW101",
    name: "not-a-feature-spec",
    severity: Severity::Error,
    explanation: Explanation {
        what: "Reports a text in which nothing says that it specifies a feature: no front matter with `feature`, no \
               headings or fenced blocks that describe a domain model, services, endpoints or tables.",
        why: "Everything else would be guesswork, and a run on it would spend time and money on nothing.",
        example: "# Meeting notes\n\nWe talked about the new feature.",
        fix: "Name the right file, or describe the feature: what it is called, its domain, its entities. The examples \
              that come with Specwave show both dialects.",
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    if !subject.spec.recognised {
        reporter.report(
            first_line(subject),
            "this is not a feature specification: it describes no domain model, service, endpoint or table",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::rule::findings_of;
    use super::RULE;

    #[test]
    fn notes_are_no_specification() {
        assert_eq!(findings_of(&RULE, "# Meeting notes\n\nWe talked.\n").len(), 1);
        assert_eq!(findings_of(&RULE, "").len(), 1);
    }

    #[test]
    fn a_specification_is_one() {
        let text = "---\nfeature: Consent\ndomain: consent\n---\n# Feature Specification: Consent\n";
        assert_eq!(findings_of(&RULE, text), []);
    }
}
