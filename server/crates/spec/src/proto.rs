//! Fenced Protocol Buffers: services with their calls, messages, enumerations, and HTTP annotations.

use ecow::EcoString;
use specwave_source::Span;

use crate::declared::Declared;
use crate::endpoints::{METHODS, normal_path};
use crate::kinds::Kind;
use crate::model::{Dialect, Endpoint, EnumValue, Field, Operation, Param, Service, Signature, Struct, ValueObject};
use crate::outline::{Outline, Section, lines};

/// Reads the fences in Protocol Buffers. Messages are the domain model where nothing else describes it.
pub(crate) fn read(text: &str, outline: &Outline, out: &mut Declared) {
    let is_proto = |language: &str| matches!(language, "proto" | "protobuf" | "proto3");
    let modelled = !out.spec.entities.is_empty();
    for fence in outline.fences.iter().filter(|fence| is_proto(&fence.language)) {
        let announced = outline.announced_by_chain(fence.heading);
        if announced.any(Section::INTEGRATION.with(Section::EXAMPLE).with(Section::TESTING)) {
            continue;
        }
        let kind = Kind::of_section(outline, fence.heading);
        let describes = !modelled || matches!(kind, Some(Kind::Entity | Kind::ValueObject | Kind::Event | Kind::Model));
        for block in blocks(text, fence.content) {
            match block.keyword {
                "service" => service(text, &block, out),
                "message" if block.name.ends_with("Event") || kind == Some(Kind::Event) => {
                    let event = structure(text, &block);
                    if !out.is_declared(block.name) {
                        out.event(event);
                    }
                }
                "message" if describes && !is_carrier(block.name) => message(text, &block, out),
                "enum" if describes => enumeration(text, &block, out),
                _ => {}
            }
        }
    }
}

/// A block on the outermost level, with the lines of its body.
struct Block<'text> {
    keyword: &'text str,
    name: &'text str,
    span: Span,
    doc: String,
    body: Vec<Span>,
}

fn blocks(text: &str, content: Span) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut depth = 0_usize;
    let mut comment = String::new();
    for span in lines(&text[content.start..content.end]).map(|span| span.shifted(content.start)) {
        let line = text[span.start..span.end].trim();
        let mut words = line.split(|c: char| c.is_whitespace() || c == '{').filter(|word| !word.is_empty());
        if depth == 0
            && let (Some(keyword @ ("service" | "message" | "enum")), Some(name)) = (words.next(), words.next())
        {
            let start = span.start + text[span.start..span.end].find(name).unwrap_or(0);
            let doc = std::mem::take(&mut comment);
            let body = if line.contains('{') && line.contains('}') { vec![span] } else { Vec::new() };
            blocks.push(Block { keyword, name, span: Span::new(start, start + name.len()), doc, body });
        } else if depth > 0
            && let Some(block) = blocks.last_mut()
        {
            block.body.push(span);
        } else if let Some(said) = line.strip_prefix("//") {
            said.trim().clone_into(&mut comment);
        }
        depth = (depth + line.matches('{').count()).saturating_sub(line.matches('}').count());
    }
    blocks
}

fn service(text: &str, block: &Block<'_>, out: &mut Declared) {
    let mut operations = Vec::new();
    for span in &block.body {
        let line = &text[span.start..span.end];
        if let Some(operation) = call(line, *span) {
            operations.push(operation);
        } else if let Some((method, path)) = annotation(line) {
            out.endpoint(endpoint(method, path, *span));
        }
    }
    let name = block.name.to_owned();
    let (doc, dependencies, package) = (block.doc.clone(), Vec::new(), None);
    out.service(Service { name, span: block.span, dialect: Dialect::Prose, doc, package, operations, dependencies });
}

/// `rpc Match(MatchRequest) returns (stream Progress);`
fn call(line: &str, span: Span) -> Option<Operation> {
    let rest = line.trim_start().strip_prefix("rpc ")?.trim_start();
    let (name, rest) = rest.split_once('(')?;
    let (request, rest) = rest.split_once(')')?;
    let response = rest.split_once('(').and_then(|(_, rest)| rest.split(')').next()).unwrap_or_default();
    let name = name.trim().to_owned();
    let start = span.start + line.find(&name)?;
    let message = |written: &str| {
        let word = written.split_whitespace().last().unwrap_or_default();
        format!("*{}", word.rsplit('.').next().unwrap_or(word))
    };
    let signature = Signature {
        params: vec![Param { name: "req".into(), ty: message(request).into() }],
        results: vec![Param { name: EcoString::new(), ty: message(response).into() }],
    };
    Some(Operation {
        span: Span::new(start, start + name.len()),
        name,
        doc: line.split_once("//").map_or("", |(_, doc)| doc.trim()).into(),
        signature: Some(signature),
        body: None,
    })
}

/// `post: "/v1/orders"` of a `google.api.http` option.
fn annotation(line: &str) -> Option<(String, String)> {
    METHODS.iter().find_map(|method| {
        let (_, rest) = line.split_once(&format!("{}:", method.to_lowercase()))?;
        let path = rest.trim_start().strip_prefix('"')?.split('"').next().and_then(normal_path)?;
        Some(((*method).to_owned(), path))
    })
}

fn endpoint(method: String, path: String, span: Span) -> Endpoint {
    Endpoint {
        method,
        path,
        span,
        doc: String::new(),
        request: None,
        response: None,
        query: Vec::new(),
        rate_limit: String::new(),
        auth: String::new(),
        cache: String::new(),
    }
}

/// Messages that only carry what a call takes and gives.
fn is_carrier(name: &str) -> bool {
    ["Request", "Response", "Reply", "Filter", "Query", "Command"].iter().any(|ending| name.ends_with(ending))
}

fn message(text: &str, block: &Block<'_>, out: &mut Declared) {
    if out.is_declared(block.name) {
        return;
    }
    let base = structure(text, block);
    if base.fields.iter().any(|field| field.name == "id") {
        out.entity(base);
    } else {
        out.value_object(ValueObject { base, underlying: None, values: Vec::new(), validation: String::new() });
    }
}

fn structure(text: &str, block: &Block<'_>) -> Struct {
    Struct {
        name: block.name.to_owned(),
        span: block.span,
        dialect: Dialect::Prose,
        doc: block.doc.clone(),
        package: None,
        fields: block.body.iter().filter_map(|span| field(&text[span.start..span.end], *span)).collect(),
        methods: Vec::new(),
    }
}

/// `repeated Line lines = 4;  // in order`
fn field(line: &str, span: Span) -> Option<Field> {
    let (code, doc) = line.split_once("//").unwrap_or((line, ""));
    let (declared, _) = code.split_once('=')?;
    let words: Vec<&str> = declared.split_whitespace().collect();
    let (name, ty) = words.split_last().filter(|(_, ty)| !ty.is_empty())?;
    let (repeated, optional) = (ty[0] == "repeated", ty[0] == "optional");
    let written = ty[usize::from(repeated || optional)..].concat();
    let start = span.start + line.find(&format!(" {name} ")).map_or(0, |at| at + 1);
    Some(Field {
        name: (*name).into(),
        ty: format!("{}{}", if repeated { "[]" } else { "" }, go_type(&written)).into(),
        optional,
        doc: doc.trim().into(),
        span: Span::new(start, start + name.len()),
    })
}

fn go_type(written: &str) -> String {
    let known = match written {
        "google.protobuf.Timestamp" => "time.Time",
        "google.protobuf.Duration" => "time.Duration",
        "double" => "float64",
        "float" => "float32",
        "bytes" => "[]byte",
        named => named.rsplit('.').next().unwrap_or(named),
    };
    known.to_owned()
}

fn enumeration(text: &str, block: &Block<'_>, out: &mut Declared) {
    if out.is_declared(block.name) {
        return;
    }
    let values = block.body.iter().filter_map(|span| {
        let (name, _) = text[span.start..span.end].split_once('=')?;
        let name = name.trim();
        let start = span.start + text[span.start..span.end].find(name)?;
        let value = EnumValue { constant: String::new(), value: name.to_owned(), span: Span::new(start, start + name.len()) };
        (!name.ends_with("_UNSPECIFIED") && !name.contains(' ')).then_some(value)
    });
    let values = values.collect();
    let base = Struct { fields: Vec::new(), ..structure(text, block) };
    out.value_object(ValueObject { base, underlying: Some("string".to_owned()), values, validation: String::new() });
}
