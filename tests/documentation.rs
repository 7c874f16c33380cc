//! Documentation that is made from the code is as the code says. `SPECWAVE_UPDATE_DOCS=1 cargo test` writes it again.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

use specwave_verify::rules;

#[test]
fn the_rule_reference_is_what_the_rules_say() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/rules");
    let mut pages: BTreeMap<String, String> = rules().map(|rule| (format!("{}.md", rule.name), rule.page())).collect();
    pages.insert("README.md".to_owned(), overview());
    if std::env::var_os("SPECWAVE_UPDATE_DOCS").is_some() {
        std::fs::create_dir_all(&folder).unwrap();
        for (name, page) in &pages {
            std::fs::write(folder.join(name), page).unwrap();
        }
    }
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).expect("docs/rules is there").map(Result::unwrap) {
        let name = entry.file_name().to_string_lossy().into_owned();
        found.insert(name, std::fs::read_to_string(entry.path()).unwrap());
    }
    for (name, page) in &pages {
        assert!(found.get(name) == Some(page), "docs/rules/{name} is stale: run SPECWAVE_UPDATE_DOCS=1 cargo test");
    }
    assert_eq!(found.len(), pages.len(), "docs/rules has pages of rules that are gone");
}

/// The settings with their defaults, as `docs/configuration.md` shows them.
#[test]
fn the_settings_are_shown_with_their_defaults() {
    block_is("docs/configuration.md", "```toml defaults\n", &toml::to_string(&specwave_plan::Config::default()).unwrap());
}

#[test]
fn the_agents_that_are_known_are_shown_with_their_entries() {
    block_is("docs/agents.md", "```toml known\n", specwave_agents::KNOWN);
}

/// What the extension for VS Code brings along for other extensions is what the command line prints.
#[test]
fn the_schemas_are_those_of_the_code() {
    for (name, schema) in
        [("specwave-toml", specwave_plan::config::schema()), ("front-matter", specwave_spec::front_matter::schema())]
    {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("vscode-extension/schemas/{name}.schema.json"));
        let expected = format!("{schema:#}\n");
        if std::env::var_os("SPECWAVE_UPDATE_DOCS").is_some() {
            std::fs::write(&path, &expected).unwrap();
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(found == expected, "{} is stale: run SPECWAVE_UPDATE_DOCS=1 cargo test", path.display());
    }
}

/// A block of a page is this, or becomes it.
fn block_is(page: &str, fence: &str, expected: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(page);
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(fence).expect("the page has the block");
    let (shown, after) = rest.split_once("```").unwrap();
    if std::env::var_os("SPECWAVE_UPDATE_DOCS").is_some() {
        std::fs::write(&path, format!("{before}{fence}{expected}```{after}")).unwrap();
    } else {
        assert!(shown == expected, "{page} is stale: run SPECWAVE_UPDATE_DOCS=1 cargo test");
    }
}

fn overview() -> String {
    let mut page =
        "# Rules\n\n| code | name | group | default | fixes | what it reports |\n|---|---|---|---|---|---|\n".to_owned();
    for rule in rules() {
        let (group, level, fixable) = (rule.group.word(), rule.level.word(), rule.fixable.word());
        let summary = rule.summary().replace('|', "\\|").replace('\n', " ");
        writeln!(page, "| {0} | [{1}]({1}.md) | {group} | {level} | {fixable} | {summary} |", rule.code, rule.name).unwrap();
    }
    page
}
