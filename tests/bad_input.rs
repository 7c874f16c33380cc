//! Bad input: each a clear message that says what to do, the documented exit code, and nothing half-written.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::path::Path;
use std::process::Stdio;

use support::{files, output, path_with, root, shown, specwave, tool, write};

/// Runs `specwave` with the arguments; exit code and what was printed.
fn call(arguments: &[&str]) -> (i32, String) {
    let home = tempfile::tempdir().unwrap();
    let output = output(specwave(home.path()).args(arguments));
    (output.status.code().unwrap_or(-1), shown(&output))
}

fn example() -> String {
    root().join("docs/examples/loyalty-points.md").display().to_string()
}

#[test]
fn files_that_are_no_specification_are_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        write(&path, bytes);
        path.display().to_string()
    };
    let large = "All work and no play.\n".repeat(500_000);
    for path in [
        file("empty.md", b""),
        file("binary.md", &[0, 159, 146, 150, 0, 1, 2]),
        file("latin1.md", b"Caf\xe9 notes\n"),
        file("large.md", large.as_bytes()),
        file("notes.md", b"# Notes\n\nNothing to build.\n"),
    ] {
        for command in ["check", "plan"] {
            let (code, printed) = call(&[command, &path]);
            assert_eq!(code, 1, "{command} {path}: {printed}");
            assert!(printed.contains("not a feature spec"), "{command} {path}: {printed}");
        }
        let (code, _) = call(&["parse", &path]);
        assert_eq!(code, 0, "parse {path}");
    }
}

#[test]
fn paths_that_cannot_be_read_are_wrong_usage() {
    let folder = tempfile::tempdir().unwrap();
    for command in ["parse", "plan", "run"] {
        let (code, printed) = call(&[command, &folder.path().display().to_string()]);
        assert_eq!((code, printed.contains("is a folder")), (2, true), "{command}: {printed}");
        let (code, printed) = call(&[command, "no/such/spec.md"]);
        assert_eq!((code, printed.contains("there is no file")), (2, true), "{command}: {printed}");
    }
    assert_eq!(call(&["run"]).0, 2);
    assert_eq!(call(&["run", &example(), "--mode", "sideways"]).0, 2);
    assert_eq!(call(&["run", &example(), "--agent", "nobody"]).0, 2);
}

#[test]
fn line_endings_and_byte_order_marks_change_nothing() {
    let text = std::fs::read_to_string(example()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let parsed = |name: &str, text: &str| {
        let path = folder.path().join(name);
        write(&path, text);
        let (code, printed) = call(&["parse", &path.display().to_string()]);
        assert_eq!(code, 0);
        printed
    };
    let plain = parsed("plain.md", &text);
    assert!(plain.contains("LoyaltyAccount"));
    assert_eq!(parsed("crlf.md", &text.replace('\n', "\r\n")), plain);
    assert_eq!(parsed("bom.md", &format!("\u{feff}{text}")), plain);
}

#[test]
fn tabs_are_welcome_in_go_and_pointed_out_in_yaml() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        write(&path, text);
        path.display().to_string()
    };
    let parcels = std::fs::read_to_string(root().join("docs/examples/parcel-tracking.md")).unwrap();
    let mut in_go = false;
    let tabbed: String = parcels
        .split_inclusive('\n')
        .map(|line| {
            in_go = if line.starts_with("```") { line.starts_with("```go") } else { in_go };
            if in_go { line.replace("    ", "\t") } else { line.to_owned() }
        })
        .collect();
    assert_ne!(tabbed, parcels);
    let parsed = |name: &str, text: &str| call(&["parse", &file(name, text)]);
    assert_eq!(parsed("go-tabs.md", &tabbed), parsed("go-spaces.md", &parcels));

    let loyalty = std::fs::read_to_string(example()).unwrap().replace("    ", "\t");
    let (_, printed) = call(&["check", &file("yaml-tabs.md", &loyalty)]);
    assert!(printed.contains("YAML is indented with spaces, not tabs"), "{printed}");
}

#[test]
fn a_foreign_file_in_the_way_is_never_touched() {
    let folder = tempfile::tempdir().unwrap();
    let foreign = "internal/domain/loyalty/loyalty_account.go";
    write(&folder.path().join(foreign), "package loyalty\n\n// mine\n");
    let before = files(folder.path());
    let (code, printed) = call(&["run", &example(), "--output", &folder.path().display().to_string()]);
    assert_eq!(code, 5, "{printed}");
    assert!(printed.contains(foreign), "{printed}");
    assert_eq!(files(folder.path()), before);
}

#[test]
fn an_output_folder_that_cannot_be_one_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    write(&file, "I am a file");
    let (code, printed) = call(&["run", &example(), "--output", &file.display().to_string()]);
    assert!([2, 4].contains(&code), "{code}: {printed}");
    assert!(printed.contains("file"), "{printed}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "I am a file");
}

#[test]
fn a_folder_that_cannot_be_written_is_the_environments_fault() {
    // The kernel's own file system takes no folders, whoever asks.
    let (code, printed) = call(&["run", &example(), "--output", "/sys/specwave"]);
    assert_eq!(code, 4, "{printed}");
    assert!(printed.contains("cannot write to /sys/specwave"), "{printed}");
    assert!(printed.contains("make the folder writable"), "{printed}");
}

#[test]
fn a_full_disk_is_the_environments_fault_and_resume_goes_on_once_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let home = tempfile::tempdir().unwrap();
    // A disk of its own, in memory; it goes with the shell that made it. What is tried first fits, what follows does not.
    let script = "mount -t tmpfs -o size=1500k tmpfs \"$1\" && cd \"$1\" || exit 99
        \"$2\" run \"$3\" --quality draft; echo \"run: $?\"; find . -name '*.go' -not -path './.specwave/*' | wc -l
        mount -o remount,size=100m \"$1\"; \"$2\" resume; echo \"resume: $?\"; cat internal/domain/loyalty/loyalty_account.go";
    let executable = env!("CARGO_BIN_EXE_specwave");
    let own = if nix::unistd::geteuid().is_root() { vec!["--mount"] } else { vec!["--user", "--map-root-user", "--mount"] };
    let mut command = tool("unshare", home.path());
    command.args(own).args(["sh", "-c", script, "sh"]).arg(folder.path()).arg(executable).arg(example());
    let printed = shown(&output(&mut command));
    assert!(printed.contains("run: 4\n0\n"), "{printed}");
    assert!(printed.contains("make room"), "{printed}");
    assert!(printed.contains("resume: 0") && printed.contains("type LoyaltyAccount struct"), "{printed}");
}

#[test]
fn a_second_run_in_a_folder_is_refused_while_the_first_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    // The agent waits for a file that only this test makes, so that the first run is surely still going on.
    let (script, go_ahead) = (folder.path().join("waiting.py"), folder.path().join("go-ahead"));
    let lines = "import os, sys, time\nwhile not os.path.exists(sys.argv[1]): time.sleep(0.05)\n\
                 os.execv(sys.argv[2], [\"specwave\", \"agent\", \"builtin\", sys.argv[3]])\n";
    write(&script, lines);
    let executable = env!("CARGO_BIN_EXE_specwave");
    let settings = format!("[agents.waiting]\ncommand = [\"python3\", {script:?}, {go_ahead:?}, {executable:?}]\n");
    write(&folder.path().join("specwave.toml"), settings);
    let home = tempfile::tempdir().unwrap();
    let output = folder.path().display().to_string();
    let arguments = ["run", &example(), "--output", &output, "--quality", "draft"];
    let mut first = specwave(home.path()).args(arguments).args(["--agent", "waiting"]).stdout(Stdio::null()).spawn().unwrap();
    while !call(&["status", "--output", &output]).1.contains("running") {
        assert!(first.try_wait().unwrap().is_none(), "the first run has ended");
    }
    let (code, printed) = call(&arguments);
    assert_eq!(code, 5, "{printed}");
    assert!(printed.contains("is going on"), "{printed}");
    write(&go_ahead, "");
    assert!(first.wait().unwrap().success());
    assert!(folder.path().join("internal/domain/loyalty/loyalty_account.go").is_file());
}

fn run_with_path(folder: &Path, path: &str) -> (i32, String) {
    let home = tempfile::tempdir().unwrap();
    let target = folder.join("output");
    let mut command = specwave(home.path());
    let output = output(command.args(["run", &example(), "--output"]).arg(&target).env("PATH", path));
    assert!(!target.exists() || files(&target).is_empty(), "something was written");
    (output.status.code().unwrap_or(-1), shown(&output))
}

#[test]
fn tools_that_are_missing_or_too_old_are_the_environments_fault() {
    let folder = tempfile::tempdir().unwrap();
    let (code, printed) = run_with_path(folder.path(), &path_with(folder.path(), &["git"]));
    assert_eq!(code, 4, "no Go: {printed}");
    assert!(printed.contains("Go 1.22"), "no Go: {printed}");

    let folder = tempfile::tempdir().unwrap();
    let (code, printed) = run_with_path(folder.path(), &path_with(folder.path(), &["go", "gofmt"]));
    assert_eq!(code, 4, "no git: {printed}");
    assert!(printed.contains("git"), "no git: {printed}");

    // An old Go cannot be had from a registry; this one answers as an old one does.
    let folder = tempfile::tempdir().unwrap();
    let path = path_with(folder.path(), &["git", "sh"]);
    let old = Path::new(&path).join("go");
    write(&old, "#!/bin/sh\ncase \"$*\" in *version*) echo 'go version go1.19.8 linux/amd64';; *) echo go1.19.8;; esac\n");
    std::fs::set_permissions(&old, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let (code, printed) = run_with_path(folder.path(), &path);
    assert_eq!(code, 4, "old Go: {printed}");
    assert!(printed.contains("1.19"), "old Go: {printed}");
}

#[test]
fn a_compiler_that_the_machine_or_a_limit_ends_costs_no_attempt() {
    let [home, folder, tools] = [0; 3].map(|_| tempfile::tempdir().unwrap());
    let path = path_with(tools.path(), &["git", "gofmt", "sh"]);
    let program = |name: &str, text: &str| {
        let program = Path::new(&path).join(name);
        write(&program, format!("#!/bin/sh\n{text}\n"));
        std::fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        program
    };
    // `go` asks each tool for its version first. `tail` keeps the last lines, and here the first has no end.
    let compile_by = |how: &str| program("compiler", &format!("case \"$*\" in *-V=full*) exec \"$@\";; esac\n{how}"));
    let go = shown(&output(tool("sh", home.path()).args(["-c", "command -v go"])));
    let (go, compiler) = (go.trim(), compile_by("").display().to_string());
    program("go", &format!("[ $1 = build ] && shift && exec {go} build -toolexec {compiler} \"$@\"\nexec {go} \"$@\""));
    let settings = folder.path().join("specwave.toml");
    let example = example();
    let calls = [
        (&["run", &example, "--quality", "draft"][..], "kill -9 $$", "", 4, ["signal: killed", "memory enough"]),
        (&["resume"], "exec tail /dev/zero", "[limits]\nmemory_mib = 256", 4, ["limits.memory_mib", "allow more by `[limits]`"]),
        (&["resume"], "", "[limits]\nmemory = 256", 2, ["unknown field `memory`", "specwave.toml"]),
    ];
    for (arguments, compiler, text, code, said) in calls {
        compile_by(compiler);
        write(&settings, text);
        let mut command = specwave(home.path());
        command.args(arguments).arg("--output").arg(folder.path()).env("PATH", format!("{path}:/usr/bin:/bin"));
        let ended = output(&mut command);
        assert_eq!(ended.status.code(), Some(code), "{}", shown(&ended));
        assert!(said.iter().all(|said| shown(&ended).contains(said)), "{}", shown(&ended));
    }
    std::fs::remove_file(settings).unwrap();
    let mut resumed = specwave(home.path());
    let ended = output(resumed.args(["resume", "--format", "json", "--output"]).arg(folder.path()));
    assert_eq!(ended.status.code(), Some(0), "{}", shown(&ended));
    let account: serde_json::Value = serde_json::from_slice(&ended.stdout).unwrap();
    assert!(account["tasks"].as_array().unwrap().iter().all(|task| task["attempts"] == 1), "{account:#}");
}

#[test]
fn a_folder_of_a_module_that_go_passes_over_is_refused() {
    let module = tempfile::tempdir().unwrap();
    write(&module.path().join("go.mod"), "module example.org/shop\n\ngo 1.22\n");
    for folder in ["my services", "_drafts", "services/testdata"] {
        let output = module.path().join(folder);
        let (code, printed) = call(&["run", &example(), "--output", &output.display().to_string()]);
        assert_eq!(code, 2, "{folder}: {printed}");
        assert!(printed.contains(folder) && printed.contains("--output"), "{folder}: {printed}");
    }
    assert_eq!(files(module.path()).len(), 1);
}
