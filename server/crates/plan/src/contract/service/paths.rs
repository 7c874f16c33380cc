//! Paths as Go's `ServeMux` takes them, and which of them it refuses beside each other.

use std::collections::BTreeSet;

use specwave_golang::names;

/// A path with wildcards that are Go identifiers, each once, and without what `ServeMux` gives a meaning of its own.
pub(super) fn served(path: &str) -> String {
    let mut taken = BTreeSet::new();
    let elements = path.split(['?', '#']).next().unwrap_or_default().split('/').filter(|element| !element.is_empty());
    let elements: Vec<String> = elements.map(|element| served_element(element, &mut taken)).collect();
    format!("/{}", elements.join("/"))
}

fn served_element(element: &str, taken: &mut BTreeSet<String>) -> String {
    let wildcard = element.find('{').and_then(|open| element[open + 1..].split('}').next()).or_else(|| element.strip_prefix(':'));
    let Some(name) = wildcard else {
        return element.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.~!$&'()*+,;=:@%".contains(*c)).collect();
    };
    let mut name = names::snake(name).chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>();
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert_str(0, "id");
    }
    while !taken.insert(name.clone()) {
        name.push_str("_2");
    }
    format!("{{{name}}}")
}

/// Whether `ServeMux` refuses two paths of one method: both match some request, and neither is more specific.
pub(super) fn collide(one: &str, other: &str) -> bool {
    let (one, other): (Vec<_>, Vec<_>) = (one.split('/').collect(), other.split('/').collect());
    if one.len() != other.len() {
        return false;
    }
    let is_wildcard = |element: &str| element.starts_with('{');
    let (mut one_is_wider, mut other_is_wider) = (false, false);
    for (a, b) in one.iter().zip(&other) {
        match (is_wildcard(a), is_wildcard(b)) {
            (false, false) if a != b => return false,
            (true, false) => one_is_wider = true,
            (false, true) => other_is_wider = true,
            _ => {}
        }
    }
    one_is_wider == other_is_wider
}

#[cfg(test)]
mod tests {
    use super::{collide, served};

    #[test]
    fn paths_become_what_serve_mux_takes() {
        for (written, expected) in [
            ("/api/v1/consents/{id}", "/api/v1/consents/{id}"),
            ("/calls/{call-id}/", "/calls/{call_id}"),
            ("calls/:id?x=1", "/calls/{id}"),
            ("/a/{id}/b/{id}", "/a/{id}/b/{id_2}"),
            ("/files/{name}.json", "/files/{name}"),
            ("/a b/{}", "/ab/{id}"),
            ("", "/"),
        ] {
            assert_eq!(served(written), expected, "{written:?}");
        }
    }

    #[test]
    fn serve_mux_refuses_what_is_equally_specific() {
        assert!(collide("/a/{x}", "/a/{y}"));
        assert!(collide("/a/{x}/b", "/a/c/{y}"));
        assert!(!collide("/a/{x}", "/a/b"));
        assert!(!collide("/a/{x}", "/a/{x}/b"));
        assert!(!collide("/a/b", "/a/c"));
    }
}
