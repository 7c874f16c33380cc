//! A Go module of a few files, and the gates of a small plan for it.
#![allow(dead_code, reason = "each test program uses a part of it")]

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use specwave_engine::gates::{Gates, Toolchain};
use specwave_engine::process::launcher;
use specwave_engine::scheduler::GateScope;
use specwave_engine::verdict::{Ending, Verdict};
use specwave_engine::workspace::Repository;
use specwave_plan::contract::{Contract, Package};
use specwave_plan::{Config, Plan, Quality, RoleId, Task, TaskId};
use tempfile::TempDir;

pub(crate) const GO_MOD: &str = "module example.com/m\n\ngo 1.22\n";
pub(crate) const ENTITY: &str =
    "// Package consent is the domain.\npackage consent\n\n// Double doubles.\nfunc Double(n int) int {\n\treturn 2 * n\n}\n";
pub(crate) const ENTITY_TEST: &str = "package consent\n\nimport \"testing\"\n\nfunc TestDouble(t *testing.T) {\n\tif Double(2) != 4 {\n\t\tt.Error(\"wrong\")\n\t}\n}\n";
pub(crate) const SERVICE: &str = "// Package service uses the domain.\npackage service\n\nimport \"example.com/m/internal/domain/consent\"\n\n// Four is four.\nfunc Four() int {\n\treturn consent.Double(2)\n}\n";

pub(crate) struct Module {
    folder: TempDir,
    pub(crate) config: Config,
    pub(crate) plan: Plan,
    pub(crate) path: OsString,
}

impl Module {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        launcher::use_executable(env!("CARGO_BIN_EXE_engine-testbed"));
        let folder = tempfile::tempdir().unwrap();
        let module = Self { folder, config: Config::default(), plan: plan(), path: path() };
        for (path, text) in files {
            let path = module.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        module
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn with_config(mut self, text: &str) -> Self {
        self.config = Config::parse(text, Path::new("specwave.toml")).unwrap();
        self
    }

    pub(crate) fn with_path(mut self, path: OsString) -> Self {
        self.path = path;
        self
    }

    /// The verdicts of a gate after these Tasks.
    pub(crate) async fn judge(&self, quality: Quality, scope: GateScope, integrated: &[&str]) -> Vec<Verdict> {
        self.judge_by(self.plan.clone(), quality, scope, integrated).await
    }

    pub(crate) async fn judge_by(&self, plan: Plan, quality: Quality, scope: GateScope, integrated: &[&str]) -> Vec<Verdict> {
        let gates = Gates::new(Toolchain::find_in(&self.path).unwrap(), Arc::new(plan), quality, self.config.clone());
        let records = self.path().join(".specwave");
        let repository = Repository::open(&records.join("repo"), self.path()).unwrap();
        let tree = repository.snapshot(&BTreeSet::new()).unwrap();
        let workspace = repository.reused_workspace(&records.join("gate"), &tree).unwrap();
        let integrated: Vec<TaskId> = integrated.iter().map(|task| TaskId::from(*task)).collect();
        let never = tokio::sync::watch::channel(false).1;
        gates.judge(&repository, &workspace, &scope, &integrated, never).await.unwrap()
    }
}

pub(crate) fn plan() -> Plan {
    let task = |id: &str, wave: u8, makes: &[&str]| Task {
        id: TaskId::from(id),
        role: RoleId::from(id),
        title: id.to_owned(),
        description: String::new(),
        wave,
        needs: Vec::new(),
        makes: makes.iter().map(|path| (*path).to_owned()).collect(),
        owns: makes.iter().map(|path| (*path).to_owned()).collect(),
        shares: Vec::new(),
        reserves: Vec::new(),
        not_judged_by: Vec::new(),
        estimate_seconds: 1,
    };
    let mut contract = Contract::default();
    contract.module.path = "example.com/m".to_owned();
    contract.packages = vec![Package {
        key: "domain".to_owned(),
        dir: "internal/domain/consent".to_owned(),
        name: "consent".to_owned(),
        alias: "consent".to_owned(),
    }];
    let entity = ["internal/domain/consent/entity.go", "internal/domain/consent/entity_test.go"];
    Plan {
        contract,
        tasks: vec![task("entity", 1, &entity), task("service", 2, &["internal/service/service.go"])],
        handoff: None,
    }
}

pub(crate) const DOMAIN: [(&str, &str); 3] =
    [("go.mod", GO_MOD), ("internal/domain/consent/entity.go", ENTITY), ("internal/domain/consent/entity_test.go", ENTITY_TEST)];

pub(crate) fn verdict<'a>(verdicts: &'a [Verdict], check: &str) -> &'a Verdict {
    verdicts.iter().find(|verdict| verdict.check == check).unwrap_or_else(|| panic!("no {check} in {verdicts:#?}"))
}

pub(crate) fn failed(verdict: &Verdict) -> (&str, Vec<&str>, Vec<(&str, u32)>) {
    let Ending::Failed { text, culprits, findings } = &verdict.ending else { panic!("{verdict:#?}") };
    let culprits = culprits.iter().map(|culprit| culprit.task.0.as_str()).collect();
    (text, culprits, findings.iter().map(|finding| (finding.path.as_str(), finding.line)).collect())
}

/// Where the tools of the gates are: those that the setup of the project installs come first.
pub(crate) fn path() -> OsString {
    let installed = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../.tools/bin");
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(std::iter::once(installed).chain(std::env::split_paths(&folders))).unwrap()
}
