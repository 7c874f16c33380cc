//! What `go test -json` says of tests that fail.

use std::collections::BTreeSet;

use serde::Deserialize;

/// One line of it.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TestEvent {
    action: String,
    #[serde(default)]
    package: String,
    #[serde(default)]
    import_path: String,
    #[serde(default)]
    test: String,
    #[serde(default)]
    output: String,
    #[serde(default)]
    failed_build: String,
}

/// A test that failed, or a package that did beside its tests: because it does not build, or ended too early.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TestFailure {
    /// Import path of the package.
    pub(super) package: String,
    /// `TestGrant/twice`; empty for the package itself.
    pub(super) test: String,
    /// What it wrote.
    pub(super) output: String,
}

impl TestFailure {
    /// What it panicked with.
    pub(super) fn panic(&self) -> Option<&str> {
        let line = self.output.lines().find(|line| line.starts_with("panic: "))?;
        Some(line.split_once(" [recovered").map_or(line, |(line, _)| line))
    }

    /// The function that it is, or is a part of.
    pub(super) fn function(&self) -> &str {
        self.test.split('/').next().unwrap_or_default()
    }
}

/// Everything that failed, package by package, in the order in which it did. Of a test with parts, the parts count.
pub(super) fn failures(lines: &[String]) -> Vec<TestFailure> {
    let events = events(lines);
    let failed = |event: &&TestEvent| event.action == "fail";
    let mut failures = Vec::new();
    for package in events.iter().filter(failed).filter(|event| event.test.is_empty()) {
        let tests: Vec<&str> = failing_tests(&events, &package.package);
        for test in tests.iter().filter(|test| !has_parts(test, &tests)) {
            let output = output_of(&events, |event| event.package == package.package && event.test == **test);
            failures.push(TestFailure { package: package.package.clone(), test: (*test).to_owned(), output });
        }
        let of_build = output_of(&events, |event| !package.failed_build.is_empty() && event.import_path == package.failed_build);
        let of_package = output_of(&events, |event| event.package == package.package && event.test.is_empty());
        let output = of_build + &of_package;
        // The word `FAIL` alone says nothing that the tests did not say.
        if tests.is_empty() || output.lines().any(|line| !line.starts_with("FAIL") && !line.starts_with("coverage:")) {
            failures.push(TestFailure { package: package.package.clone(), test: String::new(), output });
        }
    }
    failures
}

/// The tests that were at work when all of it was stopped, each with the reason before what it had written.
pub(super) fn interrupted(lines: &[String], reason: &str) -> Vec<TestFailure> {
    let events = events(lines);
    let packages: BTreeSet<&str> = events.iter().map(|event| event.package.as_str()).collect();
    let of_package = |package: &str| {
        let tests = unfinished_tests(&events, package);
        let alone = tests.iter().filter(|test| !has_parts(test, &tests));
        let failure = |test: &&str| TestFailure {
            package: package.to_owned(),
            test: (*test).to_owned(),
            output: format!("{reason}\n{}", output_of(&events, |event| event.package == package && event.test == **test)),
        };
        alone.map(failure).collect::<Vec<_>>()
    };
    packages.into_iter().flat_map(of_package).collect()
}

fn events(lines: &[String]) -> Vec<TestEvent> {
    lines.iter().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// Whether others of these tests are parts of this one.
fn has_parts(test: &str, tests: &[&str]) -> bool {
    tests.iter().any(|other| other.strip_prefix(test).is_some_and(|rest| rest.starts_with('/')))
}

/// The tests of a package that failed, and those that the package ended in the middle of, saying something.
fn failing_tests<'e>(events: &'e [TestEvent], package: &str) -> Vec<&'e str> {
    let says = |test: &&str| !output_of(events, |event| event.package == package && event.test == **test).is_empty();
    let unfinished = unfinished_tests(events, package).into_iter().filter(says);
    tests_with("fail", events, package).chain(unfinished).collect()
}

fn unfinished_tests<'e>(events: &'e [TestEvent], package: &str) -> Vec<&'e str> {
    let with = |action| tests_with(action, events, package);
    let ended: BTreeSet<&str> = with("fail").chain(with("pass")).chain(with("skip")).collect();
    with("run").filter(|test| !ended.contains(test)).collect()
}

/// The tests of a package of which an action is told.
fn tests_with<'e>(action: &str, events: &'e [TestEvent], package: &str) -> impl Iterator<Item = &'e str> {
    let is_it = move |event: &&TestEvent| event.package == package && event.action == action && !event.test.is_empty();
    events.iter().filter(is_it).map(|event| event.test.as_str())
}

fn output_of(events: &[TestEvent], is_meant: impl Fn(&TestEvent) -> bool) -> String {
    let outputs = events.iter().filter(|event| matches!(event.action.as_str(), "output" | "build-output"));
    let lines = outputs.filter(|event| is_meant(event)).map(|event| event.output.as_str());
    lines.filter(|line| !line.starts_with("=== ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failing_test_is_told_with_its_own_output() {
        let lines = [
            r#"{"Action":"output","Package":"m/a","Test":"TestGood","Output":"fine\n"}"#,
            r#"{"Action":"pass","Package":"m/a","Test":"TestGood"}"#,
            r#"{"Action":"output","Package":"m/a","Test":"TestBad","Output":"=== RUN   TestBad\n"}"#,
            r#"{"Action":"output","Package":"m/a","Test":"TestBad/twice","Output":"    a_test.go:3: got 1\n"}"#,
            r#"{"Action":"fail","Package":"m/a","Test":"TestBad/twice"}"#,
            r#"{"Action":"output","Package":"m/a","Test":"TestBad","Output":"--- FAIL: TestBad (0.00s)\n"}"#,
            r#"{"Action":"fail","Package":"m/a","Test":"TestBad"}"#,
            r#"{"Action":"output","Package":"m/a","Test":"TestWorse","Output":"panic: oh [recovered]\n"}"#,
            r#"{"Action":"fail","Package":"m/a","Test":"TestWorse"}"#,
            r#"{"Action":"output","Package":"m/a","Output":"FAIL\n"}"#,
            r#"{"Action":"fail","Package":"m/a"}"#,
            r#"{"ImportPath":"m/b [m/b.test]","Action":"build-output","Output":"b/b_test.go:1:1: undefined: x\n"}"#,
            r#"{"ImportPath":"m/b [m/b.test]","Action":"build-fail"}"#,
            r#"{"Action":"output","Package":"m/b","Output":"FAIL\tm/b [build failed]\n"}"#,
            r#"{"Action":"fail","Package":"m/b","FailedBuild":"m/b [m/b.test]"}"#,
            r#"{"Action":"pass","Package":"m/c"}"#,
            r#"{"Action":"run","Package":"m/d","Test":"TestHang"}"#,
            r#"{"Action":"output","Package":"m/d","Test":"TestHang","Output":"panic: test timed out after 2s\n"}"#,
            r#"{"Action":"fail","Package":"m/d"}"#,
            "not JSON",
        ];
        let failures = failures(&lines.map(str::to_owned));
        let told: Vec<_> = failures.iter().map(|failure| (failure.package.as_str(), failure.test.as_str())).collect();
        assert_eq!(told, [("m/a", "TestBad/twice"), ("m/a", "TestWorse"), ("m/b", ""), ("m/d", "TestHang")]);
        assert_eq!(failures[0].output, "    a_test.go:3: got 1\n");
        assert_eq!((failures[0].function(), failures[1].panic()), ("TestBad", Some("panic: oh")));
        assert!(failures[2].output.contains("undefined: x"));
    }
}
