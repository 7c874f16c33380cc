//! A declared thing, put together from all blocks that say something about it.

use std::fmt::Write as _;

use specwave_plan::contract::Contract;
use specwave_plan::module::ModuleFacts;
use specwave_spec::model::{Dto, Endpoint, Field, Operation, Spec, Struct, ValueObject};
use specwave_spec::names::{Occurrence, Symbol, SymbolId, SymbolKind};
use specwave_spec::view;

use super::built;
use crate::analysis::Analysis;

/// Kind and name, what the text says about it, its Go, and where it comes from and goes to.
pub(crate) fn markdown(analysis: &Analysis, id: SymbolId) -> String {
    let symbol = analysis.names().symbol(id);
    let prepared = specwave_plan::prepare(&analysis.spec, analysis.text.text(), &ModuleFacts::default(), &analysis.config);
    let mut out = format!("**{}** `{}`{}", symbol.kind.words(), symbol.name, owner(analysis, symbol));
    let (doc, code) = described(&analysis.spec, analysis, symbol);
    if !doc.is_empty() {
        let _ = write!(out, "\n\n{doc}");
    }
    if !code.is_empty() {
        let _ = write!(out, "\n\n```{}\n{}\n```", if symbol.kind == SymbolKind::Table { "sql" } else { "go" }, code.trim_end());
    }
    let mut facts = relations(&prepared.contract, &analysis.spec, symbol);
    // What belongs to a type is built with it.
    let whole = symbol.owner.map_or(symbol, |owner| analysis.names().symbol(owner));
    facts.extend(built::line(&prepared.contract, prepared.plan.as_ref(), whole));
    facts.extend(declared_on(analysis, id));
    if !facts.is_empty() {
        let _ = write!(out, "\n\n- {}", facts.join("\n- "));
    }
    out
}

fn owner(analysis: &Analysis, symbol: &Symbol) -> String {
    symbol.owner.map_or_else(String::new, |owner| {
        let owner = analysis.names().symbol(owner);
        format!(" of {} `{}`", owner.kind.words(), owner.name)
    })
}

/// What the text says about a thing, and its declaration.
fn described(spec: &Spec, analysis: &Analysis, symbol: &Symbol) -> (String, String) {
    let name = symbol.name.as_str();
    let of_struct = |list: &[Struct]| list.iter().find(|it| it.name == name).map(|it| (it.doc.clone(), structure(it)));
    let found = match symbol.kind {
        SymbolKind::Entity => of_struct(&spec.entities),
        SymbolKind::Event => of_struct(&spec.events),
        SymbolKind::Struct => of_struct(&spec.structs).or_else(|| {
            let bodies = spec.endpoints.iter().flat_map(|endpoint| [&endpoint.request, &endpoint.response]).flatten();
            let dto = bodies.filter(|dto| dto.name == name).max_by_key(|dto| dto.fields.len())?;
            Some((String::new(), type_of(name, &dto.fields)))
        }),
        SymbolKind::ValueObject => {
            spec.value_objects.iter().find(|it| it.base.name == name).map(|it| (said(&it.base.doc, &it.validation), value(it)))
        }
        SymbolKind::Service => {
            spec.services.iter().find(|it| it.name == name).map(|it| (it.doc.clone(), interface(name, &it.operations)))
        }
        SymbolKind::Repository => {
            spec.repositories.iter().find(|it| it.name == name).map(|it| (it.doc.clone(), interface(name, &it.operations)))
        }
        SymbolKind::Interface => {
            spec.interfaces.iter().find(|it| it.name == name).map(|it| (it.doc.clone(), interface(name, &it.operations)))
        }
        SymbolKind::Function => spec
            .functions
            .iter()
            .find(|it| it.receiver.is_none() && it.operation.name == name)
            .map(|it| (it.operation.doc.to_string(), format!("func {}", written(&it.operation)))),
        SymbolKind::Field => owner_name(analysis, symbol).and_then(|owner| {
            let field = fields_of(spec, owner).find(|field| field.name == name)?;
            Some((field.doc.to_string(), format!("{} {}", field.name, field.ty)))
        }),
        SymbolKind::Operation => owner_name(analysis, symbol).and_then(|owner| {
            let operation = operations_of(spec, owner).find(|operation| operation.name == name)?;
            Some((operation.doc.to_string(), format!("func ({owner}) {}", written(operation))))
        }),
        SymbolKind::EnumValue => owner_name(analysis, symbol).and_then(|owner| {
            let value = spec.value_objects.iter().find(|it| it.base.name == owner)?;
            let constant = value.values.iter().find(|it| it.constant == name)?;
            Some((String::new(), format!("const {name} {owner} = {:?}", constant.value)))
        }),
        SymbolKind::Endpoint => {
            let endpoint = spec.endpoints.iter().find(|it| format!("{} {}", it.method, it.path) == name);
            endpoint.map(|it| (it.doc.clone(), bodies(it)))
        }
        SymbolKind::Table => spec.tables.iter().find(|it| it.name == name).map(|it| (String::new(), it.sql.clone())),
        SymbolKind::Regime => spec.compliance.iter().find(|it| it.name == name).map(|it| {
            let lines: Vec<String> = it.requirements.iter().map(|asked| format!("- {}", asked.text)).collect();
            (lines.join("\n"), String::new())
        }),
        SymbolKind::Requirement => requirement(spec, name).map(|said| (said, String::new())),
        SymbolKind::ListedTask => spec.tasks.iter().find(|it| it.id == name).map(|it| (it.title.clone(), String::new())),
        SymbolKind::Type | SymbolKind::Constant => None,
    };
    found.unwrap_or_default()
}

/// What a requirement, a criterion or a story says.
fn requirement(spec: &Spec, number: &str) -> Option<String> {
    let requirement = spec.requirements.iter().find(|it| it.id == number).map(|it| said(&it.title, &it.text));
    let mut criteria = spec.requirements.iter().flat_map(|it| &it.criteria);
    let criterion = || criteria.find(|it| it.id == number).map(|it| it.text.clone());
    let story = || spec.stories.iter().find(|it| it.id == number).map(|it| said(&it.title, &it.text));
    requirement.or_else(criterion).or_else(story)
}

fn owner_name<'analysis>(analysis: &'analysis Analysis, symbol: &Symbol) -> Option<&'analysis str> {
    symbol.owner.map(|owner| analysis.names().symbol(owner).name.as_str())
}

fn structs(spec: &Spec) -> impl Iterator<Item = &Struct> {
    let values = spec.value_objects.iter().map(|value| &value.base);
    spec.entities.iter().chain(values).chain(&spec.events).chain(&spec.structs)
}

fn fields_of<'spec>(spec: &'spec Spec, owner: &'spec str) -> impl Iterator<Item = &'spec Field> {
    let bodies = spec.endpoints.iter().flat_map(|endpoint| [&endpoint.request, &endpoint.response]).flatten();
    let of_bodies = bodies.filter(move |dto| dto.name == owner).flat_map(|dto| &dto.fields);
    structs(spec).filter(move |it| it.name == owner).flat_map(|it| &it.fields).chain(of_bodies)
}

fn operations_of<'spec>(spec: &'spec Spec, owner: &'spec str) -> impl Iterator<Item = &'spec Operation> {
    let methods = structs(spec).filter(move |it| it.name == owner).flat_map(|it| &it.methods);
    let services = spec.services.iter().filter(move |it| it.name == owner).flat_map(|it| &it.operations);
    let repositories = spec.repositories.iter().filter(move |it| it.name == owner).flat_map(|it| &it.operations);
    let interfaces = spec.interfaces.iter().filter(move |it| it.name == owner).flat_map(|it| &it.operations);
    services.chain(repositories).chain(interfaces).chain(methods)
}

fn said(doc: &str, validation: &str) -> String {
    [doc, validation].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn written(operation: &Operation) -> String {
    let signature = operation.signature.as_ref().map_or_else(|| "()".to_owned(), view::signature);
    format!("{}{signature}", operation.name)
}

fn type_of(name: &str, fields: &[Field]) -> String {
    let width = fields.iter().map(|field| field.name.chars().count()).max().unwrap_or_default();
    let line = |field: &Field| {
        let doc = if field.doc.is_empty() { String::new() } else { format!(" // {}", field.doc) };
        format!("\t{:width$} {}{doc}\n", field.name, field.ty)
    };
    format!("type {name} struct {{\n{}}}\n", fields.iter().map(line).collect::<String>())
}

fn structure(it: &Struct) -> String {
    let methods = it.methods.iter().map(|method| format!("\nfunc ({}) {}", it.name, written(method)));
    format!("{}{}", type_of(&it.name, &it.fields), methods.collect::<String>())
}

/// A named basic type with its constants, or with the values that YAML lists for it.
fn value(it: &ValueObject) -> String {
    let name = &it.base.name;
    let Some(underlying) = it.underlying.as_ref().filter(|_| it.base.fields.is_empty()) else { return structure(&it.base) };
    let methods: String = it.base.methods.iter().map(|method| format!("\nfunc ({name}) {}", written(method))).collect();
    let plain: Vec<&str> = it.values.iter().map(|value| value.value.as_str()).collect();
    let values = if plain.is_empty() {
        String::new()
    } else if it.values.iter().all(|value| value.constant.is_empty()) {
        format!(" // {}", plain.join(", "))
    } else {
        let constants = it.values.iter().map(|value| format!("\t{} {name} = {:?}\n", value.constant, value.value));
        format!("\n\nconst (\n{})", constants.collect::<String>())
    };
    format!("type {name} {underlying}{values}{}{methods}", if methods.is_empty() { "" } else { "\n" })
}

fn interface(name: &str, operations: &[Operation]) -> String {
    let lines = operations.iter().map(|operation| format!("\t{}\n", written(operation)));
    format!("type {name} interface {{\n{}}}", lines.collect::<String>())
}

/// The types of the request and the response.
fn bodies(endpoint: &Endpoint) -> String {
    let body = |what: &str, dto: &Option<Dto>| {
        dto.as_ref().map(|dto| format!("// {what}\n{}", type_of(if dto.name.is_empty() { what } else { &dto.name }, &dto.fields)))
    };
    [body("Request", &endpoint.request), body("Response", &endpoint.response)].into_iter().flatten().collect()
}

/// What belongs to a thing, from the contract, which knows what the text leaves out.
fn relations(contract: &Contract, spec: &Spec, symbol: &Symbol) -> Vec<String> {
    let name = &symbol.name;
    let mut facts = Vec::new();
    let listed = |names: Vec<String>| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match symbol.kind {
        SymbolKind::Entity => {
            let repository = contract.repositories.iter().find(|repository| repository.entity == *name);
            facts.extend(repository.map(|repository| format!("Stored by `{}`", repository.name)));
            let raised = contract.events.iter().filter(|event| event.entity.as_ref() == Some(name));
            let raised: Vec<String> = raised.map(|event| event.name.clone()).collect();
            facts.extend((!raised.is_empty()).then(|| format!("Raises {}", listed(raised))));
        }
        SymbolKind::Event => {
            let event = contract.events.iter().find(|event| event.name == *name);
            facts.extend(event.map(|event| format!("Topic `{}`", event.topic)));
            let entity = event.and_then(|event| event.entity.as_ref());
            facts.extend(entity.map(|entity| format!("Raised by `{entity}`")));
        }
        SymbolKind::Repository => {
            let repository = contract.repositories.iter().find(|repository| repository.name == *name);
            facts.extend(repository.map(|repository| format!("Stores `{}`", repository.entity)));
        }
        SymbolKind::Service => {
            let service = spec.services.iter().find(|service| service.name == *name);
            let used: Vec<String> =
                service.iter().flat_map(|service| &service.dependencies).map(|used| used.value.clone()).collect();
            facts.extend((!used.is_empty()).then(|| format!("Depends on {}", listed(used))));
        }
        SymbolKind::Endpoint => {
            let endpoint = contract.endpoints.iter().find(|it| format!("{} {}", it.method, it.path) == *name);
            facts
                .extend(endpoint.map(|it| format!("Handled by `{}`, which calls `{}.{}`", it.handler, it.service, it.operation)));
        }
        _ => {}
    }
    facts
}

/// `Declared on lines 12 and 30`, or `Declared on line 8 of design.md`
fn declared_on(analysis: &Analysis, id: SymbolId) -> Option<String> {
    let text = &analysis.text;
    let (own, others): (Vec<&Occurrence>, Vec<&Occurrence>) =
        analysis.names().declarations(id).partition(|place| text.owns(place.span));
    let line = |place: &&Occurrence| text.range(place.span).start.line + 1;
    let mut own: Vec<String> = own.iter().map(|place| line(place).to_string()).collect();
    own.dedup();
    let mut places = match own.pop() {
        Some(last) if own.is_empty() => vec![format!("line {last}")],
        Some(last) => vec![format!("lines {} and {last}", own.join(", "))],
        None => Vec::new(),
    };
    places.extend(others.iter().map(|place| format!("line {} of {}", line(place), text.file_name(place.span))));
    (!places.is_empty()).then(|| format!("Declared on {}", places.join(", ")))
}
