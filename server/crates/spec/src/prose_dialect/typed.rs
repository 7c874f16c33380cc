//! Entities and value objects that sentences tell of: "`Order` is the aggregate", "`Closure` has its own id".

use std::sync::LazyLock;

use regex::{Captures, Regex};
use specwave_source::Span;

use super::acting::paragraphs;
use super::body::Body;
use super::named::{Named, fits};
use crate::kinds::Kind;
use crate::outline::{Outline, Section};
use crate::pattern::pattern;

/// The subjects of a sentence, each set off, and what it says they are.
static IS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"^{SUBJECTS}\s+(?:is|are)\s+(?:(?:an?|the|our|both|all)\s+)?(?:(?:central|main|only|root|immutable|plain|simple|small|new)\s+)*(aggregate|entity|entities|value\s+object|enum)"
    ))
});

/// The subjects of a sentence that says they have an identity.
static HAS_IDENTITY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"^{SUBJECTS}\s+(?:has|have)\s+(?:an?|its|their)\s+(?:own\s+|unique\s+)?(?:id|ID|UUID|identity|identifier)\b"
    ))
});

/// Names that are set off, one behind the other.
pub(super) const SUBJECTS: &str = r"((?:(?:(?:^|, |,? and\s+)(?:(?:The|the|An?|an?|Each|Every|Both)\s+)?)(?:`|\*\*)[A-Z][A-Za-z0-9]+(?:`|\*\*)(?:\s+\([^)]*\))?)+)";

static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"(?:`|\*\*)([A-Z][A-Za-z0-9]+)(?:`|\*\*)"));

pub(super) fn read(text: &str, outline: &Outline) -> Vec<Named> {
    let of_others = Section::BUSINESS.with(Section::PERFORMANCE).with(Section::SECURITY).with(Section::COMPLIANCE);
    let is_ours = |heading| !Kind::is_foreign(outline, heading) && !outline.announced_by_chain(heading).any(of_others);
    let own = outline.lines.chunk_by(|a, b| a.heading == b.heading).filter(|own| is_ours(own[0].heading));
    own.flat_map(|own| paragraphs(text, own)).flat_map(|paragraph| of_paragraph(text, paragraph.span)).collect()
}

fn of_paragraph(text: &str, paragraph: Span) -> Vec<Named> {
    let written = &text[paragraph.start..paragraph.end];
    // Most paragraphs say of nothing what it is.
    if !["aggregate", "entit", "value", "enum", "id", "ID"].iter().any(|word| written.contains(word)) {
        return Vec::new();
    }
    written.split(". ").flat_map(|part| part.split(".\n")).flat_map(|sentence| of_sentence(text, sentence)).collect()
}

fn of_sentence(text: &str, sentence: &str) -> Vec<Named> {
    let mut found = Vec::new();
    let mut rest = sentence.trim_start();
    while let Some(told) = told(rest) {
        let end = told.get(0).map_or(rest.len(), |all| all.end());
        let is_value = told.get(2).is_some_and(|kind| kind.as_str().starts_with("value") || kind.as_str().starts_with("enum"));
        let kind = if is_value { Kind::ValueObject } else { Kind::Entity };
        let subjects = told.get(1).map_or("", |subjects| subjects.as_str());
        let names = NAME.iter().flat_map(|name| name.captures_iter(subjects)).filter_map(|name| name.get(1));
        found.extend(names.map(|name| name.as_str()).filter(|name| fits(kind, name)).map(|name| {
            let start = name.as_ptr() as usize - text.as_ptr() as usize;
            let span = Span::new(start, start + name.len());
            Named { kind, name: name.to_owned(), span, doc: String::new(), body: Body::default() }
        }));
        // "`Order` is the aggregate, `Line` and `Fee` are entities": another clause.
        rest = rest[end..].split_once(", ").map_or("", |(_, clause)| clause);
    }
    found
}

/// What the first clause says of its subjects.
fn told(clause: &str) -> Option<Captures<'_>> {
    let is = IS.as_ref().and_then(|is| is.captures(clause));
    is.or_else(|| HAS_IDENTITY.as_ref()?.captures(clause))
}

#[cfg(test)]
mod tests {
    use specwave_source::Span;

    use super::of_paragraph;
    use crate::kinds::Kind;

    #[test]
    fn sentences_say_what_names_are() {
        for (text, expected) in [
            ("`Order` is the aggregate (id, customer). `Line` has an id and a price.", "Order Line"),
            ("`Closure` has its own id, a reason and a period", "Closure"),
            ("A `Period` (from, to) and the `Size` (A to F) are\nvalue objects.", "=Period =Size"),
            ("**Money** is an immutable value object", "=Money"),
            ("The `Order` is the aggregate root, `Line` and `Fee` are entities inside it", "Order Line Fee"),
            ("`Kind` is an enum (car, lorry)", "=Kind"),
            ("`Order` is no entity", ""),
            ("`Order` is part of the aggregate", ""),
            ("The handler of `Order` has an id", ""),
            ("`OrderService` has its own id", ""),
        ] {
            let named = of_paragraph(text, Span::new(0, text.len())).into_iter();
            let shown = named.map(|it| format!("{}{}", if it.kind == Kind::ValueObject { "=" } else { "" }, it.name));
            assert_eq!(shown.collect::<Vec<_>>().join(" "), expected, "{text}");
        }
    }
}
