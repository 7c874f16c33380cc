//! The files that Tasks promised.

use std::path::Path;
use std::time::Instant;

use specwave_plan::Glob;

use super::Judgement;
use crate::scheduler::GateScope;
use crate::verdict::{Culprit, Ending, Verdict};

impl Judgement<'_> {
    /// Whether every Task that this gate is about made what its plan says, as files that are not empty.
    pub(super) fn outputs(&self) -> Verdict {
        let start = Instant::now();
        let root = self.workspace.files();
        let is_judged = |task: &&specwave_plan::Task| match self.scope {
            GateScope::Wave { wave } => task.wave == *wave,
            _ => true,
        };
        let mut culprits = Vec::new();
        for task in self.gates.plan.tasks.iter().filter(is_judged).filter(|task| self.integrated.contains(&task.id)) {
            let missing: Vec<String> =
                task.makes.iter().filter(|path| !is_made(&root, path)).map(|path| format!("{path} is missing")).collect();
            if !missing.is_empty() {
                culprits.push(Culprit { task: task.id.clone(), text: missing.join("\n") });
            }
        }
        let ending = if culprits.is_empty() {
            Ending::Passed
        } else {
            let owned =
                |culprit: &Culprit| culprit.text.lines().map(|line| format!("{line} ({})\n", culprit.task)).collect::<String>();
            let text: String = culprits.iter().map(owned).collect();
            Ending::Failed { text: text.trim_end().to_owned(), culprits, findings: Vec::new() }
        };
        let millis = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
        Verdict { millis, ..Verdict::new("outputs", ending) }
    }
}

/// Whether a file that is not empty stands at `path`, whose last element may be a glob.
fn is_made(root: &Path, path: &str) -> bool {
    let has_content = |file: &Path| file.metadata().is_ok_and(|data| data.is_file() && data.len() > 0);
    if !path.contains(['*', '?']) {
        return has_content(&root.join(path));
    }
    let (dir, name) = path.rsplit_once('/').unwrap_or(("", path));
    let glob = Glob::new(name);
    let entries = std::fs::read_dir(root.join(dir)).into_iter().flatten().flatten();
    let mut files = entries.filter(|entry| glob.matches(&entry.file_name().to_string_lossy()));
    files.any(|entry| has_content(&entry.path()))
}

#[cfg(test)]
mod tests {
    use super::is_made;

    #[test]
    fn a_promised_path_is_a_file_with_content_and_a_glob_is_kept_by_any_such_file() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("docs")).unwrap();
        std::fs::write(dir.path().join("docs/a-0001.md"), "text").unwrap();
        std::fs::write(dir.path().join("docs/empty.md"), "").unwrap();
        let cases = [
            ("docs/a-0001.md", true),
            ("docs/a-*.md", true),
            ("docs/b-*.md", false),
            ("docs/em*.md", false),
            ("docs/empty.md", false),
            ("docs", false),
            ("none/*.md", false),
        ];
        for (path, made) in cases {
            assert_eq!(is_made(dir.path(), path), made, "{path}");
        }
    }
}
