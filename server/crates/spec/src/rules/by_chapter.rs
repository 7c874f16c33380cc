//! Rules that look at one chapter at a time: what they find in one that was checked before is not looked for again.

use specwave_source::{Finding, LineIndex, Span};

use super::check::CheckedRule;
use crate::kept::Kept;
use crate::model::{Fence, Heading, Shift, Spec};
use crate::outline::{chapter_starts, within};

/// Adds what `rules` find in each chapter.
pub(super) fn check(
    spec: &Spec,
    text: &str,
    rules: impl Iterator<Item = &'static CheckedRule> + Clone,
    kept: &mut Kept,
    findings: &mut Vec<Finding>,
) {
    let starts: Vec<usize> = chapter_starts(&spec.headings).chain([text.len()]).collect();
    for ends in starts.windows(2) {
        let span = Span::new(ends[0], ends[1]);
        let Some(written) = text.get(span.start..span.end) else { continue };
        let found = kept.findings(written, || super::run(&chapter(spec, span), written, &LineIndex::new(written), rules.clone()));
        findings.extend(found.iter().map(|finding| finding.shifted_by(span.start)));
    }
    kept.end_checking();
}

/// What the rules may look at of one chapter.
fn chapter(spec: &Spec, span: Span) -> Spec {
    let local = |of: Span| Span::new(of.start - span.start, of.end.min(span.end) - span.start);
    let headings = within(&spec.headings, span, |heading| heading.span.start).iter().map(|heading| Heading {
        span: local(heading.span),
        section: local(heading.section),
        ..heading.clone()
    });
    let fences = within(&spec.fences, span, |fence| fence.span.start).iter().map(|fence| Fence {
        span: local(fence.span),
        content: local(fence.content),
        heading: None,
        ..fence.clone()
    });
    Spec { recognised: true, headings: headings.collect(), fences: fences.collect(), ..Spec::default() }
}
