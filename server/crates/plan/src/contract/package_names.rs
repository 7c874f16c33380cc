//! Names of packages and of the feature that Go and file systems take.

use specwave_golang::names;

/// Package names that a domain must not take: packages of the layout, standard packages that generated code
/// imports, and names that mean something else to Go or its tools.
const TAKEN: &[&str] = &[
    // Packages of the layout.
    "cache",
    "database",
    "domain",
    "events",
    "middleware",
    "migrations",
    "repository",
    "rest",
    "service",
    "values",
    // Standard packages that generated code imports.
    "atomic",
    "base64",
    "binary",
    "bytes",
    "cmp",
    "context",
    "driver",
    "embed",
    "errors",
    "fmt",
    "fs",
    "hash",
    "heap",
    "hex",
    "hmac",
    "html",
    "http",
    "httptest",
    "io",
    "iter",
    "json",
    "list",
    "log",
    "maps",
    "math",
    "mail",
    "net",
    "netip",
    "os",
    "path",
    "quick",
    "rand",
    "reflect",
    "regexp",
    "runtime",
    "sha256",
    "slices",
    "slog",
    "sort",
    "sql",
    "strconv",
    "strings",
    "subtle",
    "sync",
    "template",
    "testing",
    "time",
    "unicode",
    "url",
    "utf8",
    // Predeclared identifiers.
    "any",
    "append",
    "bool",
    "byte",
    "cap",
    "clear",
    "close",
    "complex",
    "copy",
    "delete",
    "error",
    "false",
    "float64",
    "imag",
    "int",
    "int64",
    "iota",
    "len",
    "make",
    "max",
    "min",
    "new",
    "nil",
    "panic",
    "print",
    "println",
    "real",
    "recover",
    "rune",
    "string",
    "true",
    "uint",
    // Names with a meaning of their own to Go's tools.
    "init",
    "internal",
    "main",
    "testdata",
    "vendor",
];

/// Longest slug; file names made of it stay readable and below every file system's limit.
const SLUG_LENGTH: usize = 60;

/// The package name of a domain: lower-case ASCII, no keyword, none of the names that other packages have.
pub(super) fn domain_package(domain: &str) -> String {
    let name = ascii(&names::package(domain));
    if name.is_empty() {
        return "feature".to_owned();
    }
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        return format!("domain{name}");
    }
    if TAKEN.contains(&name.as_str()) || names::KEYWORDS.contains(&name.as_str()) {
        return format!("{name}domain");
    }
    name
}

/// The name of the package in `dir`: the directory's last element.
pub(super) fn of_directory(dir: &str) -> String {
    let last = dir.rsplit('/').next().unwrap_or_default();
    ascii(&names::package(last))
}

/// The feature's name in kebab case.
#[must_use]
pub fn slug(name: &str) -> String {
    let mut slug = String::new();
    for word in names::words(name).iter().map(|word| ascii(word)).filter(|word| !word.is_empty()) {
        if !slug.is_empty() && slug.len() + word.len() >= SLUG_LENGTH {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.extend(word.chars().take(SLUG_LENGTH));
    }
    if slug.is_empty() { "feature".to_owned() } else { slug }
}

/// The ASCII letters and digits of `text`: import paths take no others.
fn ascii(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect()
}

#[cfg(test)]
mod tests {
    use super::{domain_package, slug};

    #[test]
    fn a_domain_becomes_a_package_that_collides_with_nothing() {
        let cases = [
            ("consent", "consent"),
            ("Dynamic Pricing", "dynamicpricing"),
            ("events", "eventsdomain"),
            ("type", "typedomain"),
            ("time", "timedomain"),
            ("3d-models", "domain3dmodels"),
            ("größe", "gre"),
            ("度", "feature"),
            ("", "feature"),
        ];
        for (domain, package) in cases {
            assert_eq!(domain_package(domain), package, "{domain:?}");
        }
    }

    #[test]
    fn a_slug_is_a_file_name_of_bounded_length() {
        assert_eq!(slug("Enhanced Consent Management (v2)"), "enhanced-consent-management-v2");
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug("***"), "feature");
        assert!(slug(&"very long name ".repeat(20)).len() <= 60);
        assert!(slug(&"x".repeat(500)).len() <= 60);
    }
}
