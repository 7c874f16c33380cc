//! The routes that Go code registers, as the usual routers write them.
//!
//! Read from string literals and the calls around them: `"GET /invoices/{id}"` of `http.ServeMux`, `r.Get("/invoices",
//! h)` of chi and echo, `r.POST("/invoices", h)` of gin, `HandleFunc("/invoices", h).Methods("GET")` of gorilla.

use specwave_source::Span;

const VERBS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// A route that code registers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Verb in upper case.
    pub method: String,
    /// Path as written.
    pub path: String,
    /// The literal's content.
    pub span: Span,
}

/// The routes of a Go text, in order.
pub(super) fn read(text: &str) -> Vec<Route> {
    literals(text).filter_map(|span| route(text, span)).collect()
}

fn route(text: &str, span: Span) -> Option<Route> {
    let content = &text[span.start..span.end];
    if let Some((verb, path)) = content.split_once(' ') {
        return (VERBS.contains(&verb) && path.starts_with('/')).then(|| Route {
            method: verb.to_owned(),
            path: path.trim().to_owned(),
            span,
        });
    }
    if !content.starts_with('/') {
        return None;
    }
    let before = text[..span.start - 1].trim_end().strip_suffix('(')?;
    let called = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let verb = called.to_uppercase();
    let method = if VERBS.contains(&verb.as_str()) {
        verb
    } else if matches!(called, "HandleFunc" | "Handle") {
        chained_method(&text[span.end..])?
    } else {
        return None;
    };
    Some(Route { method, path: content.to_owned(), span })
}

/// The verb of `.Methods("GET")` on the rest of the line.
fn chained_method(rest: &str) -> Option<String> {
    let line = rest.lines().next()?;
    let (_, arguments) = line.split_once(".Methods(")?;
    let arguments = arguments.trim_start_matches("http.Method").trim_start_matches('"');
    let verb: String = arguments.chars().take_while(char::is_ascii_alphabetic).collect::<String>().to_uppercase();
    VERBS.contains(&verb.as_str()).then_some(verb)
}

/// The contents of the interpreted string literals that stand on one line, outside comments.
fn literals(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut offset = 0;
    text.split_inclusive('\n').flat_map(move |line| {
        let start = offset;
        offset += line.len();
        literals_of_line(line).into_iter().map(move |span| span.shifted(start))
    })
}

fn literals_of_line(line: &str) -> Vec<Span> {
    let bytes = line.as_bytes();
    let (mut spans, mut opened, mut at) = (Vec::new(), None, 0);
    while at < bytes.len() {
        match (bytes[at], opened) {
            (b'\\', Some(_)) => at += 1,
            (b'"', Some(start)) => {
                spans.push(Span::new(start, at));
                opened = None;
            }
            (b'"', None) => opened = Some(at + 1),
            (b'/', None) if bytes.get(at + 1) == Some(&b'/') => break,
            _ => {}
        }
        at += 1;
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn the_usual_routers_are_known() {
        let cases = [
            ("mux.HandleFunc(\"GET /invoices/{id}\", h)", Some("GET /invoices/{id}")),
            ("r.Get(\"/invoices\", h)", Some("GET /invoices")),
            ("group.POST(\"/invoices\", h)", Some("POST /invoices")),
            ("r.HandleFunc(\"/invoices\", h).Methods(\"PUT\")", Some("PUT /invoices")),
            ("r.Handle(\"/invoices\", h).Methods(http.MethodDelete)", Some("DELETE /invoices")),
            ("// r.Get(\"/invoices\", h)", None),
            ("os.Open(\"/etc/hosts\")", None),
            ("log.Print(\"GET it\")", None),
        ];
        for (code, expected) in cases {
            let routes: Vec<_> = read(code).into_iter().map(|route| format!("{} {}", route.method, route.path)).collect();
            assert_eq!(routes, expected.into_iter().collect::<Vec<_>>(), "{code}");
        }
    }
}
