//! The environment that processes get: by allow-list.

use std::collections::BTreeMap;

/// Variables that any process may see: where programs, the home directory and the locale are.
const ALLOWED: &[&str] =
    &["PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR"];

/// The allowed part of our own environment, and what else is named.
#[must_use]
pub fn inherited(also: &[String]) -> BTreeMap<String, String> {
    let named = also.iter().map(String::as_str);
    ALLOWED.iter().copied().chain(named).filter_map(|name| Some((name.to_owned(), std::env::var(name).ok()?))).collect()
}

/// Our whole environment, for a run process, which is us.
#[must_use]
pub fn own() -> BTreeMap<String, String> {
    std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_allowed_and_named_variables_pass() {
        let environment = inherited(&["CARGO_MANIFEST_DIR".to_owned()]);
        assert!(environment.contains_key("PATH"));
        assert!(environment.contains_key("CARGO_MANIFEST_DIR"));
        assert!(!environment.contains_key("CARGO_PKG_NAME"), "cargo sets it for tests, and nobody named it");
    }
}
