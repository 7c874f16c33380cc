//! SW301: a type that nothing declares.

use std::cell::LazyCell;

use foldhash::HashSet;
use specwave_golang::Type;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Edit, Fix, Rule, Span};

use super::declaration;
use crate::rules::check::{Reporter, Subject};
use crate::rules::known_types::BROUGHT_ALONG;
use crate::rules::similar::most_similar;
use crate::model::{Field, Operation};

pub(super) const RULE: Rule = Rule {
    code: "SW301",
    name: "undefined-type",
    group: Group::References,
    level: Level::Warning,
    fixable: Fixable::Unsafe,
    explanation: Explanation {
        what: "Reports a type that is used for a field, a parameter or a result and that the specification declares \
               nowhere. Go's own types, the standard library and common value types such as `Money` are known, and a name that a \
               sentence, a list or the head of a row tells of is left alone.",
        why: "The contract has to infer such a type, and what it infers may not be what you meant.",
        example: "```yaml\nentities:\n  - name: Invoice\n    fields:\n      - ID uuid.UUID\n      - State InvoiceState\n```",
        fix: "Declare the type as a value object, or use the name of one that is declared. The fix does the latter everywhere, if there \
              is such a name, and else begins the declaration.",
    },
};

/// Types that need no declaration: Go's own, and parameters of types.
const KNOWN: &[&str] = &[
    "any",
    "bool",
    "byte",
    "complex64",
    "complex128",
    "error",
    "float32",
    "float64",
    "int",
    "int8",
    "int16",
    "int32",
    "int64",
    "rune",
    "string",
    "uint",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "uintptr",
    "UUID",
    "Time",
    "Duration",
    "T",
    "K",
    "V",
];

/// Types of the languages and libraries that designs in other languages than Go are written with.
const FOREIGN: &[&str] = &[
    "Any", "AsyncSession", "BaseModel", "Blob", "Buffer", "Connection", "Element", "Error", "Exception", "File", "FormData",
    "HTMLElement", "JSX", "Logger", "NextRequest", "NextResponse", "Observable", "Path", "Pool", "PrismaClient", "ReactNode",
    "ReadableStream", "Redis", "Request", "Response", "Router", "Session", "URL",
];

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let declared = declared_names(subject);
    let in_order = LazyCell::new(|| {
        let mut names: Vec<&str> = declared.iter().copied().collect();
        names.sort_unstable();
        names
    });
    let mut reported = HashSet::default();
    let mut read: HashSet<&str> = HashSet::default();
    let mut use_type = |written, span: Span, doc: &str| {
        // Only the first use is reported, so a type that comes again says nothing new.
        if !read.insert(written) {
            return;
        }
        for name in names_in(written) {
            let is_foreign = subject.spec.format.is_some() && FOREIGN.contains(&name.as_str());
            if !declared.contains(name.as_str()) && !is_foreign && !is_known(&name) && reported.insert(name.clone()) {
                report(subject, reporter, Used { name: &name, near: span, doc }, &in_order);
            }
        }
    };
    let spec = subject.spec;
    let values = spec.value_objects.iter().map(|value| &value.base);
    for declared in spec.entities.iter().chain(values).chain(&spec.events).chain(&spec.structs) {
        for Field { ty, span, doc, .. } in &declared.fields {
            use_type(ty, *span, doc);
        }
        declared.methods.iter().for_each(|method| use_signature(method, &mut use_type));
    }
    let operations = spec.services.iter().map(|service| &service.operations);
    let operations = operations.chain(spec.repositories.iter().map(|repository| &repository.operations));
    for operation in operations.chain(spec.interfaces.iter().map(|interface| &interface.operations)).flatten() {
        use_signature(operation, &mut use_type);
    }
}

/// Whether no specification needs to declare the type.
pub(super) fn is_known(name: &str) -> bool {
    KNOWN.contains(&name) || BROUGHT_ALONG.contains(&name)
}

fn use_signature<'spec>(operation: &'spec Operation, use_type: &mut impl FnMut(&'spec str, Span, &str)) {
    if let Some(signature) = &operation.signature {
        for param in signature.params.iter().chain(&signature.results) {
            use_type(&param.ty, operation.span, "");
        }
    }
}

/// Unqualified named types in a type expression; a type of another package is that package's affair.
pub(super) fn names_in(written: &str) -> Vec<String> {
    let mut names = Vec::new();
    if let Some(parsed) = Type::parse(written) {
        let _ = parsed.map_named(&mut |package, name| {
            if package.is_none() && name.starts_with(|first: char| first.is_uppercase()) && !name.contains('[') {
                names.push(name.to_owned());
            }
            Type::Named { package: package.map(str::to_owned), name: name.to_owned() }
        });
    }
    names
}

fn declared_names<'spec>(subject: &Subject<'spec>) -> HashSet<&'spec str> {
    let spec = subject.spec;
    let mut names: HashSet<&str> = HashSet::default();
    names.extend(spec.entities.iter().map(|entity| entity.name.as_str()));
    names.extend(spec.value_objects.iter().map(|value| value.base.name.as_str()));
    names.extend(spec.events.iter().map(|event| event.name.as_str()));
    names.extend(spec.structs.iter().map(|declared| declared.name.as_str()));
    names.extend(spec.services.iter().map(|service| service.name.as_str()));
    names.extend(spec.repositories.iter().map(|repository| repository.name.as_str()));
    names.extend(spec.interfaces.iter().map(|interface| interface.name.as_str()));
    names.extend(spec.other_types.iter().map(|name| name.value.as_str()));
    names.extend(
        spec.endpoints.iter().flat_map(|endpoint| [&endpoint.request, &endpoint.response]).flatten().map(|dto| dto.name.as_str()),
    );
    names.extend(spec.go_blocks.iter().flat_map(|block| &block.types).map(|name| name.value.as_str()));
    names
}

/// A name that is used as a type, the field or the operation that uses it, and what is said there.
struct Used<'a> {
    name: &'a str,
    near: Span,
    doc: &'a str,
}

fn report(subject: &Subject<'_>, reporter: &mut Reporter<'_>, used: Used<'_>, declared: &[&str]) {
    let Used { name, near, doc } = used;
    if subject.told().contains(name) {
        return;
    }
    let place = place_of(subject, name, near);
    // `google.protobuf.Empty` is declared elsewhere.
    if subject.text.get(..place.start).is_some_and(|before| before.ends_with('.')) {
        return;
    }
    let finding = reporter.report(place, format!("the type `{name}` is declared nowhere"));
    if let Some(meant) = most_similar(name, declared.iter().copied().filter(|other| !adds_a_word(name, other))) {
        let edits = uses(subject, name).map(|span| Edit { span, text: meant.to_owned() }).collect();
        finding.fixes.push(Fix { title: format!("Change it to `{meant}` everywhere"), safe: false, edits });
    } else {
        finding.fixes.extend(declaration::of_type(subject, place, name, doc));
    }
}

/// Whether one of two names is the other and a word more: a `RecipientID` is no misspelt `Recipient`.
fn adds_a_word(name: &str, other: &str) -> bool {
    let (long, short) = if name.len() > other.len() { (name, other) } else { (other, name) };
    long.ends_with(short) || long.strip_prefix(short).is_some_and(|rest| rest.starts_with(|c: char| c.is_uppercase()))
}

/// Every place where a name stands by itself; behind a point it is another package's.
fn uses<'a>(subject: &'a Subject<'_>, name: &'a str) -> impl Iterator<Item = Span> + 'a {
    words(subject.text, name).filter(|place| !subject.text[..place.start].ends_with('.'))
}

/// Where a name stands as a whole word.
fn words<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = Span> + 'a {
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    let places = text.match_indices(name).map(move |(at, _)| Span::new(at, at + name.len()));
    places.filter(move |place| !text[..place.start].ends_with(inside) && !text[place.end..].starts_with(inside))
}

/// The name itself, which stands on the line of the field or operation: behind its name, in some languages before it.
fn place_of(subject: &Subject<'_>, name: &str, near: Span) -> Span {
    let line = subject.lines.line_span(subject.lines.line(near.start));
    let parts = [Span::new(near.end, line.end), Span::new(line.start, near.start)];
    let mut found = parts.into_iter().flat_map(|part| words(subject.at(part), name).map(move |place| place.shifted(part.start)));
    found.next().unwrap_or(near)
}
