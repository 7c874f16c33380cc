//! The declared names of the model, and the places that it knows.

use specwave_source::Span;

use super::symbol::{Occurrence, SymbolId, SymbolKind};
use super::symbols::{Symbols, named_type};
use crate::endpoints::{METHODS, path_end};
use crate::model::{Dialect, Dto, Endpoint, Field, Operation, Spec, Struct};

/// Adds everything that the model declares.
pub(super) fn add<'text>(spec: &'text Spec, text: &'text str, symbols: &mut Symbols<'text>) {
    symbols.domain = spec.domain.as_ref().map(|domain| domain.value.as_str());
    let mut add = Adding { text, symbols };
    add.types(spec);
    add.contracts(spec);
    for endpoint in &spec.endpoints {
        add.endpoint(endpoint);
    }
    for table in &spec.tables {
        let id = add.symbols.table(&table.name);
        add.symbols.pin(text, table.span, id, &table.name, true);
    }
    for regime in &spec.compliance {
        let id = add.symbols.regime(&regime.name);
        add.symbols.pin(text, regime.span, id, &regime.name, true);
    }
    add.numbered(spec);
    add.repeated(spec);
    add.references(spec);
}

struct Adding<'add, 'text> {
    text: &'text str,
    symbols: &'add mut Symbols<'text>,
}

impl<'text> Adding<'_, 'text> {
    fn types(&mut self, spec: &'text Spec) {
        for entity in &spec.entities {
            self.structure(entity, SymbolKind::Entity);
        }
        for value in &spec.value_objects {
            let owner = self.structure(&value.base, SymbolKind::ValueObject);
            for value in &value.values {
                let (name, id) = if value.constant.is_empty() {
                    (&value.value, self.symbols.member(owner, &value.value, SymbolKind::EnumValue))
                } else {
                    (&value.constant, self.symbols.global(&value.constant, SymbolKind::EnumValue, Some(owner)))
                };
                self.symbols.pin(self.text, value.span, id, name, true);
            }
        }
        for event in &spec.events {
            self.structure(event, SymbolKind::Event);
        }
    }

    fn contracts(&mut self, spec: &'text Spec) {
        for service in &spec.services {
            let id = self.contract(&service.name, service.span, SymbolKind::Service, service.package.as_deref());
            self.operations(id, &service.operations);
        }
        for repository in &spec.repositories {
            let id = self.contract(&repository.name, repository.span, SymbolKind::Repository, repository.package.as_deref());
            self.operations(id, &repository.operations);
        }
        for interface in &spec.interfaces {
            let id = self.contract(&interface.name, interface.span, SymbolKind::Interface, interface.package.as_deref());
            self.operations(id, &interface.operations);
        }
        for plain in &spec.structs {
            self.structure(plain, SymbolKind::Struct);
        }
        for other in &spec.other_types {
            let id = self.symbols.global(&other.value, SymbolKind::Type, None);
            self.symbols.pin(self.text, other.span, id, &other.value, true);
        }
    }

    fn structure(&mut self, it: &'text Struct, kind: SymbolKind) -> SymbolId {
        let id = self.contract(&it.name, it.span, kind, it.package.as_deref());
        self.fields(id, &it.fields, it.dialect == Dialect::Go);
        self.operations(id, &it.methods);
        id
    }

    /// A type; Go may write a shorter name for it that only its package makes clear.
    fn contract(&mut self, name: &'text str, span: Span, kind: SymbolKind, package: Option<&'text str>) -> SymbolId {
        let id = self.symbols.global(name, kind, None);
        self.symbols.note_package(id, package);
        let written = self.text.get(span.start..span.end).unwrap_or_default();
        if let Some(package) = package.filter(|_| written != name && name.ends_with(written) && !written.is_empty()) {
            self.symbols.note_written(written, package, id);
        }
        self.symbols.pin(self.text, span, id, written_name(name, written), true);
        id
    }

    fn fields(&mut self, owner: SymbolId, fields: &'text [Field], in_go: bool) {
        for field in fields {
            let id = self.symbols.member(owner, &field.name, SymbolKind::Field);
            self.symbols.note_type(id, named_type(&field.ty));
            self.symbols.pin(self.text, field.span, id, &field.name, true);
            if !in_go {
                self.type_behind(field);
            }
        }
    }

    fn operations(&mut self, owner: SymbolId, operations: &'text [Operation]) {
        for operation in operations {
            let id = self.symbols.member(owner, &operation.name, SymbolKind::Operation);
            self.symbols.pin(self.text, operation.span, id, &operation.name, true);
            let Some(signature) = &operation.signature else { continue };
            if let Some(result) = signature.results.first() {
                self.symbols.note_type(id, named_type(&result.ty));
            }
            self.code_behind(operation.span, |line| {
                let ends = [" - ", " – ", " — ", " // ", " # ", ": "].iter().filter_map(|mark| line.find(mark));
                line.starts_with('(').then(|| (0, ends.min().unwrap_or(line.len())))
            });
        }
    }

    /// Notes the part of the line behind a name that `part` finds.
    fn code_behind(&mut self, name: Span, part: impl Fn(&str) -> Option<(usize, usize)>) {
        let rest = self.text.get(name.end..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        if let Some((start, end)) = part(line) {
            self.symbols.code.push(Span::new(name.end + start, name.end + end));
        }
    }

    fn endpoint(&mut self, endpoint: &'text Endpoint) {
        let id = self.symbols.endpoint(format!("{} {}", endpoint.method, endpoint.path));
        let span = endpoint_span(self.text, endpoint.span);
        let declared = Occurrence { symbol: id, span, declares: true };
        self.symbols.pinned.entry(span.start).or_insert(declared);
        for dto in [&endpoint.request, &endpoint.response].into_iter().flatten() {
            self.dto(dto);
        }
        endpoint.query.iter().for_each(|field| self.type_behind(field));
    }

    /// A body declares its type where it lists the fields, or where nothing else does.
    fn dto(&mut self, dto: &'text Dto) {
        if dto.name.is_empty() || !dto.name.chars().all(|c| c.is_alphanumeric() || c == '_') {
            return;
        }
        let is_new = self.symbols.find(&dto.name, None).is_none();
        let id = self.symbols.global(&dto.name, SymbolKind::Struct, None);
        self.symbols.pin(self.text, dto.span, id, &dto.name, is_new || !dto.fields.is_empty());
        self.fields(id, &dto.fields, false);
    }

    fn type_behind(&mut self, field: &Field) {
        if !field.ty.is_empty() {
            self.code_behind(field.span, |line| line.find(field.ty.as_str()).map(|at| (at, at + field.ty.len())));
        }
    }

    /// Requirements, criteria, stories and listed tasks, and the numbers by which tasks refer to them.
    fn numbered(&mut self, spec: &'text Spec) {
        let criteria = spec.requirements.iter().flat_map(|requirement| &requirement.criteria);
        let requirements = spec.requirements.iter().map(|requirement| (&requirement.id, requirement.span));
        let stories = spec.stories.iter().map(|story| (&story.id, story.span));
        for (id, span) in requirements.chain(criteria.map(|criterion| (&criterion.id, criterion.span))).chain(stories) {
            self.number(id, span, SymbolKind::Requirement);
        }
        for task in &spec.tasks {
            self.number(&task.id, task.span, SymbolKind::ListedTask);
        }
        for used in spec.tasks.iter().flat_map(|task| task.requirements.iter().chain(&task.story)) {
            if let Some(symbol) = self.symbols.numbered.get(used.value.as_str()).copied() {
                self.symbols.pin(self.text, used.span, symbol, &used.value, false);
            }
        }
    }

    /// A number where it stands; Kiro writes only `1` in front of the criterion `3.1`.
    fn number(&mut self, number: &'text str, span: Span, kind: SymbolKind) {
        let written = self.text.get(span.start..span.end).unwrap_or_default();
        let last = number.rsplit('.').next().unwrap_or(number);
        let found = [number, last].into_iter().find_map(|part| Some((written.find(part)?, part)));
        if let Some((at, part)) = found.filter(|(_, part)| !part.is_empty()) {
            let symbol = self.symbols.numbered(number, kind);
            let start = span.start + at;
            self.symbols.pin(self.text, Span::new(start, start + part.len()), symbol, part, true);
        }
    }

    /// Later declarations of what is declared already.
    fn repeated(&mut self, spec: &'text Spec) {
        for again in &spec.duplicates {
            if let Some(id) = self.symbols.find(&again.name, None) {
                self.symbols.pin(self.text, again.again, id, &again.name, true);
            } else if let Some(id) = self.symbols.endpoints.get(&again.name).copied() {
                let span = endpoint_span(self.text, again.again);
                let declared = Occurrence { symbol: id, span, declares: true };
                self.symbols.pinned.entry(span.start).or_insert(declared);
            }
        }
    }

    /// Dependencies and raised events.
    fn references(&mut self, spec: &'text Spec) {
        let dependencies = spec.services.iter().flat_map(|service| &service.dependencies);
        for used in dependencies.chain(&spec.raised) {
            if let Some(id) = self.symbols.find(&used.value, None) {
                self.symbols.pin(self.text, used.span, id, &used.value, false);
            }
        }
    }
}

/// What is expected to stand at a declaration: the name, or the end of it that Go writes.
fn written_name<'name>(name: &'name str, written: &'name str) -> &'name str {
    if name.ends_with(written) && !written.is_empty() { written } else { name }
}

/// The verb and the path inside the place of an endpoint, which may be a whole row of a table.
fn endpoint_span(text: &str, span: Span) -> Span {
    let written = text.get(span.start..span.end).unwrap_or_default();
    let Some(slash) = written.find('/') else { return span };
    let before = written[..slash].trim_end_matches(|c: char| c.is_whitespace() || "`*:".contains(c));
    let verb = METHODS.iter().find(|method| before.ends_with(**method)).map_or(slash, |method| before.len() - method.len());
    Span::new(span.start + verb, span.start + slash + path_end(&written[slash..]))
}
