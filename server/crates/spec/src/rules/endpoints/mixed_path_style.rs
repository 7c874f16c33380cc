//! SW412: paths that join words in different ways.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW412",
    name: "mixed-path-style",
    group: Group::Endpoints,
    level: Level::Hint,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a path whose words are joined in another way than those of most paths: `/open_items` beside `/due-dates`, `/openItems`.",
        why: "Clients guess paths, and a wrong guess is a 404.",
        example: "```\nGET /api/v1/due-dates\nGET /api/v1/late-fees\nGET /api/v1/open_items\n```",
        fix: "Join words the same way everywhere, best with a hyphen.",
    },
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Hyphen,
    Underscore,
    Capitals,
}

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let endpoints = &subject.spec.endpoints;
    let styles: Vec<(Style, &str)> = endpoints.iter().flat_map(|endpoint| joined(&endpoint.path)).collect();
    let count = |style| styles.iter().filter(|(other, _)| *other == style).count();
    let most = [Style::Hyphen, Style::Underscore, Style::Capitals].into_iter().find(|style| count(*style) * 2 > styles.len());
    let Some(most) = most else { return };
    for endpoint in endpoints {
        if let Some((_, segment)) = joined(&endpoint.path).find(|(style, _)| *style != most) {
            reporter.report(endpoint.span, format!("`{segment}` joins its words in another way than most paths"));
        }
    }
}

/// The literal segments of several words, and how they join them.
fn joined(path: &str) -> impl Iterator<Item = (Style, &str)> {
    path.split('/').filter(|segment| !segment.contains(['{', '.', ':'])).filter_map(|segment| {
        let inner = segment.get(1..)?;
        let style = if inner.contains('-') {
            Style::Hyphen
        } else if inner.contains('_') {
            Style::Underscore
        } else if inner.contains(|c: char| c.is_ascii_uppercase()) && segment.contains(|c: char| c.is_ascii_lowercase()) {
            Style::Capitals
        } else {
            return None;
        };
        Some((style, segment))
    })
}
