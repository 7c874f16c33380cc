//! Renaming, whatever is renamed: every place is found again under the new name, nothing else is, and the way back leads to
//! the text as it was.

use specwave_source::{Edit, Span};
use specwave_spec::names::{Names, SymbolId};
use specwave_spec::parse;

const SPECIFICATIONS: &[&str] = &[
    include_str!("../../../../docs/examples/loyalty-points.md"),
    include_str!("../../../../docs/examples/parcel-tracking.md"),
    include_str!("../../../../tests/fixtures/golden/rescue-dispatch.md"),
];

fn names_of(text: &str) -> Names {
    Names::of(&parse(text), text)
}

fn applied(text: &str, edits: &[Edit]) -> String {
    let mut text = text.to_owned();
    for edit in edits.iter().rev() {
        text.replace_range(edit.span.start..edit.span.end, &edit.text);
    }
    text
}

/// Where a name stands once the edits that give it are applied.
fn expected(edits: &[Edit], name: &str) -> Vec<Span> {
    let mut shift = 0;
    let mut places = Vec::new();
    for Edit { span, text } in edits {
        let start = span.start + shift;
        if text == name {
            places.push(Span::new(start, start + name.len()));
        }
        shift += text.len() - (span.end - span.start);
    }
    places
}

#[test]
fn what_was_renamed_is_found_again_and_can_be_renamed_back() {
    let mut renamed = 0;
    for text in SPECIFICATIONS {
        let names = names_of(text);
        // An entity is told by its field `ID`.
        let is_named = |id: SymbolId| names.can_rename(id).is_ok() && names.places(id).count() > 0;
        for (id, symbol) in names.symbols().filter(|(id, symbol)| is_named(*id) && symbol.name != "ID") {
            // As many words as before: a compound name needs no mark in prose, and has to go on needing none.
            let capital = symbol.name.starts_with(char::is_uppercase);
            let new = if capital { format!("Zq{}", symbol.name) } else { format!("zq_{}", symbol.name) };
            let edits = names.rename(id, &new).unwrap_or_else(|reason| panic!("{}: {reason}", symbol.name));
            let after = applied(text, &edits);
            let names_after = names_of(&after);
            let expected = expected(&edits, &new);
            let again = expected.first().and_then(|place| names_after.at(place.start)).map(|place| place.symbol);
            let found: Vec<Span> = again.into_iter().flat_map(|id| names_after.places(id)).map(|place| place.span).collect();
            assert_eq!(found, expected, "{} as {new}", symbol.name);
            let back = again.map(|id| names_after.rename(id, &symbol.name)).expect("it is named");
            let back = back.unwrap_or_else(|reason| panic!("{new}: {reason}"));
            assert!(applied(&after, &back) == **text, "{} does not come back from {new}", symbol.name);
            renamed += 1;
        }
    }
    assert!(renamed > 200, "only {renamed} names were renamed");
}
