//! Names under which packages are imported, where the usual one means something else in the same file.

use std::collections::{BTreeMap, BTreeSet};

use specwave_golang::{declared, facts};
use specwave_plan::contract::{Contract, Package};

use super::File;

/// The files again, each with other aliases for the packages that it hides with names of its own. A domain called
/// `store` collides with a variable that a template calls so. What one file hides changes no other, so that files which
/// are the same for every feature stay so.
pub(super) fn without_collisions<E>(
    contract: &Contract,
    files: Vec<File>,
    mut write: impl FnMut(&Contract) -> Result<Vec<File>, E>,
) -> Result<Vec<File>, E> {
    let hidden = hidden_packages(contract, &files);
    let mut again: BTreeMap<&BTreeSet<String>, Vec<File>> = BTreeMap::new();
    for keys in hidden.iter().filter(|keys| !keys.is_empty()) {
        if !again.contains_key(keys) {
            again.insert(keys, write(&under_other_aliases(contract, keys))?);
        }
    }
    let renewed = |(file, keys): (File, &BTreeSet<String>)| {
        let other = again.get(keys).and_then(|files| files.iter().find(|other| other.path == file.path));
        other.cloned().unwrap_or(file)
    };
    Ok(files.into_iter().zip(&hidden).map(renewed).collect())
}

fn under_other_aliases(contract: &Contract, keys: &BTreeSet<String>) -> Contract {
    let mut contract = contract.clone();
    for package in contract.packages.iter_mut().filter(|package| keys.contains(&package.key)) {
        package.alias = format!("{}{}", package.name, package.key);
    }
    contract
}

/// For each file the keys of the packages whose alias it uses, and declares too: itself, or another file of its package
/// at package level.
fn hidden_packages(contract: &Contract, files: &[File]) -> Vec<BTreeSet<String>> {
    let mut of_directory: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for file in files.iter().filter(|file| is_go(file)) {
        of_directory.entry(directory(file)).or_default().extend(facts::read(&file.text).package_level().map(str::to_owned));
    }
    let imports = |file: &File, package: &Package| {
        let is_own = directory(file) == package.dir && !file.path.ends_with("_test.go");
        !is_own && file.text.contains(&format!("{}.", package.alias))
    };
    let hidden = |file: &File| {
        if !is_go(file) {
            return BTreeSet::new();
        }
        let own = declared(&file.text);
        let beside = of_directory.get(directory(file));
        let hides = |name: &str| own.contains(name) || beside.is_some_and(|names| names.contains(name));
        let packages = contract.packages.iter().filter(|package| imports(file, package) && hides(&package.alias));
        packages.map(|package| package.key.clone()).collect()
    };
    files.iter().map(hidden).collect()
}

fn is_go(file: &File) -> bool {
    file.path.ends_with(".go")
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

    /// The alias of the only package after `files` were looked at; `None` where nothing is written again.
    fn alias_for(files: &[&str]) -> Option<String> {
        let files =
            files.iter().enumerate().map(|(at, text)| File::new(format!("infra/{at}.go"), format!("package infra\n\n{text}\n")));
        let mut alias = None;
        without_collisions(&contract(), files.collect(), |changed| {
            alias = Some(changed.packages[0].alias.clone());
            Ok::<_, ()>(Vec::new())
        })
        .unwrap();
        alias
    }

    #[test]
    fn a_package_that_a_file_hides_gets_another_alias() {
        let hides: [&[&str]; 4] = [
            &["func f(store int) store.T { return nil }"],
            &["type store struct{}\n\nvar t store.T"],
            &["func f() { store := 1; store.g() }"],
            &["var t store.T", "type store struct{}"],
        ];
        for files in hides {
            assert_eq!(alias_for(files).as_deref(), Some("storedomain"), "{files:?}");
        }
        let shows: [&[&str]; 3] =
            [&["func f() store.T { return nil }"], &["func f(store int) {}"], &["var t store.T", "func f(store int) {}"]];
        for files in shows {
            assert_eq!(alias_for(files), None, "{files:?}");
        }
    }
}
