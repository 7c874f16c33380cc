//! Whatever the text: reading it does not panic, and every span lies inside it between two characters.

#[path = "support/samples.rs"]
mod samples;

use proptest::collection::vec;
use proptest::prelude::*;
use samples::{PIECES, SPECIFICATIONS, boundary, mixed, share};
use serde_json::Value;
use specwave_source::{LineIndex, Sources, Span};
use specwave_spec::model::{Format, Spec};
use specwave_spec::names::{Names, SymbolKind};
use specwave_spec::{Kept, completion, decode, parse, parse_as, parse_bytes, parse_sources, rules, view};

fn assert_sound(text: &str) {
    let spec = parse(text);
    assert_spans_sound(&spec, text);
    assert_names_sound(&spec, text);
    // Any text may also be taken for one of the widely used formats.
    for format in [Format::SpecKit, Format::Kiro, Format::OpenSpec] {
        assert_spans_sound(&parse_as(Some(format), &Sources::single("", text), &mut Kept::default()), text);
    }
}

fn assert_spans_sound(spec: &Spec, text: &str) {
    let mut spans = Vec::new();
    collect_spans(&serde_json::to_value(spec).expect("a specification is data"), &mut spans);
    for (start, end) in spans {
        assert!(start <= end && text.is_char_boundary(start) && text.is_char_boundary(end), "{start}..{end} of {}", text.len());
    }
    let lines = text.lines().count().max(1) + text.matches('\r').count() + 1;
    let view = view::to_json(spec, &Sources::single("", text));
    let lowest = view["entities"].as_array().into_iter().flatten().filter_map(|entity| entity["line"].as_u64());
    lowest.for_each(|line| assert!((1..=lines as u64).contains(&line)));
}

/// Where a name is said to stand, it stands, and nothing else does.
fn assert_names_sound(spec: &Spec, text: &str) {
    let names = Names::of(spec, text);
    let mut end = 0;
    for place in names.occurrences() {
        assert!(place.span.start >= end && place.span.start < place.span.end, "{place:?} starts in front of {end}");
        end = place.span.end;
        let (symbol, written) = (names.symbol(place.symbol), &text[place.span.start..place.span.end]);
        let is_it = symbol.kind == SymbolKind::Endpoint || symbol.name.ends_with(written);
        assert!(is_it, "`{written}` is no `{}`", symbol.name);
    }
    for share in [0.0, 0.3, 0.7, 1.0] {
        let offset = boundary(text, share);
        let completion = completion::at(spec, &names, text, Span::new(0, text.len()), offset);
        assert!(completion.replaces.start <= completion.replaces.end && completion.replaces.end == offset);
    }
}

/// Every object with a `start` and an `end` is a span.
fn collect_spans(value: &Value, spans: &mut Vec<(usize, usize)>) {
    match value {
        Value::Object(object) => {
            if let (Some(start), Some(end)) =
                (object.get("start").and_then(Value::as_u64), object.get("end").and_then(Value::as_u64))
            {
                spans.push((start as usize, end as usize));
            }
            object.values().for_each(|value| collect_spans(value, spans));
        }
        Value::Array(items) => items.iter().for_each(|item| collect_spans(item, spans)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(share(96))]

    #[test]
    fn any_bytes(bytes in vec(any::<u8>(), 0..600)) {
        let decoded = decode(&bytes);
        assert_sound(&decoded.text);
        let spec = parse_bytes(&bytes);
        prop_assert_eq!((spec.not_utf8, spec.binary), (decoded.not_utf8, decoded.binary));
    }

    #[test]
    fn pieces_in_any_order(pieces in vec(prop::sample::select(PIECES), 0..120)) {
        assert_sound(&pieces.concat());
    }

    #[test]
    fn specifications_cut_and_mixed(text in mixed()) {
        assert_sound(&text);
    }

    #[test]
    fn what_is_kept_between_edits_changes_nothing(
        which in 0..SPECIFICATIONS.len(),
        edits in vec((0.0..1.0_f64, 0.0..0.02_f64, prop::sample::select(PIECES)), 1..8),
    ) {
        let (mut text, mut kept) = (SPECIFICATIONS[which].to_owned(), Kept::default());
        for (at, length, piece) in edits {
            let (start, end) = (boundary(&text, at), boundary(&text, (at + length).min(1.0)));
            text.replace_range(start..end, piece);
            let incremental = parse_sources(&Sources::single("", text.as_str()), &mut kept);
            prop_assert_eq!(&incremental, &parse(&text));
            prop_assert_eq!(rules::check_again(&incremental, &text, &LineIndex::new(&text), &mut kept), rules::check(&incremental, &text));
        }
    }

    #[test]
    fn specifications_with_other_line_ends(which in 0..SPECIFICATIONS.len(), end in prop::sample::select(&["\r\n", "\r"])) {
        let unix = SPECIFICATIONS[which];
        let other = unix.replace('\n', end);
        assert_sound(&other);
        prop_assert_eq!(names(unix), names(&other));
        let marked = format!("\u{feff}{other}");
        assert_sound(&marked);
        prop_assert_eq!(names(unix), names(&marked));
    }

    #[test]
    fn specifications_that_end_anywhere(which in 0..SPECIFICATIONS.len(), share in 0.0..1.0_f64) {
        let text = SPECIFICATIONS[which];
        assert_sound(&text[..boundary(text, share)]);
    }
}

/// Names and lines of everything that has some.
fn names(text: &str) -> Value {
    let view = view::to_json(&parse(text), &Sources::single("", text));
    let facets = ["entities", "value_objects", "events", "services", "repositories", "endpoints", "performance", "compliance"];
    let lines =
        facets.iter().map(|facet| view[facet].as_array().into_iter().flatten().map(|item| item["line"].clone()).collect());
    let name = view["name"].clone();
    Value::Array(lines.map(Value::Array).chain([name]).collect())
}

/// A reader with a quadratic loop would take hours here.
#[test]
fn long_and_deep_texts_end() {
    let length = 300_000;
    let fill = |head: &str, piece: &str| head.chars().chain(piece.chars().cycle()).take(length).collect::<String>();
    let texts = [
        fill("", "# "),
        fill("", "## A\n"),
        fill("", "```go\n"),
        fill("", "```markdown\n\n## X\n"),
        fill("```yaml\n", "["),
        fill("```yaml\n", "{a: "),
        fill("```yaml\n", "- "),
        fill("```yaml\n", "a: b: c\n"),
        fill("```yaml\nentities:\n", "  - name: A: b\n    fields: [\n"),
        fill("```go\n", "("),
        fill("```go\ntype A ", "[]"),
        fill("```go\n", "type A struct {{ ]\n"),
        fill("```go\ntype A struct { ID int }\n", "func (a *A) M() {}\n"),
        fill("```sql\nCREATE TABLE t ", "("),
        fill("```sql\n", "CREATE TABLE t (id int);\n"),
        fill("## Performance\n", "- a: < 1ms p99\n"),
        fill("## Performance\n- ", "1 "),
        fill("", "| a "),
        fill("# A\n## Components and Interfaces\n", "### B\n- `c(d)`\n"),
        fill("# A\n## Data Models\n", "### B\n- id: int\n- a: int\n"),
        fill("## Data Models\n```ts\n", "interface A { b(c: { d: E<"),
        fill("## Data Models\n```python\n", "class A:\n  def b(self, c: d[\n"),
        fill("", "### Requirement 1: A\n1. WHEN a THE B SHALL c\n"),
        fill("", "  - [ ] 1. a\n"),
        fill("- [ ] 1. a\n", "  - _Requirements: 1.1_ `a/b.ts`\n"),
        fill("", "- **A**: B\n### Key Entities\n"),
        fill("Given a", " and when"),
        fill("", "GET /a "),
        fill("```yaml\nentities:\n  - name: Ab\n    fields:\n      - Cd Ab\n```\n", "`Ab` `Cd` "),
        fill("```go\ntype A struct { B int }\nfunc f() {\n", "a, "),
        fill("```go\ntype A struct { B int }\nfunc f() {\n", "func(a A) { a.B = A{B: "),
        fill("```go\ntype A struct { B int }\n", "// B\nfunc (a *A) "),
        fill("# A\n```go\ntype A struct { B int }\n```\n", "## A\n"),
        fill("", "`a `` b "),
        fill("", "](a "),
    ];
    for text in texts {
        assert_sound(&text);
    }
}
