//! SW1319: a handler that goes on when nobody waits any more.

use specwave_golang::facts::Func;
use specwave_source::Rule;
use specwave_source::rule::{Explanation, Fixable, Group, Level};

use crate::layout::folders::{Layer, Role};
use crate::layout::found::{Found, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1319",
    name: "handler-without-context",
    group: Group::Layout,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a handler of the API or of events that begins a context of its own (`context.Background()`, \
               `context.TODO()`), and a method `Handle…` of a handler that is given none.",
        why: "When the client leaves or the time is up, the work goes on; and what a trace and a deadline hang on is lost.",
        example: "```go\n// internal/api/rest/invoice_handler.go\nfunc (h *InvoiceHandler) Get(w http.ResponseWriter, r *http.Request) {\n\th.service.Get(context.Background(), r.PathValue(\"id\"))\n}\n```",
        fix: "Pass on the context of the request: `r.Context()`.",
    },
};

pub(super) fn check(subject: &Subject<'_>, found: &mut Found) {
    for (file, function) in subject.of_layer(Layer::Api).chain(subject.of_role(Role::Events)).flat_map(|package| package.functions()) {
        let name = &function.name.text;
        let is_given_one = function.takes(carries_context);
        let makes_handlers = || function.results().iter().any(|result| result.ty.starts_with("http.Handler"));
        if is_given_one || makes_handlers() {
            if let Some(begun) = function.new_contexts().first() {
                let message = format!("`{name}` begins a context of its own: pass on the one that it is given");
                found.report(&RULE, &file.path, begun.span, message);
            }
        } else if is_event_handler(function) {
            let message = format!("`{name}` is given no context: whoever calls it cannot end it");
            found.report(&RULE, &file.path, function.name.span, message);
        }
    }
}

fn carries_context(ty: &str) -> bool {
    ty.ends_with(".Context") || matches!(ty, "*http.Request" | "*fiber.Ctx")
}

fn is_event_handler(function: &Func) -> bool {
    let of_handler = function.receiver.as_ref().is_some_and(|receiver| receiver.ty.ends_with("Handler"));
    let called = function.name.text.strip_prefix("Handle").is_some_and(|rest| !rest.starts_with(char::is_lowercase));
    of_handler && called && !function.params().is_empty() && function.returns_error()
}
