//! What has to hold of every catalog before anything is planned with it.

use std::collections::BTreeSet;

use super::{Catalog, PROMPTS, Role};
use crate::RoleId;
use crate::config::OWN_CHECKS;

/// Why a catalog cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogError {
    /// It is no TOML, or has a key or a value that does not exist.
    #[error("the catalog cannot be read: {0}")]
    Malformed(String),
    /// Two roles have one key.
    #[error("the catalog has two roles `{0}`")]
    DuplicateRole(RoleId),
    /// A role is in a wave that is not listed.
    #[error("role `{role}` is in wave {wave}, and the catalog has no such wave")]
    UnknownWave {
        /// The role.
        role: RoleId,
        /// Its wave.
        wave: u8,
    },
    /// A role needs one that is not there.
    #[error("role `{role}` needs `{needed}`, and the catalog has no such role")]
    UnknownRole {
        /// The role.
        role: RoleId,
        /// What it needs.
        needed: RoleId,
    },
    /// Roles need each other, so that none can start.
    #[error("roles need each other in a circle: {}", circle(.0))]
    Cycle(Vec<RoleId>),
    /// A role may write nothing.
    #[error("role `{0}` owns no path, so it could not do anything")]
    EmptyWriteSet(RoleId),
    /// A role names a check that gates do not make.
    #[error("role `{role}` is not judged by `{check}`, and there is no such check")]
    UnknownCheck {
        /// The role.
        role: RoleId,
        /// The check.
        check: String,
    },
    /// A role has no prompt.
    #[error("role `{0}` has no prompt template")]
    NoPrompt(RoleId),
}

/// `a → b → a`
fn circle(roles: &[RoleId]) -> String {
    let names: Vec<&str> = roles.iter().chain(roles.first()).map(|role| role.0.as_str()).collect();
    names.join(" → ")
}

impl Catalog {
    pub(super) fn check(&self) -> Result<(), CatalogError> {
        let mut seen = BTreeSet::new();
        for role in &self.roles {
            if !seen.insert(&role.id) {
                return Err(CatalogError::DuplicateRole(role.id.clone()));
            }
            self.check_role(role)?;
        }
        match self.cycle() {
            Some(roles) => Err(CatalogError::Cycle(roles)),
            None => Ok(()),
        }
    }

    fn check_role(&self, role: &Role) -> Result<(), CatalogError> {
        if usize::from(role.wave) >= self.waves.len() {
            return Err(CatalogError::UnknownWave { role: role.id.clone(), wave: role.wave });
        }
        if let Some(needed) = role.needs.all().find(|needed| self.role(needed).is_none()) {
            return Err(CatalogError::UnknownRole { role: role.id.clone(), needed: needed.clone() });
        }
        if role.owns.trim().is_empty() {
            return Err(CatalogError::EmptyWriteSet(role.id.clone()));
        }
        if let Some(check) = role.not_judged_by.iter().find(|check| !OWN_CHECKS.contains(&check.as_str())) {
            return Err(CatalogError::UnknownCheck { role: role.id.clone(), check: check.clone() });
        }
        if !PROMPTS.iter().any(|(name, _)| *name == role.id.0) {
            return Err(CatalogError::NoPrompt(role.id.clone()));
        }
        Ok(())
    }

    /// Roles that need each other in a circle, in order.
    fn cycle(&self) -> Option<Vec<RoleId>> {
        let mut done = BTreeSet::new();
        self.roles.iter().find_map(|role| self.cycle_from(role, &mut Vec::new(), &mut done))
    }

    fn cycle_from<'a>(
        &'a self,
        role: &'a Role,
        path: &mut Vec<&'a RoleId>,
        done: &mut BTreeSet<&'a RoleId>,
    ) -> Option<Vec<RoleId>> {
        if done.contains(&role.id) {
            return None;
        }
        if let Some(at) = path.iter().position(|earlier| *earlier == &role.id) {
            return Some(path[at..].iter().map(|role| (*role).clone()).collect());
        }
        path.push(&role.id);
        let cycle =
            role.needs.all().filter_map(|needed| self.role(needed)).find_map(|needed| self.cycle_from(needed, path, done));
        path.pop();
        done.insert(&role.id);
        cycle
    }
}

impl super::RoleNeeds {
    /// Everything that is needed, code first.
    fn all(&self) -> impl Iterator<Item = &RoleId> {
        self.code.iter().chain(&self.contract)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::Catalog;

    #[test]
    fn the_builtin_catalog_has_one_role_and_then_five_in_each_wave() {
        let catalog = Catalog::builtin().unwrap();
        let mut by_wave: BTreeMap<u8, usize> = BTreeMap::new();
        for role in &catalog.roles {
            *by_wave.entry(role.wave).or_default() += 1;
            assert_eq!(role.responsibilities.len(), 4, "{}", role.id);
        }
        assert_eq!(by_wave, BTreeMap::from([(0, 1), (1, 5), (2, 5), (3, 5), (4, 5)]));
        assert!(catalog.roles.is_sorted_by_key(|role| role.wave));
    }

    #[test]
    fn a_catalog_that_cannot_work_is_refused_with_the_role() {
        let role = |id: &str, rest: &str| {
            format!(
                "[[roles]]\nid = '{id}'\nname = 'N'\nposition = 'P'\ndescription = 'D'\nresponsibilities = []\nestimate_seconds = 1\n{rest}\n"
            )
        };
        let waves = "[[waves]]\nname = 'A'\ntitle = 'A'\n";
        let plain = "wave = 0\nowns = 'a'";
        let cases = [
            (role("domain_expert", plain) + &role("domain_expert", plain), "two roles `domain_expert`"),
            (role("domain_expert", "wave = 7\nowns = 'a'"), "role `domain_expert` is in wave 7"),
            (role("domain_expert", "wave = 0\nowns = ' '"), "role `domain_expert` owns no path"),
            (role("nobody", plain), "role `nobody` has no prompt"),
            (role("domain_expert", "wave = 0\nowns = 'a'\nneeds.code = ['x']"), "role `domain_expert` needs `x`"),
            (
                role("domain_expert", "wave = 0\nowns = 'a'\nneeds.code = ['event_architect']")
                    + &role("event_architect", "wave = 0\nowns = 'a'\nneeds.contract = ['domain_expert']"),
                "domain_expert → event_architect → domain_expert",
            ),
            (role("domain_expert", "wave = 0\nowns = 'a'\nnot_judged_by = ['taste']"), "not judged by `taste`, and there is no"),
            (role("domain_expert", "wave = 0"), "missing field `owns`"),
        ];
        for (roles, expected) in cases {
            let error = Catalog::parse(&format!("{waves}{roles}")).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }
}
