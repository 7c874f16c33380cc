//! Declared names, and types that need no declaration.

use specwave_source::Span;

use super::{Place, Proposal, ProposalKind};
use crate::names::{Symbol, SymbolId, SymbolKind};

/// Types of Go and of its usual packages, with what each is for.
const GO_TYPES: &[(&str, &str)] = &[
    ("string", "text"),
    ("bool", "true or false"),
    ("int", "whole number"),
    ("int64", "whole number of 64 bits"),
    ("float64", "number with a fraction"),
    ("error", "what went wrong"),
    ("any", "a value of any type"),
    ("uuid.UUID", "identity"),
    ("time.Time", "point in time"),
    ("*time.Time", "point in time, or none"),
    ("time.Duration", "length of time"),
    ("context.Context", "cancelling and deadlines of a call"),
    ("values.Money", "amount with its currency"),
    ("map[string]any", "values by name"),
    ("[]string", "list of texts"),
    ("[]byte", "bytes"),
];

impl Place<'_> {
    /// The declared names of some kinds, in the order of the text.
    pub(super) fn declared(&self, kinds: impl Fn(SymbolKind) -> bool) -> Vec<Proposal> {
        let wanted = self.names.symbols().filter(|(id, symbol)| kinds(symbol.kind) && !self.is_typed_here(*id));
        wanted.map(|(id, symbol)| self.proposal(id, symbol)).collect()
    }

    /// Types for a field, a parameter or a result: declared ones first.
    pub(super) fn types(&self) -> Vec<Proposal> {
        let mut types = self.declared(|kind| {
            matches!(kind, SymbolKind::Entity | SymbolKind::ValueObject | SymbolKind::Struct | SymbolKind::Type)
        });
        types.extend(go_types());
        types
    }

    /// The fields and operations of a type.
    pub(super) fn members(&self, owner: SymbolId) -> Vec<Proposal> {
        let members = self.names.members(owner).iter().filter(|id| !self.is_typed_here(**id));
        members.map(|id| self.proposal(*id, self.names.symbol(*id))).collect()
    }

    fn proposal(&self, id: SymbolId, symbol: &Symbol) -> Proposal {
        let owner = symbol.owner.map_or_else(String::new, |owner| format!(" of {}", self.names.symbol(owner).name));
        let detail = format!("{}{owner}", symbol.kind.words());
        let declaration = self.names.declarations(id).next().map(|declared| self.line_of(declared.span)).unwrap_or_default();
        Proposal::new(ProposalKind::Name(symbol.kind), symbol.name.clone(), detail).documented(declaration)
    }

    /// The line that declares a name, as inline code.
    fn line_of(&self, span: Span) -> String {
        let start = self.text[..span.start].rfind('\n').map_or(0, |end| end + 1);
        let end = self.text[span.end..].find('\n').map_or(self.text.len(), |at| span.end + at);
        format!("`{}`", self.text[start..end].trim().trim_matches('`'))
    }

    /// Whether the only declaration is the word that is being typed.
    fn is_typed_here(&self, id: SymbolId) -> bool {
        self.names.places(id).all(|place| place.span.touches(self.offset))
    }
}

/// The types that need no declaration.
pub(super) fn go_types() -> impl Iterator<Item = Proposal> {
    GO_TYPES.iter().map(|(ty, detail)| Proposal::new(ProposalKind::GoType, *ty, *detail))
}
