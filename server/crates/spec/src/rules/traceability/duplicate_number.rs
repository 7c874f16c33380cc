//! SW1103: two requirements, stories or tasks with one number.

use foldhash::HashMap;

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Fix, Related, Rule, Span};

use super::numbers::{is_numbered, parts, spelling};
use super::places::{Form, Places};
use crate::model::Format;
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1103",
    name: "duplicate-number",
    group: Group::Traceability,
    level: Level::Warning,
    fixable: Fixable::Unsafe,
    explanation: Explanation {
        what: "Reports a requirement, a story or a task whose number another one of its kind has. A list that starts anew below \
               another heading may count anew, and a table may list again what stands in the text.",
        why: "Whatever refers to the number refers to both.",
        example: "- **FR-001**: The system MUST remind customers\n- **FR-001**: The system MUST charge a fee",
        fix: "Give the second one the next free number, and look at what refers to it.",
    },
};

/// Something with a number.
struct Numbered<'spec> {
    kind: &'static str,
    id: &'spec str,
    span: Span,
    /// Whether it can be no mention of another one: it asks for something itself.
    obliges: bool,
}

/// A text may have the same number thousands of times; each is compared with the first few.
const COMPARED: usize = 16;

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let all = numbered(subject);
    if all.is_empty() {
        return;
    }
    let places = Places::of(subject);
    let mut last = last_numbers(&all);
    let mut seen: HashMap<(&str, String), Vec<&Numbered<'_>>> = HashMap::default();
    for thing in &all {
        let earlier = seen.entry((thing.kind, key(subject, thing))).or_default();
        if let Some(first) = earlier.iter().find(|first| is_again(subject, &places, first, thing)) {
            let related = Related { span: first.span, message: "the first one".to_owned() };
            let finding = reporter.report(thing.span, format!("there is a {} `{}` already", thing.kind, thing.id));
            finding.related.push(related);
            finding.fixes.extend(renumbered(subject, &mut last, thing));
        }
        if earlier.len() < COMPARED {
            earlier.push(thing);
        }
    }
}

fn numbered<'spec>(subject: &Subject<'spec>) -> Vec<Numbered<'spec>> {
    let spec = subject.spec;
    // Criteria of acceptance are counted anew for each story.
    let requirements = spec.requirements.iter().filter(|it| !it.id.starts_with("AC") && is_numbered(subject, it));
    let requirements =
        requirements.map(|it| Numbered { kind: "requirement", id: &it.id, span: it.span, obliges: it.obligation.is_some() });
    // In Kiro a story has the number of its requirement.
    let stories = spec.stories.iter().filter(|_| spec.format != Some(Format::Kiro));
    let stories = stories.map(|it| Numbered { kind: "story", id: &it.id, span: it.span, obliges: false });
    let tasks = spec.tasks.iter().map(|it| Numbered { kind: "task", id: &it.id, span: it.span, obliges: true });
    requirements.chain(stories).chain(tasks).filter(|it| !it.id.is_empty()).collect()
}

/// What has to be the same for two numbers to be one: below a task, numbers without a point count anew.
fn key(subject: &Subject<'_>, thing: &Numbered<'_>) -> String {
    let number = spelling(thing.id);
    if thing.kind != "task" || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return number;
    }
    let task = subject.spec.tasks.iter().find(|task| task.span == thing.span);
    let above = task.and_then(|task| task.parent.as_deref()).unwrap_or_default();
    format!("{above}/{number}")
}

fn is_again(subject: &Subject<'_>, places: &Places<'_>, first: &Numbered<'_>, again: &Numbered<'_>) -> bool {
    let ((form, below), (again_form, again_below)) = (places.of_thing(subject, first.span), places.of_thing(subject, again.span));
    let is_lettered = again.id.starts_with(|c: char| c.is_ascii_alphabetic());
    if form != again_form || (below != again_below && !(is_lettered && first.obliges && again.obliges)) {
        return false;
    }
    if form == Form::Heading {
        // `Requirement 1` and `Non-Functional Requirement 1` are two; a heading of the same words is another rule's.
        let words = |span: Span| subject.at(span).trim_start_matches(['#', ' ']).to_lowercase();
        let (words, again_words) = (words(first.span), words(again.span));
        let before = |words: &str| words.find(|c: char| c.is_ascii_digit()).map(|at| words[..at].to_owned());
        return words != again_words && before(&words) == before(&again_words);
    }
    true
}

/// The last number of each kind and series.
fn last_numbers<'spec>(all: &[Numbered<'spec>]) -> HashMap<(&'static str, String), u32> {
    let mut last: HashMap<_, u32> = HashMap::default();
    for thing in all {
        let (series, digits) = parts(thing.id);
        if let Ok(number) = digits.parse::<u32>() {
            let known = last.entry((thing.kind, series)).or_default();
            *known = number.max(*known);
        }
    }
    last
}

/// Gives it the next free number of its series, written as long as the one it has.
fn renumbered(subject: &Subject<'_>, last: &mut HashMap<(&'static str, String), u32>, thing: &Numbered<'_>) -> Option<Fix> {
    let (series, digits) = parts(thing.id);
    let letters = Some(&thing.id[..thing.id.len() - digits.len()]).filter(|letters| !letters.is_empty())?;
    let at = thing.span.start + subject.at(thing.span).find(thing.id)?;
    let next = last.get_mut(&(thing.kind, series))?;
    *next += 1;
    let number = format!("{letters}{next:0>width$}", width = digits.len());
    Some(Fix::likely(format!("Number it `{number}`"), Span::new(at, at + thing.id.len()), number))
}
