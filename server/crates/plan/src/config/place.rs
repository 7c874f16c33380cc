//! Where a key stands in the text of a settings file.

use specwave_source::Span;
use toml::de::{DeTable, DeValue};

/// The name at the end of a key such as `gates.draft.coverage_total` or `rule_overrides[1].paths`; where it is not
/// written, the one of the table that lacks it.
pub(super) fn of_key(text: &str, key: &str) -> Span {
    let root = DeTable::parse(text);
    root.ok().and_then(|root| below(root.get_ref(), key)).unwrap_or(Span::new(0, 0))
}

fn below(table: &DeTable<'_>, key: &str) -> Option<Span> {
    // A name may have dots of its own.
    let (name, value, behind) = table.iter().find_map(|(name, value)| {
        let behind = key.strip_prefix(name.get_ref().as_ref())?;
        (behind.is_empty() || behind.starts_with(['.', '['])).then_some((name, value, behind))
    })?;
    let deeper = match value.get_ref() {
        DeValue::Table(table) => behind.strip_prefix('.').and_then(|key| below(table, key)),
        DeValue::Array(items) => behind.strip_prefix('[').and_then(|behind| {
            let (number, key) = behind.split_once("].")?;
            let item = items.get(number.parse::<usize>().ok()?)?;
            below(item.get_ref().as_table()?, key)
        }),
        _ => None,
    };
    deeper.or_else(|| Some(Span::new(name.span().start, name.span().end)))
}
