//! What people see in a terminal: live bars, findings with the line they are about, completions, and what `doctor` says.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};
use support::{output, path, root, shown, specwave, tool, write};
use tempfile::TempDir;

/// A folder whose agent holds the Task of the domain expert while the gate is locked.
fn held_project() -> (TempDir, File) {
    let folder = tempfile::tempdir().unwrap();
    let gate = folder.path().join("gate");
    write(&gate, "");
    let command = json!(["python3", root().join("tests/support/scripted_agent.py"), gate, "domain_expert"]);
    write(
        &folder.path().join("specwave.toml"),
        format!(
            "agent = 'scripted'\nquality = 'draft'\n[agents.scripted]\ncommand = {command}\n[gate.contract]\nenabled = false\n"
        ),
    );
    let gate = File::open(gate).unwrap();
    gate.lock().unwrap();
    (folder, gate)
}

/// What is written to a terminal by a run, from its beginning to its end.
fn run_in_terminal(environment: &[(&str, &str)]) -> String {
    let (folder, gate) = held_project();
    let run = format!(
        "stty cols 120 rows 50; exec '{}' run '{}'",
        env!("CARGO_BIN_EXE_specwave"),
        root().join("docs/examples/loyalty-points.md").display()
    );
    let mut command = tool("script", folder.path());
    command.args(["--quiet", "--return", "--flush", "--command", &run, "/dev/null"]).current_dir(folder.path());
    command.env("TERM", "xterm-256color").env_remove("NO_COLOR").envs(environment.iter().copied());
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut written, mut terminal) = (Vec::new(), child.stdout.take().unwrap());
    let mut gate = Some(gate);
    let mut bytes = [0; 4096];
    while let Ok(count @ 1..) = terminal.read(&mut bytes) {
        written.extend_from_slice(&bytes[..count]);
        // Once the bar of the held Task is there, it may go on.
        if gate.is_some() && String::from_utf8_lossy(&written).contains("held") {
            gate = None;
        }
    }
    let written = String::from_utf8_lossy(&written).into_owned();
    assert!(child.wait().unwrap().success(), "{written}");
    written
}

#[test]
fn a_terminal_shows_bars_of_waves_and_tasks() {
    let written = run_in_terminal(&[]);
    let line = |part: &str| written.split(['\n', '\r']).any(|line| part.split('|').all(|part| line.contains(part)));
    assert!(line("Wave 1 Domain|/5 running"), "{written}");
    assert!(line("Domain Expert|held"), "{written}");
    assert!(line("Wave 4 API & Quality|5/5 done"), "{written}");
    assert!(written.contains("\u{1b}[36m"), "bars have a colour");
    let plain = run_in_terminal(&[("NO_COLOR", "1")]);
    assert!(plain.contains("Domain Expert") && !plain.contains("\u{1b}[36m"), "{plain}");
}

#[test]
fn findings_show_the_line_that_they_are_about() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("reminders.md"), "---\nfeature: Reminders\ndomain: billing\npriority: hihg\n---\n\n# Reminders\n");
    let checked = output(specwave(folder.path()).current_dir(folder.path()).args(["check", "reminders.md"]));
    let expected =
        "reminders.md:4:11: warning[SW104]: `hihg` is no priority: use critical, high, medium or low (unknown-priority)\n";
    let excerpt = "      |\n    4 | priority: hihg\n      |           ^^^^\n  fix: ";
    let text = shown(&checked);
    assert!(text.contains(&format!("{expected}{excerpt}")), "{text}");
}

#[test]
fn shells_are_told_what_there_is() {
    let home = tempfile::tempdir().unwrap();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = output(specwave(home.path()).args(["completions", shell]));
        let script = String::from_utf8_lossy(&script.stdout);
        assert!(script.contains("retry") && script.contains("quality"), "{shell}: {script}");
        assert!(!script.contains("launch"), "{shell}: what is hidden stays so");
    }
    let complete =
        "source /dev/stdin; COMP_WORDS=(specwave che); COMP_CWORD=1; _specwave specwave che specwave; echo ${COMPREPLY[@]}";
    let script = output(specwave(home.path()).args(["completions", "bash"])).stdout;
    let file = home.path().join("specwave.bash");
    write(&file, script);
    let bash = output(tool("bash", home.path()).args(["-c", complete]).stdin(File::open(file).unwrap()));
    assert_eq!(String::from_utf8_lossy(&bash.stdout).trim(), "check", "{}", shown(&bash));
}

#[test]
fn the_doctor_says_what_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let speaks = json!(["python3", root().join("tests/support/acp_agent.py"), "works", env!("CARGO_BIN_EXE_specwave")]);
    let silent = json!(["python3", root().join("tests/support/acp_agent.py"), "silent", env!("CARGO_BIN_EXE_specwave")]);
    let settings = |agent: &str| {
        format!(
            "agent = '{agent}'\n[agents.speaks]\nkind = 'acp'\ncommand = {speaks}\n\
             [agents.silent]\nkind = 'acp'\ncommand = {silent}\nstart_seconds = 1\n\
             [agents.absent]\ncommand = ['nowhere-to-be-found']\n"
        )
    };
    write(&folder.path().join("specwave.toml"), settings("speaks"));
    let (code, text) = doctor(folder.path(), &[]);
    assert_eq!(code, 0, "what is missing is not needed: {text}");
    for line in
        ["✓ go ", "✓ git ", "✓ builtin ", "✓ speaks ", "! silent ", "! absent ", "`nowhere-to-be-found` is not there", "✓ test "]
    {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }

    write(&folder.path().join("specwave.toml"), settings("absent"));
    let (code, text) = doctor(folder.path(), &["--format", "json"]);
    let looks: Value = serde_json::Deserializer::from_str(&text).into_iter().next().unwrap().unwrap();
    let absent = looks["looks"].as_array().unwrap().iter().find(|look| look["name"] == "absent").unwrap();
    assert_eq!((code, &absent["ok"], &absent["needed"]), (4, &json!(false), &json!(true)), "{text}");
    assert!(absent["hint"].as_str().unwrap().contains("specwave.toml"), "{absent}");
}

#[test]
fn the_doctor_asks_for_what_the_gates_of_the_folder_need() {
    let folder = tempfile::tempdir().unwrap();
    let tools = folder.path().join("tools");
    std::fs::create_dir(&tools).unwrap();
    for name in ["go", "git"] {
        let found = std::env::split_paths(&path()).map(|folder| folder.join(name)).find(|file| file.is_file()).unwrap();
        std::os::unix::fs::symlink(found.canonicalize().unwrap(), tools.join(name)).unwrap();
    }
    let of = |settings: &str| {
        write(&folder.path().join("specwave.toml"), settings);
        let said = output(specwave(folder.path()).current_dir(folder.path()).env("PATH", &tools).arg("doctor"));
        (said.status.code().unwrap_or(-1), shown(&said))
    };
    for (settings, code, lines) in [
        ("", 4, vec!["✗ golangci-lint ", "! govulncheck ", "✗ lint ", "! vulnerabilities "]),
        ("quality = 'bulletproof'\n", 4, vec!["✗ golangci-lint ", "✗ govulncheck ", "✗ vulnerabilities "]),
        ("quality = 'draft'\n", 0, vec!["! golangci-lint ", "! lint "]),
        ("[gate.lint]\nenabled = false\n", 0, vec!["! golangci-lint "]),
        ("[gate.lint]\ncommand = ['git', 'grep', 'x']\n", 0, vec!["! golangci-lint ", "✓ lint ", "with git"]),
        ("[gate.lint]\ncommand = ['git']\n[gate.names]\ncommand = ['nowhere']\n", 4, vec!["✗ names ", "nowhere is not in PATH"]),
    ] {
        let (ended, text) = of(settings);
        assert_eq!(ended, code, "{settings}{text}");
        for line in lines {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
    }
}

fn doctor(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let said = output(specwave(folder).current_dir(folder).arg("doctor").args(arguments));
    (said.status.code().unwrap_or(-1), shown(&said))
}
