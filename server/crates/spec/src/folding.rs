//! What an editor may fold: front matter, sections, fences, tables.

use specwave_source::Span;

use crate::kept::Kept;
use crate::outline::{self, Outline};
use crate::parse::with_known_line_ends;

/// Everything that may be folded, from its first line to its last, in the order of the text.
#[must_use]
pub fn folds(text: &str) -> Vec<Span> {
    let text = &*with_known_line_ends(text);
    let outline = outline::scan(text, &Kept::default());
    let sections = outline.headings.iter().map(|heading| without_blank_end(text, heading.section));
    let fences = outline.fences.iter().map(|fence| without_blank_end(text, fence.span));
    let mut folds: Vec<Span> =
        front_matter(text, &outline).into_iter().chain(sections).chain(fences).chain(tables(&outline)).collect();
    folds.retain(|fold| text[fold.start..fold.end].contains('\n'));
    folds.sort_by_key(|fold| (fold.start, std::cmp::Reverse(fold.end)));
    folds
}

/// Front matter with its marks.
fn front_matter(text: &str, outline: &Outline) -> Option<Span> {
    let content = outline.front_matter?;
    let mark = text[content.end..].find(['-', '.'])?;
    let length = text[content.end + mark..].find(['\r', '\n']).unwrap_or(text.len() - content.end - mark);
    Some(Span::new(0, content.end + mark + length))
}

fn tables(outline: &Outline) -> impl Iterator<Item = Span> + '_ {
    outline.tables.iter().filter_map(|table| {
        let last = table.rows.iter().rev().find_map(|row| row.last())?;
        Some(Span::new(table.header.first()?.start, last.end))
    })
}

fn without_blank_end(text: &str, span: Span) -> Span {
    Span::new(span.start, span.start + text[span.start..span.end].trim_end().len())
}

#[cfg(test)]
mod tests {
    use super::folds;

    #[test]
    fn what_has_more_than_one_line_folds_to_its_last_line_with_text() {
        let text = "---\nfeature: Seats\n---\n\n# Seats\n\n## Model\n\n```yaml\nentities: []\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n## Empty\n";
        let found: Vec<(usize, usize)> = folds(text)
            .iter()
            .map(|fold| (text[..fold.start].matches('\n').count() + 1, text[..fold.end].matches('\n').count() + 1))
            .collect();
        assert_eq!(found, [(1, 3), (5, 17), (7, 15), (9, 11), (13, 15)]);
        assert_eq!(folds(""), []);
        assert_eq!(folds("---\n---"), []);
    }
}
