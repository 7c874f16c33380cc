//! Facts without room to grow: lists grow by doubling, and most of a module's lists have one element or two.

use super::{Facts, Func, TypeKind};

impl Facts {
    /// Gives back the memory that no fact takes.
    pub(super) fn shrink(&mut self) {
        for declared in &mut self.types {
            match &mut declared.kind {
                TypeKind::Struct(fields) => fields.shrink_to_fit(),
                TypeKind::Interface { methods, embedded } => {
                    methods.iter_mut().for_each(Func::shrink);
                    methods.shrink_to_fit();
                    embedded.shrink_to_fit();
                }
                TypeKind::Other(_) => {}
            }
        }
        self.functions.iter_mut().for_each(Func::shrink);
        self.imports.shrink_to_fit();
        self.types.shrink_to_fit();
        self.constants.shrink_to_fit();
        self.variables.shrink_to_fit();
        self.functions.shrink_to_fit();
        self.comments.shrink_to_fit();
    }
}

impl Func {
    fn shrink(&mut self) {
        self.params.shrink_to_fit();
        self.results.shrink_to_fit();
        self.changes.shrink_to_fit();
        self.new_contexts.shrink_to_fit();
    }
}
