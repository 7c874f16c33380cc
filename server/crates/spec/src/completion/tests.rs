//! Each test marks a place with `‸` and names what is proposed there first.

use specwave_source::Span;

use super::{Completion, at};
use crate::names::Names;
use crate::parse;

const SPEC: &str = "---
feature: Seats
domain: cinema
---

# Seats

## Domain Model

```yaml
entities:
  - name: Seat
    fields:
      - ID uuid.UUID
      - State SeatState
value_objects:
  - name: SeatState
    values: [Free, Taken]
domain_events:
  - name: SeatTaken
repositories:
  - name: SeatRepository
services:
  - name: BookingService
    operations:
      - Book(id uuid.UUID) (*Seat, error)
```

";

fn completion(marked: &str) -> (Completion, String) {
    let offset = marked.find('‸').unwrap_or_else(|| panic!("no place in {marked:?}"));
    let text = marked.replacen('‸', "", 1);
    let spec = parse(&text);
    let names = Names::of(&spec, &text);
    let completion = at(&spec, &names, &text, Span::new(0, text.len()), offset);
    let replaced = text[completion.replaces.start..completion.replaces.end].to_owned();
    (completion, replaced)
}

/// The labels that are proposed at the end of the specification with some more text.
fn labels(more: &str) -> Vec<String> {
    completion(&format!("{SPEC}{more}")).0.proposals.into_iter().map(|proposal| proposal.label).collect()
}

#[track_caller]
fn starts(more: &str, expected: &[&str]) {
    let labels = labels(more);
    let first: Vec<&str> = labels.iter().map(String::as_str).take(expected.len()).collect();
    assert_eq!(first, expected, "{more:?} of {labels:?}");
}

#[test]
fn front_matter_has_keys_and_some_have_values() {
    let at = |marked: &str| {
        let (completion, replaced) = completion(marked);
        (completion.proposals.into_iter().map(|proposal| proposal.label).collect::<Vec<_>>(), replaced)
    };
    let keys = ["domain", "priority", "effort", "type", "compliance", "format"].map(str::to_owned).to_vec();
    assert_eq!(at("---\nfeature: X\npri‸\n---\n"), (keys.clone(), "pri".to_owned()));
    assert_eq!(at("---\nfeature: X\n‸"), (keys, String::new()));
    let priorities = ["critical", "high", "medium", "low"].map(str::to_owned).to_vec();
    assert_eq!(at("---\r\npriority: hi‸\r\n---\r\n"), (priorities, "hi".to_owned()));
    assert_eq!(at("---\nfeature: X\n---\n\npri‸"), (Vec::new(), "pri".to_owned()));
}

#[test]
fn headings_propose_the_sections_that_are_missing() {
    starts("## ‸", &["Business Requirements", "Service Requirements", "API Specification"]);
    assert!(!labels("## Security\n\n- x\n\n## Sec‸").contains(&"Security Requirements".to_owned()));
    assert!(labels("## Security‸").contains(&"Security Requirements".to_owned()));
    assert_eq!(labels("# ‸"), [""; 0]);
}

#[test]
fn yaml_keys_fit_their_block() {
    let yaml = |lines: &str| format!("```yaml\n{lines}\n```\n");
    starts(&yaml("‸"), &["entities", "value_objects", "domain_events", "services", "repositories", "endpoints"]);
    assert!(!labels(&yaml("services:\n  - name: A\n‸")).contains(&"services".to_owned()));
    starts(&yaml("services:\n  - ‸"), &["name", "purpose", "operations", "dependencies", "performance"]);
    starts(&yaml("services:\n  - name: A\n    ‸"), &["purpose", "operations", "dependencies"]);
    starts(&yaml("services:\n  - name: A\n    operations:\n      - X\n    ‸"), &["purpose", "dependencies"]);
    starts(&yaml("endpoints:\n  - method: POST\n    request:\n      ‸"), &["type", "fields"]);
    // Nothing closes this one.
    starts("```yaml\nservices:\n  - name: A\n    ‸", &["purpose", "operations"]);
}

#[test]
fn yaml_expects_names_where_something_is_named() {
    let yaml = |lines: &str| format!("```yaml\n{lines}\n```\n");
    let used = labels(&yaml("services:\n  - name: Cleaning\n    dependencies:\n      - ‸"));
    assert_eq!(used, ["BookingService", "Cleaning", "SeatRepository"]);
    assert_eq!(labels(&yaml("services:\n  - name: Cleaning\n    raises:\n      - ‸")), ["SeatTaken"]);
    assert_eq!(labels(&yaml("audits:\n  - entity: ‸")), ["Seat"]);
    starts(&yaml("endpoints:\n  - method: ‸"), &["GET", "POST"]);
    starts(&yaml("endpoints:\n  - auth: ‸"), &["JWT required"]);
}

#[test]
fn types_are_declared_ones_first() {
    let yaml = |lines: &str| format!("```yaml\n{lines}\n```\n");
    starts(&yaml("entities:\n  - name: Row\n    fields:\n      - State ‸"), &["Seat"]);
    let fields = labels(&yaml("entities:\n  - name: Row\n    fields:\n      - State Se‸"));
    assert!(["Seat", "SeatState", "uuid.UUID"].iter().all(|ty| fields.contains(&(*ty).to_owned())), "{fields:?}");
    let (completion, replaced) =
        completion(&format!("{SPEC}{}", yaml("entities:\n  - name: Row\n    fields:\n      - At *time.T‸")));
    assert_eq!(replaced, "*time.T");
    assert!(completion.proposals.iter().any(|proposal| proposal.label == "*time.Time"));
}

#[test]
fn go_selects_members_of_what_is_known() {
    let go = |lines: &str| format!("```go\npackage cinema\n\n{lines}\n```\n");
    assert_eq!(labels(&go("func (s *Seat) Take() {\n\ts.‸")), ["ID", "State", "Take"]);
    assert_eq!(labels(&go("func (s *Seat) Take(at time.‸")), ["Time", "Duration", "Now"]);
    starts(&go("func (s *Seat) Take(other *‸"), &["Seat", "SeatState"]);
    assert_eq!(labels(&go("type Ro‸")), [""; 0]);
    assert_eq!(labels(&go("// a Se‸")), [""; 0]);
    assert_eq!(labels(&go("var x = \"Se‸")), [""; 0]);
    assert_eq!(labels(&go("\tunknown.‸")), [""; 0]);
}

#[test]
fn prose_names_things_in_code_and_by_their_first_letter() {
    assert!(labels("😀 A `‸").contains(&"Seat".to_owned()));
    assert_eq!(labels("A `Seat.‸`"), ["ID", "State"]);
    assert!(labels("The Boo‸ makes").contains(&"BookingService".to_owned()));
    assert_eq!(labels("The boo‸"), [""; 0]);
}

#[test]
fn targets_get_units_and_percentiles() {
    starts("## Performance\n\n- Booking: < 50‸", &["ms", "s"]);
    starts("## Performance\n\n- Booking: < 50m‸", &["ms", "s"]);
    starts("## Performance\n\n- Booking: < 50ms ‸", &["p50", "p95", "p99"]);
    starts("## Performance\n\n- Booking: < 50 ms p9‸", &["p50", "p95", "p99"]);
    assert_eq!(labels("## Performance\n\n- Booking ‸"), [""; 0]);
}

#[test]
fn compliance_sections_propose_regimes_that_are_not_there_yet() {
    let regimes = labels("## Compliance Requirements\n\n- GDPR: erase\n- ‸");
    assert!(regimes.contains(&"TCPA".to_owned()) && !regimes.contains(&"GDPR".to_owned()), "{regimes:?}");
    assert_eq!(labels("## Other\n\n- ‸"), [""; 0]);
}

#[test]
fn every_place_of_a_half_typed_text_is_answered() {
    for (offset, _) in SPEC.char_indices() {
        let text = &SPEC[..offset];
        let spec = parse(text);
        let completion = at(&spec, &Names::of(&spec, text), text, Span::new(0, text.len()), offset);
        assert!(completion.replaces.end == offset && completion.replaces.start <= offset);
    }
}
