//! SW801: words that cannot be tested.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::rules::check::{Reporter, Subject};
use crate::rules::prose::{ProseLine, phrases};

pub(super) const RULE: Rule = Rule {
    code: "SW801",
    name: "vague-words",
    group: Group::Requirements,
    level: Level::Information,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports words such as *fast*, *robust*, *user-friendly*, *as appropriate* or *etc.* in lists, tables and sentences that oblige. A line that also \
               has a figure is left out: there the word is explained. So are tasks, and user stories and sections that tell why the feature is built, or why in this way.",
        why: "Nobody can write a test for them, and everybody reads them differently.",
        example: "- Lookups are fast and errors are handled appropriately",
        fix: "Say what can be observed: `a lookup ends within 20 ms for 99 of 100 requests`.",
    },
};

const VAGUE: &[&str] = &[
    "fast",
    "quick",
    "easy",
    "simple",
    "intuitive",
    "robust",
    "seamless",
    "efficient",
    "scalable",
    "flexible",
    "adequate",
    "appropriate",
    "reasonable",
    "sufficient",
    "optimal",
    "graceful",
    "smooth",
    "reliable",
    "powerful",
    "modern",
    "quickly",
    "easily",
    "simply",
    "intuitively",
    "robustly",
    "seamlessly",
    "efficiently",
    "flexibly",
    "adequately",
    "appropriately",
    "reasonably",
    "sufficiently",
    "optimally",
    "gracefully",
    "smoothly",
    "reliably",
    "various",
    "user-friendly",
    "high-quality",
    "state-of-the-art",
    "as needed",
    "as appropriate",
    "as necessary",
    "as required",
    "if possible",
    "where possible",
    "and so on",
    "etc",
    "etc.",
    "best effort",
    "some kind of",
];

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for line in subject.prose() {
        let explained = without_number(&line.text).bytes().any(|byte| byte.is_ascii_digit());
        if explained || !may_require(&line.text) || is_task(&line.text) {
            continue;
        }
        let found = phrases(&line.text, VAGUE);
        if found.is_empty() || tells_why(subject, line) {
            continue;
        }
        for found in found {
            // `quick-reference` is a name, and what is hoped for is no requirement.
            let before = line.text[..found.start].to_lowercase();
            if line.text[found.end..].starts_with('-') || before.ends_with('/') || before.contains("so that") {
                continue;
            }
            let word = &line.text[found.start..found.end];
            let span = found.shifted(line.start);
            reporter.report(span, format!("`{word}` cannot be tested: say what can be observed"));
        }
    }
}

/// Words of headings above what tells why a feature is built, or built this way.
const REASONS: &[&str] = &[
    "background", "overview", "summary", "introduction", "motivation", "problem", "why", "context", "purpose", "rationale", "history",
    "glossary", "references", "pain", "business value", "opportunity",
    "impact", "constitution", "options considered", "alternative", "considered", "decision", "research", "trade-off",
];

/// Whether a line, or a section that it stands in, says why rather than what.
fn tells_why(subject: &Subject<'_>, line: &ProseLine<'_>) -> bool {
    let above = subject.spec.headings.iter().filter(|heading| heading.section.touches(line.start));
    let tells_why = |title: String| REASONS.iter().any(|word| title.contains(word));
    line.text.to_lowercase().contains("user story") || above.map(|heading| heading.text.to_lowercase()).any(tells_why)
}

/// Whether a line is an item, a row, or a sentence that obliges.
fn may_require(line: &str) -> bool {
    let start = line.trim_start();
    let listed = start.starts_with(['-', '*', '+', '|', '•', '✅']) || start.starts_with(|c: char| c.is_ascii_digit());
    let lower = line.to_lowercase();
    listed || [" must ", " shall ", " should ", " will ", " has to ", " have to ", " needs to "].iter().any(|word| lower.contains(word))
}

/// The line without the number that makes it an item of a list.
fn without_number(line: &str) -> &str {
    let rest = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.starts_with(['.', ')']) { rest } else { line }
}

fn is_task(line: &str) -> bool {
    let item = line.trim_start().trim_start_matches(['-', '*', '+']).trim_start();
    item.starts_with("[ ]") || item.starts_with("[x]") || item.starts_with("[X]")
}
