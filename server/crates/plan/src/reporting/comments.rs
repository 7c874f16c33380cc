//! Comments that silence rules, in Markdown and inside fences.

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

/// What every instruction begins with.
pub(super) const PREFIX: &str = "specwave-";

/// The comments of a text, in order. Each has a line of its own: `<!-- specwave-disable vague-words: why -->` in Markdown,
/// and the language's own form (`#`, `//`, `--`) inside fences and front matter.
pub(super) fn read(spec: &Spec, text: &str, lines: &LineIndex) -> Vec<Comment> {
    text.match_indices(PREFIX).filter_map(|(at, _)| comment(spec, text, lines.line_span(lines.line(at)), at)).collect()
}

/// The comment whose instruction begins at `at`, if it is one.
fn comment(spec: &Spec, text: &str, line: Span, at: usize) -> Option<Comment> {
    let written = text.get(line.start..line.end)?;
    let start = line.start + (written.len() - written.trim_start().len());
    let content_end = line.start + written.trim_end().len();
    let mark = text.get(start..at)?.trim_end();
    let fenced = spec.fences.iter().any(|fence| fence.content.start <= at && at < fence.content.end);
    let in_front_matter = spec.front_matter.is_some_and(|front| front.touches(at));
    let end = match mark {
        "<!--" if !fenced && !in_front_matter => at + text.get(at..content_end)?.find("-->")?,
        "#" | "//" | "--" if fenced || in_front_matter => content_end,
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

    use super::{Instruction, read};

    fn comments(text: &str) -> Vec<(Instruction, Vec<&str>)> {
        let found = read(&specwave_spec::parse(text), text, &LineIndex::new(text));
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
