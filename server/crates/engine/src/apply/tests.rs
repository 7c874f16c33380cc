//! Apply against the user's files, against crashes, and against a full disk.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use specwave_plan::WriteSet;
use tempfile::TempDir;

use super::*;

struct Folder {
    folder: TempDir,
    target: Target,
}

/// Everything in the folder but our records.
type Tree = BTreeMap<String, String>;

impl Folder {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let target = Target { output: folder.path().to_owned(), module: folder.path().to_owned() };
        Self { folder, target }
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn tree(&self) -> Tree {
        let mut tree = Tree::new();
        read_tree(self.folder.path(), self.folder.path(), &mut tree);
        tree
    }

    fn repository(&self) -> Repository {
        Repository::open(&self.target.records().join("repo"), self.folder.path()).unwrap()
    }

    /// Keeps what a run made, as the run's tree does.
    fn keep(&self, run: &str, files: &[(&str, &str)]) {
        let repository = self.repository();
        let before = repository.snapshot(&BTreeSet::new()).unwrap();
        let files: Vec<_> = files.iter().map(|(path, text)| (path.into(), text.as_bytes().to_vec())).collect();
        repository.set_branch(run, &repository.compose(&before, &files, run).unwrap()).unwrap();
    }

    fn manifest(&self) -> Manifest {
        Manifest::load(&self.target).unwrap()
    }
}

fn apply(target: &Target, delivery: &Delivery) -> Result<Applied, Failure> {
    apply_step_by_step(target, delivery, &mut |_| Ok(()))
}

fn apply_step_by_step(
    target: &Target,
    delivery: &Delivery,
    before_step: &mut transaction::BeforeStep<'_>,
) -> Result<Applied, Failure> {
    let repository = Repository::open(&target.records().join("repo"), &target.module)?;
    super::apply_step_by_step(target, &repository, delivery, before_step)
}

fn read_tree(root: &Path, folder: &Path, tree: &mut Tree) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap).filter(|entry| entry.file_name() != RECORDS) {
        let path = entry.path();
        if path.is_dir() {
            read_tree(root, &path, tree);
        } else {
            tree.insert(path.strip_prefix(root).unwrap().display().to_string(), std::fs::read_to_string(&path).unwrap());
        }
    }
}

fn delivery(run: &str, files: &[(&str, &str)]) -> Delivery {
    let made = |text: &str| MadeFile { content: text.as_bytes().to_vec(), executable: false };
    Delivery {
        run: run.to_owned(),
        feature: "consent".to_owned(),
        shared: BTreeSet::new(),
        files: files.iter().map(|(path, text)| ((*path).to_owned(), made(text))).collect(),
        removed: Vec::new(),
        extended: BTreeMap::new(),
    }
}

fn tree(files: &[(&str, &str)]) -> Tree {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

#[test]
fn the_same_delivery_again_changes_nothing() {
    let folder = Folder::new();
    let files = [("a/one.go", "1"), ("go.mod", "module m")];
    let first = apply(&folder.target, &delivery("r1", &files)).unwrap();
    assert_eq!(first.written, ["a/one.go", "go.mod"]);
    let manifest = folder.manifest();
    let second = apply(&folder.target, &delivery("r2", &files)).unwrap();
    assert_eq!(second, Applied { unchanged: 2, ..Applied::default() });
    assert_eq!(folder.manifest(), manifest);
    assert_eq!(folder.tree(), tree(&files));
}

#[test]
fn our_own_files_are_replaced_and_removed() {
    let folder = Folder::new();
    folder.write("a/users.go", "mine");
    apply(&folder.target, &delivery("r1", &[("a/one.go", "1"), ("b/two.go", "2"), ("go.mod", "m")])).unwrap();
    let applied = apply(&folder.target, &delivery("r2", &[("a/one.go", "changed")])).unwrap();
    assert_eq!((applied.written, applied.removed), (vec!["a/one.go".to_owned()], vec!["b/two.go".to_owned()]));
    assert_eq!(folder.tree(), tree(&[("a/one.go", "changed"), ("a/users.go", "mine"), ("go.mod", "m")]));
    assert!(!folder.folder.path().join("b").exists(), "an empty folder is not left behind");
}

#[test]
fn another_features_files_stay() {
    let folder = Folder::new();
    let other = Delivery { feature: "pricing".to_owned(), ..delivery("r1", &[("p.go", "1")]) };
    apply(&folder.target, &other).unwrap();
    apply(&folder.target, &delivery("r2", &[("c.go", "1")])).unwrap();
    assert_eq!(folder.tree(), tree(&[("c.go", "1"), ("p.go", "1")]));
}

#[test]
fn the_users_files_are_refused_by_name_and_nothing_changes() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    apply(&folder.target, &delivery("r1", &[("edited.go", "1"), ("kept.go", "1")])).unwrap();
    folder.write("edited.go", "1 and more");
    folder.write("foreign.go", "mine");
    symlink("/etc", folder.folder.path().join("link")).unwrap();
    let wanted = delivery("r2", &[("edited.go", "2"), ("foreign.go", "2"), ("kept.go", "2"), ("link/passwd", "2")]);
    let failure = apply(&folder.target, &wanted).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Refused);
    for line in ["edited.go (generated earlier, and edited", "foreign.go (not made by", "link/passwd (not a regular"] {
        assert!(failure.message.contains(line), "{failure}");
    }
    assert!(!failure.message.contains("kept.go"));
    assert_eq!(std::fs::read_to_string(folder.folder.path().join("kept.go")).unwrap(), "1");
    let nothing = WriteSet::new(Vec::<String>::new());
    let check = |makes: Vec<&str>| check_before_run(&folder.target, &folder.repository(), "consent", makes, &nothing);
    let early = check(wanted.files.keys().map(String::as_str).collect()).unwrap_err();
    assert_eq!(early.message, failure.message, "known before anything is spent");
    check(vec!["kept.go", "new.go"]).unwrap();
}

#[test]
fn a_path_never_leaves_the_module() {
    let folder = Folder::new();
    for path in ["../out.go", "/etc/out.go", "a/../../out.go", ""] {
        let failure = apply(&folder.target, &delivery("r1", &[(path, "x")])).unwrap_err();
        assert_eq!(failure.kind, FailureKind::Internal, "{path}");
    }
}

const BEFORE: &[(&str, &str)] = &[("a/changed.go", "old"), ("a/removed.go", "old"), ("same.go", "same")];
const AFTER: &[(&str, &str)] = &[("a/changed.go", "new"), ("b/created.go", "new"), ("same.go", "same")];

/// Applies [`AFTER`] over [`BEFORE`] with this before each write.
fn replace(before_step: &mut transaction::BeforeStep<'_>) -> (Folder, Manifest, Option<Result<Applied, Failure>>) {
    let folder = Folder::new();
    apply(&folder.target, &delivery("r1", BEFORE)).unwrap();
    let manifest = folder.manifest();
    let attempt = || apply_step_by_step(&folder.target, &delivery("r2", AFTER), before_step);
    let outcome = catch_unwind(AssertUnwindSafe(attempt)).ok();
    (folder, manifest, outcome)
}

#[test]
fn a_crash_at_any_point_leaves_all_or_nothing() {
    let mut finished_by_recovery = 0;
    for crash_at in 0.. {
        let (folder, manifest, outcome) = replace(&mut |at| {
            // Unwinding stands for the crash: nothing on the way cleans up.
            assert!(at != crash_at, "crash");
            Ok(())
        });
        if outcome.is_some() {
            assert_eq!(folder.tree(), tree(AFTER));
            assert_eq!(finished_by_recovery, 5, "three files, the manifest, the end");
            return;
        }
        recover(&folder.target).unwrap();
        if folder.tree() == tree(BEFORE) {
            assert_eq!(folder.manifest(), manifest, "crash at {crash_at}");
        } else {
            finished_by_recovery += 1;
            assert_eq!(folder.tree(), tree(AFTER), "crash at {crash_at}");
            assert_eq!(folder.manifest().files["a/changed.go"].run, "r2");
            undo(&folder.target, "r2").unwrap();
            assert_eq!(folder.tree(), tree(BEFORE));
        }
    }
}

#[test]
fn a_full_disk_at_any_point_leaves_nothing() {
    for full_at in 0.. {
        let (folder, manifest, outcome) =
            replace(&mut |at| if at == full_at { Err(std::io::ErrorKind::StorageFull.into()) } else { Ok(()) });
        match outcome.unwrap() {
            Ok(_) => return,
            Err(failure) => {
                assert_eq!(failure.kind, FailureKind::Environment);
                assert!(failure.hint.contains("make room"), "{}", failure.hint);
                assert_eq!(folder.tree(), tree(BEFORE), "full at {full_at}");
                assert_eq!(folder.manifest(), manifest);
            }
        }
    }
}

#[test]
fn what_the_user_writes_meanwhile_survives() {
    let folder = Folder::new();
    let path = folder.folder.path().join("b.go");
    let wanted = delivery("r1", &[("a.go", "ours"), ("b.go", "ours")]);
    let outcome =
        apply_step_by_step(&folder.target, &wanted, &mut |at| if at == 3 { std::fs::write(&path, "mine") } else { Ok(()) });
    assert_eq!(outcome.unwrap_err().kind, FailureKind::Refused);
    assert_eq!(folder.tree(), tree(&[("b.go", "mine")]));
}

#[test]
fn undo_brings_everything_back() {
    let folder = Folder::new();
    folder.write("users.go", "mine");
    apply(&folder.target, &delivery("r1", BEFORE)).unwrap();
    let (before, manifest) = (folder.tree(), folder.manifest());
    apply(&folder.target, &delivery("r2", AFTER)).unwrap();
    let undone = undo(&folder.target, "r2").unwrap();
    assert_eq!((undone.written.len(), undone.removed.len()), (2, 1));
    assert_eq!((folder.tree(), folder.manifest()), (before, manifest));
    assert_eq!(undo(&folder.target, "r2").unwrap_err().kind, FailureKind::Usage);
    undo(&folder.target, "r1").unwrap();
    assert_eq!(folder.tree(), tree(&[("users.go", "mine")]));
}

#[test]
fn undo_has_nothing_to_do_about_what_the_user_has_removed() {
    let folder = Folder::new();
    apply(&folder.target, &delivery("r1", BEFORE)).unwrap();
    std::fs::remove_file(folder.target.module.join("same.go")).unwrap();
    let undone = undo(&folder.target, "r1").unwrap();
    assert!(!undone.removed.contains(&"same.go".to_owned()), "{undone:?}");
    assert_eq!((folder.tree(), folder.manifest().files), (tree(&[]), BTreeMap::new()));
}

#[test]
fn undo_refuses_to_lose_an_edit() {
    let folder = Folder::new();
    apply(&folder.target, &delivery("r1", BEFORE)).unwrap();
    folder.write("same.go", "edited");
    let failure = undo(&folder.target, "r1").unwrap_err();
    assert_eq!(failure.kind, FailureKind::Refused);
    assert!(failure.message.contains("same.go"));
    assert_eq!(folder.tree()["a/changed.go"], "old");
}

const MADE: &str = "package a\n\nfunc One() {}\n\n\n\nfunc Two() {}\n";
const EDITED: &str = "package a\n\n// One is mine now.\nfunc One() {}\n\n\n\nfunc Two() {}\n";
const MADE_ANEW: &str = "package a\n\nfunc One() {}\n\n\n\nfunc Two() int { return 2 }\n";
const MERGED: &str = "package a\n\n// One is mine now.\nfunc One() {}\n\n\n\nfunc Two() int { return 2 }\n";

/// A folder whose one file of ours was edited.
fn edited(text: &str) -> Folder {
    let folder = Folder::new();
    folder.keep("r1", &[("a.go", MADE)]);
    apply(&folder.target, &delivery("r1", &[("a.go", MADE)])).unwrap();
    folder.write("a.go", text);
    folder
}

#[test]
fn what_the_user_edited_is_merged_and_undo_brings_it_back() {
    let folder = edited(EDITED);
    let nothing = WriteSet::new(Vec::<String>::new());
    check_before_run(&folder.target, &folder.repository(), "consent", ["a.go"], &nothing).unwrap();
    let again = apply(&folder.target, &delivery("r2", &[("a.go", MADE)])).unwrap();
    assert_eq!((again.unchanged, folder.tree()), (1, tree(&[("a.go", EDITED)])), "the same once more");
    folder.keep("r3", &[("a.go", MADE_ANEW)]);
    let applied = apply(&folder.target, &delivery("r3", &[("a.go", MADE_ANEW)])).unwrap();
    assert_eq!(applied, Applied { merged: vec!["a.go".to_owned()], ..Applied::default() });
    assert_eq!(folder.tree(), tree(&[("a.go", MERGED)]));
    let last = apply(&folder.target, &delivery("r4", &[("a.go", MADE_ANEW)])).unwrap();
    assert_eq!((last.unchanged, folder.tree()), (1, tree(&[("a.go", MERGED)])));
    undo(&folder.target, "r3").unwrap();
    assert_eq!(folder.tree(), tree(&[("a.go", EDITED)]));
}

#[test]
fn edits_in_the_same_lines_are_refused_until_they_agree() {
    let mine = MADE.replace("func Two() {}", "func Two() string { return \"mine\" }");
    let folder = edited(&mine);
    let failure = apply(&folder.target, &delivery("r2", &[("a.go", MADE_ANEW), ("b.go", "new")])).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Refused);
    assert!(failure.message.contains("a.go (edited since it was generated, in lines that"), "{failure}");
    assert!(failure.hint.contains(".specwave/conflicts"), "{}", failure.hint);
    assert_eq!(folder.tree(), tree(&[("a.go", &mine)]), "nothing of it was brought in");
    let marked = std::fs::read_to_string(folder.target.records().join("conflicts/a.go")).unwrap();
    assert!(marked.contains("<<<<<<< yours\nfunc Two() string") && marked.contains(">>>>>>> the run's"), "{marked}");
    folder.write("a.go", MADE_ANEW);
    apply(&folder.target, &delivery("r2", &[("a.go", MADE_ANEW), ("b.go", "new")])).unwrap();
    assert!(!folder.target.records().join("conflicts").exists());
    assert_eq!(folder.manifest().files["a.go"].run, "r2");
}

#[test]
fn a_merge_is_all_or_nothing_too() {
    for crash_at in 0.. {
        let folder = edited(EDITED);
        let wanted = delivery("r2", &[("a.go", MADE_ANEW), ("b.go", "new")]);
        let attempt = || {
            apply_step_by_step(&folder.target, &wanted, &mut |at| {
                assert!(at != crash_at, "crash");
                Ok(())
            })
        };
        if catch_unwind(AssertUnwindSafe(attempt)).is_ok() {
            assert!(crash_at > 4, "it never crashed");
            return;
        }
        recover(&folder.target).unwrap();
        let [before, after] = [tree(&[("a.go", EDITED)]), tree(&[("a.go", MERGED), ("b.go", "new")])];
        let found = folder.tree();
        assert!(found == before || found == after, "crash at {crash_at}: {found:?}");
    }
}

#[test]
fn a_run_whose_tasks_were_done_again_is_undone_as_a_whole() {
    let folder = Folder::new();
    apply(&folder.target, &delivery("r1", BEFORE)).unwrap();
    apply(&folder.target, &delivery("r2", AFTER)).unwrap();
    let again = [("a/changed.go", "newer"), ("c/added.go", "new"), ("same.go", "same")];
    apply(&folder.target, &delivery("r2", &again)).unwrap();
    assert_eq!(folder.tree(), tree(&again));
    undo(&folder.target, "r2").unwrap();
    assert_eq!(folder.tree(), tree(BEFORE));
    assert!(!can_undo(&folder.target, "r2"));
    undo(&folder.target, "r1").unwrap();
    assert_eq!(folder.tree(), Tree::new());
}
