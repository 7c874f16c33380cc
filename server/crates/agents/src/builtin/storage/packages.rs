//! The names under which generated code imports the packages of the contract.

use serde::Serialize;
use specwave_plan::contract::Contract;

/// Aliases of packages by their keys, for templates.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Packages<'a> {
    domain: &'a str,
    values: &'a str,
    database: &'a str,
    #[serde(skip)]
    contract: &'a Contract,
}

impl<'a> Packages<'a> {
    pub(crate) fn of(contract: &'a Contract) -> Self {
        let alias = |key: &'a str| contract.package(key).map_or(key, |package| package.alias.as_str());
        Self { domain: alias("domain"), values: alias("values"), database: alias("database"), contract }
    }

    /// The directory of the package with the given key.
    pub(crate) fn directory(self, key: &'a str) -> &'a str {
        self.contract.package(key).map_or(key, |package| package.dir.as_str())
    }
}
