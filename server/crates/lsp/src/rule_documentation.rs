//! Where an editor finds the explanation of a rule.
//!
//! The executable carries the documentation of its rules. Editors open links, so a rule's page is written
//! into the user's cache folder when it is first linked; that works offline and always fits this version.

use tower_lsp::ls_types::Uri;

use crate::cache;

/// The page of the rule with the given code; `None` for codes that are no rules, and where no page can be
/// written, since a link to nothing is worse than no link.
pub(crate) fn uri(code: &str) -> Option<Uri> {
    let rule = specwave_spec::rules::find(code)?;
    let name = format!("{}.md", rule.name);
    let name = ["rules", env!("CARGO_PKG_VERSION"), &name];
    let page = cache::path(&name).filter(|page| page.is_file()).or_else(|| cache::write(&name, &rule.page()).ok())?;
    Uri::from_file_path(page)
}
