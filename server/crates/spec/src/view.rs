//! The stable JSON form of a [`Spec`]: what `specwave parse` prints. Lines count from 1, in the file that `file` names
//! where there are several.

mod requirements;

use serde_json::{Map, Value, json};
use specwave_source::{Sources, Span};

use crate::model::{
    Dto, Endpoint, EnumValue, Field, Located, Operation, Param, Regime, Repository, Service, Signature, Spec, Statement, Struct,
    Target, ValueObject,
};

/// The specification as JSON; `sources` is what it was parsed from.
#[must_use]
pub fn to_json(spec: &Spec, sources: &Sources) -> Value {
    let view = View { sources };
    let scalar = |located: &Option<Located<String>>| located.as_ref().map(|located| located.value.clone());
    json!({
        "name": scalar(&spec.name),
        "domain": scalar(&spec.domain),
        "priority": scalar(&spec.priority),
        "entities": list(&spec.entities, |it| view.structure(it)),
        "value_objects": list(&spec.value_objects, |it| view.value_object(it)),
        "events": list(&spec.events, |it| view.structure(it)),
        "services": list(&spec.services, |it| view.service(it)),
        "repositories": list(&spec.repositories, |it| view.repository(it)),
        "endpoints": list(&spec.endpoints, |it| view.endpoint(it)),
        "performance": list(&spec.performance, |it| view.target(it)),
        "compliance": list(&spec.compliance, |it| view.regime(it)),
        "security": list(&spec.security, |it| view.statement(it)),
        "testing": list(&spec.testing, |it| view.statement(it)),
        "acceptance": list(&spec.acceptance, |it| view.statement(it)),
        "format": spec.format,
        "stories": list(&spec.stories, |it| view.story(it)),
        "requirements": list(&spec.requirements, |it| view.requirement(it)),
        "tasks": list(&spec.tasks, |it| view.task(it)),
    })
}

fn list<T>(items: &[T], view: impl Fn(&T) -> Value) -> Value {
    Value::Array(items.iter().map(view).collect())
}

struct View<'sources> {
    sources: &'sources Sources,
}

impl View<'_> {
    /// Says in `object` where `span` is.
    fn place(&self, object: &mut Map<String, Value>, span: Span) {
        object.insert("line".to_owned(), json!(self.sources.line(span.start)));
        if self.sources.files().len() > 1 {
            object.insert("file".to_owned(), json!(self.sources.path_at(span.start).display().to_string()));
        }
    }

    /// An object with what is `said`, where that is, and whatever of `more` says something.
    fn placed(&self, said: Value, span: Span, more: Value) -> Value {
        let Value::Object(mut object) = said else { return said };
        self.place(&mut object, span);
        if let Value::Object(more) = more {
            object.extend(more.into_iter().filter(|(_, value)| !is_nothing(value)));
        }
        Value::Object(object)
    }

    /// An object with `name`, `line` and whatever of `more` says something.
    fn named(&self, name: &str, span: Span, more: Value) -> Value {
        self.placed(json!({ "name": name }), span, more)
    }

    fn structure(&self, it: &Struct) -> Value {
        self.named(&it.name, it.span, self.structure_parts(it))
    }

    fn structure_parts(&self, it: &Struct) -> Value {
        json!({
            "doc": it.doc,
            "package": it.package,
            "fields": list(&it.fields, |field| self.field(field)),
            "methods": list(&it.methods, |method| self.operation(method)),
        })
    }

    fn field(&self, it: &Field) -> Value {
        let optional = it.optional.then_some(true);
        self.named(&it.name, it.span, json!({ "type": it.ty, "optional": optional, "doc": it.doc }))
    }

    fn operation(&self, it: &Operation) -> Value {
        let signature = it.signature.as_ref().map(signature);
        let body = it.body.as_ref().map(|_| true);
        self.named(&it.name, it.span, json!({ "doc": it.doc, "signature": signature, "body": body }))
    }

    fn value_object(&self, it: &ValueObject) -> Value {
        let mut parts = self.structure_parts(&it.base);
        if let Value::Object(parts) = &mut parts {
            parts.insert("underlying".to_owned(), json!(it.underlying));
            parts.insert("values".to_owned(), list(&it.values, |value| self.enum_value(value)));
            parts.insert("validation".to_owned(), json!(it.validation));
        }
        self.named(&it.base.name, it.base.span, parts)
    }

    fn enum_value(&self, it: &EnumValue) -> Value {
        let name = if it.constant.is_empty() { &it.value } else { &it.constant };
        self.named(name, it.span, json!({ "value": it.value }))
    }

    fn service(&self, it: &Service) -> Value {
        let parts = json!({
            "doc": it.doc,
            "package": it.package,
            "operations": list(&it.operations, |operation| self.operation(operation)),
            "dependencies": list(&it.dependencies, |name| self.named(&name.value, name.span, Value::Null)),
        });
        self.named(&it.name, it.span, parts)
    }

    fn repository(&self, it: &Repository) -> Value {
        let parts = json!({
            "doc": it.doc,
            "package": it.package,
            "operations": list(&it.operations, |operation| self.operation(operation)),
            "indexes": it.indexes.iter().map(|index| &index.value).collect::<Vec<_>>(),
        });
        self.named(&it.name, it.span, parts)
    }

    fn endpoint(&self, it: &Endpoint) -> Value {
        let more = json!({
            "doc": it.doc,
            "request": it.request.as_ref().map(|dto| self.dto(dto)),
            "response": it.response.as_ref().map(|dto| self.dto(dto)),
            "query": list(&it.query, |field| self.field(field)),
            "rate_limit": it.rate_limit,
            "auth": it.auth,
            "cache": it.cache,
        });
        self.placed(json!({ "method": it.method, "path": it.path }), it.span, more)
    }

    fn dto(&self, it: &Dto) -> Value {
        self.named(&it.name, it.span, json!({ "fields": list(&it.fields, |field| self.field(field)) }))
    }

    fn target(&self, it: &Target) -> Value {
        let said = json!({
            "subject": it.subject,
            "comparator": it.comparator,
            "value": number(it.value),
            "unit": it.unit,
            "percentile": it.percentile,
            "condition": it.condition,
        });
        self.placed(said, it.span, Value::Null)
    }

    fn regime(&self, it: &Regime) -> Value {
        let requirements = it.requirements.iter().map(|requirement| &requirement.text).collect::<Vec<_>>();
        self.named(&it.name, it.span, json!({ "requirements": requirements }))
    }

    fn statement(&self, it: &Statement) -> Value {
        self.placed(json!({ "topic": it.topic, "text": it.text }), it.span, Value::Null)
    }
}

/// A signature as Go writes it behind a name.
#[must_use]
pub fn signature(signature: &Signature) -> String {
    let params = |params: &[Param]| {
        let written = params.iter().map(|param| format!("{} {}", param.name, param.ty).trim().to_owned());
        written.collect::<Vec<_>>().join(", ")
    };
    let results = params(&signature.results);
    match signature.results.as_slice() {
        [] => format!("({})", params(&signature.params)),
        [only] if only.name.is_empty() => format!("({}) {results}", params(&signature.params)),
        _ => format!("({}) ({results})", params(&signature.params)),
    }
}

/// Whole numbers without a fraction.
fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 1e15 { json!(value as i64) } else { json!(value) }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}
