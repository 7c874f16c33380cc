//! What the one door for processes holds against processes that behave badly.
#![allow(clippy::unwrap_used, reason = "a test fails where something is missing")]

use std::path::{Path, PathBuf};
use std::time::Duration;

use specwave_engine::process::{Cause, Ended, Excess, Gap, Launch, Limits, Reach, Running, environment, launcher};

const TESTBED: &str = env!("CARGO_BIN_EXE_engine-testbed");

fn misbehave(how: &[&str]) -> Launch {
    launcher::use_executable(TESTBED);
    let limits = Limits { grace: Duration::from_millis(100), ..Limits::default() };
    Launch::new(TESTBED, "/").args(["misbehave"]).args(how.iter().copied()).envs(environment::inherited(&[])).limits(limits)
}

async fn run(launch: Launch) -> Ended {
    launch.run().await.unwrap()
}

/// Reads up to the line with this beginning, and returns its rest.
async fn expect(running: &mut Running, beginning: &str) -> String {
    while let Some(line) = running.next_line().await {
        if let Some(rest) = line.text.strip_prefix(beginning) {
            return rest.trim().to_owned();
        }
    }
    panic!("the process never said {beginning:?}");
}

fn is_alive(pid: &str) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(')').is_some_and(|(_, rest)| !rest.trim_start().starts_with(['Z', 'X']))
}

#[tokio::test]
async fn tells_how_a_process_ended() {
    let ended = run(misbehave(&["say", "hello", "0"])).await;
    assert!(ended.succeeded());
    assert_eq!(ended.tail, "hello\n");
    assert_eq!(run(misbehave(&["say", "", "7"])).await.cause, Cause::Exited(7));
    let missing = run(Launch::new("/does/not/exist", "/")).await;
    assert!(matches!(missing.cause, Cause::NotStarted(_)), "{missing:?}");
}

#[tokio::test]
async fn passes_only_the_given_environment() {
    let ended = run(misbehave(&["environment"]).env("ASKED_FOR", "1")).await;
    assert!(ended.tail.contains("ASKED_FOR") && ended.tail.contains("PATH"));
    assert!(!ended.tail.contains("CARGO"), "{}", ended.tail);
}

#[tokio::test]
async fn stops_what_takes_too_long() {
    let limits = Limits { time: Some(Duration::from_millis(50)), grace: Duration::from_millis(50), ..Limits::default() };
    assert_eq!(run(misbehave(&["hang"]).limits(limits)).await.cause, Cause::TimedOut);
}

#[tokio::test]
async fn an_order_that_comes_with_the_launch_is_not_lost() {
    let limits = Limits { time: Some(Duration::ZERO), grace: Duration::from_millis(50), ..Limits::default() };
    let ended = tokio::time::timeout(Duration::from_secs(30), run(misbehave(&["hang"]).limits(limits))).await;
    assert_eq!(ended.expect("it was never stopped").cause, Cause::TimedOut);
}

#[tokio::test]
async fn stops_what_is_silent_for_too_long() {
    let limits = Limits { silence: Some(Duration::from_millis(50)), grace: Duration::from_millis(50), ..Limits::default() };
    assert_eq!(run(misbehave(&["hang"]).limits(limits)).await.cause, Cause::Silent);
}

#[tokio::test]
async fn stops_a_flood_and_keeps_only_its_end() {
    let limits = Limits { output_bytes: 1 << 20, grace: Duration::from_millis(50), ..Limits::default() };
    let ended = run(misbehave(&["flood"]).limits(limits)).await;
    assert_eq!(ended.cause, Cause::Over(Excess::Output));
    assert_eq!(ended.tail.len(), 32 << 10);
}

#[tokio::test]
async fn stops_a_fork_bomb() {
    let limits = Limits { processes: 10, ..Limits::default() };
    let ended = run(misbehave(&["fork-bomb", "11"]).limits(limits)).await;
    assert_eq!(ended.cause, Cause::Over(Excess::Processes));
}

#[tokio::test]
async fn stops_what_takes_too_much_memory() {
    let limits = Limits { memory_bytes: 64 << 20, ..Limits::default() };
    let ended = run(misbehave(&["swell"]).limits(limits)).await;
    assert_eq!(ended.cause, Cause::Over(Excess::Memory));
}

#[tokio::test]
async fn kills_what_ignores_the_request_to_end() {
    let mut running = misbehave(&["ignore-term"]).start().unwrap();
    let pid = expect(&mut running, "pid ").await;
    running.stopper().cancel();
    assert_eq!(running.wait().await.cause, Cause::Cancelled);
    assert!(!is_alive(&pid));
}

#[tokio::test]
async fn leaves_no_grandchild_in_another_session() {
    let mut running = misbehave(&["leave-grandchild"]).start().unwrap();
    let pid = expect(&mut running, "pid ").await;
    let ended = running.wait().await;
    assert!(ended.succeeded(), "{ended:?}");
    assert!(ended.stragglers >= 1);
    assert!(!is_alive(&pid));
}

#[tokio::test]
async fn dropping_a_process_kills_it() {
    let mut running = misbehave(&["ignore-term"]).start().unwrap();
    let pid = expect(&mut running, "pid ").await;
    drop(running);
    until(|| !is_alive(&pid)).await;
}

#[tokio::test]
async fn a_killed_supervisor_does_not_set_its_processes_free() {
    let mut running = misbehave(&["kill-supervisor"]).start().unwrap();
    let (child, grandchild) = (expect(&mut running, "pid ").await, expect(&mut running, "pid ").await);
    assert_eq!(running.wait().await.cause, Cause::Lost);
    until(|| !is_alive(&child) && !is_alive(&grandchild)).await;
}

#[tokio::test]
async fn confines_writes_to_the_given_directories() {
    let (inside, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let attempt = async |path: PathBuf| run(misbehave(&["write", path.to_str().unwrap()]).reach(only(inside.path()))).await;
    let allowed = attempt(inside.path().join("file")).await;
    if allowed.confinement.gaps.contains(&Gap::Files) {
        assert!(allowed.confinement.notice().unwrap().contains("reading and writing files anywhere"));
        return;
    }
    assert_eq!(allowed.tail, "wrote\n");
    assert_eq!(attempt(outside.path().join("file")).await.tail, "refused PermissionDenied\n");
    std::os::unix::fs::symlink(outside.path(), inside.path().join("way-out")).unwrap();
    assert_eq!(attempt(inside.path().join("way-out/file")).await.tail, "refused PermissionDenied\n");
    assert_eq!(attempt(Path::new("/dev/null").to_owned()).await.tail, "wrote\n");
}

#[tokio::test]
async fn a_confined_process_cannot_signal_others() {
    let own = std::process::id().to_string();
    let ended = run(misbehave(&["signal", &own, "18"]).reach(only(Path::new("/nowhere")))).await;
    match ended.confinement.notice() {
        Some(notice) => assert!(notice.contains("sending signals"), "{notice}"),
        None => assert_eq!(ended.tail, "signal refused\n"),
    }
}

/// Writing there alone, reading anywhere.
fn only(writable: &Path) -> Reach {
    Reach { writable: vec![writable.to_owned()], hidden: Vec::new(), readable: Vec::new(), network: true }
}

#[tokio::test]
async fn limits_the_size_of_files() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("big");
    let limits = Limits { file_bytes: 1 << 20, ..Limits::default() };
    let ended = run(misbehave(&["big-file", file.to_str().unwrap()]).limits(limits)).await;
    assert_eq!(ended.cause, Cause::Over(Excess::File));
    assert_eq!(file.metadata().unwrap().len(), 1 << 20);
}

/// Waits for something that another process is about to do.
async fn until(mut condition: impl FnMut() -> bool) {
    let mut tick = tokio::time::interval(Duration::from_millis(5));
    let waiting = async {
        while !condition() {
            tick.tick().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), waiting).await.expect("the condition never held");
}
