//! The Go of the first wave: written for the corpus and for odd specs, then built, vetted, formatted and tested by Go.

#![allow(clippy::disallowed_methods, reason = "a test asks the Go toolchain what it thinks of the files")]
#![allow(clippy::unwrap_used, reason = "a test that cannot read its input has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use specwave_agents::builtin;
use specwave_plan::contract::{Body, Contract, compute};
use specwave_plan::module::ModuleFacts;
use specwave_plan::{Layout, RoleId};

/// The roles that write the domain.
const ROLES: &[&str] = &["value_designer", "domain_expert", "event_architect", "repository_designer", "domain_tester"];

fn contract_of(text: &str) -> Contract {
    let spec = specwave_spec::parse(text);
    compute(&spec, text, &ModuleFacts::default(), &Layout::default()).contract
}

fn repository_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

/// The specs of the repository's examples, and of the corpus where it is there.
fn specs() -> Vec<(String, String)> {
    let root = repository_root();
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

/// What Go says about a module.
struct Go {
    dir: PathBuf,
}

impl Go {
    fn run(&self, program: &str, args: &[&str]) -> (bool, String) {
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
        (output.status.success(), text)
    }

    fn must(&self, program: &str, args: &[&str]) -> String {
        let (passed, text) = self.run(program, args);
        assert!(passed, "{}: {program} {}\n{text}", self.dir.display(), args.join(" "));
        text
    }
}

/// Writes the domain of `contract` and lets Go build, vet, format and test it; returns the coverage of each package.
fn check(name: &str, contract: &Contract) -> Vec<(String, f64)> {
    let kept = std::env::var("SPECWAVE_KEEP_GO").ok();
    let temporary = tempfile::tempdir().unwrap();
    let dir = kept.map_or_else(|| temporary.path().to_owned(), |kept| PathBuf::from(kept).join(name));
    let _ = fs::remove_dir_all(&dir);
    for role in ROLES {
        for file in builtin::files(&RoleId::from(*role), contract).unwrap() {
            let path = dir.join(&file.path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            assert!(!path.exists(), "{name}: {} is written twice", file.path);
            fs::write(path, file.text).unwrap();
        }
    }
    fs::write(dir.join("go.mod"), format!("module {}\n\ngo {}\n", contract.module.path, contract.module.go)).unwrap();
    let go = Go { dir };
    go.must("gofmt", &["-w", "."]);
    go.must("go", &["build", "-gcflags=-e", "./..."]);
    go.must("go", &["vet", "./..."]);
    let tested = go.must("go", &["test", "-cover", "./..."]);
    tested.lines().filter_map(coverage).collect()
}

/// Package and percentage of a line of `go test -cover`; a package without statements counts as covered.
fn coverage(line: &str) -> Option<(String, f64)> {
    let package = line.split_whitespace().nth(1)?.to_owned();
    let percent = line.split("coverage: ").nth(1)?.split('%').next()?;
    Some((package, percent.parse().unwrap_or(100.0)))
}

/// How many operations of entities and repositories a contract has that the spec declares, and how many of them are
/// explicit refusals.
fn share(contract: &Contract) -> (usize, Vec<String>) {
    let refused = |owner: &str, name: &str, refused: bool| refused.then(|| format!("{owner}.{name}"));
    let methods = contract.entities.iter().flat_map(|entity| {
        entity.methods.iter().map(|method| refused(&entity.name, &method.name, matches!(method.body, Body::NotImplemented(_))))
    });
    let operations = contract.repositories.iter().flat_map(|repository| {
        let declared = repository.operations.iter().filter(|operation| operation.origin.inferred.is_none());
        declared.map(|operation| refused(&repository.name, &operation.name, matches!(operation.body, Body::NotImplemented(_))))
    });
    let all: Vec<Option<String>> = methods.chain(operations).collect();
    (all.len(), all.into_iter().flatten().collect())
}

#[test]
fn the_domain_of_real_specs_builds_and_is_covered() {
    let mut failures = Vec::new();
    for (name, text) in specs() {
        let contract = contract_of(&text);
        let (total, refused) = share(&contract);
        let result = std::panic::catch_unwind(|| check(&name, &contract));
        println!("{name}: {} of {total} operations not implemented: {refused:?}", refused.len());
        match result {
            Ok(covered) => {
                for (package, percent) in covered {
                    println!("    {percent:5.1} % {package}");
                    if percent < 95.0 {
                        failures.push(format!("{name}: {percent} % of {package}"));
                    }
                }
            }
            Err(_) => failures.push(format!("{name}: Go refuses it")),
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

/// Specs that are odd in one way each, or in several.
const ODD: &[(&str, &str)] = &[
    ("nothing", "---\nfeature: Nothing\ndomain: void\n---\n# Feature Specification: Nothing\n\n## Overview\nNothing yet.\n"),
    (
        "keywords",
        r#"---
feature: Types of Things
domain: type
---
# Feature Specification: Types

### Domain Model Changes
```yaml
entities:
  - name: Event
    fields:
      - ID uuid.UUID
      - Type string
      - Func string
      - Range int
      - Map map[string]string
      - Validate bool
      - events []string
  - name: Error
  - name: time
    fields:
      - Time time.Time
      - Duration time.Duration
    methods:
      - Time() time.Time
      - String() string
      - Age() time.Duration
  - name: Context
    fields:
      - ContextID uuid.UUID
      - Values []string
      - Errors map[string]interface{}
    methods:
      - HasValue(value string) bool
      - ValueCount() int
      - AddValue(value string) error
value_objects:
  - name: Status
  - name: Empty
    values: []
  - name: Selector
    values: [select, func, "", "a b", "a-b", "ä"]
domain_events:
  - name: Event
  - name: TypeChanged
    fields:
      - Meta string
      - EventID uuid.UUID
      - Type string
      - time time.Time
repositories:
  - name: EventRepository
    operations:
      - Create(event *Event) error
      - GetByType(type string) ([]*Event, error)
      - DeleteOlderThan(time time.Time) (int64, error)
      - Frobnicate(x chan int, y func(a int) error) error
```
"#,
    ),
    (
        "shapes",
        r#"# Shapes - Technical Specification

**Priority:** HIGH

## Domain Model

```go
// internal/domain/events/shape.go
package events

type Node struct {
    ID       uuid.UUID
    Parent   *Node
    Children []*Node
    Next     Link
    mu       sync.Mutex
    Updates  chan Update
    Handler  func(ctx context.Context, u Update) error
    Error    error
    Any      interface{}
    Raw      json.RawMessage
    Matrix   [][]float64
    Hash     [32]byte
    Weights  map[Colour]float64
    Optional Optional[string]
    Page     Page[Node]
    Small    int8
    Wide     uint64
    Real     float32
    Score    float64 // between 0 and 1
    Level    int // 1-5
    Started  *time.Time
    Price    decimal.Decimal
    Cost     *Money
    Mail     Email
    Phone    *PhoneNumber
    Colour   Colour
    Colours  []Colour
    MaybeColour *Colour
    IP       net.IP
    Bytes    []byte
    Month    time.Month
}

type Link struct {
    Target Node
    Value  string
    Scan   bool
    Params map[string]string
}

type Colour string

const (
    Red   Colour = "red"
    Green Colour = "green"
)

type Tree struct {
    Left  Tree
    Right Branch
}

type Branch struct {
    Tree Tree
    Span TimeRange
}

type Level int

type Flags []string
```

```go
func (n *Node) IsStarted() bool { return n.Started != nil }
func (n *Node) Explode(ch chan<- Update, f func() error) (map[string]Update, error)
func (n *Node) HasColour(c Colour) bool
func (n *Node) AddChild(child *Node) error
func (n *Node) SetColour(colour Colour) error
func (n *Node) IncrementLevel() error
```
"#,
    ),
];

#[test]
fn the_domain_of_odd_specs_builds() {
    for (name, text) in ODD {
        let contract = contract_of(text);
        let covered = check(name, &contract);
        let (total, refused) = share(&contract);
        println!("{name}: {} of {total} operations not implemented: {refused:?}", refused.len());
        for (package, percent) in covered {
            println!("    {percent:5.1} % {package}");
            assert!(percent >= 90.0, "{name}: {percent} % of {package}");
        }
    }
}
