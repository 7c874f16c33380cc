//! From Go facts to the model.

use specwave_golang::facts::{Constant, Func, Parameter, StructField};

use super::blocks::Block;
use crate::model::{Dialect, Field, Located, Operation, Param, Signature, Struct};

/// Parameters and results of a function.
pub(crate) fn signature(function: &Func) -> Signature {
    let params = |list: &[Parameter]| {
        list.iter().map(|parameter| Param { name: parameter.name.clone(), ty: parameter.ty.clone() }).collect()
    };
    Signature { params: params(function.params()), results: params(function.results()) }
}

pub(super) fn operation(block: &Block<'_>, function: &Func) -> Operation {
    Operation {
        name: function.name.text.to_string(),
        span: block.at(function.name.span),
        doc: function.doc.clone(),
        signature: Some(signature(function)),
        body: function
            .body
            .as_ref()
            .and_then(|body| body.text.as_ref())
            .map(|body| Located { value: body.text.clone(), span: block.at(body.span) }),
    }
}

pub(super) fn fields(block: &Block<'_>, fields: &[StructField]) -> Vec<Field> {
    fields
        .iter()
        .map(|field| {
            let comment = field.comment.to_lowercase();
            Field {
                name: field.name.text.clone(),
                ty: field.ty.clone(),
                optional: field.tag.contains("omitempty") || comment.contains("optional"),
                doc: field.comment.clone(),
                span: block.at(field.name.span),
            }
        })
        .collect()
}

pub(super) fn structure(block: &Block<'_>, name: &specwave_golang::facts::Name, doc: &str, fields_of: &[StructField]) -> Struct {
    Struct {
        name: name.text.to_string(),
        span: block.at(name.span),
        dialect: Dialect::Go,
        doc: doc.to_owned(),
        package: block.package(),
        fields: fields(block, fields_of),
        methods: Vec::new(),
    }
}

/// The value as it is stored: the string without its quotes, or the constant's own expression.
pub(super) fn constant_value(constant: &Constant) -> String {
    let value = constant.value.trim();
    let inner = match (value.find('('), value.strip_suffix(')')) {
        (Some(open), Some(_)) => &value[open + 1..value.len() - 1],
        _ => value,
    };
    inner.trim_matches(['"', '`']).to_owned()
}
