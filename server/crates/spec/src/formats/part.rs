//! Which part of a feature a file is.

use std::path::Path;

use crate::outline::Outline;

/// A part of a feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// What is asked for: `requirements.md`, `spec.md`, a delta.
    Requirements,
    /// How it is to be built: `design.md`, `plan.md`.
    Design,
    /// `data-model.md`.
    DataModel,
    /// A contract of an interface.
    Contract,
    /// A list of things to do.
    Tasks,
    /// Why it is to be built.
    Proposal,
    /// Research, instructions: read by people only.
    Notes,
    /// Nothing tells: everything may be in it.
    Whole,
}

/// Words of file names, and what a file is that is called so.
const NAMES: &[(&[&str], Part)] = &[
    (&["requirements", "requirement", "spec", "bugfix", "delta", "prd"], Part::Requirements),
    (&["design", "plan", "architecture"], Part::Design),
    (&["data-model", "data_model", "datamodel", "model"], Part::DataModel),
    (&["tasks", "task", "todo"], Part::Tasks),
    (&["proposal"], Part::Proposal),
    (&["research", "quickstart", "checklist"], Part::Notes),
];

/// Words that titles begin or end with, and what a file is whose title does.
const TITLES: &[(&[&str], Part)] = &[
    (
        &["requirements document", "bugfix requirements", "feature specification", "feature spec", "prd", "product requirement"],
        Part::Requirements,
    ),
    (&["design document", "technical design", "design:", "design -"], Part::Design),
    (&["data model"], Part::DataModel),
    (&["tasks"], Part::Tasks),
    (&["research"], Part::Notes),
    (&["quickstart"], Part::Notes),
    (&["proposal", "change proposal"], Part::Proposal),
];

/// What a file is: by its name, `login.design.md` as well as `design.md`, else by its title and its list of things to do.
pub(super) fn of(path: &Path, outline: &Outline, text: &str, span: specwave_source::Span) -> Part {
    if path.components().any(|part| part.as_os_str() == "contracts")
        || path.extension().is_some_and(|end| end == "yaml" || end == "yml")
    {
        return Part::Contract;
    }
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_lowercase();
    let role = stem.rsplit('.').next().unwrap_or_default();
    let by_name = NAMES.iter().find(|(names, _)| names.contains(&role)).map(|(_, part)| *part);
    by_name.or_else(|| of_title(outline, span)).unwrap_or_else(|| of_content(outline, text, span))
}

fn of_title(outline: &Outline, span: specwave_source::Span) -> Option<Part> {
    let title = outline.headings.iter().find(|heading| heading.span.start >= span.start)?;
    let title = title.text.to_lowercase();
    TITLES.iter().find(|(titles, _)| titles.iter().any(|known| title.starts_with(known))).map(|(_, part)| *part)
}

/// Mostly check boxes are a list of things to do.
fn of_content(outline: &Outline, text: &str, span: specwave_source::Span) -> Part {
    let own = outline.lines.iter().filter(|line| line.indent == 0 && span.start <= line.span.start && line.span.start < span.end);
    let (mut boxes, mut others) = (0, 0);
    for line in own {
        let start = text[..line.span.start].rfind('\n').map_or(0, |at| at + 1);
        let checked = text[start..line.span.start].contains('[');
        *(if checked { &mut boxes } else { &mut others }) += 1;
    }
    if boxes >= 3 && boxes > others { Part::Tasks } else { Part::Whole }
}
