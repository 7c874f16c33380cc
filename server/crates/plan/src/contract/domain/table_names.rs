//! Names of tables in a database that other features have tables in, too.

use std::collections::{BTreeMap, BTreeSet};

use super::Table;

/// Gives each table whose name is `taken` one with `qualifier` before it, and lets everything that refers to it follow.
pub(super) fn tell_apart(tables: &mut [Table], taken: &BTreeSet<String>, qualifier: &str) {
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    for at in 0..tables.len() {
        let old = tables[at].name.clone();
        let is_free = |name: &String| !taken.contains(name) && !tables.iter().any(|table| table.name == *name);
        if !taken.contains(&old) {
            continue;
        }
        let mut candidates = std::iter::once(format!("{qualifier}_{old}")).chain((2..).map(|n| format!("{qualifier}_{old}_{n}")));
        if let Some(new) = candidates.find(is_free) {
            rename(&mut tables[at], &old, &new);
            renamed.insert(old, new);
        }
    }
    for table in tables {
        for reference in table.columns.iter_mut().filter_map(|column| column.references.as_mut()) {
            let length = name_length(reference);
            if let Some(new) = renamed.get(&reference[..length]) {
                reference.replace_range(..length, new);
            }
        }
        for constraint in &mut table.constraints {
            *constraint = referring(constraint, &renamed);
        }
    }
}

/// Gives the table its new name, which its constraints and indexes carry on: PostgreSQL knows them by their names, too.
fn rename(table: &mut Table, old: &str, new: &str) {
    let carried = |name: &str| if name.contains(old) { name.replacen(old, new, 1) } else { format!("{name}_{new}") };
    for index in table.indexes.iter_mut().filter(|index| !index.name.is_empty()) {
        index.name = carried(&index.name);
    }
    for constraint in &mut table.constraints {
        let mut words: Vec<&str> = constraint.splitn(3, ' ').collect();
        let named = words.len() == 3 && words[0].eq_ignore_ascii_case("constraint");
        if named {
            let name = carried(words[1]);
            words[1] = &name;
            *constraint = words.join(" ");
        }
    }
    new.clone_into(&mut table.name);
}

/// The text with the new names of tables behind each `REFERENCES`.
fn referring(text: &str, renamed: &BTreeMap<String, String>) -> String {
    const KEYWORD: &str = "references ";
    let lower = text.to_ascii_lowercase();
    let mut changed = String::new();
    let mut from = 0;
    for (at, _) in lower.match_indices(KEYWORD) {
        let start = at + KEYWORD.len();
        let length = name_length(&lower[start..]);
        if let Some(new) = renamed.get(&lower[start..start + length]) {
            changed.push_str(&text[from..start]);
            changed.push_str(new);
            from = start + length;
        }
    }
    changed + &text[from..]
}

/// How long the name is that the text begins with.
fn name_length(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::tell_apart;
    use crate::contract::{Column, Index, Table};

    #[test]
    fn a_table_that_is_there_already_gets_another_name_and_all_that_refers_to_it_follows() {
        let index = Index { name: "idx_accounts_status".to_owned(), ..Index::default() };
        let accounts = Table {
            name: "accounts".to_owned(),
            constraints: vec!["CONSTRAINT chk_accounts_status CHECK (status IN ('open'))".to_owned()],
            indexes: vec![index],
            ..Table::default()
        };
        let column = |references: &str| Column { references: Some(references.to_owned()), ..Column::default() };
        let invoices = Table {
            name: "invoices".to_owned(),
            columns: vec![column("accounts(id)"), column("members (id)")],
            constraints: vec!["FOREIGN KEY (account_id) REFERENCES accounts (id)".to_owned()],
            ..Table::default()
        };
        let mut tables = [accounts, invoices];
        tell_apart(&mut tables, &["accounts".to_owned(), "members".to_owned()].into(), "billing");
        let [accounts, invoices] = &tables;
        assert_eq!(
            (accounts.name.as_str(), accounts.indexes[0].name.as_str()),
            ("billing_accounts", "idx_billing_accounts_status")
        );
        assert_eq!(accounts.constraints, ["CONSTRAINT chk_billing_accounts_status CHECK (status IN ('open'))"]);
        assert_eq!(invoices.name, "invoices");
        let references: Vec<&str> = invoices.columns.iter().filter_map(|column| column.references.as_deref()).collect();
        assert_eq!(references, ["billing_accounts(id)", "members (id)"]);
        assert_eq!(invoices.constraints, ["FOREIGN KEY (account_id) REFERENCES billing_accounts (id)"]);
    }
}
