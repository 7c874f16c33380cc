//! Keys of the front matter, and the values that some of them have.

use super::{Completion, Place, Proposal, ProposalKind};
use crate::front_matter::KEYS;

/// `None` outside front matter.
pub(super) fn at(place: &Place<'_>) -> Option<Completion> {
    let above = lines_above(place)?;
    let Some((key, value)) = place.before.split_once(':') else {
        let is_new = |key: &str| !above.lines().any(|line| line.split_once(':').is_some_and(|(known, _)| known.trim() == key));
        let keys = KEYS.iter().filter(|key| is_new(key.name));
        let keys = keys.map(|key| Proposal::new(ProposalKind::Key, key.name, key.meaning).inserting(format!("{}: ", key.name)));
        return Some(place.replacing(place.before.trim_start().len(), keys.collect()));
    };
    let values = KEYS.iter().filter(|known| known.name == key.trim()).flat_map(|known| known.values);
    let values = values.map(|value| Proposal::new(ProposalKind::Value, *value, format!("{} of the feature", key.trim())));
    Some(place.replacing(value.trim_start().len(), values.collect()))
}

/// The front matter above the place, if the place is in it. It may have no end yet.
fn lines_above<'text>(place: &Place<'text>) -> Option<&'text str> {
    let text = place.text.get(place.file.start..)?;
    let start = place.file.start + text.strip_prefix('\u{feff}').map_or(0, |_| '\u{feff}'.len_utf8());
    let first_line = place.text[start..].lines().next()?;
    let content = start + place.text.get(start..)?.find('\n')? + 1;
    let line = place.offset - place.before.len();
    let above = place.text.get(content..line).filter(|_| first_line.trim_end() == "---")?;
    let goes_on = above.lines().all(|line| line.contains(':') || line.starts_with([' ', '#', '-']) && line.trim_end() != "---");
    goes_on.then_some(above)
}
