//! The DTO that takes everything in that an endpoint's operation needs.

use specwave_golang::{Type, names};
use specwave_spec::model;

use super::conversion::conversion;
use super::desk::{Desk, constructed};
use super::infer::telling_wildcards;
use super::matching::likeness;
use super::operand::{entity_of, named};
use super::responses::telling;
use super::wire::Way;
use super::workbench::identifier;
use crate::contract::{
    Arguments, Compare, Construction, Conversion, Dto, DtoField, DtoRole, Field, Mapping, Operation, Origin, Param,
    ServicePattern, Source,
};

/// What a request is built from.
pub(super) struct Request<'r> {
    pub(super) endpoint: &'r model::Endpoint,
    /// The path as it is served.
    pub(super) path: &'r str,
    /// The verb as it is served.
    pub(super) method: &'r str,
    pub(super) operation: &'r Operation<ServicePattern>,
    /// Words that go without saying in names.
    pub(super) context: &'r [String],
    pub(super) origin: Origin,
}

/// A request on its way.
struct Building<'r> {
    request: &'r Request<'r>,
    fields: Vec<DtoField>,
    /// Wildcards that are not taken yet: as they are meant, and as they are written.
    wildcards: Vec<(String, String)>,
}

impl Desk<'_> {
    /// Writes the request of an endpoint; gives its name, or nothing where the operation takes nothing.
    pub(super) fn request(&mut self, request: &Request<'_>) -> Option<String> {
        let params = &request.operation.params[1..];
        let mut building = Building { request, fields: Vec::new(), wildcards: telling_wildcards(request.path) };
        let values = params.iter().map(|param| self.construction(&mut building, param)).collect();
        self.add_declared(&mut building);
        if params.is_empty() && building.fields.is_empty() {
            return None;
        }
        let written = request.endpoint.request.as_ref().map(|dto| identifier(&dto.name)).filter(|name| !name.is_empty());
        let name = match written.filter(|name| !self.taken.contains(name)) {
            Some(name) => self.claim(&name, "Request"),
            None => self.claim(&format!("{}Request", request.operation.name), "DTO"),
        };
        let doc = format!("{name} is what {} {} takes.", request.method, request.path);
        self.dtos.push(Dto {
            file: self.file.clone(),
            doc,
            role: DtoRole::Request,
            fields: building.fields,
            converters: Vec::new(),
            arguments: if params.is_empty() { Vec::new() } else { vec![Arguments { method: "Arguments".to_owned(), values }] },
            origin: request.origin.clone(),
            name: name.clone(),
        });
        Some(name)
    }

    /// How one parameter is made of fields of the request.
    fn construction(&mut self, building: &mut Building<'_>, param: &Param) -> Construction {
        let zero = || Construction::Value {
            ty: slice_of_variadic(&param.ty),
            mapping: Mapping {
                field: param.name.clone(),
                from: String::new(),
                conversion: Conversion::Zero(slice_of_variadic(&param.ty)),
            },
        };
        let Some(ty) = Type::parse(&param.ty) else { return zero() };
        let pointer = matches!(ty, Type::Pointer(_));
        if let Some(entity) = entity_of(self.contract, &ty) {
            let fields: Vec<Field> = entity.fields.clone();
            return constructed(entity, pointer, self.fields_from(building, &fields));
        }
        match named(&ty) {
            Some(("service", name)) => {
                let fields = super::operand::model(self.models, name).map(|model| model.fields.clone()).unwrap_or_default();
                Construction::Struct { ty: format!("service.{name}"), pointer, fields: self.fields_from(building, &fields) }
            }
            Some(("domain", name)) if self.query_fields(name).is_some() => {
                let fields = self.query_fields(name).unwrap_or_default();
                Construction::Struct { ty: format!("domain.{name}"), pointer, fields: self.fields_from(building, &fields) }
            }
            _ => {
                let field = Field {
                    name: names::exported(super::operand::as_written(&param.name)),
                    ty: slice_of_variadic(&param.ty),
                    key: names::snake(super::operand::as_written(&param.name)),
                    required: true,
                    ..Field::default()
                };
                match self.field_from(building, &field) {
                    Some(mapping) => Construction::Value { ty: field.ty, mapping },
                    None => zero(),
                }
            }
        }
    }

    /// Fields of a query specification as they are asked for.
    fn query_fields(&self, name: &str) -> Option<Vec<Field>> {
        let query = &self.contract.repositories.iter().find(|repository| repository.query.name == name)?.query;
        let asked =
            query.filters.iter().filter(|filter| !matches!(filter.compare, Compare::Null | Compare::NotNull | Compare::In));
        let field = |name: &str, ty: &str| Field {
            name: name.to_owned(),
            ty: ty.to_owned(),
            key: names::snake(name),
            ..Field::default()
        };
        let filters = asked.map(|filter| field(&filter.name, &format!("*{}", filter.ty)));
        let paging = [field("Limit", "int"), field("Offset", "int"), field("OrderBy", "string"), field("Descending", "bool")];
        Some(filters.chain(paging).collect())
    }

    fn fields_from(&mut self, building: &mut Building<'_>, fields: &[Field]) -> Vec<Mapping> {
        fields.iter().filter_map(|field| self.field_from(building, field)).collect()
    }

    /// A field of the request for a value, from the path if a wildcard is named so, else from the query or the body.
    fn field_from(&mut self, building: &mut Building<'_>, wanted: &Field) -> Option<Mapping> {
        let ty = Type::parse(&wanted.ty)?;
        let request = building.request;
        let like = |name: &str| likeness(&wanted.name, name, request.context);
        if let Some(at) = best(&building.wildcards, |name| like(name)) {
            let name = building.wildcards[at].1.clone();
            if let Some(conversion) = text_conversion(self, &ty, true) {
                building.wildcards.remove(at);
                return Some(self.text_field(building, wanted, &ty, &name, Source::Path(name.clone()), true, conversion));
            }
        }
        if wanted.name == "ID"
            && wanted.default.is_none()
            && !request.operation.params.iter().any(|param| param.ty == "values.UUID" && param.name == "id")
        {
            return None;
        }
        let is_needed = wanted.required && wanted.default.is_none();
        let declared = request.endpoint.query.iter().find(|field| like(&field.name) > 1);
        let has_no_body =
            matches!(request.method, "GET" | "HEAD") || request.method == "DELETE" && request.endpoint.request.is_none();
        if declared.is_some() || has_no_body {
            let key = declared.map_or_else(|| wanted.key.clone(), |field| field.name.to_string());
            let conversion = text_conversion(self, &ty, is_needed)?;
            let mut wanted = wanted.clone();
            wanted.required = is_needed && !declared.is_some_and(|field| field.optional);
            return Some(self.text_field(building, &wanted, &ty, &key, Source::Query(key.clone()), wanted.required, conversion));
        }
        let in_body = request.endpoint.request.iter().flat_map(|body| &body.fields).find(|field| like(&field.name) > 1);
        let (mut field, mut mapping) = self.incoming(wanted, &ty, is_needed)?;
        match in_body {
            Some(declared) => {
                field.field.name = identifier(&declared.name);
                field.field.key = declared.name.to_string();
                field.field.doc = telling(&declared.doc);
            }
            None if request.endpoint.request.as_ref().is_some_and(|body| !body.fields.is_empty()) => {
                field.inferred = Some(format!("`{}` needs it", request.operation.name));
            }
            None => {}
        }
        mapping.from = format!("dto.{}", self.add(building, field));
        Some(mapping)
    }

    /// A field that is a text in the path or in the query.
    #[allow(clippy::too_many_arguments)]
    fn text_field(
        &mut self,
        building: &mut Building<'_>,
        wanted: &Field,
        ty: &Type,
        key: &str,
        source: Source,
        required: bool,
        conversion: Conversion,
    ) -> Mapping {
        let wire = self.wire(base(ty), Way::In);
        let example = wire.as_ref().map_or_else(|| "\"sample\"".to_owned(), |wire| wire.example.clone());
        let is_text = example.starts_with('"');
        let field = DtoField {
            field: Field {
                name: wanted.name.clone(),
                ty: "string".to_owned(),
                key: key.to_owned(),
                required,
                doc: wanted.doc.clone(),
                ..Field::default()
            },
            source,
            format: wire.as_ref().map(|wire| if is_text { wire.format.to_owned() } else { wire.ty.clone() }).unwrap_or_default(),
            one_of: wire.map(|wire| wire.one_of).unwrap_or_default(),
            example: if is_text { example } else { format!("\"{}\"", example.trim_matches(['[', ']', '"'])) },
            inferred: None,
        };
        let name = self.add(building, field);
        Mapping { field: wanted.name.clone(), from: format!("dto.{name}"), conversion }
    }

    /// Adds a field under a name of its own and gives the name.
    fn add(&mut self, building: &mut Building<'_>, mut field: DtoField) -> String {
        while building.fields.iter().any(|other| other.field.name == field.field.name) {
            field.field.name.push_str("Value");
        }
        while field.source == Source::Body
            && building.fields.iter().any(|other| other.source == Source::Body && other.field.key == field.field.key)
        {
            field.field.key.push_str("_value");
        }
        let name = field.field.name.clone();
        building.fields.push(field);
        name
    }

    /// Adds the fields that the spec declares although nothing takes them, so that callers may send them.
    fn add_declared(&mut self, building: &mut Building<'_>) {
        let declared = building.request.endpoint.request.iter().flat_map(|body| &body.fields);
        for declared in declared {
            let name = identifier(&declared.name);
            let is_there = building.fields.iter().any(|field| field.field.key == declared.name || field.field.name == name);
            if is_there || name.is_empty() {
                continue;
            }
            let ty = plain_type(&declared.ty);
            let parsed = Type::parse(ty);
            let Some(wire) = parsed.and_then(|ty| self.wire(&ty, Way::In)) else { continue };
            let field =
                Field { name, ty: wire.ty, key: declared.name.to_string(), doc: telling(&declared.doc), ..Field::default() };
            let field = DtoField {
                field,
                source: Source::Body,
                format: String::new(),
                one_of: Vec::new(),
                example: wire.example,
                inferred: None,
            };
            self.add(building, field);
        }
    }
}

/// The position of the name that is likest, if any is like at all.
fn best(names: &[(String, String)], like: impl Fn(&str) -> u8) -> Option<usize> {
    let like = |at: usize| like(&names[at].0).max(like(&names[at].1));
    let likest = (0..names.len()).rev().max_by_key(|at| like(*at))?;
    (like(likest) > 1).then_some(likest)
}

fn base(ty: &Type) -> &Type {
    match ty {
        Type::Pointer(inner) => inner,
        ty => ty,
    }
}

/// `...T` as what its callers hand over: `[]T`.
pub(super) fn slice_of_variadic(ty: &str) -> String {
    ty.strip_prefix("...").map_or_else(|| ty.to_owned(), |inner| format!("[]{inner}"))
}

/// How a text of the path or the query becomes a value.
fn text_conversion(desk: &mut Desk<'_>, ty: &Type, is_needed: bool) -> Option<Conversion> {
    let parse = |function: &str| Some(Conversion::Parse(function.to_owned()));
    let direct = match ty {
        Type::Pointer(inner) => {
            return Some(Conversion::Pointer(Box::new(text_conversion(desk, inner, true)?)));
        }
        Type::Slice(inner) => return Some(Conversion::List(Box::new(text_conversion(desk, inner, true)?))),
        Type::Named { package: None, name } => match name.as_str() {
            "string" => return Some(Conversion::Same),
            "int" => parse("strconv.Atoi"),
            "int64" => parse("parseInt64"),
            "float64" => parse("parseFloat"),
            "bool" => parse("strconv.ParseBool"),
            _ => None,
        },
        Type::Named { package: Some(package), name } if package == "time" && name == "Time" => parse("parseTime"),
        ty => {
            let text = Type::Named { package: None, name: "string".to_owned() };
            conversion(desk.contract, &text, ty).filter(|conversion| *conversion != Conversion::Same)
        }
    }?;
    Some(if is_needed { direct } else { Conversion::IfSet(Box::new(direct)) })
}

/// The Go for a type of the text formats; what is no basic type may be anything.
pub(super) fn plain_type(written: &str) -> &'static str {
    let lower = written.to_lowercase();
    let word = lower.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or_default();
    match word {
        "" | "string" | "str" | "text" | "uuid" | "date" | "datetime" | "timestamp" | "time" | "email" | "enum" => {
            if lower.starts_with("[]") { "[]string" } else { "string" }
        }
        "int" | "integer" | "long" | "int64" => "int",
        "number" | "float" | "float64" | "double" | "decimal" => "float64",
        "bool" | "boolean" => "bool",
        _ => "any",
    }
}
