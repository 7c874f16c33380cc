//! An output folder with a small plan and a scripted agent.
#![allow(dead_code, reason = "each test program uses a part of it")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use specwave_engine::apply::Target;
use specwave_engine::failure::Failure;
use specwave_engine::journal::{Follower, Record, read};
use specwave_engine::process::launcher;
use specwave_engine::run::{self, AgentCommand, RunDirectory, RunHandle, RunRequest};
use specwave_engine::scheduler::{Budget, Event, Outcome, Repair, Settings};
use specwave_plan::contract::Contract;
use specwave_plan::{Config, Mode, Need, NeedKind, Plan, Quality, RoleId, Task, TaskId};
use tempfile::TempDir;

pub(crate) const TESTBED: &str = env!("CARGO_BIN_EXE_engine-testbed");

/// Files below the folder, our records and the context files apart.
pub(crate) type Tree = BTreeMap<String, String>;

pub(crate) struct Folder {
    folder: TempDir,
    pub(crate) request: RunRequest,
    pub(crate) plan: Plan,
}

impl Folder {
    pub(crate) fn new(script: &[&str]) -> Self {
        launcher::use_executable(TESTBED);
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().canonicalize().unwrap();
        let args = ["agent"].iter().chain(script).map(|word| (*word).to_owned()).collect();
        let mut config = Config::default();
        config.timeouts.grace_seconds = 1;
        let request = RunRequest {
            spec: "specs/consent.md".into(),
            texts: Vec::new(),
            target: Target { output: output.clone(), module: output },
            branch: None,
            notices: Vec::new(),
            foundation: BTreeMap::new(),
            settings: Settings {
                mode: Mode::Adaptive,
                quality: Quality::Draft,
                agent: "scripted".to_owned(),
                assigned: BTreeMap::new(),
                jobs: 4,
                attempts: 2,
                repair: Repair::TryAgain,
                budget: Budget::default(),
            },
            config,
            assigned: BTreeMap::new(),
            agent: AgentCommand { program: TESTBED.into(), args, ..AgentCommand::default() },
        };
        Self { folder, request, plan: plan() }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn start(&self) -> Result<RunHandle, Failure> {
        run::start(&self.request, &self.plan)
    }

    /// Starts a run and waits for its end.
    pub(crate) async fn run(&self) -> (RunDirectory, Outcome) {
        let handle = self.start().unwrap();
        let outcome = self.end_of(&handle.directory).await;
        (handle.directory, outcome)
    }

    /// Does a run that has to succeed.
    pub(crate) async fn succeed(&self) -> RunDirectory {
        let (directory, outcome) = self.run().await;
        assert_eq!(outcome, Outcome::Succeeded, "{}", self.log(&directory));
        directory
    }

    /// Goes on with the latest run and waits for its end.
    pub(crate) async fn resume(&self) -> Outcome {
        let handle = run::resume(self.path(), None).unwrap();
        self.end_of(&handle.directory).await
    }

    /// Waits until the run process is gone, and says how the run ended.
    pub(crate) async fn end_of(&self, run: &RunDirectory) -> Outcome {
        until(|| run::holder(self.path()).is_none()).await;
        match read(&run.journal()).unwrap().pop().map(|record| record.event) {
            Some(Event::RunEnded { outcome }) => outcome,
            other => panic!("the run process is gone, and the last record is {other:?}\n{}", self.log(run)),
        }
    }

    fn log(&self, run: &RunDirectory) -> String {
        std::fs::read_to_string(run.log()).unwrap_or_default()
    }

    pub(crate) fn tree(&self) -> Tree {
        let mut tree = Tree::new();
        read_tree(self.path(), self.path(), &mut tree);
        tree
    }
}

/// A foundation, two Tasks that need only its contract, and one that needs their code.
fn plan() -> Plan {
    let task = |role: &str, wave: u8, needs: &[&str], makes: &[&str]| Task {
        id: TaskId::from(role),
        role: RoleId::from(role),
        title: role.replace('_', " "),
        description: String::new(),
        wave,
        needs: needs.iter().map(|task| Need { task: TaskId::from(*task), kind: NeedKind::Code }).collect(),
        makes: makes.iter().map(|path| (*path).to_owned()).collect(),
        owns: makes.iter().map(|path| (*path).to_owned()).collect(),
        shares: Vec::new(),
        reserves: Vec::new(),
        not_judged_by: Vec::new(),
        estimate_seconds: 10,
    };
    let mut contract = Contract::default();
    contract.feature.name = "Consent".to_owned();
    contract.feature.slug = "consent".to_owned();
    contract.feature.domain = "consent".to_owned();
    Plan {
        contract,
        tasks: vec![
            task("foundation_analyst", 0, &[], &["notes/analysis.txt"]),
            task("domain_expert", 1, &["foundation_analyst"], &["domain/entity.txt"]),
            task("value_designer", 1, &["foundation_analyst"], &["values/money.txt", "values/email.txt"]),
            task("service_orchestrator", 2, &["domain_expert", "value_designer"], &["service/service.txt"]),
        ],
        handoff: None,
    }
}

/// What the scripted agents make of the plan.
pub(crate) fn made() -> Tree {
    let files = [
        ("notes/analysis.txt", "foundation_analyst"),
        ("domain/entity.txt", "domain_expert"),
        ("values/money.txt", "value_designer"),
        ("values/email.txt", "value_designer"),
        ("service/service.txt", "service_orchestrator"),
    ];
    files.iter().map(|(path, task)| ((*path).to_owned(), format!("{path} of {task}\n"))).collect()
}

pub(crate) fn read_tree(root: &Path, folder: &Path, tree: &mut Tree) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            if ![".specwave", ".claude"].contains(&entry.file_name().to_str().unwrap()) {
                read_tree(root, &path, tree);
            }
        } else {
            tree.insert(
                path.strip_prefix(root).unwrap().display().to_string(),
                String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned(),
            );
        }
    }
}

/// Waits for something that another process is about to do.
pub(crate) async fn until(mut condition: impl FnMut() -> bool) {
    let mut tick = tokio::time::interval(Duration::from_millis(5));
    let waiting = async {
        while !condition() {
            tick.tick().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), waiting).await.expect("the condition never held");
}

/// Follows a journal up to the first record like this, and returns what was read.
pub(crate) async fn up_to(run: &RunDirectory, mut is_it: impl FnMut(&Event) -> bool) -> Vec<Record> {
    let mut follower = Follower::new(&run.journal());
    let mut records: Vec<Record> = Vec::new();
    let following = async {
        loop {
            let new = follower.next().await.unwrap();
            let found = new.iter().any(|record| is_it(&record.event));
            records.extend(new);
            if found {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(60), following).await.expect("the record never came");
    records
}

/// Follows a journal until it has this many records.
pub(crate) async fn up_to_count(run: &RunDirectory, count: usize) {
    let mut seen = 0;
    up_to(run, |_| {
        seen += 1;
        seen >= count
    })
    .await;
}

/// Processes whose command line has this in it.
pub(crate) fn processes_with(text: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir("/proc").unwrap().flatten().map(|entry| entry.path());
    entries
        .filter(|path| {
            let line = std::fs::read(path.join("cmdline")).unwrap_or_default();
            String::from_utf8_lossy(&line).contains(text)
        })
        .collect()
}
