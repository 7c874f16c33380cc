//! Joined files: every offset is found again in its own file.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::Path;

use specwave_source::{Encoding, LineColumn, Position, Sources, Span};

fn joined() -> Sources {
    let files = [("a.md", "one\ntwo"), ("empty.md", ""), ("b.md", "\u{feff}drei\nvi😀er\n"), ("c.md", "five\n")];
    Sources::new(files.map(|(path, text)| (path.into(), text.to_owned())))
}

#[test]
fn an_offset_is_found_in_its_own_file() {
    let sources = joined();
    for (word, path, line) in
        [("one", "a.md", 1), ("two", "a.md", 2), ("drei", "b.md", 1), ("er", "b.md", 2), ("five", "c.md", 1)]
    {
        let at = sources.text().find(word).unwrap();
        assert_eq!((sources.path_at(at), sources.line(at)), (Path::new(path), line), "{word}");
    }
    assert_eq!(sources.path_at(sources.text().len()), Path::new("c.md"));
    assert_eq!(sources.line_column(sources.text().find("er\n").unwrap()), LineColumn { line: 2, column: 4 });
}

#[test]
fn a_range_stays_inside_the_file_it_starts_in() {
    let sources = joined();
    let start = sources.text().find("two").unwrap();
    let range = sources.range(Span::new(start, sources.text().len()), Encoding::Utf16).unwrap();
    assert_eq!((range.start, range.end), (Position { line: 1, character: 0 }, Position { line: 1, character: 3 }));
}

#[test]
fn files_keep_their_text() {
    let sources = joined();
    let texts: Vec<_> = sources.files().iter().map(|file| sources.text_of(file)).collect();
    assert_eq!(texts, ["one\ntwo", "", "\u{feff}drei\nvi😀er\n", "five\n"]);
}

#[test]
fn no_file_is_no_reason_to_panic() {
    let none = Sources::default();
    assert_eq!((none.line(7), none.path_at(7), none.range(Span::new(0, 3), Encoding::Utf8)), (1, Path::new(""), None));
}
