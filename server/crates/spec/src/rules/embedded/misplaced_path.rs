//! SW504: a path comment that puts Go code where its role does not belong.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::rules::check::{Reporter, Subject};
use crate::model::GoBlock;

pub(super) const RULE: Rule = Rule {
    code: "SW504",
    name: "misplaced-path",
    group: Group::Embedded,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a path comment above Go code that puts it into a directory where its role does not belong: a \
               repository interface under `infrastructure`, an entity outside `domain`, a service outside `service` \
               (or `usecase`, `application`), or a package that is not named as its directory.",
        why: "The layers depend on each other in one direction only. An interface that the domain owns but that lives in the \
              infrastructure turns that direction round.",
        example: "```go\n// internal/infrastructure/database/invoice_repository.go\npackage database\n\ntype InvoiceRepository interface {\n}\n```",
        fix: "Move the path of an interface to `internal/domain/<domain>/`, and name the package as its directory.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for block in subject.spec.go_blocks.iter().filter(|block| !block.test) {
        let Some(path) = &block.path else { continue };
        if let Some(problem) = problem_of(block, &path.value) {
            reporter.report(path.span, problem);
        }
    }
}

fn problem_of(block: &GoBlock, path: &str) -> Option<String> {
    let directories: Vec<&str> = path.split('/').rev().skip(1).collect();
    let lives_in = |layers: &[&str]| directories.iter().any(|directory| layers.contains(directory));
    if let Some(repository) = block.repositories.first().filter(|_| lives_in(&["infrastructure"])) {
        return Some(format!("the interface `{}` belongs to the domain, not under `infrastructure`", repository.value));
    }
    let package = block.package.as_ref()?;
    let directory = directories.first()?;
    let named_alike = directory.replace(['-', '_'], "") == package.value.replace('_', "");
    let special = package.value == "main" || package.value.ends_with("_test");
    (!named_alike && !special).then(|| format!("the package is `{}` but its directory is `{directory}`", package.value))
}

#[cfg(test)]
mod tests {
    use super::{RULE, check};
    use crate::rules::check::findings_of;

    fn spec(path: &str, package: &str, declaration: &str) -> String {
        format!("# F\n\n## Domain Model\n\n```go\n// {path}\npackage {package}\n\n{declaration}\n```\n")
    }

    #[test]
    fn code_belongs_where_its_role_says() {
        let repository = "type InvoiceRepository interface {\n\tGet(ctx context.Context) error\n}";
        let entity = "type Invoice struct {\n\tID uuid.UUID\n}";
        let wrong = [
            spec("internal/infrastructure/database/invoice.go", "database", repository),
            spec("internal/domain/billing/invoice.go", "invoices", entity),
        ];
        for text in wrong {
            assert_eq!(findings_of(&RULE, check, &text).len(), 1, "{text}");
        }
        assert_eq!(findings_of(&RULE, check, &spec("internal/domain/billing/invoice.go", "billing", entity)), []);
        assert_eq!(findings_of(&RULE, check, &spec("internal/domain/billing/repository.go", "billing", repository)), []);
    }
}
