//! A specification to start from.

/// The front matter's line of the name, and the title.
const NAME: &str = "$NAME";
const DOMAIN: &str = "$DOMAIN";

/// A whole specification of a small feature: it has no findings, and a run builds it.
#[must_use]
pub fn template(name: &str, domain: &str) -> String {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = include_str!("../templates/feature.md").replace(DOMAIN, domain);
    let (front, title) = text.split_once(NAME).unwrap_or((&text, ""));
    format!("{front}{}{}", yaml_scalar(&name), title.replace(NAME, &name))
}

/// A domain for a feature of that name: its words in lower case, `feature` where it has none.
#[must_use]
pub fn domain_of_name(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let domain = words.map(str::to_lowercase).collect::<Vec<_>>().join("_");
    match domain.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => domain,
        Some(_) => format!("feature_{domain}"),
        None => "feature".to_owned(),
    }
}

/// A name as YAML reads it: quoted, unless it is plain words.
fn yaml_scalar(name: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    let starts_plain = name.chars().next().is_some_and(char::is_alphabetic);
    if starts_plain && name.chars().all(is_plain) { name.to_owned() } else { format!("'{}'", name.replace('\'', "''")) }
}

#[cfg(test)]
mod tests {
    use super::{domain_of_name, template};

    #[test]
    fn the_template_has_the_name_and_the_domain_that_it_is_given() {
        for name in ["Gift Cards", "Seats: the 'new' ones", "#1 in \"B2B\"", "2-for-1 deals", "Größen"] {
            let spec = crate::parse(&template(name, "cards"));
            assert!(spec.recognised, "{name}");
            assert_eq!(spec.name.map(|name| name.value).as_deref(), Some(name));
            assert_eq!(spec.domain.map(|domain| domain.value).as_deref(), Some("cards"));
        }
    }

    #[test]
    fn a_domain_is_made_of_the_names_words() {
        for (name, domain) in
            [("Gift Cards", "gift_cards"), ("2-for-1", "feature_2_for_1"), ("贈り物", "feature"), ("", "feature")]
        {
            assert_eq!(domain_of_name(name), domain, "{name}");
        }
    }
}
