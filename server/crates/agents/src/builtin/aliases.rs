//! Names under which packages are imported, where the usual one means something else in the same file.

use std::collections::{BTreeMap, BTreeSet};

use specwave_golang::declared;
use specwave_plan::contract::{Contract, Package};

use super::File;

/// The contract with other aliases for the packages that `files` hide with names of their own; `None` if they hide
/// none. A domain called `store` collides with a variable that a template calls so.
pub(super) fn without_collisions(contract: &Contract, files: &[File]) -> Option<Contract> {
    let hidden = hidden_packages(contract, files);
    if hidden.is_empty() {
        return None;
    }
    let mut contract = contract.clone();
    for package in contract.packages.iter_mut().filter(|package| hidden.contains(&package.key)) {
        package.alias = format!("{}{}", package.name, package.key);
    }
    Some(contract)
}

/// Keys of the packages whose alias a file uses, and declares too: itself, or another file of its package.
fn hidden_packages(contract: &Contract, files: &[File]) -> BTreeSet<String> {
    let go = || files.iter().filter(|file| file.path.ends_with(".go"));
    let mut of_directory: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for file in go() {
        of_directory.entry(directory(file)).or_default().extend(declared(&file.text));
    }
    let imports = |file: &File, package: &Package| {
        let is_own = directory(file) == package.dir && !file.path.ends_with("_test.go");
        !is_own && file.text.contains(&format!("{}.", package.alias))
    };
    let is_hidden = |package: &&Package| {
        go().any(|file| {
            imports(file, package) && of_directory.get(directory(file)).is_some_and(|names| names.contains(&package.alias))
        })
    };
    contract.packages.iter().filter(is_hidden).map(|package| package.key.clone()).collect()
}

fn directory(file: &File) -> &str {
    file.path.rsplit_once('/').map_or("", |(directory, _)| directory)
}

#[cfg(test)]
mod tests {
    use specwave_plan::contract::{Contract, Package};

    use super::without_collisions;
    use crate::builtin::File;

    fn contract() -> Contract {
        let package = Package { key: "domain".into(), dir: "d/store".into(), name: "store".into(), alias: "store".into() };
        Contract { packages: vec![package], ..Contract::default() }
    }

    #[test]
    fn a_package_that_a_file_hides_gets_another_alias() {
        let file = |text: &str| [File::new("infra/x.go", format!("package infra\n\n{text}\n"))];
        let hides = [
            "func f(store int) store.T { return nil }",
            "type store struct{}\n\nvar t store.T",
            "func f() { store := 1; store.g() }",
        ];
        for text in hides {
            let changed = without_collisions(&contract(), &file(text));
            assert_eq!(changed.map(|changed| changed.packages[0].alias.clone()).as_deref(), Some("storedomain"), "{text}");
        }
        for text in ["func f() store.T { return nil }", "func f(store int) {}"] {
            assert_eq!(without_collisions(&contract(), &file(text)), None, "{text}");
        }
    }
}
