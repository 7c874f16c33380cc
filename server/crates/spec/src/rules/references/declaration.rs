//! Declarations that a specification lacks, in the language of the block that uses the name.

use specwave_golang::names::{exported, unexported};
use specwave_source::{Fix, Span};

use crate::model::{Fence, YamlKey};
use crate::rules::check::Subject;
use crate::yaml::is_key;
use crate::yaml_dialect;

/// A repository for `entity`, where that is declared, for a name that is used at `near`.
pub(super) fn repository(subject: &Subject<'_>, near: Span, name: &str, entity: Option<&str>) -> Option<Fix> {
    let operations = entity.map_or_else(Vec::new, |entity| {
        vec![
            format!("Save(ctx context.Context, {} *{entity}) error", unexported(entity)),
            format!("FindByID(ctx context.Context, id uuid.UUID) (*{entity}, error)"),
        ]
    });
    let in_yaml = || {
        let listed: String = operations.iter().map(|operation| format!("\n    - {operation}")).collect();
        let listed = if listed.is_empty() { listed } else { format!("\n  operations:{listed}") };
        format!("- name: {name}{listed}")
    };
    let in_go = || {
        let methods: String = operations.iter().map(|operation| format!("\t{operation}\n")).collect();
        format!("\n// {name} loads and stores …\ntype {name} interface {{\n{methods}}}\n")
    };
    declaration(subject, near, name, "repositories", in_yaml, in_go)
}

/// A type for a name that is used at `near`; `doc` is what is said there about its values.
pub(super) fn of_type(subject: &Subject<'_>, near: Span, name: &str, doc: &str) -> Option<Fix> {
    let in_yaml = || format!("- name: {name}\n  purpose: …");
    declaration(subject, near, name, "value_objects", in_yaml, || go_type(name, doc))
}

/// Endings of types whose values are a few words.
const ENUMERATIONS: &[&str] =
    &["Type", "Status", "State", "Kind", "Level", "Mode", "Category", "Channel", "Priority", "Severity"];

fn go_type(name: &str, doc: &str) -> String {
    let values: Vec<&str> = doc.split('"').skip(1).step_by(2).filter(|value| !exported(value).is_empty()).collect();
    if values.len() > 1 {
        let constants: String =
            values.iter().map(|value| format!("\t{name}{} {name} = \"{value}\"\n", exported(value))).collect();
        return format!("\n// {name} is one of …\ntype {name} string\n\nconst (\n{constants})\n");
    }
    let is_enumeration = ENUMERATIONS.iter().any(|ending| name.ends_with(ending));
    let ty = if is_enumeration { "string" } else { "struct {\n}" };
    format!("\n// {name} is …\ntype {name} {ty}\n")
}

fn declaration(
    subject: &Subject<'_>,
    near: Span,
    name: &str,
    key: &str,
    in_yaml: impl FnOnce() -> String,
    in_go: impl FnOnce() -> String,
) -> Option<Fix> {
    let is_sound = |fence: &&Fence| fence.closed && !subject.spec.problems.iter().any(|it| fence.content.touches(it.span.start));
    let fence = subject.fence_at(near.start).filter(is_sound)?;
    let title = format!("Declare `{name}`");
    match fence.language.as_str() {
        "go" => {
            let block = subject.spec.go_blocks.iter().find(|block| subject.spec.fences[block.fence].span == fence.span)?;
            // Tests declare for themselves, and the infrastructure only carries out.
            let is_place = !block.test && block.path.as_ref().is_none_or(|path| !path.value.contains("infrastructure"));
            let end = Span::new(fence.content.end, fence.content.end);
            is_place.then(|| Fix::likely(title, end, in_go()))
        }
        "yaml" | "yml" => {
            let Place { at, head, indent } = place(subject, fence, key)?;
            let item: String = in_yaml().lines().map(|line| format!("\n{indent}{line}")).collect();
            Some(Fix::likely(title, Span::new(at, at), format!("{head}{item}")))
        }
        _ => None,
    }
}

/// Where an item is to be inserted, with what has to stand in front of it.
struct Place {
    at: usize,
    head: String,
    indent: String,
}

/// Behind the last item below `key`, or below a `key` of its own at the end of `fence`.
fn place(subject: &Subject<'_>, fence: &Fence, key: &str) -> Option<Place> {
    let keys = &subject.spec.yaml_keys;
    if let Some(found) = keys.iter().find(|found| is_key(&found.name, key)) {
        let fence = subject.fence_at(found.span.start)?;
        return behind_items(subject, fence, found.span.start);
    }
    let is_outermost = |at: usize| subject.line_at(at).start == at;
    let declares = |found: &&YamlKey| fence.content.touches(found.span.start) && is_outermost(found.span.start);
    let mut declaring = keys.iter().filter(declares).filter(|found| yaml_dialect::keys().any(|known| is_key(&found.name, known)));
    declaring.next()?;
    let at = fence.content.start + subject.at(fence.content).trim_end().len();
    Some(Place { at, head: format!("\n\n{key}:"), indent: "  ".to_owned() })
}

/// Behind the block of items that begins below the line at `start`.
fn behind_items(subject: &Subject<'_>, fence: &Fence, start: usize) -> Option<Place> {
    let indent = |line: Span| subject.at(line).len() - subject.at(line).trim_start().len();
    let is_item = |line: Span| subject.at(line).trim_start().starts_with("- ");
    let key = subject.line_at(start);
    let below = subject.lines.line(start) + 1..=subject.lines.line(fence.content.end);
    let below = below.map(|number| subject.line_at(subject.lines.line_span(number).start));
    let below = below.filter(|line| line.start < fence.content.end && !subject.at(*line).trim().is_empty());
    let of_list = |line: &Span| indent(*line) > indent(key) || indent(*line) == indent(key) && is_item(*line);
    let items: Vec<Span> = below.take_while(of_list).collect();
    let (first, last) = (items.first().filter(|first| is_item(**first))?, items.last()?);
    Some(Place { at: last.end, head: String::new(), indent: " ".repeat(indent(*first)) })
}
