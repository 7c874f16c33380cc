//! Answers as people read them: one line per object, places as `line:column` from 1 in characters.

use serde_json::Value;

use super::conversation::{Encoding, Files};

/// The answer to a request about the file at `path`.
pub(crate) fn answer(method: &str, answer: &Value, files: &Files, path: &str) -> String {
    let mut out = String::new();
    if method.starts_with("textDocument/semanticTokens") {
        return tokens(answer, files, path);
    }
    Renderer { method, files }.value(&mut out, answer, 0, path);
    out
}

struct Renderer<'case> {
    method: &'case str,
    files: &'case Files,
}

impl Renderer<'_> {
    fn value(&self, out: &mut String, value: &Value, indent: usize, path: &str) {
        match value {
            Value::Array(items) if !items.is_empty() => {
                for item in items {
                    let mut text = String::new();
                    self.value(&mut text, item, indent + 1, path);
                    let text = text.strip_prefix(&"  ".repeat(indent + 1)).unwrap_or(&text);
                    out.push_str(&format!("{}- {text}", "  ".repeat(indent)));
                }
            }
            Value::Object(_) if self.inline(value, path).is_none() => self.object(out, value, indent, path),
            _ => out.push_str(&format!("{}{}\n", "  ".repeat(indent), self.inline(value, path).unwrap_or_default())),
        }
    }

    /// First what fits on a line, then what does not.
    fn object(&self, out: &mut String, value: &Value, indent: usize, path: &str) {
        let Value::Object(members) = value else { return };
        let mut members: Vec<(&String, &Value)> = members.iter().collect();
        // The server gives the files of an edit in any order.
        if members.iter().all(|(key, _)| key.starts_with(&self.files.root)) {
            members.sort_by_key(|(key, _)| *key);
        }
        // The ranges of a location are places in the file that it names.
        let named = ["uri", "targetUri"].iter().find_map(|key| value[key].as_str()).or(value["textDocument"]["uri"].as_str());
        let path = named.map_or(path.to_owned(), |uri| self.relative(uri));
        let prefix = "  ".repeat(indent);
        let inline = |(key, value): (&String, &Value)| {
            let said = self.word(key, value).or_else(|| self.inline(value, &path))?;
            Some(format!("{}: {said}", self.relative(key)))
        };
        let line: Vec<String> = members.iter().copied().filter(|(key, _)| is_said(key)).filter_map(inline).collect();
        if !line.is_empty() {
            out.push_str(&format!("{prefix}{}\n", line.join("  ")));
        }
        for (key, value) in members.iter().copied().filter(|(key, _)| is_said(key)).filter(|member| inline(*member).is_none()) {
            let key = self.relative(key);
            let path = if self.files.text(&key).is_some() { &key } else { &path };
            match value.as_str() {
                Some(text) => {
                    let lines = text.lines().map(|line| format!("{prefix}  {line}").trim_end().to_owned() + "\n");
                    out.push_str(&format!("{prefix}{key}: |\n{}", lines.collect::<String>()));
                }
                None => {
                    out.push_str(&format!("{prefix}{key}:\n"));
                    self.value(out, value, indent + 1, path);
                }
            }
        }
    }

    /// A value that fits on a line.
    fn inline(&self, value: &Value, path: &str) -> Option<String> {
        match value {
            Value::String(text) if text.contains('\n') => None,
            Value::String(text) => {
                let text = self.relative(text);
                let plain = !text.is_empty() && text.trim() == text && !text.contains("  ");
                Some(if plain { text } else { format!("{text:?}") })
            }
            Value::Array(items) if items.is_empty() => Some("[]".to_owned()),
            Value::Array(items) if items.iter().all(|item| item.is_string() || item.is_number()) => {
                let items: Option<Vec<String>> = items.iter().map(|item| self.inline(item, path)).collect();
                Some(format!("[{}]", items?.join(", ")))
            }
            Value::Array(_) => None,
            Value::Object(object) => match (value.get("start"), value.get("end"), value.get("line"), value.get("character")) {
                (Some(start), Some(end), ..) if object.len() == 2 => {
                    let [start, end] = [start, end].map(|position| self.place(position, path));
                    match (start.split_once(':')?, end.split_once(':')?) {
                        (from, to) if from == to => Some(start),
                        ((line, _), (end_line, column)) if line == end_line => Some(format!("{start}-{column}")),
                        _ => Some(format!("{start}-{end}")),
                    }
                }
                (.., Some(_), Some(_)) => Some(self.place(value, path)),
                _ if object.is_empty() => Some("{}".to_owned()),
                _ => None,
            },
            other => Some(other.to_string()),
        }
    }

    /// A path below the workspace folder instead of a URI. Pages of rules lie elsewhere on every machine.
    fn relative(&self, text: &str) -> String {
        match text.strip_prefix("file://") {
            Some(_) if !text.starts_with(&self.files.root) => text.rsplit('/').next().unwrap_or_default().to_owned(),
            _ => text.replace(&self.files.root, ""),
        }
    }

    fn place(&self, position: &Value, path: &str) -> String {
        let text = self.files.text(path).unwrap_or_else(|| panic!("a place in `{path}`, which is no file of the case"));
        let [line, character] = ["line", "character"].map(|key| position[key].as_u64().unwrap() as usize);
        place(text, line, character, self.files.encoding)
    }

    /// What a number of the protocol means.
    fn word(&self, key: &str, value: &Value) -> Option<String> {
        let words = match (key, self.method) {
            ("severity", _) => SEVERITIES,
            ("kind", "textDocument/documentSymbol" | "workspace/symbol") => SYMBOLS,
            ("kind", "textDocument/completion") => COMPLETIONS,
            ("kind", "textDocument/documentHighlight") => HIGHLIGHTS,
            _ => return None,
        };
        let number = value.as_u64()?;
        words.split(' ').nth(usize::try_from(number).ok()?.checked_sub(1)?).map(str::to_owned)
    }
}

/// The program's name is the same everywhere; pages of rules and names of reports differ from machine to machine.
fn is_said(key: &str) -> bool {
    !matches!(key, "codeDescription" | "resultId" | "source")
}

/// The place as people count it; one behind its line or inside a character is no place at all.
fn place(text: &str, line: usize, character: usize, encoding: Encoding) -> String {
    let content = text.split('\n').nth(line).unwrap_or_else(|| panic!("line {line} is behind the text"));
    let mut units = 0;
    for (column, next) in content.chars().map(Some).chain([None]).enumerate() {
        if units >= character || next.is_none() {
            assert_eq!(units, character, "character {character} of line {line}: {content:?}");
            return format!("{}:{}", line + 1, column + 1);
        }
        units += next.map_or(0, |next| if encoding == Encoding::Utf8 { next.len_utf8() } else { next.len_utf16() });
    }
    unreachable!("the end of the line is a place")
}

/// Semantic tokens: where, what text, what kind.
fn tokens(answer: &Value, files: &Files, path: &str) -> String {
    if let Some(edits) = answer["edits"].as_array() {
        return edits.iter().map(token_edit).collect::<Vec<_>>().join("") + &format!("edits: {}\n", edits.len());
    }
    let Some(data) = answer["data"].as_array() else { return answer.to_string() };
    let text = files.text(path).unwrap_or_default();
    let numbers: Vec<usize> = data.iter().map(|number| number.as_u64().unwrap() as usize).collect();
    let (mut line, mut character) = (0, 0);
    let mut out = String::new();
    for token in numbers.chunks_exact(5) {
        character = if token[0] == 0 { character + token[1] } else { token[1] };
        line += token[0];
        let [start, end] = [character, character + token[2]].map(|at| place(text, line, at, files.encoding));
        let column = |place: &str| place.split_once(':').unwrap().1.parse::<usize>().unwrap();
        let content = text.split('\n').nth(line).unwrap_or_default();
        let word: String = content.chars().skip(column(&start) - 1).take(column(&end) - column(&start)).collect();
        let kind = files.legend["tokenTypes"][token[3]].as_str().unwrap_or("?");
        let modifiers = files.legend["tokenModifiers"].as_array().into_iter().flatten().enumerate();
        let modifiers = modifiers.filter(|(bit, _)| token[4] & (1 << bit) != 0);
        let modifiers: String = modifiers.map(|(_, modifier)| format!(" {}", modifier.as_str().unwrap())).collect();
        out.push_str(&format!("{start} {word} {kind}{modifiers}\n"));
    }
    if out.is_empty() { "[]\n".to_owned() } else { out }
}

/// Which tokens are replaced by how many.
fn token_edit(edit: &Value) -> String {
    let tokens = |numbers: u64| numbers / 5;
    let new = edit["data"].as_array().map_or(0, |data| data.len() as u64);
    let [start, out] = ["start", "deleteCount"].map(|key| tokens(edit[key].as_u64().unwrap()));
    format!("from token {}: {out} out, {} in\n", start + 1, tokens(new))
}

const SEVERITIES: &str = "error warning information hint";
const HIGHLIGHTS: &str = "text read write";
const SYMBOLS: &str = "file module namespace package class method property field constructor enum interface function variable \
    constant string number boolean array object key null enum-member struct event operator type-parameter";
const COMPLETIONS: &str = "text method function constructor field variable class interface module property unit value enum keyword \
    snippet color file reference folder enum-member constant struct event operator type-parameter";
