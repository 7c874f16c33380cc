//! Renaming: every place of a symbol, and the names that are built from an entity's.
//!
//! With the entity `Consent` go `ConsentRepository`, `ConsentService`, the constructor `NewConsent` and its events
//! (`ConsentGrantedEvent`), where they are declared: their names say whose they are. An event belongs to the entity with the
//! longest name that its own starts with, so `ConsentRecordGranted` stays with `ConsentRecord`. Other names that start
//! alike, `ConsentStatus` or `ConsentRecord`, stay as they are, and so do the snake-case names of tables and columns.

use specwave_golang::names::KEYWORDS;
use specwave_source::Edit;

use super::symbol::{Symbol, SymbolId, SymbolKind};
use super::{Names, Occurrence};

/// Names that Go itself declares.
const PREDECLARED: &[&str] = &[
    "any",
    "append",
    "bool",
    "byte",
    "cap",
    "clear",
    "close",
    "comparable",
    "complex",
    "complex128",
    "complex64",
    "copy",
    "delete",
    "error",
    "false",
    "float32",
    "float64",
    "imag",
    "int",
    "int16",
    "int32",
    "int64",
    "int8",
    "iota",
    "len",
    "make",
    "max",
    "min",
    "new",
    "nil",
    "panic",
    "print",
    "println",
    "real",
    "recover",
    "rune",
    "string",
    "true",
    "uint",
    "uint16",
    "uint32",
    "uint64",
    "uint8",
    "uintptr",
];

impl Names {
    /// Why a symbol cannot be renamed, whatever its new name; `Ok` if it can.
    ///
    /// # Errors
    /// The reason, as a sentence.
    pub fn can_rename(&self, id: SymbolId) -> Result<(), String> {
        let Symbol { name, kind, owner } = self.symbol(id);
        match kind {
            SymbolKind::Endpoint | SymbolKind::Table | SymbolKind::Regime => {
                return Err(format!("a {} is not renamed: other systems know it by this name", kind.words()));
            }
            SymbolKind::Requirement | SymbolKind::ListedTask => {
                return Err(format!("a {} keeps its number: other documents may refer to it", kind.words()));
            }
            SymbolKind::EnumValue if self.find(name) != Some(id) => {
                let owner = owner.map_or("its type", |owner| &self.symbol(owner).name);
                return Err(format!("`{name}` is a value of `{owner}` that is stored, not a name of Go"));
            }
            _ => {}
        }
        let differs = |place: &&Occurrence| place.span.end - place.span.start != name.len();
        match self.places(id).find(differs) {
            Some(_) => Err(format!("Go writes `{name}` without its package's name in front; rename it in its package first")),
            None => Ok(()),
        }
    }

    /// The changes that give a symbol a new name everywhere, in the order of the text.
    ///
    /// # Errors
    /// Why it cannot have that name, as a sentence.
    pub fn rename(&self, id: SymbolId, new: &str) -> Result<Vec<Edit>, String> {
        self.can_rename(id)?;
        let symbol = self.symbol(id);
        if new == symbol.name {
            return Ok(Vec::new());
        }
        is_identifier(new)?;
        if symbol.name.starts_with(char::is_uppercase) && !new.starts_with(char::is_uppercase) {
            return Err(format!("`{new}` would not be exported: other packages could not use it"));
        }
        let mut edits = Vec::new();
        for (id, name) in std::iter::once((id, new.to_owned())).chain(self.built_from(id, new)) {
            if let Some(taken) = self.taken(id, &name) {
                return Err(format!("`{name}` is the name of {} already", self.described(taken)));
            }
            edits.extend(self.places(id).map(|place| Edit { span: place.span, text: name.clone() }));
        }
        edits.sort_by_key(|edit| edit.span);
        Ok(edits)
    }

    /// What is named after an entity, with the name it gets.
    fn built_from(&self, id: SymbolId, new: &str) -> Vec<(SymbolId, String)> {
        let entity = self.symbol(id);
        if entity.kind != SymbolKind::Entity {
            return Vec::new();
        }
        let built = self.symbols().filter_map(|(other, symbol)| {
            let named = |start: &str, end: &str| (other, format!("{start}{new}{end}"));
            if symbol.kind == SymbolKind::Function {
                let is_constructor = symbol.name.strip_prefix("New") == Some(&entity.name);
                return is_constructor.then(|| named("New", ""));
            }
            let end = symbol.name.strip_prefix(&entity.name)?;
            let belongs = match symbol.kind {
                SymbolKind::Repository => end == "Repository",
                SymbolKind::Service => end == "Service",
                SymbolKind::Event => end.starts_with(char::is_uppercase) && self.entity_of_event(&symbol.name) == Some(id),
                _ => false,
            };
            belongs.then(|| named("", end))
        });
        built.filter(|(other, _)| self.can_rename(*other).is_ok()).collect()
    }

    /// The entity with the longest name that an event's name starts with.
    fn entity_of_event(&self, event: &str) -> Option<SymbolId> {
        let starts = |symbol: &Symbol| {
            let end = event.strip_prefix(&symbol.name);
            symbol.kind == SymbolKind::Entity && end.is_some_and(|end| end.starts_with(char::is_uppercase))
        };
        self.symbols().filter(|(_, symbol)| starts(symbol)).max_by_key(|(_, symbol)| symbol.name.len()).map(|(id, _)| id)
    }

    /// What has a name already that `id` is to have.
    fn taken(&self, id: SymbolId, name: &str) -> Option<SymbolId> {
        let symbol = self.symbol(id);
        let other = match symbol.owner.filter(|_| self.find(&symbol.name) != Some(id)) {
            Some(owner) => self.members(owner).iter().copied().find(|member| self.symbol(*member).name == name),
            None => self.find(name),
        };
        other.filter(|other| *other != id)
    }

    /// `the value object `Status``, `the field `Status` of `Consent``.
    fn described(&self, id: SymbolId) -> String {
        let Symbol { name, kind, owner } = self.symbol(id);
        let of = owner.map_or_else(String::new, |owner| format!(" of `{}`", self.symbol(owner).name));
        format!("the {} `{name}`{of}", kind.words())
    }
}

/// Whether Go takes the name.
fn is_identifier(name: &str) -> Result<(), String> {
    let starts = name.chars().next().is_some_and(|first| first.is_alphabetic() || first == '_');
    if !starts || !name.chars().all(|c| c.is_alphanumeric() || c == '_') || name == "_" {
        return Err(format!("`{name}` is no identifier of Go: letters, digits and `_` only, and no digit first"));
    }
    if KEYWORDS.contains(&name) {
        return Err(format!("`{name}` is a keyword of Go"));
    }
    if PREDECLARED.contains(&name) {
        return Err(format!("`{name}` is declared by Go itself"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Names;
    use crate::parse;

    const TEXT: &str = "---
feature: Consent
domain: consent
---

# Consent

```yaml
entities:
  - name: Consent
    fields:
      - ID uuid.UUID
      - State ConsentState
    methods:
      - Revoke() error
  - name: ConsentRecord
    fields:
      - ID uuid.UUID
      - Consent Consent
value_objects:
  - name: ConsentState
    values: [Active, Revoked]
domain_events:
  - name: ConsentRevoked
  - name: ConsentRecordMade
repositories:
  - name: ConsentRepository
    operations:
      - Create(consent *Consent) error
services:
  - name: ConsentService
    dependencies:
      - ConsentRepository
```

A `Consent` is kept by the ConsentRepository; consent matters.

```sql
CREATE TABLE consents (id UUID PRIMARY KEY);
```

```go
func NewConsent() *Consent {
	return &Consent{}
}
```
";

    /// The lines that renaming changes, as they are then.
    fn renamed(name: &str, new: &str) -> Result<Vec<String>, String> {
        let names = Names::of(&parse(TEXT), TEXT);
        let (owner, member) = name.split_once('.').unwrap_or((name, ""));
        let owner = names.find(owner).unwrap();
        let id = names.members(owner).iter().copied().find(|id| names.symbol(*id).name == member).unwrap_or(owner);
        let mut text = TEXT.to_owned();
        for edit in names.rename(id, new)?.iter().rev() {
            text.replace_range(edit.span.start..edit.span.end, &edit.text);
        }
        let changed = TEXT.lines().zip(text.lines()).filter(|(before, after)| before != after);
        Ok(changed.map(|(_, after)| after.trim().to_owned()).collect())
    }

    #[test]
    fn what_is_named_after_an_entity_goes_with_it() {
        let expected = [
            "- name: Approval",
            "- Consent Approval",
            "- name: ApprovalRevoked",
            "- name: ApprovalRepository",
            "- Create(consent *Approval) error",
            "- name: ApprovalService",
            "- ApprovalRepository",
            "A `Approval` is kept by the ApprovalRepository; consent matters.",
            "func NewApproval() *Approval {",
            "return &Approval{}",
        ];
        assert_eq!(renamed("Consent", "Approval").unwrap(), expected);
        assert_eq!(renamed("ConsentRecord", "Entry").unwrap(), ["- name: Entry", "- name: EntryMade"]);
    }

    #[test]
    fn members_and_other_types_are_renamed_alone() {
        assert_eq!(renamed("ConsentState", "State").unwrap(), ["- State State", "- name: State"]);
        assert_eq!(renamed("Consent.State", "Status").unwrap(), ["- Status ConsentState"]);
        assert_eq!(renamed("Consent.Revoke", "Withdraw").unwrap(), ["- Withdraw() error"]);
        assert_eq!(renamed("Consent.Revoke", "Revoke").unwrap(), [""; 0]);
    }

    #[test]
    fn what_go_would_refuse_is_refused_with_the_reason() {
        for (name, new, reason) in [
            ("Consent", "2Fast", "`2Fast` is no identifier of Go: letters, digits and `_` only, and no digit first"),
            ("Consent", "My Consent", "`My Consent` is no identifier of Go: letters, digits and `_` only, and no digit first"),
            ("Consent", "", "`` is no identifier of Go: letters, digits and `_` only, and no digit first"),
            ("Consent", "type", "`type` is a keyword of Go"),
            ("Consent", "string", "`string` is declared by Go itself"),
            ("Consent", "approval", "`approval` would not be exported: other packages could not use it"),
            ("Consent", "ConsentState", "`ConsentState` is the name of the value object `ConsentState` already"),
            ("ConsentState", "ConsentService", "`ConsentService` is the name of the service `ConsentService` already"),
            ("Consent.State", "Revoke", "`Revoke` is the name of the operation `Revoke` of `Consent` already"),
            ("ConsentState.Active", "Live", "`Active` is a value of `ConsentState` that is stored, not a name of Go"),
        ] {
            let reason_given = renamed(name, new).err().unwrap_or_default();
            assert_eq!(reason_given, reason, "{name} to {new}");
        }
    }

    #[test]
    fn a_name_that_a_derived_one_would_take_is_taken() {
        let text = TEXT.replace("- name: ConsentRecordMade", "- name: ApprovalRevoked");
        let names = Names::of(&parse(&text), &text);
        let refused = names.rename(names.find("Consent").unwrap(), "Approval");
        assert_eq!(refused, Err("`ApprovalRevoked` is the name of the event `ApprovalRevoked` already".to_owned()));
    }

    #[test]
    fn what_others_know_by_its_name_keeps_it() {
        let names = Names::of(&parse(TEXT), TEXT);
        let table = names.symbols().find(|(_, symbol)| symbol.name == "consents").unwrap().0;
        assert_eq!(names.can_rename(table), Err("a table is not renamed: other systems know it by this name".to_owned()));
    }
}
