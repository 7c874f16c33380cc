//! A small contract for tests.

use crate::Layout;
use crate::contract::{Contract, Dto, DtoRole, Entity, Event, Feature, Module, Origin, Package, Repository, Service, Table};
use crate::contract::{Query, RepositoryBase, Value, ValueKind};

/// The contract of a feature with one entity, one value, one event, and all that belongs to them.
pub(crate) fn contract() -> Contract {
    let package = |(key, dir): (&str, String)| {
        let name = dir.rsplit('/').next().unwrap_or_default().to_owned();
        let alias = if key == "service" { format!("{name}service") } else { name.clone() };
        Package { key: key.to_owned(), dir, name, alias }
    };
    let text = str::to_owned;
    let declared = |line| Origin { line: Some(line), inferred: None };
    let inferred = |line, why: &str| Origin { line: Some(line), inferred: Some(why.to_owned()) };
    Contract {
        feature: Feature {
            name: text("Consent Management"),
            slug: text("consent-management"),
            domain: text("consent"),
            qualifier: text("Consent"),
            priority: text("high"),
            summary: text("Keeps what callers agreed to."),
        },
        module: Module { path: text("example.com/consent-management"), go: text("1.22"), exists: false, below: String::new() },
        packages: Layout::default().directories("consent").into_iter().map(package).collect(),
        values: vec![Value {
            name: text("Channel"),
            package: text("values"),
            file: text("internal/domain/values/channel.go"),
            doc: text("Channel is a way to reach a caller."),
            kind: ValueKind::Named { underlying: text("string") },
            exists: false,
            origin: inferred(1, "`Channel` is used and nowhere defined"),
        }],
        entities: vec![Entity {
            name: text("Consent"),
            file: text("internal/domain/consent/consent.go"),
            constructor: text("NewConsent"),
            origin: declared(3),
            ..Entity::default()
        }],
        events: vec![Event {
            name: text("ConsentGranted"),
            topic: text("consent.granted"),
            doc: String::new(),
            fields: Vec::new(),
            entity: Some(text("Consent")),
            origin: declared(3),
        }],
        repositories: vec![Repository {
            name: text("ConsentRepository"),
            doc: String::new(),
            entity: text("Consent"),
            table: text("consents"),
            base: RepositoryBase::default(),
            query: Query {
                name: text("ConsentQuery"),
                file: text("internal/domain/consent/consent_query.go"),
                ..Query::default()
            },
            operations: Vec::new(),
            origin: inferred(3, "no repository stores `Consent`"),
        }],
        tables: vec![Table {
            name: text("consents"),
            entity: Some(text("Consent")),
            migration: text("000001_consent-management_consents"),
            columns: Vec::new(),
            constraints: Vec::new(),
            indexes: Vec::new(),
            partition_by: None,
            origin: declared(3),
        }],
        services: vec![Service {
            prefix: String::new(),
            name: text("ConsentService"),
            file: text("internal/service/consent/consent_service.go"),
            doc: String::new(),
            dependencies: Vec::new(),
            approvals: Vec::new(),
            operations: Vec::new(),
            origin: declared(4),
        }],
        dtos: vec![Dto {
            name: text("GrantConsentRequest"),
            file: text("internal/api/rest/consent_dto.go"),
            doc: String::new(),
            role: DtoRole::Request,
            fields: Vec::new(),
            converters: Vec::new(),
            arguments: Vec::new(),
            origin: declared(5),
        }],
        ..Contract::default()
    }
}
