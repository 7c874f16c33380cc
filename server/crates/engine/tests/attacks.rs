//! Agents that attack: whatever one does, the rest is untouched, the run succeeds, and it is told.
#![allow(clippy::unwrap_used, reason = "a test fails where something is missing")]

mod folder;

use std::net::TcpListener;
use std::path::{Path, PathBuf};

use folder::{Folder, Tree, made, processes_with, read_tree, until, up_to};
use specwave_engine::process::tool::Tool;
use specwave_engine::run;
use specwave_engine::scheduler::{Event, Outcome};
use specwave_engine::state::RunReport;
use tempfile::TempDir;

/// What the report says of an attack.
enum Told {
    /// The Attempt failed with this, and the next one did the Task.
    Failed(&'static str),
    /// As `Failed`, because the kernel refused it. Where the kernel cannot, that is told instead.
    Refused,
    /// These paths were not taken.
    NotTaken(&'static [&'static str]),
    /// This was noticed of the Task.
    Noticed(&'static str),
}

const ATTACKS: &[(&str, Told)] = &[
    ("absolute-path", Told::Refused),
    ("dot-dot", Told::Refused),
    ("link-made-before", Told::Refused),
    ("link-made-during", Told::Refused),
    ("link-left-behind", Told::NotTaken(&["domain/link.txt (not a regular file)"])),
    ("hard-link-from-outside", Told::Refused),
    ("hard-link-left-behind", Told::NotTaken(&["domain/twin.txt (a hard link)"])),
    ("proc-self-root", Told::Refused),
    ("proc-of-the-engine", Told::Refused),
    ("kill-the-supervisor", Told::Refused),
    ("socket-of-the-run", Told::Refused),
    ("sibling", Told::Refused),
    ("git-of-the-checkout", Told::Refused),
    ("ignored-file-of-the-checkout", Told::Refused),
    ("home", Told::Refused),
    ("files-of-others", Told::Refused),
    ("network", Told::Refused),
    ("cache-of-the-gates", Told::Refused),
    ("background-child", Told::Noticed("processes that it left behind were ended: ")),
    ("newline-in-a-name", Told::NotTaken(&["one\\nNot-taken: two \\u{1b}[31m (outside the Task's write set)"])),
    ("newline-in-its-own-name", Told::NotTaken(&["domain/one\\ntwo.txt (outside the Task's write set)"])),
    ("two-gigabytes", Told::Failed("it wrote a file larger than `limits.file_mib` allows")),
    ("fork-bomb", Told::Failed("it had more processes than `limits.processes` allows")),
    ("flood", Told::Failed("it wrote more output than `limits.output_mib` allows")),
    ("memory", Told::Failed("it took more memory than `limits.memory_mib` allows")),
    ("git-hook", Told::NotTaken(&[".git (not a regular file)"])),
    ("fsmonitor", Told::NotTaken(&["domain/.git (not a regular file)"])),
    (
        "filter",
        Told::NotTaken(&[
            ".gitattributes (outside the Task's write set)",
            ".gitconfig (outside the Task's write set)",
            "filter.sh (outside the Task's write set)",
        ]),
    ),
    (
        "hidden-by-own-rules",
        Told::NotTaken(&[".gitignore (outside the Task's write set)", "stray.txt (outside the Task's write set)"]),
    ),
    ("go-mod", Told::NotTaken(&["go.mod (outside the Task's write set)"])),
    ("generate", Told::Noticed("domain/generate.go has commands for `go generate`")),
    ("pipe", Told::NotTaken(&["pipe (not a regular file)"])),
];

/// A user's checkout, and a folder of the user's beside it.
struct Scene {
    folder: Folder,
    outside: TempDir,
    before: (Tree, Tree),
}

impl Scene {
    fn new(script: &[&str], mine: &str) -> Self {
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("secret"), "secret").unwrap();
        let outside_word = format!("outside={}", outside.path().display());
        let mut folder = Folder::new(&[script, &[&outside_word]].concat());
        folder.plan.tasks[1].owns = vec!["domain/**".to_owned()];
        folder.request.agent.offline = true;
        let limits = &mut folder.request.config.limits;
        (limits.processes, limits.memory_mib, limits.output_mib) = (32, 256, 1);
        folder.write("go.mod", "module example.com/consent\n\ngo 1.22\n");
        folder.write("mine.txt", mine);
        folder.write(".env", "a secret\n");
        folder.write(".gitignore", ".env\nway-out\n");
        git(folder.path(), &["init", "--quiet"]);
        // Tracked, so that every Workspace has it.
        std::os::unix::fs::symlink(outside.path(), folder.path().join("way-out")).unwrap();
        git(folder.path(), &["add", "--force", "way-out"]);
        let before = (folder.tree(), tree(outside.path()));
        Self { folder, outside, before }
    }

    /// What is there that was not before; panics where something of the user's is not as it was.
    fn made(&self) -> Tree {
        assert_eq!(tree(self.outside.path()), self.before.1);
        let (mut after, before) = (self.folder.tree(), &self.before.0);
        for (path, text) in before {
            assert_eq!(after.remove(path).as_ref(), Some(text), "{path}");
        }
        after
    }
}

fn tree(folder: &Path) -> Tree {
    let mut tree = Tree::new();
    read_tree(folder, folder, &mut tree);
    tree
}

fn git(folder: &Path, args: &[&str]) {
    let output = Tool::new("git", folder).args(args).env("GIT_CONFIG_GLOBAL", "/dev/null").run().unwrap();
    assert_eq!(output.code, Some(0), "{}", output.stderr);
}

fn wanted(attack: &str) -> Tree {
    let mut wanted = made();
    if attack == "generate" {
        wanted.insert("domain/generate.go".to_owned(), String::new());
    }
    wanted
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_attack_leaves_the_rest_untouched_and_is_told() {
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = server.local_addr().unwrap().to_string();
    for some in ATTACKS.chunks(6) {
        let about = |attack: &str| if attack == "cache-of-the-gates" { cache_of_the_gates() } else { address.clone() };
        let cases: Vec<_> = some.iter().map(|(attack, told)| tokio::spawn(stand(attack, told, about(attack)))).collect();
        for case in cases {
            case.await.unwrap();
        }
    }
}

/// What gates have built; it is there.
fn cache_of_the_gates() -> String {
    let asked = Tool::new("go", Path::new("/")).args(["env", "GOCACHE"]).run().unwrap();
    let cache = String::from_utf8(asked.stdout).unwrap().trim().to_owned();
    std::fs::create_dir_all(&cache).unwrap();
    cache
}

async fn stand(attack: &'static str, told: &'static Told, mine: String) {
    let scene = Scene::new(&[&format!("attack={attack}")], &mine);
    let (_, outcome) = scene.folder.run().await;
    assert_eq!(outcome, Outcome::Succeeded, "{attack}");
    let mut made = scene.made();
    if let Some(text) = made.get_mut("domain/generate.go") {
        text.clear();
    }
    assert_eq!(made, wanted(attack), "{attack}");
    let outside = scene.outside.path().display().to_string();
    assert_eq!(processes_with(&outside), Vec::<PathBuf>::new(), "{attack} left a process");

    let report = RunReport::new(&run::status(scene.folder.path(), None).unwrap().progress);
    let task = report.tasks.iter().find(|task| task.id.0 == "domain_expert").unwrap();
    let noticed = task.noticed.join("\n");
    match told {
        Told::Refused if noticed.is_empty() => {
            assert!(!report.noticed.is_empty(), "{attack} was neither refused, nor is it told that this system cannot");
        }
        Told::Refused => assert!(noticed.contains("refused: ") && noticed.contains("(os error "), "{attack}: {noticed}"),
        Told::Failed(text) => assert!(noticed.starts_with("Attempt 1 failed") && noticed.contains(text), "{attack}: {noticed}"),
        Told::Noticed(text) => assert!(noticed.contains(text), "{attack}: {noticed}"),
        Told::NotTaken(paths) => {
            let mut rejected: Vec<&str> = task.rejected.iter().map(String::as_str).collect();
            rejected.sort_unstable();
            assert_eq!(&rejected, paths, "{attack}");
        }
    }
}

#[tokio::test]
async fn a_driver_killed_while_a_task_writes_leaves_nothing_and_the_run_can_be_finished() {
    let scene = Scene::new(&["write-for-ever"], "");
    let directory = scene.folder.start().unwrap().directory;
    up_to(&directory, |event| matches!(event, Event::AttemptProgress { message, .. } if message == "writing")).await;
    let holder = run::holder(scene.folder.path()).unwrap();
    let pid = nix::unistd::Pid::from_raw(holder.pid.cast_signed());
    nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGKILL).unwrap();
    until(|| processes_with(&scene.folder.path().display().to_string()).is_empty()).await;
    assert_eq!(scene.made(), Tree::new());
    assert_eq!(scene.folder.resume().await, Outcome::Succeeded);
    assert_eq!(scene.made(), wanted(""));
}
