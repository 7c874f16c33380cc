//! Which role builds what a specification declares, for editors.

use specwave_source::Span;
use specwave_spec::model::Spec;
use specwave_spec::names::SymbolKind;
use specwave_spec::symbols;

use crate::contract::Contract;
use crate::{Catalog, Role, RoleId};

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
    // A struct outside the domain model may be no DTO at all.
    let has_builder = |symbol: &symbols::Symbol| symbol.kind.filter(|kind| *kind != SymbolKind::Struct);
    let builder = |symbol: symbols::Symbol| {
        let role = builder_of(has_builder(&symbol)?)?;
        Some(Builder { declared: symbol.name_span, role: catalog.role(&role)? })
    };
    symbols::declared(spec).into_iter().filter_map(builder).collect()
}

/// The role that builds what is declared as this; `None` for what no role has of its own.
#[must_use]
pub fn builder_of(kind: SymbolKind) -> Option<RoleId> {
    let word = match kind {
        SymbolKind::Entity => "entity",
        SymbolKind::ValueObject => "value",
        SymbolKind::Event => "event",
        SymbolKind::Service => "service",
        SymbolKind::Repository => "repository",
        SymbolKind::Struct => "dto",
        SymbolKind::Endpoint => "endpoint",
        SymbolKind::Table => "table",
        SymbolKind::Interface
        | SymbolKind::EnumValue
        | SymbolKind::Type
        | SymbolKind::Field
        | SymbolKind::Operation
        | SymbolKind::Function
        | SymbolKind::Constant
        | SymbolKind::Regime
        | SymbolKind::Requirement
        | SymbolKind::ListedTask => return None,
    };
    Contract::owner_of_kind(word)
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
