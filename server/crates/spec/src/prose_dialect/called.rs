//! Events that code raises, in fences of other languages than Go and in sentences: `bus.publish(new OrderPlaced(id))`.

use specwave_source::Span;

use super::named::Named;
use super::told::event;
use crate::go_dialect::names_event;
use crate::kinds::Kind;
use crate::outline::{Outline, lines};

/// Languages whose calls are looked at.
const LANGUAGES: &[&str] =
    &["ts", "typescript", "js", "javascript", "py", "python", "java", "kotlin", "csharp", "cs", "php", "ruby", "rust"];

/// Ends of names of what raises an event, with the bracket of the call.
const CALLS: &[&str] = &["ublish(", "mit(", "aise(", "ispatch(", "ublishEvent(", "mitEvent(", "aise_event(", "ddDomainEvent("];

pub(super) fn read(text: &str, outline: &Outline) -> Vec<Named> {
    let coded = outline.fences.iter().filter(|fence| LANGUAGES.contains(&fence.language.as_str()));
    let ours = coded.filter(|fence| !Kind::is_foreign(outline, fence.heading));
    let told = outline.lines.iter().filter(|line| !Kind::is_foreign(outline, line.heading));
    ours.flat_map(|fence| in_code(text, fence.content)).chain(told.flat_map(|line| in_sentence(text, line.span))).collect()
}

/// What a call between backticks raises.
fn in_sentence(text: &str, line: Span) -> Vec<Named> {
    let written = &text[line.start..line.end];
    let quoted = written.split('`').skip(1).step_by(2).filter(|code| code.contains('('));
    let raised = quoted.flat_map(|code| {
        let start = code.as_ptr() as usize - text.as_ptr() as usize;
        in_code(text, Span::new(start, start + code.len()))
    });
    raised.collect()
}

fn in_code(text: &str, content: Span) -> Vec<Named> {
    let code = &text[content.start..content.end];
    let raised = lines(code).filter_map(|line| {
        let line = &code[line.start..line.end];
        let behind = CALLS.iter().find_map(|call| Some(&line[line.find(call)? + call.len()..]))?;
        let name = behind.split(|c: char| !c.is_ascii_alphanumeric()).find(|word| names_event(word))?;
        let at = name.as_ptr() as usize - text.as_ptr() as usize;
        Some(event((Span::new(at, at + name.len()), name.to_owned())))
    });
    raised.collect()
}

#[cfg(test)]
mod tests {
    use specwave_source::Span;

    use super::in_code;

    #[test]
    fn calls_raise_events() {
        let code = "await this.bus.publish(new LoanStarted(loan.id));\nself.publish({ type: 'LoanFinished', id })\n\
                    this.emit(\"LoanOverdue\", days)\nbus.on('ToolLost', handle)\nawait publish(draft)\n";
        let names: Vec<String> = in_code(code, Span::new(0, code.len())).into_iter().map(|named| named.name).collect();
        assert_eq!(names, ["LoanStarted", "LoanFinished", "LoanOverdue"]);
    }
}
