//! SW113: a section that specifications of this kind have.

use std::cell::LazyCell;

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Fix, Rule, Span};

use crate::model::Spec;
use crate::outline::Section;
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW113",
    name: "missing-section",
    group: Group::Structure,
    level: Level::Hint,
    fixable: Fixable::Unsafe,
    explanation: Explanation {
        what: "Reports a specification without an overview, one with endpoints that says nothing about security, and one \
               that says nothing about testing. Formats that have other sections are left out.",
        why: "What nobody says is guessed: who may call an endpoint, which cases the testers cover, what the feature is for.",
        example: "---\nfeature: Invoice Reminders\ndomain: billing\n---\n\n# Invoice Reminders\n\n## Entities\n\nInvoices",
        fix: "Write the section; the fix adds its skeleton.",
    },
};

struct Expected {
    title: &'static str,
    section: Section,
    skeleton: &'static str,
    is_there: fn(&Spec) -> bool,
    is_needed: fn(&Spec) -> bool,
}

const EXPECTED: [Expected; 3] = [
    Expected {
        title: "Overview",
        section: Section::OVERVIEW.with(Section::BUSINESS),
        skeleton: "Who has which problem today, and what this feature changes about it.",
        is_there: |spec| spec.summary.is_some(),
        is_needed: |_| true,
    },
    Expected {
        title: "Security",
        section: Section::SECURITY,
        skeleton: "- Authentication: who may call an endpoint, and how they show who they are\n\
                   - Data: what is personal or secret, and how it is protected",
        is_there: |spec| !spec.security.is_empty(),
        is_needed: |spec| !spec.endpoints.is_empty(),
    },
    Expected {
        title: "Testing",
        section: Section::TESTING,
        skeleton: "- Unit: the rules of each entity\n- Integration: repositories against a real database\n- API: each endpoint, its errors too",
        is_there: |spec| !spec.testing.is_empty(),
        is_needed: |spec| !spec.entities.is_empty() || !spec.services.is_empty(),
    },
];

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let spec = subject.spec;
    let Some(title) = spec.headings.first().filter(|_| spec.format.is_none()) else { return };
    let announced = LazyCell::new(|| {
        spec.headings.iter().fold(Section::NONE, |all, heading| all.with(Section::announced_by(&heading.text)))
    });
    for Expected { title: name, section, skeleton, is_there, is_needed } in EXPECTED {
        if is_there(spec) || !is_needed(spec) || announced.any(section) {
            continue;
        }
        // An overview comes first, below the title, the others last.
        let at = if name != "Overview" { Some(subject.text.trim_end().len()) } else { (title.level == 1).then_some(title.span.end) };
        let text = format!("\n\n## {name}\n\n{skeleton}");
        let finding = reporter.report(title.span, format!("there is no section `{name}`"));
        finding.fixes.extend(at.map(|at| Fix::likely(format!("Add a section `{name}`"), Span::new(at, at), text)));
    }
}
