//! Names of Go files that mean nothing else to the Go command and collide with no other role's files.

use specwave_golang::names;

/// File stems of the domain package that belong to no single item.
pub(super) const DOMAIN_STEMS: &[&str] =
    &["errors", "events", "events_registry", "repository", "domain_property", "domain_rules"];

/// File stems of the values package that belong to no single value.
pub(super) const VALUES_STEMS: &[&str] = &["domain_errors", "event", "must", "scan", "validation_error"];

/// File stems of the service package that belong to no single service.
pub(super) const SERVICE_STEMS: &[&str] = &[
    "audit_log",
    "benchmark",
    "compliance",
    "convert",
    "doc",
    "fakes",
    "integration",
    "latency_budget",
    "models",
    "ports",
    "read_through",
    "unit_of_work",
];

/// File stems of the REST package that belong to no single group of endpoints.
pub(super) const REST_STEMS: &[&str] = &["api", "router", "problem"];

/// Last words that make the Go command build a file for one system only, or take it for a test.
const MEANINGFUL_ENDINGS: &[&str] = &[
    "test",
    "386",
    "aix",
    "amd64",
    "android",
    "arm",
    "arm64",
    "darwin",
    "dragonfly",
    "freebsd",
    "illumos",
    "ios",
    "js",
    "linux",
    "loong64",
    "mips",
    "mips64",
    "mips64le",
    "mipsle",
    "netbsd",
    "openbsd",
    "plan9",
    "ppc64",
    "ppc64le",
    "riscv64",
    "s390x",
    "solaris",
    "unix",
    "wasip1",
    "wasm",
    "windows",
    "zos",
];

/// Last words by which roles that share a package tell their files apart.
const ROLE_ENDINGS: &[&str] = &["query", "dto", "handler", "property"];

/// Beginnings by which roles that share a package tell their files apart.
const ROLE_BEGINNINGS: &[&str] = &["compliance_", "integration_"];

/// The stem of the file that `name` is declared in; `taken` are the stems that the package uses otherwise.
pub(super) fn stem(name: &str, taken: &[&str]) -> String {
    let stem: String = names::snake(name).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let stem = stem.trim_matches('_');
    let last = stem.rsplit('_').next().unwrap_or_default();
    let means_more = stem.contains('_') && MEANINGFUL_ENDINGS.contains(&last) || stem == "test" || stem == "doc";
    let of_a_role = ROLE_ENDINGS.contains(&last) || ROLE_BEGINNINGS.iter().any(|beginning| stem.starts_with(beginning));
    match stem {
        "" => "item".to_owned(),
        _ if means_more || of_a_role || taken.contains(&stem) => format!("{stem}_type"),
        _ => stem.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{DOMAIN_STEMS, SERVICE_STEMS, stem};

    #[test]
    fn a_file_is_named_as_its_item_unless_that_means_something_else() {
        let cases = [
            ("ConsentRecord", "consent_record"),
            ("Events", "events_type"),
            ("ConsentQuery", "consent_query_type"),
            ("LoadTest", "load_test_type"),
            ("NodeLinux", "node_linux_type"),
            ("Windows", "windows"),
            ("Größe", "gr__e"),
            ("", "item"),
        ];
        for (name, expected) in cases {
            assert_eq!(stem(name, DOMAIN_STEMS), expected, "{name:?}");
        }
        assert_eq!(stem("ComplianceService", SERVICE_STEMS), "compliance_service_type");
    }
}
