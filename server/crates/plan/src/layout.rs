//! Where Go code belongs below the module root.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Directories of the packages that a feature is made of; `{domain}` stands for the domain's package name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Layout {
    /// Value objects that all domains share.
    pub values: String,
    /// Entities, events, repository interfaces.
    pub domain: String,
    /// Repository implementations.
    pub repository: String,
    /// Tuned SQL and prepared statements.
    pub database: String,
    /// Cache.
    pub cache: String,
    /// Event publishing.
    pub events: String,
    /// Services, integrations, compliance.
    pub service: String,
    /// DTOs and handlers.
    pub rest: String,
    /// HTTP middleware.
    pub middleware: String,
    /// SQL migrations.
    pub migrations: String,
}

impl Default for Layout {
    fn default() -> Self {
        let dir = str::to_owned;
        Self {
            values: dir("internal/domain/values"),
            domain: dir("internal/domain/{domain}"),
            repository: dir("internal/infrastructure/repository"),
            database: dir("internal/infrastructure/database"),
            cache: dir("internal/infrastructure/cache"),
            events: dir("internal/infrastructure/events"),
            service: dir("internal/service/{domain}"),
            rest: dir("internal/api/rest"),
            middleware: dir("internal/api/middleware"),
            migrations: dir("migrations"),
        }
    }
}

impl Layout {
    /// Package keys with their directory for `domain`, in the order of the layers.
    pub(crate) fn directories(&self, domain: &str) -> [(&'static str, String); 10] {
        let dir = |template: &str| template.trim_matches('/').replace("{domain}", domain);
        [
            ("values", dir(&self.values)),
            ("domain", dir(&self.domain)),
            ("repository", dir(&self.repository)),
            ("database", dir(&self.database)),
            ("cache", dir(&self.cache)),
            ("events", dir(&self.events)),
            ("service", dir(&self.service)),
            ("rest", dir(&self.rest)),
            ("middleware", dir(&self.middleware)),
            ("migrations", dir(&self.migrations)),
        ]
    }

    /// The first directory that cannot be used: its key, and what is wrong with it.
    pub(crate) fn problem(&self) -> Option<(&'static str, String)> {
        let directories = self.directories("domain");
        for (at, (key, dir)) in directories.iter().enumerate() {
            if let Some(problem) = directory_problem(dir) {
                return Some((key, format!("is `{dir}`: {problem}")));
            }
            if let Some((other, _)) = directories[..at].iter().find(|(_, earlier)| earlier == dir) {
                return Some((
                    key,
                    format!("is `{dir}`, where `{other}` is already; every package needs a directory of its own"),
                ));
            }
        }
        (!self.domain.contains("{domain}") || !self.service.contains("{domain}")).then(|| {
            let key = if self.domain.contains("{domain}") { "service" } else { "domain" };
            (key, "has no `{domain}` in it; two domains would share one package".to_owned())
        })
    }
}

/// What is wrong with a package directory below the module root.
fn directory_problem(dir: &str) -> Option<&'static str> {
    let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let element = |part: &str| !part.is_empty() && part.chars().all(letters) && !part.starts_with(['.', '_']);
    if !dir.split('/').all(element) {
        return Some("a package directory is a relative path of letters, digits, `-`, `_` and `.` below the module root");
    }
    let last = dir.rsplit('/').next().unwrap_or_default();
    let package =
        last.starts_with(|c: char| c.is_ascii_lowercase()) && last.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    (!package).then_some("the last element is the package's name: lower-case letters and digits")
}
