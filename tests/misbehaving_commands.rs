//! Programs named as agents that do not do what agents do: each a clear message, the right exit code, nothing lost.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use support::{files, root, run, write};

/// What the program does, in Python, and how the run ends.
const CASES: &[(&str, i32, &str)] = &[
    ("sys.exit(7)", 1, "ended with exit code 7"),
    ("pass", 1, "is missing"),
    ("sys.stdout.buffer.write(bytes(range(256)) * 64); sys.exit('no protocol at all')", 1, "no protocol at all"),
    ("print('{\"type\": \"summary\", \"message\": 7}'); sys.exit(1)", 1, "ended with exit code 1"),
    ("[print('x' * 1048576) for _ in range(1024)]", 1, "it wrote more output than `limits.output_mib` allows"),
    ("time.sleep(3600)", 1, "it wrote nothing for too long"),
    ("os.listdir(os.path.expanduser('~'))", 1, "Permission denied"),
    ("open(os.path.expanduser('~/planted'), 'w')", 1, "Permission denied"),
    ("print('there is no model here', file=sys.stderr); sys.exit(4)", 4, "there is no model here"),
];

#[test]
fn a_command_that_misbehaves_is_told_and_nothing_is_lost() {
    let example = root().join("docs/examples/loyalty-points.md");
    let missing = "[agents.odd]\ncommand = [\"no-such-agent\"]\n".to_owned();
    let cases = CASES.iter().map(|(does, code, expected)| {
        let program = format!("import os, sys, time\n{does}\n");
        (format!("[agents.odd]\ncommand = [\"python3\", \"-c\", {program:?}]\n"), *code, *expected)
    });
    for (agent, code, expected) in cases.chain([(missing, 4, "see that `no-such-agent` is installed")]) {
        let folder = tempfile::tempdir().unwrap();
        let settings = format!("attempts = 1\n[timeouts]\nsilence_seconds = 5\n[limits]\noutput_mib = 4\n{agent}");
        write(&folder.path().join("specwave.toml"), settings);
        write(&folder.path().join("mine.go"), "package mine\n");
        let before = files(folder.path());
        let (ended, _, shown) = run(&example, folder.path(), &["--quality", "draft", "--agent", "odd"]);
        assert_eq!(ended, code, "{agent}: {shown}");
        assert!(shown.contains(expected), "{agent}: {shown}");
        assert!(shown.contains("specwave resume"), "{agent}: {shown}");
        assert!(files(folder.path()) == before, "{agent}: something of the user's is not as it was");
    }
}
