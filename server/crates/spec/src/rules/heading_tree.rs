//! How headings stand under each other.

use crate::model::Heading;

/// The heading that each heading stands under.
pub(super) fn parents(headings: &[Heading]) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let mut parents = Vec::with_capacity(headings.len());
    for (at, heading) in headings.iter().enumerate() {
        while open.pop_if(|above| headings[*above].level >= heading.level).is_some() {}
        // A section ends with its file.
        parents.push(open.last().copied().filter(|above| headings[*above].section.end > heading.span.start));
        open.push(at);
    }
    parents
}
