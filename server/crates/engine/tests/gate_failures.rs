//! The gates against modules that fail on purpose, each in its own way.
#![allow(clippy::unwrap_used, reason = "a test fails where something is missing")]

mod module;

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use module::{DOMAIN, ENTITY, ENTITY_TEST, GO_MOD, Module, SERVICE, path, verdict};
use specwave_engine::gates::Toolchain;
use specwave_engine::process::tool;
use specwave_engine::scheduler::GateScope;
use specwave_engine::verdict::{Asked, Ending, GateFinding, TargetJudged, Verdict};
use specwave_plan::Quality;
use specwave_plan::contract::Target;
use tempfile::TempDir;

const CONSENT: &str = "internal/domain/consent";

/// A module, what is asked of it, and the verdict of one check, word for word.
struct Case {
    name: &'static str,
    files: Vec<(String, String)>,
    quality: Quality,
    config: &'static str,
    path: OsString,
    check: &'static str,
    /// As [`told`] tells it.
    verdict: String,
}

impl Case {
    fn new(name: &'static str, check: &'static str, verdict: &str) -> Self {
        let files = DOMAIN.into_iter().chain([("internal/service/service.go", SERVICE)]);
        let files = files.map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
        Self { name, files, quality: Quality::Production, config: "", path: path(), check, verdict: verdict.to_owned() }
    }

    /// With another text of a file, or without it where the text is empty.
    fn file(mut self, path: &str, text: impl Into<String>) -> Self {
        self.files.retain(|(other, _)| other != path);
        self.files.push((path.to_owned(), text.into()));
        self.files.retain(|(_, text)| !text.is_empty());
        self
    }

    fn entity(self, text: impl Into<String>) -> Self {
        self.file(&format!("{CONSENT}/entity.go"), text)
    }

    fn entity_test(self, text: impl Into<String>) -> Self {
        self.file(&format!("{CONSENT}/entity_test.go"), text)
    }

    fn config(self, config: &'static str) -> Self {
        Self { config, ..self }
    }

    fn bulletproof(self) -> Self {
        Self { quality: Quality::Bulletproof, ..self }
    }

    fn path(self, path: OsString) -> Self {
        Self { path, ..self }
    }

    fn module(&self) -> Module {
        let files: Vec<(&str, &str)> = self.files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        Module::new(&files).with_config(self.config).with_path(self.path.clone())
    }

    /// What takes long and is not asked about is left out, unless the case has settings of its own for it.
    async fn verdicts(&self) -> Vec<Verdict> {
        let mut module = self.module();
        for slow in ["lint", "test", "vulnerabilities", "fuzz"] {
            let is_asked = slow == self.check || (slow == "test" && self.check == "coverage");
            if !is_asked && self.check != "own" {
                module.config.gate.entry(slow.to_owned()).or_default().enabled = false;
            }
        }
        module.judge(self.quality, GateScope::Final, &["entity", "service"]).await
    }
}

/// A verdict in words: how it ended, whose fault it is, and every place.
fn told(verdict: &Verdict) -> String {
    match &verdict.ending {
        Ending::Passed => "passed".to_owned(),
        Ending::Failed { culprits, findings, .. } => {
            let tasks: Vec<&str> = culprits.iter().map(|culprit| culprit.task.0.as_str()).collect();
            let places = findings.iter().map(|found| {
                let rule = if found.rule.is_empty() { String::new() } else { format!(" ({})", found.rule) };
                format!("\n{}:{}:{}: {}{rule}", found.path, found.line, found.column, found.message)
            });
            format!("failed by {}{}", tasks.join(", "), places.collect::<String>())
        }
        Ending::Environment { message, hint } => format!("environment: {message}\n{hint}"),
        Ending::NotChecked { reason } => format!("not checked: {reason}"),
    }
}

/// A folder with links to some tools and with scripts in place of others, as `PATH`.
struct Tools(TempDir);

impl Tools {
    fn new(links: &[&str], scripts: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in links {
            symlink(tool::find_in(name, &path()).unwrap(), folder.path().join(name)).unwrap();
        }
        for (name, text) in scripts {
            let file = folder.path().join(name);
            fs::write(&file, format!("#!/bin/sh\n{text}\n")).unwrap();
            fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
        }
        Self(folder)
    }

    fn path(&self) -> OsString {
        self.0.path().as_os_str().to_owned()
    }
}

const ONLY_BENCHMARKS: &str =
    "[gate.test]\nenabled = false\n[gate.lint]\nenabled = false\n[gate.vulnerabilities]\nenabled = false\n";

#[tokio::test]
async fn each_way_of_failing_has_its_verdict() {
    let many_errors: String = (1..=14).map(|number| format!("\tmissing{number}()\n")).collect();
    let all_shown = "failed by service
internal/service/service.go:4:2: undefined: missing1
internal/service/service.go:5:2: undefined: missing2
internal/service/service.go:6:2: undefined: missing3
internal/service/service.go:7:2: undefined: missing4
internal/service/service.go:8:2: undefined: missing5
internal/service/service.go:9:2: undefined: missing6
internal/service/service.go:10:2: undefined: missing7
internal/service/service.go:11:2: undefined: missing8
internal/service/service.go:12:2: undefined: missing9
internal/service/service.go:13:2: undefined: missing10
internal/service/service.go:14:2: undefined: missing11
internal/service/service.go:15:2: undefined: missing12
internal/service/service.go:16:2: undefined: missing13
internal/service/service.go:17:2: undefined: missing14";
    let test = |body: &str| ENTITY_TEST.replace("\tif Double(2) != 4 {\n\t\tt.Error(\"wrong\")\n\t}\n", body);
    let statements: String = (1..=17).map(|number| format!("\tn += {number}\n")).collect();
    let just_below =
        format!("package consent\n\nfunc Sum(n int) int {{\n{statements}\treturn n\n}}\n\nfunc Never() int {{\n\treturn 1\n}}\n");
    let only_go = Tools::new(&["go"], &[]);
    let old = Tools::new(&["go"], &[("golangci-lint", "echo 'golangci-lint has version 1.64.8 built with go1.24.0'")]);
    let old_message = format!(
        "not checked: {}/golangci-lint is version 1.64.8; 2 or later is needed: install golangci-lint 2 (`go install \
             github.com/golangci/golangci-lint/v2/cmd/golangci-lint@latest`) and put it into PATH",
        old.0.path().display()
    );
    let built_before = Tools::new(&["go"], &[("golangci-lint", "echo 'golangci-lint has version 2.9.0 built with go1.21.0'")]);
    let built_before_message = format!(
        "not checked: {}/golangci-lint was built with Go 1.21.0, and cannot read what Go {} writes: install golangci-lint 2 \
             (`go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@latest`) and put it into PATH",
        built_before.0.path().display(),
        Toolchain::find_in(&path()).unwrap().version
    );
    let cases = [
        Case::new("does not compile, and all errors are shown", "build", all_shown)
            .file("internal/service/service.go", format!("package service\n\nfunc Four() {{\n{many_errors}}}\n")),
        Case::new("tests of what does not compile", "test", "not checked: the code does not compile")
            .entity(ENTITY.replace("2 * n", "two * n")),
        Case::new(
            "vet finding",
            "vet",
            "failed by entity\ninternal/domain/consent/entity.go:8:19: fmt.Sprintf format %d has arg \"x\" of wrong type string",
        )
        .entity("package consent\n\nimport \"fmt\"\n\n// Double doubles.\nfunc Double(n int) int {\n\tn *= 2\n\t_ = fmt.Sprintf(\"%d\", \"x\")\n\treturn n\n}\n"),
        Case::new(
            "lint finding",
            "lint",
            "failed by entity\ninternal/domain/consent/entity.go:9:6: func unused is unused (unused)",
        )
        .entity(format!("{ENTITY}\nfunc unused() {{}}\n")),
        Case::new(
            "lint finding that the module's own configuration does not ask for",
            "lint",
            "passed",
        )
        .entity(format!("{ENTITY}\nfunc unused() {{}}\n"))
        .file(".golangci.yml", "version: \"2\"\nlinters:\n  default: none\n  enable: [errcheck]\n"),
        Case::new(
            "a configuration of the linter that is broken is nobody's code",
            "lint",
            "environment: golangci-lint could not judge the code",
        )
        .file(".golangci.yml", "version: \"9\"\n"),
        Case::new(
            "two failing tests, each with what it says",
            "test",
            "failed by entity, entity
internal/domain/consent/entity_test.go:7:0: got 4 (TestDouble/once)
internal/domain/consent/entity_test.go:12:0: gives up (TestMore)",
        )
        .entity_test(
            test("\tt.Run(\"once\", func(t *testing.T) {\n\t\tt.Errorf(\"got %d\", Double(2))\n\t})\n")
                + "\nfunc TestMore(t *testing.T) {\n\tt.Fatal(\"gives up\")\n}\n\nfunc TestFine(*testing.T) {}\n",
        ),
        Case::new(
            "panicking test",
            "test",
            "failed by entity\ninternal/domain/consent/entity_test.go:7:0: panic: assignment to entry in nil map (TestDouble)",
        )
        .entity_test(test("\tvar seen map[int]bool\n\tseen[Double(2)] = true\n")),
        Case::new(
            "test that never ends",
            "test",
            "failed by entity\ninternal/domain/consent/entity_test.go:8:6: panic: test timed out after 10s (TestDouble)",
        )
        .entity_test(test("\ttime.Sleep(time.Hour)\n").replace("import \"testing\"", "import (\n\t\"testing\"\n\t\"time\"\n)"))
        .config("[timeouts]\ngate_seconds = 20\n"),
        Case::new(
            "coverage just below what is asked for",
            "coverage",
            "failed by entity\ninternal/domain/consent/entity.go:24:0: `Never`: 1 of 1 statements are not covered by any test",
        )
        .entity(just_below)
        .entity_test("package consent\n\nimport \"testing\"\n\nfunc TestSum(*testing.T) { Sum(1) }\n")
        .file("internal/service/service.go", "package service\n"),
        Case::new(
            "a domain that imports its service",
            "layout",
            "failed by entity\ninternal/domain/consent/entity.go:4:10: the domain layer must not import the service layer (SW1303)",
        )
        .entity(format!("{}import _ \"example.com/m/internal/service\"\n", "// Package consent is the domain.\npackage consent\n\n"))
        .file("internal/service/service.go", "// Package service serves.\npackage service\n"),
        Case::new(
            "linter that is not there",
            "lint",
            "not checked: golangci-lint was not found in PATH: install golangci-lint 2 (`go install \
             github.com/golangci/golangci-lint/v2/cmd/golangci-lint@latest`) and put it into PATH",
        )
        .path(only_go.path()),
        Case::new(
            "linter that is not there at the highest level",
            "lint",
            "environment: golangci-lint was not found in PATH\ninstall golangci-lint 2 (`go install \
             github.com/golangci/golangci-lint/v2/cmd/golangci-lint@latest`) and put it into PATH, then `specwave resume`",
        )
        .path(only_go.path())
        .bulletproof(),
        Case::new(
            "govulncheck that is not there",
            "vulnerabilities",
            "environment: govulncheck was not found in PATH\ninstall govulncheck (`go install \
             golang.org/x/vuln/cmd/govulncheck@latest`) and put it into PATH, then `specwave resume`",
        )
        .path(only_go.path())
        .bulletproof(),
        Case::new("linter of another version", "lint", &old_message).path(old.path()),
        Case::new("linter that an older Go built", "lint", &built_before_message).path(built_before.path()),
        Case::new(
            "module without go.mod",
            "build",
            "environment: pattern ./...: directory prefix . does not contain main module or its selected dependencies\nthe \
             module root has no go.mod: `go mod init` makes one, then `specwave resume`",
        )
        .file("go.mod", ""),
        Case::new("check that is switched off", "lint", "not checked: it is switched off in specwave.toml")
            .config("[gate.lint]\nenabled = false\n"),
    ];
    for case in cases {
        let verdicts = case.verdicts().await;
        let told = told(verdict(&verdicts, case.check));
        let is_so =
            told == case.verdict || (told.starts_with(&case.verdict) && case.verdict.starts_with("environment: golangci-lint"));
        assert!(is_so, "{}:\n{told}\nand not\n{}\n{verdicts:#?}", case.name, case.verdict);
    }
}

#[tokio::test]
async fn what_a_compiler_uses_up_is_the_machines_fault_and_what_a_test_uses_up_is_the_codes() {
    let go = tool::find_in("go", &path()).unwrap().canonicalize().unwrap();
    let builds_by =
        |program| Tools::new(&[], &[("go", &format!("[ $1 = build ] && exec {program}; exec {} \"$@\"", go.display()))]);
    // `tail` keeps the last lines, and here the first has no end.
    let (hangs, hoards) = (builds_by("/bin/sleep 3600"), builds_by("/usr/bin/tail /dev/zero"));
    let swells =
        ENTITY_TEST.replace("\tif", "\tkept := make([]byte, 1<<30)\n\tfor at := range kept {\n\t\tkept[at] = 1\n\t}\n\tif");
    let cases = [
        (
            Case::new(
                "build over its memory",
                "build",
                "environment: `go build -gcflags=-e ./...` was stopped: it took more memory than `limits.memory_mib` allows\n",
            )
            .config("[limits]\nmemory_mib = 256\n")
            .path(hoards.path()),
            "allow more by `[limits]` in specwave.toml, then `specwave resume`",
        ),
        (
            Case::new("build over its time", "build", "environment: `go build -gcflags=-e ./...` was stopped after ")
                .config("[timeouts]\ngate_seconds = 1\n")
                .path(hangs.path()),
            ": its time was over\nallow more by `gate_seconds` of `[timeouts]` in specwave.toml, then `specwave resume`",
        ),
        (
            Case::new("test over its memory", "test", "failed by entity\ninternal/domain/consent/entity_test.go:5:6: ")
                .entity_test(swells)
                .config("[limits]\nmemory_mib = 768\n"),
            "`go test` was stopped: it took more memory than `limits.memory_mib` allows (TestDouble)",
        ),
    ];
    for (case, end) in cases {
        let verdicts = case.verdicts().await;
        let told = told(verdict(&verdicts, case.check));
        assert!(told.starts_with(&case.verdict) && told.ends_with(end), "{}:\n{told}\n{verdicts:#?}", case.name);
    }
}

#[tokio::test]
async fn go_that_is_offline_is_the_machines_fault() {
    let go = tool::find_in("go", &path()).unwrap().canonicalize().unwrap();
    let offline = Tools::new(&[], &[("go", &format!("GOPROXY=http://127.0.0.1:9 GOSUMDB=off exec {} \"$@\"", go.display()))]);
    let case = Case::new("offline", "build", "")
        .file("go.mod", format!("{GO_MOD}\nrequire example.com/elsewhere v1.0.0\n"))
        .entity("package consent\n\nimport _ \"example.com/elsewhere\"\n")
        .path(offline.path());
    let verdicts = case.verdicts().await;
    let told = told(verdict(&verdicts, "build"));
    assert!(
        told.starts_with("environment: ") && told.contains("127.0.0.1:9") && told.contains("cannot fetch a module"),
        "{told}"
    );
    assert!(verdicts.iter().all(|verdict| !matches!(verdict.ending, Ending::Failed { .. })), "{verdicts:#?}");
}

fn target(subject: &str, comparator: &str, value: f64, unit: &str) -> Target {
    let [subject, comparator, unit] = [subject, comparator, unit].map(str::to_owned);
    Target { subject, comparator, value, unit, percentile: String::new(), line: 42 }
}

#[tokio::test]
async fn a_missed_target_is_told_at_its_line_and_fails_the_highest_level_only() {
    let benchmark = "\nfunc BenchmarkDouble(b *testing.B) {\n\tfor range b.N {\n\t\ttime.Sleep(2 * time.Millisecond)\n\t\tDouble(2)\n\t}\n}\n";
    let test = ENTITY_TEST.replace("import \"testing\"", "import (\n\t\"testing\"\n\t\"time\"\n)") + benchmark;
    for (quality, fails) in [(Quality::Production, false), (Quality::Bulletproof, true)] {
        let case = Case { quality, ..Case::new("benchmark", "benchmarks", "") };
        let case = case.entity_test(test.clone()).config(ONLY_BENCHMARKS);
        let mut module = case.module();
        module.plan.contract.targets = vec![
            target("Double latency", "<", 1.0, "ms"),
            target("Double throughput", ">", 5.0, "doubles/s"),
            target("Triple latency", "<", 1.0, "ms"),
        ];
        let verdicts = module.judge(quality, GateScope::Final, &["entity", "service"]).await;
        let benchmarks = verdict(&verdicts, "benchmarks");
        let judged: Vec<_> = benchmarks.benchmarks.iter().map(|benchmark| benchmark.judged).collect();
        assert_eq!(judged, [TargetJudged::Missed, TargetJudged::Met], "{benchmarks:#?}");
        assert!(benchmarks.benchmarks[0].median > 2.0 && benchmarks.benchmarks[0].confidence > 95.0, "{benchmarks:#?}");
        let missed: &GateFinding = match &benchmarks.ending {
            Ending::Failed { findings, culprits, .. } if fails => {
                assert_eq!(culprits[0].task.0, "entity");
                &findings[0]
            }
            Ending::Passed if !fails => &benchmarks.noted[1],
            _ => panic!("{benchmarks:#?}"),
        };
        assert!(missed.message.starts_with("target `Double latency < 1 ms` is missed: median "), "{}", missed.message);
        assert_eq!((missed.path.as_str(), missed.line), ("internal/domain/consent/entity_test.go", 14));
        assert_eq!(missed.asked, Some(Asked { line: 42, what: "Double latency < 1 ms".to_owned() }));
        assert_eq!(benchmarks.noted[0].message, "no benchmark measures `Triple latency < 1 ms`");
    }
}

#[tokio::test]
async fn what_a_fuzz_finds_is_its_owners() {
    let fuzz = "\nfunc FuzzDouble(f *testing.F) {\n\tf.Add(1)\n\tf.Fuzz(func(t *testing.T, n int) {\n\t\tif Double(n) == 2 {\n\t\t\tt.Errorf(\"two\")\n\t\t}\n\t})\n}\n";
    let case = Case::new("fuzz", "fuzz", "").entity_test(format!("{ENTITY_TEST}{fuzz}")).bulletproof();
    let verdicts = case.verdicts().await;
    let told = told(verdict(&verdicts, "fuzz"));
    assert!(told.starts_with("failed by entity\ninternal/domain/consent/entity_test.go:15:0: two"), "{told}");
}

#[tokio::test]
async fn vulnerabilities_come_from_a_list_that_may_be_out_of_reach() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    };
    let time = "2026-01-01T00:00:00Z";
    write("index/db.json", &format!(r#"{{"modified":"{time}"}}"#));
    write(
        "index/modules.json",
        &format!(r#"[{{"path":"stdlib","vulns":[{{"id":"GO-2026-0001","modified":"{time}","fixed":"1.99.0"}}]}}]"#),
    );
    write("index/vulns.json", &format!(r#"[{{"id":"GO-2026-0001","modified":"{time}"}}]"#));
    write(
        "ID/GO-2026-0001.json",
        &format!(
            r#"{{"schema_version":"1.3.1","id":"GO-2026-0001","modified":"{time}","published":"{time}","summary":"Loop in Parse",
            "affected":[{{"package":{{"name":"stdlib","ecosystem":"Go"}},
              "ranges":[{{"type":"SEMVER","events":[{{"introduced":"0"}},{{"fixed":"1.99.0"}}]}}],
              "ecosystem_specific":{{"imports":[{{"path":"net/url","symbols":["Parse"]}}]}}}}]}}"#
        ),
    );
    let entity = "package consent\n\nimport \"net/url\"\n\n// Double doubles.\nfunc Double(n int) int {\n\tif _, err := url.Parse(\"x\"); err != nil {\n\t\treturn 0\n\t}\n\treturn 2 * n\n}\n";
    let judge = async |list: String| {
        let case = Case::new("vulnerabilities", "vulnerabilities", "").entity(entity).bulletproof();
        let config = format!(
            "[gate.test]\nenabled = false\n[gate.lint]\nenabled = false\n[gate.vulnerabilities]\narguments = ['-db={list}']\n"
        );
        let verdicts = case.module().with_config(&config).judge(Quality::Bulletproof, GateScope::Final, &["entity"]).await;
        told(verdict(&verdicts, "vulnerabilities"))
    };
    let told = judge(format!("file://{}", folder.path().canonicalize().unwrap().display())).await;
    assert!(told.starts_with("environment: GO-2026-0001: Loop in Parse: the code calls Parse of stdlib v1."), "{told}");
    assert!(told.ends_with("fixed in v1.99.0\ninstall the Go that it is fixed in, then `specwave resume`"), "{told}");
    let told = judge("http://127.0.0.1:9".to_owned()).await;
    assert!(told.starts_with("not checked: the list of known vulnerabilities could not be read: "), "{told}");
}

#[tokio::test]
async fn a_project_replaces_and_adds_checks() {
    let says = |text: &str, code: u8| format!("cat <<'X'\n{text}\nX\nexit {code}");
    let lines = says("internal/domain/consent/entity.go:5:6: Double is too short a name", 1);
    let json = says(
        r#"{"Issues":[{"FromLinter":"mine","Text":"no","Pos":{"Filename":"internal/service/service.go","Line":7,"Column":2}}]}"#,
        1,
    );
    let sarif = says(
        r#"{"version":"2.1.0","runs":[{"results":[{"ruleId":"S1","message":{"text":"hm"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"internal/service/service.go"},"region":{"startLine":7}}}]}]}]}"#,
        0,
    );
    let tools = Tools::new(&["go"], &[("names", &lines), ("licences", &json), ("notes", &sarif)]);
    let mut folders = vec![std::path::PathBuf::from(tools.path())];
    folders.extend(std::env::split_paths(&path()));
    let config = "
        [gate.lint]
        command = ['names']
        [gate.licences]
        command = ['licences', 'here']
        output = 'json'
        [gate.notes]
        command = ['notes']
        output = 'sarif'
        [gate.late]
        command = ['nothing']
        from = 'bulletproof'
        [gate.lost]
        command = ['no-such-tool']
    ";
    let case = Case::new("own", "lint", "").config(config).path(std::env::join_paths(folders).unwrap());
    let verdicts = case.verdicts().await;
    let of = |check| told(verdict(&verdicts, check));
    assert_eq!(of("lint"), "failed by entity\ninternal/domain/consent/entity.go:5:6: Double is too short a name");
    assert_eq!(of("licences"), "failed by service\ninternal/service/service.go:7:2: no (mine)");
    assert_eq!(verdict(&verdicts, "licences").command, "licences here");
    let notes = verdict(&verdicts, "notes");
    assert_eq!((of("notes").as_str(), notes.noted.len(), notes.noted[0].rule.as_str()), ("passed", 1, "S1"));
    assert!(!verdicts.iter().any(|verdict| verdict.check == "late"));
    let lost = "environment: `no-such-tool`, the command of check `lost`, was not found in PATH\ninstall it, or change `gate.lost` in specwave.toml, then `specwave resume`";
    assert_eq!(of("lost"), lost);
}

#[tokio::test]
async fn what_a_task_writes_is_judged_by_what_its_role_declares() {
    let more = format!("{ENTITY}\n// Triple triples.\nfunc Triple(n int) int {{\n\treturn 3 * n\n}}\n\nfunc unused() {{}}\n");
    let case = Case::new("exempt", "coverage", "").entity(more);
    let mut module = case.module();
    let all = ["entity", "service"];
    let verdicts = module.judge(Quality::Production, GateScope::Wave { wave: 1 }, &all).await;
    assert!(told(verdict(&verdicts, "coverage")).starts_with("failed by entity"), "{verdicts:#?}");
    assert!(told(verdict(&verdicts, "lint")).starts_with("failed by entity"), "{verdicts:#?}");
    module.plan.tasks[0].not_judged_by = vec!["coverage".to_owned(), "lint".to_owned()];
    let verdicts = module.judge(Quality::Production, GateScope::Wave { wave: 1 }, &all).await;
    assert_eq!(told(verdict(&verdicts, "lint")), "not checked: no Task of this wave writes what it judges");
    let verdicts = module.judge(Quality::Production, GateScope::Final, &all).await;
    assert_eq!(told(verdict(&verdicts, "lint")), "passed");
    let coverage = verdict(&verdicts, "coverage").coverage.as_ref().unwrap();
    assert!(coverage.packages.iter().all(|package| package.folder != CONSENT), "{coverage:?}");
}
