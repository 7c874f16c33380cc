//! Each test marks the places of one symbol in a text: `«name»` where it is used, `«!name»` where it is declared.

use specwave_source::Span;

use super::{Names, SymbolKind};
use crate::model::{Criterion, ListedTask, Located, Requirement, Spec};
use crate::parse;

const FRONT: &str = "---\nfeature: Consent\ndomain: consent\n---\n\n# Consent\n\n## Domain Model\n\n";

/// The text without its marks, and the marked places.
fn unmarked(marked: &str) -> (String, Vec<(Span, bool)>) {
    let mut text = String::new();
    let mut places = Vec::new();
    let mut open = None;
    let mut chars = marked.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '«' => open = Some((text.len(), chars.next_if_eq(&'!').is_some())),
            '»' => places.extend(open.take().map(|(start, declares)| (Span::new(start, text.len()), declares))),
            _ => text.push(c),
        }
    }
    (text, places)
}

fn shown(text: &str, places: &[(Span, bool)]) -> Vec<String> {
    let show = |(span, declares): &(Span, bool)| {
        let line = text[..span.start].matches('\n').count() + 1;
        let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[span.end..].find('\n').map_or(text.len(), |at| span.end + at);
        let mark = if *declares { "!" } else { "" };
        format!("{line}: {}«{mark}{}»{}", &text[start..span.start], &text[span.start..span.end], &text[span.end..end])
    };
    places.iter().map(show).collect()
}

/// Checks that the marked places are all places of `symbol`, which may be `Owner.Member`.
#[track_caller]
fn check(symbol: &str, marked: &str) {
    let (text, expected) = unmarked(&format!("{FRONT}{marked}"));
    let names = Names::of(&parse(&text), &text);
    let (owner, name) = match symbol.split_once('.') {
        Some((owner, name)) => (Some(owner), name),
        None => (None, symbol),
    };
    let found = names.symbols().find(|(_, symbol)| {
        symbol.name == name
            && owner.is_none_or(|owner| symbol.owner.is_some_and(|of| names.symbol(of).name == owner))
            && (owner.is_some() || !matches!(symbol.kind, SymbolKind::Field | SymbolKind::Operation))
    });
    let (id, _) = found.unwrap_or_else(|| panic!("{symbol} is not declared"));
    let places: Vec<_> = names.places(id).map(|place| (place.span, place.declares)).collect();
    assert_eq!(shown(&text, &places), shown(&text, &expected));
}

#[test]
fn requirements_and_tasks_are_found_by_their_numbers() {
    let (text, expected) = unmarked(
        "### Requirement «!FR-001»: Keep\n\n1. WHEN asked THEN keep\n\n- «FR-001» and FR-0011, FR-00, 1.\n\n- [ ] T001 Build\n  \
         _Requirements: «FR-001», 3.1_\n",
    );
    let span = |part: &str, from: usize| {
        let start = from + text[from..].find(part).unwrap();
        Span::new(start, start + part.len())
    };
    let listed = text.find("_Requirements").unwrap();
    let located = |value: &str| Located { value: value.to_owned(), span: span(value, listed) };
    let criterion = Criterion { id: "3.1".to_owned(), span: span("1. WHEN asked THEN keep", 0), ..Criterion::default() };
    let requirement =
        Requirement { id: "FR-001".to_owned(), span: span("FR-001", 0), criteria: vec![criterion], ..Requirement::default() };
    let requirements = vec![located("FR-001"), located("3.1")];
    let task = ListedTask { id: "T001".to_owned(), span: span("T001 Build", 0), requirements, ..ListedTask::default() };
    let spec = Spec { requirements: vec![requirement], tasks: vec![task], ..Spec::default() };
    let names = Names::of(&spec, &text);
    let places_of = |name: &str| {
        let id = names.symbols().find(|(_, symbol)| symbol.name == name).unwrap().0;
        names.places(id).map(|place| (place.span, place.declares)).collect::<Vec<_>>()
    };
    assert_eq!(shown(&text, &places_of("FR-001")), shown(&text, &expected));
    assert_eq!(places_of("3.1"), [(span("1", text.find("1. WHEN").unwrap()), true), (span("3.1", listed), false)]);
    assert_eq!(places_of("T001"), [(span("T001", 0), true)]);
}

const MODEL: &str = "```yaml
entities:
  - name: Consent
    fields:
      - ID uuid.UUID
      - Status Status
    methods:
      - Revoke(reason string) error
value_objects:
  - name: Status
    values: [Active, Revoked]
services:
  - name: ConsentService
    operations:
      - Grant(id uuid.UUID) (*Consent, error)
```
";

/// The model with some of its text marked.
fn model(marks: &[(&str, &str)]) -> String {
    marks.iter().fold(MODEL.to_owned(), |text, (plain, marked)| {
        assert!(text.contains(plain), "{plain}");
        text.replacen(plain, marked, 1)
    })
}

#[test]
fn a_name_of_one_word_is_meant_in_code_only() {
    let model = model(&[("name: Consent\n", "name: «!Consent»\n"), ("(*Consent, error)", "(*«Consent», error)")]);
    check(
        "Consent",
        &format!(
            "### «Consent» Entity\n{model}\nConsent is given. **Consent** matters. A `«Consent»` has `consent.«Consent»` and \
             `*«Consent»`, not `consent` or `billing.Consent`.\n\n### Consent of minors\n\n| Consent | `«Consent»` |\n"
        ),
    );
}

#[test]
fn a_compound_name_is_meant_anywhere_but_in_paths() {
    let model = model(&[("name: ConsentService", "name: «!ConsentService»")]);
    check(
        "ConsentService",
        &format!(
            "{model}\n## «ConsentService»\n\nThe «ConsentService»'s calls, “«ConsentService»” 😀 «ConsentService».\n\
             ConsentServices and src/ConsentService.ts, web/ConsentService and MyConsentService are others.\n\
             See [«ConsentService»](#ConsentService) and <!-- «ConsentService» -->.\n\n```text\nClient -> «ConsentService»\n```\n"
        ),
    );
}

#[test]
fn go_types_are_found_where_go_means_them() {
    check(
        "Status",
        "```go
package consent

// Consent has a Status.
type Consent struct {
	ID     uuid.UUID
	Status «Status»
	Former []«Status» `json:\"Status\"`
	Other  billing.Status
}

// «Status» is one of some.
type «!Status» string

const (
	StatusActive «Status» = \"active\"
)

func (c *Consent) Set(status «Status», now time.Time) error {
	if c.Status == «Status»(\"x\") {
		return fmt.Errorf(\"Status %s\", status)
	}
	next := Consent{Status: status}
	c.Status = next.Status
	var last «Status» = consent.«Status»(\"y\")
	http.Status(last)
	return nil
}
```
",
    );
}

#[test]
fn a_field_is_found_where_its_owner_is_known() {
    check(
        "Consent.Status",
        "```go
package consent

type Consent struct {
	ID uuid.UUID
	«!Status», Last string
}

type Page struct {
	Items  []Consent
	Status int
}

func (c *Consent) Renew(other Consent, page *Page) {
	c.«Status» = other.«Status»
	fresh := &Consent{ID: c.ID, «Status»: \"x\"}
	list := []*Consent{{«Status»: \"y\"}, fresh}
	for _, one := range list {
		one.«Status» = page.Items[0].«Status»
	}
	page.Status = Page{Status: 1}.Status
	unknown.Status = c.unknown.Status
	made := NewConsent(c.ID, Status)
	made.«Status» = page.first().Status
	func(c Page) { c.Status = 2 }(page)
	c.«Status» = \"z\"
}

func NewConsent(id uuid.UUID, Status string) (*Consent, error) {
	return &Consent{«Status»: Status}, nil
}
```
",
    );
}

#[test]
fn an_operation_is_found_through_the_fields_of_what_calls_it() {
    check(
        "ConsentRepository.Create",
        "```go
package consent

type Consent struct {
	ID uuid.UUID
}

type ConsentRepository interface {
	// «Create» stores one.
	«!Create»(ctx context.Context, consent *Consent) error
}

type OtherRepository interface {
	Create(ctx context.Context) error
}

type PostgresConsentRepository struct {
	db *sql.DB
}

func (r *PostgresConsentRepository) «!Create»(ctx context.Context, consent *Consent) error {
	return r.db.Create(ctx)
}

type ConsentService struct {
	repo  ConsentRepository
	other OtherRepository
}

func (s *ConsentService) Grant(ctx context.Context) error {
	if err := s.repo.«Create»(ctx, nil); err != nil {
		return s.other.Create(ctx)
	}
	return s.
		repo.«Create»(ctx, nil)
}
```

`Create` of nobody; `ConsentRepository.«Create»`; `ConsentRepository` has `«Create»(ctx)`.

### OtherRepository

`Create` belongs to the one above.
",
    );
}

#[test]
fn an_implementation_shares_the_operations_of_its_service() {
    let model = model(&[("- Grant(id", "- «!Grant»(id")]);
    check(
        "ConsentService.Grant",
        &format!(
            "{model}\n### ConsentService\n\n`«Grant»` is quick; Grant is a name.\n\n```go\npackage consent\n\ntype consentService struct{{}}\n\n\
             // «Grant» gives one.\nfunc (s *consentService) «!Grant»(id uuid.UUID) (*Consent, error) {{\n\treturn s.«Grant»(id)\n}}\n```\n\n\
             ```yaml\nservices:\n  - name: ConsentService\n    operations:\n      - «Grant»: again\n```\n"
        ),
    );
}

#[test]
fn yaml_expects_names_in_types_and_under_some_keys() {
    let model = model(&[("Status Status", "Status «Status»"), ("- name: Status", "- name: «!Status»")]);
    check(
        "Status",
        &format!(
            "{model}\n```yaml\nendpoints:\n  - path: /consents\n    method: POST\n    request:\n      type: «Status»\n    \
             description: Status of all # Status\n    response:\n      type: ConsentResponse\n      fields:\n        - status: «Status»\n        \
             - Status: string\nuses:\n  - «Status»\n  - Status of a call\nnotes:\n  - Status\n```\n"
        ),
    );
}

#[test]
fn tables_are_found_in_sql_and_in_inline_code() {
    check(
        "consents",
        "```sql
CREATE TABLE «!consents» (
    id UUID PRIMARY KEY,
    consents INT -- consents
);
CREATE INDEX i ON «consents» (id);
SELECT «consents».id, 'FROM consents' FROM app.«consents» WHERE consents > 1;
```

Rows of `«consents»` are consents.
",
    );
}

#[test]
fn endpoints_are_found_by_verb_and_path() {
    check(
        "POST /consents/{id}",
        "## API

- «!POST /consents/{id}» - Make one
- GET /consents/{id} - Read one

Then «POST /consents/:id», or `«POST /consents/{id}?x=1»`, but not POST /consents or PUT /consents/{id}.
",
    );
}

#[test]
fn diagrams_of_classes_name_types() {
    let model = model(&[("name: Consent\n", "name: «!Consent»\n"), ("(*Consent, error)", "(*«Consent», error)")]);
    check(
        "Consent",
        &format!(
            "{model}\n```mermaid\nclassDiagram\n  class «Consent» {{\n    +Consent x\n  }}\n  «Consent» --> Status : Consent has\n```\n\n\
             ```mermaid\nflowchart\n  A[Consent given]\n```\n"
        ),
    );
}

#[test]
fn half_typed_text_keeps_the_names_behind_it() {
    check(
        "Consent",
        "```go
package consent

type «!Consent» struct {
	ID uuid.UUID

func (c *«Consent») Broken( {
	if c.

type Other struct {
	Last *«Consent»
",
    );
}

#[test]
fn windows_lines_and_wide_characters_do_not_move_anything() {
    let text = format!("{FRONT}{MODEL}\n😀😀 `Consent` é\n").replace('\n', "\r\n");
    let names = Names::of(&parse(&text), &text);
    let offset = text.rfind("Consent` é").unwrap();
    let found = names.at(offset + 3).unwrap();
    assert_eq!((found.span, names.symbol(found.symbol).kind), (Span::new(offset, offset + 7), SymbolKind::Entity));
    assert_eq!(names.at(offset + 7), Some(found));
    assert_eq!(names.at(offset + 8), None);
    assert_eq!(names.declarations(found.symbol).count(), 1);
}

#[test]
fn a_lone_carriage_return_ends_a_line_too() {
    let text = format!("{FRONT}{MODEL}\n`Consent`\n").replace('\n', "\r");
    let names = Names::of(&parse(&text), &text);
    let id = names.find("Consent").unwrap();
    assert_eq!(names.places(id).count(), 3);
}

#[test]
fn endpoints_of_yaml_stand_at_their_path() {
    check(
        "POST /consents",
        "```yaml\nendpoints:\n  - method: POST\n    path: «!/consents»\n    auth: JWT\n```\n\nCall «POST /consents» first.\n",
    );
}

#[test]
fn a_query_parameter_is_no_field_of_a_request() {
    check(
        "MakeRequest.consent_type",
        "```yaml\nendpoints:\n  - method: POST\n    path: /consents\n    request:\n      type: MakeRequest\n      fields:\n        \
         - «!consent_type»: string\n  - method: GET\n    path: /consents\n    query_params:\n      - consent_type: string\n```\n\n\
         The column `consent_type`, and `MakeRequest` with its `«consent_type»`.\n",
    );
}
