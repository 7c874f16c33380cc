//! `specwave verify` by the real executable: findings, formats, exit codes, the layout, and baselines.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::path::Path;

use serde_json::{Value, json};
use support::{output, shown, specwave, tool, write};

const ENTITY: &str = "package billing\n\nimport (\n\t\"database/sql\"\n\n\t\"example.com/shop/internal/usecase\"\n)\n\n\
                      type Invoice struct {\n\tID string\n}\n";

/// A module with an entity that does what it must not, and services in a folder of their own name.
fn module() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("go.mod"), "module example.com/shop\n\ngo 1.24\n");
    write(&folder.path().join("internal/domain/billing/invoice.go"), ENTITY);
    write(&folder.path().join("internal/usecase/pay.go"), "package usecase\n");
    folder
}

/// Exit code and standard output of `verify` in a folder.
fn verify(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output = output(specwave(folder).current_dir(folder).arg("verify").args(arguments));
    (output.status.code().unwrap_or(-1), shown(&output))
}

fn findings(folder: &Path, arguments: &[&str]) -> Vec<Value> {
    let (_, text) = verify(folder, &[arguments, &["--format", "json"]].concat());
    let report: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    report["findings"].as_array().unwrap().clone()
}

fn codes(findings: &[Value]) -> Vec<&str> {
    findings.iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

#[test]
fn findings_stand_at_their_places_and_errors_end_with_1() {
    let folder = module();
    let (code, text) = verify(folder.path(), &[]);
    let [first, second] = [
        "internal/domain/billing/invoice.go:4:2: error[SW1306]: the domain imports `database/sql` (driver-in-domain)\n",
        "internal/domain/billing/invoice.go:6:2: error[SW1303]: the domain layer must not import the service layer \
         (forbidden-import)\n",
    ];
    assert!(code == 1 && text.starts_with(first) && text.contains(second), "{code} {text}");
    assert!(text.contains("    4 | \t\"database/sql\"\n      | \t^^^^^^^^^^^^^^\n"), "{text}");
    assert!(text.ends_with("2 files checked: 2 errors, 0 warnings, 2 notes\n"), "{text}");
    let found = findings(folder.path(), &[]);
    assert_eq!(codes(&found), ["SW1306", "SW1303", "SW1313", "SW1324"]);
    assert_eq!(found[1]["range"]["start"], json!({ "line": 6, "column": 2 }));

    write(&folder.path().join("specwave.toml"), "[rules]\nSW1303 = 'off'\ndriver-in-domain = 'warning'\n");
    assert_eq!(verify(folder.path(), &[]).0, 0);
    write(&folder.path().join("specwave.toml"), "[[rule_overrides]]\npaths = ['internal/**']\nrules = { layout = 'off' }\n");
    assert_eq!(codes(&findings(folder.path(), &[])), [""; 0]);
}

#[test]
fn a_part_of_a_module_is_judged_with_the_rest_in_mind() {
    let folder = module();
    assert_eq!(codes(&findings(folder.path(), &["internal/usecase"])), [""; 0]);
    let of_domain = findings(folder.path(), &["internal/domain"]);
    assert_eq!(codes(&of_domain), ["SW1306", "SW1303", "SW1313", "SW1324"]);
    assert_eq!(of_domain[0]["file"], "internal/domain/billing/invoice.go");
    assert_eq!(verify(folder.path(), &["internal/nowhere"]).0, 2);
    let empty = tempfile::tempdir().unwrap();
    let (code, text) = verify(empty.path(), &[]);
    assert!(code == 2 && text.contains("there is no Go code"), "{code} {text}");
}

#[test]
fn comments_silence_rules_and_those_in_vain_are_told() {
    let folder = module();
    let text = ENTITY
        .replace("\t\"database/sql\"", "\t// specwave-disable-next-line SW1306: until the ledger has moved\n\t\"database/sql\"");
    write(&folder.path().join("internal/domain/billing/invoice.go"), text + "\n// specwave-disable-next-line SW1310\n");
    let found = findings(folder.path(), &[]);
    assert_eq!(codes(&found), ["SW1303", "SW1313", "SW1324", "SW109"]);
}

#[test]
fn the_layout_is_told_with_its_reasons() {
    let folder = module();
    let (code, text) = verify(folder.path(), &["--explain-layout"]);
    let service = text.lines().find(|line| line.starts_with("service")).unwrap();
    assert!(code == 0 && service.contains("internal/usecase ") && service.contains("`internal/service` is not"), "{text}");
    let (_, text) = verify(folder.path(), &["--explain-layout", "--format", "json"]);
    let layout: Value = serde_json::from_str(&text).unwrap();
    let domain = layout["layout"].as_array().unwrap().iter().find(|folder| folder["role"] == "domain").unwrap();
    assert_eq!((&domain["path"], &domain["layer"], &domain["files"]), (&json!("internal/domain"), &json!("domain"), &json!(1)));
}

/// What of a JSON text is not as the schema of SARIF 2.1.0 has it, which a crate brings along.
fn problem_of_sarif(text: &str) -> Option<String> {
    let home = std::env::home_dir().unwrap();
    let cargo = |arguments: &[&str]| output(tool(env!("CARGO"), &home).args(arguments));
    // What other systems need is not there.
    let version = shown(&cargo(&["-vV"]));
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let metadata = cargo(&["metadata", "--format-version=1", "--offline", "--filter-platform", host]);
    assert!(metadata.status.success(), "{}", shown(&metadata));
    let metadata: Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|package| package["name"] == "serde-sarif").unwrap();
    let manifest = Path::new(package["manifest_path"].as_str().unwrap());
    let schema = std::fs::read_to_string(manifest.with_file_name("src").join("schema.json")).unwrap();
    let mut schema: Value = serde_json::from_str(&schema).unwrap();
    // Of the patterns in it, this one has a bracket too many and is no regular expression.
    schema["definitions"]["run"]["properties"]["language"].as_object_mut().unwrap().remove("pattern");
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    compiler.add_resource("sarif.json", schema).unwrap();
    let schema = compiler.compile("sarif.json", &mut schemas).unwrap();
    schemas.validate(&serde_json::from_str(text).unwrap(), schema).err().map(|error| error.to_string())
}

#[test]
fn sarif_is_as_its_schema_has_it() {
    let folder = module();
    write(&folder.path().join("spec.md"), "---\nfeature: X\ndomain: y\n---\n\n```yaml\nentities: [\n```\n");
    let checked = output(specwave(folder.path()).current_dir(folder.path()).args(["check", "--format", "sarif", "spec.md"]));
    for text in [shown(&checked), verify(folder.path(), &["--format", "sarif"]).1] {
        assert!(text.contains("\"results\":[{") || text.contains("\"results\": ["), "{text}");
        assert_eq!(problem_of_sarif(&text), None);
    }
    let (_, text) = verify(folder.path(), &["--format", "sarif"]);
    assert!(problem_of_sarif(&text.replace("2.1.0", "2.0.0")).is_some_and(|problem| problem.contains("/version")));
}

#[test]
fn other_tools_read_the_findings() {
    let folder = module();
    let (code, text) = verify(folder.path(), &["--format", "sarif"]);
    let sarif: Value = serde_json::from_str(&text).unwrap();
    let run = &sarif["runs"][0];
    assert_eq!((code, &sarif["version"]), (1, &json!("2.1.0")));
    let result = &run["results"][0];
    assert_eq!((&result["ruleId"], &result["level"]), (&json!("SW1306"), &json!("error")));
    let index = result["ruleIndex"].as_u64().unwrap() as usize;
    assert_eq!(run["tool"]["driver"]["rules"][index]["id"], "SW1306");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "internal/domain/billing/invoice.go");
    assert_eq!(place["region"], json!({ "startLine": 4, "startColumn": 2, "endLine": 4, "endColumn": 16 }));

    let (code, text) = verify(folder.path(), &["--format", "github"]);
    let expected = "::error file=internal/domain/billing/invoice.go,line=4,endLine=4,col=2,endColumn=16,title=SW1306 \
                    driver-in-domain::the domain imports `database/sql`\n";
    assert!(code == 1 && text.starts_with(expected), "{code} {text}");
}

#[test]
fn a_baseline_lets_pass_what_it_holds_and_nothing_new() {
    let folder = module();
    let entity = folder.path().join("internal/domain/billing/invoice.go");
    assert_eq!(
        verify(folder.path(), &["--write-baseline", "accepted.json"]),
        (0, "4 findings accepted in accepted.json\n".to_owned())
    );
    assert_eq!(verify(folder.path(), &["--baseline", "accepted.json"]).0, 0);
    // Lines above a finding do not make another one of it, and a second one of the same kind is new.
    let more = ENTITY
        .replace("import (", "// Invoices.\n\nimport (\n\t\"net/http\"")
        .replace("package billing\n", "package billing\n\n\n");
    write(&entity, &more);
    let found = findings(folder.path(), &["--baseline", "accepted.json"]);
    assert_eq!(codes(&found), ["SW1306"]);
    assert!(found[0]["message"].as_str().unwrap().contains("net/http"));
    write(&entity, "package billing\n");
    let (code, text) = verify(folder.path(), &["--baseline", "accepted.json"]);
    assert!(code == 0 && text.contains("4 entries of the baseline found nothing any more"), "{code} {text}");
    write(&folder.path().join("broken.json"), "[]");
    assert_eq!(verify(folder.path(), &["--baseline", "broken.json"]).0, 2);
    assert_eq!(verify(folder.path(), &["--baseline", "nowhere.json"]).0, 2);
}

#[test]
fn code_is_held_against_a_specification() {
    let folder = module();
    let spec = "---\nfeature: Reminders\ndomain: billing\n---\n\n```yaml\nentities:\n  - name: Invoice\n    fields:\n      - ID string\n      - DueAt time.Time\n```\n";
    write(&folder.path().join("specs/reminders.md"), spec);
    let found = findings(folder.path(), &["--spec", "specs/reminders.md"]);
    let drift: Vec<&Value> = found.iter().filter(|finding| finding["code"].as_str().unwrap().starts_with("SW12")).collect();
    assert_eq!(drift.len(), 1, "{found:?}");
    assert_eq!((&drift[0]["code"], &drift[0]["file"]), (&json!("SW1203"), &json!("specs/reminders.md")));
    assert_eq!(drift[0]["related"][0]["file"], "internal/domain/billing/invoice.go");
    write(&folder.path().join("notes.md"), "# Notes\n");
    assert_eq!(verify(folder.path(), &["--spec", "notes.md"]).0, 2);
}
