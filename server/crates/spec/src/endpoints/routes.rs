//! Endpoints that Go code registers at a router: `r.Post("/x", h)` of chi, `v1.GET("/x", h)` of gin and echo,
//! `mux.HandleFunc("POST /x", h)` of the standard library, `r.HandleFunc("/x", h).Methods("POST")` of gorilla.
//!
//! The text is scanned rather than parsed: specifications show such calls without a function around them.

use foldhash::HashMap;

use specwave_source::Span;

use super::path::{METHODS, normal_path, read_line};

/// One registered route.
pub(crate) struct Route {
    pub(crate) method: String,
    pub(crate) path: String,
    /// The call, to the end of its line.
    pub(crate) span: Span,
    /// The comment behind it.
    pub(crate) doc: String,
}

/// The routes that `source` registers.
pub(crate) fn read(source: &str) -> Vec<Route> {
    let mut scan = Scan { source, scopes: vec![HashMap::default()], pending: HashMap::default(), routes: Vec::new() };
    let bytes = source.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'"' | b'`' | b'\'' => at = end_of_string(source, at),
            b'/' if bytes.get(at + 1) == Some(&b'/') => at += source[at..].find('\n').unwrap_or(source.len() - at),
            b'{' => {
                scan.scopes.push(std::mem::take(&mut scan.pending));
                at += 1;
            }
            b'}' => {
                if scan.scopes.len() > 1 {
                    scan.scopes.pop();
                }
                at += 1;
            }
            b'(' => {
                scan.call(at);
                at += 1;
            }
            _ => at += 1,
        }
    }
    scan.routes
}

struct Scan<'source> {
    source: &'source str,
    /// Prefixes of router variables, by block.
    scopes: Vec<HashMap<String, String>>,
    /// Prefixes of the parameters of a function whose body comes next.
    pending: HashMap<String, String>,
    routes: Vec<Route>,
}

/// A method call with the expression it is made on.
struct Call<'source> {
    name: &'source str,
    /// The expression in front of the last dot: `r.With(auth)`.
    receiver: &'source str,
    start: usize,
    arguments: Vec<&'source str>,
}

impl Scan<'_> {
    fn call(&mut self, open: usize) {
        let Some(call) = method_call(self.source, open) else { return };
        let root = call.receiver.split(['.', '(']).next().unwrap_or_default().trim();
        let verb = call.name.to_uppercase();
        let first = call.arguments.first().copied().unwrap_or_default();
        if METHODS.contains(&verb.as_str()) {
            // A client's `Get("/x")` calls a route, it registers none.
            let registers = call.arguments.len() > 1 && !is_client(root);
            if let Some(path) = string(first).filter(|_| registers) {
                self.route(&verb, &call, path);
            }
            return;
        }
        match call.name {
            "Handle" | "HandleFunc" | "HandlerFunc" | "Handler" | "Method" | "MethodFunc" | "Add" => {
                let second = call.arguments.get(1).copied().and_then(string);
                if let (Some(method), Some(path)) = (method_of(first), second) {
                    self.route(&method, &call, path);
                } else if let Some((method, path, _)) = string(first).and_then(read_line) {
                    self.route(&method, &call, &path);
                }
            }
            "Methods" => {
                if let Some(path) = ["HandleFunc(", "Handle(", "Path("].iter().find_map(|name| string_behind(call.receiver, name))
                {
                    for method in call.arguments.iter().filter_map(|argument| method_of(argument)) {
                        self.route(&method, &call, path);
                    }
                }
            }
            "Path" => {
                let methods = call.receiver.split_once("Methods(").and_then(|(_, rest)| rest.split(')').next());
                for method in methods.unwrap_or_default().split(',').filter_map(method_of) {
                    if let Some(path) = string(first) {
                        self.route(&method, &call, path);
                    }
                }
            }
            "Group" | "Route" | "PathPrefix" | "Party" => self.group(&call, root),
            _ => {}
        }
    }

    fn route(&mut self, method: &str, call: &Call<'_>, path: &str) {
        let whole = format!("{}{path}", self.prefix(call.receiver));
        let Some(path) = normal_path(&whole) else { return };
        let line_end = self.source[call.start..].find('\n').map_or(self.source.len(), |end| call.start + end);
        let line = &self.source[call.start..line_end];
        let doc = line.rsplit_once(" // ").map_or("", |(_, doc)| doc.trim()).to_owned();
        let span = Span::new(call.start, call.start + line.trim_end().len());
        self.routes.push(Route { method: method.to_owned(), path, span, doc });
    }

    /// `v1 := r.Group("/v1")`, `r.Route("/v1", func(r chi.Router) {`.
    fn group(&mut self, call: &Call<'_>, root: &str) {
        let own = call.arguments.first().copied().and_then(string).unwrap_or_default();
        let prefix = format!("{}{}", self.prefix(call.receiver), own.trim_end_matches('/'));
        let function = call.arguments.iter().find_map(|argument| argument.trim_start().strip_prefix("func("));
        if let Some(parameter) = function.and_then(|rest| rest.split_whitespace().next()) {
            self.pending.insert(parameter.to_owned(), prefix);
            return;
        }
        let before = self.source[..call.start].trim_end();
        let Some(assigned) = before.strip_suffix('=').map(|before| before.trim_end_matches(':').trim_end()) else { return };
        let name = assigned.rsplit(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or(root);
        if let Some(scope) = self.scopes.last_mut() {
            scope.insert(name.to_owned(), prefix);
        }
    }

    /// The prefix of a receiver: that of its variable, and of groups made on the way.
    fn prefix(&self, receiver: &str) -> String {
        let root = receiver.split(['.', '(']).next().unwrap_or_default().trim();
        let of_variable = self.scopes.iter().rev().find_map(|scope| scope.get(root)).cloned().unwrap_or_default();
        let on_the_way = ["Group(", "PathPrefix("].iter().filter_map(|name| string_behind(receiver, name));
        on_the_way.fold(of_variable, |prefix, own| prefix + own.trim_end_matches('/'))
    }
}

/// Variables that call others.
fn is_client(name: &str) -> bool {
    let name = name.to_lowercase();
    ["client", "http", "cache", "redis", "resty", "api"].iter().any(|word| name.contains(word)) && !name.contains("router")
}

fn method_call(source: &str, open: usize) -> Option<Call<'_>> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let before = &source[..open];
    let name_start = before.trim_end_matches(is_word).len();
    let name = &before[name_start..];
    let receiver_end = before[..name_start].trim_end().strip_suffix('.')?.len();
    let start = expression_start(source, receiver_end);
    let receiver = &source[start..receiver_end];
    (!name.is_empty() && !receiver.trim().is_empty()).then(|| Call { name, receiver, start, arguments: arguments(source, open) })
}

/// How far an expression is followed back.
const LONGEST_CHAIN: usize = 400;

/// How many bytes of arguments are looked at.
const LONGEST_ARGUMENTS: usize = 2000;

/// Where the expression starts that ends at `end`: `r.With(auth)`, over the lines of a chain.
fn expression_start(source: &str, end: usize) -> usize {
    let bytes = source.as_bytes();
    let mut at = end;
    let mut depth = 0_usize;
    while at > 0 && end - at < LONGEST_CHAIN {
        let byte = bytes[at - 1];
        let inside = depth > 0;
        match byte {
            b')' | b']' => depth += 1,
            b'(' | b'[' if inside => depth -= 1,
            _ if inside => {}
            b'.' | b'_' => {}
            byte if byte.is_ascii_alphanumeric() => {}
            // A chain goes on over a line end behind or in front of its dot.
            b' ' | b'\t' | b'\n' | b'\r' => {
                let earlier = source[..at].trim_end();
                if !earlier.ends_with(['.', ')']) || !source[at..end].trim_start().starts_with('.') && !earlier.ends_with('.') {
                    break;
                }
            }
            _ => break,
        }
        at -= 1;
    }
    while !source.is_char_boundary(at) {
        at += 1;
    }
    at + (source[at..end].len() - source[at..end].trim_start().len())
}

/// The first arguments of a call; a function literal is cut at its body.
fn arguments(source: &str, open: usize) -> Vec<&str> {
    let bytes = source.as_bytes();
    let mut arguments = Vec::new();
    let (mut at, mut start, mut depth) = (open + 1, open + 1, 0_usize);
    let end = bytes.len().min(open + LONGEST_ARGUMENTS);
    while at < end {
        match bytes[at] {
            b'"' | b'`' | b'\'' => {
                at = end_of_string(source, at);
                continue;
            }
            b'(' | b'[' => depth += 1,
            b')' if depth == 0 => break,
            b')' | b']' => depth = depth.saturating_sub(1),
            b'{' => break,
            b',' if depth == 0 => {
                arguments.push(source[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    while !source.is_char_boundary(at) {
        at += 1;
    }
    arguments.push(source[start..at].trim());
    arguments.retain(|argument| !argument.is_empty());
    arguments
}

/// Behind the string or rune literal that starts at `at`; a quote that nothing closes ends with its line.
fn end_of_string(source: &str, at: usize) -> usize {
    let bytes = source.as_bytes();
    let quote = bytes[at];
    let mut end = at + 1;
    while end < bytes.len() && bytes[end] != quote {
        if bytes[end] == b'\n' && quote != b'`' {
            return end;
        }
        end += if bytes[end] == b'\\' && quote != b'`' { 2 } else { 1 };
    }
    (end + 1).min(source.len())
}

/// The content of a string literal that is all of `argument`.
fn string(argument: &str) -> Option<&str> {
    let inner = argument.strip_prefix('"')?.strip_suffix('"')?;
    (!inner.contains('"')).then_some(inner)
}

fn string_behind<'source>(expression: &'source str, call: &str) -> Option<&'source str> {
    let rest = &expression[expression.find(call)? + call.len()..];
    rest.trim_start().strip_prefix('"')?.split('"').next()
}

/// `"POST"` or `http.MethodPost`.
fn method_of(argument: &str) -> Option<String> {
    let argument = argument.trim();
    let word = argument.strip_prefix("http.Method").or_else(|| string(argument))?.to_uppercase();
    METHODS.contains(&word.as_str()).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::read;

    fn routes(source: &str) -> Vec<String> {
        read(source).into_iter().map(|route| format!("{} {}", route.method, route.path)).collect()
    }

    #[test]
    fn every_router_registers_in_its_own_way() {
        let cases = [
            ("r.Post(\"/orders\", h.Create)", "POST /orders"),
            ("r.With(auth).Get(\"/orders/{id}\", h.Get)", "GET /orders/{id}"),
            ("r.Method(http.MethodPut, \"/orders/{id}\", h)", "PUT /orders/{id}"),
            ("mux.HandleFunc(\"DELETE /orders/{id}\", h)", "DELETE /orders/{id}"),
            ("r.HandleFunc(\"/orders\", h).Methods(\"POST\", http.MethodGet)", "POST /orders, GET /orders"),
            ("r.Methods(\"PATCH\").Path(\"/orders/{id:[0-9]+}\").Handler(h)", "PATCH /orders/{id}"),
            ("r.HandleFunc(\"/orders\",\n    h).\n    Methods(\"POST\")", "POST /orders"),
            ("v1 := e.Group(\"/v1\", auth())\nv1.GET(\"/orders/:id\", h.Get)", "GET /v1/orders/{id}"),
            ("s := r.PathPrefix(\"/v2\").Subrouter()\ns.HandleFunc(\"/a\", h).Methods(\"GET\")", "GET /v2/a"),
            ("api := app.Group(\"/api\")\no := api.Group(\"/orders\")\no.POST(\"\", h)", "POST /api/orders"),
            (
                "r.Route(\"/v1\", func(r chi.Router) {\n r.Route(\"/a\", func(r chi.Router) {\n r.Get(\"/\", h)\n })\n r.Put(\"/b\", h)\n})\nr.Get(\"/c\", h)",
                "GET /v1/a, PUT /v1/b, GET /c",
            ),
        ];
        for (source, expected) in cases {
            assert_eq!(routes(source).join(", "), expected, "{source}");
        }
    }

    #[test]
    fn calls_of_others_register_nothing() {
        for source in
            ["client.Get(\"/orders\", nil)", "http.Get(\"/x\", y)", "m.Get(\"key\", v)", "r.Get(\"/a\")", "// r.Get(\"/a\", h)"]
        {
            assert!(routes(source).is_empty(), "{source}");
        }
    }
}
