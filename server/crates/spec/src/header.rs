//! Name, domain, priority and summary of a specification.

mod title;

use specwave_golang::names;
use specwave_source::Span;

use crate::declared::Declared;
use crate::front_matter::{self, Key};
use crate::go_dialect::{Block, Zone};
use crate::model::Located;
use crate::outline::{LineKind, Outline, Section, lines};

pub(crate) use title::{feature_of, title};

/// Reads the header into `out`. `title` is what the feature is called if no front matter says so; the Go blocks tell the
/// domain where nothing else does.
pub(crate) fn read(text: &str, outline: &Outline, blocks: &[Block<'_>], title: Option<Located<String>>, out: &mut Declared) {
    let front = |key: Key| std::iter::once(&key.name).chain(key.also).find_map(|name| value_of(text, outline, name));
    let titled = |located: Located<String>| {
        let value = feature_of(&located.value).unwrap_or(located.value);
        Located { value, ..located }
    };
    let named = || NAMES.iter().find_map(|label| field(text, outline, label)).map(titled);
    out.spec.name =
        front(front_matter::FEATURE).or_else(|| value_of(text, outline, "title").map(titled)).or(title).or_else(named);
    let lower = |located: Located<String>| Located { value: located.value.to_lowercase(), ..located };
    let word = |located: Located<String>| {
        let written = located.value.trim_start_matches(|c: char| !c.is_alphanumeric());
        let word = written.split(|c: char| !c.is_alphanumeric() && c != '_').next();
        Located { value: word.unwrap_or_default().to_lowercase(), ..located }
    };
    out.spec.priority =
        front(front_matter::PRIORITY).or_else(|| field(text, outline, "priority")).map(word).filter(|it| !it.value.is_empty());
    out.spec.domain = front(front_matter::DOMAIN)
        .or_else(|| field(text, outline, "domain"))
        .map(lower)
        .or_else(|| domain_of_go(blocks))
        .or_else(|| domain_of_name(out.spec.name.as_ref()));
    out.spec.summary = summary(text, outline);
}

/// Labels of the lines below a title that only says what kind of document it heads.
const NAMES: &[&str] =
    &["feature name", "feature", "product name", "product", "project name", "project", "name", "title", "system"];

/// The value of a front matter key; quotes and comments do not belong to it.
fn value_of(text: &str, outline: &Outline, wanted: &str) -> Option<Located<String>> {
    let front = outline.front_matter?;
    lines(&text[front.start..front.end]).find_map(|span| {
        let span = span.shifted(front.start);
        let line = &text[span.start..span.end];
        let (key, value) = line.split_once(':')?;
        let matches = key.trim().to_lowercase().replace(['-', ' '], "_") == wanted && !key.starts_with([' ', '\t']);
        matches
            .then(|| located(text, Span::new(span.start + key.len() + 1, span.end)))
            .flatten()
            .filter(|_| !value.trim().is_empty())
    })
}

/// The text of a span without quotes, a comment and white space.
fn located(text: &str, span: Span) -> Option<Located<String>> {
    let written = &text[span.start..span.end];
    if let Some((value, inside)) = quoted(written) {
        return Some(Located { value, span: inside.shifted(span.start) });
    }
    let written = written.split(" #").next().unwrap_or(written);
    let value = written.trim_matches(|c: char| c.is_whitespace() || "\"'*`".contains(c));
    let start = span.start + written.find(value)?;
    let starts_comment = value.is_empty() || value.starts_with('#');
    (!starts_comment).then(|| Located { value: value.to_owned(), span: Span::new(start, start + value.len()) })
}

/// A scalar in YAML's quotes, with nothing but a comment behind it: what it says, and where that stands.
fn quoted(written: &str) -> Option<(String, Span)> {
    let start = written.len() - written.trim_start().len();
    let quote = written[start..].chars().next().filter(|quote| matches!(quote, '\'' | '"'))?;
    let end = written.rfind(quote).filter(|end| *end > start + 1)?;
    let behind = written[end + 1..].trim();
    let inside = &written[start + 1..end];
    let value = if quote == '\'' { inside.replace("''", "'") } else { inside.replace("\\\"", "\"").replace("\\\\", "\\") };
    (behind.is_empty() || behind.starts_with('#')).then(|| (value, Span::new(start + 1, end)))
}

/// `**Priority:** HIGH` or `Priority: HIGH` in the lines below the title, or a row of a table there.
fn field(text: &str, outline: &Outline, wanted: &str) -> Option<Located<String>> {
    let end = outline.start_of_section(2);
    let mut lines = outline.lines.iter().take_while(|line| line.span.start < end);
    let labelled = lines.find_map(|line| parts(text, line.span).into_iter().find_map(|part| labelled(text, part, wanted)));
    labelled.or_else(|| {
        let tables = outline.tables.iter().filter(|table| table.header.first().is_some_and(|cell| cell.start < end));
        let is_label = |cell: &Span| text[cell.start..cell.end].trim_matches(['*', ' ', ':', '`']).eq_ignore_ascii_case(wanted);
        let mut found = tables.filter_map(|table| {
            // A table of many columns names the fields in its header.
            let across = table.header.iter().position(is_label).filter(|at| *at > 0 || table.header.len() > 2);
            if let Some(cell) = across.and_then(|at| table.rows.first()?.get(at)) {
                return located(text, *cell);
            }
            let mut rows = std::iter::once(&table.header).chain(&table.rows);
            rows.find(|row| row.first().is_some_and(is_label)).and_then(|row| located(text, *row.get(1)?))
        });
        found.next()
    })
}

/// The fields of a line such as `> **Domain:** billing | **Priority:** P0`.
fn parts(text: &str, line: Span) -> Vec<Span> {
    let written = &text[line.start..line.end];
    let mut parts = Vec::new();
    let mut start = 0;
    let marks = written.match_indices(['|', '·', '•', '—', '–', '.']);
    // A dash or a full stop only ends a field where the next one begins behind it.
    let ends = marks.filter(|(at, mark)| !matches!(*mark, "—" | "–" | ".") || begins_field(&written[at + mark.len()..]));
    for (at, mark) in ends.chain(std::iter::once((written.len(), ""))) {
        parts.push(Span::new(line.start + start, line.start + at));
        start = at + mark.len();
    }
    parts
}

/// Whether a text starts with the label of a field: ` priority: high`.
fn begins_field(written: &str) -> bool {
    let label = written
        .strip_prefix(' ')
        .and_then(|written| written.split(['—', '–', '.']).next())
        .and_then(|part| part.split_once(':'))
        .map_or("", |(label, _)| label.trim());
    (1..=2).contains(&label.split_whitespace().count())
}

/// The value of a part that starts with the label `wanted`.
fn labelled(text: &str, part: Span, wanted: &str) -> Option<Located<String>> {
    let written = &text[part.start..part.end];
    let (label, _) = written.split_once(':')?;
    let bare = label.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '`' | '_' | '>'));
    let value = Span::new(part.start + label.len() + 1, part.end);
    bare.eq_ignore_ascii_case(wanted).then(|| located(text, value)).flatten()
}

/// Packages that name a layer or a kind of code, not a domain.
const LAYERS: &[&str] = &[
    "main",
    "domain",
    "service",
    "services",
    "repository",
    "repositories",
    "database",
    "api",
    "rest",
    "handlers",
    "handler",
    "http",
    "models",
    "model",
    "entity",
    "entities",
    "values",
    "events",
    "cache",
    "infrastructure",
    "middleware",
    "postgres",
    "redis",
    "internal",
    "types",
    "common",
    "errors",
    "app",
    "application",
    "usecase",
];

/// The package of the first domain block, else of the first service, else of any that names no layer.
fn domain_of_go(blocks: &[Block<'_>]) -> Option<Located<String>> {
    let of_zone = |zone: Option<Zone>| {
        let wanted = move |block: &&Block<'_>| {
            let told = zone.map_or(block.zone != Zone::Infrastructure, |zone| block.zone == zone);
            block.zone != Zone::Test && !block.integration && told
        };
        blocks.iter().filter(wanted).find_map(domain_of_block)
    };
    of_zone(Some(Zone::Domain)).or_else(|| of_zone(Some(Zone::Service))).or_else(|| of_zone(None))
}

/// The directory behind `domain/` or `service/` of the path comment, else the package clause.
fn domain_of_block(block: &Block<'_>) -> Option<Located<String>> {
    let named = |name: &str| !LAYERS.contains(&name) && !name.contains('.') && !name.ends_with("_test");
    let by_path = block.facts.path.as_ref().and_then(|path| {
        let mut parts = path.text.split('/').skip_while(|part| !matches!(*part, "domain" | "service" | "services")).skip(1);
        let directory = parts.next().filter(|part| parts.next().is_some() && named(part))?;
        Some(Located { value: directory.to_lowercase(), span: block.at(path.span) })
    });
    by_path.or_else(|| {
        let package = block.facts.package.as_ref().filter(|package| named(&package.text))?;
        Some(Located { value: package.text.to_lowercase().into(), span: block.at(package.span) })
    })
}

/// Words of a name that do not tell its domain.
const GENERAL_WORDS: &[&str] = &[
    "system",
    "platform",
    "management",
    "engine",
    "service",
    "enhanced",
    "advanced",
    "real",
    "time",
    "realtime",
    "immutable",
    "dynamic",
    "the",
    "a",
    "an",
    "and",
    "of",
    "for",
    "with",
    "new",
    "feature",
    "enterprise",
    "automated",
    "smart",
    "intelligent",
    "comprehensive",
    "integration",
    "implementation",
    "improved",
    "support",
    "framework",
    "add",
    "update",
    "remove",
    "refactor",
    "fix",
    "improve",
    "implement",
    "create",
    "migrate",
];

/// The first word of the name that says something.
fn domain_of_name(name: Option<&Located<String>>) -> Option<Located<String>> {
    let name = name?;
    let words = names::words(&name.value);
    let telling = words.iter().find(|word| !GENERAL_WORDS.contains(&word.as_str()) && word.starts_with(char::is_alphabetic));
    let word = telling.or_else(|| words.iter().find(|word| word.starts_with(char::is_alphabetic)))?;
    let ascii: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
    (!ascii.is_empty()).then_some(Located { value: ascii, span: name.span })
}

/// The first paragraph of an overview, else of the text.
fn summary(text: &str, outline: &Outline) -> Option<Located<String>> {
    let is_sentence = |written: &str| !written.starts_with("**") && written.split_whitespace().count() >= 8;
    let prose = |wanted: Option<Section>| {
        let mut lines = outline.lines.iter().enumerate().filter(|(_, line)| line.kind == LineKind::Prose);
        lines.find(|(_, line)| {
            let fits = wanted.is_none_or(|section| outline.announced_by_chain(line.heading).any(section));
            fits && is_sentence(&text[line.span.start..line.span.end])
        })
    };
    let (at, first) = prose(Some(Section::OVERVIEW)).or_else(|| prose(None))?;
    // A paragraph goes on over the lines that follow without a gap.
    let mut end = first.span.end;
    for next in &outline.lines[at + 1..] {
        let gap = &text[end..next.span.start];
        if next.kind != LineKind::Prose || gap.matches('\n').count() != 1 {
            break;
        }
        end = next.span.end;
    }
    let span = Span::new(first.span.start, end);
    let value = text[span.start..span.end].split_whitespace().collect::<Vec<_>>().join(" ").replace("**", "");
    Some(Located { value, span })
}
