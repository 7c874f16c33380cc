//! Taking out what is declared twice in the same words.

use specwave_source::{Edit, Fix, Span};

use crate::rules::check::Subject;

/// Takes out the line of the second of two declarations, where both are alone on their lines and declare the same. That is safe
/// where the lines are the same; what else they say of it may differ, and then a person should look.
pub(super) fn without_second_line(subject: &Subject<'_>, first: Span, second: Span) -> Option<Fix> {
    let (kept, taken) = (subject.line_at(first.start), subject.line_at(second.start));
    let is_alone = |line: Span, name: Span| {
        let (before, behind) = (subject.at(Span::new(line.start, name.start)), subject.at(Span::new(name.end, line.end)));
        before.chars().all(|c| c.is_whitespace() || c == '-')
            && !behind.starts_with(',')
            && !behind.trim_end().ends_with([':', '{', '['])
    };
    if kept == taken || !is_alone(kept, first) || !is_alone(taken, second) {
        return None;
    }
    let whole = subject.lines.line_span(subject.lines.line(second.start));
    let safe = subject.at(kept).split_whitespace().eq(subject.at(taken).split_whitespace());
    let edits = vec![Edit { span: whole, text: String::new() }];
    Some(Fix { title: "Take out the second one".to_owned(), safe, edits })
}

/// Takes a value out of a list in one line, with the comma or bar in front of it.
pub(super) fn without_listed(subject: &Subject<'_>, value: Span) -> Option<Fix> {
    let line = subject.line_at(value.start);
    let before = subject.at(Span::new(line.start, value.start)).trim_end_matches(['"', '\'', '`']);
    let behind = subject.at(Span::new(value.end, line.end));
    let quotes = value.start - line.start - before.len();
    let comma = before.trim_end().strip_suffix([',', '|'])?;
    let is_whole = behind.chars().take(quotes).all(|c| matches!(c, '"' | '\'' | '`'))
        && behind.get(quotes..)?.trim_start().starts_with([',', '|', ']', ')'])
        || behind.get(quotes..)?.trim().is_empty();
    let span = Span::new(line.start + comma.trim_end().len(), value.end + quotes);
    is_whole.then(|| Fix::safe("Take out the second one", span, ""))
}
