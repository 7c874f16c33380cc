//! What a rule is: a stable code, a name, and what people should know about it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Finding, Severity, Span};

/// A rule with its documentation. What carries it out lives in the crate that knows what is looked at.
#[derive(Debug)]
pub struct Rule {
    /// Stable code, such as `SW101`.
    pub code: &'static str,
    /// Name in kebab case.
    pub name: &'static str,
    /// What it is about.
    pub group: Group,
    /// What its findings count as unless the settings say otherwise.
    pub level: Level,
    /// Whether its findings come with fixes.
    pub fixable: Fixable,
    /// Documentation for people.
    pub explanation: Explanation,
}

/// What rules are about. The hundreds of a rule's code are those of its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// The document: its header, sections and fences.
    Structure,
    /// Entities, value objects, events.
    Model,
    /// Names that one part of a specification uses and another declares.
    References,
    /// The API.
    Endpoints,
    /// YAML, Go, SQL and other languages inside fences.
    Embedded,
    /// What planning infers, or what makes a plan impossible.
    Plan,
    /// Quantitative targets.
    Targets,
    /// The wording of requirements.
    Requirements,
    /// Security and compliance.
    Security,
    /// Blocks that contradict each other.
    Consistency,
    /// Links between requirements, tasks and stories.
    Traceability,
    /// Differences between a specification and the Go code that exists.
    Drift,
    /// Go code by itself: where it lies, what it imports, how it is made.
    Layout,
}

impl Group {
    /// Every group, in the order of the codes.
    pub const ALL: [Self; 13] = [
        Self::Structure,
        Self::Model,
        Self::References,
        Self::Endpoints,
        Self::Embedded,
        Self::Plan,
        Self::Targets,
        Self::Requirements,
        Self::Security,
        Self::Consistency,
        Self::Traceability,
        Self::Drift,
        Self::Layout,
    ];

    /// The word that settings and reports use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::Model => "model",
            Self::References => "references",
            Self::Endpoints => "endpoints",
            Self::Embedded => "embedded",
            Self::Plan => "plan",
            Self::Targets => "targets",
            Self::Requirements => "requirements",
            Self::Security => "security",
            Self::Consistency => "consistency",
            Self::Traceability => "traceability",
            Self::Drift => "drift",
            Self::Layout => "layout",
        }
    }

    /// What the codes of its rules begin with: `SW1` for SW101, `SW10` for SW1001.
    #[must_use]
    pub fn prefix(self) -> String {
        format!("SW{}", self as usize + 1)
    }
}

/// What the findings of a rule count as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// They are not reported.
    Off,
    /// A suggestion.
    Hint,
    /// Worth knowing.
    Information,
    /// Likely wrong, or sure to hurt later.
    Warning,
    /// Wrong: `specwave check` ends with 1.
    Error,
}

impl Level {
    /// The severity of findings, unless they are not reported.
    #[must_use]
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Hint => Some(Severity::Hint),
            Self::Information => Some(Severity::Information),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }

    /// The word that people read and write.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.severity().map_or("off", Severity::word)
    }
}

/// Whether findings of a rule come with fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fixable {
    /// A person has to decide.
    #[serde(rename = "none")]
    No,
    /// There are fixes, and a person should look at what they do.
    Unsafe,
    /// There are fixes that keep the meaning.
    Safe,
}

impl Fixable {
    /// The word that people read.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::No => "none",
            Self::Unsafe => "unsafe",
            Self::Safe => "safe",
        }
    }
}

/// The documentation of a rule, in Markdown.
#[derive(Debug)]
pub struct Explanation {
    /// What it reports; the first sentence stands alone in lists.
    pub what: &'static str,
    /// Why somebody should care.
    pub why: &'static str,
    /// A piece of a specification that has the finding.
    pub example: &'static str,
    /// How to mend it.
    pub fix: &'static str,
}

impl Rule {
    /// A finding of this rule; related places and fixes can be added to it.
    #[must_use]
    pub fn finding(&self, span: Span, message: impl Into<String>) -> Finding {
        Finding {
            code: self.code.to_owned(),
            name: self.name.to_owned(),
            severity: self.level.severity().unwrap_or(Severity::Hint),
            span,
            message: message.into(),
            related: Vec::new(),
            elsewhere: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// What it reports, in one sentence.
    #[must_use]
    pub fn summary(&self) -> &'static str {
        let what = self.explanation.what;
        what.find(". ").map_or(what, |end| &what[..=end])
    }

    /// The rule's page in the reference.
    #[must_use]
    pub fn page(&self) -> String {
        let Explanation { what, why, example, fix } = &self.explanation;
        let fence = if example.contains("````") { "`````" } else { "````" };
        format!(
            "# {code} {name}\n\nGroup: {group} · Default: {level} · Fixes: {fixable}\n\n## What it does\n\n{what}\n\n\
             ## Why it matters\n\n{why}\n\n## Example\n\n{fence}markdown\n{example}\n{fence}\n\n## Fix\n\n{fix}\n",
            code = self.code,
            name = self.name,
            group = self.group.word(),
            level = self.level.word(),
            fixable = self.fixable.word(),
            example = example.trim_matches('\n'),
        )
    }
}

/// Lists what is wrong with a collection of rules: codes that repeat or are out of order, names that repeat, codes that
/// do not begin as their group says. For the tests of every crate that has rules.
#[must_use]
pub fn problems_of(rules: &[&Rule]) -> Vec<String> {
    let mut problems = Vec::new();
    let order = |rule: &Rule| (rule.code.len(), rule.code);
    for pair in rules.windows(2).filter(|pair| order(pair[0]) >= order(pair[1])) {
        problems.push(format!("{} does not come before {}", pair[0].code, pair[1].code));
    }
    for (at, rule) in rules.iter().enumerate() {
        if rules[..at].iter().any(|earlier| earlier.name == rule.name) {
            problems.push(format!("{} is the name of two rules", rule.name));
        }
        let number = rule.code.strip_prefix(&rule.group.prefix()).filter(|number| number.len() == 2);
        if number.is_none_or(|number| !number.bytes().all(|digit| digit.is_ascii_digit())) {
            problems.push(format!("{} is no code of the group {}", rule.code, rule.group.word()));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefix_of_a_group_is_its_place() {
        for (at, group) in Group::ALL.into_iter().enumerate() {
            assert_eq!(group.prefix(), format!("SW{}", at + 1));
        }
    }

    #[test]
    fn a_summary_is_the_first_sentence() {
        let rule = |what| Rule {
            code: "SW101",
            name: "a",
            group: Group::Structure,
            level: Level::Off,
            fixable: Fixable::No,
            explanation: Explanation { what, why: "", example: "", fix: "" },
        };
        assert_eq!(rule("Reports a thing. It does more.").summary(), "Reports a thing.");
        assert_eq!(rule("Reports a thing.").summary(), "Reports a thing.");
    }
}
