//! Comments that silence rules: in Markdown, inside fences, and in files of code.

use specwave_source::{LineIndex, Span};
use specwave_spec::model::{Located, Spec};

/// What a comment tells us to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Instruction {
    /// `specwave-disable-next-line`.
    DisableNextLine,
    /// `specwave-disable`: up to the next `specwave-enable`.
    Disable,
    /// `specwave-enable`.
    Enable,
    /// `specwave-disable-file`.
    DisableFile,
}

/// A comment with an instruction for us.
#[derive(Debug)]
pub(super) struct Comment {
    pub(super) instruction: Instruction,
    /// Codes, names and groups of rules; none means all of them.
    pub(super) names: Vec<Located<String>>,
    /// The comment without the white space around it.
    pub(super) span: Span,
    /// Its whole line with the line's end.
    pub(super) line: Span,
}

/// What a text is, which decides how its comments look.
#[derive(Debug, Clone, Copy)]
pub(super) enum Written<'a> {
    /// A specification: Markdown, with code in fences.
    Specification(&'a Spec),
    /// Go or SQL.
    Code,
}

impl Written<'_> {
    /// Whether code stands at a place.
    fn is_code(self, at: usize) -> bool {
        let Self::Specification(spec) = self else { return true };
        let fenced = spec.fences.iter().any(|fence| fence.content.start <= at && at < fence.content.end);
        fenced || spec.front_matter.is_some_and(|front| front.touches(at))
    }
}

/// What every instruction begins with.
pub(super) const PREFIX: &str = "specwave-";

/// The comments of a text, in order. Each has a line of its own: `<!-- specwave-disable vague-words: why -->` in Markdown,
/// and the language's own form (`#`, `//`, `--`) inside fences and front matter.
pub(super) fn read(written: Written<'_>, text: &str, lines: &LineIndex) -> Vec<Comment> {
    text.match_indices(PREFIX).filter_map(|(at, _)| comment(written, text, lines.line_span(lines.line(at)), at)).collect()
}

/// The comment whose instruction begins at `at`, if it is one.
fn comment(written: Written<'_>, text: &str, line: Span, at: usize) -> Option<Comment> {
    let whole = text.get(line.start..line.end)?;
    let start = line.start + (whole.len() - whole.trim_start().len());
    let content_end = line.start + whole.trim_end().len();
    let mark = text.get(start..at)?.trim_end();
    let end = match (mark, written.is_code(at)) {
        ("<!--", false) => at + text.get(at..content_end)?.find("-->")?,
        ("#" | "//" | "--", true) => content_end,
        _ => return None,
    };
    // What stands behind a colon is the reason, for people.
    let said = text.get(at + PREFIX.len()..end)?.split(':').next()?;
    let word = said.split_whitespace().next()?;
    let instruction = match word {
        "disable-next-line" => Instruction::DisableNextLine,
        "disable" => Instruction::Disable,
        "enable" => Instruction::Enable,
        "disable-file" => Instruction::DisableFile,
        _ => return None,
    };
    let behind = at + PREFIX.len() + word.len();
    let names = words(said.get(word.len()..)?)
        .map(|(from, name)| Located { value: name.to_owned(), span: Span::new(behind + from, behind + from + name.len()) })
        .collect();
    Some(Comment { instruction, names, span: Span::new(start, content_end), line })
}

/// Words between white space and commas, with their offsets.
fn words(said: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    said.split([' ', '\t', ',']).filter_map(move |word| {
        let start = at;
        at += word.len() + 1;
        (!word.is_empty()).then_some((start, word))
    })
}

#[cfg(test)]
mod tests {
    use specwave_source::LineIndex;

    use super::{Instruction, Written, read};

    fn comments(text: &str) -> Vec<(Instruction, Vec<&str>)> {
        found_in(Written::Specification(&specwave_spec::parse(text)), text)
    }

    fn found_in<'text>(written: Written<'_>, text: &'text str) -> Vec<(Instruction, Vec<&'text str>)> {
        let found = read(written, text, &LineIndex::new(text));
        let names = |names: &[specwave_spec::model::Located<String>]| -> Vec<&str> {
            names.iter().map(|name| &text[name.span.start..name.span.end]).collect()
        };
        found.iter().map(|comment| (comment.instruction, names(&comment.names))).collect()
    }

    #[test]
    fn names_end_at_a_colon() {
        let text = "<!-- specwave-disable SW801, placeholder-text: names of ours -->\n  <!-- specwave-enable -->\n";
        let expected = [(Instruction::Disable, vec!["SW801", "placeholder-text"]), (Instruction::Enable, vec![])];
        assert_eq!(comments(text), expected);
    }

    #[test]
    fn fences_and_front_matter_have_comments_of_their_own() {
        for (mark, language) in [("#", "yaml"), ("//", "go"), ("--", "sql")] {
            let text = format!("```{language}\n  {mark} specwave-disable-next-line SW501\n```\n");
            assert_eq!(comments(&text), [(Instruction::DisableNextLine, vec!["SW501"])], "{text}");
        }
        assert_eq!(comments("---\n# specwave-disable-file\n---\n"), [(Instruction::DisableFile, vec![])]);
    }

    #[test]
    fn files_of_code_have_them_anywhere() {
        let text = "package a\n\n//specwave-disable-next-line SW1313: rows of a report\ntype Row struct{ ID int }\n";
        assert_eq!(found_in(Written::Code, text), [(Instruction::DisableNextLine, vec!["SW1313"])]);
    }

    #[test]
    fn what_only_looks_like_one_is_none() {
        for text in [
            "Write `<!-- specwave-disable SW801 -->`\n",
            "```markdown\n<!-- specwave-disable SW801 -->\n```\n",
            "# specwave-disable\n",
            "<!-- specwave-disable\n-->\n",
            "<!-- specwave-silence SW801 -->\n",
        ] {
            assert_eq!(comments(text), [], "{text}");
        }
    }
}
