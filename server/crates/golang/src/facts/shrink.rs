//! Facts without room to grow: lists grow by doubling, and most of a module's lists have one element or two.

use super::{Facts, TypeKind};

impl Facts {
    /// Gives back the memory that no fact takes.
    pub(super) fn shrink(&mut self) {
        for declared in &mut self.types {
            match &mut declared.kind {
                TypeKind::Struct(fields) => fields.shrink_to_fit(),
                TypeKind::Interface { methods, embedded } => {
                    methods.shrink_to_fit();
                    embedded.shrink_to_fit();
                }
                TypeKind::Other(_) => {}
            }
        }
        self.imports.shrink_to_fit();
        self.types.shrink_to_fit();
        self.constants.shrink_to_fit();
        self.variables.shrink_to_fit();
        self.functions.shrink_to_fit();
        self.comments.shrink_to_fit();
    }
}
