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
        ["fork-bomb", count] => {
            for _ in 0..count.parse().unwrap() {
                again(&["hang"]);
            }
            hang();
        }
        ["leave-grandchild"] => {
            print!("{}", first_line_of(&["become-orphan"]));
        }
        ["become-orphan"] => {
            nix::unistd::setsid().unwrap();
            println!("pid {}", program(&["ignore-term"]).stdout(Stdio::null()).spawn().unwrap().id());
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
    let mut child = program(how).stdout(Stdio::piped()).spawn().unwrap();
    let mut said = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
    said
}

/// Starts this program once more with another behaviour; it outlives us.
fn again(how: &[&str]) {
    program(how).spawn().unwrap();
}

fn program(how: &[&str]) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.arg("misbehave").args(how).stdin(Stdio::null());
    command
}
