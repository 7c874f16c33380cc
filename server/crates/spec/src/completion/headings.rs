//! Sections that a specification should have and this one lacks.

use super::{Completion, Place, Proposal, ProposalKind};
use crate::outline::Section;

/// Sections with their titles, what they announce, and what belongs there.
const SECTIONS: &[(&str, Section, &str)] = &[
    ("Business Requirements", Section::BUSINESS.with(Section::REQUIREMENTS), "what the feature is to achieve"),
    ("Domain Model", Section::DOMAIN.with(Section::ENTITIES), "entities, value objects and events"),
    ("Service Requirements", Section::SERVICE, "services with their operations and dependencies"),
    ("API Specification", Section::API, "endpoints with requests and responses"),
    ("Repository Requirements", Section::REPOSITORY.with(Section::STORAGE), "repositories, tables and indexes"),
    ("Performance Requirements", Section::PERFORMANCE, "targets with unit and percentile"),
    ("Compliance Requirements", Section::COMPLIANCE, "regimes with what each asks for"),
    ("Security Requirements", Section::SECURITY, "authentication, authorization, data protection"),
    ("Testing Strategy", Section::TESTING, "tests that are planned"),
    ("Acceptance Criteria", Section::ACCEPTANCE, "what must be true when it is done"),
];

/// `None` where no heading is typed.
pub(super) fn at(place: &Place<'_>) -> Option<Completion> {
    let typed = place.before.trim_start_matches('#');
    let level = place.before.len() - typed.len();
    if !(1..=6).contains(&level) || !typed.starts_with(' ') {
        return None;
    }
    // The title is the feature's own.
    if level == 1 {
        return Some(place.instead_of_word(Vec::new()));
    }
    let others = place.spec.headings.iter().filter(|heading| !heading.span.touches(place.offset));
    let announced = others.fold(Section::NONE, |all, heading| all.with(Section::announced_by(&heading.text)));
    let missing = SECTIONS.iter().filter(|(_, section, _)| !announced.any(*section));
    let sections = missing.map(|(title, _, detail)| Proposal::new(ProposalKind::Section, *title, *detail));
    Some(place.replacing(typed.trim_start().len(), sections.collect()))
}
