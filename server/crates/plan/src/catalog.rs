//! The catalog: the roles, as data.

mod check;
mod prompts;

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

pub use check::CatalogError;
pub(crate) use prompts::PROMPTS;

use crate::RoleId;

/// The roles and the waves they belong to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalog {
    /// Waves, Wave 0 first.
    pub waves: Vec<Wave>,
    /// Roles, by wave.
    pub roles: Vec<Role>,
}

/// A group of roles that lie on the same level of the design.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wave {
    /// Short name, such as `Domain`.
    pub name: String,
    /// Full name, such as `Domain Foundation`.
    pub title: String,
}

/// What one Task does for a feature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Its key.
    pub id: RoleId,
    /// The name that its Task goes by, such as `Value Designer`.
    pub name: String,
    /// The full name of the position, such as `Value Object Designer`.
    pub position: String,
    /// What it does, in a few words; a template over the contract.
    pub description: String,
    /// What it answers for; templates over the contract.
    pub responsibilities: Vec<String>,
    /// Its wave, an index into [`Catalog::waves`].
    pub wave: u8,
    /// What it needs of other roles.
    #[serde(default)]
    pub needs: RoleNeeds,
    /// Parts of the contract that its prompt shows, by their keys.
    #[serde(default)]
    pub reads: Vec<String>,
    /// Globs of the paths that it may write, one per line; a template over the contract.
    pub owns: String,
    /// Globs of the files among them that are the same for every feature, one per line; a template over the contract.
    #[serde(default)]
    pub shares: String,
    /// Paths or globs that must be there when it is done, one per line; a template over the contract.
    #[serde(default)]
    pub makes: String,
    /// `package identifier` pairs that only it declares, one per line; a template over the contract.
    #[serde(default)]
    pub reserves: String,
    /// Checks of the gates that say nothing about what it writes.
    #[serde(default)]
    pub not_judged_by: Vec<String>,
    /// Expected duration with a coding agent.
    pub estimate_seconds: u32,
}

/// What a role needs of other roles.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RoleNeeds {
    /// Roles whose code has to be integrated.
    pub code: Vec<RoleId>,
    /// Roles whose part of the contract is enough.
    pub contract: Vec<RoleId>,
}

static BUILTIN: LazyLock<Result<Catalog, CatalogError>> =
    LazyLock::new(|| Catalog::parse(include_str!("../catalog/catalog.toml")));

impl Catalog {
    /// The catalog that comes with the program: 21 roles in five waves.
    ///
    /// # Errors
    /// Never in a program whose tests passed; the check is the same as for any other catalog.
    pub fn builtin() -> Result<&'static Self, CatalogError> {
        BUILTIN.as_ref().map_err(Clone::clone)
    }

    /// Reads a catalog and checks it.
    ///
    /// # Errors
    /// When the text is no catalog, or a role of it could never be planned.
    pub fn parse(text: &str) -> Result<Self, CatalogError> {
        let catalog: Self = toml::from_str(text).map_err(|error| CatalogError::Malformed(error.to_string()))?;
        catalog.check()?;
        Ok(catalog)
    }

    /// The role with the given key.
    #[must_use]
    pub fn role(&self, id: &RoleId) -> Option<&Role> {
        self.roles.iter().find(|role| role.id == *id)
    }

    /// The short name of a wave; empty if there is no such wave.
    #[must_use]
    pub fn wave_name(&self, wave: u8) -> &str {
        self.waves.get(usize::from(wave)).map_or("", |wave| &wave.name)
    }
}
