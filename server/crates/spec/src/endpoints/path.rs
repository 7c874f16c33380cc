//! `METHOD /path` as text: verbs, and paths in their normal form.

/// Verbs that an endpoint may have.
pub(crate) const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// Reads `POST /api/v1/consents  # Create` as verb, normal path and what is said behind it.
pub(crate) fn read_line(line: &str) -> Option<(String, String, String)> {
    let line = line.trim().trim_start_matches(['`', '*', '[']);
    let (method, rest) = line.split_once(|c: char| c.is_whitespace() || c == ':')?;
    let method = METHODS.iter().find(|known| **known == method.trim_end_matches(['`', '*', ':', ']']))?;
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || "`*:".contains(c));
    let (path, behind) = rest.split_at(written_end(rest));
    let path = normal_path(path)?;
    let behind = behind.trim_start_matches(|c: char| c.is_whitespace() || "`*#-–—:|→/>\"".contains(c));
    let behind = behind.strip_prefix("HTTP/").map_or(behind, |version| version.trim_start_matches(|c: char| !c.is_whitespace()));
    Some(((*method).to_owned(), path, behind.trim().trim_end_matches('|').trim().to_owned()))
}

fn written_end(rest: &str) -> usize {
    rest.find(|c: char| c.is_whitespace() || matches!(c, '`' | '*' | '"' | ',' | ';' | '|')).unwrap_or(rest.len())
}

/// What may stand behind a path in a sentence.
const BEHIND_PATH: [char; 6] = [',', '.', ';', ':', ')', '\''];

/// Where the path ends that `rest` starts with.
pub(crate) fn path_end(rest: &str) -> usize {
    rest[..written_end(rest)].trim_end_matches(BEHIND_PATH).len()
}

/// The path without query, with `{name}` for every parameter: `/a/:id?x=1` → `/a/{id}`. `None` if it is no path.
pub(crate) fn normal_path(written: &str) -> Option<String> {
    let path = written.trim().split(['?', '#']).next().unwrap_or_default();
    let path = path.trim_end_matches(BEHIND_PATH);
    if !path.starts_with('/') || path.starts_with("//") {
        return None;
    }
    let segments: Vec<String> = path.split('/').map(segment).collect();
    let joined = segments.join("/");
    Some(if joined.len() > 1 { joined.trim_end_matches('/').to_owned() } else { joined })
}

fn segment(written: &str) -> String {
    if let Some(name) = written.strip_prefix(':') {
        return format!("{{{name}}}");
    }
    if let Some(name) = written.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        return format!("{{{}}}", name.rsplit(':').next().unwrap_or(name));
    }
    // `[id]` and `[...rest]` of file-based routers.
    if let Some(name) = written.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return format!("{{{}}}", name.trim_start_matches('.'));
    }
    if let Some(name) = written.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        return format!("{{{}}}", name.split(':').next().unwrap_or(name));
    }
    if is_literal_id(written) { "{id}".to_owned() } else { written.to_owned() }
}

/// A UUID or a number that stands for one in an example.
fn is_literal_id(segment: &str) -> bool {
    let bytes = segment.as_bytes();
    let is_uuid = bytes.len() == 36
        && bytes
            .iter()
            .enumerate()
            .all(|(at, b)| if matches!(at, 8 | 13 | 18 | 23) { *b == b'-' } else { b.is_ascii_hexdigit() });
    is_uuid || (!segment.is_empty() && bytes.iter().all(u8::is_ascii_digit))
}

#[cfg(test)]
mod tests {
    use super::{normal_path, read_line};

    #[test]
    fn paths_have_one_form() {
        let cases = [
            ("/api/v1/webhooks/:id/deliveries?status=failed&limit=100", Some("/api/v1/webhooks/{id}/deliveries")),
            ("/consents/650e8400-e29b-41d4-a716-446655440001/activate", Some("/consents/{id}/activate")),
            ("/users/<int:user_id>/", Some("/users/{user_id}")),
            ("/items/{id:[0-9]+}", Some("/items/{id}")),
            ("/items/[id]/parts", Some("/items/{id}/parts")),
            ("/", Some("/")),
            ("https://partner.example.com/hook", None),
            ("//host/path", None),
        ];
        for (written, normal) in cases {
            assert_eq!(normal_path(written).as_deref(), normal, "{written}");
        }
    }

    #[test]
    fn lines_give_verb_path_and_remark() {
        let cases = [
            ("POST   /api/v1/consents    # Create new", Some(("POST", "/api/v1/consents", "Create new"))),
            ("`GET /a/{id}` - Get it", Some(("GET", "/a/{id}", "Get it"))),
            ("**DELETE** `/a`", Some(("DELETE", "/a", ""))),
            ("GET /a HTTP/1.1", Some(("GET", "/a", ""))),
            ("[POST] /a - Add", Some(("POST", "/a", "Add"))),
            ("GET the report", None),
            ("GETTING /a", None),
        ];
        for (line, expected) in cases {
            let read = read_line(line);
            let read = read.as_ref().map(|(method, path, doc)| (method.as_str(), path.as_str(), doc.as_str()));
            assert_eq!(read, expected, "{line}");
        }
    }
}
