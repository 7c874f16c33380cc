//! What a feature is called where no front matter says so.

use std::path::Path;

use specwave_source::Span;

use super::part::Part;
use super::reading::Reading;
use crate::header;
use crate::model::{Format, Located};

/// Stems of files that say what the file is, not what the feature is.
const ROLES: &[&str] = &[
    "spec",
    "plan",
    "tasks",
    "requirements",
    "design",
    "bugfix",
    "proposal",
    "delta",
    "data-model",
    "research",
    "quickstart",
    "prd",
];

/// The name of the feature: of the titles that name one, else of what stands bold in its introduction, else of its folder
/// or file.
pub(super) fn read(reading: &Reading<'_>, format: Format, path: &Path) -> Option<Located<String>> {
    let titles = reading.outline.headings.iter().enumerate().filter(|(at, heading)| {
        heading.level == 1 && !matches!(reading.part_of_heading(Some(*at)), Part::Contract | Part::Notes)
    });
    let of_titles = titles.filter_map(|(_, heading)| {
        let value = header::feature_of(&heading.text).map(|name| without_slug(&name).to_owned())?;
        Some(Located { value, span: heading.span })
    });
    // The first words of the text stand for what only the path says.
    let first = || reading.outline.headings.first().map_or(Span::new(0, 0), |heading| heading.span);
    let of_path = || of_path(path, format).map(|value| Located { value, span: first() });
    // Below a title that only says what kind of document it is, a product's name may stand as a heading of its own.
    let below = || (format == Format::Prd).then(|| header::title(reading.outline)).flatten();
    of_titles.into_iter().next().or_else(below).or_else(|| of_introduction(reading)).or_else(of_path)
}

/// `Lead Scoring (lead-scoring)` says the same twice.
fn without_slug(name: &str) -> &str {
    let Some((head, slug)) = name.rsplit_once(" (") else { return name };
    let is_slug =
        slug.ends_with(')') && !slug.contains(' ') && slug.chars().all(|c| c.is_ascii_lowercase() || "-0123456789)".contains(c));
    if is_slug { head.trim_end() } else { name }
}

/// The feature's folder, or what a file is called besides its role: `login.design.md`.
fn of_path(path: &Path, format: Format) -> Option<String> {
    let stem = path.file_stem()?.to_str()?;
    let bare = ROLES.iter().find_map(|role| stem.strip_suffix(role)?.strip_suffix('.'));
    let name = match bare {
        Some(bare) => bare,
        None if ROLES.contains(&stem) => feature_folder(path, format)?,
        None => return None,
    };
    let name = name.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches('-');
    (!name.is_empty()).then(|| name.to_owned())
}

/// The folder a file lies in; of a delta, that of its change.
fn feature_folder(path: &Path, format: Format) -> Option<&str> {
    let folder = crate::feature::folder(path).or_else(|| path.parent())?;
    let name = folder.file_name()?.to_str()?;
    let says_nothing = ["specs", "docs", "spec", "src", "openspec"].contains(&name) && format != Format::OpenSpec;
    (!says_nothing).then_some(name)
}

/// `This document describes the **Lead Scoring** pipeline`.
fn of_introduction(reading: &Reading<'_>) -> Option<Located<String>> {
    let heading = reading.outline.headings.iter().position(|heading| {
        ["introduction", "overview", "purpose"].contains(&super::words::without_number(&heading.text).to_lowercase().as_str())
    })?;
    let paragraph = reading.own_paragraphs(heading).into_iter().next()?;
    let written = reading.written(paragraph.span);
    let start = written.find("**")? + 2;
    let end = start + written[start..].find("**")?;
    let value = written[start..end].split_whitespace().collect::<Vec<_>>().join(" ");
    let is_name = (1..=6).contains(&value.split(' ').count()) && !value.ends_with(':');
    is_name.then(|| Located { value, span: Span::new(paragraph.span.start + start, paragraph.span.start + end) })
}
