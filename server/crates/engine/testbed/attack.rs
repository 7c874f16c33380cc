//! What an agent should not do. Each attack ends with an error where the kernel refuses it; one that gets through leaves a trace.

use std::fs;
use std::io::{BufRead, BufReader, Error, Result, Write};
use std::net::TcpStream;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, getppid};

use crate::misbehave;

/// What is to be attacked: a folder of the user's that is none of the run's.
pub(crate) struct Victim {
    pub(crate) outside: PathBuf,
    /// The output folder with the checkout.
    pub(crate) checkout: PathBuf,
}

pub(crate) fn attack(how: &str, victim: &Victim) -> Result<()> {
    let planted = victim.outside.join("planted");
    match how {
        "absolute-path" => fs::write(planted, "x"),
        "dot-dot" => fs::write("../index", "x"),
        "link-made-before" => fs::write("way-out/planted", "x"),
        "link-made-during" => {
            symlink(&victim.outside, "domain/way-out")?;
            fs::write("domain/way-out/planted", "x")
        }
        "link-left-behind" => symlink(victim.outside.join("secret"), "domain/link.txt"),
        "hard-link-from-outside" => fs::hard_link(victim.outside.join("secret"), "domain/twin.txt"),
        "hard-link-left-behind" => fs::hard_link("mine.txt", "domain/twin.txt"),
        "proc-self-root" => fs::write(format!("/proc/self/root{}", planted.display()), "x"),
        "proc-of-the-engine" => fs::read(format!("/proc/{}/environ", getppid())).map(drop),
        "kill-the-supervisor" => kill(getppid(), Signal::SIGKILL).map_err(Error::from),
        "socket-of-the-run" => cancel_the_run(&victim.checkout),
        "sibling" => fs::read_dir("../..").map(drop),
        "git-of-the-checkout" => fs::read(victim.checkout.join(".git/config")).map(drop),
        "ignored-file-of-the-checkout" => fs::read(victim.checkout.join(".env")).map(drop),
        "home" => fs::read_dir(std::env::home_dir().unwrap()).map(drop),
        "files-of-others" => fs::read(victim.outside.join("secret")).map(drop),
        "network" => TcpStream::connect(fs::read_to_string("mine.txt")?.trim()).map(drop),
        "cache-of-the-gates" => fs::write(Path::new(fs::read_to_string("mine.txt")?.trim()).join("planted"), "x"),
        "background-child" => {
            misbehave::start(&["become-daemon", victim.outside.to_str().unwrap()]).stdout(Stdio::null()).spawn()?.wait()?;
            Ok(())
        }
        "newline-in-a-name" => fs::write("one\nNot-taken: two \u{1b}[31m", "x"),
        "newline-in-its-own-name" => fs::write("domain/one\ntwo.txt", "x"),
        "two-gigabytes" => fs::File::create("domain/huge.txt")?.set_len(2 << 30),
        "fork-bomb" => run_wild(&["fork-bomb", "11"]),
        "flood" => run_wild(&["flood"]),
        "memory" => run_wild(&["swell"]),
        "git-hook" => {
            fs::create_dir_all(".git/hooks")?;
            fs::write(".git/HEAD", "ref: refs/heads/main\n")?;
            program(Path::new(".git/hooks/post-index-change"), &planted)
        }
        "fsmonitor" => {
            fs::create_dir_all("domain/.git")?;
            program(Path::new("domain/.git/monitor"), &planted)?;
            fs::write("domain/.git/config", "[core]\n\tfsmonitor = domain/.git/monitor\n")
        }
        "filter" => {
            program(Path::new("filter.sh"), &planted)?;
            fs::write(".gitattributes", "* filter=planted\n")?;
            fs::write(".gitconfig", "[filter \"planted\"]\n\tclean = ./filter.sh\n\tsmudge = ./filter.sh\n")
        }
        "hidden-by-own-rules" => {
            fs::write(".gitignore", "*\n")?;
            fs::write("stray.txt", "x")
        }
        "go-mod" => fs::write("go.mod", "module hijacked\n\ngo 1.99\n\ntoolchain go1.99.0\n\nreplace x => /\n"),
        "generate" => {
            let command = format!("touch {}", planted.display());
            fs::write("domain/generate.go", format!("package domain\n\n//go:generate {command}\n"))
        }
        "pipe" => nix::unistd::mkfifo("pipe", nix::sys::stat::Mode::S_IRWXU).map_err(Error::from),
        other => panic!("unknown attack {other}"),
    }
}

/// Asks the run to end, as its user could.
fn cancel_the_run(checkout: &Path) -> Result<()> {
    let mut run = UnixStream::connect(checkout.join(".specwave/runs/0001-consent/socket"))?;
    run.write_all(b"\"cancel\"\n")?;
    let mut answer = String::new();
    BufReader::new(run).read_line(&mut answer)?;
    if answer.contains("refused") { Err(Error::from(Errno::EACCES)) } else { Ok(()) }
}

fn run_wild(how: &[&str]) -> Result<()> {
    misbehave::main(how);
    Ok(())
}

fn program(path: &Path, planted: &Path) -> Result<()> {
    fs::write(path, format!("#!/bin/sh\ntouch '{}'\n", planted.display()))?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

/// Goes on writing until somebody ends it.
pub(crate) fn write_for_ever() -> ! {
    for number in 0_u64.. {
        fs::write(format!("domain/part-{}.txt", number % 100), number.to_string()).unwrap();
        if number == 100 {
            crate::agent::say("writing");
        }
    }
    std::process::exit(Pid::this().as_raw());
}
