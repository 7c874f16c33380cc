//! `go test`, and the coverage that it measures.

use std::collections::BTreeSet;

use specwave_plan::{Quality, TaskId};

use super::Judgement;
use super::coverage::{Function, Profile};
use super::go_command::{GoEnded, bounded};
use super::go_list::Packages;
use super::places::place;
use super::test_output::{TestFailure, failures, interrupted};
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
        let verdict = |check: &str, ending| Verdict { command: self.shown(&ended.command), ..ended.verdict(check, ending) };
        let tests = verdict("test", self.test_ending(&ended, &packages));
        if tests.ending != Ending::Passed {
            return Ok(vec![tests, Verdict::not_checked("coverage", "the tests did not pass")]);
        }
        if measured.is_empty() {
            return Ok(vec![tests, Verdict::not_checked("coverage", "the domain does not have all its code yet")]);
        }
        let text = std::fs::read_to_string(profile)?;
        let counts = |file: &str| self.is_judged("coverage", file);
        let profile = Profile::parse(&text, &self.gates.plan.contract.module.path, counts, self.tree());
        let (coverage, ending) = self.coverage_ending(&profile, &packages);
        let coverage = Verdict { coverage: Some(coverage), millis: 0, waited_millis: 0, ..verdict("coverage", ending) };
        Ok(vec![tests, coverage])
    }

    fn without_tests(&self, packages: &Packages) -> Vec<Verdict> {
        let reason = if packages.is_empty() { "no package has all its code yet" } else { "there are no tests yet" };
        let mut tests = Verdict::not_checked("test", reason);
        if *self.scope == GateScope::Final {
            let text = "the module has no tests".to_owned();
            tests.ending = Ending::Failed { text, culprits: Vec::new(), findings: Vec::new() };
        }
        vec![tests, Verdict::not_checked("coverage", reason)]
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
        let failures = if ended.met_a_bound() {
            let stopped = interrupted(&ended.stdout, &format!("`go test` {}", ended.ended.describe()));
            // While no test was at work, the compiler was.
            if let (true, Some(fault)) = (stopped.is_empty(), ended.toolchain_fault()) {
                return fault;
            }
            stopped
        } else {
            failures(&ended.stdout)
        };
        let folder_of = |package: &str| packages.folder(package).map(str::to_owned);
        let mut findings = Vec::new();
        let mut culprits = Vec::new();
        let mut text = String::new();
        for failure in &failures {
            let places = self.places_of_tests(std::slice::from_ref(failure), folder_of);
            let output = bounded(&failure.output);
            culprits.extend(self.test_culprits(packages.folder(&failure.package).unwrap_or_default(), &places, &output));
            text.push_str(&output);
            findings.extend(places);
        }
        if text.is_empty() {
            text = ended.text();
        }
        Ending::Failed { text: bounded(&text), culprits, findings }
    }

    /// The places that failing tests name; of one that names none, its own.
    pub(super) fn places_of_tests(
        &self,
        failures: &[TestFailure],
        folder_of: impl Fn(&str) -> Option<String>,
    ) -> Vec<GateFinding> {
        let root = self.workspace.files().to_string_lossy().into_owned();
        let mut findings = Vec::new();
        for failure in failures {
            let folder = folder_of(&failure.package).unwrap_or_default();
            let found: Vec<GateFinding> = match failure.panic() {
                // Of a test that hangs, the stack is where it happened to be.
                Some(panic) if panic.contains("timed out") => Vec::new(),
                Some(panic) => {
                    // Stacks have the module's path before the file's.
                    let module = format!("\t{}/", self.gates.plan.contract.module.path);
                    let mut frames = failure.output.lines().filter_map(|line| line.strip_prefix(&module));
                    let frame = frames.find_map(|line| place(line, "", &root));
                    frame.map(|frame| GateFinding { message: panic.to_owned(), ..frame }).into_iter().collect()
                }
                None => failure.output.lines().filter_map(|line| place(line, &folder, &root)).collect(),
            };
            let own = || self.place_of_test(&folder, failure);
            let found = if found.is_empty() { own().into_iter().collect() } else { found };
            findings.extend(found.into_iter().map(|found| GateFinding { rule: failure.test.clone(), ..found }));
        }
        findings
    }

    fn place_of_test(&self, folder: &str, failure: &TestFailure) -> Option<GateFinding> {
        let function = failure.function();
        let declared = self.test_functions("").find(|declared| declared.name == function && declared.folder() == folder)?;
        let said = || failure.output.lines().map(str::trim).find(|line| !line.is_empty());
        let message = failure.panic().or_else(said).unwrap_or("the test failed").to_owned();
        let (path, line, column) = (declared.path, declared.line, declared.column);
        Some(GateFinding { path, line, column, message, ..GateFinding::default() })
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
        let mut findings = Vec::new();
        let mut lowest: Option<f64> = None;
        for folder in self.domain_folders() {
            let Some(share) = profile.folder(folder).filter(|_| packages.has_folder(folder)) else { continue };
            let percent = share.percent();
            lowest = Some(lowest.map_or(percent, |lowest| lowest.min(percent)));
            if percent < thresholds.coverage_domain {
                let asked = thresholds.coverage_domain;
                let mut text = format!("{folder}: {percent:.1} % of statements are covered, {asked} % are asked for");
                for function in profile.uncovered(folder) {
                    text.push_str(&format!("\n  {}", function.in_words()));
                    findings.push(function.finding());
                }
                let owners = self.gates.owners.of_folder(folder);
                culprits.extend(owners.map(|task| Culprit { task: task.clone(), text: text.clone() }));
                shortfalls.push(text);
            }
        }
        let total = (*self.scope == GateScope::Final).then(|| profile.total().percent());
        if let Some(total) = total.filter(|total| *total < thresholds.coverage_total) {
            let asked = thresholds.coverage_total;
            shortfalls.push(format!("total: {total:.1} % of statements are covered, {asked} % are asked for"));
            if findings.is_empty() {
                findings.extend(profile.all_uncovered().map(Function::finding));
            }
        }
        let ending = if shortfalls.is_empty() {
            Ending::Passed
        } else {
            Ending::Failed { text: bounded(&shortfalls.join("\n")), culprits, findings }
        };
        (Coverage { total, domain: lowest, packages: profile.packages() }, ending)
    }
}
