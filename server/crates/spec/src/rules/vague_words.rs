//! SW801: words that cannot be tested.

use std::sync::LazyLock;

use regex::Regex;
use specwave_source::Severity;

use super::rule::{Explanation, Reporter, Rule};
use super::{Subject, prose};

pub(super) const RULE: Rule = Rule {
    code: "SW801",
    name: "vague-words",
    severity: Severity::Information,
    explanation: Explanation {
        what: "Reports words such as *fast*, *robust*, *user-friendly*, *as appropriate* or *etc.* in prose. A line that also \
               has a figure is left out: there the word is explained.",
        why: "Nobody can write a test for them, and everybody reads them differently.",
        example: "- Lookups are fast and errors are handled appropriately",
        fix: "Say what can be observed: `a lookup ends within 20 ms for 99 of 100 requests`.",
    },
    check,
};

static VAGUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let adjectives = "fast|quick|easy|simple|intuitive|robust|seamless|efficient|scalable|flexible|adequate|appropriate|reasonable|\
                      sufficient|optimal|graceful|smooth|reliable|powerful|modern|user-friendly|high-quality|state-of-the-art";
    let phrases = r"as (?:needed|appropriate|necessary|required)|if possible|where possible|and so on|etc\.?|and/or|best effort|various|several|some kind of";
    Regex::new(&format!(r"(?i)\b(?:(?:{adjectives})(?:ly)?|quickly|easily|simply|{phrases})(?:\b|\s|$)")).ok()
});

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let Some(vague) = VAGUE.as_ref() else { return };
    for line in prose::lines(subject) {
        if line.text.bytes().any(|byte| byte.is_ascii_digit()) {
            continue;
        }
        for found in vague.find_iter(&line.text) {
            let word = found.as_str().trim_end();
            let span = line.span(&found);
            let span = specwave_source::Span::new(span.start, span.start + word.len());
            reporter.report(span, format!("`{word}` cannot be tested: say what can be observed"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::rule::findings_of;
    use super::RULE;

    #[test]
    fn words_without_a_measure_are_found() {
        for text in
            ["- Lookups are fast\n", "Errors are handled appropriately.\n", "Invoices, reminders, etc.\n", "- User-friendly\n"]
        {
            assert_eq!(findings_of(&RULE, text).len(), 1, "{text}");
        }
    }

    #[test]
    fn code_headings_figures_and_parts_of_words_are_left_alone() {
        for text in ["# Fast track\n", "`fast`\n", "Breakfast is served\n", "- Fast: within 20 ms\n", "```text\nfast\n```\n"] {
            assert_eq!(findings_of(&RULE, text), [], "{text}");
        }
    }
}
