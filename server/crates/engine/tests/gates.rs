//! Gates on a real Go module.
#![allow(clippy::unwrap_used, reason = "a test fails where something is missing")]

mod module;

use module::{DOMAIN, ENTITY, ENTITY_TEST, Module, SERVICE, failed, plan, verdict};
use specwave_engine::scheduler::GateScope;
use specwave_engine::verdict::{Ending, Verdict};
use specwave_plan::{Quality, ReservedIdentifier, Task};

#[tokio::test]
async fn a_good_module_passes() {
    let module = Module::new(&[&DOMAIN[..], &[("internal/service/service.go", SERVICE)]].concat());
    let verdicts = module.judge(Quality::Production, GateScope::Wave { wave: 1 }, &["entity"]).await;
    let endings: Vec<_> = verdicts.iter().map(|verdict| (verdict.check.as_str(), verdict.ending == Ending::Passed)).collect();
    assert_eq!(
        endings,
        [
            ("build", true),
            ("vet", true),
            ("outputs", true),
            ("layout", true),
            ("contract", true),
            ("lint", true),
            ("test", true),
            ("coverage", true),
        ]
    );
    assert!(verdicts.iter().all(Verdict::lets_pass));
    assert_eq!(verdict(&verdicts, "build").command, "go build -gcflags=-e ./...");
    let coverage = verdict(&verdicts, "coverage").coverage.as_ref().unwrap();
    assert_eq!((coverage.total, coverage.domain), (None, Some(100.0)), "the total is judged last");
}

#[tokio::test]
async fn the_total_is_judged_at_the_end() {
    let module = Module::new(&[&DOMAIN[..], &[("internal/service/service.go", SERVICE)]].concat());
    let verdicts = module.judge(Quality::Production, GateScope::Final, &["entity", "service"]).await;
    let (text, culprits, _) = failed(verdict(&verdicts, "coverage"));
    assert_eq!(text, "total: 50.0 % of statements are covered, 80 % are asked for");
    assert!(culprits.is_empty());
    let coverage = verdict(&verdicts, "coverage").coverage.as_ref().unwrap();
    assert_eq!(coverage.total, Some(50.0));
}

#[tokio::test]
async fn what_does_not_compile_names_its_owner() {
    let broken = SERVICE.replace("Double", "Triple");
    let module = Module::new(&[&DOMAIN[..], &[("internal/service/service.go", &broken)]].concat());
    let verdicts = module.judge(Quality::Production, GateScope::Final, &["entity", "service"]).await;
    let (text, culprits, places) = failed(verdict(&verdicts, "build"));
    assert!(text.contains("undefined: consent.Triple"), "{text}");
    assert_eq!((culprits, places), (vec!["service"], vec![("internal/service/service.go", 8)]));
    assert!(matches!(verdict(&verdicts, "test").ending, Ending::NotChecked { .. }));
}

#[tokio::test]
async fn a_name_declared_twice_goes_to_the_task_that_did_not_reserve_it() {
    // The compiler blames the file that it reads last, whosever the name is.
    for (file, blamed_by_the_compiler) in [("a_more.go", "entity"), ("more.go", "more")] {
        let path = format!("internal/domain/consent/{file}");
        let module =
            Module::new(&[DOMAIN[0], DOMAIN[1], (&path, "package consent\n\nfunc Double(n int) int { return n + n }\n")]);
        let mut plan = plan();
        let package = "internal/domain/consent".to_owned();
        plan.tasks[0].reserves = vec![ReservedIdentifier { package, name: "Double".to_owned() }];
        plan.tasks
            .insert(0, Task { id: "more".into(), makes: vec![path.clone()], owns: vec![path.clone()], ..plan.tasks[1].clone() });
        let verdicts = module.judge_by(plan, Quality::Draft, GateScope::Final, &["entity", "more"]).await;
        let (text, culprits, places) = failed(verdict(&verdicts, "build"));
        let blamed = format!(
            "{}: Double redeclared in this block",
            if blamed_by_the_compiler == "more" { "more.go:3:6" } else { "entity.go:5:6" }
        );
        assert!(text.contains(&blamed), "{text}");
        assert_eq!((culprits, places), (vec!["more"], vec![(path.as_str(), 3)]));
        let Ending::Failed { culprits, .. } = &verdict(&verdicts, "build").ending else { unreachable!() };
        let told = &culprits[0].text;
        assert!(told.contains("`Double` is declared twice") && told.contains("consent/entity.go is the entity's"), "{told}");
    }
}

#[tokio::test]
async fn a_failing_test_and_a_missing_output_name_their_owners() {
    let wrong = ENTITY_TEST.replace("!= 4", "!= 5");
    let module = Module::new(&[DOMAIN[0], DOMAIN[1], ("internal/domain/consent/entity_test.go", &wrong)]);
    let verdicts = module.judge(Quality::Production, GateScope::Final, &["entity", "service"]).await;
    let (text, culprits, places) = failed(verdict(&verdicts, "test"));
    assert!(text.contains("wrong"), "{text}");
    assert_eq!((culprits, places), (vec!["entity"], vec![("internal/domain/consent/entity_test.go", 7)]));
    let (text, culprits, _) = failed(verdict(&verdicts, "outputs"));
    assert_eq!((text, culprits), ("internal/service/service.go is missing (service)", vec!["service"]));
    assert!(matches!(verdict(&verdicts, "coverage").ending, Ending::NotChecked { .. }));
}

#[tokio::test]
async fn uncovered_domain_code_is_its_owners() {
    let more = format!("{ENTITY}\n// Triple triples.\nfunc Triple(n int) int {{\n\treturn 3 * n\n}}\n");
    let module = Module::new(&[DOMAIN[0], ("internal/domain/consent/entity.go", &more), DOMAIN[2]]);
    let verdicts = module.judge(Quality::Production, GateScope::Wave { wave: 1 }, &["entity"]).await;
    let (text, culprits, places) = failed(verdict(&verdicts, "coverage"));
    assert_eq!(
        text,
        "internal/domain/consent: 50.0 % of statements are covered, 95 % are asked for\n  \
         internal/domain/consent/entity.go:10: Triple: 1 of 1 statements are not covered"
    );
    assert_eq!((culprits, places), (vec!["entity"], vec![("internal/domain/consent/entity.go", 10)]));
    let packages = &verdict(&verdicts, "coverage").coverage.as_ref().unwrap().packages;
    assert_eq!((packages.len(), packages[0].percent, &packages[0].uncovered[..]), (1, 50.0, &["Triple".to_owned()][..]));
}

#[tokio::test]
async fn tests_of_packages_that_are_not_complete_wait() {
    let service_test =
        "package service\n\nimport \"testing\"\n\nfunc TestFour(t *testing.T) {\n\tt.Fatal(\"its owner is not in\")\n}\n";
    let module = Module::new(
        &[&DOMAIN[..], &[("internal/service/service.go", SERVICE), ("internal/service/service_test.go", service_test)]].concat(),
    );
    let verdicts = module.judge(Quality::Production, GateScope::Wave { wave: 1 }, &["entity"]).await;
    assert_eq!(verdict(&verdicts, "test").ending, Ending::Passed);
    assert!(!verdict(&verdicts, "test").command.contains("service"));
}

#[tokio::test]
async fn a_module_that_asks_for_a_newer_go_is_the_machines_fault() {
    let module = Module::new(&[("go.mod", "module example.com/m\n\ngo 1.999\n"), DOMAIN[1], DOMAIN[2]]);
    let verdicts = module.judge(Quality::Draft, GateScope::Final, &["entity"]).await;
    let fault = verdict(&verdicts, "build").environment_fault().unwrap();
    assert!(fault.message.contains("1.999") && fault.hint.contains("install"), "{fault:?}");
}

#[tokio::test]
async fn what_the_machine_kills_or_has_no_room_for_is_its_own_fault() {
    let killed = "package consent\n\nimport (\n\t\"syscall\"\n\t\"testing\"\n)\n\nfunc TestDouble(t *testing.T) {\n\t_ = syscall.Kill(syscall.Getpid(), syscall.SIGKILL)\n}\n";
    let module = Module::new(&[DOMAIN[0], DOMAIN[1], ("internal/domain/consent/entity_test.go", killed)]);
    let verdicts = module.judge(Quality::Production, GateScope::Wave { wave: 1 }, &["entity"]).await;
    let fault = verdict(&verdicts, "test").environment_fault().unwrap();
    assert!(fault.message.contains("signal: killed") && fault.hint.contains("memory"), "{fault:?}");

    // What a test says about a process that it has started is its own affair.
    let said = ENTITY_TEST.replace("\"wrong\"", "\"signal: killed\"").replace("!= 4", "!= 5");
    let module = Module::new(&[DOMAIN[0], DOMAIN[1], ("internal/domain/consent/entity_test.go", &said)]);
    let verdicts = module.judge(Quality::Production, GateScope::Wave { wave: 1 }, &["entity"]).await;
    assert_eq!(failed(verdict(&verdicts, "test")).1, ["entity"]);
}

#[tokio::test]
async fn a_test_cannot_write_outside() {
    let target = tempfile::tempdir().unwrap();
    let test = format!(
        "package consent\n\nimport (\n\t\"os\"\n\t\"testing\"\n)\n\nfunc TestDouble(t *testing.T) {{\n\t_ = Double(1)\n\tif os.WriteFile({:?}, nil, 0o600) == nil {{\n\t\tt.Error(\"wrote\")\n\t}}\n}}\n",
        target.path().join("file")
    );
    let module = Module::new(&[DOMAIN[0], DOMAIN[1], ("internal/domain/consent/entity_test.go", &test)]);
    let verdicts = module.judge(Quality::Production, GateScope::Wave { wave: 1 }, &["entity"]).await;
    assert_eq!(verdict(&verdicts, "test").ending, Ending::Passed);
}
