//! Facts that were read in a part of a text, moved to where that part stands.

use specwave_source::{Edit, Finding, Fix, Related, Span};

use super::{
    Dto, Duplicate, Endpoint, EnumValue, Field, Index, Located, Operation, Problem, Regime, Repository, Service, Statement,
    Struct, Table, Target, ValueObject, YamlKey,
};

/// Something whose spans count from the start of a part.
pub(crate) trait Shift {
    /// Adds the offset of the part to every span.
    fn shift(&mut self, offset: usize);

    /// The same at its place in the whole text.
    fn shifted_by(&self, offset: usize) -> Self
    where
        Self: Clone,
    {
        let mut moved = self.clone();
        moved.shift(offset);
        moved
    }
}

impl Shift for Span {
    fn shift(&mut self, offset: usize) {
        *self = self.shifted(offset);
    }
}

impl<T: Shift> Shift for Vec<T> {
    fn shift(&mut self, offset: usize) {
        self.iter_mut().for_each(|item| item.shift(offset));
    }
}

impl<T: Shift> Shift for Option<T> {
    fn shift(&mut self, offset: usize) {
        self.iter_mut().for_each(|item| item.shift(offset));
    }
}

impl<T> Shift for Located<T> {
    fn shift(&mut self, offset: usize) {
        self.span.shift(offset);
    }
}

/// The fields of each type that hold spans.
macro_rules! shift {
    ($($type:ty: $($field:ident),+;)+) => {
        $(impl Shift for $type {
            fn shift(&mut self, offset: usize) {
                $(self.$field.shift(offset);)+
            }
        })+
    };
}

shift! {
    Dto: span, fields;
    Duplicate: first, again;
    Edit: span;
    Endpoint: span, request, response, query;
    EnumValue: span;
    Field: span;
    Finding: span, related, fixes;
    Fix: edits;
    Index: span;
    Operation: span, body;
    Problem: span;
    Regime: span, requirements;
    Related: span;
    Repository: span, operations, indexes;
    Service: span, operations, dependencies;
    Statement: span;
    Struct: span, fields, methods;
    Table: span, indexes, statement;
    Target: span;
    ValueObject: base, values;
    YamlKey: span, value;
}
