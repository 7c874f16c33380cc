//! What is at hand while the service part of the contract is built.

use std::collections::BTreeSet;

use specwave_golang::names;
use specwave_source::Span;
use specwave_spec::model::Struct;

use super::collaborators::Collaborator;
use crate::contract::compute::Inputs;
use crate::contract::resolve::Names;
use crate::contract::{Contract, Entity, Field, Model, ModelRole, Origin, Port, Repository};

/// Package-level names of the service package that are there whatever the spec says.
const FIXED_NAMES: &[&str] = &[
    "AuditEntry",
    "AuditLog",
    "AuditRecorder",
    "AuditedPublisher",
    "Cache",
    "CircuitBreaker",
    "Collaborator",
    "ComplianceChecker",
    "ComplianceReportLine",
    "ComplianceRule",
    "ComplianceRules",
    "ComplianceSubject",
    "ComplianceViolation",
    "DefaultRetryPolicy",
    "ErrAuditChainBroken",
    "ErrCircuitOpen",
    "ErrRefused",
    "EventPublisher",
    "LatencyBudget",
    "LatencyBudgets",
    "LatencyRecorder",
    "LatencyReport",
    "NewAuditLog",
    "NewAuditedPublisher",
    "NewCircuitBreaker",
    "NewCollaborator",
    "NewComplianceChecker",
    "NewHTTPTransport",
    "NewLatencyRecorder",
    "Permanent",
    "ReadAuditLog",
    "RetentionRule",
    "RetentionRules",
    "RetryPolicy",
    "Transport",
    "VerifyAuditChain",
];

/// The domain's part of the contract, and what has been added to it so far.
pub(super) struct Workbench<'a> {
    pub(super) inputs: &'a Inputs<'a>,
    pub(super) contract: &'a Contract,
    pub(super) models: Vec<Model>,
    pub(super) ports: Vec<Port>,
    /// The service that is being built, and its collaborators.
    pub(super) service: String,
    pub(super) collaborators: Vec<Collaborator>,
    names: Names,
    taken: BTreeSet<String>,
}

impl<'a> Workbench<'a> {
    pub(super) fn new(inputs: &'a Inputs<'a>, contract: &'a Contract) -> Self {
        let taken = FIXED_NAMES.iter().map(|name| (*name).to_owned()).collect();
        Self {
            inputs,
            contract,
            models: Vec::new(),
            ports: Vec::new(),
            service: String::new(),
            collaborators: Vec::new(),
            names: Names::of(contract),
            taken,
        }
    }

    /// Takes a package-level name; where it is taken already, one with `suffix` behind it.
    pub(super) fn claim(&mut self, name: &str, suffix: &str) -> String {
        let mut claimed = name.to_owned();
        while !self.taken.insert(claimed.clone()) {
            claimed.push_str(suffix);
        }
        claimed
    }

    /// The contract type of a type as written; structs that are no part of the domain become models.
    pub(super) fn resolve(&mut self, text: &str, role: ModelRole, span: Span) -> String {
        let mut unknown = Vec::new();
        let ty = self.names.resolve(text, &mut |name| {
            unknown.push(name.to_owned());
            format!("service.{name}")
        });
        let renamed = !unknown.is_empty();
        for name in unknown {
            if self.names.get(&name).is_none() {
                self.declare(&name, role, span);
            }
        }
        // Names are known now, some under another one because theirs was taken.
        if renamed { self.names.resolve(text, &mut |name| format!("service.{name}")) } else { ty }
    }

    fn declare(&mut self, name: &str, role: ModelRole, span: Span) {
        let claimed = self.claim(name, "Model");
        self.names.insert(name, format!("service.{claimed}"));
        let spec = self.inputs.spec;
        let declared = spec.structs.iter().find(|candidate| names::exported(&candidate.name) == names::exported(name));
        match declared {
            Some(declared) => self.declared_model(claimed, declared, role),
            None => self.inferred_model(claimed, role, span),
        }
    }

    fn declared_model(&mut self, name: String, declared: &Struct, role: ModelRole) {
        let at = self.models.len();
        self.models.push(Model {
            doc: model_doc(&name, &declared.doc, role),
            name,
            role,
            fields: Vec::new(),
            origin: self.inputs.declared(declared.span),
        });
        let mut fields: Vec<Field> = Vec::new();
        for field in &declared.fields {
            let name = identifier(&field.name);
            if name.is_empty() || fields.iter().any(|other| other.name == name) {
                continue;
            }
            let ty = self.resolve(&field.ty, ModelRole::Part, field.span);
            let ty = self.names.resolve_stored(&ty, &mut |name| format!("service.{name}"));
            let required = !field.optional && !ty.starts_with('*') && !ty.starts_with("map[");
            fields.push(Field { key: names::snake(&name), name, ty, required, doc: field.doc.to_string(), ..Field::default() });
        }
        self.models[at].fields = fields;
    }

    fn inferred_model(&mut self, name: String, role: ModelRole, span: Span) {
        let fields = inferred_fields(&name, role);
        let origin = self.inputs.inferred(span, format!("`{name}` is used but not declared"));
        self.models.push(Model { doc: model_doc(&name, "", role), name, role, fields, origin });
    }

    /// Adds a model under a name that is free, and gives its type.
    pub(super) fn add_model(&mut self, name: &str, role: ModelRole, fields: Vec<Field>, origin: Origin) -> String {
        let name = self.claim(name, "Model");
        let ty = format!("service.{name}");
        self.names.insert(&name, ty.clone());
        self.models.push(Model { doc: model_doc(&name, "", role), name, role, fields, origin });
        ty
    }

    /// Gives a model that the spec names without describing it its content, if it has none yet.
    pub(super) fn fill_model(&mut self, ty: &str, fields: impl FnOnce() -> Vec<Field>) {
        let name = ty.trim_start_matches(['*', '[', ']']).strip_prefix("service.").unwrap_or_default();
        let empty = self.models.iter_mut().find(|model| model.name == name && is_undescribed(model));
        if let Some(model) = empty {
            model.fields = fields();
        }
    }

    /// Whether a type is a model that the spec names without describing it and that has no content yet.
    pub(super) fn is_empty_model(&self, ty: &str) -> bool {
        let name = ty.trim_start_matches(['*', '[', ']']).strip_prefix("service.").unwrap_or_default();
        self.models.iter().any(|model| model.name == name && is_undescribed(model))
    }

    /// Gives what is still empty attributes, so that it can carry something at all.
    pub(super) fn complete_models(&mut self) {
        for model in self.models.iter_mut().filter(|model| model.fields.is_empty()) {
            model.fields = vec![optional_field("Name", "string"), optional_field("Attributes", "map[string]any")];
        }
    }

    /// The entity with that name.
    pub(super) fn entity(&self, name: &str) -> Option<&'a Entity> {
        self.contract.entities.iter().find(|entity| entity.name == name)
    }

    /// The repository of an entity.
    pub(super) fn repository_of(&self, entity: &str) -> Option<&'a Repository> {
        self.contract.repositories.iter().find(|repository| repository.entity == entity)
    }
}

fn is_undescribed(model: &Model) -> bool {
    model.fields.is_empty() && model.origin.inferred.is_some()
}

/// An exported Go identifier in ASCII.
pub(super) fn identifier(name: &str) -> String {
    if name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(|c| c.is_ascii_alphanumeric()) {
        return name.to_owned();
    }
    let exported: String = names::exported(name).chars().filter(char::is_ascii_alphanumeric).collect();
    if exported.starts_with(|c: char| c.is_ascii_uppercase()) || exported.is_empty() { exported } else { format!("N{exported}") }
}

/// A field that is not required.
pub(super) fn optional_field(name: &str, ty: &str) -> Field {
    Field { name: name.to_owned(), ty: ty.to_owned(), key: names::snake(name), ..Field::default() }
}

/// What a struct has that the spec names but does not describe, as far as its name tells.
///
/// Nothing for those whose content follows from the operations that they belong to.
fn inferred_fields(name: &str, role: ModelRole) -> Vec<Field> {
    let words = names::words(name);
    let last = words.last().map(String::as_str).unwrap_or_default();
    let fields: &[(&str, &str)] = match last {
        "period" | "range" | "window" | "interval" => &[("Start", "time.Time"), ("End", "time.Time")],
        "filter" | "filters" | "query" | "criteria" | "params" | "parameters" | "options" => {
            &[("CreatedAfter", "*time.Time"), ("CreatedBefore", "*time.Time"), ("Limit", "int"), ("Offset", "int")]
        }
        _ if words.iter().any(|word| word == "export") && role == ModelRole::Result => &[("Content", "[]byte"), ("Count", "int")],
        _ if words.iter().any(|word| matches!(word.as_str(), "import" | "bulk" | "batch")) && role == ModelRole::Result => {
            &[("Total", "int"), ("Succeeded", "int"), ("Failed", "int"), ("Failures", "[]string")]
        }
        "tag" | "label" => &[("Key", "string"), ("Value", "string")],
        "update" | "point" | "sample" => &[("Name", "string"), ("Value", "float64"), ("At", "time.Time")],
        "package" | "file" | "document" | "archive" => &[("Content", "[]byte"), ("Count", "int")],
        _ => &[],
    };
    fields.iter().map(|(name, ty)| optional_field(name, ty)).collect()
}

fn model_doc(name: &str, doc: &str, role: ModelRole) -> String {
    if !doc.trim().is_empty() {
        return doc.trim().to_owned();
    }
    let what = match role {
        ModelRole::Input => "is what an operation takes",
        ModelRole::Result => "is what an operation gives",
        ModelRole::Filter => "selects what an operation gives",
        ModelRole::Part => "is a part of what operations take and give",
    };
    format!("{name} {what}.")
}
