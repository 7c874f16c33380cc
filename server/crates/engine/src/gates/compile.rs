//! `go build` and `go vet`.

use std::borrow::Cow;
use std::path::Path;

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
            let lines = ended.stderr.iter().chain(&ended.stdout).map(|line| in_this_tree(line, &root));
            let places: Vec<GateFinding> = lines.filter_map(|line| place(&line, "", &root.to_string_lossy())).collect();
            let findings = redeclared::settle(places, &self.gates.plan);
            let text: Vec<String> = ended.text().lines().map(|line| in_this_tree(line, &root).into_owned()).collect();
            Ending::Failed { text: text.join("\n"), culprits: self.culprits(&findings), findings }
        };
        ended.verdict(check, ending)
    }
}

/// A line with a path as this tree has it. Go keeps what `go vet` said by the content of a package, and tells it again with the
/// path of the folder in which it said it first.
fn in_this_tree<'l>(line: &'l str, root: &Path) -> Cow<'l, str> {
    let rest = line.strip_prefix("vet: ").unwrap_or(line);
    let Some((path, message)) = rest.split_once(".go:").filter(|(path, _)| path.starts_with(['/', '.'])) else {
        return Cow::Borrowed(line);
    };
    let path = format!("{path}.go");
    let mut ends = path.match_indices('/').map(|(at, _)| &path[at + 1..]);
    match ends.find(|end| root.join(end).is_file()) {
        Some(end) => Cow::Owned(format!("{end}:{message}")),
        None => Cow::Borrowed(line),
    }
}

#[cfg(test)]
mod tests {
    use super::in_this_tree;

    #[test]
    fn a_path_of_another_folder_is_the_file_of_this_one() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("a")).unwrap();
        std::fs::write(folder.path().join("a/b.go"), "package a\n").unwrap();
        for (line, expected) in [
            ("/tmp/other/tree/a/b.go:3:1: x", "a/b.go:3:1: x"),
            ("vet: ../gate/a/b.go:3:1: x", "a/b.go:3:1: x"),
            ("a/b.go:3:1: x", "a/b.go:3:1: x"),
            ("/usr/lib/go/src/fmt/print.go:3:1: x", "/usr/lib/go/src/fmt/print.go:3:1: x"),
            ("# example.com/m/a", "# example.com/m/a"),
        ] {
            assert_eq!(in_this_tree(line, folder.path()), expected);
        }
    }
}
