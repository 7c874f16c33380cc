//! Variables in scope, and the types they are known to have.

use foldhash::HashMap;

use crate::names::symbol::SymbolId;

/// Names of variables, the innermost last. `None` is a variable of a type that is not known.
#[derive(Default)]
pub(super) struct Variables<'text> {
    known: HashMap<&'text str, Vec<Option<SymbolId>>>,
    order: Vec<&'text str>,
}

impl<'text> Variables<'text> {
    pub(super) fn bind(&mut self, name: &'text str, ty: Option<SymbolId>) {
        self.known.entry(name).or_default().push(ty);
        self.order.push(name);
    }

    /// The variable of that name, if there is one, with its type.
    pub(super) fn find(&self, name: &str) -> Option<Option<SymbolId>> {
        self.known.get(name)?.last().copied()
    }

    /// Marks the variables there are, for [`Self::leave`].
    pub(super) fn mark(&self) -> usize {
        self.order.len()
    }

    /// Forgets the variables that were bound behind a mark.
    pub(super) fn leave(&mut self, mark: usize) {
        for name in self.order.drain(mark.min(self.order.len())..) {
            if let Some(types) = self.known.get_mut(name) {
                types.pop();
            }
        }
    }
}
