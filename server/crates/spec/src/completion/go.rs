//! Types and members in fenced Go.

use super::{Completion, Place, Proposal, ProposalKind};
use crate::model::Fence;
use crate::names::{SymbolId, SymbolKind};

/// Types of packages that specifications use, with what each is for.
const QUALIFIED: &[(&str, &[(&str, &str)])] = &[
    ("context", &[("Context", "cancelling and deadlines of a call")]),
    ("time", &[("Time", "point in time"), ("Duration", "length of time"), ("Now", "the time now")]),
    ("uuid", &[("UUID", "identity"), ("New", "a new identity")]),
    ("values", &[("Money", "amount with its currency"), ("UUID", "identity")]),
    ("errors", &[("New", "a new error"), ("Is", "whether an error is another"), ("As", "the error of a type")]),
];

pub(super) fn at(place: &Place<'_>, fence: &Fence) -> Completion {
    let before = place.before_word();
    if before.contains("//") || before.matches('"').count() % 2 == 1 {
        return place.instead_of_word(Vec::new());
    }
    if let Some(selected) = before.strip_suffix('.') {
        let start = selected.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at + 1);
        return place.instead_of_word(selected_from(place, fence, selected.get(start..).unwrap_or_default()));
    }
    // The name of what is being declared is the writer's own.
    if ["type ", "func ", "package "].iter().any(|keyword| before.trim_start() == *keyword) {
        return place.instead_of_word(Vec::new());
    }
    let mut proposals = place.types();
    proposals.extend(place.declared(|kind| {
        matches!(
            kind,
            SymbolKind::Service
                | SymbolKind::Repository
                | SymbolKind::Interface
                | SymbolKind::Event
                | SymbolKind::EnumValue
                | SymbolKind::Function
                | SymbolKind::Constant
        )
    }));
    place.instead_of_word(proposals)
}

fn selected_from(place: &Place<'_>, fence: &Fence, before_dot: &str) -> Vec<Proposal> {
    if let Some((_, names)) = QUALIFIED.iter().find(|(package, _)| *package == before_dot) {
        return names.iter().map(|(name, detail)| Proposal::new(ProposalKind::GoType, *name, *detail)).collect();
    }
    let owner = receiver(place, fence, before_dot).or_else(|| place.names.find(before_dot));
    if let Some(owner) = owner.filter(|owner| place.names.symbol(*owner).kind.is_type()) {
        return place.members(owner);
    }
    // A package of this specification.
    if place.spec.go_blocks.iter().any(|block| block.package.as_ref().is_some_and(|package| package.value == before_dot)) {
        return place.declared(SymbolKind::is_type);
    }
    Vec::new()
}

/// The type of the receiver of that name, of the method above the place.
fn receiver(place: &Place<'_>, fence: &Fence, variable: &str) -> Option<SymbolId> {
    let above = place.text.get(fence.content.start..place.offset)?;
    let declared = above[above.rfind("func (")? + "func (".len()..].split(')').next()?;
    let (name, ty) = declared.split_once(' ')?;
    (name == variable).then(|| place.names.find(ty.trim().trim_start_matches('*'))).flatten()
}
