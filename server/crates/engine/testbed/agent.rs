//! A scripted agent: writes what its Task makes, unless its script says otherwise.
//!
//! Each word of the script is `what` for all Tasks, `what=task` for one, or `what=milliseconds`.

use std::path::Path;
use std::time::Duration;

use specwave_engine::protocol::{AgentEvent, Brief};
use specwave_engine::usage::Usage;
use specwave_plan::Task;

use crate::attack::{self, Victim};

pub(crate) fn main(script: &[&str], brief_path: &Path) {
    let brief: Brief = serde_json::from_slice(&std::fs::read(brief_path).unwrap()).unwrap();
    let task = brief.plan.tasks.iter().find(|task| task.id == brief.task).unwrap();
    say(&format!("working on {}", task.title));
    let attacks = task.id.0 == "domain_expert" && brief.attempt == 1;
    for word in script {
        let (what, of) = word.split_once('=').unwrap_or((word, ""));
        let is_meant = of.is_empty() || of == task.id.0;
        match what {
            "slow" => std::thread::sleep(Duration::from_millis(of.parse().unwrap())),
            "fail" if is_meant => fail("it never works"),
            "fail-at-first" if is_meant && brief.attempt == 1 => fail("it does not work yet"),
            "limit-at-first" if is_meant && brief.attempt == 1 => {
                let limit = AgentEvent::RateLimited { message: "429 Too Many Requests".to_owned(), retry_after_seconds: None };
                println!("{}", serde_json::to_string(&limit).unwrap());
                fail("asked too often");
            }
            "lack" if is_meant => {
                eprintln!("there is no compiler");
                std::process::exit(4);
            }
            "spend" if is_meant => {
                for _ in 0..2 {
                    let usage = Usage::money("USD", 0.3.into());
                    println!("{}", serde_json::to_string(&AgentEvent::Usage(usage)).unwrap());
                }
            }
            "hang" if is_meant => loop {
                std::thread::park();
            },
            "require" if is_meant => {
                let go_mod = std::fs::read_to_string("go.mod").unwrap();
                std::fs::write("go.mod", format!("{go_mod}\nrequire example.org/{} v1.0.0\n", task.id)).unwrap();
            }
            "stray" if is_meant => std::fs::write("stray.txt", "not mine").unwrap(),
            "escape" if is_meant => {
                // The kernel refuses it where it can; where it cannot, nothing takes it.
                std::fs::write(std::env::temp_dir().join("../../escaped"), "out").ok();
            }
            "flood" if is_meant => (0..20_000).for_each(|n| say(&format!("step {n}"))),
            "attack" if attacks => {
                make(task);
                let checkout = brief_path.ancestors().nth(5).unwrap().to_owned();
                let outside = script.iter().find_map(|word| word.strip_prefix("outside=")).unwrap().into();
                if let Err(error) = attack::attack(of, &Victim { outside, checkout }) {
                    fail(&format!("refused: {error}"));
                }
            }
            "write-for-ever" if attacks => {
                make(task);
                attack::write_for_ever();
            }
            "faulty-at-first" if is_meant && brief.feedback.is_empty() => {
                std::fs::write(&task.makes[0], "package p\n\nfunc broken( {\n").unwrap();
                return;
            }
            _ => {}
        }
    }
    make(task);
    println!(
        "{}",
        serde_json::to_string(&AgentEvent::Summary { message: format!("{} files written", task.makes.len()) }).unwrap()
    );
}

/// Writes what the Task makes.
fn make(task: &Task) {
    for path in &task.makes {
        std::fs::create_dir_all(Path::new(path).parent().unwrap()).unwrap();
        let text = if path.ends_with(".go") { "package p\n".to_owned() } else { format!("{path} of {}\n", task.id) };
        std::fs::write(path, text).unwrap();
    }
}

pub(crate) fn say(message: &str) {
    println!("{}", serde_json::to_string(&AgentEvent::Progress { message: message.to_owned() }).unwrap());
}

fn fail(message: &str) -> ! {
    eprintln!("{message}");
    std::process::exit(1);
}
