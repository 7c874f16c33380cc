//! What plain Markdown, Protocol Buffers and routers declare, on small texts that each show one case.

use specwave_spec::model::{Field, Spec};
use specwave_spec::parse;

fn model(spec: &Spec) -> (Vec<&str>, Vec<&str>, Vec<&str>) {
    (
        spec.entities.iter().map(|it| it.name.as_str()).collect(),
        spec.value_objects.iter().map(|it| it.base.name.as_str()).collect(),
        spec.events.iter().map(|it| it.name.as_str()).collect(),
    )
}

fn fields(fields: &[Field]) -> Vec<String> {
    let shown = fields.iter().map(|field| format!("{} {}{}", field.name, field.ty, if field.optional { "?" } else { "" }));
    shown.collect()
}

#[test]
fn headings_and_labels_declare_what_their_sections_are_about() {
    let spec = parse(
        "# X\n## Model\n### Entity: Order\n- `id` (UUID): identity\n- `note` (string, optional)\n### Value Object: Price\n| Field | Type |\n|--|--|\n\
         | amount | decimal |\n### Enum: State\n- open\n- closed\n## Core Entities\n**Parcel**\n\n| Attribute | Type | Required |\n|--|--|--|\n| ID | uuid | yes |\n\
         | weight | int | no |\n\n### Relationships\n- Order has parcels\n",
    );
    assert_eq!(model(&spec), (vec!["Order", "Parcel"], vec!["Price", "State"], vec![]));
    assert_eq!(fields(&spec.entities[0].fields), ["id UUID", "note string?"]);
    assert_eq!(fields(&spec.entities[1].fields), ["ID uuid", "weight int?"]);
    assert_eq!(spec.value_objects[1].values.iter().map(|it| it.value.as_str()).collect::<Vec<_>>(), ["open", "closed"]);
}

#[test]
fn a_model_without_a_word_for_it_is_told_apart_by_identity() {
    let spec = parse(
        "# X\n## Domain Model\nOrders have lines.\n### Order\n- id: uuid\n- total: Money\n### Money\n- amount: int64\n- currency: string\n### Rules\n- A total is never negative\n",
    );
    assert_eq!(model(&spec), (vec!["Order"], vec!["Money"], vec![]));
}

#[test]
fn items_and_rows_declare_names() {
    let spec = parse(
        "# X\n## Entities\n1. **Report**: what was said\n   - `ID` uuid\n   - `State` ReportState\n2. **Appeal**\n   - id: uuid\n## Value Objects\n- **ReportState**: open → closed\n\
         - `Weight` — grams, never negative\n## Events\n| Event | When |\n|--|--|\n| `ReportFiled` | always |\n\n- **AppealDecided**: later\n## Services\n\
         | Service | Methods | Depends on |\n|--|--|--|\n| ReportService | File, Close | ReportRepository, Clock |\n## Repositories\n- `ReportRepository` – Save, FindByID\n",
    );
    assert_eq!(model(&spec), (vec!["Report", "Appeal"], vec!["ReportState", "Weight"], vec!["ReportFiled", "AppealDecided"]));
    assert_eq!(fields(&spec.entities[0].fields), ["ID uuid", "State ReportState"]);
    let service = &spec.services[0];
    assert_eq!((service.name.as_str(), service.operations.len(), service.dependencies.len()), ("ReportService", 2, 2));
    assert_eq!(spec.repositories[0].operations.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["Save", "FindByID"]);
}

#[test]
fn what_stands_elsewhere_declares_nothing() {
    let spec = parse(
        "# X\n## External Services\n- **MailService**: sends\n## Service Level Objectives\n- **ReportService**: 99.9%\n## Dependencies\n### Services\n- TaxService\n\
         ## Entities\nEvery **Order** counts.\n### Invariants\n- **Total**: the sum\n```go\ntype Order struct{ ID string }\n```\n",
    );
    assert_eq!(model(&spec), (vec!["Order"], vec![], vec![]));
    assert!(spec.services.is_empty(), "{:?}", spec.services);
}

#[test]
fn yaml_below_a_heading_needs_no_key() {
    let spec = parse(
        "# X\n## Entities\n```yaml\n- name: Order\n  attributes:\n    - ID: uuid\n```\n## Events\n```yaml\nOrderPlaced:\n  payload: [order_id]\nOrderShipped: {}\n```\n\
         ## Monitoring\n```yaml\n- name: TooSlow\n```\n",
    );
    assert_eq!(model(&spec), (vec!["Order"], vec![], vec!["OrderPlaced", "OrderShipped"]));
}

#[test]
fn protocol_buffers_declare_services_and_where_nothing_else_does_the_model() {
    let proto = "```proto\nservice OrderService {\n  rpc Place(PlaceRequest) returns (Order) {\n    option (google.api.http) = { post: \"/v1/orders\" body: \"*\" };\n  }\n}\n\
                 message Order {\n  string id = 1;\n  repeated Line lines = 2; // in order\n}\nmessage Line { int64 count = 1; }\nmessage PlaceRequest { string sku = 1; }\n\
                 enum State {\n  STATE_UNSPECIFIED = 0;\n  STATE_OPEN = 1;\n}\n```\n";
    let alone = parse(&format!("# X\n## gRPC API\n{proto}"));
    assert_eq!(model(&alone), (vec!["Order"], vec!["Line", "State"], vec![]));
    assert_eq!(fields(&alone.entities[0].fields), ["id string", "lines []Line"]);
    assert_eq!(alone.services[0].operations[0].name, "Place");
    assert_eq!(alone.endpoints[0].path, "/v1/orders");
    let beside = parse(&format!("# X\n## Entities\n```go\ntype Purchase struct{{ ID string }}\n```\n## gRPC API\n{proto}"));
    assert_eq!(model(&beside), (vec!["Purchase"], vec![], vec![]));
}

#[test]
fn registered_routes_are_endpoints_unless_a_list_has_them_with_their_prefix() {
    let router = "```go\nr.Route(\"/orders\", func(r chi.Router) {\n  r.Post(\"/\", h.Place) // place one\n  r.Get(\"/{id}\", h.Get)\n})\n```\n";
    let shown = |text: &str| parse(text).endpoints.iter().map(|it| format!("{} {}", it.method, it.path)).collect::<Vec<_>>();
    assert_eq!(shown(&format!("# X\n## Routes\n{router}")), ["POST /orders", "GET /orders/{id}"]);
    assert_eq!(
        shown(&format!("# X\n## API\n- `POST /api/orders`\n- `GET /api/orders/{{id}}`\n### Router\n{router}")),
        ["POST /api/orders", "GET /api/orders/{id}"]
    );
    assert!(shown(&format!("# X\n## Testing\n{router}")).is_empty());
}

#[test]
fn fields_of_the_header_are_read_in_every_shape() {
    let cases = [
        "# X\n> **Priority:** P1\n> **Domain:** billing\n",
        "# X\nDomain: `billing` | Priority: **P1** | Team: a\n",
        "# X\n- **Domain**: billing\n- **Priority**: 🔴 P1 (agreed)\n",
        "# X\n| | |\n|--|--|\n| **Domain** | billing |\n| **Priority** | P1 |\n",
        "# X\n| Domain | Owner | Priority |\n|--|--|--|\n| billing | me | P1 |\n",
    ];
    for text in cases {
        let spec = parse(text);
        let read = [&spec.domain, &spec.priority].map(|it| it.as_ref().map_or("", |it| it.value.as_str()));
        assert_eq!(read, ["billing", "p1"], "{text}");
    }
}

#[test]
fn regimes_are_found_in_front_matter_yaml_labels_and_tables() {
    let cases = [
        "---\nfeature: X\ncompliance: [GDPR, HITECH]\n---\n# X\n",
        "# X\n## Compliance\n- **GDPR**: erasure\n- **HITECH** - breaches\n- Audit: log all\n- PII handling\n",
        "# X\n**Compliance**\n\n- GDPR (erasure)\n- HITECH\n- MiFID II is *not* applicable\n",
        "# X\n## Regulatory\n| Regulation | Control |\n|--|--|\n| GDPR | a |\n| HITECH | b |\n",
        "# X\n## Requirements\n```yaml\ncompliance:\n  - GDPR: erasure\n  - name: HITECH\n    controls: [API keys]\n```\n",
    ];
    for text in cases {
        let spec = parse(text);
        let read: Vec<_> = spec.compliance.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(read, ["GDPR", "HITECH"], "{text}");
    }
}

#[test]
fn parameters_without_a_type_have_the_usual_one() {
    let spec = parse(
        "# X\n## Services\n### OrderService\nMethods:\n- `Ship(ctx, orderID, at, label) error`\n- `Place(ctx, cmd PlaceOrder) error`\n",
    );
    let typed = spec.services[0].operations.iter().map(|operation| {
        let params = operation.signature.iter().flat_map(|signature| &signature.params);
        params.map(|param| format!("{} {}", param.name, param.ty)).collect::<Vec<_>>().join(", ")
    });
    let typed: Vec<String> = typed.collect();
    assert_eq!(typed, ["ctx context.Context, orderID uuid.UUID, at time.Time,  label", "ctx context.Context, cmd PlaceOrder"]);
}

#[test]
fn a_word_behind_a_name_or_in_brackets_tells_what_it_is() {
    let spec = parse(
        "# X\n## Data Model\n### Order (aggregate root)\n| Property | Type |\n|--|--|\n| id | UUID |\n| note | string(40)? |\n### Price Value Object\n- cents: int\n\
         ### Enums\n- Unit: gram, piece\n## Domain events\n- OrderPlaced { order_id, total }\n",
    );
    assert_eq!(model(&spec), (vec!["Order"], vec!["Price", "Unit"], vec!["OrderPlaced"]));
    assert_eq!(fields(&spec.entities[0].fields), ["id UUID", "note string?"]);
    assert_eq!(fields(&spec.events[0].fields), ["order_id ", "total "]);
}

#[test]
fn tests_security_and_acceptance_are_read_from_tables_and_scenarios() {
    let spec = parse(
        "# X\n## Testing\n| Level | What |\n|--|--|\n| unit | totals |\n\n**Load**: one hour\n## Security\n| Threat | Answer |\n|--|--|\n| guessing | limits |\n\
         ## Acceptance Criteria\n**Given** an order **when** it is paid **then** it ships.\n",
    );
    let texts = |list: &[specwave_spec::model::Statement]| list.iter().map(|it| it.text.clone()).collect::<Vec<_>>();
    assert_eq!(texts(&spec.testing), ["Load: one hour", "unit – totals"]);
    assert_eq!(texts(&spec.security), ["guessing – limits"]);
    assert_eq!(texts(&spec.acceptance), ["Given an order when it is paid then it ships."]);
    let hoped =
        parse("# X\n## Success Metrics\n### Technical Success\n- No data is lost\n### Business Success\n- 10% more sales\n");
    assert_eq!(texts(&hoped.acceptance), ["No data is lost"]);
}

#[test]
fn a_map_by_name_holds_fields_or_values_themselves() {
    let spec = parse(
        "# 05 X\n**Domain:** `y`  \n```yaml\nentities:\n  - Session:\n      id: uuid\n      flags: list of Flag\nvalue_objects:\n  - Kind: [phone, voice]\n  \
         - Flag: {kind: Kind, at: timestamp}\n```\n",
    );
    let header = [&spec.name, &spec.domain].map(|it| it.as_ref().map_or("", |it| it.value.as_str()));
    assert_eq!((header, model(&spec)), (["X", "y"], (vec!["Session"], vec!["Kind", "Flag"], vec![])));
    assert_eq!(fields(&spec.entities[0].fields), ["id uuid", "flags list of Flag"]);
    assert_eq!(spec.value_objects[0].values.len(), 2);
    assert_eq!(fields(&spec.value_objects[1].base.fields), ["kind Kind", "at timestamp"]);
}

#[test]
fn a_name_that_is_only_described_is_what_fields_have_as_their_type() {
    let spec = parse(
        "# X\n## Data Model\n**Visit**\n\n| Field | Type |\n|--|--|\n| id | uuid |\n| slot | TimeSlot |\n\n**TimeSlot**: start and end.\n\n\
         **Species**: `dog`, `cat`\n\n**Storage**: all of it in one place.\n\n### Weight\n\nGrams, never negative.\n\n### Reading\n\
         - `id`: uuid\n- `weight`: Weight\n",
    );
    assert_eq!(model(&spec), (vec!["Visit", "Reading"], vec!["Species", "TimeSlot", "Weight"], vec![]));
}

#[test]
fn services_tell_their_operations_in_tables_and_sentences_below_them() {
    let spec = parse(
        "# X\n## Services\n### VisitService\nBooks visits.\n\n| Operation | Input |\n|--|--|\n| Book | slot |\n| Move | slot |\n\n\
         ### ReminderService\n`Due(day)` finds what is due, `Send(id)` writes.\n\n### StockService\nIt offers `Reserve` and `Release`, \
         and needs the `Clock`. It publishes `StockReserved`.\n",
    );
    let shown = spec.services.iter().map(|service| {
        let operations = service.operations.iter().map(|operation| operation.name.as_str());
        format!("{} {}", service.name, operations.collect::<Vec<_>>().join(" "))
    });
    assert_eq!(shown.collect::<Vec<_>>(), ["VisitService Book Move", "ReminderService Due Send", "StockService Reserve Release"]);
}

#[test]
fn a_table_of_entities_needs_no_section_that_says_so() {
    let table = "\n| Entity | Attributes |\n|--|--|\n| Guide | id, name |\n| Tour | id, guide_id |\n";
    assert_eq!(model(&parse(&format!("# X\n## Data\n{table}"))), (vec!["Guide", "Tour"], vec![], vec![]));
    assert_eq!(model(&parse(&format!("# X\n## Security\n{table}"))), (vec![], vec![], vec![]));
    let others = "\n| Entity | Who may see it |\n|--|--|\n| Guide | all |\n";
    assert_eq!(model(&parse(&format!("# X\n## Data\n{others}"))), (vec![], vec![], vec![]));
}

#[test]
fn routes_behind_labels_are_a_list_of_endpoints() {
    let routes =
        |text: &str| -> Vec<String> { parse(text).endpoints.iter().map(|it| format!("{} {}", it.method, it.path)).collect() };
    let list = "# X\n## Interfaces\n- Find guides: `GET /guides?language=fr`\n- Cancel: `DELETE /tours/{tourId}`\n";
    assert_eq!(routes(list), ["GET /guides", "DELETE /tours/{tourId}"]);
    let among_others = "# X\n## Notes\n- Guides are asked for first\n- The hub answers: `GET /guides`\n- Tours follow\n";
    assert!(routes(among_others).is_empty());
}

#[test]
fn lines_between_paragraphs_name_what_tables_and_sentences_below_them_tell() {
    let spec = parse(
        "# X\n## Decisions\n### One row for each\n`Hold`\n\n| Field | Type |\n|--|--|\n| id | uuid |\n| why | HoldReason |\n\n\
         `HoldReason` is one of `manual`, `broken`, `tampered`.\n\n`HoldFilter`\n\n| Field | Type |\n|--|--|\n| limit | int |\n\n\
         `Hold` is an entity of its own.\n",
    );
    assert_eq!(model(&spec), (vec!["Hold"], vec!["HoldReason"], vec![]));
    assert_eq!(spec.value_objects[0].values.len(), 3);
}

#[test]
fn events_may_be_called_as_they_are_sent() {
    let spec = parse(
        "# X\n## Events\n- `hold.released`: `{ id }`, heard by billing\n- `hold.list`: all of them\n- `holds.ts`: where they are\n\n\
         ## Published events\n| Event | When |\n|--|--|\n| `gate.opened` | at dawn |\n",
    );
    assert_eq!(model(&spec), (vec![], vec![], vec!["hold.released", "gate.opened"]));
}
