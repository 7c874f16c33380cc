//! Routes anywhere in a text: `**Logout** – `POST /logout``, `GET, PUT /orders/{id}`.

use std::sync::LazyLock;

use regex::Regex;

use super::path::{METHODS, normal_path, path_end};
use crate::pattern::pattern;

/// One or several verbs and a path: `POST /orders`, `GET/PUT /orders/{id}`, `**GET** `/orders``.
pub(crate) static ROUTE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let verb = "(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)";
    pattern(&format!(r"\b({verb}(?:\s*[/,|]\s*{verb})*)\b[`*:\s]+(/(?:\[[\w.]+\]|[^\s`*,;|)\]])*)"))
});

/// The verbs of a cell that holds nothing else.
pub(crate) fn verbs(cell: &str) -> Vec<String> {
    let words = cell.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let verbs: Option<Vec<String>> =
        words.map(|word| METHODS.contains(&word.to_uppercase().as_str()).then(|| word.to_uppercase())).collect();
    verbs.unwrap_or_default()
}

/// The routes of a line that starts with a path and names its verbs in brackets behind it: `/orders/{id}` (GET, PUT).
pub(super) fn verbs_behind(line: &str) -> Vec<(String, String, String)> {
    let line = line.trim_start_matches(['`', '*']);
    if !line.starts_with('/') {
        return Vec::new();
    }
    let end = path_end(line);
    let Some(path) = normal_path(&line[..end]) else { return Vec::new() };
    let behind = line[end..].trim_start_matches(['`', '*', ':', ' ', '-', '–', '—']);
    let bracketed = behind.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    let Some((listed, doc)) = bracketed.or_else(|| behind.strip_prefix('[')?.split_once(']')) else { return Vec::new() };
    let doc = doc.trim_start_matches(|c: char| c.is_whitespace() || "`*:-–—".contains(c));
    verbs(listed).into_iter().map(|method| (method, path.clone(), doc.to_owned())).collect()
}

/// A route that a text names, with what stands in front of it and behind it.
pub(super) struct Mention<'text> {
    pub(super) before: &'text str,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) behind: &'text str,
}

/// The routes that a text names, one for each verb.
pub(super) fn routes(text: &str) -> Vec<Mention<'_>> {
    let mut found = Vec::new();
    for route in ROUTE.iter().flat_map(|route| route.captures_iter(text)) {
        let (Some(whole), Some(path)) = (route.get(0), normal_path(&route[2])) else { continue };
        let (before, behind) = (&text[..whole.start()], &text[whole.end()..]);
        found.extend(verbs(&route[1]).into_iter().map(|method| Mention { before, method, path: path.clone(), behind }));
    }
    found
}
