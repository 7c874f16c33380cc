//! A wall clock that jumps by days, to and fro, while a run goes on and between its processes: nothing is over too early, nothing
//! is done twice, and the journal can be read.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::path::Path;
use std::process::Command;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;
use specwave_engine::journal::read;
use specwave_engine::run::{holder, latest};
use support::{Followed, files, output, root, shown, specwave, tool, write};
use tempfile::TempDir;

const DAY: i64 = 24 * 3600;

/// Every bound is hours, and every jump days.
const SETTINGS: &str = "attempts = 1\nquality = \"draft\"\n\n[budgets]\nrun_seconds = 7200\n";

/// A folder, and a clock that the processes of its runs look at.
struct Scene {
    folder: TempDir,
    home: TempDir,
}

impl Scene {
    fn new() -> Self {
        let scene = Self { folder: tempfile::tempdir().unwrap(), home: tempfile::tempdir().unwrap() };
        let mut compiler = tool("cc", scene.home.path());
        compiler.args(["-shared", "-fPIC", "-o"]).arg(scene.home.path().join("clock.so"));
        let compiled = output(compiler.arg(root().join("tests/support/clock.c")));
        assert!(compiled.status.success(), "{}", shown(&compiled));
        write(&scene.folder.path().join("specwave.toml"), SETTINGS);
        scene
    }

    fn set_the_clock(&self, days: i64) {
        // In one step, so that nobody reads half of it.
        write(&self.home.path().join("new"), (days * DAY).to_string());
        std::fs::rename(self.home.path().join("new"), self.home.path().join("ahead-by")).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = specwave(self.home.path());
        command.env("LD_PRELOAD", self.home.path().join("clock.so"));
        command.env("CLOCK_IS_AHEAD_BY", self.home.path().join("ahead-by"));
        command.args(arguments).arg("--output").arg(self.folder.path());
        command
    }

    /// Starts a command, and sets the clock anew with whatever happens in its run until `enough` records are there.
    fn disturb(&self, arguments: &[&str], enough: usize) -> Followed {
        let command = Followed::start(self.command(arguments));
        for days in [-3, 5, -40, 0, 20, -1].into_iter().cycle() {
            let records = latest(self.folder.path()).and_then(|run| Ok(read(&run.journal())?)).map_or(0, |records| records.len());
            if records >= enough {
                break;
            }
            self.set_the_clock(days);
            if !command.says_more() {
                break;
            }
        }
        command
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let ended = output(self.command(arguments).args(["--format", "json"]));
        assert_eq!(ended.status.code(), Some(0), "{arguments:?}: {}", shown(&ended));
        serde_json::from_slice(&ended.stdout).unwrap()
    }
}

#[test]
fn days_that_pass_in_a_moment_or_again_change_nothing_but_the_times_that_are_shown() {
    let scene = Scene::new();
    let folder = scene.folder.path();
    let example = root().join("docs/examples/loyalty-points.md").display().to_string();
    let run = scene.disturb(&["run", &example], 30);
    kill(Pid::from_raw(holder(folder).unwrap().pid.cast_signed()), Signal::SIGKILL).unwrap();
    assert_eq!(run.end(), Some(3), "its process is gone");
    let before = completed(folder);
    assert!(!before.is_empty());

    scene.set_the_clock(-10);
    assert_eq!(scene.json(&["runs"])[0]["state"], "interrupted");
    let resumed = scene.disturb(&["resume"], usize::MAX);
    assert_eq!(resumed.end(), Some(0));
    let records = read(&latest(folder).unwrap().journal()).unwrap();
    let jumps = |far: &dyn Fn(i64) -> bool| {
        let millis = |at: usize| i64::try_from(records[at].at_ms).unwrap();
        (1..records.len()).filter(|at| far((millis(*at) - millis(at - 1)) / 1000)).count()
    };
    assert!(jumps(&|seconds| seconds <= -DAY) > 2 && jumps(&|seconds| seconds >= DAY) > 2, "the clock has jumped");

    let account = scene.json(&["status"]);
    assert_eq!(account["outcome"], "succeeded", "{account:#}");
    let tasks = account["tasks"].as_array().unwrap();
    assert!(tasks.iter().all(|task| task["attempts"] == 1 || !before.contains(&task["id"])), "{account:#}");
    assert_eq!(scene.json(&["report"])["tasks"].as_array().unwrap().len(), 21);
    assert!(output(&mut scene.command(&["logs"])).status.success());

    // Files are told from each other by what is in them, not by when they were written.
    scene.set_the_clock(-100);
    let made = files(folder);
    let again = scene.json(&["run", &example]);
    assert_eq!(again["applied"]["written"], Value::Array(Vec::new()), "{again:#}");
    assert!(files(folder) == made);
    assert_eq!(scene.json(&["runs"]).as_array().unwrap().len(), 2);
    assert_eq!(output(&mut scene.command(&["gc"])).status.code(), Some(0));
    assert_eq!(output(&mut scene.command(&["undo"])).status.code(), Some(0));
    assert_eq!(files(folder).keys().collect::<Vec<_>>(), ["specwave.toml"]);
}

/// The Tasks that are done.
fn completed(folder: &Path) -> Vec<Value> {
    let status = specwave_engine::run::status(folder, None).unwrap();
    let report = serde_json::to_value(specwave_engine::state::RunReport::new(&status.progress)).unwrap();
    let tasks = report["tasks"].as_array().unwrap();
    tasks.iter().filter(|task| task["state"] == "integrated").map(|task| task["id"].clone()).collect()
}
