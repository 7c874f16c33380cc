//! The DTO that goes out of an endpoint, and how it is made of what its operation gives.

use specwave_golang::{Type, names};
use specwave_spec::model;

use super::body::check::predicate;
use super::desk::Desk;
use super::matching::likeness;
use super::operand::{Operand, element, entity_of, members, named};
use super::requests::plain_type;
use super::workbench::identifier;
use crate::contract::{
    Conversion, Converter, Dto, DtoField, DtoRole, Field, Mapping, Operation, Origin, Param, Requirement, Response,
    ServicePattern, Source,
};

impl Desk<'_> {
    /// What an endpoint answers; writes the DTO where there is none for it yet.
    pub(super) fn response(
        &mut self,
        operation: &Operation<ServicePattern>,
        declared: Option<&model::Dto>,
        context: &[String],
        origin: &Origin,
    ) -> Response {
        let results = &operation.results[..operation.results.len() - 1];
        match results {
            [] => Response::Empty,
            [result] if matches!(result.ty.as_str(), "io.Reader" | "io.ReadCloser") => Response::Stream,
            results => self.json(operation, results, declared, context, origin),
        }
    }

    fn json(
        &mut self,
        operation: &Operation<ServicePattern>,
        results: &[Param],
        declared: Option<&model::Dto>,
        context: &[String],
        origin: &Origin,
    ) -> Response {
        let params = parameters(results);
        let written = declared.filter(|dto| !dto.fields.is_empty());
        if let (None, [only]) = (written, results)
            && let Some(response) = self.of_entity(only, declared)
        {
            return response;
        }
        let name = declared.map(|dto| identifier(&dto.name)).filter(|name| !name.is_empty()).map(|name| self.own(&name));
        let existing =
            name.as_ref().and_then(|name| self.dtos.iter().position(|dto| dto.name == *name && dto.role != DtoRole::Request));
        let at = match existing {
            Some(at) => at,
            None => {
                let name =
                    name.filter(|name| !self.taken.contains(name)).unwrap_or_else(|| format!("{}Response", operation.name));
                let name = self.claim(&name, "DTO");
                self.dtos.push(Dto {
                    doc: format!("{name} is what {} answers.", operation.name),
                    file: self.file.clone(),
                    role: DtoRole::Response,
                    fields: Vec::new(),
                    converters: Vec::new(),
                    arguments: Vec::new(),
                    origin: origin.clone(),
                    name,
                });
                self.dtos.len() - 1
            }
        };
        let dto = self.dtos[at].name.clone();
        if let Some(converter) = self.dtos[at].converters.iter().find(|converter| converter.params == params) {
            return Response::Json { dto, converter: converter.function.clone() };
        }
        let at_hand = at_hand(self, &params);
        let mappings = match written {
            Some(written) => self.declared_fields(at, &written.fields, &at_hand, context),
            None => self.own_fields(at, &params, &at_hand),
        };
        let function = self.claim(&format!("New{dto}"), &format!("Of{}", operation.name));
        if let [only] = results
            && let Some(entity) =
                Type::parse(&only.ty).and_then(|ty| entity_of(self.contract, &ty).map(|entity| entity.name.clone()))
        {
            self.goes_out_as(&format!("domain.{entity}"), &dto);
        }
        self.dtos[at].converters.push(Converter { function: function.clone(), params, fields: mappings });
        Response::Json { dto, converter: function }
    }

    /// The response of an entity that goes out whole.
    fn of_entity(&mut self, result: &Param, declared: Option<&model::Dto>) -> Option<Response> {
        let ty = Type::parse(&result.ty)?;
        let Type::Pointer(inner) = &ty else { return None };
        let entity = entity_of(self.contract, inner)?;
        let wanted = declared.map(|dto| identifier(&dto.name)).filter(|name| !name.is_empty()).map(|name| self.own(&name));
        let dto = match wanted {
            Some(name) if self.is_made_of(&name, inner) => name,
            Some(_) => return None,
            None => self.entity_response(entity)?,
        };
        Some(Response::Json { converter: format!("New{dto}"), dto })
    }

    /// Whether a DTO of that name is made of a pointer to that type.
    fn is_made_of(&self, name: &str, ty: &Type) -> bool {
        let pointer = format!("*{ty}");
        let found = self.dtos.iter().find(|dto| dto.name == *name);
        found.is_some_and(|dto| {
            dto.converters.iter().any(|converter| {
                converter.function == format!("New{name}") && matches!(converter.params.as_slice(), [only] if only.ty == pointer)
            })
        })
    }

    /// The fields that the spec declares, each from where its name says; the rest stays empty and says so.
    fn declared_fields(&mut self, at: usize, declared: &[model::Field], at_hand: &[Operand], context: &[String]) -> Vec<Mapping> {
        let mut mappings: Vec<Mapping> = Vec::new();
        for declared in declared {
            let name = identifier(&declared.name);
            if name.is_empty() {
                continue;
            }
            let source = source(declared, at_hand, context);
            let made = source.and_then(|operand| self.outgoing(&name, operand));
            let made = made.filter(|(field, _)| compatible(&declared.ty, &field.field.ty));
            let made = made.or_else(|| self.standing(&name, declared, at_hand));
            let (mut field, mapping) = match made {
                Some((field, mapping)) => (field, Some(mapping)),
                None => (unknown_field(&name, declared), None),
            };
            field.field.key = declared.name.to_string();
            field.field.required = mapping.is_some() && !declared.optional;
            field.field.doc = telling(&declared.doc);
            let there = self.dtos[at].fields.iter().find(|other| other.field.name == name).map(|other| other.field.ty.clone());
            match there {
                Some(ty) if ty == field.field.ty => mappings.extend(mapping),
                Some(_) => {}
                None => {
                    self.dtos[at].fields.push(field);
                    mappings.extend(mapping);
                }
            }
        }
        mappings
    }

    /// A status in words for an entity that has none of its own but tells whether it counts.
    fn standing(&self, name: &str, declared: &model::Field, at_hand: &[Operand]) -> Option<(DtoField, Mapping)> {
        if !matches!(names::snake(name).as_str(), "status" | "state") || plain_type(&declared.ty) != "string" {
            return None;
        }
        let (operand, entity) = at_hand.iter().find_map(|operand| Some((operand, entity_of(self.contract, &operand.ty)?)))?;
        let Requirement::Method(method) = predicate(entity)? else { return None };
        let field = DtoField {
            field: Field { name: name.to_owned(), ty: "string".to_owned(), key: names::snake(name), ..Field::default() },
            source: Source::Body,
            format: String::new(),
            one_of: vec!["active".to_owned(), "inactive".to_owned()],
            example: "\"active\"".to_owned(),
            inferred: None,
        };
        let from = format!("{}.{method}()", operand.expression);
        let conversion = Conversion::Call("standing".to_owned());
        Some((field, Mapping { field: name.to_owned(), from, conversion }))
    }

    /// Fields for results that the spec declares no response for.
    fn own_fields(&mut self, at: usize, params: &[Param], at_hand: &[Operand]) -> Vec<Mapping> {
        let mut wanted: Vec<(String, Operand)> = Vec::new();
        for param in params {
            let Some(ty) = Type::parse(&param.ty) else { continue };
            let whole = Operand { name: param.name.clone(), ty: ty.clone(), expression: param.name.clone() };
            match (element(&ty), named(&ty)) {
                (Some(_), _) if !param.ty.ends_with("[]byte") => {
                    wanted.push(("Items".to_owned(), whole));
                    wanted.extend(
                        Operand::new("Total", "int", &format!("len({})", param.name)).map(|total| ("Total".to_owned(), total)),
                    );
                }
                (_, Some(("service" | "domain", _))) if !members(self.contract, self.models, &ty, &param.name).is_empty() => {
                    let parts = at_hand.iter().filter(|operand| operand.expression.starts_with(&format!("{}.", param.name)));
                    wanted.extend(parts.map(|part| (names::exported(&part.name), part.clone())));
                }
                _ => wanted.push((scalar_name(&param.ty).to_owned(), whole)),
            }
        }
        let mut mappings = Vec::new();
        for (name, operand) in wanted {
            if self.dtos[at].fields.iter().any(|field| field.field.name == name) {
                continue;
            }
            if let Some((field, mapping)) = self.outgoing(&name, &operand) {
                self.dtos[at].fields.push(field);
                mappings.push(mapping);
            }
        }
        mappings
    }
}

/// The key under which a result travels that is no struct.
fn scalar_name(ty: &str) -> &'static str {
    match ty {
        "int" | "int64" => "Count",
        "[]byte" => "Content",
        _ => "Result",
    }
}

/// The results as parameters of a converter.
fn parameters(results: &[Param]) -> Vec<Param> {
    let name = |at: usize, ty: &str| {
        let base = if ty.starts_with("[]") && ty != "[]byte" { "results" } else { "result" };
        if at == 0 { base.to_owned() } else { format!("{base}{}", at + 1) }
    };
    results.iter().enumerate().map(|(at, result)| Param { name: name(at, &result.ty), ty: result.ty.clone() }).collect()
}

/// The results and what is in them, with the number of elements of those that are slices.
fn at_hand(desk: &Desk<'_>, params: &[Param]) -> Vec<Operand> {
    let mut at_hand = Vec::new();
    for param in params {
        let Some(whole) = Operand::new(&param.name, &param.ty, &param.name) else { continue };
        at_hand.extend(members(desk.contract, desk.models, &whole.ty, &whole.expression));
        if element(&whole.ty).is_some() {
            at_hand.extend(Operand::new("total", "int", &format!("len({})", param.name)));
        }
        at_hand.push(whole);
    }
    at_hand
}

/// Where a declared field comes from: what is named so, else the only list, the only number of elements, the only answer.
fn source<'o>(declared: &model::Field, at_hand: &'o [Operand], context: &[String]) -> Option<&'o Operand> {
    let like = |operand: &&Operand| likeness(&declared.name, &operand.name, context);
    let likest = at_hand.iter().rev().max_by_key(like).filter(|operand| like(operand) > 1);
    if likest.is_some() {
        return likest;
    }
    let lower = declared.ty.to_lowercase();
    let is_list = lower.starts_with("array") || lower.starts_with("[]") || lower.starts_with("list");
    let counts = ["count", "total", "size"].iter().any(|word| names::words(&declared.name).iter().any(|w| w == word));
    at_hand.iter().find(|operand| {
        let is_whole = !operand.expression.contains('.');
        is_whole && is_list && element(&operand.ty).is_some()
            || counts && operand.expression.starts_with("len(")
            || is_whole && lower.starts_with("bool") && operand.ty.to_string() == "bool"
    })
}

/// Whether a field of the spec can be given as a DTO's type.
fn compatible(declared: &str, ty: &str) -> bool {
    let is_list = |ty: &str| ty.starts_with("[]");
    match plain_type(declared) {
        "any" => true,
        "string" => {
            matches!(ty.trim_start_matches('*'), "string" | "any")
                || declared.is_empty()
                || ty.starts_with("*values.")
                || ty.starts_with("values.")
        }
        "bool" => ty.trim_start_matches('*') == "bool",
        "int" => ty.trim_start_matches('*').starts_with("int") || ty.trim_start_matches('*').starts_with("uint"),
        "float64" => !matches!(ty.trim_start_matches('*'), "string" | "bool") && !is_list(ty),
        _ => is_list(ty),
    }
}

/// A remark that says more than whether the field may be left out.
pub(super) fn telling(doc: &str) -> String {
    let bare = doc.trim().trim_matches(['(', ')', '.']).to_lowercase();
    if matches!(bare.as_str(), "optional" | "if exists" | "required" | "nullable") { String::new() } else { doc.to_owned() }
}

/// A declared field of which the spec does not say where it comes from.
fn unknown_field(name: &str, declared: &model::Field) -> DtoField {
    let ty = match plain_type(&declared.ty) {
        "any" => "any".to_owned(),
        ty if ty.starts_with("[]") => ty.to_owned(),
        ty => format!("*{ty}"),
    };
    DtoField {
        field: Field {
            name: name.to_owned(),
            ty,
            key: declared.name.to_string(),
            doc: telling(&declared.doc),
            ..Field::default()
        },
        source: Source::Body,
        format: String::new(),
        one_of: Vec::new(),
        example: "null".to_owned(),
        inferred: Some("nothing that the operation gives is named so; it stays empty".to_owned()),
    }
}
