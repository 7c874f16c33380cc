//! Preparing a Task's Workspace and integrating what it wrote, beside what `git` alone takes for a worktree and a commit
//! in the same repository.
//!
//! `cargo bench -p specwave-engine --bench workspaces [FILES]`: for 700 and 10,000 files of about 2 KB each, or for as many as
//! are named. Both are done in turn, so that what the machine does besides meets both.

#![expect(clippy::print_stdout, reason = "the figures are what one runs it for")]
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on stops")]

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use specwave_engine::process::tool::Tool;
use specwave_engine::workspace::{Repository, TreeId};
use specwave_plan::WriteSet;

/// How often each is done.
const TIMES: usize = 15;

/// In each folder.
const FILES_OF_A_FOLDER: usize = 20;

fn main() {
    // cargo passes `--bench`; figures among the arguments are ours.
    let asked: Vec<usize> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    println!("  files   git ms   ours ms   ratio   prepare   capture   integrate");
    for files in if asked.is_empty() { vec![700, 10_000] } else { asked } {
        measure(files);
    }
}

fn measure(files: usize) {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("project");
    write_files(&project, files);
    git(&project, &["init", "-q"]);
    git(&project, &["add", "."]);
    git(&project, &["commit", "-q", "-m", "all"]);
    let repository = Repository::open(&folder.path().join("repo"), &project).unwrap();
    let mut tree = repository.snapshot(&BTreeSet::new()).unwrap();
    let (mut bare, mut ours) = (Vec::new(), Vec::new());
    for number in 0..TIMES {
        bare.push(timed(|| worktree_and_commit(&project, &folder.path().join(format!("worktree{number}")))));
        let mut steps = [Duration::ZERO; 3];
        tree = workspace_and_integration(&repository, &folder.path().join("workspace"), &tree, number, &mut steps);
        ours.push(steps);
    }
    bare.sort();
    ours.sort_by_key(|steps| steps.iter().sum::<Duration>());
    let (bare, steps) = (bare[TIMES / 2], ours[TIMES / 2]);
    let [prepare, capture, integrate] = steps.map(milliseconds);
    let (bare, ours) = (milliseconds(bare), milliseconds(steps.iter().sum()));
    let ratio = ours / bare;
    println!("{files:>7} {bare:>8.1} {ours:>9.1} {ratio:>7.2} {prepare:>9.1} {capture:>9.1} {integrate:>11.1}");
}

/// What one does by hand for a change of its own: a worktree, a file, a commit.
fn worktree_and_commit(project: &Path, worktree: &Path) {
    git(project, &["worktree", "add", "-q", "--detach", worktree.to_str().unwrap()]);
    write(&worktree.join("added/file.go"), "package added\n");
    git(worktree, &["add", "."]);
    git(worktree, &["commit", "-q", "-m", "a change"]);
}

/// The same of ours; gives the tree with the change in it.
fn workspace_and_integration(
    repository: &Repository,
    directory: &Path,
    tree: &TreeId,
    number: usize,
    steps: &mut [Duration; 3],
) -> TreeId {
    let begun = Instant::now();
    let workspace = repository.workspace(directory, tree).unwrap();
    steps[0] = begun.elapsed();
    write(&workspace.files().join(format!("added{number}/file.go")), "package added\n");
    let begun = Instant::now();
    let capture = repository.capture(&workspace, &WriteSet::new([format!("added{number}/**")]), "a Task").unwrap();
    steps[1] = begun.elapsed();
    let begun = Instant::now();
    let merged = repository.integrate(tree, &capture.change, "task").unwrap();
    steps[2] = begun.elapsed();
    workspace.remove().unwrap();
    merged.tree
}

fn write_files(project: &Path, files: usize) {
    for number in 0..files {
        let folder = number / FILES_OF_A_FOLDER;
        let lines: String = (0..60).map(|line| format!("// Line {line} of the file {number} says nothing.\n")).collect();
        write(&project.join(format!("p{folder}/f{number}.go")), &format!("package p{folder}\n\n{lines}"));
    }
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn git(folder: &Path, args: &[&str]) {
    let tool = Tool::new("git", folder).args(args).env("GIT_CONFIG_GLOBAL", "/dev/null");
    let author = ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"];
    let output = author.iter().fold(tool, |tool, name| tool.env(name, "someone")).run().unwrap();
    assert_eq!(output.code, Some(0), "{}", output.stderr);
}

fn timed(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
