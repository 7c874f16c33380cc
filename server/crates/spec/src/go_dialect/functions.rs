//! Functions and methods: to the entity, value object or service they belong to, or kept as they are.

use super::blocks::Block;
use super::convert;
use super::services::Receivers;
use crate::declared::{Declared, complete_operations};
use crate::model::Function;

/// Reads the functions of a block.
pub(super) fn read(block: &Block<'_>, receivers: &Receivers, out: &mut Declared) {
    for function in &block.facts.functions {
        let operation = convert::operation(block, function);
        let Some(receiver) = &function.receiver else {
            out.spec.functions.push(Function { receiver: None, operation, package: block.package() });
            continue;
        };
        if let Some(entity) = out.entity_named(&receiver.ty) {
            complete_operations(&mut entity.methods, vec![operation]);
        } else if let Some(value) = out.value_named(&receiver.ty) {
            complete_operations(&mut value.base.methods, vec![operation]);
        } else if let Some(service) = receivers.service_of(&receiver.ty).filter(|_| !block.integration) {
            let exported = operation.name.starts_with(char::is_uppercase);
            let known = out.service_named(service);
            match known.filter(|_| exported) {
                Some(service) => {
                    complete_operations(&mut service.operations, vec![operation]);
                }
                None => {
                    let receiver = Some(receiver.ty.clone());
                    out.spec.functions.push(Function { receiver, operation, package: block.package() });
                }
            }
        } else {
            let receiver = Some(receiver.ty.clone());
            out.spec.functions.push(Function { receiver, operation, package: block.package() });
        }
    }
}
