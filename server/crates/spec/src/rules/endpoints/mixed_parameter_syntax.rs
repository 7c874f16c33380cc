//! SW411: parameters in two syntaxes.

use std::sync::LazyLock;

use regex::Regex;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Fix, Rule, Span};

use crate::pattern::pattern;
use crate::rules::check::{Reporter, Subject};
use crate::model::Endpoint;

pub(super) const RULE: Rule = Rule {
    code: "SW411",
    name: "mixed-parameter-syntax",
    group: Group::Endpoints,
    level: Level::Warning,
    fixable: Fixable::Safe,
    explanation: Explanation {
        what: "Reports a path parameter that is written `:id` where other paths write `{id}`.",
        why: "Routers know one of the two: a path in the other syntax only matches its own text.",
        example: "```\nGET /api/v1/invoices/{id}\nPOST /api/v1/invoices/:id/send\n```",
        fix: "Write `{id}`, as Go and OpenAPI have it.",
    },
};

static COLON: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"/(:([A-Za-z_]\w*))"));

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let written = |endpoint: &Endpoint| subject.at(endpoint.span);
    if !subject.spec.endpoints.iter().any(|endpoint| written(endpoint).contains("/{")) {
        return;
    }
    let Some(colon) = COLON.as_ref() else { return };
    for endpoint in &subject.spec.endpoints {
        for found in colon.captures_iter(written(endpoint)) {
            let (Some(whole), Some(name)) = (found.get(1), found.get(2)) else { continue };
            let span = Span::new(whole.start(), whole.end()).shifted(endpoint.span.start);
            let braces = format!("{{{}}}", name.as_str());
            let message = format!("other paths write this parameter `{braces}`");
            reporter.report(span, message).fixes.push(Fix::safe(format!("Write `{braces}`"), span, braces));
        }
    }
}
