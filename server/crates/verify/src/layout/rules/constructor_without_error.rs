//! SW1314: a constructor that cannot refuse.

use specwave_source::Rule;
use specwave_source::rule::{Explanation, Fixable, Group, Level};

use crate::layout::domain::{entities, values};
use crate::layout::found::{Found, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1314",
    name: "constructor-without-error",
    group: Group::Layout,
    level: Level::Information,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a constructor of an entity or a value object that takes text or numbers and returns no error. `Must…` \
               apart, which panics, and constructors that take only what has been checked before.",
        why: "It takes whatever it is given, and every value of the type may be one that makes no sense.",
        example: "```go\n// internal/domain/values/email.go\nfunc NewEmail(text string) Email { return Email{text} }\n```",
        fix: "Check the parameters, and return an error beside the value.",
    },
};

/// Types that hold anything.
const PLAIN: [&str; 16] = [
    "string", "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "float32", "float64",
    "byte", "rune", "any",
];

pub(super) fn check(subject: &Subject<'_>, found: &mut Found) {
    for made in entities(subject).chain(values(subject)) {
        for (file, maker) in made.package.makers(made.name()) {
            // The second result of `ParseX(s) (X, bool)` refuses as well.
            let can_refuse = maker.results().len() > 1 || maker.name.text.starts_with("Must");
            let takes_anything = || maker.takes(|ty| PLAIN.contains(&ty.trim_start_matches("[]").trim_start_matches("...")));
            if !can_refuse && takes_anything() {
                let message = format!("`{}` takes whatever it is given: check it, and return an error", maker.name.text);
                found.report(&RULE, &file.path, maker.name.span, message);
            }
        }
    }
}
