//! Where an editor finds the explanation of a rule.
//!
//! The executable carries the documentation of its rules. Editors open links, so a rule's page is written
//! into the user's cache folder when it is first linked; that works offline and always fits this version.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use specwave_plan::cache;
use tower_lsp::ls_types::Uri;

/// The pages that this process wrote so far, by code.
static PAGES: LazyLock<Mutex<HashMap<String, Option<Uri>>>> = LazyLock::new(Mutex::default);

/// The page of the rule with the given code; `None` for codes that are no rules, and where no page can be
/// written, since a link to nothing is worse than no link.
pub(crate) fn uri(code: &str) -> Option<Uri> {
    let mut pages = PAGES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = pages.get(code) {
        return known.clone();
    }
    let page = write_page(code);
    pages.insert(code.to_owned(), page.clone());
    page
}

fn write_page(code: &str) -> Option<Uri> {
    let rule = specwave_verify::rules().find(|rule| rule.code == code)?;
    let name = format!("{}.md", rule.name);
    match cache::write(&["rules", env!("CARGO_PKG_VERSION"), &name], rule.page()) {
        Ok(page) => Uri::from_file_path(page),
        Err(error) => {
            tracing::warn!(code, %error, "the page of a rule cannot be written");
            None
        }
    }
}
