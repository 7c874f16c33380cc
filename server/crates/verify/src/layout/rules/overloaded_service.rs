//! SW1309: a service with too many dependencies.

use specwave_source::Rule;
use specwave_source::rule::{Explanation, Fixable, Group, Level};

use crate::layout::domain::{ends_with_word, structs};
use crate::layout::folders::Layer;
use crate::layout::found::{Found, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1309",
    name: "overloaded-service",
    group: Group::Layout,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a service with more than five dependencies, or an orchestrator with more than eight. Fields count \
               whose type is a repository, service, client, cache, bus, publisher or collector of metrics.",
        why: "A service that needs so much does several things; its tests need as many fakes, and every change meets it.",
        example: "```go\n// internal/service/billing/billing_service.go\ntype BillingService struct {\n\tinvoices  billing.InvoiceRepository\n\tcustomers customer.CustomerRepository\n\ttaxes     TaxService\n\tmails     MailClient\n\trates     RateCache\n\tevents    EventPublisher\n}\n```",
        fix: "Split it by what belongs together, or name it an orchestrator if putting services together is all it does.",
    },
};

/// What the types of dependencies end with.
const KINDS: [&str; 7] = ["Repository", "Service", "Client", "Cache", "Bus", "Publisher", "MetricsCollector"];

pub(super) fn check(subject: &Subject<'_>, found: &mut Found) {
    for service in subject.of_layer(Layer::Service).flat_map(structs) {
        let orchestrates = service.name().contains("Orchestrator");
        if !orchestrates && !ends_with_word(service.name(), "Service") {
            continue;
        }
        let is_dependency = |ty: &str| KINDS.iter().any(|kind| ty.split('[').next().unwrap_or(ty).ends_with(kind));
        let dependencies: Vec<_> = service.fields.iter().filter(|field| is_dependency(&field.ty)).collect();
        let most = if orchestrates { 8 } else { 5 };
        if dependencies.len() > most {
            let message = format!("`{}` has {} dependencies; {most} are enough", service.name(), dependencies.len());
            found.report(&RULE, &service.file.path, service.declared.name.span, message);
        }
    }
}
