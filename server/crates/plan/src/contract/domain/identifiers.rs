//! Package-level identifiers of one Go package, each given once.

use std::collections::BTreeSet;

use crate::module::PackageFacts;

/// Identifiers that a package declares.
#[derive(Debug, Default)]
pub(super) struct Identifiers {
    taken: BTreeSet<String>,
}

impl Identifiers {
    /// The identifiers that `reserved` lists and the module already has in the package.
    pub(super) fn new(reserved: &[&str], present: Option<&PackageFacts>) -> Self {
        let mut taken: BTreeSet<String> = reserved.iter().map(|name| (*name).to_owned()).collect();
        if let Some(present) = present {
            taken.extend(present.identifiers.iter().cloned());
            taken.extend(present.types.keys().cloned());
        }
        Self { taken }
    }

    /// Takes names that something else has.
    pub(super) fn take(&mut self, names: impl IntoIterator<Item = String>) {
        self.taken.extend(names);
    }

    /// Takes `name` if all of `family(name)` are free, else the first of the `others` for which they are, else `name`
    /// with a number behind it.
    pub(super) fn claim(&mut self, name: &str, others: &[String], family: impl Fn(&str) -> Vec<String>) -> String {
        let numbered = (2..).map(|n| format!("{name}{n}"));
        let mut candidates = std::iter::once(name.to_owned()).chain(others.iter().cloned()).chain(numbered);
        let free = |candidate: &String| family(candidate).iter().all(|member| !self.taken.contains(member));
        let chosen = candidates.find(free).unwrap_or_else(|| name.to_owned());
        self.taken.extend(family(&chosen));
        chosen
    }

    /// Takes a single name.
    pub(super) fn claim_one(&mut self, name: &str, others: &[String]) -> String {
        self.claim(name, others, |name| vec![name.to_owned()])
    }
}

#[cfg(test)]
mod tests {
    use super::Identifiers;

    #[test]
    fn a_name_is_given_once() {
        let mut identifiers = Identifiers::new(&["Event"], None);
        assert_eq!(identifiers.claim_one("Event", &["EventRecord".to_owned()]), "EventRecord");
        assert_eq!(identifiers.claim_one("Event", &["EventRecord".to_owned()]), "Event2");
        let family = |name: &str| vec![name.to_owned(), format!("New{name}")];
        assert_eq!(identifiers.claim("Account", &[], family), "Account");
        assert_eq!(identifiers.claim("NewAccount", &[], family), "NewAccount2");
    }
}
