//! SW1326: a file that could not be read as Go.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Rule, Span};

use crate::layout::found::{Found, Subject, directory};

pub(super) const RULE: Rule = Rule {
    code: "SW1326",
    name: "unread-go-file",
    group: Group::Layout,
    level: Level::Information,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a Go file that is larger than 4 MB, that is not UTF-8, or in which something is no Go.",
        why: "What stands there is not known, so the other rules are silent about it.",
        example: "A file that is still being written, or a conflict of git that nobody has solved.",
        fix: "`gofmt -e` says what it does not understand.",
    },
};

pub(super) fn check(subject: &Subject<'_>, found: &mut Found) {
    for (path, problem) in subject.tree.unread().iter().filter(|(path, _)| subject.judges(directory(path))) {
        found.report(&RULE, path, Span::default(), format!("this file {problem}"));
    }
    for file in subject.judged().flat_map(|package| package.files.iter().chain(&package.tests)) {
        // One slip brings many errors with it; the first is where it is.
        if let Some(error) = file.facts.errors.first() {
            found.report(&RULE, &file.path, error.span, error.message.clone());
        }
    }
}
