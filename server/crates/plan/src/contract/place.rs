//! Where a feature's packages are in a module that other features may share.

use specwave_golang::names;
use specwave_spec::model::Spec;

use super::compute::{domain_of, feature_slug, one_line};
use super::package_names;
use crate::Layout;
use crate::module::ModuleFacts;

/// The directories of a feature's packages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// Package keys with their directory below the module root, in the order of the layers.
    pub(crate) directories: Vec<(&'static str, String)>,
    /// What tells the feature's items apart from those of others where they share a package.
    pub(crate) qualifier: String,
}

impl Place {
    /// The place of `spec` in the module: the domain's packages are named after the domain. Where another feature has
    /// these, the feature's own lie below them: a package that is made for one feature is made for no other.
    pub(crate) fn of(spec: &Spec, module: &ModuleFacts, layout: &Layout) -> Self {
        let domain = domain_of(spec);
        let directories = |domain: &str| {
            let below = |dir: String| if module.below.is_empty() { dir } else { format!("{}/{dir}", module.below) };
            layout.directories(domain).map(|(key, dir)| (key, below(dir))).to_vec()
        };
        let is_free = |directories: &[(&str, String)]| {
            let own = directories.iter().filter(|(key, _)| matches!(*key, "domain" | "service"));
            own.clone().all(|(_, dir)| !module.earlier.directories.contains(dir))
        };
        let first = directories(&domain);
        if is_free(&first) {
            let written = spec.domain.as_ref().map(|domain| one_line(&domain.value)).unwrap_or_default();
            let words = names::exported(&written);
            let is_name = words.starts_with(|c: char| c.is_ascii_uppercase()) && words.is_ascii();
            return Self { directories: first, qualifier: if is_name { words } else { names::exported(&domain) } };
        }
        let slug = feature_slug(spec);
        let telling = slug.strip_prefix(&domain).map_or(slug.as_str(), |rest| rest.trim_start_matches('-'));
        let names = [telling, slug.as_str()].into_iter().filter(|name| !name.is_empty());
        let mut places = names.map(|name| {
            let directories = directories(&format!("{domain}/{}", package_names::domain_package(name)));
            Self { directories, qualifier: names::exported(name) }
        });
        let place = places.clone().find(|place| is_free(&place.directories));
        place.or_else(|| places.next_back()).unwrap_or(Self { directories: first, qualifier: names::exported(&slug) })
    }
}

#[cfg(test)]
mod tests {
    use specwave_source::Span;
    use specwave_spec::model::{Located, Spec};

    use super::Place;
    use crate::Layout;
    use crate::module::{Earlier, ModuleFacts};

    /// The domain's directory and the qualifier of a feature, beside features that have these directories.
    fn place(name: &str, domain: &str, below: &str, taken: &[&str]) -> (String, String) {
        let located = |text: &str| Some(Located { value: text.to_owned(), span: Span::new(0, 1) });
        let spec = Spec { name: located(name), domain: located(domain), ..Spec::default() };
        let earlier = Earlier { directories: taken.iter().map(|dir| (*dir).to_owned()).collect(), ..Earlier::default() };
        let module = ModuleFacts { below: below.to_owned(), earlier, ..ModuleFacts::default() };
        let place = Place::of(&spec, &module, &Layout::default());
        let domain = place.directories.iter().find(|(key, _)| *key == "domain").map(|(_, dir)| dir.clone());
        (domain.unwrap(), place.qualifier)
    }

    #[test]
    fn a_domain_belongs_to_the_first_feature_that_comes_to_it() {
        let loyalty = "internal/domain/loyalty";
        type Case<'a> = (&'a str, &'a str, &'a str, &'a [&'a str], &'a str, &'a str);
        let cases: [Case<'_>; 6] = [
            ("Loyalty Ledger", "loyalty", "", &[], loyalty, "Loyalty"),
            ("Loyalty Ledger", "loyalty", "", &["internal/domain/parcel"], loyalty, "Loyalty"),
            ("Campaigns", "dynamic pricing", "", &[], "internal/domain/dynamicpricing", "DynamicPricing"),
            ("Loyalty Campaigns", "loyalty", "", &[loyalty], "internal/domain/loyalty/campaigns", "Campaigns"),
            (
                "Loyalty Campaigns",
                "loyalty",
                "",
                &[loyalty, "internal/domain/loyalty/campaigns"],
                "internal/domain/loyalty/loyaltycampaigns",
                "LoyaltyCampaigns",
            ),
            ("Loyalty", "loyalty", "services/a", &[loyalty], "services/a/internal/domain/loyalty", "Loyalty"),
        ];
        for (name, domain, below, taken, dir, qualifier) in cases {
            assert_eq!(place(name, domain, below, taken), (dir.to_owned(), qualifier.to_owned()), "{name} beside {taken:?}");
        }
    }
}
