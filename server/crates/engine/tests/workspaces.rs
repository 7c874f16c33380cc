//! The trees of a run: the snapshot, Workspaces, what is taken from them, integration.
#![allow(clippy::unwrap_used, reason = "a test fails where something is missing")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use specwave_engine::process::tool::Tool;
use specwave_engine::workspace::{Capture, Reason, Repository, TreeId, Workspace};
use specwave_plan::WriteSet;
use tempfile::TempDir;

struct Project {
    folder: TempDir,
    repository: Repository,
}

impl Project {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            write(folder.path(), path, text);
        }
        let repository = Repository::open(&folder.path().join(".specwave/repo"), folder.path()).unwrap();
        Self { folder, repository }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn snapshot(&self) -> TreeId {
        self.repository.snapshot(&BTreeSet::new()).unwrap()
    }

    fn workspace(&self, name: &str, tree: &TreeId) -> Workspace {
        self.repository.workspace(&self.path().join(".specwave/workspaces").join(name), tree).unwrap()
    }

    fn capture(&self, workspace: &Workspace, globs: &[&str]) -> Capture {
        self.repository.capture(workspace, &WriteSet::new(globs), "a Task").unwrap()
    }

    fn changes(&self, capture: &Capture, base: &TreeId) -> Vec<String> {
        let entries = self.repository.difference(base, &capture.change).unwrap();
        entries.iter().map(|entry| entry.path.display().to_string()).collect()
    }
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut next = vec![folder.to_owned()];
    while let Some(directory) = next.pop() {
        for entry in std::fs::read_dir(directory).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                next.push(entry.path());
            } else {
                found.push(entry.path().strip_prefix(folder).unwrap().display().to_string());
            }
        }
    }
    found.sort();
    found
}

fn git(folder: &Path, args: &[&str]) {
    let tool = Tool::new("git", folder).args(args).env("GIT_CONFIG_GLOBAL", "/dev/null");
    let author = ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"];
    let output = author.iter().fold(tool, |tool, name| tool.env(name, "someone")).run().unwrap();
    assert_eq!(output.code, Some(0), "{}", output.stderr);
}

#[test]
fn a_plain_folder_is_seen_without_what_it_ignores() {
    let project = Project::new(&[("go.mod", "module m\n"), ("a/b.go", "package a\n"), ("out/x", ""), (".gitignore", "out/\n")]);
    let workspace = project.workspace("w", &project.snapshot());
    assert_eq!(files(&workspace.files()), [".gitignore", "a/b.go", "go.mod"]);
}

#[test]
fn a_repository_is_seen_with_what_is_not_committed() {
    let project = Project::new(&[("kept.txt", "old"), ("forced.log", "tracked although ignored"), (".gitignore", "*.log\n")]);
    git(project.path(), &["init", "--quiet"]);
    git(project.path(), &["add", "--force", "kept.txt", "forced.log", ".gitignore"]);
    git(project.path(), &["commit", "--quiet", "-m", "first"]);
    write(project.path(), "kept.txt", "edited");
    write(project.path(), "new.txt", "untracked");
    write(project.path(), "noise.log", "ignored");
    // Opened again, now that there is a repository whose objects can be shared.
    let repository = Repository::open(&project.path().join(".specwave/repo"), project.path()).unwrap();
    let workspace = project.workspace("w", &repository.snapshot(&BTreeSet::new()).unwrap());
    assert_eq!(files(&workspace.files()), [".gitignore", "forced.log", "kept.txt", "new.txt"]);
    assert_eq!(std::fs::read_to_string(workspace.files().join("kept.txt")).unwrap(), "edited");
}

#[test]
fn bytes_and_modes_arrive_unchanged_whatever_the_attributes_say() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let project =
        Project::new(&[(".gitattributes", "* text=auto eol=crlf ident filter=lfs\n"), ("lf", "a\n$Id$\n"), ("crlf", "a\r\n")]);
    write(project.path(), "run.sh", "#!/bin/sh\n");
    std::fs::set_permissions(project.path().join("run.sh"), std::fs::Permissions::from_mode(0o755)).unwrap();
    symlink("lf", project.path().join("link")).unwrap();
    let tree = project.workspace("w", &project.snapshot()).files();
    assert_eq!(std::fs::read(tree.join("lf")).unwrap(), b"a\n$Id$\n");
    assert_eq!(std::fs::read(tree.join("crlf")).unwrap(), b"a\r\n");
    assert_ne!(tree.join("run.sh").metadata().unwrap().permissions().mode() & 0o100, 0);
    assert_eq!(std::fs::read_link(tree.join("link")).unwrap(), Path::new("lf"));
}

#[test]
fn files_of_an_earlier_run_can_be_left_out() {
    let project = Project::new(&[("mine.go", ""), ("made.go", "")]);
    let base = project.repository.snapshot(&BTreeSet::from([PathBuf::from("made.go")])).unwrap();
    assert_eq!(files(&project.workspace("w", &base).files()), ["mine.go"]);
}

#[test]
fn only_the_write_set_is_taken() {
    let project = Project::new(&[("go.mod", "module m\n"), ("a/old.go", "x"), ("a/gone.go", "x"), (".gitignore", "bin/\n")]);
    let base = project.snapshot();
    let workspace = project.workspace("w", &base);
    let tree = workspace.files();
    write(&tree, "a/old.go", "changed");
    write(&tree, "a/new.go", "new");
    std::fs::remove_file(tree.join("a/gone.go")).unwrap();
    write(&tree, "go.mod", "module hijacked\n");
    write(&tree, "b/new.go", "elsewhere");
    write(&tree, "bin/tool", "a by-product");
    let capture = project.capture(&workspace, &["a/*.go"]);
    assert_eq!(project.changes(&capture, &base), ["a/gone.go", "a/new.go", "a/old.go"]);
    let not_taken: Vec<_> = capture.not_taken.iter().map(|found| (found.path.to_str().unwrap(), found.reason)).collect();
    assert_eq!(not_taken, [("go.mod", Reason::Outside), ("b/new.go", Reason::Outside)]);
}

#[test]
fn what_is_no_regular_file_is_refused() {
    use std::os::unix::fs::symlink;
    let project = Project::new(&[("a/real.go", "x"), ("a/deep/real.go", "x")]);
    let base = project.snapshot();
    let workspace = project.workspace("w", &base);
    let tree = workspace.files();
    symlink("/etc/passwd", tree.join("a/link.go")).unwrap();
    std::fs::remove_file(tree.join("a/real.go")).unwrap();
    symlink("/etc/passwd", tree.join("a/real.go")).unwrap();
    std::fs::remove_dir_all(tree.join("a/deep")).unwrap();
    symlink("/etc", tree.join("a/deep")).unwrap();
    std::fs::File::create(tree.join("a/huge.go")).unwrap().set_len(64 << 20).unwrap();
    write(&tree, "a/nested/file.go", "x");
    git(&tree.join("a/nested"), &["init", "--quiet"]);
    let capture = project.capture(&workspace, &["a/**"]);
    assert_eq!(project.changes(&capture, &base), Vec::<String>::new());
    let not_taken: Vec<_> = capture.not_taken.iter().map(|found| (found.path.to_str().unwrap(), found.reason)).collect();
    assert_eq!(
        not_taken,
        [
            ("a/deep/real.go", Reason::OddType),
            ("a/real.go", Reason::OddType),
            ("a/deep", Reason::OddType),
            ("a/huge.go", Reason::TooLarge),
            ("a/link.go", Reason::OddType),
            ("a/nested/", Reason::OddType),
            ("a/nested/.git", Reason::OddType),
        ]
    );
}

#[test]
fn changes_are_integrated_in_any_order_to_the_same_tree() {
    let project = Project::new(&[("go.mod", "module m\n")]);
    let base = project.snapshot();
    let (one, two) = (project.workspace("one", &base), project.workspace("two", &base));
    write(&one.files(), "a/one.go", "1");
    write(&one.files(), "stray", "");
    write(&two.files(), "b/two.go", "2");
    let (one, two) = (project.capture(&one, &["a/*"]), project.capture(&two, &["b/*"]));
    let integrate = |first: &Capture, second: &Capture| {
        let merged = project.repository.integrate(&base, &first.change, "first").unwrap();
        project.repository.integrate(&merged.tree, &second.change, "second").unwrap()
    };
    let (forward, backward) = (integrate(&one, &two), integrate(&two, &one));
    let digest = |tree: &TreeId| project.repository.digest(tree).unwrap();
    assert_eq!(digest(&forward.tree), digest(&backward.tree));
    assert_eq!(backward.changed, [PathBuf::from("a/one.go")]);
    let last = |path: &str| project.repository.last_task_at(&backward.tree, path).unwrap();
    assert_eq!((last("a/one.go").as_deref(), last("b/two.go").as_deref()), (Some("second"), Some("first")));
    assert_eq!(last("go.mod"), None, "the user's own");
    assert_eq!(backward.not_taken, ["stray (outside the Task's write set)"], "known from the stored change alone");
}

#[test]
fn two_changes_of_one_path_are_detected() {
    let project = Project::new(&[("shared.go", "0")]);
    let base = project.snapshot();
    let change = |name: &str| {
        let workspace = project.workspace(name, &base);
        write(&workspace.files(), "shared.go", name);
        project.capture(&workspace, &["*.go"])
    };
    let merged = project.repository.integrate(&base, &change("one").change, "one").unwrap();
    let failure = project.repository.integrate(&merged.tree, &change("two").change, "two").unwrap_err();
    assert!(failure.message.contains("two changed shared.go"), "{failure}");
}

#[test]
fn a_reused_workspace_shows_exactly_the_tree() {
    let project = Project::new(&[("a.go", "1"), ("b.go", "1")]);
    let first = project.snapshot();
    let directory = project.path().join(".specwave/gate");
    let gate = project.repository.reused_workspace(&directory, &first).unwrap();
    write(&gate.files(), "a.go", "a test wrote here");
    write(&gate.files(), "junk/left.bin", "behind");
    std::fs::remove_file(project.path().join("b.go")).unwrap();
    write(project.path(), "c.go", "1");
    let gate = project.repository.reused_workspace(&directory, &project.snapshot()).unwrap();
    assert_eq!(files(&gate.files()), ["a.go", "c.go"]);
    assert_eq!(std::fs::read_to_string(gate.files().join("a.go")).unwrap(), "1");
}

#[test]
fn hooks_of_the_user_never_run() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::new(&[("a.go", "1")]);
    git(project.path(), &["init", "--quiet"]);
    for hook in ["post-checkout", "pre-commit", "post-index-change", "reference-transaction"] {
        let path = project.path().join(".git/hooks").join(hook);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, format!("#!/bin/sh\ntouch '{}/hooked'\n", project.path().display())).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let repository = Repository::open(&project.path().join(".specwave/repo"), project.path()).unwrap();
    let tree = repository.snapshot(&BTreeSet::new()).unwrap();
    project.workspace("w", &tree);
    repository.set_branch("run", &tree).unwrap();
    assert!(!project.path().join("hooked").exists());
}
