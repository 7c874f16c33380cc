//! Where Go code belongs below the module root.

use serde::{Deserialize, Serialize};

/// Directories of the packages that a feature is made of; `{domain}` stands for the domain's package name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
}
