//! The line of a text that a finding is about, with what is meant underlined.

use std::fmt::Write;

use specwave_source::Span;

/// So much of a long line is shown, and so much of that before the place.
const WIDEST: usize = 100;
const BEFORE: usize = 40;

/// The first line of the place, with its number and marks below it; nothing where the text has no such place.
pub(super) fn excerpt(text: &str, span: Span, line_number: u32) -> String {
    let (Some(before), Some(rest)) = (text.get(..span.start), text.get(span.start..)) else { return String::new() };
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    let line_end = span.start + rest.find(['\n', '\r']).unwrap_or(rest.len());
    let indent: Vec<char> = text[line_start..span.start].chars().collect();
    let line: Vec<char> = text[line_start..line_end].chars().collect();
    let meant = text.get(span.start..span.end.min(line_end)).map_or(0, |meant| meant.chars().count()).max(1);
    let from = if line.len() > WIDEST { indent.len().saturating_sub(BEFORE) } else { 0 };
    let shown: String = line.iter().skip(from).take(WIDEST).collect();
    // Tabs stay tabs, so that the marks stand below what they mark.
    let pad: String = indent.iter().skip(from).map(|c| if *c == '\t' { '\t' } else { ' ' }).collect();
    let marks = "^".repeat(meant.min(WIDEST - pad.chars().count().min(WIDEST - 1)));
    let mut excerpt = String::new();
    let _ = write!(excerpt, "      |\n{line_number:>5} | {}\n      | {pad}{marks}\n", shown.trim_end());
    excerpt
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, meant: &str, line: u32) -> String {
        let start = text.find(meant).unwrap();
        excerpt(text, Span::new(start, start + meant.len()), line)
    }

    #[test]
    fn what_is_meant_is_underlined() {
        assert_eq!(of("a\npriority: hihg\r\nb", "hihg", 2), "      |\n    2 | priority: hihg\n      |           ^^^^\n");
        assert_eq!(of("\tä: ö", "ö", 1), "      |\n    1 | \tä: ö\n      | \t   ^\n");
    }

    #[test]
    fn a_place_of_several_lines_is_shown_where_it_begins() {
        assert_eq!(of("a {\n}\n", "{\n}", 1), "      |\n    1 | a {\n      |   ^\n");
    }

    #[test]
    fn of_a_long_line_the_part_is_shown_that_matters() {
        let text = format!("{}here{}", "x".repeat(500), "y".repeat(500));
        let shown = of(&text, "here", 1);
        assert!(shown.lines().all(|line| line.chars().count() <= WIDEST + 8), "{shown}");
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!(lines[1].find("here"), lines[2].find("^^^^"));
    }
}
