//! Texts to try everything on that reads specifications: real ones, cut up and mixed with what readers look for.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Specifications of all formats.
pub(crate) const SPECIFICATIONS: &[&str] = &[
    include_str!("../../../../../docs/examples/loyalty-points.md"),
    include_str!("../../../../../docs/examples/parcel-tracking.md"),
    include_str!("../../../../../tests/fixtures/golden/rescue-dispatch.md"),
    include_str!("../../../../../tests/fixtures/golden/kiro-parking/.kiro/specs/parking-permits/design.md"),
    include_str!("../../../../../tests/fixtures/golden/kiro-rounding/.kiro/specs/rounding-fix/design.md"),
    include_str!("../../../../../tests/fixtures/golden/spec-kit-tables/ferry-booking.spec.md"),
    include_str!("../../../../../tests/fixtures/golden/openspec-waitlist/openspec/changes/add-waitlist/specs/bookings/spec.md"),
];

/// Pieces that readers look for and rules speak of, and characters that are more than one byte or unit.
pub(crate) const PIECES: &[&str] = &[
    "```ts\n",
    "```python\n",
    "class A(B):\n    a: int\n",
    "interface A { b(c: D): E }\n",
    "### Requirement 1: é\n",
    "### Requirement: é\n",
    "#### Scenario: ö\n",
    "### US1: ä (P1)\n",
    "**User Story:** As a ß, I want ",
    "1. WHEN é THE Ä SHALL ß within 2 s\n",
    "- **FR-001**: System MUST é\n",
    "**Given** é, **When** ",
    "- [ ] 1.1 é `a/é.ts`\n  - _Requirements: 1.1-1.9_\n",
    "- [x] T001 [P] [US1] ä\n",
    "## Components and Interfaces\n",
    "## Data Models\n",
    "- **id** (UUID): ä\n",
    "| Field | Type |\n|---|---|\n| é | string |\n",
    "Base path: `/ä`\n",
    "**Performance Goals**: 1,000 x/s, p95 < 2 s\n",
    "## ADDED Requirements\n",
    "```",
    "~~~",
    "```go\n",
    "```yaml\n",
    "```sql\n",
    "```markdown\n",
    "```http\n",
    "\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    "  - ",
    "- ",
    "1. ",
    "# ",
    "## ",
    "### Domain Model\n",
    "## Performance\n",
    "## Compliance\n",
    "### Acceptance Criteria\n",
    "|",
    "|---|",
    "---\n",
    "feature: ",
    "name: ",
    "entities:\n",
    "services:\n",
    "endpoints:\n",
    "fields:\n",
    "values: [",
    "]",
    "{",
    "}",
    "(",
    ")",
    "<",
    ">",
    ":",
    ": ",
    "#",
    "\"",
    "'",
    "`",
    "**",
    "*",
    "&x",
    "*x",
    "!t ",
    "%",
    "@",
    "$$",
    "--",
    "/*",
    ";",
    ",",
    "package p\n",
    "type X struct {\n",
    "type X interface {\n",
    "func (x *X) M() {\n",
    "const (\n",
    "CREATE TABLE t (",
    "CREATE INDEX i ON t (",
    "POST /api/v1/{id}?a=b",
    "GET :id",
    "< 50ms p99",
    "100K+/second",
    "99.9%",
    "p",
    "9",
    "K",
    "😀",
    "é",
    "µs",
    "≤",
    "\u{feff}",
    "\u{e03a}",
    "\0",
    "ID uuid.UUID\n",
    "Must be one of: A, B\n",
    "// internal/domain/x/y.go\n",
    "x.addEvent(YEvent{A: b})\n",
    "one of",
    "```\n",
    "\n```yaml\n",
    "\n```go\n",
    "\n```sql\n",
    "priority: hihg\n",
    "\n# Title\n",
    "\n## Overview\n",
    "\n#### Deep\n",
    "\n## Acceptance Criteria\n",
    "<!-- specwave-disable SW801 -->\n",
    "\n<!-- specwave-disable-next-line SW301, vague-word -->\n",
    "<!-- specwave-enable -->\n",
    "# specwave-disable-file\n",
    "entities:\n  - name: Invoice\n",
    "    fields:\n      - State InvoiceStat\n",
    "domain_events:\n",
    "services:\n  - name: InvoiceServce\n",
    "TBD",
];

/// A specification with parts cut out and pieces put in, and perhaps the end of another one.
pub(crate) fn mixed() -> impl Strategy<Value = String> {
    let specification = || prop::sample::select(SPECIFICATIONS);
    let cuts = vec((0.0..1.0_f64, 0.0..0.1_f64), 0..4);
    let pieces = vec((0.0..1.0_f64, prop::sample::select(PIECES)), 0..12);
    (specification(), cuts, pieces, option::of(specification())).prop_map(|(text, cuts, pieces, other)| {
        let mut text = text.to_owned();
        for (from, length) in cuts {
            let (start, end) = (boundary(&text, from), boundary(&text, (from + length).min(1.0)));
            text.replace_range(start..end, "");
        }
        for (at, piece) in pieces {
            let at = boundary(&text, at);
            text.insert_str(at, piece);
        }
        text + other.map_or("", |other| &other[boundary(other, 0.5)..])
    })
}

/// The nearest boundary at or below a share of the text.
pub(crate) fn boundary(text: &str, share: f64) -> usize {
    text.floor_char_boundary((text.len() as f64 * share) as usize)
}

/// The same share in every test run; `PROPTEST_CASES` asks for more, and for other ones each time.
pub(crate) fn share(cases: u32) -> ProptestConfig {
    let asked = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_some() {
        return asked;
    }
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(7), ..asked }
}
