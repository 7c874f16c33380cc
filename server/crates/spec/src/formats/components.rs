//! Components of a design: what has an interface, below a heading about components.

use ecow::EcoString;
use specwave_source::Span;

use super::code::{self, Declaration};
use super::declare;
use super::part::Part;
use super::reading::Reading;
use super::words::{is_type_name, label, squashed};
use crate::declared::Declared;
use crate::kinds::Kind;
use crate::model::{Located, Operation, Param, Signature};
use crate::outline::{LABEL, LineKind, Section};
use crate::prose_dialect;

/// Headings that components stand under.
const HEADINGS: &[&str] = &[
    "components and interfaces",
    "components",
    "component design",
    "core components",
    "backend components",
    "services",
    "service layer",
    "component interfaces",
    "interfaces",
    "key components",
    "backend services",
    "application services",
    "service interfaces",
    "components & interfaces",
    "core services",
    "business logic layer",
    "repositories",
    "data access layer",
    "repository layer",
];

/// Endings of components that need no interface to be one.
const ACTORS: &[&str] = &[
    "Service",
    "Engine",
    "Manager",
    "Machine",
    "Processor",
    "Handler",
    "Controller",
    "Scheduler",
    "Dispatcher",
    "Orchestrator",
    "Coordinator",
    "Provider",
    "Client",
    "Gateway",
    "Adapter",
    "Store",
    "Repository",
    "Worker",
    "Publisher",
    "Generator",
    "Validator",
    "Calculator",
    "Resolver",
    "Monitor",
    "Tracker",
    "Builder",
    "Parser",
    "Router",
    "Registry",
    "Queue",
    "Notifier",
    "Middleware",
    "Agent",
    "Loader",
];

/// Endings of more that acts, but is a component only where it has an interface.
const AGENTS: &[&str] = &[
    "Aggregator",
    "Allocator",
    "Analyzer",
    "Analyser",
    "Collector",
    "Consumer",
    "Detector",
    "Evaluator",
    "Executor",
    "Exporter",
    "Factory",
    "Importer",
    "Listener",
    "Locator",
    "Mapper",
    "Matcher",
    "Optimizer",
    "Optimiser",
    "Planner",
    "Poller",
    "Printer",
    "Producer",
    "Reader",
    "Scanner",
    "Sender",
    "Subscriber",
    "Watcher",
    "Writer",
];

/// Whether a type of that name does something rather than being something.
pub(crate) fn acts(name: &str) -> bool {
    ACTORS.iter().chain(AGENTS).any(|ending| name.ends_with(ending) && name.len() > ending.len())
}

/// Reads the components of all such sections, and those that tables name.
pub(super) fn read(reading: &Reading<'_>, out: &mut Declared) {
    prose_dialect::read_tables(reading.text, reading.outline, |at| reading.part(at) == Part::Design, out);
    for heading in 0..reading.outline.headings.len() {
        let told_elsewhere = matches!(reading.part_of_heading(Some(heading)), Part::Tasks | Part::Notes);
        if told_elsewhere || !is_about_components(reading, heading) {
            continue;
        }
        named_in_list(reading, heading, out);
        for own in std::iter::once(heading).chain(reading.descendants(heading)) {
            component(reading, own, own == heading, out);
        }
    }
}

/// `` - `RiskService`: computes the status `` directly below such a heading.
fn named_in_list(reading: &Reading<'_>, heading: usize, out: &mut Declared) {
    let paragraphs = reading.own_paragraphs(heading);
    for item in paragraphs.iter().filter(|item| item.kind == LineKind::Item && item.indent < 2) {
        let bare = item.text.trim_start_matches(['*', '`']);
        let name = &bare[..bare.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(bare.len())];
        let behind = bare[name.len()..].trim_start_matches(['*', '`']).trim_start();
        let is_set_off = behind.is_empty() || behind.starts_with([':', '-', '–', '—', '(']);
        let is_kind = (name.ends_with("Service") && name.len() > "Service".len()) || declare::is_repository(name);
        if is_set_off && is_kind && is_type_name(name) {
            let doc = super::words::plain(behind.trim_start_matches([':', '-', '–', '—', ' ']));
            let name = Located { value: name.to_owned(), span: reading.place(name, item.first) };
            let code = behind.split('`').skip(1).step_by(2).filter(|code| code.contains('('));
            let operations = code.filter_map(|code| listed_operation(&format!("`{code}`"), item.first)).collect();
            declare::actor(out, name, doc, operations, Vec::new());
        }
    }
}

/// Endings of actors that a contract describes from outside: what asks, what carries and what answers.
const OUTSIDE: &[&str] =
    &["Handler", "Controller", "Provider", "Client", "Gateway", "Adapter", "Store", "Router", "Queue", "Middleware", "Agent"];

/// Subjects of sections that tell apart who acts from what there is.
const LAYERS: Section = Section::SERVICE.with(Section::DOMAIN).with(Section::REPOSITORY).with(Section::API);

/// The services and repositories that fences of designs and contracts declare, whatever their headings say.
pub(super) fn read_fences(reading: &Reading<'_>, out: &mut Declared) {
    for fence in &reading.outline.fences {
        let part = reading.part(fence.span.start);
        if !matches!(part, Part::Design | Part::Contract) || Kind::is_foreign(reading.outline, fence.heading) {
            continue;
        }
        // A contract and a layer of the application have nothing but what acts.
        let is_told = part == Part::Contract || reading.outline.innermost(fence.heading, LAYERS) == Section::SERVICE;
        let in_layer = |name: &str| is_told && ACTORS.iter().any(|ending| name.ends_with(ending));
        let is_outside = |name: &str| OUTSIDE.iter().any(|ending| name.ends_with(ending));
        for declaration in code::read(&fence.language, reading.text, fence.content).unwrap_or_default() {
            let name = &declaration.name.value;
            let acts = name.ends_with("Service") || declare::is_repository(name) || (in_layer(name) && !is_outside(name));
            // `IOrderService` is the interface of what has been declared by its own name.
            let bare = name.strip_prefix('I').filter(|bare| is_type_name(bare)).unwrap_or(name);
            let is_new = !out.is_declared(name) && !out.is_declared(bare);
            if acts && is_new && !declaration.methods.is_empty() {
                declare::actor(out, declaration.name, declaration.doc, declaration.methods, declaration.given);
            }
        }
    }
}

/// Whether a heading, and none above it, is about components.
fn is_about_components(reading: &Reading<'_>, heading: usize) -> bool {
    let named = |at: usize| HEADINGS.contains(&reading.title(at).trim_end_matches(':').to_lowercase().as_str());
    named(heading) && !reading.outline.chain(Some(heading)).skip(1).any(named)
}

/// What stands directly under one heading: types of fences, or an interface told in a list.
fn component(reading: &Reading<'_>, heading: usize, is_group: bool, out: &mut Declared) {
    let paragraphs = reading.labelled_paragraphs(heading);
    let labelled = |names: &[&str]| {
        paragraphs.iter().find_map(|paragraph| {
            let (label, rest) = label(&paragraph.text)?;
            names.contains(&label.to_lowercase().as_str()).then(|| rest.to_owned())
        })
    };
    let doc = labelled(&["purpose", "responsibility", "description", "role"]).unwrap_or_default();
    let given = dependencies(reading, &paragraphs);
    let mut found = false;
    for fence in reading.own_fences(heading) {
        for declaration in code::read(&fence.language, reading.text, fence.content).unwrap_or_default() {
            found |= declare_part(reading, heading, declaration, &doc, &given, out);
        }
    }
    let is_label = |at: usize| reading.outline.headings[at].level >= LABEL;
    let mut labels = reading.children(heading).filter(|at| is_label(*at));
    let is_coded = labels.any(|label| reading.own_fences(label).any(|fence| !fence.language.is_empty()));
    let Some(name) = name_of(reading, heading).filter(|_| !found && !is_coded && !is_group && !is_label(heading)) else { return };
    let operations = listed_operations(&paragraphs);
    let acts = ACTORS.iter().any(|ending| name.value.ends_with(ending));
    let is_leaf = reading.children(heading).all(is_label);
    let told = !operations.is_empty() || (is_leaf && acts);
    if told && !declare::is_seen(&name.value) && !declare::is_wired(&name.value) {
        declare::actor(out, name, doc, operations, given);
    }
}

/// Adds one declared type; gives whether it is a component.
fn declare_part(
    reading: &Reading<'_>,
    heading: usize,
    declaration: Declaration,
    doc: &str,
    given: &[Located<String>],
    out: &mut Declared,
) -> bool {
    let mut name = declaration.name.clone();
    let title = reading.title(heading);
    // `IOrderService` is the interface of the component that the heading names.
    if let Some(bare) =
        name.value.strip_prefix('I').filter(|bare| squashed(title).contains(&squashed(bare)) && is_type_name(bare))
    {
        name.value = bare.to_owned();
    }
    if declare::is_seen(&name.value) {
        return true;
    }
    if declaration.methods.is_empty() || declare::is_carrier(&name.value) {
        if !declaration.values.is_empty() {
            declare::value_object(out, declare::structure(&declaration), declaration.values, String::new());
        } else if name.value.ends_with("Event") && !declare::has_identity(&name.value, &declaration.fields) {
            out.event(declare::structure(&declaration));
        } else if !declaration.fields.is_empty() {
            out.plain_struct(declare::structure(&declaration));
        }
        return false;
    }
    let described = squashed(title).contains(&squashed(&name.value));
    let doc = if described && declaration.doc.is_empty() { doc.to_owned() } else { declaration.doc };
    let given = if declaration.given.is_empty() && described { given.to_vec() } else { declaration.given };
    declare::actor(out, name, doc, declaration.methods, given);
    true
}

/// The component that a heading names: `3. **OrderService** (new)`, `Order Service`.
fn name_of(reading: &Reading<'_>, heading: usize) -> Option<Located<String>> {
    let title = reading.title(heading);
    let bare = title.split(" (").next().unwrap_or(title).trim_matches(['`', ':', ' ']);
    let bare = bare.strip_prefix("Component: ").or_else(|| bare.strip_prefix("Service: ")).unwrap_or(bare);
    let words: Vec<&str> = bare.split_whitespace().collect();
    let names = words.len() <= 4
        && words.iter().all(|word| word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphanumeric() || c == '_'));
    let value = if words.len() == 1 { bare.to_owned() } else { words.concat() };
    let span = reading.place(&value, reading.outline.headings[heading].span);
    (names && !words.is_empty()).then_some(Located { value, span })
}

/// Operations in a list: `` `place(order): Receipt` - places it ``.
fn listed_operations(paragraphs: &[super::reading::Paragraph]) -> Vec<Operation> {
    let items = paragraphs.iter().filter(|paragraph| paragraph.kind == LineKind::Item);
    items.filter_map(|item| listed_operation(&item.text, item.first)).collect()
}

fn listed_operation(text: &str, span: Span) -> Option<Operation> {
    let bare = text.trim_start_matches(['`', '*']);
    let open = bare.find('(')?;
    let name = &bare[..open];
    let close = open + bare[open..].find(')')?;
    let is_name = super::words::is_identifier(name) && name.chars().any(char::is_lowercase);
    // A sentence may have brackets behind its first word; code has ticks or no space around them.
    let is_code = text.starts_with(['`', '*']) || bare[close + 1..].starts_with([':', ' ']) || bare.len() == close + 1;
    if !is_name || !is_code {
        return None;
    }
    let params = bare[open + 1..close].split(',').map(str::trim).filter(|param| !param.is_empty());
    let params = params.map(|param| {
        let name = param.split([':', ' ', '?']).next().unwrap_or(param);
        Param { name: name.trim_matches('`').into(), ty: EcoString::new() }
    });
    let params: Vec<Param> = params.collect();
    // Names without types are no signature.
    let signature = params.is_empty().then(Signature::default);
    let doc = bare[close + 1..].trim_start_matches(|c: char| "`*:-–— ".contains(c));
    Some(Operation { name: name.to_owned(), span, doc: super::words::plain(doc).into(), signature, body: None })
}

/// `**Dependencies**: OrderRepository, Clock`, or the list below such a label.
fn dependencies(reading: &Reading<'_>, paragraphs: &[super::reading::Paragraph]) -> Vec<Located<String>> {
    let mut found = Vec::new();
    let mut inside = false;
    for paragraph in paragraphs {
        match label(&paragraph.text) {
            Some((label, _)) if paragraph.kind == LineKind::Prose || paragraph.text.starts_with("**") => {
                inside = ["dependencies", "depends on", "uses"].contains(&label.to_lowercase().as_str());
            }
            _ if paragraph.kind == LineKind::Prose => inside = false,
            _ => {}
        }
        if inside {
            let written = reading.written(paragraph.span);
            let words = written.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| is_component(word));
            found.extend(words.filter_map(|word| {
                let at = paragraph.span.start + written.find(word)?;
                Some(Located { value: word.to_owned(), span: Span::new(at, at + word.len()) })
            }));
        }
    }
    found
}

/// Two joined words, the last one of a part that acts.
fn is_component(word: &str) -> bool {
    is_type_name(word) && ACTORS.iter().any(|ending| word.ends_with(ending) && word.len() > ending.len())
}
