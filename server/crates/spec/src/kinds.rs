//! What the names that a section lists are.

use crate::outline::{Outline, Section, lead_in};

/// What a name in a section declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Entity,
    ValueObject,
    Event,
    Service,
    Repository,
    /// An entity or a value object: its fields tell.
    Model,
}

/// Sections that tell what their names are.
const TELLING: Section = Section::ENTITIES
    .with(Section::AGGREGATES)
    .with(Section::VALUE_OBJECTS)
    .with(Section::EVENTS)
    .with(Section::SERVICE)
    .with(Section::REPOSITORY)
    .with(Section::STORAGE)
    .with(Section::DOMAIN);

/// Sections whose names are declared elsewhere, or by others.
const FOREIGN: Section = Section::INTEGRATION
    .with(Section::DEPENDENCIES)
    .with(Section::MONITORING)
    .with(Section::PLAN)
    .with(Section::PROGRESS)
    .with(Section::TESTING)
    .with(Section::REFERENCES)
    .with(Section::EXAMPLE)
    .with(Section::EXCLUDED);

impl Kind {
    /// What the names below a heading are, if the heading or one above it tells.
    pub(crate) fn of_section(outline: &Outline, heading: Option<usize>) -> Option<Self> {
        let announced = outline.innermost(heading, TELLING);
        // "Service Level Objectives" are no services.
        let objectives = announced.any(Section::PERFORMANCE.with(Section::SECURITY));
        if objectives || Self::is_foreign(outline, heading) { None } else { Self::announced(announced) }
    }

    /// Whether a section only speaks of names that are declared elsewhere.
    pub(crate) fn is_foreign(outline: &Outline, heading: Option<usize>) -> bool {
        outline.announced_by_chain(heading).any(FOREIGN)
    }

    /// Whether the words of a label say that what it names is declared elsewhere, or is not built at all.
    pub(crate) fn is_foreign_label(words: &str) -> bool {
        Section::announced_by(words).any(FOREIGN)
    }

    /// What a word in front of several names calls them: `Entities: Order, Cart`.
    pub(crate) fn of_words(words: &str) -> Option<Self> {
        let words = words.to_lowercase();
        let bare =
            ["new ", "core ", "domain ", "published ", "emitted ", "raised "].iter().find_map(|start| words.strip_prefix(start));
        match bare.unwrap_or(&words) {
            "entities" | "aggregates" | "aggregate roots" => Some(Self::Entity),
            "value objects" | "enums" | "enumerations" => Some(Self::ValueObject),
            "events" | "domain events" => Some(Self::Event),
            "services" | "application services" => Some(Self::Service),
            "repositories" => Some(Self::Repository),
            _ => None,
        }
    }

    /// What a sentence in front of a colon calls the names behind it: "Value objects used throughout".
    pub(crate) fn led_in(words: &str) -> Option<Self> {
        let plain = words.split_whitespace().count() <= 5 && lead_in::announces(words);
        let kind = Self::announced(Section::announced_by(words)).filter(|_| plain)?;
        matches!(kind, Self::Entity | Self::ValueObject | Self::Event).then_some(kind)
    }

    /// Whether a heading tells what the names below it are.
    pub(crate) fn is_told_by(announced: Section) -> bool {
        announced.any(TELLING)
    }

    fn announced(section: Section) -> Option<Self> {
        let told = [
            (Section::EVENTS, Self::Event),
            (Section::ENTITIES.with(Section::AGGREGATES), Self::Entity),
            (Section::VALUE_OBJECTS, Self::ValueObject),
            (Section::REPOSITORY, Self::Repository),
            (Section::SERVICE, Self::Service),
        ];
        let mut told = told.iter().filter(|(announced, _)| section.any(*announced)).map(|(_, kind)| *kind);
        match (told.next(), told.next()) {
            (Some(only), None) => Some(only),
            // "Entities and Value Objects".
            (Some(Self::Entity), Some(Self::ValueObject)) => Some(Self::Model),
            (Some(_), Some(_)) => None,
            (None, _) if section.any(Section::DOMAIN) => Some(Self::Model),
            // A section about storage may list repositories, and says nothing of tables that are.
            (None, _) => section.any(Section::STORAGE).then_some(Self::Repository),
        }
    }

    /// What a word in front of a name calls it: `Value Object: Money`.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        let word = word.trim().to_lowercase();
        match word.strip_suffix("name").map_or(word.as_str(), str::trim) {
            "entity" | "aggregate" | "aggregate root" | "domain entity" | "root entity" | "root aggregate" => Some(Self::Entity),
            "value object" | "enum" | "enumeration" | "vo" | "value type" => Some(Self::ValueObject),
            "event" | "domain event" => Some(Self::Event),
            "service" | "domain service" | "application service" => Some(Self::Service),
            "repository" => Some(Self::Repository),
            _ => None,
        }
    }
}
