//! Data models: fenced types, tables and lists of fields.

use std::sync::LazyLock;

use ecow::EcoString;
use regex::Regex;
use specwave_source::Span;

use super::code::{self, Declaration};
use super::declare;
use super::part::Part;
use super::reading::{Paragraph, Reading};
use super::words::{bold_label, is_type_name, label, plain, squashed};
use crate::declared::Declared;
use crate::go_dialect::{is_event_machinery, names_event};
use crate::kinds::Kind;
use crate::model::{Dialect, EnumValue, Field, Struct};
use crate::outline::{LineKind, Section, Table};
use crate::pattern::pattern;

/// Headings that data models stand under.
const HEADINGS: &[&str] = &[
    "data model",
    "domain model",
    "entities",
    "models",
    "schemas",
    "domain entities",
    "core types",
    "value objects",
    "enums",
    "types",
];

/// Headings below a data model that name no type.
const NO_TYPES: &[&str] = &[
    "overview",
    "summary",
    "relationships",
    "relationship",
    "state transitions",
    "state machine",
    "validation rules",
    "validation",
    "indexes",
    "index strategy",
    "notes",
    "constraints",
    "migrations",
    "migration",
    "queries",
    "query patterns",
    "entity relationship diagram",
    "diagram",
    "entities",
    "enums",
    "enumerations",
    "value objects",
    "types",
    "fields",
    "attributes",
    "schema",
    "storage",
    "lifecycle",
    "data flow",
    "business rules",
    "invariants",
    "assumptions",
    "data volume",
    "data integrity",
    "entity relationships",
    "derived data",
];

/// Last words of headings about something that has no fields: *Dialog motion state*, *Cache flow*.
const NO_THINGS: &[&str] = &[
    "state",
    "states",
    "transitions",
    "lifecycle",
    "flow",
    "rules",
    "notes",
    "diagram",
    "strategy",
    "overview",
    "indexes",
    "indices",
    "migrations",
    "constraints",
    "relationships",
    "considerations",
    "mapping",
    "summary",
    "queries",
];

/// `**id** (UUID): …`, `` `id`: `UUID` - … ``, `id: string`.
static FIELD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"^[*_`]*([A-Za-z_]\w*)\??[*_`]*\s*(?:\(([^)]*)\)|:\s*`([^`]+)`|[:–—-]+\s+([A-Za-z_][\w.<>\[\]|?]*))[*_`]*:?\s*[-–—,:(]*\s*(.*)$",
    )
});

/// Reads the data models of the feature.
pub(super) fn read(reading: &Reading<'_>, out: &mut Declared) {
    for heading in 0..reading.outline.headings.len() {
        if is_in_data_model(reading, heading) {
            declared_under(reading, heading, out);
        } else if is_about_domain(reading, heading) {
            declare_fenced(reading, heading, out);
        }
    }
}

/// The records, enumerations and events that fences of a design declare, whatever their headings say.
pub(super) fn read_fences(reading: &Reading<'_>, out: &mut Declared) {
    for heading in 0..reading.outline.headings.len() {
        if reading.part_of_heading(Some(heading)) == Part::Design && !Kind::is_foreign(reading.outline, Some(heading)) {
            declare_fenced(reading, heading, out);
        }
    }
}

/// Declares what fences under a heading say of things; what acts is left to others.
fn declare_fenced(reading: &Reading<'_>, heading: usize, out: &mut Declared) {
    for fence in reading.own_fences(heading) {
        // Fenced Go has been read already, wherever it stands.
        let is_go = matches!(fence.language.as_str(), "go" | "golang");
        for declaration in code::read(&fence.language, reading.text, fence.content).unwrap_or_default() {
            if declaration.methods.is_empty() && !(is_go && out.is_declared(&declaration.name.value)) {
                declare_type(reading, heading, declaration, "", out);
            }
        }
    }
}

/// Whether a heading announces what the domain knows: its events, "Domain Layer".
fn is_about_domain(reading: &Reading<'_>, heading: usize) -> bool {
    let part = reading.part_of_heading(Some(heading));
    let domain = Section::EVENTS.with(Section::DOMAIN).with(Section::AGGREGATES).with(Section::VALUE_OBJECTS);
    matches!(part, Part::Design | Part::Whole | Part::Requirements)
        && reading.outline.announced_by_chain(Some(heading)).any(domain)
        && !Kind::is_foreign(reading.outline, Some(heading))
}

fn is_in_data_model(reading: &Reading<'_>, heading: usize) -> bool {
    match reading.part_of_heading(Some(heading)) {
        Part::DataModel => true,
        Part::Design | Part::Whole | Part::Requirements => reading.outline.chain(Some(heading)).any(|at| {
            let title = reading.title(at).to_lowercase();
            reading.outline.headings[at].level > 1
                && HEADINGS.iter().any(|known| {
                    title == *known
                        || title.strip_suffix('s') == Some(known)
                        || title.starts_with(&format!("{known} ")) && known.contains(' ')
                })
        }),
        Part::Contract | Part::Tasks | Part::Proposal | Part::Notes => false,
    }
}

/// What stands directly under one heading.
fn declared_under(reading: &Reading<'_>, heading: usize, out: &mut Declared) {
    let mut paragraphs = reading.own_paragraphs(heading);
    let mut found = false;
    for fence in reading.own_fences(heading) {
        for declaration in code::read(&fence.language, reading.text, fence.content).unwrap_or_default() {
            found = true;
            declare_type(reading, heading, declaration, &validation(&paragraphs), out);
        }
    }
    if !found && heads_enumerations(reading, heading) {
        return listed_enumerations(reading, &paragraphs, out);
    }
    let Some(name) = name_of(reading, heading).filter(|_| !found) else { return };
    let tables = reading.own_tables(heading);
    let mut fields: Vec<Field> = tables.filter_map(|table| table_fields(reading, table)).flatten().collect();
    if fields.is_empty() {
        fields = listed_fields(reading, &paragraphs);
    }
    for part in reading.children(heading).filter(|part| is_part(reading, *part)) {
        let labelled = reading.own_paragraphs(part);
        fields.extend(reading.own_tables(part).filter_map(|table| table_fields(reading, table)).flatten());
        fields.extend(listed_fields(reading, &labelled));
        paragraphs.extend(labelled);
    }
    if fields.is_empty() {
        return enumeration(reading, heading, name, &paragraphs, out);
    }
    let doc = paragraphs.iter().find(|paragraph| paragraph.kind == LineKind::Prose && bold_label(&paragraph.text).is_none());
    let doc = doc.map_or_else(String::new, |paragraph| plain(&paragraph.text));
    let span = reading.place(&name, reading.outline.headings[heading].span);
    let record = Struct { name, span, dialect: Dialect::Prose, doc, package: None, fields, methods: Vec::new() };
    declare_record(reading, heading, record, validation(&paragraphs), out);
}

/// Whether a line in bold or a small heading announces the fields of the type above it.
fn is_part(reading: &Reading<'_>, heading: usize) -> bool {
    PARTS.contains(&reading.title(heading).trim_end_matches(':').to_lowercase().as_str())
}

/// Labels above the fields of a type.
const PARTS: &[&str] = &["fields", "attributes", "properties", "columns", "key fields", "key attributes", "schema"];

/// Whether a sentence goes on behind a word.
fn goes_on(behind: &str) -> bool {
    let rest = behind.trim_start_matches(['*', '`', '_']);
    rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_alphabetic))
}

/// A plain type of some language, or a name that begins as those of types do.
fn is_known_type(word: &str) -> bool {
    const PLAIN: &[&str] = &[
        "string",
        "str",
        "text",
        "varchar",
        "char",
        "int",
        "integer",
        "bigint",
        "number",
        "float",
        "double",
        "decimal",
        "numeric",
        "bool",
        "boolean",
        "uuid",
        "guid",
        "date",
        "time",
        "datetime",
        "timestamp",
        "timestamptz",
        "json",
        "jsonb",
        "enum",
        "array",
        "list",
        "map",
        "object",
        "bytes",
        "blob",
        "url",
        "email",
        "id",
        "duration",
        "money",
    ];
    word.starts_with(char::is_uppercase) || PLAIN.contains(&word.trim_end_matches(['[', ']', '?']))
}

/// *Enums*, *Value objects and enumerations*: a heading that says what the names in a list below it are, and is none.
fn heads_enumerations(reading: &Reading<'_>, heading: usize) -> bool {
    is_list_of_values(reading.title(heading))
}

fn is_list_of_values(title: &str) -> bool {
    const LISTED: &[&str] = &["enums", "enumerations", "enum types", "value objects", "value types"];
    let title = title.trim_end_matches(':').to_lowercase();
    let announces = |part: &str| part.ends_with('s') && Section::announced_by(part).any(Section::VALUE_OBJECTS);
    let mut parts = title.split([',', '/', '&']).flat_map(|part| part.split(" and ")).map(str::trim);
    parts.all(|part| LISTED.contains(&part) || announces(part))
}

/// `- **RoundStatus**: planned, started, finished`: one enumeration an item.
fn listed_enumerations(reading: &Reading<'_>, paragraphs: &[Paragraph], out: &mut Declared) {
    for item in paragraphs.iter().filter(|paragraph| paragraph.kind == LineKind::Item) {
        let Some((name, listed)) = label(&item.text) else { continue };
        let name = name.trim_matches('`');
        let words: Vec<&str> = listed.trim_end_matches('.').split([',', '|', '/', '→']).collect();
        let values: Option<Vec<_>> = words.iter().map(|word| value(reading, word.trim(), item.span)).collect();
        let Some(values) = values.filter(|values| values.len() > 1 && is_type_name(name)) else { continue };
        let (doc, fields, methods) = (String::new(), Vec::new(), Vec::new());
        let span = reading.place(name, item.first);
        let base = Struct { name: name.to_owned(), span, dialect: Dialect::Prose, doc, package: None, fields, methods };
        declare::value_object(out, base, values, String::new());
    }
}

/// A type that heads nothing but a list of words, where enumerations stand.
fn enumeration(reading: &Reading<'_>, heading: usize, name: String, paragraphs: &[Paragraph], out: &mut Declared) {
    let is_told = |at: usize| {
        let title = reading.title(at).to_lowercase();
        is_list_of_values(&title) || title.contains("(enum") || title.starts_with("enum")
    };
    let enumerates = reading.outline.chain(Some(heading)).any(is_told);
    let items = paragraphs.iter().filter(|paragraph| paragraph.kind == LineKind::Item);
    let mut values: Vec<EnumValue> = items.filter_map(|item| value(reading, &item.text, item.first)).collect();
    if values.is_empty()
        && let [only] = paragraphs
    {
        // `` `draft`, `active`, `void` `` in one line.
        let words: Option<Vec<_>> = only.text.split([',', '|']).map(|word| value(reading, word.trim(), only.first)).collect();
        values = words.unwrap_or_default();
    }
    // Below *Value Objects* a name that is only described is one too.
    let are_values = |title: &str| is_list_of_values(title) && title.to_lowercase().contains("value ");
    let listed = reading.outline.chain(Some(heading)).skip(1).any(|at| are_values(reading.title(at)));
    let described = listed && is_type_name(&name) && !paragraphs.is_empty();
    if (enumerates && values.len() > 1) || described {
        let span = reading.place(&name, reading.outline.headings[heading].span);
        let (doc, fields, methods) = (String::new(), Vec::new(), Vec::new());
        let base = Struct { name, span, dialect: Dialect::Prose, doc, package: None, fields, methods };
        declare::value_object(out, base, values, String::new());
    }
}

/// `` - `active`: it may be used ``: the word that an item starts with.
fn value(reading: &Reading<'_>, written: &str, place: Span) -> Option<EnumValue> {
    let bare = written.trim_start_matches(['`', '*', '"', '\'']);
    let word = &bare[..bare.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))).unwrap_or(bare.len())];
    let behind = bare[word.len()..].trim_start_matches(['`', '*', '"', '\'']).trim_start();
    let set_off = behind.is_empty() || behind.starts_with([':', '-', '–', '—', '(', '=']);
    let span = reading.place(word, place);
    (set_off && !word.is_empty()).then(|| EnumValue { constant: String::new(), value: word.to_owned(), span })
}

/// The rules below `**Validation Rules**`, in one line.
fn validation(paragraphs: &[Paragraph]) -> String {
    let is_label = |paragraph: &Paragraph| {
        bold_label(&paragraph.text).is_some_and(|(label, _)| label.to_lowercase().starts_with("validation"))
    };
    let Some(at) = paragraphs.iter().position(is_label) else { return String::new() };
    let rules = paragraphs[at + 1..].iter().take_while(|paragraph| paragraph.kind == LineKind::Item);
    rules.map(|rule| plain(&rule.text)).collect::<Vec<_>>().join("; ")
}

fn declare_type(reading: &Reading<'_>, heading: usize, declaration: Declaration, validation: &str, out: &mut Declared) {
    let enumerates = declaration.bases.iter().any(|base| base.ends_with("Enum"));
    if declaration.variants.iter().any(|variant| names_event(&variant.name.value)) {
        return declaration.variants.iter().for_each(|variant| out.event(declare::structure(variant)));
    }
    let is_event = declaration.bases.iter().any(|base| base.ends_with("Event")) || tells_of_another(&declaration);
    if is_event && !is_event_machinery(&declaration.name.value) {
        out.event(declare::structure(&declaration));
    } else if !declaration.values.is_empty() || enumerates {
        let base = declare::structure(&declaration);
        declare::value_object(out, base, declaration.values, validation.to_owned());
    } else if !declaration.methods.is_empty() && declaration.fields.is_empty() {
        declare::actor(out, declaration.name, declaration.doc, declaration.methods, declaration.given);
    } else if let Some(underlying) = declaration.bases.iter().find_map(|base| branded(base)) {
        declare::named_scalar(out, declare::structure(&declaration), underlying, validation.to_owned());
    } else if declaration.fields.is_empty() {
        out.spec.other_types.push(declaration.name);
    } else {
        let mut record = declare::structure(&declaration);
        record.methods = declaration.methods;
        if declaration.keyed {
            return declare::entity(out, record);
        }
        declare_record(reading, heading, record, validation.to_owned(), out);
    }
}

/// What a branded type is: `string & { readonly __brand: 'Barcode' }`, `Brand<number, 'Cents'>`.
fn branded(base: &str) -> Option<&'static str> {
    let (plain, _) = base
        .split_once('&')
        .filter(|(_, brand)| brand.to_lowercase().contains("brand"))
        .or_else(|| ["Brand<", "Branded<", "Opaque<"].iter().find_map(|start| base.strip_prefix(start)?.split_once(',')))?;
    [("string", "string"), ("number", "float64")].iter().find(|(written, _)| plain.trim() == *written).map(|(_, go)| *go)
}

/// Whether a record that is called like something that happened says what it happened to: `OrderPlaced {orderId}`.
fn tells_of_another(declaration: &Declaration) -> bool {
    let about = |name: &str| name.len() > 2 && name.to_lowercase().ends_with("id");
    let fields = &declaration.fields;
    names_event(&declaration.name.value)
        && declaration.methods.is_empty()
        && fields.iter().any(|field| about(&field.name))
        && !declare::has_identity(&declaration.name.value, fields)
}

/// A record is an entity where the headings say so, or where it has an identity of its own.
fn declare_record(reading: &Reading<'_>, heading: usize, record: Struct, validation: String, out: &mut Declared) {
    let label = reading.outline.innermost(Some(heading), Section::VALUE_OBJECTS.with(Section::ENTITIES).with(Section::EVENTS));
    let identity = declare::has_identity(&record.name, &record.fields);
    // `### Cart Entity` says so of the cart alone, not of what else stands below it.
    let title = reading.title(heading).to_lowercase();
    let of_another = title.ends_with(" entity") && !squashed(&title).starts_with(&squashed(&record.name));
    let is_told = label.any(Section::ENTITIES) && !(of_another && reading.outline.announced[heading].any(Section::ENTITIES));
    let in_fence = record.span.start >= reading.outline.headings[heading].span.end;
    let described = record.doc.to_lowercase();
    if (declare::is_carrier(&record.name) || is_event_machinery(&record.name)) && !identity {
        out.plain_struct(record);
    } else if (record.name.ends_with("Event") || label.any(Section::EVENTS)) && !identity {
        out.event(record);
    } else if label.any(Section::VALUE_OBJECTS) || described.contains("value object") {
        // A list of key entities that names it has not looked so closely.
        let named = if identity { None } else { out.take_named_entity(&record.name) };
        let doc = named.map(|named| named.doc).filter(|_| record.doc.is_empty());
        let record = Struct { doc: doc.unwrap_or(record.doc), ..record };
        declare::value_object(out, record, Vec::new(), validation);
    } else if identity || is_told || (reading.part_of_heading(Some(heading)) == Part::DataModel && !in_fence) {
        declare::entity(out, record);
    } else {
        declare::value_object(out, record, Vec::new(), validation);
    }
}

/// Makes value objects of what is called like a message and is a part of an entity: `grade: GradeResult`.
pub(super) fn take_held(out: &mut Declared) {
    const SENT: &[&str] =
        &["Request", "Response", "Dto", "DTO", "Input", "Output", "Props", "Query", "Command", "Error", "Exception"];
    let held = out.types_of_entities();
    let is_held = |plain: &Struct| {
        held.contains(&plain.name) && !SENT.iter().any(|ending| plain.name.ends_with(ending)) && plain.dialect == Dialect::Prose
    };
    let (parts, others): (Vec<Struct>, Vec<Struct>) = std::mem::take(&mut out.spec.structs).into_iter().partition(is_held);
    out.spec.structs = others;
    parts.into_iter().for_each(|part| declare::value_object(out, part, Vec::new(), String::new()));
}

/// The type that a heading names: `2. Entity: Album (root)`, `` `Album` ``.
fn name_of(reading: &Reading<'_>, heading: usize) -> Option<String> {
    let title = reading.title(heading);
    let lower = title.trim_end_matches(':').to_lowercase();
    if HEADINGS.contains(&lower.as_str()) || PARTS.contains(&lower.as_str()) {
        return None;
    }
    let bare = ["Entity:", "Model:", "Table:", "Value Object:", "Enumeration:", "Enum:", "Entity "]
        .iter()
        .find_map(|kind| title.strip_prefix(kind))
        .unwrap_or(title);
    let bare = super::words::without_number(bare.trim_start_matches([':', ' ', '-', '–', '—']));
    let bare = bare.split([':', '(', '—', '–']).next().unwrap_or(bare).trim().trim_matches('`');
    let bare = [" Entity", " entity", " Model", " Table", " table", " Type"]
        .iter()
        .find_map(|kind| bare.strip_suffix(kind))
        .unwrap_or(bare);
    let words = bare.split_whitespace().count();
    let last = bare.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let names =
        (1..=4).contains(&words) && bare.starts_with(char::is_alphabetic) && (words == 1 || !NO_THINGS.contains(&last.as_str()));
    let is_title = reading.outline.headings[heading].level == 1;
    (names && !is_title && !NO_TYPES.contains(&bare.to_lowercase().as_str())).then(|| bare.to_owned())
}

/// The fields of a table with a column of names and one of types.
fn table_fields(reading: &Reading<'_>, table: &Table) -> Option<Vec<Field>> {
    let headers: Vec<String> = table.header.iter().map(|cell| plain(reading.written(*cell)).to_lowercase()).collect();
    let names = ["field", "name", "attribute", "column", "property", "field name", "feld", "campo", "champ"];
    if !headers.first().is_some_and(|first| names.contains(&first.as_str())) {
        return None;
    }
    let column = |words: &[&str]| headers.iter().position(|header| words.iter().any(|word| header.contains(word)));
    let (ty, required, doc) = (
        column(&["type", "typ", "tipo"])?,
        column(&["required", "nullable", "optional"]),
        column(&["description", "notes", "purpose"]),
    );
    let cell = |row: &[Span], at: usize| row.get(at).map_or("", |cell| reading.written(*cell).trim_matches(['`', '*', ' ']));
    let fields = table.rows.iter().filter_map(|row| {
        let name = cell(row, 0).trim_end_matches('?');
        let required_says = required.map(|at| (headers[at].contains("required"), cell(row, at).to_lowercase()));
        let optional = required_says.is_some_and(|(required, said)| {
            if required { said.starts_with(['n', '✗', '❌']) } else { said.starts_with(['y', '✓', '✅']) }
        });
        let span = reading.place(name, *row.first()?);
        super::words::is_identifier(name).then(|| Field {
            name: name.into(),
            ty: cell(row, ty).split([' ', '(']).next().unwrap_or_default().into(),
            optional: optional || cell(row, 0).ends_with('?'),
            doc: doc.map_or_else(EcoString::new, |at| plain(cell(row, at)).into()),
            span,
        })
    });
    Some(fields.collect())
}

/// The fields of `id, title (optional), createdAt`; none where anything else is said.
pub(super) fn fields_in_line(reading: &Reading<'_>, written: &str, name: Span) -> Vec<Field> {
    let mut depth = 0_usize;
    let parts = written.trim().trim_end_matches('.').split(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(c, ',' | ';')
    });
    let line_end = reading.text[name.end..].find('\n').map_or(reading.text.len(), |at| name.end + at);
    let field = |part: &str| {
        let (name_of_field, remark) = part.trim().split_once(" (").unwrap_or((part.trim(), ""));
        let bare = name_of_field.trim_matches(['`', '*']);
        let plain = super::words::is_identifier(bare) && bare.starts_with(|c: char| c.is_lowercase());
        plain.then(|| Field {
            name: bare.into(),
            ty: EcoString::new(),
            optional: ["optional", "nullable"].iter().any(|word| remark.contains(word)),
            doc: remark.trim_end_matches(')').into(),
            span: reading.place(bare, Span::new(name.end, line_end)),
        })
    };
    let fields: Option<Vec<Field>> = parts.map(field).collect();
    fields.filter(|fields| fields.len() > 1).unwrap_or_default()
}

/// The fields of a list, if at least two of its items are some.
fn listed_fields(reading: &Reading<'_>, paragraphs: &[Paragraph]) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut about = String::new();
    // Where a label announces the fields, what stands in front of it says something else.
    let announced = paragraphs.iter().position(|paragraph| {
        bold_label(&paragraph.text).is_some_and(|(label, rest)| rest.is_empty() && PARTS.contains(&label.to_lowercase().as_str()))
    });
    for paragraph in &paragraphs[announced.unwrap_or(0)..] {
        if let Some((label, "")) = bold_label(&paragraph.text) {
            about = label.to_lowercase();
            continue;
        }
        let elsewhere = ["relation", "valid", "state", "rule", "index", "constraint", "invariant", "transition"];
        if paragraph.kind != LineKind::Item || elsewhere.iter().any(|word| about.contains(word)) {
            continue;
        }
        let Some(found) = FIELD.as_ref().and_then(|field| field.captures(&paragraph.text)) else { continue };
        let ty = found.get(2).or_else(|| found.get(3)).or_else(|| found.get(4)).map_or("", |ty| ty.as_str());
        let first = ty.split([',', ';']).next().unwrap_or_default().trim().trim_matches('`');
        // `closed: native dialog is not open` is a sentence.
        let in_sentence = found.get(4).is_some_and(|ty| goes_on(&paragraph.text[ty.end()..]) && !is_known_type(ty.as_str()));
        let first = if in_sentence { "" } else { first };
        if in_sentence && !paragraph.text.starts_with(['*', '`', '_']) {
            continue;
        }
        let set_off = paragraph.text.starts_with(['*', '`', '_']);
        if first.contains(' ') && !set_off {
            continue;
        }
        let optional = paragraph.text.to_lowercase().contains("optional") || paragraph.text.contains("nullable");
        fields.push(Field {
            name: found[1].into(),
            ty: if first.contains(' ') { EcoString::new() } else { first.trim_end_matches('?').into() },
            optional,
            doc: plain(&found[5]).into(),
            span: reading.place(&found[1], paragraph.first),
        });
    }
    if fields.len() < 2 { Vec::new() } else { fields }
}
