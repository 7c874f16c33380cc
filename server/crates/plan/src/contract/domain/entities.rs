//! Entities of the contract: names, fields, who holds whom.

use specwave_golang::{Type, names};
use specwave_spec::model::{self, Spec};

use super::draft::Draft;
use super::values::sentence;
use super::{Entity, fields};
use crate::contract::file_names::{self, DOMAIN_STEMS};
use crate::contract::resolve::identifier;
use crate::contract::{Contract, Field};

/// Methods that every entity has.
const ENTITY_METHODS: &[&str] = &["PullEvents", "Validate"];

/// Takes the names of the entities, so that everything can refer to them.
pub(super) fn name_all(draft: &mut Draft<'_>) {
    for declared in &draft.inputs.spec.entities {
        let written = identifier(&declared.name);
        if draft.names.get(&declared.name).is_some() {
            continue;
        }
        let family = |name: &str| {
            vec![name.to_owned(), format!("New{name}"), format!("Restore{name}"), format!("{name}Params"), format!("{name}Query")]
        };
        let name = draft.domain.claim(&written, &[format!("{written}Record")], family);
        draft.names.insert(&declared.name, format!("domain.{name}"));
        draft.names.insert(&written, format!("domain.{name}"));
        let file = format!("{}/{}.go", draft.dir("domain"), file_names::stem(&name, DOMAIN_STEMS));
        let doc = sentence(&name, &declared.doc, &format!("is an entity of the {} domain", draft.contract.feature.domain));
        let origin = draft.inputs.declared(declared.span);
        draft.contract.entities.push(Entity { name, file, doc, origin, ..Entity::default() });
    }
}

/// The declaration in the spec behind each entity of the contract.
pub(super) fn declarations<'s>(draft: &Draft<'_>, spec: &'s Spec) -> Vec<(usize, &'s model::Struct)> {
    let mut pairs: Vec<(usize, &model::Struct)> = Vec::new();
    for declared in &spec.entities {
        let canonical = draft.names.get(&declared.name).and_then(|canonical| canonical.strip_prefix("domain."));
        let at = draft.contract.entities.iter().position(|entity| Some(entity.name.as_str()) == canonical);
        if let Some(at) = at.filter(|at| !pairs.iter().any(|(other, _)| other == at)) {
            pairs.push((at, declared));
        }
    }
    pairs
}

/// Gives the entities their fields.
pub(super) fn fill_fields(draft: &mut Draft<'_>) {
    let declared = declarations(draft, draft.inputs.spec);
    for at in 0..draft.contract.entities.len() {
        let name = draft.contract.entities[at].name.clone();
        let fields =
            declared.iter().find(|(other, _)| *other == at).map(|(_, found)| found.fields.as_slice()).unwrap_or_default();
        let mut made: Vec<Field> = vec![identity()];
        for field in fields {
            let user = format!("{name}.{}", field.name);
            let field = fields::declared(draft, field, &user, ENTITY_METHODS, &made);
            made.extend(field.filter(|field| !is_identity(&name, field)));
        }
        if made.len() == 1 {
            made.extend(inferred_fields(draft, &name));
        }
        draft.contract.entities[at].fields = made;
    }
}

fn identity() -> Field {
    Field { name: "ID".to_owned(), ty: "values.UUID".to_owned(), key: "id".to_owned(), required: true, ..Field::default() }
}

/// Whether a field is the identity under its entity's name: `ConsentID` of `Consent`.
fn is_identity(entity: &str, field: &Field) -> bool {
    field.name == "ID" || field.ty == "values.UUID" && field.name == format!("{entity}ID")
}

/// Fields of an entity that has none: the columns of its table, else what nearly everything has.
fn inferred_fields(draft: &mut Draft<'_>, entity: &str) -> Vec<Field> {
    let table = super::tables::declared_for(draft.inputs.spec, entity);
    let columns = table.map(|table| table.columns.as_slice()).unwrap_or_default();
    let mut made: Vec<Field> = Vec::new();
    for column in columns.iter().filter(|column| !column.primary_key && column.name != "id") {
        let name = names::exported(&column.name);
        let plain = super::tables::go_type(&column.ty);
        let ty =
            if column.nullable && !plain.starts_with(['[', 'm', 'j']) && plain != "string" { format!("*{plain}") } else { plain };
        if !ENTITY_METHODS.contains(&name.as_str()) && !made.iter().any(|field| field.name == name) && name.is_ascii() {
            made.push(Field { key: fields::key(&name), name, ty, ..Field::default() });
        }
    }
    if made.is_empty() {
        let field =
            |name: &str, ty: &str| Field { name: name.to_owned(), ty: ty.to_owned(), key: fields::key(name), ..Field::default() };
        made = vec![field("Name", "string"), field("CreatedAt", "time.Time"), field("UpdatedAt", "time.Time")];
    }
    made
}

/// Finds for each entity the one that holds it in a field.
pub(super) fn find_parents(draft: &mut Draft<'_>) {
    let holds = |holder: &Entity, held: &str| {
        let canonical = format!("domain.{held}");
        holder.name != held && holder.fields.iter().any(|field| mentions(&field.ty, &canonical))
    };
    let entities = &draft.contract.entities;
    let parents: Vec<Option<String>> = entities
        .iter()
        .map(|held| {
            entities
                .iter()
                .find(|holder| holds(holder, &held.name) && !holds(held, &holder.name))
                .map(|holder| holder.name.clone())
        })
        .collect();
    for (entity, parent) in draft.contract.entities.iter_mut().zip(parents) {
        entity.parent = parent;
    }
}

/// Whether a type expression has a named type in it.
pub(super) fn mentions(ty: &str, canonical: &str) -> bool {
    let mut found = false;
    if let Some(parsed) = Type::parse(ty) {
        let _ = parsed.map_named(&mut |package, name| {
            found |= package.map_or(name.to_owned(), |package| format!("{package}.{name}")) == canonical;
            Type::Named { package: package.map(str::to_owned), name: name.to_owned() }
        });
    }
    found
}

/// Says for each field whether it must be set and what it defaults to.
pub(super) fn complete(draft: &mut Draft<'_>) {
    let declared = declarations(draft, draft.inputs.spec);
    let Contract { values, entities, .. } = &mut *draft.contract;
    for (at, entity) in entities.iter_mut().enumerate() {
        let fields =
            declared.iter().find(|(other, _)| *other == at).map(|(_, found)| found.fields.as_slice()).unwrap_or_default();
        let optional: Vec<String> =
            fields.iter().filter(|field| field.optional).map(|field| names::exported(&field.name)).collect();
        fields::complete_entity(&mut entity.fields, values, &optional);
        let verb = if entity.factory.is_some() { "Restore" } else { "New" };
        entity.constructor = format!("{verb}{}", entity.name);
    }
}
