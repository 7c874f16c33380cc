//! The numbers of requirements, criteria, stories and tasks.

use foldhash::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Requirement, Statement};
use crate::pattern::pattern;
use crate::rules::check::Subject;
use crate::rules::prose;

/// A number at the beginning of a line or a cell: `**FR-001**: …`, `1.2 WHEN …`.
static LEADING: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"^[\s>|*_`\[~+-]*([A-Z]{1,5}-?\d+(?:\.\d+)*[a-z]?|\d+(?:\.\d+)+)\b"));

/// A number in a heading, behind at most a few words: `Requirement 3: …`, `Non-Functional Requirement 1`, `FR-1 Upload`.
static HEADED: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"^(?:[A-Za-z-]+ ){0,3}([A-Z]{1,5}-?\d+(?:\.\d+)*[a-z]?|\d+(?:\.\d+)*)\b"));

/// A number in one spelling: `fr-1` and `FR-001` are the same.
pub(super) fn spelling(id: &str) -> String {
    let (letters, digits) = parts(id);
    format!("{letters}{}", digits.trim_start_matches('0'))
}

/// The series that a number belongs to, `FR` or none, and its digits.
pub(super) fn parts(id: &str) -> (String, &str) {
    let (letters, digits) = id.split_at(id.find(|c: char| c.is_ascii_digit()).unwrap_or(id.len()));
    (letters.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect(), digits)
}

/// Whether somebody numbered it: the items of an ordered list are counted by whatever shows the text.
pub(super) fn is_numbered(subject: &Subject<'_>, requirement: &Requirement) -> bool {
    let is_lettered = requirement.id.starts_with(|c: char| c.is_ascii_alphabetic());
    is_lettered || !requirement.id.is_empty() && subject.at(subject.line_at(requirement.span.start)).starts_with('#')
}

/// The numbers that something in a specification has.
pub(super) struct Known {
    /// Letters of the series that requirements and criteria are numbered in.
    series: HashSet<String>,
    numbers: HashSet<String>,
    /// Requirements without criteria that were understood: what their criteria are numbered is not known.
    open: HashSet<String>,
}

impl Known {
    pub(super) fn of(subject: &Subject<'_>) -> Self {
        let spec = subject.spec;
        let requirements = spec.requirements.iter().filter(|requirement| !requirement.id.is_empty());
        let criteria =
            spec.requirements.iter().flat_map(|requirement| &requirement.criteria).map(|criterion| criterion.id.as_str());
        let ids = requirements.clone().map(|requirement| requirement.id.as_str()).chain(criteria).filter(|id| !id.is_empty());
        let ids: Vec<&str> = ids.chain(success(subject).map(|(id, _)| id)).collect();
        Self {
            series: ids.iter().map(|id| parts(id).0).collect(),
            numbers: ids.iter().map(|id| spelling(id)).chain(written(subject)).collect(),
            open: requirements.filter(|it| it.criteria.is_empty()).map(|it| spelling(&it.id)).collect(),
        }
    }

    /// Whether a number belongs to a series of the specification and nothing there has it.
    pub(super) fn lacks(&self, id: &str) -> bool {
        let number = spelling(id);
        let above = number.rsplit_once('.').map(|(above, _)| above);
        // `3.1.2` may count what stands below the criterion `3.1`.
        let is_part = above.is_some_and(|above| self.open.contains(above) || above.contains('.') && self.numbers.contains(above));
        self.series.contains(&parts(id).0) && !self.numbers.contains(&number) && !is_part
    }
}

/// Success criteria with a number, and what they say.
pub(super) fn success<'spec>(subject: &Subject<'spec>) -> impl Iterator<Item = (&'spec str, &'spec Statement)> {
    let numbered = subject.spec.acceptance.iter().map(|statement| (statement.topic.as_str(), statement));
    numbered.filter(|(topic, _)| {
        topic.strip_prefix("SC").is_some_and(|rest| rest.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit()))
    })
}

/// Numbers that lines and headings begin with: readers do not understand every way of numbering requirements.
fn written(subject: &Subject<'_>) -> Vec<String> {
    let headings =
        subject.spec.headings.iter().filter_map(|heading| Some(HEADED.as_ref()?.captures(&heading.text)?[1].to_owned()));
    let lines = prose::lines(subject).into_iter().filter_map(|line| Some(LEADING.as_ref()?.captures(&line.text)?[1].to_owned()));
    headings.chain(lines).map(|id| spelling(&id)).collect()
}

#[cfg(test)]
mod tests {
    use super::{LEADING, parts, spelling};

    #[test]
    fn spellings_of_one_number_are_the_same() {
        assert_eq!(spelling("FR-001"), spelling("fr-1"));
        assert_ne!(spelling("1.1"), spelling("1.10"));
        assert_eq!(parts("FR-012"), ("FR".to_owned(), "012"));
        assert_eq!(parts("1.2"), (String::new(), "1.2"));
    }

    #[test]
    fn boxes_of_tasks_begin_with_no_number() {
        let leading = |line: &str| LEADING.as_ref()?.captures(line).map(|found| found[1].to_owned());
        assert_eq!(leading("- **FR-001**: System").as_deref(), Some("FR-001"));
        assert_eq!(leading("| NFR-2 | fast |").as_deref(), Some("NFR-2"));
        assert_eq!(leading("- [ ] 1.2 Build"), None);
        assert_eq!(leading("1. Build"), None);
    }
}
