//! SW1006: one thing whose name two blocks write differently.

use specwave_golang::names;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Fix, Related, Rule, Span};

use crate::rules::check::{Reporter, Subject};
use crate::rules::similar::is_slip;

pub(super) const RULE: Rule = Rule {
    code: "SW1006",
    name: "name-drift",
    group: Group::Consistency,
    level: Level::Warning,
    fixable: Fixable::Unsafe,
    explanation: Explanation {
        what: "Reports a type or a field in a Go block that no other block has, where YAML or prose has one that differs by a \
               slip of the pen and that no Go block has.",
        why: "Two things are built where one was meant, and each lacks what is said about the other.",
        example: "```yaml\nentities:\n  - name: Subscription\n```\n\n```go\ntype Subscripton struct {\n    ID uuid.UUID\n}\n```",
        fix: "Write the name the same everywhere.",
    },
};

/// Shorter names differ by a letter without being the same.
const SHORTEST: usize = 6;

/// A name and where it is declared.
struct Declared<'spec> {
    name: &'spec str,
    span: Span,
}

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let spec = subject.spec;
    let values = spec.value_objects.iter().map(|value| &value.base);
    let structs = || spec.entities.iter().chain(&spec.events).chain(&spec.structs);
    let types = structs().chain(values).map(|declared| Declared { name: &declared.name, span: declared.span });
    report_slips(subject, types.collect(), reporter);
    for declared in structs() {
        let fields = declared.fields.iter().map(|field| Declared { name: &field.name, span: field.span });
        report_slips(subject, fields.collect(), reporter);
    }
}

/// Reports those in Go that are nearly one outside, where neither has its like on the other side.
fn report_slips(subject: &Subject<'_>, declared: Vec<Declared<'_>>, reporter: &mut Reporter<'_>) {
    let (in_go, outside): (Vec<_>, Vec<_>) = declared.into_iter().partition(|declared| is_in_go(subject, declared.span));
    let is_among = |name: &str, others: &[Declared<'_>]| {
        let words = names::words(name);
        others.iter().any(|other| names::words(other.name) == words)
    };
    let missing: Vec<&Declared<'_>> = outside.iter().filter(|declared| !is_among(declared.name, &in_go)).collect();
    let mut reported: Vec<&str> = Vec::new();
    for written in in_go.iter().filter(|written| written.name.len() >= SHORTEST && !missing.is_empty()) {
        if reported.contains(&written.name) || is_among(written.name, &outside) {
            continue;
        }
        let lower = written.name.to_lowercase();
        let meant = missing.iter().find(|other| is_slip(&lower, &names::words(other.name).concat()));
        if let Some(meant) = meant {
            reported.push(written.name);
            let message = format!("`{}` is called `{}` elsewhere, and nothing here has that name", written.name, meant.name);
            let finding = reporter.report(written.span, message);
            finding.related.push(Related { span: meant.span, message: "the other name".to_owned() });
            finding.fixes.extend(renamed(subject, written, &names::exported(meant.name)));
        }
    }
}

/// The fix that gives the declaration the other name.
fn renamed(subject: &Subject<'_>, written: &Declared<'_>, meant: &str) -> Option<Fix> {
    let at = written.span.start + subject.at(written.span).find(written.name)?;
    Some(Fix::likely(format!("Rename to `{meant}`"), Span::new(at, at + written.name.len()), meant))
}

fn is_in_go(subject: &Subject<'_>, span: Span) -> bool {
    subject.fence_at(span.start).is_some_and(|fence| matches!(fence.language.as_str(), "go" | "golang"))
}
