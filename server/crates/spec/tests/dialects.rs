//! What counts as what, on small texts that each show one case.

use specwave_spec::model::Spec;
use specwave_spec::{decode, parse, parse_bytes};

fn names<'a, T>(items: &'a [T], name: impl Fn(&'a T) -> &'a str) -> Vec<&'a str> {
    items.iter().map(name).collect()
}

fn entities(spec: &Spec) -> Vec<&str> {
    names(&spec.entities, |it| &it.name)
}

fn values(spec: &Spec) -> Vec<&str> {
    names(&spec.value_objects, |it| &it.base.name)
}

fn events(spec: &Spec) -> Vec<&str> {
    names(&spec.events, |it| &it.name)
}

fn services(spec: &Spec) -> Vec<&str> {
    names(&spec.services, |it| &it.name)
}

fn endpoints(spec: &Spec) -> Vec<String> {
    spec.endpoints.iter().map(|it| format!("{} {}", it.method, it.path)).collect()
}

#[test]
fn structs_are_told_apart_by_identity_heading_and_place() {
    let spec = parse(
        "# X\n## Domain Model\n```go\ntype Call struct {\n  ID uuid.UUID\n  Route Route\n}\ntype Route struct {\n  CallID uuid.UUID\n}\n\
         // Value Objects\n\ntype Rule struct {\n  ID uuid.UUID\n}\ntype Kind string\nconst KindA Kind = \"a\"\ntype CallFilter struct{ Limit int }\n```\n\
         ## Service Layer\n```go\npackage calls\ntype Result struct{ OK bool }\n```\n",
    );
    assert_eq!((entities(&spec), values(&spec)), (vec!["Call"], vec!["Route", "Rule", "Kind"]));
    assert_eq!(names(&spec.structs, |it| &it.name), ["CallFilter", "Result"]);
}

#[test]
fn events_are_declared_raised_or_live_on_as_entities() {
    let spec = parse(
        "# X\n## Domain\n```go\ntype WebhookEvent struct {\n  ID uuid.UUID\n  Status string\n}\ntype HookCreatedEvent struct {\n  HookID uuid.UUID\n}\n\
         func (w *WebhookEvent) Fail(why string) {\n  w.addEvent(HookFailedEvent{WebhookID: w.ID, Reason: why, Final: true})\n  w.bus.Publish(call.EndedEvent{})\n}\n```\n",
    );
    assert_eq!((entities(&spec), events(&spec)), (vec!["WebhookEvent"], vec!["HookCreatedEvent", "HookFailedEvent"]));
    let fields: Vec<_> = spec.events[1].fields.iter().map(|field| (field.name.as_str(), field.ty.as_str())).collect();
    assert_eq!(fields, [("WebhookID", "uuid.UUID"), ("Reason", "string"), ("Final", "bool")]);
    assert_eq!(names(&spec.raised, |it| &it.value), ["HookFailedEvent"]);
}

#[test]
fn a_bare_service_is_named_after_its_package_and_gets_the_dependencies_of_its_struct() {
    let spec = parse(
        "# X\n## Services\n```go\n// internal/service/audit/service.go\npackage audit\ntype Service interface {\n  Log(ctx context.Context) error\n}\n\
         type service struct {\n  repo audit.Repository\n  mu sync.Mutex\n  cache *cache.TTLCache\n  names []string\n}\n\
         func (s *service) Log(ctx context.Context) error { return nil }\n```\n## Integration Points\n```go\nfunc (s *CallService) Place() {}\n```\n",
    );
    assert_eq!(services(&spec), ["AuditService"]);
    assert_eq!(names(&spec.services[0].dependencies, |it| &it.value), ["AuditRepository", "TTLCache"]);
    assert!(spec.services[0].operations[0].body.is_some());
    assert_eq!(spec.domain.as_ref().map(|domain| domain.value.as_str()), Some("audit"));
}

#[test]
fn designed_endpoints_are_kept_and_shown_requests_are_not() {
    let listed = "# X\n## API\n```yaml\nPOST /api/v1/a   # create\n```\n### Examples\n```http\nPOST /api/v1/b\nContent-Type: x/y\n\n{}\n```\n\
                  ## Security\n```http\nPOST /hook\nX-Sign: 1\n```\n## Progress\n- `GET /api/v1/done`\n- `GET /api/v1/c?x=1` - read\n";
    assert_eq!(endpoints(&parse(listed)), ["POST /api/v1/a"]);
    let shown = "# X\n## API Examples\n```http\nPOST /api/v1/b\n{}\n```\n#### GET `/api/v1/:id`\n";
    assert_eq!(endpoints(&parse(shown)), ["POST /api/v1/b", "GET /api/v1/{id}"]);
    let written = "# X\n```yaml\nendpoints:\n  - path: /a\n  - GET /b: reads\n  - method: put\n    path: /c/:id\npaths:\n  /d:\n    get:\n      summary: s\n```\n";
    assert_eq!(endpoints(&parse(written)), [" /a", "GET /b", "PUT /c/{id}", "GET /d"]);
}

#[test]
fn yaml_is_read_in_every_way_it_is_written() {
    let spec = parse(
        "---\nfeature: \"Quotes\" # the name\ndomain: Bid\npriority: High\n---\n```yaml\ndomain_model:\n  entities:\n    Quote:\n      fields:\n        ID: uuid.UUID\n        \
         note: string (optional)\n      methods: [Close(now time.Time) error]\n  value_objects:\n    - Side: one of two\n    - name: Kind\n      values: [A, B]\n  \
         domain_events: [QuoteClosed, QuoteOpened]\nservices:\n  - name: QuoteService\n    operations: [Open, Close(id uuid.UUID) error]\n    dependencies: [Clock (shared)]\n```\n",
    );
    let header = [&spec.name, &spec.domain, &spec.priority].map(|it| it.as_ref().map_or("", |it| it.value.as_str()));
    assert_eq!(header, ["Quotes", "bid", "high"]);
    assert_eq!((entities(&spec), values(&spec)), (vec!["Quote"], vec!["Side", "Kind"]));
    assert_eq!((events(&spec), services(&spec)), (vec!["QuoteClosed", "QuoteOpened"], vec!["QuoteService"]));
    assert!(spec.entities[0].fields[1].optional && spec.entities[0].methods[0].signature.is_some());
    assert_eq!(names(&spec.services[0].dependencies, |it| &it.value), ["Clock"]);
}

#[test]
fn titles_lose_the_words_that_only_say_what_kind_of_text_it_is() {
    let cases = [
        ("# Webhook Management System Specification", "Webhook Management System"),
        ("# Consent Management System - Technical Specification", "Consent Management System"),
        ("# Feature Specification: Dynamic Pricing", "Dynamic Pricing"),
        ("# Specification", ""),
    ];
    for (title, name) in cases {
        assert_eq!(parse(title).name.map(|it| it.value).unwrap_or_default(), name, "{title}");
    }
}

#[test]
fn a_manual_is_no_specification() {
    let manual = "# Tool\n## Installation\n## API\n- `GET /x`\n## Testing\n## Security\n```sql\nCREATE TABLE a (id INT);\n```\n";
    assert!(!parse(manual).recognised);
    assert!(!parse("").recognised);
    assert!(parse(include_str!("../../../../docs/examples/parcel-tracking.md")).recognised);
}

#[test]
fn bytes_that_are_no_text_are_told_apart() {
    let cases: [(&[u8], bool, bool); 5] = [
        (b"# A\n", false, false),
        (b"# \xe9t\xe9 ou hiver\n", true, false),
        (b"\x7fELF\0\0\0", false, true),
        (&[0xff; 40], true, true),
        (b"\xff\xfe#\0 \0A\0", true, false),
    ];
    for (bytes, not_utf8, binary) in cases {
        let spec = parse_bytes(bytes);
        assert_eq!((spec.not_utf8, spec.binary), (not_utf8, binary), "{bytes:?}");
    }
    assert_eq!(decode(b"\xff\xfe#\0 \0A\0").text, "# A");
}
