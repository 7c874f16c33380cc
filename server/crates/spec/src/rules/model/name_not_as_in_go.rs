//! SW209: a name that cannot be that of a Go type.

use specwave_golang::names;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Edit, Fix, Rule, Span};

use crate::model::Dialect;
use crate::names::Names;
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW209",
    name: "name-not-as-in-go",
    group: Group::Model,
    level: Level::Warning,
    fixable: Fixable::Unsafe,
    explanation: Explanation {
        what: "Reports an entity, value object, event, service or repository whose name is not one of an exported Go type: \
               `invoice_line`, `Invoice Line`, `invoiceLine`.",
        why: "The type has to be called otherwise, so that the specification and the code use two words for one thing.",
        example: "```yaml\nentities:\n  - name: invoice_line\n```",
        fix: "Write it as Go does: `InvoiceLine`.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let spec = subject.spec;
    // The other formats call things as people do; planning makes names of Go of them.
    if spec.format.is_some() {
        return;
    }
    let mut declared: Vec<(&str, Span, Dialect)> = Vec::new();
    let values = spec.value_objects.iter().map(|value| &value.base);
    declared.extend(spec.entities.iter().chain(values).chain(&spec.events).map(|it| (it.name.as_str(), it.span, it.dialect)));
    declared.extend(spec.services.iter().map(|it| (it.name.as_str(), it.span, it.dialect)));
    declared.extend(spec.repositories.iter().map(|it| (it.name.as_str(), it.span, it.dialect)));
    let odd = |name: &str| !name.starts_with(char::is_uppercase) || !name.chars().all(char::is_alphanumeric);
    declared.retain(|(name, _, dialect)| *dialect != Dialect::Go && odd(name));
    if declared.is_empty() {
        return;
    }
    let names = Names::of(spec, subject.text);
    for (name, span, _) in declared {
        let meant = names::exported(name);
        let finding = reporter.report(span, format!("`{name}` is no name of a Go type"));
        if !meant.is_empty() && meant.is_ascii() {
            let places = names.at(span.start).map(|found| names.places(found.symbol).map(|place| place.span).collect());
            let places: Vec<Span> = places.unwrap_or_else(|| vec![span]);
            let same = |place: &Span| subject.at(*place) == name;
            let edits = places.into_iter().filter(same).map(|span| Edit { span, text: meant.clone() }).collect();
            finding.fixes.push(Fix { title: format!("Call it `{meant}` everywhere"), safe: false, edits });
        }
    }
}
