//! SW504: a path comment that puts Go code where its role does not belong.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Edit, Fix, Rule};

use crate::rules::check::{Reporter, Subject};
use crate::model::{GoBlock, Located};

pub(super) const RULE: Rule = Rule {
    code: "SW504",
    name: "misplaced-path",
    group: Group::Embedded,
    level: Level::Warning,
    fixable: Fixable::Unsafe,
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
        let directories: Vec<&str> = path.value.split('/').rev().skip(1).collect();
        if let Some(repository) = block.repositories.first().filter(|_| directories.contains(&"infrastructure")) {
            let message = format!("the interface `{}` belongs to the domain, not under `infrastructure`", repository.value);
            let domain = subject.spec.domain.as_ref().map(|domain| package_name(&domain.value));
            let fix = domain.filter(|domain| !domain.is_empty()).map(|domain| moved_to_domain(block, path, &domain));
            reporter.report(path.span, message).fixes.extend(fix);
        } else if let (Some(package), Some(directory)) = (&block.package, directories.first())
            && !is_named_alike(&package.value, directory)
        {
            let message = format!("the package is `{}` but its directory is `{directory}`", package.value);
            let name = package_name(directory);
            let fix = Fix::likely(format!("Name the package `{name}`"), package.span, name.as_str());
            reporter.report(path.span, message).fixes.extend((!name.is_empty()).then_some(fix));
        }
    }
}

fn is_named_alike(package: &str, directory: &str) -> bool {
    let special = package == "main" || package.ends_with("_test");
    special || directory.replace(['-', '_'], "") == package.replace('_', "")
}

/// The path under `internal/domain`, and the package as that directory.
fn moved_to_domain(block: &GoBlock, path: &Located<String>, domain: &str) -> Fix {
    let file = path.value.rsplit('/').next().unwrap_or(&path.value);
    let mut fix = Fix::likely("Move it to the domain", path.span, format!("internal/domain/{domain}/{file}"));
    fix.edits.extend(block.package.as_ref().map(|package| Edit { span: package.span, text: domain.to_owned() }));
    fix
}

/// A directory's name as Go packages are named.
fn package_name(directory: &str) -> String {
    directory.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}
