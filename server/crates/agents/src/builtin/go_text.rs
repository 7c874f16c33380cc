//! Text as Go source and Markdown write it.

/// A Go string literal; raw where quotes would have to be escaped.
pub(crate) fn go_string(text: &str) -> String {
    let raw = text.contains(['"', '\\']) && !text.chars().any(|c| c == '`' || c.is_control() || c == '\u{feff}');
    if raw { format!("`{text}`") } else { quoted(text) }
}

/// An interpreted string literal: the escapes of JSON are escapes of Go too.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Free text as a sentence that fits into one line comment; empty stays empty.
pub(crate) fn sentence(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut chars = line.trim_end_matches(['.', ':', ';', ',']).trim_end().chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).chain(['.']).collect()).unwrap_or_default()
}

/// Free text as a cell of a Markdown table.
pub(crate) fn table_cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::{go_string, sentence};

    #[test]
    fn strings_are_raw_where_that_reads_better() {
        let cases = [
            ("plain", r#""plain""#),
            (r#"{"a":1}"#, r#"`{"a":1}`"#),
            ("tick ` and \"quote\"", r#""tick ` and \"quote\"""#),
            ("line\nbreak", r#""line\nbreak""#),
            ("\u{7}\"", r#""\u0007\"""#),
        ];
        for (text, literal) in cases {
            assert_eq!(go_string(text), literal, "{text:?}");
        }
    }

    #[test]
    fn a_sentence_is_one_line_and_ends() {
        assert_eq!(sentence("grants\n a consent. "), "Grants a consent.");
        assert_eq!(sentence("Steps:"), "Steps.");
        assert_eq!(sentence(" "), "");
    }
}
