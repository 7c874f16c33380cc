//! The names of migrations, and which tables they make and use.

use std::path::Path;

use super::found::directory;
use super::tree::Tree;

/// The direction of a migration, where its name says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Up,
    Down,
    /// Both in one file, or up only.
    Unsaid,
}

/// One migration.
#[derive(Debug, Clone, Copy)]
pub(super) struct Migration<'a> {
    pub(super) path: &'a Path,
    pub(super) text: &'a str,
    /// The name without its direction and its extension: `000001_invoices`.
    pub(super) stem: &'a str,
    /// The number that it begins with, as written.
    pub(super) number: &'a str,
    pub(super) direction: Direction,
}

impl<'a> Migration<'a> {
    fn of(path: &'a Path, text: &'a str) -> Option<Self> {
        let name = path.file_name()?.to_str()?.strip_suffix(".sql")?;
        let (stem, direction) = if let Some(stem) = name.strip_suffix(".up") {
            (stem, Direction::Up)
        } else if let Some(stem) = name.strip_suffix(".down") {
            (stem, Direction::Down)
        } else {
            (name, Direction::Unsaid)
        };
        let digits = stem.bytes().take_while(u8::is_ascii_digit).count();
        let rest = &stem[digits..];
        let is_number = digits > 0 && (rest.is_empty() || rest.starts_with(['_', '-', '.']));
        is_number.then_some(Self { path, text, stem, number: &stem[..digits], direction })
    }

    /// The number without leading zeros, so that it can be compared by length and digits.
    pub(super) fn value(&self) -> (usize, &'a str) {
        let digits = self.number.trim_start_matches('0');
        (digits.len(), digits)
    }

    pub(super) fn name(&self) -> &'a str {
        self.path.file_name().and_then(|name| name.to_str()).unwrap_or_default()
    }
}

/// The numbered migrations of each folder, in the order of their names.
pub(super) fn by_folder(tree: &Tree) -> Vec<Vec<Migration<'_>>> {
    let all: Vec<_> = tree.migrations().filter_map(|(path, text)| Migration::of(path, text)).collect();
    all.chunk_by(|a, b| directory(a.path) == directory(b.path)).map(<[_]>::to_vec).collect()
}

/// A table that a statement names, and the offset of its name.
pub(super) type Table = (String, usize);

/// Tables that a text makes, and those that it alters or refers to.
pub(super) fn tables(text: &str) -> (Vec<Table>, Vec<Table>) {
    let words = words(text);
    let (mut made, mut used) = (Vec::new(), Vec::new());
    let is = |at: usize, word: &str| words.get(at).is_some_and(|(_, found)| found.eq_ignore_ascii_case(word));
    for at in 0..words.len() {
        let (list, mut name) = if is(at, "create") && is(at + 1, "table") {
            (&mut made, at + 2)
        } else if is(at, "alter") && is(at + 1, "table") {
            (&mut used, at + 2)
        } else if is(at, "references") {
            (&mut used, at + 1)
        } else {
            continue;
        };
        while ["if", "not", "exists", "only"].iter().any(|word| is(name, word)) {
            name += 1;
        }
        if let Some((start, word)) = words.get(name) {
            list.push((plain(word), *start));
        }
    }
    (made, used)
}

/// A table's name without schema and quotes.
fn plain(name: &str) -> String {
    name.rsplit('.').next().unwrap_or(name).trim_matches(['"', '`']).to_lowercase()
}

/// Words outside of comments and strings, with their offsets.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let code = line.split("--").next().unwrap_or_default();
        let mut in_string = false;
        let mut start = None;
        for (at, c) in code.char_indices().chain([(code.len(), ' ')]) {
            let is_word = !in_string && (c.is_alphanumeric() || matches!(c, '_' | '.' | '"' | '`'));
            match (is_word, start) {
                (true, None) => start = Some(at),
                (false, Some(from)) => {
                    words.push((offset + from, &code[from..at]));
                    start = None;
                }
                _ => {}
            }
            in_string ^= c == '\'';
        }
        offset += line.len();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::tables;

    #[test]
    fn tables_are_found_outside_of_comments() {
        let sql = "CREATE TABLE IF NOT EXISTS app.orders (\n  id UUID, -- REFERENCES nothing\n  user_id UUID REFERENCES \"users\"(id),\n  note TEXT DEFAULT 'alter table x'\n);\nALTER TABLE ONLY carts ADD COLUMN x INT;\n";
        let (made, used) = tables(sql);
        let names = |tables: Vec<super::Table>| tables.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!((names(made), names(used)), (vec!["orders".to_owned()], vec!["users".to_owned(), "carts".to_owned()]));
    }
}
