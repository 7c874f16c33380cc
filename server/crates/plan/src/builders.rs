//! Which role builds what a specification declares, for editors.

use specwave_source::Span;
use specwave_spec::model::Spec;
use specwave_spec::symbols::{self, SymbolKind};

use crate::contract::Contract;
use crate::{Catalog, Role};

/// A declared thing and who builds it.
#[derive(Debug, Clone, Copy)]
pub struct Builder {
    /// Where its name stands.
    pub declared: Span,
    /// The role whose Task builds it.
    pub role: &'static Role,
}

/// The builder of every entity, value object, event, service, repository, endpoint and table, in the order of the text.
#[must_use]
pub fn builders(spec: &Spec) -> Vec<Builder> {
    let Ok(catalog) = Catalog::builtin() else { return Vec::new() };
    let builder = |symbol: symbols::Symbol| {
        let role = Contract::owner_of_kind(kind(symbol.kind)?)?;
        Some(Builder { declared: symbol.name_span, role: catalog.role(&role)? })
    };
    symbols::declared(spec).into_iter().filter_map(builder).collect()
}

/// The contract's word for a kind; `None` for what no role has of its own.
fn kind(kind: SymbolKind) -> Option<&'static str> {
    match kind {
        SymbolKind::Entity => Some("entity"),
        SymbolKind::ValueObject | SymbolKind::Enumeration => Some("value"),
        SymbolKind::Event => Some("event"),
        SymbolKind::Service => Some("service"),
        SymbolKind::Repository => Some("repository"),
        SymbolKind::Endpoint => Some("endpoint"),
        SymbolKind::Table => Some("table"),
        SymbolKind::Section
        | SymbolKind::Interface
        | SymbolKind::Struct
        | SymbolKind::Field
        | SymbolKind::Operation
        | SymbolKind::Value => None,
    }
}

#[cfg(test)]
mod tests {
    use super::builders;

    #[test]
    fn every_declared_thing_has_the_role_of_its_kind() {
        let text = "# Seats\n## Domain Model\n```yaml\nentities:\n  - Seat:\n      fields:\n        - id: UUID\n```\n\
            ## API\n- `POST /api/v1/seats` - reserve\n";
        let line = |builder: &super::Builder| text[..builder.declared.start].matches('\n').count() + 1;
        let found: Vec<(usize, u8, &str)> = builders(&specwave_spec::parse(text))
            .iter()
            .map(|builder| (line(builder), builder.role.wave, builder.role.name.as_str()))
            .collect();
        assert_eq!(found, [(5, 1, "Domain Expert"), (10, 4, "API Builder")]);
    }
}
