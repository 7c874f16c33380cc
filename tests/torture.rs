//! Runs that are killed again and again, at moments drawn from a seed, and resumed each time: they end with the tree of
//! a run that nobody disturbed, and no completed Task runs again.
//!
//! `SPECWAVE_TORTURE_KILLS` says how many kills there are, `SPECWAVE_TORTURE_SEED` what their moments are drawn from.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that cannot go on fails, and figures are printed")]

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use specwave_engine::journal::{Reader, Record, read};
use specwave_engine::run::{self, holder};
use specwave_engine::scheduler::{AttemptOutcome, Event, Outcome};
use support::{files, root, specwave};
use tempfile::TempDir;

type Files = BTreeMap<String, Vec<u8>>;

#[test]
fn a_run_that_is_killed_at_any_moment_ends_like_an_undisturbed_one() {
    let (kills, seed) = (setting("SPECWAVE_TORTURE_KILLS", 20), setting("SPECWAVE_TORTURE_SEED", 1));
    println!("{kills} kills at moments drawn from seed {seed}");
    let undisturbed = Torture::begin();
    undisturbed.client().wait().unwrap();
    let expected = files(undisturbed.folder.path());
    assert!(expected.len() > 21, "the undisturbed run made {} files", expected.len());

    let mut random = Random(seed);
    let mut left = kills;
    while left > 0 {
        let mut torture = Torture::begin();
        left -= torture.until_the_end(left, &mut random);
        torture.has_ended_as_it_should(&expected);
    }
}

/// A number from the environment.
fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name}={text} is no number")))
}

/// Who is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Victim {
    /// The process that drives the run.
    Driver,
    /// A process that supervises a Task or a gate.
    Launcher,
    /// What a launcher started: an agent, or the tool of a gate.
    Agent,
}

/// When somebody is killed, and who: so long after so many new records are in the journal.
#[derive(Debug)]
struct Moment {
    records: u64,
    delay: Duration,
    victim: Victim,
}

impl Moment {
    /// The run is left alone.
    const NEVER: Self = Self { records: u64::MAX, delay: Duration::ZERO, victim: Victim::Driver };
}

/// The generator "splitmix64": the same seed gives the same moments everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }

    fn moment(&mut self) -> Moment {
        let victim = match self.below(10) {
            0 => Victim::Launcher,
            1 | 2 => Victim::Agent,
            _ => Victim::Driver,
        };
        Moment { records: self.below(18), delay: Duration::from_millis(self.below(150)), victim }
    }
}

/// One run, and what is done to it.
struct Torture {
    folder: TempDir,
    home: TempDir,
    killed: BTreeMap<Victim, u64>,
}

impl Torture {
    fn begin() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), home: tempfile::tempdir().unwrap(), killed: BTreeMap::new() }
    }

    /// Somebody who wants the run to end: begins it, or goes on with it.
    fn client(&self) -> Child {
        let mut command = specwave(self.home.path());
        if run::latest(self.folder.path()).is_ok() {
            command.arg("resume");
        } else {
            command.arg("run").arg(root().join("docs/examples/loyalty-points.md")).args(["--quality", "draft", "--jobs", "4"]);
        }
        let said = std::fs::OpenOptions::new().create(true).append(true).open(self.said()).unwrap();
        command.arg("--output").arg(self.folder.path()).stdout(Stdio::null()).stderr(said).spawn().unwrap()
    }

    /// What the clients said on standard error.
    fn said(&self) -> PathBuf {
        self.home.path().join("said")
    }

    fn journal(&self) -> Option<PathBuf> {
        run::latest(self.folder.path()).ok().map(|run| run.journal())
    }

    fn records(&self) -> Vec<Record> {
        self.journal().map(|journal| read(&journal).unwrap()).unwrap_or_default()
    }

    /// Kills at most so often, and goes on each time, until the run has succeeded; returns how often it was.
    fn until_the_end(&mut self, most: u64, random: &mut Random) -> u64 {
        let mut kills = 0;
        let mut client = self.client();
        loop {
            let moment = if kills < most { random.moment() } else { Moment::NEVER };
            if self.wait_for(&moment, &mut client) {
                let code = client.wait().unwrap().code();
                if self.has_succeeded() {
                    return kills;
                }
                // Agents were killed so often that a Task was given up, or the tool of a gate was.
                assert!(matches!(code, Some(1 | 4)), "{code:?}\n{}", self.account());
                client = self.client();
            } else if let Some((victim, pid)) = self.choose(moment.victim) {
                kills += u64::from(kill(pid, Signal::SIGKILL).is_ok());
                *self.killed.entry(victim).or_default() += 1;
                if victim == Victim::Driver {
                    // The terminal goes with it; that is quicker than waiting until the client has noticed.
                    client.kill().unwrap();
                    client.wait().unwrap();
                    until(|| holder(self.folder.path()).is_none_or(|holder| pid_of(holder.pid) != pid));
                    if self.has_succeeded() {
                        return kills;
                    }
                    client = self.client();
                }
            }
        }
    }

    fn has_succeeded(&self) -> bool {
        matches!(self.records().last().map(|record| &record.event), Some(Event::RunEnded { outcome: Outcome::Succeeded }))
    }

    /// Waits for the moment; whether the client has ended before it came.
    fn wait_for(&self, moment: &Moment, client: &mut Child) -> bool {
        let already = self.records().len() as u64;
        let mut reader: Option<Reader> = None;
        let (mut seen, mut has_ended) = (0, false);
        until(|| {
            if reader.is_none() {
                reader = self.journal().map(|journal| Reader::new(&journal));
            }
            seen += reader.as_mut().map_or(0, |reader| reader.read_new().unwrap().len() as u64);
            has_ended = client.try_wait().unwrap().is_some();
            has_ended || seen >= already.saturating_add(moment.records)
        });
        // This is no waiting for anything: it is what makes the moment a random one.
        std::thread::sleep(if has_ended { Duration::ZERO } else { moment.delay });
        has_ended
    }

    /// A process to kill: the one that drives the run where there is no other.
    fn choose(&self, victim: Victim) -> Option<(Victim, Pid)> {
        let driver = pid_of(holder(self.folder.path())?.pid);
        let launchers: Vec<Pid> = children(driver).into_iter().filter(|pid| is_launcher(*pid)).collect();
        let chosen = match victim {
            Victim::Driver => None,
            Victim::Launcher => launchers.first().copied(),
            Victim::Agent => launchers.into_iter().find_map(|launcher| children(launcher).pop()),
        };
        Some(chosen.map_or((Victim::Driver, driver), |pid| (victim, pid)))
    }

    fn has_ended_as_it_should(&self, expected: &Files) {
        let records = self.records();
        assert!(files(self.folder.path()) == *expected, "another tree than the undisturbed run's\n{}", self.account());

        let (mut executions, mut completed) = (0, BTreeMap::<&str, u32>::new());
        for record in &records {
            match &record.event {
                Event::AttemptStarted { task, attempt } => {
                    executions += 1;
                    assert!(!completed.contains_key(task.0.as_str()), "Attempt {attempt} of {task} began after it was completed");
                }
                Event::AttemptEnded { task, outcome: AttemptOutcome::Done { .. }, .. } => {
                    *completed.entry(&task.0).or_default() += 1;
                }
                _ => {}
            }
        }
        println!("killed {:?}: {executions} executions of 21 Tasks, {} completed", self.killed, completed.len());
        assert!(completed.len() == 21 && completed.values().all(|times| *times == 1), "{completed:?}");
        until(|| processes_in(self.folder.path()).is_empty());
    }

    fn account(&self) -> String {
        let said = std::fs::read_to_string(self.said()).unwrap_or_default();
        let log = run::latest(self.folder.path()).map(|run| std::fs::read_to_string(run.log()).unwrap_or_default());
        format!("killed {:?}\nclients: {said}\ndriver: {}", self.killed, log.unwrap_or_default())
    }
}

/// Waits for what other processes are about to do.
fn until(mut condition: impl FnMut() -> bool) {
    let patience = std::time::Instant::now();
    while !condition() {
        assert!(patience.elapsed() < Duration::from_secs(120), "it never came");
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn pid_of(pid: u32) -> Pid {
    Pid::from_raw(pid.cast_signed())
}

fn children(parent: Pid) -> Vec<Pid> {
    let is_child = |pid: &i32| {
        // The name of the program comes second, in parentheses, and the parent fourth.
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        let parent_of = stat.rsplit_once(')').and_then(|(_, rest)| rest.split_whitespace().nth(1)?.parse().ok());
        parent_of == Some(parent.as_raw())
    };
    let entries = std::fs::read_dir("/proc").unwrap().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).filter(is_child).map(Pid::from_raw).collect()
}

fn is_launcher(pid: Pid) -> bool {
    std::fs::read(format!("/proc/{pid}/cmdline")).is_ok_and(|line| line.ends_with(b"\0launch\0"))
}

/// Processes that work below this folder.
fn processes_in(folder: &Path) -> Vec<PathBuf> {
    let processes = std::fs::read_dir("/proc").unwrap().flatten().map(|entry| entry.path());
    processes.filter(|process| std::fs::read_link(process.join("cwd")).is_ok_and(|cwd| cwd.starts_with(folder))).collect()
}
