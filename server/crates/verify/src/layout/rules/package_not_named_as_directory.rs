//! SW1302: a package that is called otherwise than its directory.

use std::collections::BTreeSet;

use specwave_source::Rule;
use specwave_source::rule::{Explanation, Fixable, Group, Level};

use crate::layout::found::{Found, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1302",
    name: "package-not-named-as-directory",
    group: Group::Layout,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a package clause with another name than the directory's. `main`, packages of tests and directories of \
               versions (`v2`) apart; hyphens, dots and capitals of the directory do not count. Of two packages in one \
               folder, one is reported so.",
        why: "An import path ends with the directory's name, so readers of `billing.Invoice` look for a package that is not \
              there.",
        example: "```go\n// internal/domain/billing/invoice.go\npackage invoices\n```",
        fix: "Name the package as its directory, or rename the directory.",
    },
};

pub(super) fn check(subject: &Subject<'_>, found: &mut Found) {
    // The folder of a checkout is called whatever somebody called it.
    for package in subject.judged().filter(|package| !package.dir.is_empty()) {
        let mut reported = BTreeSet::new();
        for file in package.files.iter().chain(&package.tests) {
            let Some(clause) = &file.facts.package else { continue };
            let name = if file.is_test() { clause.text.trim_end_matches("_test") } else { &clause.text };
            if name != "main" && !fits(name, package.dir) && reported.insert(name) {
                let dir = package.dir.rsplit('/').next().unwrap_or_default();
                let message = format!("package `{}` lies in a directory `{dir}`: name both alike", clause.text);
                found.report(&RULE, &file.path, clause.span, message);
            }
        }
    }
}

fn fits(package: &str, dir: &str) -> bool {
    let mut parts = dir.rsplit('/');
    let last = parts.next().unwrap_or_default();
    let is_version = last.strip_prefix('v').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|c| c.is_ascii_digit()));
    let plain = plain(last);
    // `go-billing` and `billing.go` are directories of a package `billing`.
    let names = [plain.as_str(), plain.strip_prefix("go").unwrap_or_default(), plain.strip_suffix("go").unwrap_or_default()];
    names.contains(&package) || package == last || is_version && parts.next().is_none_or(|parent| plain_fits(package, parent))
}

fn plain_fits(package: &str, dir: &str) -> bool {
    plain(dir) == package
}

/// The lower-case letters and digits of a directory's name.
fn plain(dir: &str) -> String {
    dir.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
