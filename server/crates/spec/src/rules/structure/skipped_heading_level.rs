//! SW112: a heading two levels below the one it stands under.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Edit, Fix, Rule, Span};

use crate::rules::heading_tree::parents;
use crate::model::Heading;
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW112",
    name: "skipped-heading-level",
    group: Group::Structure,
    level: Level::Hint,
    fixable: Fixable::Unsafe,
    explanation: Explanation {
        what: "Reports a heading whose level is more than one below that of the heading above it.",
        why: "Outlines, tables of contents and screen readers show a section that seems to be missing.",
        example: "## Services\n\n#### Reminder Service\n\nReminds customers.",
        fix: "Take as many marks away as levels are missing, also from the headings beside it.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let headings = &subject.spec.headings;
    let parents = parents(headings);
    let mut mended_up_to = 0;
    for (at, heading) in headings.iter().enumerate() {
        let Some(parent) = parents[at].map(|parent| &headings[parent]) else { continue };
        let missing = heading.level.saturating_sub(parent.level + 1);
        // What stands beside or below a reported heading moves with it.
        if missing == 0 || heading.span.start < mended_up_to {
            continue;
        }
        mended_up_to = parent.section.end;
        let message = format!("`{}` stands {} levels below `{}`", heading.text, missing + 1, parent.text);
        let moved = headings[at..].iter().take_while(|other| other.span.start < parent.section.end);
        let edits: Vec<Edit> = moved.filter_map(|other| raised(subject, other, usize::from(missing))).collect();
        let fix = Fix { title: "Close the gap, for the headings beside it too".to_owned(), safe: false, edits };
        reporter.report(heading.span, message).fixes.push(fix);
    }
}

/// Takes marks away from a heading that has so many.
fn raised(subject: &Subject<'_>, heading: &Heading, marks: usize) -> Option<Edit> {
    let written = subject.text.get(heading.span.start..heading.span.end)?;
    let has = written.bytes().take_while(|byte| *byte == b'#').count();
    (has > marks).then(|| Edit { span: Span::new(heading.span.start, heading.span.start + marks), text: String::new() })
}
