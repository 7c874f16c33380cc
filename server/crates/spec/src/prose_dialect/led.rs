//! Entities and value objects that a sentence counts: "These get an id of their own:" above a list, "Values: Size (S to L), Price."

use std::sync::LazyLock;

use regex::Regex;
use specwave_source::Span;

use super::acting::{Paragraph, paragraphs};
use super::body::outer_parts;
use super::cues;
use super::described::{may_be_modelled, named};
use super::headed::NO_MODEL;
use super::named::Named;
use crate::kinds::Kind;
use crate::outline::{LineKind, Outline, lead_in};
use crate::pattern::pattern;

/// One name of a list, with what is said about it in brackets.
static ITEM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"^(?:and\s+)?(?:(?:the|an?)\s+)?(?:`|\*\*)?([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:`|\*\*)?\s*(?:\([^()]*\))?$")
});

/// The name that an item of a list begins with, set off from what is said about it.
static BEGINS: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"^(?:`|\*\*)?([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:`|\*\*)?(?:$|,|:|\s+[(–—-])"));

pub(super) fn read(text: &str, outline: &Outline) -> Vec<Named> {
    let own = outline.lines.chunk_by(|a, b| a.heading == b.heading);
    let ours = own.filter(|own| {
        let others = outline.announced_by_chain(own[0].heading).any(NO_MODEL);
        !others && !Kind::is_foreign(outline, own[0].heading)
    });
    let prose = ours.flat_map(|own| paragraphs(text, own)).filter(|paragraph| paragraph.kind == LineKind::Prose);
    prose.flat_map(|paragraph| of_paragraph(text, &paragraph)).collect()
}

fn of_paragraph(text: &str, paragraph: &Paragraph<'_>) -> Vec<Named> {
    let written = &text[paragraph.span.start..paragraph.span.end];
    let ends = [". ", ".\n", "**\n"].iter().filter_map(|end| Some(written.rfind(end)? + end.len()));
    let last = &written[ends.max().unwrap_or(0)..];
    if let Some(lead) = last.strip_suffix(':') {
        let Some(kind) = lead_kind(lead) else { return Vec::new() };
        return in_items(text, paragraph).into_iter().map(|name| named(text, kind, name)).collect();
    }
    let leads = written.match_indices(": ").filter_map(|(colon, _)| {
        let begin = written[..colon].rfind(". ").map_or(0, |at| at + 2);
        let kind = lead_kind(&written[begin..colon])?;
        let from = colon + 2;
        let end = written[from..].find([';', ':']).map_or(written.len(), |at| from + at);
        let end = written[from..end].find(". ").map_or(end, |at| from + at);
        let start = paragraph.span.start;
        Some(in_line(text, Span::new(start + from, start + end)).into_iter().map(move |name| named(text, kind, name)))
    });
    leads.flatten().collect()
}

/// What the words in front of a colon say that the names behind it are.
fn lead_kind(lead: &str) -> Option<Kind> {
    let first = lead.trim_start().split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    // "`Order`: it has an id" speaks of a name, and counts none.
    if lead.contains(['`', '*', '('])
        || lead.split_whitespace().count() < 2 && first != "values"
        || !lead_in::is_ours(lead)
        || cues::gives_away(lead)
    {
        return None;
    }
    let value = first == "values" || cues::is_value(lead);
    cues::by_identity(lead).or(value.then_some(Kind::ValueObject))
}

/// The names of `the Ticket (uuid), the Seat and the Row`, if there is nothing else.
fn in_line(text: &str, list: Span) -> Vec<&str> {
    let item = |part: &str| Some((ITEM.as_ref()?.captures(part)?.get(1)?.start(), ITEM.as_ref()?.captures(part)?.get(1)?.len()));
    let mut names = Vec::new();
    for part in outer_parts(text, list) {
        for piece in text[part.start..part.end].split(" and ") {
            let piece = piece.trim().trim_end_matches('.');
            if piece.is_empty() {
                continue;
            }
            let Some((start, length)) = item(piece) else { return Vec::new() };
            names.push(&piece[start..start + length]);
        }
    }
    names.retain(|name| may_be_modelled(name));
    names
}

/// The names that the items below a paragraph begin with, if all of them do.
fn in_items<'text>(text: &'text str, paragraph: &Paragraph<'_>) -> Vec<&'text str> {
    let below = paragraph.below.iter().take_while(|line| line.kind == LineKind::Item || line.indent > 0);
    let items = below.filter(|line| line.kind == LineKind::Item && line.indent < 2);
    let names = items.map(|line| {
        let name = BEGINS.as_ref()?.captures(&text[line.span.start..line.span.end])?.get(1)?;
        let start = line.span.start + name.start();
        Some(&text[start..start + name.len()]).filter(|name| may_be_modelled(name))
    });
    names.collect::<Option<Vec<_>>>().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::kept::Kept;
    use crate::kinds::Kind;
    use crate::outline;

    #[test]
    fn sentences_count_a_model() {
        for (text, expected) in [
            ("These get their own id and table:\n\n- Stall (row, price)\n- Keeper, who pays\n", "Stall Keeper"),
            ("**D1. Records.**\nThese get their own id:\n\n- Stall (row)\n- Keeper (name)\n", "Stall Keeper"),
            ("Values, compared by content: Size (S to L), Price (cents, currency).", "=Size =Price"),
            ("Two records carry an identity: the Stall (uuid) and the Lease (running number).", "Stall Lease"),
            (
                "Further entities that colleagues will model, I describe them in words:\n\n- Keeper, a person.\n  Has an id.\n",
                "Keeper",
            ),
            ("Entities that exist already: Town, Street", ""),
            ("It has an id: see below and Appendix", ""),
            ("These have an id:\n\n- what we own\n- Stall\n", ""),
        ] {
            let outline = outline::scan(text, &Kept::default());
            let named = super::read(text, &outline).into_iter();
            let shown = named.map(|it| format!("{}{}", if it.kind == Kind::ValueObject { "=" } else { "" }, it.name));
            assert_eq!(shown.collect::<Vec<_>>().join(" "), expected, "{text}");
        }
    }
}
