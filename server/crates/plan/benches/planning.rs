//! How long planning takes: it runs in the editor, so it has to fit between two keystrokes.

#![allow(clippy::unwrap_used, reason = "a benchmark of a plan that cannot be made has nothing to measure")]

use divan::{Bencher, black_box};
use specwave_plan::contract::{Contract, Entity};
use specwave_plan::module::ModuleFacts;
use specwave_plan::{Catalog, Config, Glob, Layout, Mode, Plan, contract};
use specwave_spec::model::{Located, Spec};

fn main() {
    divan::main();
}

/// A contract with the packages of the layout and as many entities.
fn contract_of(entities: usize) -> Contract {
    let located = |text: &str| Some(Located { value: text.to_owned(), span: specwave_source::Span::default() });
    let spec = Spec { recognised: true, name: located("Consent Management"), domain: located("consent"), ..Spec::default() };
    let frame = contract::compute(&spec, "", &ModuleFacts::default(), &Layout::default()).contract;
    let entity = |at: usize| Entity {
        name: format!("Entity{at}"),
        file: format!("internal/domain/consent/entity{at}.go"),
        constructor: format!("NewEntity{at}"),
        ..Entity::default()
    };
    Contract { entities: (0..entities).map(entity).collect(), ..frame }
}

#[divan::bench(args = [1, 10, 50])]
fn plan(bencher: Bencher, entities: usize) {
    let catalog = Catalog::builtin().unwrap();
    bencher.with_inputs(|| contract_of(entities)).bench_values(|contract| Plan::new(contract, catalog, Mode::Parallel));
}

#[divan::bench]
fn estimate(bencher: Bencher) {
    let plan = Plan::new(contract_of(10), Catalog::builtin().unwrap(), Mode::Adaptive).unwrap();
    bencher.bench(|| plan.estimate(black_box(Mode::Adaptive), Config::default().jobs));
}

#[divan::bench]
fn glob_intersection(bencher: Bencher) {
    let (one, other) = (Glob::new("internal/**/integration_*_test.go"), Glob::new("internal/service/*/*_handler_test.go"));
    bencher.bench(|| black_box(&one).common_path(black_box(&other)));
}
