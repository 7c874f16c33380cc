//! SW109: a comment that silences nothing; and what the others silence.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Finding, Fix, LineIndex, Rule, Sources, Span};
use specwave_spec::model::{Located, Spec};

use super::comments::{self, Comment, Instruction, Written};
use super::names::{Meaning, is_about_code, is_known, meaning, meant};

pub(crate) const UNUSED_SUPPRESSION: Rule = Rule {
    code: "SW109",
    name: "unused-suppression",
    group: Group::Structure,
    level: Level::Warning,
    fixable: Fixable::Safe,
    explanation: Explanation {
        what: "Reports a comment such as `<!-- specwave-disable-next-line SW801 -->` that silences nothing, or that names no \
               rule. Comments know a code, a name or a group; `specwave-disable` holds up to `specwave-enable`, \
               `specwave-disable-file` everywhere, and without a name they mean every rule. A reason may follow behind a colon.",
        why: "A comment that is left over hides the next finding of its rule, which nobody wanted to hide.",
        example: "<!-- specwave-disable-next-line vague-word -->\n- Lookups are fast",
        fix: "Take the comment out, or write the rule as `specwave rules` lists it.",
    },
};

/// What one name of a comment, or a comment without names, silences.
struct Silence<'text> {
    comment: &'text Comment,
    name: Option<&'text Located<String>>,
    /// Findings that begin here.
    scope: Span,
    used: bool,
}

/// The findings that no comment silences, with those on comments that silence nothing.
pub(super) fn silenced(spec: &Spec, sources: &Sources, findings: Vec<Finding>) -> Vec<Finding> {
    with_silences(Written::Specification(spec), sources, findings, |findings, silences| {
        // Where the text is no specification, few rules have looked at it; whether there is code is not known here.
        if spec.recognised {
            let in_vain = |silence: &&Silence<'_>| !silence.used && !silence.name.is_some_and(|name| is_about_code(&name.value));
            report_unused(findings, silences, in_vain);
        }
    })
}

/// As [`silenced`], in files of code that every rule about them has looked at.
pub(super) fn silenced_in_code(sources: &Sources, findings: Vec<Finding>) -> Vec<Finding> {
    with_silences(Written::Code, sources, findings, |findings, silences| {
        report_unused(findings, silences, |silence| !silence.used);
    })
}

fn report_unused(findings: &mut Vec<Finding>, silences: &mut [Silence<'_>], is_unused: impl Fn(&&Silence<'_>) -> bool) {
    let unused: Vec<Finding> = silences.iter().filter(is_unused).map(unused).collect();
    findings.extend(unused.into_iter().filter(|finding| !is_silenced(finding, silences)));
}

/// The findings that no comment silences.
pub(super) fn left(spec: &Spec, sources: &Sources, findings: Vec<Finding>) -> Vec<Finding> {
    with_silences(Written::Specification(spec), sources, findings, |_, _| {})
}

/// Takes out the findings that comments silence, and hands what is left on with what each of these was good for.
fn with_silences(
    written: Written<'_>,
    sources: &Sources,
    mut findings: Vec<Finding>,
    then: impl FnOnce(&mut Vec<Finding>, &mut [Silence<'_>]),
) -> Vec<Finding> {
    let text = sources.text();
    // Most texts have none, and then nothing needs to be counted.
    if !text.contains(comments::PREFIX) {
        return findings;
    }
    let lines = sources.lines();
    let comments = comments::read(written, text, lines);
    if !comments.is_empty() {
        let mut silences = silences(&comments, sources, lines);
        findings.retain(|finding| !is_silenced(finding, &mut silences));
        then(&mut findings, &mut silences);
    }
    findings
}

fn is_silenced(finding: &Finding, silences: &mut [Silence<'_>]) -> bool {
    let mut found = false;
    for silence in silences.iter_mut().filter(|silence| silence.covers(finding)) {
        silence.used = true;
        found = true;
    }
    found
}

impl Silence<'_> {
    fn covers(&self, finding: &Finding) -> bool {
        let at = finding.span.start;
        self.scope.start <= at
            && at < self.scope.end
            && self.name.is_none_or(|name| meaning(&name.value, &finding.code, &finding.name) != Meaning::Other)
    }
}

/// What each name of each comment covers. An `enable` that ends nothing covers nothing.
fn silences<'text>(comments: &'text [Comment], sources: &Sources, lines: &LineIndex) -> Vec<Silence<'text>> {
    let mut silences: Vec<Silence<'text>> = Vec::new();
    for comment in comments {
        let Some(file) = sources.files().get(sources.file_at(comment.span.start)) else { continue };
        // The end of a file is a place too.
        let end_of_file = file.span.end + 1;
        let names: Vec<Option<&Located<String>>> =
            if comment.names.is_empty() { vec![None] } else { comment.names.iter().map(Some).collect() };
        for name in names {
            let scope = match comment.instruction {
                Instruction::DisableNextLine => next_line(comment, comments, sources.text(), lines),
                Instruction::Disable => Span::new(comment.line.end, end_of_file),
                Instruction::DisableFile => Span::new(file.span.start, end_of_file),
                Instruction::Enable => Span::default(),
            };
            let ends_something = comment.instruction == Instruction::Enable && end(&mut silences, comment.line.start, name);
            silences.push(Silence { comment, name, scope, used: ends_something });
        }
    }
    silences
}

/// Ends what was disabled under a name, or everything; says whether there was something.
fn end(silences: &mut [Silence<'_>], at: usize, name: Option<&Located<String>>) -> bool {
    let mut ended = false;
    for silence in silences.iter_mut().filter(|silence| silence.comment.instruction == Instruction::Disable) {
        let is_meant = name.is_none_or(|name| silence.name.is_some_and(|other| other.value == name.value));
        if is_meant && silence.scope.end > at {
            silence.scope.end = at;
            ended = true;
        }
    }
    ended
}

/// The next line that has text and is no comment of ours.
fn next_line(comment: &Comment, comments: &[Comment], text: &str, lines: &LineIndex) -> Span {
    let first = lines.line(comment.span.start) + 1;
    let candidates = (first..=lines.lines() as u32).map(|number| lines.line_span(number));
    let has_text = |line: &Span| text.get(line.start..line.end).is_some_and(|line| !line.trim().is_empty());
    let mut candidates = candidates.filter(has_text).filter(|line| !comments.iter().any(|other| other.line == *line));
    candidates.next().unwrap_or_default()
}

fn unused(silence: &Silence<'_>) -> Finding {
    let Silence { comment, name, .. } = silence;
    let verb = if comment.instruction == Instruction::Enable { "enables" } else { "silences" };
    let Some(name) = name else {
        let mut finding = UNUSED_SUPPRESSION.finding(comment.span, format!("this comment {verb} nothing"));
        finding.fixes.push(removal(comment, name.map(|name| name.span)));
        return finding;
    };
    if is_known(&name.value) {
        let mut finding = UNUSED_SUPPRESSION.finding(name.span, format!("`{}` {verb} nothing here", name.value));
        finding.fixes.push(removal(comment, Some(name.span)));
        return finding;
    }
    let mut finding = UNUSED_SUPPRESSION.finding(name.span, format!("`{}` is neither a rule nor a group", name.value));
    let renaming = meant(&name.value).map(|meant| Fix::likely(format!("Change it to `{meant}`"), name.span, meant));
    finding.fixes.push(renaming.unwrap_or_else(|| removal(comment, Some(name.span))));
    finding
}

/// Takes a name out of its comment, and the comment with its last name.
fn removal(comment: &Comment, name: Option<Span>) -> Fix {
    let has_others = comment.names.iter().any(|other| Some(other.span) != name);
    let (title, span) = match name.filter(|_| has_others) {
        Some(name) => {
            // The separator that follows goes with it; behind the last name, the one in front.
            let next = comment.names.iter().map(|other| other.span.start).find(|start| *start > name.end);
            let before = comment.names.iter().map(|other| other.span.end).rfind(|end| *end < name.start);
            let span = match (next, before) {
                (Some(next), _) => Span::new(name.start, next),
                (None, before) => Span::new(before.unwrap_or(name.start), name.end),
            };
            ("Take the name out of the comment", span)
        }
        None => ("Take the comment out", comment.line),
    };
    // A comment without names may silence what is only found beside code.
    Fix { safe: name.is_some(), ..Fix::safe(title, span, "") }
}
