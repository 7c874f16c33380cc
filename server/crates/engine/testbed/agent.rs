//! A scripted agent: writes what its Task makes, unless its script says otherwise.
//!
//! Each word of the script is `what` for all Tasks, `what=task` for one, or `what=milliseconds`.

use std::path::Path;
use std::time::Duration;

use specwave_engine::protocol::{AgentEvent, Brief};

pub(crate) fn main(script: &[&str], brief: &Path) {
    let brief: Brief = serde_json::from_slice(&std::fs::read(brief).unwrap()).unwrap();
    let task = brief.plan.tasks.iter().find(|task| task.id == brief.task).unwrap();
    say(&AgentEvent::Progress { message: format!("working on {}", task.title) });
    for word in script {
        let (what, of) = word.split_once('=').unwrap_or((word, ""));
        let is_meant = of.is_empty() || of == task.id.0;
        match what {
            "slow" => std::thread::sleep(Duration::from_millis(of.parse().unwrap())),
            "fail" if is_meant => fail("it never works"),
            "fail-at-first" if is_meant && brief.attempt == 1 => fail("it does not work yet"),
            "lack" if is_meant => {
                eprintln!("there is no compiler");
                std::process::exit(4);
            }
            "hang" if is_meant => loop {
                std::thread::park();
            },
            "stray" if is_meant => std::fs::write("stray.txt", "not mine").unwrap(),
            "escape" if is_meant => {
                // The kernel refuses it where it can; where it cannot, nothing takes it.
                std::fs::write(std::env::temp_dir().join("../../escaped"), "out").ok();
            }
            "flood" if is_meant => (0..20_000).for_each(|n| say(&AgentEvent::Progress { message: format!("step {n}") })),
            "faulty-at-first" if is_meant && brief.feedback.is_empty() => {
                std::fs::write(&task.makes[0], "package p\n\nfunc broken( {\n").unwrap();
                return;
            }
            _ => {}
        }
    }
    for path in &task.makes {
        std::fs::create_dir_all(Path::new(path).parent().unwrap()).unwrap();
        let text = if path.ends_with(".go") { "package p\n".to_owned() } else { format!("{path} of {}\n", task.id) };
        std::fs::write(path, text).unwrap();
    }
    say(&AgentEvent::Summary { message: format!("{} files written", task.makes.len()) });
}

fn say(event: &AgentEvent) {
    println!("{}", serde_json::to_string(event).unwrap());
}

fn fail(message: &str) -> ! {
    eprintln!("{message}");
    std::process::exit(1);
}
