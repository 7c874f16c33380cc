//! Functions and methods: to the entity, value object or service they belong to, or kept as they are.

use super::blocks::Block;
use super::convert;
use super::services::Receivers;
use crate::declared::Declared;

/// Reads the functions of a block.
pub(super) fn read(block: &Block<'_>, receivers: &Receivers, out: &mut Declared) {
    for function in &block.facts.functions {
        let operation = convert::operation(block, function);
        let Some(receiver) = &function.receiver else {
            out.function(None, operation, block.package());
            continue;
        };
        let Some(operation) = out.method(&receiver.ty, operation) else { continue };
        // What a service does not export is an aid of its implementation.
        let exported = operation.name.starts_with(char::is_uppercase);
        let service = receivers.service_of(&receiver.ty).filter(|_| exported && !block.integration);
        let left = match service {
            Some(service) => out.service_method(service, operation),
            None => Some(operation),
        };
        if let Some(operation) = left {
            out.function(Some(receiver.ty.to_string()), operation, block.package());
        }
    }
}
