//! Stories, requirements and tasks as JSON.

use serde_json::{Map, Value, json};

use super::{View, is_nothing, list};
use crate::model::{Criterion, ListedTask, Obligation, Progress, Requirement, Step, Story};

impl View {
    pub(super) fn story(&self, it: &Story) -> Value {
        let said = json!({ "id": it.id, "title": it.title, "line": self.line(it.span) });
        let more = json!({
            "priority": it.priority,
            "text": it.text,
            "scenarios": list(&it.criteria, |criterion| self.criterion(criterion)),
        });
        with(said, more)
    }

    pub(super) fn requirement(&self, it: &Requirement) -> Value {
        let said = json!({ "id": it.id, "title": it.title, "text": it.text, "line": self.line(it.span) });
        let more = json!({
            "change": it.change,
            "obligation": it.obligation.as_ref().map(obligation),
            "criteria": list(&it.criteria, |criterion| self.criterion(criterion)),
        });
        with(said, more)
    }

    fn criterion(&self, it: &Criterion) -> Value {
        let more = json!({
            "id": it.id,
            "title": it.title,
            "obligation": it.obligation.as_ref().map(obligation),
            "steps": list(&it.steps, |step| self.step(step)),
        });
        with(json!({ "text": it.text, "line": self.line(it.span) }), more)
    }

    fn step(&self, it: &Step) -> Value {
        json!({ "keyword": it.keyword, "text": it.text, "line": self.line(it.span) })
    }

    pub(super) fn task(&self, it: &ListedTask) -> Value {
        let done = it.progress == Progress::Done;
        let said = json!({ "id": it.id, "title": it.title, "line": self.line(it.span), "done": done });
        let yes = |it: bool| it.then_some(true);
        let more = json!({
            "started": yes(it.progress == Progress::Started),
            "parallel": yes(it.parallel),
            "optional": yes(it.optional),
            "parent": it.parent,
            "story": it.story.as_ref().map(|story| &story.value),
            "group": it.group,
            "paths": it.paths.iter().map(|path| &path.value).collect::<Vec<_>>(),
            "requirements": it.requirements.iter().map(|requirement| &requirement.value).collect::<Vec<_>>(),
        });
        with(said, more)
    }
}

fn obligation(it: &Obligation) -> Value {
    let conditions = list(&it.conditions, |condition| json!({ "keyword": condition.keyword, "text": condition.text }));
    let said = json!({ "subject": it.subject.value, "modal": it.modal, "response": it.response });
    with(said, json!({ "conditions": conditions }))
}

/// `said` and whatever of `more` says something.
fn with(said: Value, more: Value) -> Value {
    let (mut object, more) = match (said, more) {
        (Value::Object(said), Value::Object(more)) => (said, more),
        _ => (Map::new(), Map::new()),
    };
    object.extend(more.into_iter().filter(|(_, value)| !is_nothing(value)));
    Value::Object(object)
}
