//! Bodies of operations in pieces of Go, and what tests need to know about them.

mod pattern;
mod pieces;
mod reply;

use reply::ReplyView;
use serde::Serialize;
use specwave_golang::{Type, names};
use specwave_plan::contract::{Body, Contract, Operation, Service, ServicePattern};

use crate::builtin::go_conversion::Conversions;

/// The body of an operation; `kind` says which macro writes it.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct BodyView {
    kind: &'static str,
    /// Values that have to be parsed first.
    prelude: Vec<Parsed>,
    /// Go type of the entity without pointer.
    entity: String,
    /// The noun of the entity, for messages.
    noun: String,
    /// Selector of the entity's repository.
    repository: String,
    /// Names of the repository's operations.
    insert: String,
    insert_many: String,
    update: String,
    get: String,
    delete: String,
    find: String,
    count: String,
    /// The entity's constructor and the type of its parameters.
    constructor: String,
    params: String,
    /// Go type of the query specification.
    query: String,
    /// The identity, where the entity is found by it.
    id: String,
    criteria: Option<Criteria>,
    fields: Vec<Assigned>,
    /// A statement that changes `record`, and whether it returns an error.
    call: String,
    fails: bool,
    /// Condition on `record` for a positive answer.
    condition: String,
    /// Whether any of several records may meet the condition.
    picks: bool,
    items: String,
    operation: String,
    arguments: Vec<String>,
    /// Go type of what a repeated operation gives; empty where it gives nothing.
    result: String,
    counts: Vec<Count>,
    breakdowns: Vec<BreakdownView>,
    /// Selectors of the cache and of the port or audit recorder.
    cache: String,
    port: String,
    action: String,
    subject: String,
    details: String,
    filter: String,
    reply: ReplyView,
    pub(super) reason: String,
    /// What can fail: the fake and the operation that it refuses.
    steps: Vec<Step>,
    /// Statements that bring the fixture into a state in which the operation succeeds.
    fixture: Vec<String>,
    /// Whether it is known to succeed with that fixture.
    certain: bool,
}

/// A value that has to be parsed before it can be used.
#[derive(Debug, Clone, Serialize)]
struct Parsed {
    name: String,
    call: String,
}

#[derive(Debug, Clone, Serialize)]
struct Assigned {
    name: String,
    value: String,
    /// Where the value is a pointer that means "unchanged" when it is nil.
    only_if: String,
}

/// A query specification.
#[derive(Debug, Clone, Serialize)]
struct Criteria {
    given: Option<String>,
    fields: Vec<Assigned>,
    /// Expression for the identities of the records, where they are loaded one by one.
    ids: Option<String>,
    unanswered: Vec<Refused>,
}

/// A part of a question that no filter answers: what is said about it, and the condition for its being asked.
#[derive(Debug, Clone, Serialize)]
struct Refused {
    name: String,
    given: String,
}

#[derive(Debug, Clone, Serialize)]
struct Count {
    name: String,
    fields: Vec<Assigned>,
}

#[derive(Debug, Clone, Serialize)]
struct BreakdownView {
    name: String,
    filter: String,
    #[serde(rename = "type")]
    ty: String,
    /// The function that gives all constants.
    all: String,
}

#[derive(Debug, Clone, Serialize)]
struct Step {
    /// What the test of it is called.
    name: String,
    fake: String,
    operation: String,
    /// Whether it comes before anything that may fail for other reasons.
    early: bool,
}

impl Step {
    fn early(fake: impl Into<String>, operation: impl Into<String>) -> Self {
        Self { early: true, ..Self::late(fake, operation) }
    }

    fn late(fake: impl Into<String>, operation: impl Into<String>) -> Self {
        let (fake, operation) = (fake.into(), operation.into());
        let of = fake.trim_start_matches("f.").trim_end_matches("Fake");
        Self { name: names::words(&format!("{of} {operation}")).join(" "), fake, operation, early: false }
    }
}

struct Maker<'a> {
    contract: &'a Contract,
    service: &'a Service,
    conversions: Conversions<'a>,
    view: BodyView,
}

/// The body of an operation of `service`.
pub(super) fn body(contract: &Contract, service: &Service, operation: &Operation<ServicePattern>) -> BodyView {
    let conversions = Conversions { contract, package: "service" };
    let mut maker = Maker { contract, service, conversions, view: BodyView { certain: true, ..BodyView::default() } };
    match &operation.body {
        Body::Pattern(pattern) => maker.pattern(pattern, operation),
        Body::NotImplemented(reason) => {
            maker.view.kind = "not_implemented";
            maker.view.reason.clone_from(reason);
        }
        Body::Spec(code) => {
            maker.view.kind = "spec";
            maker.view.call.clone_from(code);
        }
    }
    maker.view
}

/// The type of a slice's elements.
pub(super) fn element(ty: &str) -> Option<String> {
    match Type::parse(ty)? {
        Type::Slice(inner) | Type::Variadic(inner) => Some(inner.to_string()),
        _ => None,
    }
}
