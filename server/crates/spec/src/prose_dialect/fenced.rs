//! Events that are lines of a plain fence in a section about them: `OrderPlaced { order_id, total }`.

use specwave_source::Span;

use super::body::{self, Body};
use super::headed::Found;
use super::named::{Named, fits, is_compound, name};
use crate::kinds::Kind;
use crate::outline::{Outline, lines};

/// The events of the fences that list nothing else.
pub(super) fn read(text: &str, outline: &Outline, bodies: &[Span]) -> Vec<Named> {
    let plain = outline.fences.iter().filter(|fence| matches!(fence.language.as_str(), "" | "text" | "txt"));
    let listed = plain.filter(|fence| !Found::holds(bodies, fence.span.start)).flat_map(|fence| {
        let kind = Kind::of_section(outline, fence.heading).filter(|kind| *kind == Kind::Event);
        let content = &text[fence.content.start..fence.content.end];
        let written = lines(content).filter(|line| !content[line.start..line.end].trim().is_empty());
        let named = written.map(|line| of_line(text, line.shifted(fence.content.start)));
        kind.and_then(|_| named.collect::<Option<Vec<Named>>>()).unwrap_or_default()
    });
    listed.collect()
}

fn of_line(text: &str, line: Span) -> Option<Named> {
    let written = text[line.start..line.end].trim();
    let end = written.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(written.len());
    let name = name(&written[..end]).filter(|name| fits(Kind::Event, name) && is_compound(name))?;
    let start = line.start + text[line.start..line.end].find(written)?;
    let behind = written[end..].trim_start();
    let inside = behind.strip_prefix(['{', '(']).map(|inside| inside.trim_end_matches(['}', ')', ' ']));
    let sets_off = behind.is_empty() || inside.is_some() || behind.starts_with([':', '-', '–', '—', '#', '/', '→']);
    let mut body = Body::default();
    if let Some(inside) = inside {
        let from = start + (inside.as_ptr() as usize - written.as_ptr() as usize);
        body.words = body::list(text, Span::new(from, from + inside.len()));
    }
    sets_off.then(|| Named { kind: Kind::Event, name, span: Span::new(start, start + end), doc: String::new(), body })
}
