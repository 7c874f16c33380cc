//! One pass over the lines of a Markdown text.

use specwave_source::Span;

use super::lines::{lines, trimmed};
use super::tables::{cells, is_separator};
use super::{LABEL, Line, LineKind, Outline, Section, Table};
use crate::kept::Kept;
use crate::model::{Fence, Heading};

/// Reads the structure of `text`.
pub(crate) fn scan(text: &str, kept: &Kept) -> Outline {
    let mut scanner = Scanner { text, kept, outline: Outline::default(), heading: None, open: Vec::new(), table: None };
    let mut all: Vec<Span> = lines(text).collect();
    // A byte order mark belongs to no line.
    if let Some(first) = all.first_mut().filter(|_| text.starts_with('\u{feff}')) {
        first.start = '\u{feff}'.len_utf8().min(first.end);
    }
    let mut at = scanner.front_matter(&all);
    while at < all.len() {
        at = match opening_fence(text, all[at]) {
            Some(opening) => scanner.fence(&all, at, &opening),
            None => scanner.line(&all, at),
        };
    }
    scanner.finish()
}

struct Scanner<'text> {
    text: &'text str,
    kept: &'text Kept,
    outline: Outline,
    heading: Option<usize>,
    /// Headings whose sections have not ended yet, outermost first.
    open: Vec<usize>,
    table: Option<Table>,
}

impl Scanner<'_> {
    /// Reads `---` … `---` at the very beginning; gives the first line behind it.
    fn front_matter(&mut self, all: &[Span]) -> usize {
        let mark = |span: &Span| self.text[span.start..span.end].trim_end();
        if all.first().map(mark) != Some("---") {
            return 0;
        }
        // Without an end it was a rule, not front matter. Real front matter is short.
        let Some(end) = all.iter().take(200).skip(1).position(|line| matches!(mark(line), "---" | "...")) else { return 0 };
        self.outline.front_matter = (end > 0).then(|| Span::new(all[1].start, all[end].end));
        end + 2
    }

    /// Reads one line outside fences; gives the next one.
    fn line(&mut self, all: &[Span], at: usize) -> usize {
        let span = all[at];
        let line = &self.text[span.start..span.end];
        let content = trimmed(self.text, span);
        let stripped = &self.text[content.start..content.end];
        if stripped.starts_with('|') {
            self.row(span, stripped);
            return at + 1;
        }
        self.end_table();
        if let Some(level) = heading_level(line) {
            self.push_heading(level, content, &stripped[level..]);
        } else if let Some(below) = all.get(at + 1).filter(|below| is_underline(self.text, **below) && is_plain(stripped)) {
            self.push_heading(1, Span::new(content.start, below.end), stripped);
            return at + 2;
        } else if !stripped.is_empty() {
            if let Some(words) = label(stripped).or_else(|| self.lead_in(&all[at + 1..], stripped)) {
                self.push_heading(usize::from(LABEL), content, words);
            }
            let (kind, marks) = list_mark(stripped);
            let begins = at == 0 || trimmed(self.text, all[at - 1]).start == trimmed(self.text, all[at - 1]).end;
            let marks = match run_in(stripped).filter(|_| begins && content.start == all[at].start) {
                Some((words, length)) if self.kept.announced(words) != Section::NONE => {
                    self.push_heading(usize::from(LABEL), Span::new(content.start, content.start + length), words);
                    stripped.len() - stripped[length..].trim_start().len()
                }
                _ => marks,
            };
            let span = Span::new(content.start + marks, content.end);
            let indent = columns(&line[..content.start - all[at].start]);
            self.outline.lines.push(Line { indent, kind, span, heading: self.heading });
        }
        at + 1
    }

    /// `The following events are raised:` directly above a list, a table or a fence heads it as a label would; so does
    /// any such line that ends what another one has headed.
    fn lead_in<'line>(&self, below: &[Span], line: &'line str) -> Option<&'line str> {
        let words = line.strip_suffix(':')?;
        let plain = words.starts_with(|c: char| c.is_ascii_uppercase()) && !words.contains(['*', '|', ':', '(', '.']);
        if !plain || words.split_whitespace().count() > MOST_LABEL_WORDS {
            return None;
        }
        let next = below.iter().take(2).map(|span| self.text[span.start..span.end].trim()).find(|next| !next.is_empty())?;
        let heads = next.starts_with(['|', '`', '~']) || list_mark(next).0 == LineKind::Item;
        (heads && (self.kept.leads_in(words) || self.is_led_in())).then_some(words)
    }

    /// Whether the innermost heading is a line that leads something in.
    fn is_led_in(&self) -> bool {
        let heading = self.heading.map(|at| &self.outline.headings[at]);
        heading.is_some_and(|heading| heading.level == LABEL && !self.text[heading.span.start..].starts_with("**"))
    }

    fn push_heading(&mut self, level: usize, span: Span, words: &str) {
        let words = words.trim().trim_end_matches('#').trim();
        let level = u8::try_from(level).unwrap_or(LABEL);
        self.end_sections(level, span.start);
        let text = if words.contains(['*', '`']) { words.replace(['*', '`'], "") } else { words.to_owned() };
        // The title names the feature: a "Risk Monitoring Service" is no section about monitoring.
        let names_part = words.get(..10).is_some_and(|start| start.eq_ignore_ascii_case("data model"));
        let is_title = level == 1 && self.outline.headings.is_empty() && !names_part;
        self.outline.announced.push(if is_title { Section::NONE } else { self.kept.announced(&text) });
        self.outline.headings.push(Heading { level, text, span, section: Span::new(span.start, self.text.len()) });
        self.outline.parents.push(self.open.last().copied());
        let at = self.outline.headings.len() - 1;
        self.open.push(at);
        self.heading = Some(at);
    }

    fn row(&mut self, span: Span, line: &str) {
        let heading = self.heading;
        match &mut self.table {
            Some(_) if is_separator(line) => {}
            Some(table) => table.rows.push(cells(self.text, span)),
            None => {
                // A lone bar heads nothing.
                let header = Some(cells(self.text, span)).filter(|header| !header.is_empty());
                self.table = header.map(|header| Table { header, rows: Vec::new(), heading });
            }
        }
    }

    fn end_table(&mut self) {
        self.outline.tables.extend(self.table.take());
    }

    /// Reads the fence that opens on line `first`; gives the first line behind it.
    fn fence(&mut self, all: &[Span], first: usize, opening: &Opening) -> usize {
        self.end_table();
        let end = fence_end(self.text, all, first, opening);
        let (last, next) = match end {
            FenceEnd::Closed(line) => (line, line + 1),
            FenceEnd::Before(line) => (line.saturating_sub(1), line),
        };
        let content_start = all.get(first + 1).map_or(all[first].end, |line| line.start);
        let content_end = match end {
            FenceEnd::Closed(line) => all[line].start,
            FenceEnd::Before(line) => all.get(line).map_or(self.text.len(), |line| line.start),
        };
        let start = trimmed(self.text, all[first]).start;
        self.outline.fences.push(Fence {
            language: opening.language.clone(),
            span: Span::new(start, all[last].end),
            content: Span::new(content_start.min(content_end), content_end),
            closed: matches!(end, FenceEnd::Closed(_)),
            heading: self.heading,
        });
        next
    }

    /// Ends the open sections that a heading of `level` at `start` ends.
    fn end_sections(&mut self, level: u8, start: usize) {
        while let Some(ended) = self.open.pop_if(|open| self.outline.headings[*open].level >= level) {
            self.outline.headings[ended].section.end = start;
        }
    }

    fn finish(mut self) -> Outline {
        self.end_table();
        self.outline
    }
}

struct Opening {
    mark: char,
    length: usize,
    language: String,
}

enum FenceEnd {
    /// The line of the closing fence.
    Closed(usize),
    /// Nothing closes it: it ends in front of this line.
    Before(usize),
}

/// The opening fence on a line, if there is one.
fn opening_fence(text: &str, line: Span) -> Option<Opening> {
    let line = &text[line.start..line.end];
    // Most lines begin as neither a fence nor an item of a list does.
    first_sign(line).filter(|sign| matches!(sign, b'`' | b'~' | b'-' | b'*' | b'+' | b'0'..=b'9') || !sign.is_ascii())?;
    let line = line.trim_start();
    let line = if line.starts_with(['`', '~']) { line } else { &line[list_mark(line).1..] };
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = line.chars().take_while(|c| *c == mark).count();
    let info = line[length..].trim();
    if length < 3 || (mark == '`' && info.contains('`')) {
        return None;
    }
    let word = info.split(|c: char| c.is_whitespace() || c == '{' || c == ',').next().unwrap_or_default();
    Some(Opening { mark, length, language: word.to_lowercase() })
}

/// More fences than this inside a Markdown fence that nothing closes are not an example any more. The
/// limit also keeps the scan linear.
const DEEPEST_NESTING: usize = 8;

fn fence_end(text: &str, all: &[Span], first: usize, opening: &Opening) -> FenceEnd {
    let holds_markdown = matches!(opening.language.as_str(), "markdown" | "md");
    let mut nested = 0;
    let mut heading = None;
    for (at, span) in all.iter().enumerate().skip(first + 1) {
        let line = &text[span.start..span.end];
        let Some(inner) = opening_fence(text, *span).filter(|inner| inner.mark == opening.mark) else {
            let is_after_blank = || text[all[at - 1].start..all[at - 1].end].trim().is_empty();
            if heading.is_none() && heading_level(line).is_some_and(|level| level >= 2) && is_after_blank() {
                heading = Some(at);
            }
            continue;
        };
        if inner.language.is_empty() && line.trim().chars().all(|c| c == opening.mark) {
            if nested > 0 {
                nested -= 1;
            } else if inner.length >= opening.length {
                return FenceEnd::Closed(at);
            }
        } else if holds_markdown {
            nested += usize::from(!inner.language.is_empty());
            if nested > DEEPEST_NESTING {
                break;
            }
        } else if inner.length >= opening.length && !line.trim_start().starts_with(['-', '*']) {
            return FenceEnd::Before(heading.unwrap_or(at));
        }
    }
    FenceEnd::Before(heading.unwrap_or(all.len()))
}

/// The first byte of a line that is no white space, as far as ASCII knows.
fn first_sign(line: &str) -> Option<u8> {
    line.bytes().find(|byte| !byte.is_ascii_whitespace())
}

/// The level of an ATX heading, if the line is one.
fn heading_level(line: &str) -> Option<usize> {
    let indent = line.bytes().take_while(|byte| *byte == b' ').count();
    let trimmed = &line[indent..];
    if !trimmed.starts_with('#') || indent > 3 {
        return None;
    }
    let level = trimmed.bytes().take_while(|byte| *byte == b'#').count();
    let behind = trimmed[level..].chars().next();
    ((1..=6).contains(&level) && behind.is_some_and(char::is_whitespace) && !trimmed[level..].trim().is_empty()).then_some(level)
}

/// Words of a line that is all bold and short: `**Acceptance Criteria:**` heads what follows as a heading would.
fn label(line: &str) -> Option<&str> {
    let inner = line.strip_suffix(':').unwrap_or(line).strip_prefix("**")?.strip_suffix("**")?;
    let words = inner.trim_end_matches(':').trim();
    let short = words.split_whitespace().count() <= MOST_LABEL_WORDS;
    (short && !words.is_empty() && !words.contains("**")).then_some(words)
}

/// The words of a label that the text goes on behind in the same line, and its length: `**Services.** Three of them:`.
fn run_in(line: &str) -> Option<(&str, usize)> {
    let (words, behind) = line.strip_prefix("**")?.split_once(".**")?;
    // "D2. Values" is numbered.
    let numbered =
        words.split_once(". ").filter(|(number, _)| number.len() <= 3 && number.ends_with(|c: char| c.is_ascii_digit()));
    let words = numbered.map_or(words, |(_, words)| words);
    let short = words.split_whitespace().count() <= 4 && !words.contains(['*', '`', '.']);
    (short && behind.starts_with(' ')).then_some((words, line.len() - behind.len()))
}

/// Longer lines in bold are sentences that somebody wants to stress.
const MOST_LABEL_WORDS: usize = 8;

/// Whether a line of `=` makes the line above it a heading.
fn is_underline(text: &str, line: Span) -> bool {
    let line = &text[line.start..line.end];
    let line = if first_sign(line) == Some(b'=') { line.trim() } else { "" };
    line.len() >= 3 && line.bytes().all(|byte| byte == b'=')
}

fn is_plain(line: &str) -> bool {
    !line.is_empty() && list_mark(line).0 == LineKind::Prose
}

/// The kind of a line, and the bytes its list mark and check box take.
fn list_mark(line: &str) -> (LineKind, usize) {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let mark = if ["- ", "* ", "+ "].iter().any(|mark| line.starts_with(mark)) {
        2
    } else if line.starts_with("• ") {
        "• ".len()
    } else if (1..=4).contains(&digits) && (line[digits..].starts_with(". ") || line[digits..].starts_with(") ")) {
        digits + 2
    } else {
        return (LineKind::Prose, 0);
    };
    let rest = &line[mark..];
    let mut marks = mark + (rest.len() - rest.trim_start().len());
    for check in ["[ ]", "[x]", "[X]", "[~]"] {
        if line[marks..].starts_with(check) {
            marks += check.len();
            marks += line[marks..].len() - line[marks..].trim_start().len();
        }
    }
    (LineKind::Item, marks)
}

/// Columns of white space, a tab counting four.
fn columns(space: &str) -> usize {
    space.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use crate::kept::Kept;
    use crate::outline::{LineKind, Outline};

    fn scan(text: &str) -> Outline {
        super::scan(text, &Kept::default())
    }

    fn fences(text: &str) -> Vec<(String, String, bool)> {
        let fences = scan(text).fences.into_iter();
        fences.map(|fence| (fence.language, text[fence.content.start..fence.content.end].to_owned(), fence.closed)).collect()
    }

    fn fence(language: &str, content: &str, closed: bool) -> (String, String, bool) {
        (language.to_owned(), content.to_owned(), closed)
    }

    #[test]
    fn headings_know_their_level_section_and_parent() {
        let text = "# A\n\ntext\n## B ##\n### C\n## **D**\nTitle\n=====\n#not one\n";
        let outline = scan(text);
        let read: Vec<_> = outline.headings.iter().map(|heading| (heading.level, heading.text.as_str())).collect();
        assert_eq!(read, [(1, "A"), (2, "B"), (3, "C"), (2, "D"), (1, "Title")]);
        assert_eq!(outline.parents, [None, Some(0), Some(1), Some(0), None]);
        let b = outline.headings[1].section;
        assert_eq!(&text[b.start..b.end], "## B ##\n### C\n");
    }

    #[test]
    fn fences_end_where_they_are_closed() {
        assert_eq!(fences("```go\na\n```\n~~~~ yaml x\n```\n~~~~\n"), [fence("go", "a\n", true), fence("yaml", "```\n", true)]);
        assert_eq!(fences("- x:\n  ```SQL\n  a\n  ```\n"), [fence("sql", "  a\n", true)]);
    }

    #[test]
    fn a_fence_that_nothing_closes_does_not_swallow_what_follows() {
        let before_fence = fences("```go\na\n```yaml\nb\n```\n");
        assert_eq!(before_fence, [fence("go", "a\n", false), fence("yaml", "b\n", true)]);
        let text = "```go\na\n\n## Next\n\ntext\n";
        assert_eq!(fences(text), [fence("go", "a\n\n", false)]);
        assert_eq!(scan(text).headings.len(), 1);
    }

    #[test]
    fn a_markdown_fence_holds_whole_fences() {
        assert_eq!(fences("```markdown\n```go\na\n```\nb\n```\n"), [fence("markdown", "```go\na\n```\nb\n", true)]);
    }

    #[test]
    fn a_lone_bar_is_no_table() {
        assert_eq!(scan("|\n\n## Next\n\n|\n| a |\n").tables.len(), 1);
    }

    #[test]
    fn items_and_prose_lose_their_marks() {
        let text = "- [x] one\n  12. two\n* three\nplain\n| a | b `|` c |\n|---|---|\n| d | e |\n";
        let outline = scan(text);
        let lines: Vec<_> =
            outline.lines.iter().map(|line| (line.kind, line.indent, &text[line.span.start..line.span.end])).collect();
        let expected =
            [(LineKind::Item, 0, "one"), (LineKind::Item, 2, "two"), (LineKind::Item, 0, "three"), (LineKind::Prose, 0, "plain")];
        assert_eq!(lines, expected);
        let cells =
            |row: &[specwave_source::Span]| row.iter().map(|cell| text[cell.start..cell.end].to_owned()).collect::<Vec<_>>();
        assert_eq!(cells(&outline.tables[0].header), ["a", "b `|` c"]);
        assert_eq!(cells(&outline.tables[0].rows[0]), ["d", "e"]);
    }

    #[test]
    fn front_matter_needs_an_end() {
        let text = "---\nfeature: X\n---\n# A\n";
        let front = scan(text).front_matter.map(|span| &text[span.start..span.end]);
        assert_eq!(front, Some("feature: X"));
        assert_eq!(scan("---\nfeature: X\n").front_matter, None);
        assert_eq!(scan("---\n---\n").front_matter, None);
        assert!(scan("\u{feff}---\nfeature: X\n---\n").front_matter.is_some());
        assert_eq!(scan("\u{feff}# A\n").headings.len(), 1);
    }
}
