//! The domain's part of the contract while it is being made.

use std::collections::{BTreeMap, BTreeSet};

use specwave_golang::names;
use specwave_source::Span;

use super::identifiers::Identifiers;
use super::inference::infer_shape;
use super::values::{self, VALUE_RESERVED};
use super::{Entity, Value};
use crate::contract::compute::Inputs;
use crate::contract::resolve::{Names, SUPPORT, identifier};
use crate::contract::{Contract, Origin, PRESENT, Package};
use crate::module::PackageFacts;

/// Identifiers of the domain package that belong to no single item.
const DOMAIN_RESERVED: &[&str] = &[
    "DecodeEvent",
    "ErrConflict",
    "ErrInvalidTransition",
    "ErrNotFound",
    "ErrNotImplemented",
    "Event",
    "EventMetadata",
    "EventNames",
    "NewEventMetadata",
    "TxManager",
];

/// A type that something uses and nothing declares.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) name: String,
    /// What uses it, such as `PricingRule.AdjustmentType`.
    pub(super) user: String,
    pub(super) span: Span,
    /// What the text says beside it.
    pub(super) doc: String,
}

/// The contract with all that is needed to add to it.
pub(super) struct Draft<'a> {
    pub(super) inputs: &'a Inputs<'a>,
    pub(super) contract: &'a mut Contract,
    pub(super) names: Names,
    pub(super) values: Identifiers,
    pub(super) domain: Identifiers,
    /// What the text says beside the type that is resolved next.
    pub(super) remark: String,
    wanted: Vec<Wanted>,
    settled: BTreeSet<String>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(inputs: &'a Inputs<'a>, contract: &'a mut Contract) -> Self {
        let facts = |key: &str| contract.package(key).and_then(|package| inputs.module.packages.get(&package.dir));
        let mut values = Identifiers::new(VALUE_RESERVED, facts("values"));
        values.take(inputs.module.earlier.values.iter().map(|value| value.name.clone()));
        let domain = Identifiers::new(DOMAIN_RESERVED, facts("domain"));
        Self {
            inputs,
            contract,
            names: Names::default(),
            values,
            domain,
            remark: String::new(),
            wanted: Vec::new(),
            settled: BTreeSet::new(),
        }
    }

    /// What the module's `values` package has already.
    pub(super) fn present_values(&self) -> Option<&'a PackageFacts> {
        let package = self.contract.package("values")?;
        self.inputs.module.packages.get(&package.dir)
    }

    /// Directory of the package with the given key.
    pub(super) fn dir(&self, key: &str) -> String {
        self.contract.package(key).map(|package| package.dir.clone()).unwrap_or_default()
    }

    /// The canonical type of something stored; names that nothing declares become values.
    pub(super) fn stored_type(&mut self, text: &str, user: &str, span: Span) -> String {
        let (names, wanted, remark) = (&self.names, &mut self.wanted, std::mem::take(&mut self.remark));
        let canonical = names.resolve_stored(text, &mut |name| want(wanted, name, user, span, &remark));
        if self.wanted.is_empty() {
            return canonical;
        }
        // What was wanted may have become a name for something else: `ClaimID` is an identifier.
        self.settle();
        self.names.resolve_stored(text, &mut |name| format!("values.{name}"))
    }

    /// The canonical type of a parameter or result; names that nothing declares become values.
    pub(super) fn signature_type(&mut self, text: &str, user: &str, span: Span) -> String {
        let (names, wanted) = (&self.names, &mut self.wanted);
        let canonical = names.resolve(text, &mut |name| want(wanted, name, user, span, ""));
        if self.wanted.is_empty() {
            return canonical;
        }
        self.settle();
        self.names.resolve(text, &mut |name| format!("values.{name}"))
    }

    /// Declares what was wanted: a struct of the spec as it stands there, anything else in an inferred shape.
    fn settle(&mut self) {
        while let Some(wanted) = self.wanted.pop() {
            if self.names.get(&wanted.name).is_some() || !self.settled.insert(wanted.name.clone()) {
                continue;
            }
            if let Some(earlier) = values::earlier(self, &wanted.name) {
                let origin = self.inferred_for(&wanted);
                self.add_value(values::reused(earlier, origin));
                continue;
            }
            if let Some(present) = values::present(self, &wanted.name) {
                self.add_value(present);
                continue;
            }
            let declared = self.inputs.spec.structs.iter().find(|found| names::exported(&found.name) == wanted.name);
            match declared {
                Some(declared) => {
                    let name = values::claim(self, &identifier(&declared.name));
                    values::declare_struct(self, name, declared);
                }
                None => infer_shape(self, &wanted),
            }
        }
    }

    /// Adds a value and makes its name known.
    pub(super) fn add_value(&mut self, value: Value) {
        if value.package == PRESENT && self.contract.package(PRESENT).is_none() {
            let values = self.contract.package("values").cloned();
            self.contract.packages.extend(values.map(|values| Package { key: PRESENT.to_owned(), ..values }));
        }
        self.names.insert(&value.name, format!("{}.{}", value.package, value.name));
        self.contract.values.push(value);
    }

    pub(super) fn entity(&self, name: &str) -> Option<&Entity> {
        self.contract.entities.iter().find(|entity| entity.name == name)
    }

    /// The value with the canonical type `ty`, pointers aside.
    pub(super) fn value(&self, ty: &str) -> Option<&Value> {
        find_value(&self.contract.values, ty)
    }

    /// The origin of an item that was inferred for `wanted`.
    pub(super) fn inferred_for(&self, wanted: &Wanted) -> Origin {
        self.inputs.inferred(wanted.span, format!("`{}` uses `{}`, which nothing declares", wanted.user, wanted.name))
    }
}

/// Notes that a name is wanted and gives the type that it will have.
fn want(wanted: &mut Vec<Wanted>, name: &str, user: &str, span: Span, doc: &str) -> String {
    wanted.push(Wanted { name: name.to_owned(), user: user.to_owned(), span, doc: doc.to_owned() });
    format!("values.{name}")
}

/// The value with the canonical type `ty`, pointers aside.
pub(super) fn find_value<'v>(values: &'v [Value], ty: &str) -> Option<&'v Value> {
    let (package, name) = ty.trim_start_matches('*').split_once('.')?;
    values.iter().find(|value| value.package == package && value.name == name)
}

/// Adds the support types that something in the contract uses, `UUID` always.
pub(in crate::contract) fn add_support(contract: &mut Contract) {
    let text = serde_json::to_string(&*contract).unwrap_or_default();
    let dir = contract.package("values").map(|package| package.dir.clone()).unwrap_or_default();
    let mentioned: BTreeSet<&str> = text.split("values.").skip(1).map(leading_identifier).collect();
    let mut needed: BTreeMap<&str, Value> = BTreeMap::new();
    for name in SUPPORT {
        let present = contract.values.iter().any(|value| value.name == *name);
        if !present && (matches!(*name, "UUID" | "ValidationError") || mentioned.contains(name)) {
            needed.insert(name, values::support(name, &dir));
        }
    }
    let first = needed.into_values();
    contract.values.splice(0..0, first);
}

/// The identifier that a text begins with.
fn leading_identifier(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len())]
}
