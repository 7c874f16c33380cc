//! A plan for a terminal.

use std::fmt::Write;

use super::duration;
use crate::{Catalog, Mode, Need, NeedKind, Plan, Task};

/// Waves, Tasks, needs, write sets, critical path, and how long each mode is expected to take.
#[must_use]
pub fn text(plan: &Plan, mode: Mode, jobs: usize) -> String {
    let mut out = String::new();
    heading(plan, &mut out);
    let waves = plan.tasks.iter().map(|task| task.wave).max().map_or(0, |last| last + 1);
    for wave in 0..waves {
        let _ = writeln!(out, "\nWave {wave}: {}", wave_title(wave));
        for task in plan.tasks.iter().filter(|task| task.wave == wave) {
            describe(task, plan, &mut out);
        }
    }
    summary(plan, mode, jobs, &mut out);
    out
}

fn heading(plan: &Plan, out: &mut String) {
    let (feature, module) = (&plan.contract.feature, &plan.contract.module);
    let state = if module.exists { "existing" } else { "new" };
    let _ = writeln!(out, "{}", feature.name);
    let _ = writeln!(
        out,
        "domain {}, priority {}, {state} module {}, {} Tasks",
        feature.domain,
        feature.priority,
        module.path,
        plan.tasks.len()
    );
}

fn wave_title(wave: u8) -> &'static str {
    let catalog = Catalog::builtin().ok();
    catalog.and_then(|catalog| catalog.waves.get(usize::from(wave))).map_or("", |wave| wave.title.as_str())
}

fn describe(task: &Task, plan: &Plan, out: &mut String) {
    let _ = writeln!(out, "  {}: {} ({})", task.title, task.description, duration(task.estimate_seconds));
    for (label, kind) in [("needs the code of", NeedKind::Code), ("needs the contract of", NeedKind::Contract)] {
        let needed: Vec<&str> = task.needs.iter().filter(|need| need.kind == kind).map(|need| title(need, plan)).collect();
        // Whoever waits for all the others says so in three words.
        match needed.len() {
            0 => {}
            count if count + 1 == plan.tasks.len() => {
                let _ = writeln!(out, "    {label} all others");
            }
            _ => {
                let _ = writeln!(out, "    {label} {}", needed.join(", "));
            }
        }
    }
    for (at, path) in with_their_tests(&task.owns).iter().enumerate() {
        let label = if at == 0 { "owns" } else { "    " };
        let _ = writeln!(out, "    {label} {path}");
    }
}

/// Paths with `, _test` where the test file beside a Go file is among them too.
fn with_their_tests(paths: &[String]) -> Vec<String> {
    let test_of = |path: &String| path.strip_suffix(".go").map(|stem| format!("{stem}_test.go"));
    let is_beside = |path: &&String| paths.iter().any(|other| test_of(other).as_ref() == Some(path));
    let shown = |path: &String| match test_of(path).filter(|test| paths.contains(test)) {
        Some(_) => format!("{path}, _test"),
        None => path.clone(),
    };
    paths.iter().filter(|path| !is_beside(path)).map(shown).collect()
}

fn title<'a>(need: &'a Need, plan: &'a Plan) -> &'a str {
    plan.task(&need.task).map_or(need.task.0.as_str(), |task| &task.title)
}

fn summary(plan: &Plan, mode: Mode, jobs: usize, out: &mut String) {
    let pairs = plan.pairs_that_can_run_together(mode);
    let _ = writeln!(out, "\nWrite sets: disjoint for all {pairs} pairs of Tasks that can run together in {mode} mode");
    let path = plan.critical_path();
    let length = path.iter().map(|task| task.estimate_seconds).sum();
    let titles: Vec<&str> = path.iter().map(|task| task.title.as_str()).collect();
    let _ = writeln!(out, "Critical path: {} ({})", titles.join(" → "), duration(length));
    let _ = writeln!(out, "Expected with a coding agent and {jobs} jobs, gates not counted:");
    for each in Mode::ALL {
        let estimate = plan.estimate(each, jobs);
        let mark = if each == mode { "*" } else { " " };
        let (elapsed, speedup) = (duration(estimate.elapsed_seconds), estimate.speedup());
        let _ = writeln!(out, "{mark} {:<10} {elapsed:>7}  work ÷ elapsed {speedup:.1}", each.name());
    }
}
