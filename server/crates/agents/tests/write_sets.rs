//! What the built-in agent writes is what the plan lets it write.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its input has failed")]

use std::path::{Path, PathBuf};

use specwave_agents::builtin::files;
use specwave_plan::module::ModuleFacts;
use specwave_plan::{Config, Plan, WriteSet, prepare};

/// The plans of the two examples, and of the corpus beside the project where there is one.
fn plans() -> Vec<(PathBuf, Plan)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let dirs = ["docs/examples", "../shared/corpus/dce", "../shared/corpus/kiro", "../shared/corpus/spec-kit"];
    let entries = dirs.iter().flat_map(|dir| std::fs::read_dir(root.join(dir)).into_iter().flatten().flatten());
    let specs = entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|ext| ext == "md"));
    let plan = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let prepared = prepare(&specwave_spec::parse(&text), &text, &ModuleFacts::default(), &Config::default());
        prepared.plan.map(|plan| (path, plan))
    };
    specs.filter_map(plan).collect()
}

#[test]
fn every_role_stays_in_its_write_set() {
    let plans = plans();
    assert!(plans.len() >= 2);
    let mut problems = Vec::new();
    for (spec, plan) in plans {
        for task in &plan.tasks {
            let made = files(&task.role, &plan.contract).unwrap();
            let owned = WriteSet::new(&task.owns);
            let spec = spec.file_name().unwrap_or_default().display();
            for file in made.iter().filter(|file| !owned.contains(&file.path)) {
                problems.push(format!("{spec}: {} writes {}, which it does not own", task.id, file.path));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
