//! An entity's name as a noun in sentences.

use serde::Serialize;
use specwave_golang::names;

/// The forms of a noun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Noun {
    /// `consent record`
    pub(crate) singular: String,
    /// `consent records`
    pub(crate) plural: String,
    /// `a consent record`
    pub(crate) a: String,
}

impl Noun {
    /// The noun behind an exported Go name.
    pub(crate) fn of(name: &str) -> Self {
        let singular = names::words(name).join(" ");
        let article = if singular.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        Self { plural: names::plural(&singular), a: format!("{article} {singular}"), singular }
    }
}

#[cfg(test)]
mod tests {
    use super::Noun;

    #[test]
    fn an_entity_is_spoken_of_in_words() {
        let cases = [
            ("ConsentRecord", "consent record", "consent records", "a consent record"),
            ("AuditLog", "audit log", "audit logs", "an audit log"),
            ("PricingStrategy", "pricing strategy", "pricing strategies", "a pricing strategy"),
        ];
        for (name, singular, plural, a) in cases {
            assert_eq!(Noun::of(name), Noun { singular: singular.into(), plural: plural.into(), a: a.into() });
        }
    }
}
