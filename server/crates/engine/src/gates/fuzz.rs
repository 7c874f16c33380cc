//! A short fuzz by Go's own fuzzing.

use super::Judgement;
use super::go_command::GoEnded;
use super::test_output::failures;
use crate::failure::Failure;
use crate::verdict::{Culprit, Ending, Verdict};

/// What all fuzz tests have together; each at least a second.
const SECONDS: usize = 30;

impl Judgement<'_> {
    /// Fuzzes with every fuzz test of the domain, one after the other, since `go test` takes one at a time.
    pub(super) async fn fuzz(&self) -> Result<Verdict, Failure> {
        let tests: Vec<(String, String)> = self
            .test_functions("Fuzz")
            .filter(|found| self.is_judged("fuzz", &found.path))
            .map(|found| (found.folder().to_owned(), found.name.clone()))
            .collect();
        if tests.is_empty() {
            return Ok(Verdict::not_checked("fuzz", "there are no fuzz tests"));
        }
        let seconds = (SECONDS / tests.len()).max(1);
        let mut total = Verdict::new("fuzz", Ending::Passed);
        for (folder, name) in tests {
            let args = ["test", "-json", "-run=^$", &format!("-fuzz=^{name}$"), &format!("-fuzztime={seconds}s")];
            let args = args.map(str::to_owned).into_iter().chain([self.go.test_timeout(), format!("./{folder}")]);
            let ended = self.go.run(args).await?;
            let verdict = ended.verdict("fuzz", self.fuzz_ending(&ended, &folder));
            let so_far = (total.millis + verdict.millis, total.waited_millis + verdict.waited_millis);
            total = Verdict { millis: so_far.0, waited_millis: so_far.1, ..verdict };
            if total.ending != Ending::Passed {
                break;
            }
        }
        Ok(total)
    }

    fn fuzz_ending(&self, ended: &GoEnded, folder: &str) -> Ending {
        if ended.succeeded() {
            return Ending::Passed;
        }
        if let Some(fault) = ended.environment_fault() {
            return fault;
        }
        let text = failures(&ended.stdout).iter().map(|failure| failure.output.as_str()).collect::<String>();
        let text = if text.is_empty() { ended.text() } else { text };
        let findings = self.places_of_tests(&failures(&ended.stdout), |_| Some(folder.to_owned()));
        let culprits = self.gates.owners.of_folder(folder).map(|task| Culprit { task: task.clone(), text: text.clone() });
        Ending::Failed { culprits: culprits.collect(), text, findings }
    }
}
