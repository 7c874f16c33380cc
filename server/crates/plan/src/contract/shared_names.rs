//! Names in the packages that all features of a module share.

use specwave_golang::names;

use super::Contract;
use super::compute::Inputs;

/// A name, and the key of the package that it is declared in.
pub(super) type Declared = (&'static str, String);

/// What has to stand before `name` so that nothing of what `declares` tells is in the module already: nothing where
/// that will do, else the domain's name, else the feature's.
pub(super) fn prefix(inputs: &Inputs<'_>, contract: &Contract, name: &str, declares: impl Fn(&str) -> Vec<Declared>) -> String {
    let is_present = |(key, name): &Declared| {
        let package = contract.package(key).and_then(|package| inputs.module.packages.get(&package.dir));
        package.is_some_and(|package| package.file_of(name).is_some())
    };
    let qualifier = &contract.feature.qualifier;
    let feature = names::exported(&contract.feature.slug);
    let short = [String::new(), qualifier.clone()].into_iter().filter(|prefix| prefix.is_empty() || !name.starts_with(prefix));
    let numbered = (2..).map(|n| format!("{feature}{n}"));
    let mut candidates = short.chain([feature.clone()]).chain(numbered);
    candidates.find(|prefix| !declares(prefix).iter().any(is_present)).unwrap_or_default()
}

/// What tells entities apart in the packages of the infrastructure.
pub(super) fn of_entities(inputs: &Inputs<'_>, contract: &mut Contract) {
    for at in 0..contract.entities.len() {
        let entity = &contract.entities[at];
        let repository = contract.repositories.iter().find(|repository| repository.entity == entity.name);
        let Some(repository) = repository else { continue };
        let prefix = prefix(inputs, contract, &entity.name, |prefix| {
            vec![
                ("repository", format!("{prefix}{}", repository.name)),
                ("database", format!("{prefix}{}Select", entity.name)),
                ("cache", format!("{prefix}{}Cache", entity.name)),
            ]
        });
        contract.entities[at].prefix = prefix;
    }
}

/// What tells a service apart in package `rest`.
pub(super) fn of_service(inputs: &Inputs<'_>, contract: &Contract, service: &str) -> String {
    let subject = service.strip_suffix("Service").filter(|subject| !subject.is_empty()).unwrap_or(service);
    prefix(inputs, contract, service, |prefix| {
        vec![("rest", format!("{prefix}{service}")), ("rest", format!("{prefix}{subject}Handler"))]
    })
}
