//! Names that sentences tell of: nobody can say that nothing declares them, whether or not the sentence was understood.

use foldhash::HashSet;

use crate::rules::check::Subject;

/// The names that the prose introduces.
///
/// A line with fields, operations or dependencies also has names that it only uses: there those that are set off count.
pub(super) fn names<'spec>(subject: &Subject<'spec>) -> HashSet<&'spec str> {
    let of_members = lines_of_members(subject);
    let mut told = HashSet::default();
    for line in subject.prose() {
        let text = subject.text.get(line.start..line.start + line.text.len()).unwrap_or_default();
        let uses_names = of_members.contains(&line.start);
        told.extend(names_in(text).filter(|name| name.is_set_off || !uses_names && name.has_several_words).map(|name| name.text));
    }
    // **Creatives** tells of a `Creative`.
    let singular: Vec<&str> = told.iter().filter_map(|name| name.strip_suffix('s')).collect();
    told.extend(singular);
    told
}

/// Where the lines begin that a field, an operation or a dependency stands on.
fn lines_of_members(subject: &Subject<'_>) -> HashSet<usize> {
    let spec = subject.spec;
    let values = spec.value_objects.iter().map(|value| &value.base);
    let structs = spec.entities.iter().chain(values).chain(&spec.events).chain(&spec.structs);
    let fields = structs.flat_map(|it| &it.fields).map(|field| field.span);
    let acting = spec.services.iter().map(|it| &it.operations).chain(spec.repositories.iter().map(|it| &it.operations));
    let operations = acting.flatten().map(|operation| operation.span);
    let needed = spec.services.iter().flat_map(|service| &service.dependencies).map(|needed| needed.span);
    fields.chain(operations).chain(needed).map(|span| subject.line_at(span.start).start).collect()
}

/// A name as it stands in a line.
struct Name<'line> {
    text: &'line str,
    /// `StitchPlan`, which no sentence says by accident.
    has_several_words: bool,
    /// In bold, behind an article, or at the head of an item or a row.
    is_set_off: bool,
}

/// The capitalised names in a line that may tell of them. A row tells of what its first cell names: the cells behind are
/// types and remarks. In code, a name tells of itself where it is the whole of it.
fn names_in(line: &str) -> impl Iterator<Item = Name<'_>> {
    let is_row = line.trim_start().starts_with('|');
    let content =
        line.len() - line.trim_start_matches(|c: char| c.is_whitespace() || c.is_ascii_digit() || "-+*|`_.)".contains(c)).len();
    let mut is_code = false;
    let mut seen = 0;
    let words =
        line.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| word.starts_with(|c: char| c.is_ascii_uppercase()));
    words.filter_map(move |text| {
        let start = text.as_ptr() as usize - line.as_ptr() as usize;
        is_code ^= line[seen..start].matches('`').count() % 2 == 1;
        seen = start;
        let (before, behind) = (&line[..start], &line[start + text.len()..]);
        let is_part = before.ends_with(['.', '/'])
            || behind.starts_with('/')
            || behind.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
        let is_whole_code = before.ends_with('`') && behind.starts_with('`');
        if is_part || is_row && start != content || is_code && !is_whole_code {
            return None;
        }
        let marks = ['*', '_', '`', ' '];
        let is_bold = before.ends_with("**") && behind.starts_with("**");
        let article = before.trim_end_matches(marks).rsplit(' ').next().unwrap_or_default();
        let has_article = ["a", "an", "the", "each", "every"].iter().any(|word| article.eq_ignore_ascii_case(word));
        let heads_item =
            start > 0 && start == content && behind.trim_start_matches(marks).starts_with(['(', ':', ',', '–', '—', '|']);
        let has_several_words = text.chars().filter(|c| c.is_uppercase()).count() > 1 && text.contains(char::is_lowercase);
        Some(Name { text, has_several_words, is_set_off: is_bold || has_article || heads_item })
    })
}

#[cfg(test)]
mod tests {
    use super::names_in;

    #[test]
    fn sentences_tell_of_names_that_they_set_off_or_that_no_sentence_says_by_accident() {
        let cases: &[(&str, &[&str], &[&str])] = &[
            ("A **Campaign** is what an advertiser books", &["Campaign"], &[]),
            ("- Stage (kind, rounds, status)", &["Stage"], &[]),
            ("3. `Pair`, two teams of one round", &["Pair"], &[]),
            ("The routing order, RoutingOrder, is a list of groups", &[], &["RoutingOrder"]),
            ("Every Reservation has a `ResourceVector`", &["Reservation", "ResourceVector"], &["ResourceVector"]),
            ("| DayPattern | an enumeration, see TimeTable |", &["DayPattern"], &["DayPattern"]),
            ("Later `CampaignState.Booked` and `func Book() BookedSlot` count", &[], &[]),
            ("Stored by store.PlanStore, not in src/PlanFile", &[], &[]),
        ];
        for (line, set_off, several) in cases {
            let named = |is: fn(&super::Name<'_>) -> bool| names_in(line).filter(is).map(|name| name.text).collect::<Vec<_>>();
            assert_eq!(named(|name| name.is_set_off), *set_off, "{line}");
            assert_eq!(named(|name| name.has_several_words), *several, "{line}");
        }
    }
}
