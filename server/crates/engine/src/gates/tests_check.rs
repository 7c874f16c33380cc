//! `go test`, and the coverage that it measures.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use specwave_plan::{Quality, TaskId};

use super::coverage::Profile;
use super::go_command::{GoEnded, bounded};
use super::go_list::Packages;
use super::places::place;
use super::{Judgement, not_checked};
use crate::failure::Failure;
use crate::scheduler::GateScope;
use crate::verdict::{Coverage, Culprit, Ending, GateFinding, Verdict};

const PROFILE: &str = "cover.out";

impl Judgement<'_> {
    /// The verdicts on tests and coverage; one run of the tests gives both.
    pub(super) async fn tests(&self) -> Result<Vec<Verdict>, Failure> {
        let packages = self.complete_packages().await?;
        if packages.is_empty() || !packages.have_tests() {
            return Ok(self.without_tests(&packages));
        }
        let profile = self.workspace.temporary().join(PROFILE);
        let measured = self.measured(&packages);
        let ended = self.go.run(self.test_arguments(&packages, &measured, &profile.to_string_lossy())).await?;
        let verdict = |check: &str, ending| Verdict {
            check: check.to_owned(),
            command: ended.command.replace(&*self.workspace.temporary().to_string_lossy(), "$TMPDIR"),
            millis: ended.millis,
            ending,
            coverage: None,
        };
        let tests = verdict("test", self.test_ending(&ended, &packages));
        if tests.ending != Ending::Passed {
            return Ok(vec![tests, not_checked("coverage", "the tests did not pass")]);
        }
        if measured.is_empty() {
            return Ok(vec![tests, not_checked("coverage", "the domain does not have all its code yet")]);
        }
        let text = std::fs::read_to_string(profile)?;
        let profile = Profile::parse(&text, &self.gates.plan.contract.module.path, |file| self.gates.owners.has_author(file));
        let (coverage, ending) = self.coverage_ending(&profile, &packages);
        Ok(vec![tests, Verdict { coverage: Some(coverage), millis: 0, ..verdict("coverage", ending) }])
    }

    fn without_tests(&self, packages: &Packages) -> Vec<Verdict> {
        let reason = if packages.is_empty() { "no package has all its code yet" } else { "there are no tests yet" };
        let mut tests = not_checked("test", reason);
        if *self.scope == GateScope::Final {
            let text = "the module has no tests".to_owned();
            tests.ending = Ending::Failed { text, culprits: Vec::new(), findings: Vec::new() };
        }
        vec![tests, not_checked("coverage", reason)]
    }

    /// The packages whose coverage is measured: at the end all, before that the domain's, which alone is judged then.
    fn measured(&self, packages: &Packages) -> String {
        if *self.scope == GateScope::Final {
            return self.everything();
        }
        let folders = self.domain_folders().filter(|folder| packages.has_folder(folder));
        folders.map(|folder| format!("./{folder}")).collect::<Vec<_>>().join(",")
    }

    /// Folders of the domain's packages.
    fn domain_folders(&self) -> impl Iterator<Item = &str> {
        let package = |key| self.gates.plan.contract.package(key).map(|package| package.dir.as_str());
        ["values", "domain"].into_iter().filter_map(package)
    }

    fn test_arguments(&self, packages: &Packages, measured: &str, profile: &str) -> Vec<String> {
        let mut args = vec!["test".to_owned(), "-json".to_owned()];
        if self.gates.quality == Quality::Bulletproof {
            args.extend(["-race", "-shuffle=on", "-count=3"].map(str::to_owned));
        }
        args.push(self.go.test_timeout());
        if !measured.is_empty() {
            args.extend([format!("-coverpkg={measured}"), format!("-coverprofile={profile}")]);
        }
        match self.scope {
            GateScope::Final => args.push(self.everything()),
            _ => args.extend(packages.arguments()),
        }
        args
    }

    fn test_ending(&self, ended: &GoEnded, packages: &Packages) -> Ending {
        if ended.succeeded() {
            return Ending::Passed;
        }
        if let Some(fault) = ended.environment_fault() {
            return fault;
        }
        let root = self.workspace.files().to_string_lossy().into_owned();
        let mut findings = Vec::new();
        let mut culprits = Vec::new();
        let mut text = String::new();
        for (package, output) in failures(&ended.stdout) {
            let folder = packages.folder(&package).unwrap_or_default();
            let places: Vec<GateFinding> = output.lines().filter_map(|line| place(line, folder, &root)).collect();
            let output = bounded(&output);
            culprits.extend(self.test_culprits(folder, &places, &output));
            text.push_str(&output);
            findings.extend(places);
        }
        if text.is_empty() {
            text = ended.text();
        }
        Ending::Failed { text: bounded(&text), culprits, findings }
    }

    /// A failing test may be wrong itself, or right about the code beside it: who shares the package has to look.
    fn test_culprits(&self, folder: &str, places: &[GateFinding], output: &str) -> Vec<Culprit> {
        let paths: BTreeSet<&str> = places.iter().map(|place| place.path.as_str()).collect();
        let mut tasks: BTreeSet<TaskId> = paths.into_iter().filter_map(|path| self.task_at(path)).collect();
        if tasks.is_empty() {
            tasks = self.gates.owners.of_folder(folder).cloned().collect();
        }
        tasks.into_iter().map(|task| Culprit { task, text: output.to_owned() }).collect()
    }

    /// The domain is judged as soon as its code is in, the total at the end.
    fn coverage_ending(&self, profile: &Profile, packages: &Packages) -> (Coverage, Ending) {
        let thresholds = self.gates.config.gates.of(self.gates.quality);
        let mut shortfalls = Vec::new();
        let mut culprits = Vec::new();
        let mut lowest: Option<f64> = None;
        for folder in self.domain_folders() {
            let Some(share) = profile.folder(folder).filter(|_| packages.has_folder(folder)) else { continue };
            let percent = share.percent();
            lowest = Some(lowest.map_or(percent, |lowest| lowest.min(percent)));
            if percent < thresholds.coverage_domain {
                let text =
                    format!("{folder}: {percent:.1} % of statements are covered, {} % are asked for", thresholds.coverage_domain);
                let owners = self.gates.owners.of_folder(folder);
                culprits.extend(owners.map(|task| Culprit { task: task.clone(), text: text.clone() }));
                shortfalls.push(text);
            }
        }
        let total = (*self.scope == GateScope::Final).then(|| profile.total().percent());
        if let Some(total) = total.filter(|total| *total < thresholds.coverage_total) {
            let asked = thresholds.coverage_total;
            shortfalls.push(format!("total: {total:.1} % of statements are covered, {asked} % are asked for"));
        }
        let ending = if shortfalls.is_empty() {
            Ending::Passed
        } else {
            Ending::Failed { text: shortfalls.join("\n"), culprits, findings: Vec::new() }
        };
        (Coverage { total, domain: lowest }, ending)
    }
}

/// One line of `go test -json`.
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

/// The output of each failing package: of its failing tests, and of what is no test's.
fn failures(lines: &[String]) -> BTreeMap<String, String> {
    let events: Vec<TestEvent> = lines.iter().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let mut failures = BTreeMap::new();
    for failed in events.iter().filter(|event| event.action == "fail" && event.test.is_empty()) {
        let failed_tests: Vec<&str> = events
            .iter()
            .filter(|event| event.action == "fail" && event.package == failed.package && !event.test.is_empty())
            .map(|event| event.test.as_str())
            .collect();
        let is_of_interest = |event: &&TestEvent| match event.action.as_str() {
            "output" => event.package == failed.package && (event.test.is_empty() || failed_tests.contains(&event.test.as_str())),
            "build-output" => !failed.failed_build.is_empty() && event.import_path == failed.failed_build,
            _ => false,
        };
        let output: String = events.iter().filter(is_of_interest).map(|event| event.output.as_str()).collect();
        failures.insert(failed.package.clone(), output);
    }
    failures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_failed_is_told() {
        let lines = [
            r#"{"Action":"output","Package":"m/a","Test":"TestGood","Output":"fine\n"}"#,
            r#"{"Action":"pass","Package":"m/a","Test":"TestGood"}"#,
            r#"{"Action":"output","Package":"m/a","Test":"TestBad","Output":"    a_test.go:3: got 1\n"}"#,
            r#"{"Action":"fail","Package":"m/a","Test":"TestBad"}"#,
            r#"{"Action":"output","Package":"m/a","Output":"FAIL\n"}"#,
            r#"{"Action":"fail","Package":"m/a"}"#,
            r#"{"ImportPath":"m/b [m/b.test]","Action":"build-output","Output":"b/b_test.go:1:1: undefined: x\n"}"#,
            r#"{"ImportPath":"m/b [m/b.test]","Action":"build-fail"}"#,
            r#"{"Action":"output","Package":"m/b","Output":"FAIL\tm/b [build failed]\n"}"#,
            r#"{"Action":"fail","Package":"m/b","FailedBuild":"m/b [m/b.test]"}"#,
            r#"{"Action":"pass","Package":"m/c"}"#,
            "not JSON",
        ];
        let failures = failures(&lines.map(str::to_owned));
        assert_eq!(failures.keys().collect::<Vec<_>>(), ["m/a", "m/b"]);
        assert_eq!(failures["m/a"], "    a_test.go:3: got 1\nFAIL\n");
        assert!(failures["m/b"].contains("undefined: x"));
    }
}
