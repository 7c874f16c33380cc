//! MySQL's `INDEX name (…)` inside a table, and how PostgreSQL has it.

use specwave_source::{Edit, Span};

use super::LONGEST;
use super::split::{bracketed, code, leading_noise};
use super::tables::table_name;

/// Where the inline indexes of a `CREATE TABLE` statement stand in it, comments left out.
pub(crate) fn inline_indexes(statement: &str) -> Vec<Span> {
    if statement.len() > LONGEST {
        return Vec::new();
    }
    // Most parts are none, whatever comment they end with.
    let may_be_index = |part: &Span| {
        let written = at(statement, *part);
        is_index(&written[leading_noise(written)..])
    };
    let entries = parts(statement).into_iter().filter(may_be_index).map(|part| without_comments(statement, part));
    entries.filter(|entry| is_index(at(statement, *entry))).collect()
}

/// The entries of a table's list without the comments around them.
fn entries(statement: &str) -> Vec<Span> {
    parts(statement).into_iter().map(|part| without_comments(statement, part)).collect()
}

/// What stands between the commas of a table's list.
fn parts(statement: &str) -> Vec<Span> {
    table_name(statement).and_then(|_| bracketed(statement)).map_or_else(Vec::new, |(parts, _)| parts)
}

fn without_comments(statement: &str, part: Span) -> Span {
    let written = at(statement, part);
    let start = leading_noise(written);
    let end = code(written).trim_end().len().max(start);
    Span::new(part.start + start, part.start + end)
}

fn at(statement: &str, span: Span) -> &str {
    &statement[span.start..span.end]
}

fn is_index(entry: &str) -> bool {
    let mut words = entry.split(|c: char| c.is_whitespace() || c == '(').map(str::to_ascii_uppercase);
    let first = words.next().unwrap_or_default();
    let kind = if matches!(first.as_str(), "UNIQUE" | "FULLTEXT" | "SPATIAL") { words.next().unwrap_or_default() } else { first };
    matches!(kind.as_str(), "INDEX" | "KEY") && entry.contains('(')
}

/// The edits that turn the inline indexes of `text[statement]` into statements behind it; `None` where PostgreSQL has
/// nothing like one of them.
pub(crate) fn moved_behind(text: &str, statement: Span) -> Option<Vec<Edit>> {
    let sql = &text[statement.start..statement.end];
    let name = table_name(sql)?;
    let entries = entries(sql);
    let is_index = |entry: &Span| is_index(&sql[entry.start..entry.end]);
    let last_kept = entries.iter().rposition(|entry| !is_index(entry))?;

    let mut edits = Vec::new();
    if entries.len() > last_kept + 1 {
        let comma = comma_behind(sql, entries[last_kept])?;
        edits.push(Edit { span: comma.shifted(statement.start), text: String::new() });
    }
    let mut created = Vec::new();
    for (at, entry) in entries.iter().enumerate().filter(|(_, entry)| is_index(entry)) {
        let comma = if at + 1 < entries.len() { comma_behind(sql, *entry) } else { None };
        let removed = Span::new(entry.start, comma.map_or(entry.end, |comma| comma.end)).shifted(statement.start);
        let (removed, comment) = with_its_line(text, removed);
        edits.push(Edit { span: removed, text: String::new() });
        created.push(format!("{};{comment}", create_index(&sql[entry.start..entry.end], &sql[name.start..name.end])?));
    }

    let (at, closes) = if text[statement.end..].starts_with(';') { (statement.end + 1, "") } else { (statement.end, ";") };
    let line_end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    let behind = text[at..line_end].trim_start();
    let at = if behind.is_empty() || behind.starts_with("--") { line_end } else { at };
    let line_start = text[..statement.start].rfind('\n').map_or(0, |newline| newline + 1);
    let before = &text[line_start..statement.start];
    let indent = if before.trim().is_empty() { before } else { "" };
    let created: String = created.iter().map(|line| format!("\n{indent}{line}")).collect();
    edits.push(Edit { span: Span::new(at, at), text: format!("{closes}\n{created}") });
    Some(edits)
}

/// The comma that ends an entry.
fn comma_behind(sql: &str, entry: Span) -> Option<Span> {
    let at = entry.end + code(&sql[entry.end..]).find(',')?;
    Some(Span::new(at, at + 1))
}

/// The whole line where nothing else but a comment stands on it, and that comment.
fn with_its_line(text: &str, span: Span) -> (Span, String) {
    let line_start = text[..span.start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[span.end..].find('\n').map_or(text.len(), |newline| span.end + newline + 1);
    let behind = text[span.end..line_end].trim();
    let alone = text[line_start..span.start].trim().is_empty() && (behind.is_empty() || behind.starts_with("--"));
    let comment = if behind.is_empty() { String::new() } else { format!(" {behind}") };
    if alone { (Span::new(line_start, line_end), comment) } else { (span, String::new()) }
}

/// `INDEX name USING btree (a, b)` as a statement of its own.
fn create_index(entry: &str, table: &str) -> Option<String> {
    let open = entry.find('(')?;
    let (head, columns) = entry.split_at(open);
    let mut words: Vec<&str> = head.split_whitespace().collect();
    let unique = if words.first()?.eq_ignore_ascii_case("unique") { "UNIQUE " } else { "" };
    words.drain(..if unique.is_empty() { 1 } else { 2 });
    let is = |word: Option<&&str>, known: &str| word.is_some_and(|word| word.eq_ignore_ascii_case(known));
    let method = words.iter().position(|word| word.eq_ignore_ascii_case("using"));
    let method = method.map_or(String::new(), |at| words.drain(at..).skip(1).map(|method| format!("USING {method} ")).collect());
    let name = match words.as_slice() {
        [] => String::new(),
        [name] if !is(Some(name), "index") && !is(Some(name), "key") => format!("{name} "),
        _ => return None,
    };
    let (_, close) = bracketed(columns)?;
    let behind = columns.get(close + 1..).unwrap_or_default().trim_start();
    let known = behind.is_empty() || behind.get(..5).is_some_and(|word| word.eq_ignore_ascii_case("where"));
    // MySQL indexes the first characters of a column: `title(20)`.
    let prefixed = columns.contains(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']) && columns[1..].contains('(');
    (known && !prefixed).then(|| format!("CREATE {unique}INDEX {name}ON {table} {method}{columns}"))
}

#[cfg(test)]
mod tests {
    use specwave_source::Span;

    use super::moved_behind;

    fn moved(sql: &str) -> Option<String> {
        let end = sql.find(";").unwrap_or(sql.len());
        let mut edits = moved_behind(sql, Span::new(0, end))?;
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
        let mut text = sql.to_owned();
        for edit in edits {
            text.replace_range(edit.span.start..edit.span.end, &edit.text);
        }
        Some(text)
    }

    #[test]
    fn commas_and_comments_stay_right() {
        let sql = "CREATE TABLE a (\n  id UUID, -- key, always\n  INDEX i (id), -- for x\n  b INT,\n  UNIQUE KEY u USING btree (b),\n  INDEX (id, b) WHERE b > 0\n); -- end\nSELECT 1;";
        let expected = "CREATE TABLE a (\n  id UUID, -- key, always\n  b INT\n); -- end\n\nCREATE INDEX i ON a (id); -- for x\nCREATE UNIQUE INDEX u ON a USING btree (b);\nCREATE INDEX ON a (id, b) WHERE b > 0;\nSELECT 1;";
        assert_eq!(moved(sql).as_deref(), Some(expected));
        assert_eq!(
            moved("CREATE TABLE a (id INT, INDEX i (id))").as_deref(),
            Some("CREATE TABLE a (id INT );\n\nCREATE INDEX i ON a (id);")
        );
    }

    #[test]
    fn what_postgresql_lacks_is_not_moved() {
        for entry in ["FULLTEXT INDEX i (a)", "INDEX i (a(20))", "INDEX i (a) COMMENT 'x'"] {
            assert_eq!(moved(&format!("CREATE TABLE t (a TEXT, {entry});")), None, "{entry}");
        }
    }
}
