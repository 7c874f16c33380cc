//! Where the roles of a layout have their folders in a repository, found out from the repository itself.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;
use specwave_plan::Layout;

/// What code of a folder is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Role {
    /// Value objects that all contexts share.
    Values,
    /// Entities, events, repository interfaces.
    Domain,
    /// Services.
    Service,
    /// Repository implementations.
    Repository,
    /// SQL.
    Database,
    /// Cache.
    Cache,
    /// Event publishing.
    Events,
    /// Anything else that talks to the outside.
    Infrastructure,
    /// DTOs and handlers.
    Rest,
    /// Middleware.
    Middleware,
    /// Anything else of the API.
    Api,
    /// SQL migrations.
    Migrations,
}

/// Roles that may import the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Layer {
    Domain,
    Service,
    Infrastructure,
    Api,
    Migrations,
}

impl Role {
    pub(crate) fn layer(self) -> Layer {
        match self {
            Self::Values | Self::Domain => Layer::Domain,
            Self::Service => Layer::Service,
            Self::Repository | Self::Database | Self::Cache | Self::Events | Self::Infrastructure => Layer::Infrastructure,
            Self::Rest | Self::Middleware | Self::Api => Layer::Api,
            Self::Migrations => Layer::Migrations,
        }
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Domain => "domain",
            Self::Service => "service",
            Self::Infrastructure => "infrastructure",
            Self::Api => "api",
            Self::Migrations => "migrations",
        })
    }
}

/// Folders that repositories use for a role, the most usual first; below `internal`, `pkg` or the folder itself.
const VARIANTS: [(Role, &[&str]); 12] = [
    (Role::Values, &["domain/values", "domain/valueobjects", "domain/valueobject", "domain/vo"]),
    (Role::Domain, &["domain"]),
    (Role::Service, &["service", "services", "usecase", "usecases", "application", "app"]),
    (
        Role::Repository,
        &[
            "infrastructure/repository",
            "infrastructure/repositories",
            "infrastructure/persistence",
            "infra/repository",
            "infra/persistence",
            "persistence",
            "repository",
        ],
    ),
    (Role::Database, &["infrastructure/database", "infrastructure/db", "infra/database", "infra/db"]),
    (Role::Cache, &["infrastructure/cache", "infra/cache", "cache"]),
    (Role::Events, &["infrastructure/events", "infrastructure/messaging", "infra/events", "infra/messaging"]),
    (Role::Infrastructure, &["infrastructure", "infra"]),
    (
        Role::Rest,
        &["api/rest", "api/http", "rest", "http", "handler", "handlers", "delivery/http", "transport/http", "interfaces/http"],
    ),
    (Role::Middleware, &["api/middleware", "middleware"]),
    (Role::Api, &["api", "delivery", "transport", "interfaces"]),
    (Role::Migrations, &["migrations", "db/migrations", "database/migrations", "infrastructure/migrations"]),
];

/// The folder of a role in this repository, and how that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Folder {
    pub(crate) role: Role,
    /// What the role's code may import goes by this.
    pub(crate) layer: Layer,
    /// Below the module root; where there is none, the one that would be taken.
    pub path: String,
    /// Why.
    pub why: String,
    /// How many files lie there.
    pub files: usize,
}

impl Folder {
    /// The role in words.
    #[must_use]
    pub fn role(&self) -> String {
        format!("{:?}", self.role).to_lowercase()
    }
}

/// What a package is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing<'dir> {
    pub(crate) role: Role,
    /// The part of the domain that it belongs to: the first folder below the role's own. Empty where there is none.
    pub(crate) context: &'dir str,
}

/// The folders of a repository.
#[derive(Debug, Clone, Default)]
pub(crate) struct Folders {
    all: Vec<Folder>,
}

impl Folders {
    /// Looks at the directories that hold files, with how many each holds. A layout begins wherever there is a domain: at
    /// the module root, or in a folder for one part of the module.
    pub(crate) fn recognise(layout: &Layout, directories: &[(&str, usize)]) -> Self {
        let files_below = |folder: &str| -> usize {
            directories.iter().filter(|(dir, _)| below(dir, folder).is_some()).map(|(_, files)| files).sum()
        };
        let mut all = Vec::new();
        for base in bases(layout, directories) {
            for (role, variants) in VARIANTS {
                let configured = configured(layout, role).map(|dir| joined(&base.prefix, &dir));
                let candidates =
                    configured.iter().cloned().chain(variants.iter().flat_map(|variant| base.variants(role, variant)));
                let mut with_files = candidates.map(|path| (files_below(&path), path)).filter(|(files, _)| *files > 0);
                let Some((files, path)) = with_files.next() else {
                    let Some(path) = configured else { continue };
                    let why = "there is none yet; this is where specwave.toml, or its default, puts it".to_owned();
                    all.push(Folder { role, layer: role.layer(), path, why, files: 0 });
                    continue;
                };
                let why = match configured {
                    Some(configured) if configured == path => "as specwave.toml, or its default, says".to_owned(),
                    Some(configured) => format!("it is there, and `{configured}` is not"),
                    None => "it is there".to_owned(),
                };
                all.push(Folder { role, layer: role.layer(), path, why, files });
            }
        }
        Self { all }
    }

    /// What the package in `dir` is there for: the longest of the folders that it lies in says it.
    pub(crate) fn standing<'dir>(&self, dir: &'dir str) -> Option<Standing<'dir>> {
        let lying = self.all.iter().filter_map(|folder| Some((folder, below(dir, &folder.path)?)));
        let (folder, rest) = lying.max_by_key(|(folder, _)| folder.path.len())?;
        Some(Standing { role: folder.role, context: rest.split('/').next().unwrap_or_default() })
    }

    /// The folder of a role that is nearest to `dir`.
    pub(crate) fn of(&self, role: Role, dir: &str) -> Option<&str> {
        let shared = |folder: &&Folder| folder.path.bytes().zip(dir.bytes()).take_while(|(a, b)| a == b).count();
        self.all.iter().filter(|folder| folder.role == role).max_by_key(shared).map(|folder| folder.path.as_str())
    }

    /// Whether the roles have the same folders as in another one.
    pub(crate) fn are_as(&self, other: &Self) -> bool {
        let place = |folder: &Folder| (folder.role, folder.path.clone());
        self.all.iter().map(place).eq(other.all.iter().map(place))
    }

    pub(crate) fn into_folders(self) -> Vec<Folder> {
        self.all
    }
}

/// Where a layout begins.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Base {
    /// Folder below the module root that holds all of it; empty for the root.
    prefix: String,
    /// `internal` or `pkg`, where the domain lies below that; else empty.
    inner: String,
}

impl Base {
    /// The places of a variant: that of the domain, then the others of the same base. Migrations are no Go package that
    /// others must not import, and lie at the top as often.
    fn variants(&self, role: Role, variant: &str) -> Vec<String> {
        let inside = joined(&joined(&self.prefix, &self.inner), variant);
        let outside = (role == Role::Migrations && !self.inner.is_empty()).then(|| joined(&self.prefix, variant));
        std::iter::once(inside).chain(outside).collect()
    }
}

/// Every place where a layout begins.
fn bases(layout: &Layout, directories: &[(&str, usize)]) -> BTreeSet<Base> {
    let own = configured(layout, Role::Domain).unwrap_or_default();
    let (own_inner, own_rest) = own.split_once('/').filter(|(first, _)| is_inner(first)).unwrap_or(("", &own));
    let mut bases = BTreeSet::new();
    for (dir, _) in directories {
        let parts: Vec<&str> = dir.split('/').collect();
        let prefix_of = |at: usize| parts[..at].join("/");
        // A domain of one's own making counts where the settings say, and in the same place of a part.
        let domain: Vec<&str> = own_rest.split('/').collect();
        let found = (0..parts.len()).find(|at| parts[*at..].starts_with(&domain) || parts[*at] == "domain");
        let Some(at) = found else { continue };
        let inner = at.checked_sub(1).map(|before| parts[before]).filter(|before| is_inner(before));
        let prefix = prefix_of(if inner.is_some() { at - 1 } else { at });
        let inner = inner.map_or_else(String::new, str::to_owned);
        let fits = parts[at..].starts_with(&domain) && inner == own_inner;
        if fits || parts[at] == "domain" {
            bases.insert(Base { prefix, inner });
        }
    }
    bases
}

fn is_inner(part: &str) -> bool {
    matches!(part, "internal" | "pkg")
}

/// The directory that the settings give a role, without what stands for the domain.
fn configured(layout: &Layout, role: Role) -> Option<String> {
    let template = match role {
        Role::Values => &layout.values,
        Role::Domain => &layout.domain,
        Role::Service => &layout.service,
        Role::Repository => &layout.repository,
        Role::Database => &layout.database,
        Role::Cache => &layout.cache,
        Role::Events => &layout.events,
        Role::Rest => &layout.rest,
        Role::Middleware => &layout.middleware,
        Role::Migrations => &layout.migrations,
        Role::Infrastructure | Role::Api => return None,
    };
    let dir = template.split("{domain}").next().unwrap_or_default().trim_matches('/');
    (!dir.is_empty()).then(|| dir.to_owned())
}

fn joined(folder: &str, rest: &str) -> String {
    match (folder, rest) {
        ("", only) | (only, "") => only.to_owned(),
        (folder, rest) => format!("{folder}/{rest}"),
    }
}

/// What is left of `dir` below `folder`; `None` where it lies elsewhere.
pub(crate) fn below<'dir>(dir: &'dir str, folder: &str) -> Option<&'dir str> {
    let rest = dir.strip_prefix(folder)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/').or_else(|| folder.is_empty().then_some(rest)) }
}

#[cfg(test)]
mod tests {
    use specwave_plan::Layout;

    use super::{Folders, Role};

    fn folder(layout: &Layout, directories: &[&str], role: Role) -> Option<String> {
        let counted: Vec<_> = directories.iter().map(|dir| (*dir, 1)).collect();
        let folders = Folders::recognise(layout, &counted).into_folders();
        folders.into_iter().find(|folder| folder.role == role && folder.files > 0).map(|folder| folder.path)
    }

    #[test]
    fn variants_are_recognised_where_the_default_is_not_there() {
        let default = Layout::default();
        for (directories, role, expected) in [
            (&["internal/domain/billing", "internal/service/billing"][..], Role::Service, Some("internal/service")),
            (&["internal/domain/billing", "internal/usecase"], Role::Service, Some("internal/usecase")),
            (&["internal/domain", "internal/application/billing"], Role::Service, Some("internal/application")),
            (
                &["internal/domain", "internal/infrastructure/persistence"],
                Role::Repository,
                Some("internal/infrastructure/persistence"),
            ),
            (&["domain", "http"], Role::Rest, Some("http")),
            (&["billing/domain", "billing/rest"], Role::Rest, Some("billing/rest")),
            (&["services/a/internal/domain/x", "services/a/internal/api/rest"], Role::Rest, Some("services/a/internal/api/rest")),
            (&["internal/store", "internal/service"], Role::Service, None),
        ] {
            assert_eq!(folder(&default, directories, role).as_deref(), expected, "{directories:?}");
        }
    }

    #[test]
    fn settings_come_before_what_is_usual() {
        let layout = Layout {
            service: "internal/flows/{domain}".to_owned(),
            domain: "internal/core/{domain}".to_owned(),
            ..Layout::default()
        };
        let directories = ["internal/core/billing", "internal/flows/billing", "internal/service"];
        assert_eq!(folder(&layout, &directories, Role::Service).as_deref(), Some("internal/flows"));
        assert_eq!(folder(&layout, &directories, Role::Domain).as_deref(), Some("internal/core"));
    }

    #[test]
    fn the_longest_folder_says_what_a_package_is_for() {
        let counted =
            [("internal/domain/values", 1), ("internal/domain/billing/rates", 1), ("internal/api/rest", 1), ("internal/api", 1)];
        let folders = Folders::recognise(&Layout::default(), &counted);
        let standing = |dir| folders.standing(dir).map(|standing| (standing.role, standing.context.to_owned()));
        assert_eq!(standing("internal/domain/values"), Some((Role::Values, String::new())));
        assert_eq!(standing("internal/domain/billing/rates"), Some((Role::Domain, "billing".to_owned())));
        assert_eq!(standing("internal/api/openapi"), Some((Role::Api, "openapi".to_owned())));
        assert_eq!(standing("internal/domainless"), None);
    }
}
