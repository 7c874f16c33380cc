//! Processes that end badly, do not end, or leave something behind.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use nix::sys::signal::{SigSet, Signal, kill};

pub(crate) fn main(how: &[&str]) {
    match how {
        ["say", text, code] => {
            println!("{text}");
            std::process::exit(code.parse().unwrap());
        }
        ["hang"] => hang(),
        ["ignore-term"] => {
            SigSet::from(Signal::SIGTERM).thread_block().unwrap();
            println!("deaf");
            hang();
        }
        ["flood"] => flood(),
        // Each process starts two like itself, up to a depth, so that a bomb that nobody stops ends by itself.
        ["fork-bomb", depth] => {
            if let Some(depth) = depth.parse::<u32>().unwrap().checked_sub(1) {
                again(&["fork-bomb", &depth.to_string()]);
                again(&["fork-bomb", &depth.to_string()]);
            }
            rest();
        }
        ["swell"] => {
            let mut held = Vec::new();
            while held.len() < 2048 {
                held.push(vec![1_u8; 1 << 20]);
                std::thread::sleep(std::time::Duration::from_millis(1));
            }
            rest();
        }
        ["leave-grandchild"] => {
            print!("{}", first_line_of(&["become-orphan"]));
        }
        ["become-orphan"] => {
            nix::unistd::setsid().unwrap();
            println!("pid {}", start(&["ignore-term"]).stdout(Stdio::null()).spawn().unwrap().id());
        }
        // Its child is nobody's child, in a session of its own; the last argument is to find it by.
        ["become-daemon", victim] => {
            nix::unistd::setsid().unwrap();
            start(&["linger", victim]).stdout(Stdio::null()).spawn().unwrap();
        }
        ["linger", _victim] => {
            SigSet::from(Signal::SIGTERM).thread_block().unwrap();
            rest();
        }
        ["write", path] => match std::fs::write(path, "written") {
            Ok(()) => println!("wrote"),
            Err(error) => println!("refused {:?}", error.kind()),
        },
        ["big-file", path] => {
            let mut file = std::fs::File::create(path).unwrap();
            while file.write_all(&[0; 4096]).is_ok() {}
        }
        ["signal", pid, number] => {
            let signal = Signal::try_from(number.parse::<i32>().unwrap()).unwrap();
            let outcome = kill(nix::unistd::Pid::from_raw(pid.parse().unwrap()), signal);
            println!("signal {}", if outcome.is_ok() { "sent" } else { "refused" });
        }
        ["kill-supervisor"] => {
            println!("pid {}", std::process::id());
            print!("{}", first_line_of(&["hang"]));
            kill(nix::unistd::getppid(), Signal::SIGKILL).ok();
            rest();
        }
        ["environment"] => std::env::vars().for_each(|(name, _)| println!("{name}")),
        other => panic!("unknown behaviour {other:?}"),
    }
}

fn hang() -> ! {
    println!("pid {}", std::process::id());
    rest();
}

fn rest() -> ! {
    loop {
        std::thread::park();
    }
}

fn flood() -> ! {
    let mut out = std::io::stdout().lock();
    loop {
        out.write_all(&[b'x'; 4096]).unwrap();
    }
}

/// Starts this program once more, and returns the first thing it says; it outlives us.
fn first_line_of(how: &[&str]) -> String {
    let mut child = start(how).stdout(Stdio::piped()).spawn().unwrap();
    let mut said = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
    said
}

/// Starts this program once more with another behaviour; it outlives us.
fn again(how: &[&str]) {
    start(how).spawn().unwrap();
}

pub(crate) fn start(how: &[&str]) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.arg("misbehave").args(how).stdin(Stdio::null());
    command
}
