//! The text of a case: its steps, and what they are expected to give.

use std::fmt;

/// One case.
pub(crate) struct Case {
    prose: String,
    pub(crate) steps: Vec<Step>,
}

/// One step: its line without the `@@`, and the lines below it.
pub(crate) struct Step {
    pub(crate) line: String,
    pub(crate) body: String,
}

/// What a step gave, where it gives anything.
pub(crate) type Answer = Option<String>;

impl Case {
    pub(crate) fn parse(text: &str) -> Self {
        let mut case = Self { prose: String::new(), steps: Vec::new() };
        for line in text.split_inclusive('\n') {
            match line.strip_prefix("@@ ") {
                Some(step) => case.steps.push(Step { line: step.trim().to_owned(), body: String::new() }),
                None => case.steps.last_mut().map_or(&mut case.prose, |step| &mut step.body).push_str(line),
            }
        }
        case
    }

    /// Takes the answers for what is expected.
    pub(crate) fn accept(&mut self, answers: &[Answer]) {
        for (step, answer) in self.steps.iter_mut().zip(answers) {
            if let Some(answer) = answer {
                step.body = format!("{}\n", answer.trim_end());
            }
        }
    }

    /// Every answer that is not as expected.
    pub(crate) fn differences(&self, answers: &[Answer]) -> Vec<String> {
        let answered = self.steps.iter().zip(answers).filter_map(|(step, answer)| Some((step, answer.as_ref()?.trim_end())));
        let wrong = answered.filter(|(step, answer)| step.body.trim_end() != *answer);
        wrong.map(|(step, answer)| format!("@@ {}\n{answer}\n--- expected:\n{}", step.line, step.body.trim_end())).collect()
    }
}

impl fmt::Display for Case {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.prose)?;
        self.steps.iter().try_for_each(|step| write!(out, "@@ {}\n{}", step.line, step.body))
    }
}

/// A text without its marks, and the marks with their byte offsets in it.
pub(crate) fn cut_marks(marked: &str) -> (String, Vec<Mark>) {
    let (mut text, mut marks, mut rest) = (String::new(), Vec::new(), marked);
    while let Some((before, mark)) = rest.split_once('⟦') {
        let (inside, behind) = mark.split_once('⟧').expect("a mark ends with ⟧");
        let (name, content) = inside.split_once('|').expect("a mark has a name, a bar and a text");
        text.push_str(before);
        marks.push(Mark { name: name.to_owned(), start: text.len(), end: text.len() + content.len() });
        text.push_str(content);
        rest = behind;
    }
    text.push_str(rest);
    (text, marks)
}

/// A marked range of a text, in bytes.
pub(crate) struct Mark {
    pub(crate) name: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}
