//! SW1323: a test of something that is not there.

use std::collections::BTreeMap;

use specwave_golang::facts::Func;
use specwave_source::Rule;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_spec::rules::most_similar;

use crate::GoFile;
use crate::layout::found::{Found, Subject};
use crate::layout::package::Package;

pub(super) const RULE: Rule = Rule {
    code: "SW1323",
    name: "test-without-subject",
    group: Group::Layout,
    level: Level::Hint,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a file of tests in a directory without any other Go file, and a test `TestX_Does` of an `X` that \
               nothing in the module is called: where something has almost that name, or where the file of tests is named \
               after `X` as well and its counterpart has gone.",
        why: "It tests nothing any more, or something that now goes by another name.",
        example: "```go\n// internal/domain/billing/invoice_test.go\nfunc TestInvoce_Pay(t *testing.T) {}\n```",
        fix: "Rename it after what it tests, move it there, or take it out.",
    },
};

pub(super) fn check(subject: &Subject<'_>, found: &mut Found) {
    let mut known: Option<BTreeMap<String, String>> = None;
    for package in &subject.packages {
        if package.files.is_empty() {
            report_alone(package.tests.first().copied(), found);
            continue;
        }
        for file in &package.tests {
            for test in file.facts.functions.iter().filter(|function| function.is_test()) {
                let Some(wanted) = subject_of(&test.name.text) else { continue };
                // Most modules have no test that is named so, and none needs the names of all then.
                let known = known.get_or_insert_with(|| declared(subject));
                if known.contains_key(&wanted.to_lowercase()) {
                    continue;
                }
                let message = match most_similar(wanted, known.values().map(String::as_str)) {
                    Some(meant) => format!("nothing in this module is called `{wanted}`; did you mean `{meant}`?"),
                    None if has_gone(wanted, file, package) => format!("nothing in this module is called `{wanted}` any more"),
                    // A sentence can have underscores as well.
                    None => continue,
                };
                found.report(&RULE, &file.path, test.name.span, message);
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
    let (about, _) = ["Test", "Fuzz"].iter().find_map(|prefix| name.strip_prefix(prefix))?.split_once('_')?;
    about.starts_with(char::is_uppercase).then_some(about)
}

/// Whether a file of tests is named after what it wants, and the file of that name is not there.
fn has_gone(wanted: &str, test: &GoFile, package: &Package<'_>) -> bool {
    let stem = |file: &GoFile| file.path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
    let stem_of_test = stem(test);
    let about = stem_of_test.trim_end_matches("_test");
    about.replace('_', "").eq_ignore_ascii_case(wanted) && !package.files.iter().any(|file| stem(file) == about)
}

/// Names of everything that is declared, what tests declare for themselves among it, by their lower case.
fn declared(subject: &Subject<'_>) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for file in subject.packages.iter().flat_map(|package| package.files.iter().chain(&package.tests)) {
        let is_test = file.is_test();
        let of_package = file.facts.package_level().filter(|name| !is_test || !name.starts_with("Test"));
        let of_types = file.facts.functions.iter().filter_map(named_by_receiver).flatten();
        names.extend(of_package.map(str::to_owned).chain(of_types).map(|name| (name.to_lowercase(), name)));
    }
    names
}

/// `Pay` and `InvoicePay` for a method of `Invoice`.
fn named_by_receiver(function: &Func) -> Option<[String; 2]> {
    let receiver = function.receiver.as_ref()?;
    Some([function.name.text.to_string(), format!("{}{}", receiver.ty, function.name.text)])
}
