//! SW110: two sections of one name side by side.

use foldhash::HashMap;

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Related, Rule, Span};

use crate::rules::heading_tree::parents;
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW110",
    name: "duplicate-heading",
    group: Group::Structure,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a heading that has the name of an earlier one below the same heading.",
        why: "Whoever looks for the section finds one of the two, and what the other says is missed. Links lead to the first.",
        example: "## Services\n\nBilling\n\n## Services\n\nReminders",
        fix: "Merge the two sections, or say in their headings how they differ.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let headings = &subject.spec.headings;
    let mut seen: HashMap<(Option<usize>, u8, String), Span> = HashMap::default();
    for (heading, parent) in headings.iter().zip(parents(headings)) {
        let key = (parent, heading.level, heading.text.to_lowercase());
        // Several files of a feature have a title each, and files without one may have the same sections.
        if heading.level == 1 || parent.is_none() && subject.spec.format.is_some() {
            continue;
        }
        match seen.get(&key) {
            Some(first) => {
                let related = Related { span: *first, message: "the first section of that name".to_owned() };
                reporter.report(heading.span, format!("there is a section `{}` already", heading.text)).related.push(related);
            }
            None => {
                seen.insert(key, heading.span);
            }
        }
    }
}
