//! Specs, and the Go toolchain's opinion of what is written for them.

#![allow(clippy::disallowed_methods, reason = "a test asks the Go toolchain what it thinks of the files")]
#![allow(dead_code, reason = "every test uses a part of it")]
#![allow(clippy::unwrap_used, reason = "what cannot be set up fails the test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use specwave_agents::builtin;
use specwave_plan::contract::{Contract, compute};
use specwave_plan::module::ModuleFacts;
use specwave_plan::{Layout, RoleId};

/// The contract of a spec for an empty folder.
pub(crate) fn contract_of(text: &str) -> Contract {
    let spec = specwave_spec::parse(text);
    compute(&spec, text, &ModuleFacts::default(), &Layout::default()).contract
}

/// The specs of the repository's examples, and of the corpus where it is there.
pub(crate) fn specs() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let dirs = [root.join("docs/examples"), root.join("../shared/corpus/dce")];
    let files =
        dirs.iter().filter_map(|dir| fs::read_dir(dir).ok()).flatten().filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let mut specs: Vec<(String, String)> = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap()))
        .filter(|(_, text)| specwave_spec::parse(text).recognised)
        .collect();
    specs.sort();
    specs
}

/// A Go module that roles wrote.
pub(crate) struct Module {
    dir: PathBuf,
    _temporary: tempfile::TempDir,
}

impl Module {
    /// Lets the roles write for a contract; `SPECWAVE_KEEP_GO` names a folder in which the module stays to be read.
    pub(crate) fn write(name: &str, contract: &Contract, roles: &[&str]) -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let kept = std::env::var("SPECWAVE_KEEP_GO").ok();
        let dir = kept.map_or_else(|| temporary.path().to_owned(), |kept| PathBuf::from(kept).join(name));
        let _ = fs::remove_dir_all(&dir);
        for role in roles {
            for file in builtin::files(&RoleId::from(*role), contract).unwrap() {
                let path = dir.join(&file.path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                assert!(!path.exists(), "{name}: {} is written twice", file.path);
                fs::write(path, file.text).unwrap();
            }
        }
        fs::write(dir.join("go.mod"), format!("module {}\n\ngo {}\n", contract.module.path, contract.module.go)).unwrap();
        Self { dir, _temporary: temporary }
    }

    /// Formats, builds and vets everything.
    pub(crate) fn build(&self) {
        self.must("gofmt", &["-w", "."]);
        self.must("go", &["build", "-gcflags=-e", "./..."]);
        self.must("go", &["vet", "./..."]);
    }

    /// Tests packages and returns the coverage of each.
    pub(crate) fn test(&self, args: &[&str]) -> Vec<(String, f64)> {
        let tested = self.must("go", &[&["test", "-cover", "-timeout=120s"], args].concat());
        tested.lines().filter_map(coverage).collect()
    }

    /// Tests everything and returns which share of all statements the tests reach, from wherever they are.
    pub(crate) fn total_coverage(&self) -> f64 {
        self.must("go", &["test", "-timeout=120s", "-coverpkg=./...", "-coverprofile=coverage.out", "./..."]);
        let functions = self.must("go", &["tool", "cover", "-func=coverage.out"]);
        let total = functions.lines().last().and_then(|line| line.split_whitespace().last()).unwrap_or_default();
        total.trim_end_matches('%').parse().unwrap()
    }

    fn must(&self, program: &str, args: &[&str]) -> String {
        let output = Command::new(program)
            .args(args)
            .current_dir(&self.dir)
            .env("GOFLAGS", "-mod=mod -trimpath -buildvcs=false")
            .env("GOPROXY", "off")
            .env("GOTOOLCHAIN", "local")
            .env("GOWORK", "off")
            .env("PATH", format!("{}:/usr/local/go/bin", std::env::var("PATH").unwrap_or_default()))
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}: {program} {}\n{text}", self.dir.display(), args.join(" "));
        text
    }
}

/// Package and percentage of a line of `go test -cover`; a package without statements counts as covered.
fn coverage(line: &str) -> Option<(String, f64)> {
    let package = line.split_whitespace().nth(1)?.to_owned();
    let percent = line.split("coverage: ").nth(1)?.split('%').next()?;
    Some((package, percent.parse().unwrap_or(100.0)))
}
