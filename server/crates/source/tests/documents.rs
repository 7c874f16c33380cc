//! Documents against the simplest model of them: a `String` that is edited in the client's positions.

use proptest::collection::vec;
use proptest::prelude::*;
use specwave_source::{Document, Encoding, LineIndex, Position, PositionRange, TextEdit};

/// Text with everything that positions get wrong: wide characters and all three line ends.
fn text() -> impl Strategy<Value = String> {
    vec(prop::sample::select(&["a", "é", "😀", "\n", "\r\n", "\r", " ", "日"][..]), 0..40).prop_map(|pieces| pieces.concat())
}

fn encoding() -> impl Strategy<Value = Encoding> {
    prop::sample::select(&[Encoding::Utf8, Encoding::Utf16][..])
}

/// The byte offset of a position, by walking over the text from its start.
fn offset_of(text: &str, position: Position, encoding: Encoding) -> usize {
    let mut line = 0;
    let mut at = 0;
    let mut rest = text.chars().peekable();
    while line < position.line {
        let Some(c) = rest.next() else { return text.len() };
        at += c.len_utf8();
        let ends = c == '\n' || (c == '\r' && rest.peek() != Some(&'\n'));
        line += u32::from(ends);
    }
    let mut units = position.character as usize;
    for c in rest {
        let width = if encoding == Encoding::Utf8 { c.len_utf8() } else { c.len_utf16() };
        if units < width || c == '\n' || c == '\r' {
            break;
        }
        units -= width;
        at += c.len_utf8();
    }
    at
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_have_the_same_effect_as_on_a_string(
        start in text(),
        edits in vec(((0..6_u32, 0..12_u32), (0..6_u32, 0..12_u32), text()), 1..8),
        encoding in encoding(),
    ) {
        let mut model = start.clone();
        let mut document = Document::new(&start, 0);
        for (version, (from, to, with)) in edits.into_iter().enumerate() {
            let position = |(line, character): (u32, u32)| Position { line, character };
            let range = PositionRange { start: position(from), end: position(to) };
            let (first, last) = (offset_of(&model, range.start, encoding), offset_of(&model, range.end, encoding));
            let applied = document.apply(&TextEdit { range: Some(range), text: with.clone() }, version as i32 + 1, encoding);
            prop_assert_eq!(applied.is_ok(), first <= last);
            if first <= last {
                model.replace_range(first..last, &with);
                prop_assert_eq!(document.version(), version as i32 + 1);
            }
            prop_assert_eq!(document.text(), model.clone());
        }
    }

    #[test]
    fn every_offset_comes_back_from_its_position(text in text(), encoding in encoding()) {
        let lines = LineIndex::new(&text);
        for (offset, c) in text.char_indices().chain([(text.len(), ' ')]) {
            // The `\n` of a `\r\n` is behind the end of its line: LSP has no position for it.
            if c == '\n' && text[..offset].ends_with('\r') {
                continue;
            }
            let position = lines.position(&text, offset, encoding);
            prop_assert_eq!(offset_of(&text, position, encoding), offset, "{:?} in {:?}", position, text);
            let place = lines.line_column(&text, offset);
            prop_assert_eq!(place.line, position.line + 1);
            let line = lines.line_span(place.line);
            prop_assert_eq!(text[line.start..offset].chars().count() as u32 + 1, place.column);
        }
    }

    #[test]
    fn every_position_has_an_offset(text in text(), line in 0..8_u32, character in 0..12_u32, encoding in encoding()) {
        let position = Position { line, character };
        prop_assert_eq!(LineIndex::new(&text).offset(&text, position, encoding), offset_of(&text, position, encoding));
    }

    #[test]
    fn a_place_in_a_long_line_is_as_true_as_any_other(pieces in vec(text(), 0..4), repeat in 1..80_usize) {
        let text: String = pieces.concat().repeat(repeat);
        let lines = LineIndex::new(&text);
        for (offset, _) in text.char_indices().step_by(61).chain([(text.len(), ' ')]) {
            let position = lines.position(&text, offset, Encoding::Utf16);
            let line = lines.line_span(position.line + 1);
            prop_assert_eq!(position.character as usize, text[line.start..offset].encode_utf16().count());
        }
    }

    #[test]
    fn lines_cover_the_text_without_gaps(text in text()) {
        let lines = LineIndex::new(&text);
        let spans = (1..=lines.lines() as u32).map(|line| lines.line_span(line));
        let joined: String = spans.map(|span| &text[span.start..span.end]).collect();
        prop_assert_eq!(joined, text);
    }
}

#[test]
fn wide_characters_count_as_the_client_counts_them() {
    let text = "a😀b\r\né\rz";
    let lines = LineIndex::new(text);
    let at = |needle: &str| text.find(needle).unwrap();
    let cases = [
        (at("b"), Encoding::Utf16, (0, 3)),
        (at("b"), Encoding::Utf8, (0, 5)),
        (at("é"), Encoding::Utf16, (1, 0)),
        (at("z"), Encoding::Utf16, (2, 0)),
        (text.len(), Encoding::Utf8, (2, 1)),
        (text.len() + 9, Encoding::Utf8, (2, 1)),
        (at("😀") + 1, Encoding::Utf16, (0, 1)),
    ];
    for (offset, encoding, (line, character)) in cases {
        assert_eq!(lines.position(text, offset, encoding), Position { line, character }, "{offset} {encoding:?}");
    }
}

#[test]
fn a_position_inside_a_pair_means_its_start_and_one_behind_the_line_its_end() {
    let mut document = Document::new("a😀\nb", 1);
    let at = |line, character| Position { line, character };
    let insert = |position| TextEdit { range: Some(PositionRange { start: position, end: position }), text: "|".to_owned() };
    document.apply(&insert(at(0, 2)), 2, Encoding::Utf16).unwrap();
    assert_eq!(document.text(), "a|😀\nb");
    document.apply(&insert(at(0, 99)), 3, Encoding::Utf16).unwrap();
    assert_eq!(document.text(), "a|😀|\nb");
    document.apply(&insert(at(99, 0)), 4, Encoding::Utf16).unwrap();
    assert_eq!(document.text(), "a|😀|\nb|");
}

#[test]
fn a_range_that_ends_before_it_starts_is_refused_and_changes_nothing() {
    let mut document = Document::new("one\ntwo", 7);
    let range = PositionRange { start: Position { line: 1, character: 2 }, end: Position { line: 0, character: 1 } };
    let refused = document.apply(&TextEdit { range: Some(range), text: "x".to_owned() }, 8, Encoding::Utf8);
    assert_eq!(refused.unwrap_err().range, range);
    assert_eq!((document.text().as_str(), document.version()), ("one\ntwo", 7));
    document.apply(&TextEdit { range: None, text: "new".to_owned() }, 8, Encoding::Utf8).unwrap();
    assert_eq!((document.text().as_str(), document.version()), ("new", 8));
}
