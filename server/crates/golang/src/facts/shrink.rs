//! Facts without room to grow: lists grow by doubling, and most of a module's lists have one element or two.

use super::{Facts, TypeKind};

impl Facts {
    /// Gives back the memory that no fact takes.
    pub(super) fn shrink(&mut self) {
        for declared in &mut self.types {
            match &mut declared.kind {
                TypeKind::Struct(fields) => shrink(fields),
                TypeKind::Interface { methods, embedded } => {
                    shrink(methods);
                    shrink(embedded);
                }
                TypeKind::Other(_) => {}
            }
        }
        shrink(&mut self.imports);
        shrink(&mut self.types);
        shrink(&mut self.constants);
        shrink(&mut self.variables);
        shrink(&mut self.functions);
        shrink(&mut self.comments);
    }
}

/// `Vec::shrink_to_fit` asks the allocator, and some leave a list where it is unless it takes less than half of its room.
fn shrink<T>(list: &mut Vec<T>) {
    let mut exact = Vec::with_capacity(list.len());
    exact.append(list);
    *list = exact;
}
