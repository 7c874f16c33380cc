//! Plans of whole specifications: the two examples always, and a corpus beside the project where there is one.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its input has failed")]

use std::path::{Path, PathBuf};

use specwave_plan::module::ModuleFacts;
use specwave_plan::{Config, Mode, Plan, Prepared, context, prepare, prompt, render};
use specwave_source::Severity;

/// All specs below `dir` that are Markdown; none where there is no such directory.
fn specs(dir: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..").join(dir);
    let files = std::fs::read_dir(root).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut specs: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|ext| ext == "md")).collect();
    specs.sort();
    specs
}

fn prepared(path: &Path) -> Prepared {
    let text = std::fs::read_to_string(path).unwrap();
    prepare(&specwave_spec::parse(&text), &text, &ModuleFacts::default(), &Config::default())
}

fn assert_sound(plan: &Plan, path: &Path) {
    for mode in Mode::ALL {
        assert_eq!(plan.validate(mode), Ok(()), "{} in {mode} mode", path.display());
    }
    for task in &plan.tasks {
        let prompt = prompt(task, plan, specwave_plan::Quality::Bulletproof, &Config::default()).unwrap().text;
        assert!(prompt.contains(&task.title), "{}", task.id);
    }
    assert!(render::text(plan, Mode::Adaptive, 10).contains("Critical path"));
    assert!(context::wave_execution_plan(plan, Mode::Adaptive, 10).unwrap().contains("## Dependency map"));
}

#[test]
fn the_examples_are_planned_with_all_21_tasks() {
    let specs = specs("docs/examples");
    assert_eq!(specs.len(), 2, "{specs:?}");
    for path in specs {
        let prepared = prepared(&path);
        let plan = prepared.plan.unwrap_or_else(|| panic!("{}: {:#?}", path.display(), prepared.findings));
        assert_eq!(plan.tasks.len(), 21);
        assert!(!plan.contract.entities.is_empty() && !plan.contract.repositories.is_empty(), "{}", path.display());
        assert_sound(&plan, &path);
    }
}

#[test]
fn every_spec_of_the_corpus_is_planned_or_refused_with_a_reason() {
    for dir in ["../shared/corpus/dce", "../shared/corpus/kiro", "../shared/corpus/openspec", "../shared/corpus/spec-kit"] {
        for path in specs(dir) {
            let prepared = prepared(&path);
            let stopped = prepared.findings.iter().any(|finding| finding.severity == Severity::Error);
            assert_eq!(prepared.plan.is_none(), stopped, "{}", path.display());
            let refusals: Vec<_> = prepared.findings.iter().filter(|finding| finding.code.as_str() >= "SW605").collect();
            assert!(refusals.is_empty(), "{}: {refusals:#?}", path.display());
            if let Some(plan) = prepared.plan {
                assert_sound(&plan, &path);
            }
        }
    }
}

#[test]
fn planning_twice_gives_the_same_plan() {
    for path in specs("docs/examples") {
        assert_eq!(prepared(&path), prepared(&path));
    }
}
