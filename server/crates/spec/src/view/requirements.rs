//! Stories, requirements and tasks as JSON.

use serde_json::{Value, json};

use super::{View, list};
use crate::model::{Criterion, ListedTask, Obligation, Progress, Requirement, Step, Story};

impl View<'_> {
    pub(super) fn story(&self, it: &Story) -> Value {
        let said = json!({ "id": it.id, "title": it.title });
        let more = json!({
            "priority": it.priority,
            "text": it.text,
            "scenarios": list(&it.criteria, |criterion| self.criterion(criterion)),
        });
        self.placed(said, it.span, more)
    }

    pub(super) fn requirement(&self, it: &Requirement) -> Value {
        let said = json!({ "id": it.id, "title": it.title, "text": it.text });
        let more = json!({
            "change": it.change,
            "obligation": it.obligation.as_ref().map(obligation),
            "criteria": list(&it.criteria, |criterion| self.criterion(criterion)),
        });
        self.placed(said, it.span, more)
    }

    fn criterion(&self, it: &Criterion) -> Value {
        let more = json!({
            "id": it.id,
            "title": it.title,
            "obligation": it.obligation.as_ref().map(obligation),
            "steps": list(&it.steps, |step| self.step(step)),
        });
        self.placed(json!({ "text": it.text }), it.span, more)
    }

    fn step(&self, it: &Step) -> Value {
        self.placed(json!({ "keyword": it.keyword, "text": it.text }), it.span, Value::Null)
    }

    pub(super) fn task(&self, it: &ListedTask) -> Value {
        let done = it.progress == Progress::Done;
        let said = json!({ "id": it.id, "title": it.title, "done": done });
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
        self.placed(said, it.span, more)
    }
}

fn obligation(it: &Obligation) -> Value {
    let conditions = list(&it.conditions, |condition| json!({ "keyword": condition.keyword, "text": condition.text }));
    json!({ "conditions": conditions, "subject": it.subject.value, "modal": it.modal, "response": it.response })
}
