//! What a title calls the feature, without the words that only say what kind of document it heads.

use crate::model::Located;
use crate::outline::{Outline, Section};

/// Words that say that a text is a specification, not what of.
const KIND_WORDS: &[&str] = &[
    "feature",
    "technical",
    "tech",
    "specification",
    "specifications",
    "spec",
    "specs",
    "design",
    "document",
    "requirements",
    "requirement",
    "prd",
    "srs",
    "tdd",
    "brd",
    "frd",
    "functional",
    "product",
    "detailed",
    "implementation",
    "rfc",
    "adr",
    "architecture",
    "doc",
    "plan",
    "proposal",
    "bugfix",
    "change",
    "data",
    "model",
    "research",
    "quickstart",
    "task",
    "tasks",
    "draft",
    "wip",
    "anforderungen",
    "especificación",
    "especificação",
    "requisitos",
    "spezifikation",
    "spécification",
];

/// Words that say no more than that, in front of a name or beside words that do: `Epic 3: …`, `System Design: …`.
const BESIDE_KIND: &[&str] = &[
    "system",
    "software",
    "service",
    "module",
    "project",
    "epic",
    "story",
    "user",
    "api",
    "business",
    "high",
    "low",
    "level",
    "request",
    "brief",
    "engineering",
    "solution",
    "overview",
];

/// Words that a name does not end with.
const ENDINGS: &[&str] = &[
    "specification",
    "specifications",
    "spec",
    "specs",
    "technical",
    "feature",
    "prd",
    "requirements",
    "functional",
    "document",
    "doc",
    "rfc",
    "tdd",
    "srs",
];

/// Pairs of words that a name does not end with, each of which may be a part of one.
const PAIRED_ENDINGS: &[[&str; 2]] = &[
    ["technical", "design"],
    ["system", "design"],
    ["detailed", "design"],
    ["implementation", "plan"],
    ["design", "document"],
    ["design", "doc"],
    ["design", "specification"],
    ["design", "spec"],
];

/// What the title of a text calls the feature; where it says only what kind of document this is, the heading right below.
pub(crate) fn title(outline: &Outline) -> Option<Located<String>> {
    let at = outline.headings.iter().position(|heading| heading.level == 1).unwrap_or(0);
    let heading = outline.headings.get(at)?;
    if let Some(value) = feature_of(&heading.text) {
        return Some(Located { value, span: heading.span });
    }
    let below = outline.headings.get(at + 1).filter(|below| below.level == 2 && outline.announced[at + 1] == Section::NONE)?;
    let line = outline.lines.iter().find(|line| line.span.start > heading.span.start);
    let directly = line.is_none_or(|line| line.span.start > below.span.start);
    directly.then(|| Some(Located { value: feature_of(&below.text)?, span: below.span })).flatten()
}

/// A title without the words that only say that it is a specification.
pub(crate) fn feature_of(title: &str) -> Option<String> {
    let parts: Vec<&str> = parts(unfiled(without_remarks(title))).collect();
    let names = |beside: bool| -> Vec<&str> {
        let named = parts.iter().copied().filter(|part| !says_kind(part, beside) && !is_number(part));
        named.map(without_endings).filter(|part| !part.is_empty()).collect()
    };
    let strict = names(true);
    let names = if strict.is_empty() { names(false) } else { strict };
    let value = names.join(" - ");
    (!value.is_empty()).then_some(value)
}

/// `[Draft] Content Queue (v2)`: what stands in brackets at an end is no part of a name, unless it is a name itself.
fn without_remarks(title: &str) -> &str {
    let mut words = title.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '`' | '_' | '"'));
    if let Some((remark, rest)) = words.strip_prefix('[').and_then(|open| open.split_once(']'))
        && !rest.trim().is_empty()
        && !remark.contains('[')
    {
        words = rest;
    }
    words = words.trim_start_matches(|c: char| !c.is_alphanumeric()).trim_end();
    if let Some((before, inside)) = words.strip_suffix(']').and_then(|open| open.rsplit_once(" ["))
        && says_kind(inside, true)
    {
        words = before;
    }
    match words.strip_suffix(')').and_then(|open| open.rsplit_once(" (")) {
        Some((before, inside)) if is_remark(inside) => before,
        _ => words,
    }
}

/// A word in small letters, or words that only say the kind or the version.
fn is_remark(inside: &str) -> bool {
    (!inside.contains([' ', '-']) && !inside.chars().any(char::is_uppercase)) || says_kind(inside, true)
}

/// `05 Tenant Onboarding`, `F-042 Refunds`: a number in front files it.
fn unfiled(words: &str) -> &str {
    let rest = words.trim_start_matches(|c: char| c.is_ascii_digit());
    let filed = words.starts_with('0') || rest.starts_with(['.', ')']);
    if filed && rest.len() < words.len() {
        return rest.trim_start_matches(|c: char| ".) -–—:".contains(c));
    }
    let numbered = words.split_once(' ').filter(|(first, _)| first.contains('-') && is_number(first));
    numbered.map_or(words, |(_, rest)| rest)
}

/// The parts between marks, and what stands behind `Specification for`.
fn parts(words: &str) -> impl Iterator<Item = &str> {
    let named = [" for ", " of "].iter().find_map(|word| words.split_once(word)).filter(|(kind, _)| says_kind(kind, true));
    let words = named.map_or(words, |(_, name)| name);
    let parts = words.split(": ").flat_map(|part| part.split(" - ")).flat_map(|part| part.split(['–', '—', '|']));
    parts.map(str::trim).filter(|part| !part.is_empty())
}

/// Whether a part has no words but such that say what kind of document this is; `beside` also counts those that do so
/// in front of a name only.
fn says_kind(part: &str, beside: bool) -> bool {
    let mut words = part.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    let is_version = |word: &str| word.trim_start_matches(['v', 'V']).chars().all(|c| c.is_ascii_digit());
    let is_kind = |word: &str| KIND_WORDS.contains(&word) || (beside && BESIDE_KIND.contains(&word));
    // "Functional and Technical Specification"
    words.peek().is_some_and(|first| *first != "and")
        && words.all(|word| is_kind(&word.to_lowercase()) || is_version(word) || word == "and")
}

/// `RFC-0142`, `SPEC 12`: what the document is filed under.
fn is_number(part: &str) -> bool {
    let digits = part.trim_start_matches(|c: char| c.is_ascii_uppercase() || matches!(c, '-' | ' ' | '#'));
    digits.len() < part.len() && !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// `Order Refunds Technical Specification v2` without what is no name at its end.
fn without_endings(part: &str) -> &str {
    let mut rest = part.trim();
    while let Some((before, last)) = rest.rsplit_once(' ') {
        let last = last.to_lowercase();
        let previous = before.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let paired = PAIRED_ENDINGS.iter().any(|[first, second]| *first == previous && *second == last);
        let version = last.strip_prefix('v').is_some_and(|v| !v.is_empty() && v.chars().all(|c| c.is_ascii_digit() || c == '.'));
        let cut = if paired { before.rsplit_once(' ').map(|(name, _)| name) } else { None };
        if let Some(name) = cut {
            rest = name.trim_end();
        } else if ENDINGS.contains(&last.as_str()) || version {
            rest = before.trim_end();
        } else {
            break;
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::feature_of;

    #[test]
    fn a_title_is_a_name_without_its_kind() {
        let titles = [
            "Feature: Order Refunds",
            "Order Refunds Feature Specification",
            "SPEC-012: Order Refunds",
            "[Draft] Order Refunds",
            "🚀 Order Refunds Implementation Plan",
            "Order Refunds (v2)",
            "Order Refunds (Technical Specification)",
            "Order Refunds [RFC]",
            "Technical Design Document (TDD): Order Refunds",
            "Order Refunds System Design",
            "Order Refunds Technical Design Document",
            "Software Requirements Specification for Order Refunds",
            "Epic 3: Order Refunds",
            "High-Level Design: Order Refunds",
            "Technical Spec | Order Refunds",
            "Order Refunds — Feature Spec (Draft)",
            "Order Refunds - Technical Specification v1.2",
            "F-042 Order Refunds",
            "03. Order Refunds Specification",
            "**Order Refunds**",
            "Business Requirements Document - Order Refunds",
        ];
        for title in titles {
            assert_eq!(feature_of(title).as_deref(), Some("Order Refunds"), "{title}");
        }
    }

    #[test]
    fn what_may_be_a_name_stays() {
        for (title, name) in [
            ("Consent Management System - Technical Specification", Some("Consent Management System")),
            ("API Service", Some("API Service")),
            ("Room Design", Some("Room Design")),
            ("2FA", Some("2FA")),
            ("Export (CSV)", Some("Export (CSV)")),
            ("Ledger: Phase 2", Some("Ledger - Phase 2")),
            ("Feature Specification", None),
            ("Product Requirements Document (PRD)", None),
        ] {
            assert_eq!(feature_of(title).as_deref(), name, "{title}");
        }
    }
}
