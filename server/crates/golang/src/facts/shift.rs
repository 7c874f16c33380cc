//! Moving facts that were read from a piece to their place in the whole.

use specwave_source::Span;

use super::{Facts, Func, Name, TypeDecl, TypeKind};

impl Facts {
    /// Moves every span by `offset` bytes; none ends behind `end`, which takes back an appended line end.
    pub(super) fn shift(&mut self, offset: usize, end: usize) {
        let shift = Shift { offset, end };
        self.package.iter_mut().chain(&mut self.path).chain(&mut self.comments).for_each(|name| shift.name(name));
        self.imports.iter_mut().for_each(|import| shift.name(&mut import.path));
        self.types.iter_mut().for_each(|declaration| shift.declaration(declaration));
        self.constants.iter_mut().for_each(|constant| shift.name(&mut constant.name));
        self.variables.iter_mut().for_each(|variable| shift.name(variable));
        self.functions.iter_mut().for_each(|function| shift.function(function));
        self.errors.iter_mut().for_each(|error| shift.span(&mut error.span));
        for literal in &mut self.raised {
            shift.name(&mut literal.ty);
            literal.fields.iter_mut().for_each(|(name, _)| shift.name(name));
        }
    }
}

struct Shift {
    offset: usize,
    end: usize,
}

impl Shift {
    fn span(&self, span: &mut Span) {
        *span = Span::new((span.start + self.offset).min(self.end), (span.end + self.offset).min(self.end));
    }

    fn name(&self, name: &mut Name) {
        self.span(&mut name.span);
    }

    fn declaration(&self, declaration: &mut TypeDecl) {
        self.name(&mut declaration.name);
        self.span(&mut declaration.span);
        match &mut declaration.kind {
            TypeKind::Struct(fields) => fields.iter_mut().for_each(|field| self.name(&mut field.name)),
            TypeKind::Interface { methods, .. } => methods.iter_mut().for_each(|method| self.function(method)),
            TypeKind::Other(_) => {}
        }
    }

    fn function(&self, function: &mut Func) {
        self.name(&mut function.name);
        self.span(&mut function.span);
        if let Some(body) = &mut function.body {
            body.text.iter_mut().chain(&mut body.changes).chain(&mut body.new_contexts).for_each(|name| self.name(name));
        }
    }
}
