use std::path::Path;

use specwave_plan::module::ModuleFacts;
use specwave_plan::{Layout, contract};
use specwave_source::LineIndex;

use super::{drift, rules};
use crate::Code;

const SPEC: &str = "---
feature: Invoice Reminders
domain: billing
---

```yaml
entities:
  - name: Invoice
    fields:
      - ID uuid.UUID
      - DueAt time.Time
services:
  - name: BillingService
    operations:
      - SendReminder(ctx context.Context, id uuid.UUID) error
repositories:
  - name: InvoiceRepository
    operations:
      - Get(ctx context.Context, id uuid.UUID) (*Invoice, error)
```

## API Endpoints

```
GET /api/v1/invoices/{id}
POST /api/v1/invoices/{id}/reminders
```

```sql
CREATE TABLE invoices (
    id UUID PRIMARY KEY,
    due_at TIMESTAMPTZ NOT NULL
);
CREATE TABLE reminders (
    id UUID PRIMARY KEY
);
```
";

const ENTITY: &str = "package billing\n\ntype Invoice struct {\n\tID    values.UUID\n\tDueAt time.Time\n}\n\nfunc NewInvoice() *Invoice { return nil }\n\ntype InvoiceRepository interface {\n\tGet(ctx context.Context, id values.UUID) (*Invoice, error)\n}\n";
const SERVICE: &str = "package billing\n\ntype BillingService struct{}\n\nfunc (s *BillingService) SendReminder(ctx context.Context, id values.UUID) error { return nil }\n";
const ROUTES: &str = "package rest\n\nfunc routes(r Router) {\n\tr.Route(\"/api/v1/invoices\", func(r Router) {\n\t\tr.Get(\"/{invoiceID}\", get)\n\t})\n\tr.Post(\"/api/v1/invoices/{id}/reminders\", remind)\n}\n";
const MIGRATION: &str =
    "CREATE TABLE invoices (id UUID PRIMARY KEY, due_at TIMESTAMPTZ NOT NULL);\nCREATE TABLE reminders (id UUID PRIMARY KEY);\n";

/// The module that fits the specification, with one replacement in it.
fn module(from: &str, to: &str) -> Code {
    let mut code = Code::default();
    for (path, text) in [
        ("internal/domain/billing/invoice.go", ENTITY),
        ("internal/service/billing/billing_service.go", SERVICE),
        ("internal/api/rest/routes.go", ROUTES),
        ("migrations/000001_invoices.up.sql", MIGRATION),
    ] {
        code.add(Path::new(path), text.replace(from, to));
    }
    code
}

/// Code, line of the specification and place in the code of each finding.
fn found(code: &Code) -> Vec<String> {
    let spec = specwave_spec::parse(SPEC);
    let lines = LineIndex::new(SPEC);
    let contract = contract::compute(&spec, SPEC, &ModuleFacts::default(), &Layout::default()).contract;
    let findings = drift(&spec, &contract, &lines, code);
    findings
        .iter()
        .map(|finding| {
            let places = finding.elsewhere.iter().map(|place| format!(" {}:{}", place.path.display(), place.start.line));
            format!("{} {}{}", finding.code, lines.line(finding.span.start), places.collect::<String>())
        })
        .collect()
}

#[test]
fn code_that_fits_has_no_findings_and_code_that_is_not_there_has_none_either() {
    assert_eq!(found(&module("", "")), [""; 0]);
    assert_eq!(found(&Code::default()), [""; 0]);
}

#[test]
fn what_the_specification_has_and_the_code_lacks_is_reported_at_its_line() {
    for (from, to, expected) in [
        ("type BillingService struct{}", "type Service struct{}", "SW1201 13"),
        ("\tDueAt time.Time\n", "", "SW1203 11 internal/domain/billing/invoice.go:3"),
        (") SendReminder(", ") Remind(", "SW1205 15 internal/service/billing/billing_service.go:3"),
        ("r.Post(\"/api/v1/invoices/{id}/reminders\", remind)", "", "SW1207 26"),
        ("CREATE TABLE reminders (id UUID PRIMARY KEY);", "", "SW1209 34"),
        (", due_at TIMESTAMPTZ NOT NULL", "", "SW1210 30"),
        ("DueAt time.Time", "DueAt string", "SW1212 11 internal/domain/billing/invoice.go:5"),
        (", id values.UUID) error {", ") error {", "SW1213 15 internal/service/billing/billing_service.go:5"),
    ] {
        let found = found(&module(from, to));
        assert!(found.iter().any(|finding| finding == expected), "{expected}: {found:?}");
    }
}

#[test]
fn what_the_code_has_and_the_specification_lacks_is_reported_with_its_place() {
    for (from, to, expected) in [
        (
            "type InvoiceRepository",
            "type Dunning struct{ ID values.UUID }\n\nfunc NewDunning() *Dunning { return nil }\n\ntype InvoiceRepository",
            "SW1202 2 internal/domain/billing/invoice.go:10",
        ),
        ("\tDueAt time.Time\n", "\tDueAt time.Time\n\tNote string\n", "SW1204 8 internal/domain/billing/invoice.go:6"),
        (
            "type BillingService struct{}",
            "type BillingService struct{}\n\nfunc (s *BillingService) Void() {}",
            "SW1206 13 internal/service/billing/billing_service.go:5",
        ),
        ("r.Post(", "r.Delete(\"/api/v1/invoices/{id}\", void)\n\tr.Post(", "SW1208 25 internal/api/rest/routes.go:7"),
        ("due_at TIMESTAMPTZ NOT NULL)", "due_at TIMESTAMPTZ NOT NULL, note TEXT)", "SW1211 30"),
    ] {
        assert_eq!(found(&module(from, to)), [expected], "{to}");
    }
}

#[test]
fn codes_and_names_are_unique_in_order_and_as_their_group_says() {
    assert_eq!(specwave_source::rule::problems_of(&rules().collect::<Vec<_>>()), [""; 0]);
}
