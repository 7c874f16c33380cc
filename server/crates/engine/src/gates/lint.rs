//! `golangci-lint`, with the module's own configuration or that of the quality level.

use std::path::Path;

use specwave_plan::Quality;

use super::go_command::{Call, GoEnded};
use super::go_tool::GOLANGCI_LINT;
use super::{Judgement, reports};
use crate::failure::Failure;
use crate::process::Cause;
use crate::verdict::{Ending, Verdict};

const OWN_CONFIGURATIONS: [&str; 4] = [".golangci.yml", ".golangci.yaml", ".golangci.toml", ".golangci.json"];

impl Judgement<'_> {
    pub(super) async fn lint(&self) -> Result<Verdict, Failure> {
        let packages = self.complete_packages().await?;
        if packages.is_empty() {
            return Ok(Verdict::not_checked("lint", "no package has all its code yet"));
        }
        let tool = match GOLANGCI_LINT.find(&self.gates.toolchain) {
            Ok(tool) => tool,
            Err(unusable) => return Ok(self.without_tool("lint", &unusable)),
        };
        let mut args: Vec<String> = ["run", "--output.json.path=stdout", "--show-stats=false", "--allow-parallel-runners"]
            .into_iter()
            .chain(["--max-issues-per-linter=0", "--max-same-issues=0"])
            .map(str::to_owned)
            .collect();
        if !has_own_configuration(&self.workspace.files()) {
            args.push(format!("--config={}", self.level_configuration()?.display()));
        }
        args.extend(self.arguments_of("lint").iter().cloned());
        args.extend(packages.arguments());
        // What it knows of the standard library costs half a minute: it is kept beside Go's own cache, where it keeps it itself.
        let kept = self.gates.toolchain.build_cache.with_file_name("golangci-lint");
        std::fs::create_dir_all(&kept)?;
        let call = Call::new(tool, args).env("GOLANGCI_LINT_CACHE", kept.to_string_lossy()).writes(kept);
        let ended = self.go.call(call).await?;
        let ending = self.lint_ending(&ended);
        Ok(Verdict { command: self.shown(&ended.command), ..ended.verdict("lint", ending) })
    }

    fn lint_ending(&self, ended: &GoEnded) -> Ending {
        // 0: nothing found, 1: something. All else is about the linter itself: its configuration, its time.
        if !matches!(ended.ended.cause, Cause::Exited(0 | 1)) {
            let message = format!("golangci-lint could not judge the code: {}", ended.text());
            return Ending::Environment { message, hint: "mend what it says, then `specwave resume`".to_owned() };
        }
        let findings = reports::json(&ended.stdout.join("\n"), &self.workspace.files());
        self.ending_of("lint", findings)
    }

    fn level_configuration(&self) -> Result<std::path::PathBuf, Failure> {
        let text = match self.gates.quality {
            Quality::Bulletproof => include_str!("golangci/bulletproof.yml"),
            _ => include_str!("golangci/production.yml"),
        };
        let path = self.workspace.temporary().join("golangci.yml");
        std::fs::write(&path, text)?;
        Ok(path)
    }
}

fn has_own_configuration(root: &Path) -> bool {
    OWN_CONFIGURATIONS.iter().any(|name| root.join(name).is_file())
}
