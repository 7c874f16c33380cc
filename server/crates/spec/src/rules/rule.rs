//! What a rule is, and how it reports.

use specwave_source::{Finding, Fix, Related, Severity, Span};

use super::Subject;

/// A rule with its documentation.
#[derive(Debug)]
pub struct Rule {
    /// Stable code, such as `SW101`.
    pub code: &'static str,
    /// Name in kebab case.
    pub name: &'static str,
    /// How serious its findings are by default.
    pub severity: Severity,
    /// Documentation for people.
    pub explanation: Explanation,
    /// Reports what it finds.
    pub(crate) check: fn(&Subject<'_>, &mut Reporter<'_>),
}

/// The documentation of a rule, in Markdown.
#[derive(Debug)]
pub struct Explanation {
    /// One sentence.
    pub what: &'static str,
    /// Why somebody should care.
    pub why: &'static str,
    /// A piece of a specification that has the finding.
    pub example: &'static str,
    /// How to mend it.
    pub fix: &'static str,
}

impl Rule {
    /// The rule's page in the reference.
    #[must_use]
    pub fn page(&self) -> String {
        let Explanation { what, why, example, fix } = &self.explanation;
        let fence = if example.contains("````") { "`````" } else { "````" };
        format!(
            "# {code} {name}\n\nSeverity: {severity}\n\n## What it does\n\n{what}\n\n## Why it matters\n\n{why}\n\n\
             ## Example\n\n{fence}markdown\n{example}\n{fence}\n\n## Fix\n\n{fix}\n",
            code = self.code,
            name = self.name,
            severity = self.severity.word(),
            example = example.trim_matches('\n'),
        )
    }
}

/// Takes the findings of one rule.
pub(crate) struct Reporter<'run> {
    rule: &'run Rule,
    findings: &'run mut Vec<Finding>,
}

impl<'run> Reporter<'run> {
    pub(super) fn new(rule: &'run Rule, findings: &'run mut Vec<Finding>) -> Self {
        Self { rule, findings }
    }

    /// Reports a finding; related places and fixes can be added to what is returned.
    pub(crate) fn report(&mut self, span: Span, message: impl Into<String>) -> &mut Finding {
        self.findings.push(Finding {
            code: self.rule.code.to_owned(),
            name: self.rule.name.to_owned(),
            severity: self.rule.severity,
            span,
            message: message.into(),
            related: Vec::<Related>::new(),
            fixes: Vec::<Fix>::new(),
        });
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }
}

/// The first line without its line ending: the place of what concerns the document as a whole.
pub(super) fn first_line(subject: &Subject<'_>) -> Span {
    let line = subject.lines.line_span(1);
    let shown = subject.text.get(line.start..line.end).unwrap_or_default().trim_end().len();
    Span::new(line.start, line.start + shown)
}

/// For the tests of rules: line and message of each finding of one rule on a text.
#[cfg(test)]
pub(super) fn findings_of(rule: &Rule, text: &str) -> Vec<(u32, String)> {
    let spec = crate::parse(text);
    let subject = Subject { spec: &spec, text, lines: specwave_source::LineIndex::new(text) };
    let mut findings = Vec::new();
    (rule.check)(&subject, &mut Reporter::new(rule, &mut findings));
    findings.into_iter().map(|finding| (subject.lines.line(finding.span.start), finding.message)).collect()
}
