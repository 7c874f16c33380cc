//! The packages of the module, and which of them are complete.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

/// The packages of the module.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Packages {
    by_import_path: BTreeMap<String, Package>,
}

/// One package.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Package {
    /// Folder below the module root.
    folder: String,
    /// Names of its Go files, those of its tests among them.
    files: Vec<String>,
    /// Import paths that it or its tests need.
    imports: BTreeSet<String>,
    has_tests: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[derive(Default)]
struct Listed {
    import_path: String,
    dir: String,
    go_files: Vec<String>,
    test_go_files: Vec<String>,
    #[serde(rename = "XTestGoFiles")]
    external_test_go_files: Vec<String>,
    imports: Vec<String>,
    test_imports: Vec<String>,
    #[serde(rename = "XTestImports")]
    external_test_imports: Vec<String>,
}

impl Packages {
    /// Reads what `go list -json` wrote in this module root.
    pub(super) fn parse(text: &str, root: &Path) -> Result<Self, serde_json::Error> {
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let mut packages = Self::default();
        for listed in serde_json::Deserializer::from_str(text).into_iter::<Listed>() {
            let listed = listed?;
            let folder = Path::new(&listed.dir).strip_prefix(&root).unwrap_or(Path::new(&listed.dir));
            let has_tests = !listed.test_go_files.is_empty() || !listed.external_test_go_files.is_empty();
            let package = Package {
                folder: folder.to_string_lossy().into_owned(),
                files: [listed.go_files, listed.test_go_files, listed.external_test_go_files].concat(),
                imports: [listed.imports, listed.test_imports, listed.external_test_imports].concat().into_iter().collect(),
                has_tests,
            };
            packages.by_import_path.insert(listed.import_path, package);
        }
        Ok(packages)
    }

    /// Those whose owners are all in, and that need only packages of this kind.
    pub(super) fn complete(mut self, owners_are_in: impl Fn(&str, &[String]) -> bool) -> Self {
        let all: BTreeSet<String> = self.by_import_path.keys().cloned().collect();
        self.by_import_path.retain(|_, package| owners_are_in(&package.folder, &package.files));
        loop {
            let complete: BTreeSet<String> = self.by_import_path.keys().cloned().collect();
            self.by_import_path
                .retain(|_, package| package.imports.iter().all(|import| !all.contains(import) || complete.contains(import)));
            if self.by_import_path.len() == complete.len() {
                return self;
            }
        }
    }

    /// As arguments of the `go` command.
    pub(super) fn arguments(&self) -> impl Iterator<Item = String> {
        self.by_import_path.values().map(|package| format!("./{}", package.folder))
    }

    /// Folder of a package below the module root.
    pub(super) fn folder(&self, import_path: &str) -> Option<&str> {
        self.by_import_path.get(import_path).map(|package| package.folder.as_str())
    }

    pub(super) fn has_folder(&self, folder: &str) -> bool {
        self.by_import_path.values().any(|package| package.folder == folder)
    }

    pub(super) fn have_tests(&self) -> bool {
        self.by_import_path.values().any(|package| package.has_tests)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.by_import_path.is_empty()
    }
}

/// Whether there is anything for the `go` command to do.
pub(super) fn has_go_files(root: &Path) -> bool {
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && !name.starts_with(['.', '_']) && name != "testdata" => folders.push(entry.path()),
                Ok(kind) if kind.is_file() && name.ends_with(".go") && !name.starts_with(['.', '_']) => return true,
                _ => {}
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_complete_with_all_that_it_needs() {
        let text = r#"
            {"ImportPath": "m/a", "Dir": "/r/a", "GoFiles": ["a.go"]}
            {"ImportPath": "m/b", "Dir": "/r/b", "GoFiles": ["b.go"], "XTestGoFiles": ["b_test.go"], "XTestImports": ["m/c", "fmt"]}
            {"ImportPath": "m/c", "Dir": "/r/c", "GoFiles": ["c.go"], "Imports": ["m/d"]}
            {"ImportPath": "m/d", "Dir": "/r/d", "GoFiles": ["d.go"]}"#;
        let packages = Packages::parse(text, Path::new("/r")).unwrap();
        assert!(packages.have_tests());
        assert_eq!(packages.folder("m/b"), Some("b"));
        let arguments = |packages: &Packages| packages.arguments().collect::<Vec<_>>();
        assert_eq!(arguments(&packages), ["./a", "./b", "./c", "./d"]);
        let complete = packages.complete(|folder, _| folder != "d");
        assert_eq!(arguments(&complete), ["./a"], "b's test needs c, and c needs d");
    }
}
