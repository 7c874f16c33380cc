//! SW1308: the implementation of a repository in the domain.

use specwave_golang::facts::TypeKind;
use specwave_source::Rule;
use specwave_source::rule::{Explanation, Fixable, Group, Level};

use crate::layout::domain::ends_with_word;
use crate::layout::folders::{Layer, Role};
use crate::layout::found::{Found, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1308",
    name: "repository-in-domain",
    group: Group::Layout,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a struct `…Repository` in the domain.",
        why: "How things are stored is no rule of the business; in the domain it can be neither exchanged nor left out of a \
              test.",
        example: "```go\n// internal/domain/billing/repository.go\ntype memoryRepository struct {\n\tinvoices map[values.UUID]*Invoice\n}\n```",
        fix: "Leave the interface in the domain, and move the struct to the infrastructure.",
    },
};

pub(super) fn check(subject: &Subject<'_>, found: &mut Found) {
    for package in subject.of_layer(Layer::Domain) {
        for (file, declared) in package.types() {
            let name = &declared.name;
            if matches!(declared.kind, TypeKind::Struct(_)) && ends_with_word(&name.text, "Repository") {
                let folder = subject.folders.of(Role::Repository, package.dir).unwrap_or("the infrastructure");
                let message = format!("`{}` implements a repository: that belongs in `{folder}`", name.text);
                found.report(&RULE, &file.path, name.span, message);
            }
        }
    }
}
