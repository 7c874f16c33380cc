//! SW101: the text is no feature specification.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::rules::check::{Reporter, Subject};


pub(super) const RULE: Rule = Rule {
    code: "SW101",
    name: "not-a-feature-spec",
    group: Group::Structure,
    level: Level::Error,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a text in which nothing says that it specifies a feature: no front matter with `feature`, no \
               headings or fenced blocks that describe a domain model, services, endpoints or tables.",
        why: "Everything else would be guesswork, and a run on it would spend time and money on nothing.",
        example: "# Meeting notes\n\nWe talked about the new feature.",
        fix: "Name the right file, or describe the feature: what it is called, its domain, its entities. The examples \
              that come with Specwave show both dialects.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    if !subject.spec.recognised {
        reporter.report(
            subject.first_line(),
            "this is not a feature specification: it describes no domain model, service, endpoint or table",
        );
    }
}
