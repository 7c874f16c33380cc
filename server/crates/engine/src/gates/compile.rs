//! `go build` and `go vet`.

use super::Judgement;
use super::go_command::GoEnded;
use super::places::place;
use super::redeclared;
use crate::failure::Failure;
use crate::verdict::{Ending, GateFinding, Verdict};

impl Judgement<'_> {
    pub(super) async fn build(&self) -> Result<Verdict, Failure> {
        let ended = self.go.run(["build", "-gcflags=-e", &self.everything()]).await?;
        Ok(self.compiler_verdict("build", &ended))
    }

    pub(super) async fn vet(&self) -> Result<Verdict, Failure> {
        let ended = self.go.run(["vet", &self.everything()]).await?;
        Ok(self.compiler_verdict("vet", &ended))
    }

    fn compiler_verdict(&self, check: &str, ended: &GoEnded) -> Verdict {
        let ending = if ended.succeeded() {
            Ending::Passed
        } else if let Some(fault) = ended.toolchain_fault() {
            fault
        } else {
            let root = self.workspace.files();
            let lines = ended.stderr.iter().chain(&ended.stdout);
            let places: Vec<GateFinding> = lines.filter_map(|line| place(line, "", &root.to_string_lossy())).collect();
            let findings = redeclared::settle(places, &self.gates.plan);
            Ending::Failed { text: ended.text(), culprits: self.culprits(&findings), findings }
        };
        Verdict { check: check.to_owned(), command: ended.command.clone(), millis: ended.millis, ending, coverage: None }
    }
}
