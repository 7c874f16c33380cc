//! Models and enumerations of a Prisma schema, line by line.

use ecow::EcoString;
use specwave_source::Span;

use super::{Declaration, types};
use crate::model::{EnumValue, Field, Located};
use crate::outline::lines;

pub(super) fn read(code: &str, offset: usize) -> Vec<Declaration> {
    let mut declarations: Vec<Declaration> = Vec::new();
    // What the block is that is open.
    let mut open = None;
    for span in lines(code) {
        let line = &code[span.start..span.end];
        let words: Vec<&str> = line.split("//").next().unwrap_or_default().split_whitespace().collect();
        let located = |word: &str| {
            let start = offset + span.start + line.find(word).unwrap_or(0);
            Located { value: word.to_owned(), span: Span::new(start, start + word.len()) }
        };
        match (words.as_slice(), open) {
            ([kind @ ("model" | "enum" | "type"), name, "{"], _) => {
                open = Some(*kind == "enum");
                declarations.push(Declaration { name: located(name), ..Declaration::default() });
            }
            (["}", ..], _) => open = None,
            ([first, ..], Some(_)) if first.starts_with('@') => {}
            ([value, ..], Some(true)) => {
                let Located { value, span } = located(value);
                let values = declarations.last_mut().map(|last| &mut last.values);
                values.into_iter().for_each(|values| {
                    values.push(EnumValue { constant: String::new(), value: value.clone(), span });
                });
            }
            ([name, ty, ..], Some(false)) => {
                let Located { value, span } = located(name);
                let (optional, ty) = (ty.ends_with('?'), types::of_typescript(ty.trim_end_matches('?')));
                let field = Field { name: value.into(), ty: ty.into(), optional, doc: EcoString::new(), span };
                declarations.last_mut().into_iter().for_each(|last| last.fields.push(field.clone()));
            }
            _ => {}
        }
    }
    declarations
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn models_and_enumerations_are_types() {
        let schema = "model Album {\n  id String @id // key\n  tags Tag[]\n  note String?\n\n  @@index([id])\n}\n\nenum State {\n  OPEN\n  DONE\n}\n";
        let read = read(schema, 0);
        let fields: Vec<_> = read[0].fields.iter().map(|it| format!("{} {} {}", it.name, it.ty, it.optional)).collect();
        assert_eq!(
            (read[0].name.value.as_str(), fields),
            ("Album", vec!["id string false".to_owned(), "tags []Tag false".to_owned(), "note string true".to_owned()])
        );
        let values: Vec<_> = read[1].values.iter().map(|it| it.value.as_str()).collect();
        assert_eq!((read[1].name.value.as_str(), values), ("State", vec!["OPEN", "DONE"]));
    }
}
