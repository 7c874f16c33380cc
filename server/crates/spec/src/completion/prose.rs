//! Names in inline code and in sentences, units of targets, regimes.

use super::{Completion, Place, Proposal, ProposalKind, targets};
use crate::compliance;
use crate::names::SymbolKind;
use crate::outline::Section;

pub(super) fn at(place: &Place<'_>) -> Completion {
    if let Some(code) = inline_code(place.before) {
        return in_code(place, code);
    }
    if let Some(completion) = targets::at(place) {
        return completion;
    }
    let announced = announced(place);
    let item = place.before.trim_start().trim_start_matches(['-', '*', '+']).trim_start();
    if announced.any(Section::COMPLIANCE) && item.trim_start_matches('*') == place.word {
        let known =
            |name: &str| place.spec.compliance.iter().any(|regime| regime.name == name && !regime.span.touches(place.offset));
        let regimes = compliance::names().filter(|name| !known(name));
        return place
            .instead_of_word(regimes.map(|name| Proposal::new(ProposalKind::Regime, name, "compliance regime")).collect());
    }
    // A word that starts like a name.
    if place.word.starts_with(char::is_uppercase) {
        return place.instead_of_word(place.declared(is_named_in_prose));
    }
    place.instead_of_word(Vec::new())
}

/// What sentences speak of.
fn is_named_in_prose(kind: SymbolKind) -> bool {
    kind.is_type() && !matches!(kind, SymbolKind::Type)
}

/// What is typed of the inline code that the place is in.
fn inline_code(before: &str) -> Option<&str> {
    let open = before.rfind('`')?;
    (before.matches('`').count() % 2 == 1).then(|| &before[open + 1..])
}

fn in_code(place: &Place<'_>, code: &str) -> Completion {
    let before_word = &code[..code.len() - place.word.len()];
    if let Some(owner) = before_word.strip_suffix('.') {
        let start = owner.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at + 1);
        let members = owner.get(start..).and_then(|owner| place.names.find(owner)).map(|owner| place.members(owner));
        return place.instead_of_word(members.unwrap_or_default());
    }
    if before_word.trim_start().is_empty() || !before_word.contains('/') && before_word.contains(' ') {
        let names = place.declared(|kind| kind.is_type() || matches!(kind, SymbolKind::Table | SymbolKind::Function));
        let endpoints = place.declared(|kind| kind == SymbolKind::Endpoint);
        return place.instead_of_word(names.into_iter().chain(endpoints).collect());
    }
    place.instead_of_word(Vec::new())
}

/// What the headings above the place announce.
fn announced(place: &Place<'_>) -> Section {
    let above = place.spec.headings.iter().filter(|heading| heading.section.touches(place.offset) && heading.level > 1);
    above.fold(Section::NONE, |all, heading| all.with(Section::announced_by(&heading.text)))
}
