//! What is already there: the Go module that the code becomes part of.

mod go_mod;
mod read;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

pub use read::{module_path, module_root};

use crate::contract::Value;

/// The module that the code becomes part of, as plain data; [`Default`] is an empty folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ModuleFacts {
    /// Module root: the nearest directory with a `go.mod` at or above the output directory, else that directory.
    pub root: PathBuf,
    /// Whether there is a `go.mod`.
    pub exists: bool,
    /// Module path: of the `go.mod`, else the configured one; `None` means `example.com/<slug>`.
    pub path: Option<String>,
    /// `go` directive of the `go.mod`.
    pub go: Option<String>,
    /// Existing packages of the layout by directory below the module root.
    pub packages: BTreeMap<String, PackageFacts>,
    /// Stems of the files in the migrations directory, such as `000001_users`.
    pub migrations: Vec<String>,
    /// Tables that migrations of others make.
    pub tables: BTreeSet<String>,
    /// Directory of the output folder below the module root; empty where both are the same.
    pub below: String,
    /// What earlier runs have brought in.
    pub earlier: Earlier,
}

/// What earlier runs have brought in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Earlier {
    /// Files below the module root, as they were brought in, that a new run makes again: those of the same feature, and
    /// those that are the same for every feature. They do not count as being there.
    pub own: BTreeSet<PathBuf>,
    /// Directories below the module root in which other features have files of their own.
    pub directories: BTreeSet<String>,
    /// Value objects of other features.
    pub values: Vec<Value>,
}

/// What an existing package declares at package level.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PackageFacts {
    /// Exported types by name.
    pub types: BTreeMap<String, TypeFacts>,
    /// All other package-level identifiers: functions, constants, variables, unexported types.
    pub identifiers: Vec<String>,
    /// The files, below the module root, that the other identifiers are declared in.
    pub declared_in: BTreeMap<String, String>,
}

/// An existing type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypeFacts {
    /// What stands behind the name, as written: `string`, `struct {…}`.
    pub underlying: String,
    /// Exported constants of the type, with their expressions as written.
    pub constants: Vec<(String, String)>,
    /// Names of its methods.
    pub methods: Vec<String>,
    /// File below the module root.
    pub file: String,
}

impl PackageFacts {
    /// The file that declares `name` at package level, if one does.
    #[must_use]
    pub fn file_of(&self, name: &str) -> Option<&str> {
        let of_type = self.types.get(name).map(|facts| &facts.file);
        of_type.or_else(|| self.declared_in.get(name)).map(String::as_str)
    }
}
