//! Go, by the facts that tree-sitter finds.

use specwave_golang::facts::{self, TypeKind};

use super::Declaration;
use crate::go_dialect::signature;
use crate::model::{Field, Located, Operation};

pub(super) fn read(code: &str, offset: usize) -> Vec<Declaration> {
    let facts = facts::read(code);
    let located = |name: &facts::Name| Located { value: name.text.to_string(), span: name.span.shifted(offset) };
    let types = facts.types.into_iter().map(|ty| {
        let mut declaration = Declaration { name: located(&ty.name), doc: ty.doc.to_string(), ..Declaration::default() };
        match ty.kind {
            TypeKind::Struct(fields) => {
                declaration.fields = fields
                    .into_iter()
                    .map(|field| Field {
                        span: field.name.span.shifted(offset),
                        name: field.name.text.clone(),
                        ty: field.ty.clone(),
                        optional: field.tag.contains("omitempty"),
                        doc: field.comment.clone(),
                    })
                    .collect();
            }
            TypeKind::Interface { methods, .. } => {
                let operation = |method: &facts::Func| Operation {
                    name: method.name.text.to_string(),
                    span: method.name.span.shifted(offset),
                    doc: method.doc.clone(),
                    signature: Some(signature(method)),
                    body: None,
                };
                declaration.methods = methods.iter().map(operation).collect();
            }
            TypeKind::Other(underlying) => declaration.bases.push(underlying.to_string()),
        }
        declaration
    });
    types.collect()
}
