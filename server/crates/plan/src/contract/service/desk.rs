//! DTOs as they are written: what is there already, and under which names.

use std::collections::BTreeSet;

use specwave_golang::{Type, names};

use super::operand::{Operand, members};
use super::wire::{Way, converter_name};
use crate::contract::compute::Inputs;
use crate::contract::{
    Arguments, Construction, Contract, Conversion, Converter, Dto, DtoField, DtoRole, Entity, Field, Mapping, Model, Origin,
    Param, Source, shared_names,
};

/// Names of the rest package that are no DTOs.
const FIXED_NAMES: &[&str] =
    &["APIRoute", "DefaultMaxBodyBytes", "DefaultRateLimit", "DefaultRequestTimeout", "NewRouter", "RouterConfig"];

/// DTOs as they are written.
pub(super) struct Desk<'a> {
    inputs: &'a Inputs<'a>,
    pub(super) contract: &'a Contract,
    pub(super) models: &'a [Model],
    pub(super) dtos: Vec<Dto>,
    /// File of the DTOs that are being written.
    pub(super) file: String,
    pub(super) taken: BTreeSet<String>,
    /// What DTOs were made of, so that each is made once.
    made: Vec<(String, Way, String)>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(inputs: &'a Inputs<'a>, contract: &'a Contract, models: &'a [Model]) -> Self {
        let taken = FIXED_NAMES.iter().map(|name| (*name).to_owned()).collect();
        Self { inputs, contract, models, dtos: Vec::new(), file: String::new(), taken, made: Vec::new() }
    }

    /// A name of this feature's own: another feature may have a DTO that is called the same.
    pub(super) fn own(&self, name: &str) -> String {
        let prefix = shared_names::prefix(self.inputs, self.contract, name, |prefix| vec![("rest", format!("{prefix}{name}"))]);
        format!("{prefix}{name}")
    }

    /// Takes a name; where it is taken already, one with `suffix` behind it.
    pub(super) fn claim(&mut self, name: &str, suffix: &str) -> String {
        let mut claimed = self.own(name);
        while !self.taken.insert(claimed.clone()) {
            claimed.push_str(suffix);
        }
        claimed
    }

    /// The example of a DTO as JSON.
    pub(super) fn example(&self, dto: &str) -> String {
        let found = self.dtos.iter().find(|candidate| candidate.name == dto);
        let fields = found.map(|dto| dto.fields.as_slice()).unwrap_or_default();
        let entries: Vec<String> = fields
            .iter()
            .filter(|field| field.source == Source::Body)
            .map(|field| format!("\"{}\": {}", field.field.key, field.example))
            .collect();
        format!("{{{}}}", entries.join(", "))
    }

    fn made_of(&self, ty: &str, way: Way) -> Option<String> {
        self.made.iter().find(|(of, made_way, _)| of == ty && *made_way == way).map(|(_, _, dto)| dto.clone())
    }

    /// An empty DTO, so that a type that contains itself finds it.
    fn open(&mut self, ty: String, way: Way, name: &str, doc: String, role: DtoRole, origin: Origin) -> usize {
        self.made.push((ty, way, name.to_owned()));
        let file = self.file.clone();
        let name = name.to_owned();
        self.dtos.push(Dto { name, file, doc, role, fields: Vec::new(), converters: Vec::new(), arguments: Vec::new(), origin });
        self.dtos.len() - 1
    }

    /// The DTO for a model that is a part of others.
    pub(super) fn model_part(&mut self, model: &Model, way: Way) -> Option<String> {
        let ty = format!("service.{}", model.name);
        if let Some(made) = self.made_of(&ty, way) {
            return Some(made);
        }
        let suffix = if way == Way::In { "Input" } else { "DTO" };
        let stem = model.name.trim_end_matches("Input").trim_end_matches("Model");
        let name = self.claim(&format!("{stem}{suffix}"), suffix);
        let doc = format!("{name} is {} as JSON.", model.name);
        let at = self.open(ty.clone(), way, &name, doc, DtoRole::Part, model.origin.clone());
        match way {
            Way::In => self.fill_in(at, &ty, &model.fields, None),
            Way::Out => self.fill_out(at, &ty, converter_name(&name)),
        }
        Some(name)
    }

    /// The DTO that an entity comes in as.
    pub(super) fn entity_part(&mut self, entity: &Entity) -> Option<String> {
        let ty = format!("domain.{}", entity.name);
        if let Some(made) = self.made_of(&ty, Way::In) {
            return Some(made);
        }
        let name = self.claim(&format!("{}Input", entity.name), "DTO");
        let doc = format!("{name} is {} as it comes in.", entity.name);
        let at = self.open(ty.clone(), Way::In, &name, doc, DtoRole::Part, entity.origin.clone());
        self.fill_in(at, &ty, &entity.fields, Some(entity));
        Some(name)
    }

    /// The DTO that an entity goes out as.
    pub(super) fn entity_response(&mut self, entity: &Entity) -> Option<String> {
        let ty = format!("domain.{}", entity.name);
        if let Some(made) = self.made_of(&ty, Way::Out) {
            return Some(made);
        }
        let name = self.claim(&format!("{}Response", entity.name), "DTO");
        let doc = format!("{name} is {} as JSON.", entity.name);
        let at = self.open(ty.clone(), Way::Out, &name, doc, DtoRole::Response, entity.origin.clone());
        self.fill_out(at, &ty, format!("New{name}"));
        Some(name)
    }

    /// Lets an entity go out as a DTO that is there already.
    pub(super) fn goes_out_as(&mut self, ty: &str, dto: &str) {
        if self.made_of(ty, Way::Out).is_none() {
            self.made.push((ty.to_owned(), Way::Out, dto.to_owned()));
        }
    }

    fn fill_in(&mut self, at: usize, ty: &str, fields: &[Field], entity: Option<&Entity>) {
        let mut mappings = Vec::new();
        for field in fields {
            let Some(parsed) = Type::parse(&field.ty) else { continue };
            let is_needed = field.required && field.default.is_none() && field.name != "ID";
            if let Some((dto_field, mapping)) = self.incoming(field, &parsed, is_needed) {
                self.dtos[at].fields.push(dto_field);
                mappings.push(mapping);
            }
        }
        let value = match entity {
            Some(entity) => constructed(entity, false, mappings),
            None => Construction::Struct { ty: ty.to_owned(), pointer: false, fields: mappings },
        };
        self.dtos[at].arguments.push(Arguments { method: "value".to_owned(), values: vec![value] });
    }

    /// A field of a body and what it becomes.
    pub(super) fn incoming(&mut self, field: &Field, ty: &Type, is_needed: bool) -> Option<(DtoField, Mapping)> {
        let wire = self.wire(ty, Way::In)?;
        let is_text = wire.ty == "string";
        let conversion = match wire.conversion {
            Conversion::Same => Conversion::Same,
            conversion if is_text && !is_needed => Conversion::IfSet(Box::new(conversion)),
            conversion => conversion,
        };
        let key = if field.key.is_empty() { names::snake(&field.name) } else { field.key.clone() };
        let dto_field = DtoField {
            field: Field {
                name: field.name.clone(),
                ty: wire.ty,
                key,
                required: is_needed,
                minimum: field.minimum,
                maximum: field.maximum,
                default: None,
                doc: field.doc.clone(),
            },
            source: Source::Body,
            format: wire.format.to_owned(),
            one_of: wire.one_of,
            example: wire.example,
            inferred: None,
        };
        let mapping = Mapping { field: field.name.clone(), from: format!("dto.{}", field.name), conversion };
        Some((dto_field, mapping))
    }

    fn fill_out(&mut self, at: usize, ty: &str, function: String) {
        let param = Param { name: "from".to_owned(), ty: format!("*{ty}") };
        let mut mappings = Vec::new();
        let Some(parsed) = Type::parse(&param.ty) else { return };
        for operand in members(self.contract, self.models, &parsed, "from") {
            if let Some((field, mapping)) = self.outgoing(&operand.name, &operand) {
                self.dtos[at].fields.push(field);
                mappings.push(mapping);
            }
        }
        self.dtos[at].converters.push(Converter { function, params: vec![param], fields: mappings });
    }

    /// A field of a response and where it comes from.
    pub(super) fn outgoing(&mut self, name: &str, operand: &Operand) -> Option<(DtoField, Mapping)> {
        let wire = self.wire(&operand.ty, Way::Out)?;
        let field = DtoField {
            field: Field { name: name.to_owned(), ty: wire.ty, key: names::snake(name), required: true, ..Field::default() },
            source: Source::Body,
            format: wire.format.to_owned(),
            one_of: wire.one_of,
            example: wire.example,
            inferred: None,
        };
        Some((field, Mapping { field: name.to_owned(), from: operand.expression.clone(), conversion: wire.conversion }))
    }
}

/// An entity made by its constructor.
pub(super) fn constructed(entity: &Entity, pointer: bool, fields: Vec<Mapping>) -> Construction {
    Construction::Constructed {
        ty: format!("domain.{}", entity.name),
        constructor: format!("domain.{}", entity.constructor),
        params: format!("domain.{}Params", entity.name),
        gives_pointer: true,
        pointer,
        fields,
    }
}
