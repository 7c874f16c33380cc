//! SW1323: a test of something that is not there.

use std::collections::BTreeSet;

use specwave_golang::facts::Func;
use specwave_source::Rule;
use specwave_source::rule::{Explanation, Fixable, Group, Level};

use crate::GoFile;
use crate::layout::found::{Found, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1323",
    name: "test-without-subject",
    group: Group::Layout,
    level: Level::Hint,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a file of tests in a directory without any other Go file, and a test `TestX_Does` or benchmark of an `X` that neither its package nor another of the module declares.",
        why: "It tests nothing any more, or something that now goes by another name.",
        example: "```go\n// internal/domain/billing/invoice_test.go\nfunc TestInvoce_Pay(t *testing.T) {}\n```",
        fix: "Rename it after what it tests, move it there, or take it out.",
    },
};

pub(super) fn check(subject: &Subject<'_>, found: &mut Found) {
    let mut known: Option<BTreeSet<String>> = None;
    for package in &subject.packages {
        if package.files.is_empty() {
            report_alone(package.tests.first().copied(), found);
            continue;
        }
        for file in &package.tests {
            for test in file.facts.functions.iter().filter(|function| function.is_test()) {
                let Some(wanted) = subject_of(&test.name.text) else { continue };
                // Most modules have no test that is named so, and none needs the names of all then.
                if !known.get_or_insert_with(|| declared(subject)).contains(&wanted.to_lowercase()) {
                    let message = format!("nothing in this module is called `{wanted}`");
                    found.report(&RULE, &file.path, test.name.span, message);
                }
            }
        }
    }
}

fn report_alone(file: Option<&GoFile>, found: &mut Found) {
    if let Some((file, clause)) = file.and_then(|file| Some((file, file.facts.package.as_ref()?))) {
        let message = format!("there is no code beside the tests of `{}`", clause.text);
        found.report(&RULE, &file.path, clause.span, message);
    }
}

/// What `TestInvoice_Pay` is about; `None` for names that are one sentence.
fn subject_of(name: &str) -> Option<&str> {
    let (about, _) = ["Test", "Benchmark", "Fuzz"].iter().find_map(|prefix| name.strip_prefix(prefix))?.split_once('_')?;
    about.starts_with(char::is_uppercase).then_some(about)
}

/// Names of everything that is declared, tests with what they declare for themselves among it, in lower case.
fn declared(subject: &Subject<'_>) -> BTreeSet<String> {
    let files = subject.packages.iter().flat_map(|package| package.files.iter().chain(&package.tests));
    let mut names = BTreeSet::new();
    for file in files {
        let tests = file.is_test();
        names.extend(file.facts.package_level().filter(|name| !tests || !name.starts_with("Test")).map(|name| name.to_lowercase()));
        names.extend(file.facts.functions.iter().filter_map(named_by_receiver).flatten());
    }
    names
}

/// `Pay` and `InvoicePay` for a method of `Invoice`.
fn named_by_receiver(function: &Func) -> Option<[String; 2]> {
    let receiver = function.receiver.as_ref()?;
    Some([function.name.text.to_lowercase(), format!("{}{}", receiver.ty, function.name.text).to_lowercase()])
}
