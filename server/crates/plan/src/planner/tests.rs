use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::prop;
use proptest::{prop_assert_eq, proptest};

use super::is_below_root;
use crate::contract::Entity;
use crate::{Catalog, Mode, Need, NeedKind, Plan, PlanError, TaskId, fixtures};

static PLAN: LazyLock<Plan> =
    LazyLock::new(|| Plan::new(fixtures::contract(), Catalog::builtin().unwrap(), Mode::Parallel).unwrap());

fn plan() -> Plan {
    PLAN.clone()
}

#[test]
fn every_role_gets_a_task_whose_needs_exist_and_come_before_it() {
    let plan = plan();
    assert_eq!(plan.tasks.len(), 21);
    let mut integrated: BTreeSet<&TaskId> = BTreeSet::new();
    let mut open: Vec<_> = plan.tasks.iter().collect();
    while !open.is_empty() {
        let before = open.len();
        open.retain(|task| {
            let ready = task.needs.iter().all(|need| integrated.contains(&need.task));
            if ready {
                integrated.insert(&task.id);
            }
            !ready
        });
        assert!(open.len() < before, "none of these can start: {open:?}");
    }
}

#[test]
fn the_builtin_roles_share_nothing_in_any_mode() {
    for mode in Mode::ALL {
        assert!(Plan::new(fixtures::contract(), Catalog::builtin().unwrap(), mode).is_ok(), "{mode}");
    }
}

#[test]
fn a_file_belongs_to_the_role_that_its_place_says() {
    let plan = plan();
    let cases = [
        ("internal/domain/consent/consent.go", "domain_expert"),
        ("internal/domain/consent/consent_test.go", "domain_expert"),
        ("internal/domain/consent/consent_query_test.go", "repository_designer"),
        ("internal/domain/consent/events.go", "event_architect"),
        ("internal/domain/values/channel.go", "value_designer"),
        ("internal/domain/values/channel_property_test.go", "domain_tester"),
        ("migrations/000001_consent-management_consents.down.sql", "migration_engineer"),
        ("internal/service/consent/integration_retry.go", "integration_coordinator"),
        ("internal/service/consent/consent_service.go", "service_orchestrator"),
        ("internal/api/rest/consent_dto.go", "dto_designer"),
        ("internal/api/rest/consent_handler_test.go", "api_builder"),
        ("internal/api/rest/consent_management_api_test.go", "api_tester"),
        ("internal/api/middleware/authorization.go", "security_auditor"),
        ("docs/adr/consent-management-0001-storage.md", "documentation_writer"),
        ("docs/quality/consent-management.md", "quality_validator"),
    ];
    for (path, role) in cases {
        assert_eq!(plan.owner(path).map(|task| task.role.0.as_str()), Some(role), "{path}");
    }
    assert_eq!(plan.owner("cmd/main.go"), None);
}

#[test]
fn two_tasks_that_would_write_one_file_are_refused_with_both_and_the_path() {
    let mut contract = fixtures::contract();
    contract.entities.push(Entity {
        name: "Events".into(),
        file: "internal/domain/consent/events.go".into(),
        constructor: "NewEvents".into(),
        ..Entity::default()
    });
    let errors = Plan::new(contract, Catalog::builtin().unwrap(), Mode::Adaptive).unwrap_err();
    let shared = |path: &str| PlanError::SharedPath {
        first: "domain_expert".into(),
        second: "event_architect".into(),
        path: path.to_owned(),
    };
    assert_eq!(errors, [shared("internal/domain/consent/events.go")]);
}

#[test]
fn two_tasks_that_would_declare_one_identifier_are_refused_with_both_and_the_identifier() {
    let mut contract = fixtures::contract();
    contract.entities.push(Entity {
        name: "ConsentGranted".into(),
        file: "internal/domain/consent/consent_granted.go".into(),
        constructor: "RestoreConsentGranted".into(),
        ..Entity::default()
    });
    let errors = Plan::new(contract, Catalog::builtin().unwrap(), Mode::Adaptive).unwrap_err();
    assert_eq!(
        errors[0].to_string(),
        "Tasks `domain_expert` and `event_architect` would both declare `ConsentGranted` in package `internal/domain/consent`"
    );
}

#[test]
fn a_path_outside_the_module_is_refused() {
    let mut contract = fixtures::contract();
    contract.services[0].file = "../../etc/cron.d/x.go".into();
    let errors = Plan::new(contract, Catalog::builtin().unwrap(), Mode::Adaptive).unwrap_err();
    assert!(errors.iter().all(|error| matches!(error, PlanError::OutsideModule { .. })), "{errors:?}");
    assert_eq!(errors.len(), 2);
    for path in ["/a", "a//b", "a/./b", ".git/config", "C:x", "a\\b", "a\nb", ""] {
        assert!(!is_below_root(path), "{path:?}");
    }
}

#[test]
fn ordered_tasks_may_share_a_path_unless_the_mode_ignores_the_order() {
    let mut plan = plan();
    let shared = "docs/quality/consent-management.md".to_owned();
    let writer = plan.tasks.iter_mut().find(|task| task.id.0 == "documentation_writer").unwrap();
    writer.owns.push(shared.clone());
    assert_eq!(plan.validate(Mode::Adaptive), Ok(()));
    let expected =
        PlanError::SharedPath { first: "documentation_writer".into(), second: "quality_validator".into(), path: shared };
    assert_eq!(plan.validate(Mode::Parallel), Err(vec![expected]));
}

#[test]
fn an_edited_plan_that_could_never_run_is_refused() {
    let mut edited = plan();
    let need = |task: &str| Need { task: task.into(), kind: NeedKind::Code };
    edited.tasks[0].needs.push(need("quality_validator"));
    edited.tasks[1].needs.push(need("nobody"));
    let errors = edited.validate(Mode::Adaptive).unwrap_err();
    assert!(errors.contains(&PlanError::Cycle { task: "foundation_analyst".into() }), "{errors:?}");
    assert!(errors.contains(&PlanError::UnknownNeed { task: "domain_expert".into(), needed: "nobody".into() }), "{errors:?}");
    let estimate = edited.estimate(Mode::Adaptive, 4);
    assert!(estimate.slots.len() < edited.tasks.len());
    assert!(edited.critical_path().len() <= edited.tasks.len());
}

proptest! {
    /// Any small catalog whose needs go backwards gives a plan without circles, whose disjointness agrees with a search
    /// through all pairs of Tasks and all of their paths.
    #[test]
    fn a_plan_is_refused_exactly_when_two_free_tasks_share_a_path(
        roles in prop::collection::vec((prop::collection::vec(0..6usize, 0..3), prop::collection::vec(0..8usize, 1..3)), 2..7)
    ) {
        let mut edited = plan();
        edited.tasks.truncate(roles.len());
        for (at, (needs, paths)) in roles.iter().enumerate() {
            let before: Vec<TaskId> = needs.iter().filter(|need| **need < at).map(|need| edited.tasks[*need].id.clone()).collect();
            let task = &mut edited.tasks[at];
            task.wave = 1;
            task.needs = before.into_iter().map(|task| Need { task, kind: NeedKind::Code }).collect();
            task.owns = paths.iter().map(|path| format!("p{path}")).collect();
            task.makes.clear();
            task.shares.clear();
            task.reserves.clear();
        }
        let before = |later: usize| ancestors(&roles, later);
        let mut clash = false;
        for one in 0..roles.len() {
            for two in one + 1..roles.len() {
                let shares = roles[one].1.iter().any(|path| roles[two].1.contains(path));
                clash |= shares && !before(two).contains(&one);
            }
        }
        prop_assert_eq!(edited.validate(Mode::Adaptive).is_err(), clash);
        let shared_at_all = (0..roles.len()).any(|one| (one + 1..roles.len()).any(|two| roles[one].1.iter().any(|path| roles[two].1.contains(path))));
        prop_assert_eq!(edited.validate(Mode::Parallel).is_err(), shared_at_all);
        prop_assert_eq!(edited.estimate(Mode::Adaptive, 3).slots.len(), roles.len());
    }
}

/// All roles that the role at `later` waits for, by the plain definition.
fn ancestors(roles: &[(Vec<usize>, Vec<usize>)], later: usize) -> BTreeSet<usize> {
    let direct = roles[later].0.iter().filter(|need| **need < later);
    direct.flat_map(|need| ancestors(roles, *need).into_iter().chain([*need])).collect()
}

#[test]
fn a_plan_without_a_single_item_still_holds() {
    let mut contract = fixtures::contract();
    contract.values.clear();
    contract.entities.clear();
    contract.events.clear();
    contract.repositories.clear();
    contract.tables.clear();
    contract.services.clear();
    contract.dtos.clear();
    let plan = Plan::new(contract, Catalog::builtin().unwrap(), Mode::Parallel).unwrap();
    assert!(plan.tasks.iter().all(|task| !task.owns.is_empty()));
}
