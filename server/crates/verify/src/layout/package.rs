//! The packages of a module, with what each declares.

use std::cell::OnceCell;
use std::collections::HashMap;

use specwave_golang::facts::{Func, TypeDecl};

use super::folders::Standing;
use crate::GoFile;

/// Directories of code that is no part of the system itself: programs, helpers of tests, examples.
const LEFT_OUT: [&str; 18] = [
    "cmd",
    "scripts",
    "script",
    "tools",
    "hack",
    "test",
    "tests",
    "testing",
    "testutil",
    "testutils",
    "testhelpers",
    "e2e",
    "examples",
    "example",
    "_examples",
    "mock",
    "mocks",
    "third_party",
];

/// Whether the rules leave a directory alone.
pub(super) fn is_left_out(dir: &str) -> bool {
    dir.split('/').any(|part| LEFT_OUT.contains(&part))
}

/// A function and the file that declares it.
pub(super) type Declared<'a> = (&'a GoFile, &'a Func);

/// One directory with Go files.
pub(super) struct Package<'a> {
    /// Below the module root, with slashes.
    pub(super) dir: &'a str,
    /// What it is there for, where a layout says it.
    pub(super) standing: Option<Standing<'a>>,
    /// Its files without tests and without what no build takes in.
    pub(super) files: Vec<&'a GoFile>,
    /// Its files of tests.
    pub(super) tests: Vec<&'a GoFile>,
    by_type: OnceCell<ByType<'a>>,
}

/// The functions of a package that belong to a type.
#[derive(Default)]
struct ByType<'a> {
    methods: HashMap<&'a str, Vec<Declared<'a>>>,
    makers: HashMap<&'a str, Vec<Declared<'a>>>,
}

impl<'a> Package<'a> {
    pub(super) fn new(dir: &'a str, standing: Option<Standing<'a>>, all: Vec<&'a GoFile>) -> Self {
        let (tests, files): (Vec<_>, Vec<_>) =
            all.into_iter().filter(|file| !file.facts.is_ignored()).partition(|file| file.is_test());
        Self { dir, standing, files, tests, by_type: OnceCell::new() }
    }

    /// Types that it declares, with their files.
    pub(super) fn types(&self) -> impl Iterator<Item = (&'a GoFile, &'a TypeDecl)> + '_ {
        self.files.iter().flat_map(|file| file.facts.types.iter().map(move |declared| (*file, declared)))
    }

    /// Functions and methods that it declares, with their files.
    pub(super) fn functions(&self) -> impl Iterator<Item = Declared<'a>> + '_ {
        self.files.iter().flat_map(|file| file.facts.functions.iter().map(move |function| (*file, function)))
    }

    /// The methods of one of its types.
    pub(super) fn methods(&self, ty: &str) -> &[Declared<'a>] {
        self.by_type().methods.get(ty).map_or(&[], Vec::as_slice)
    }

    /// The functions that make values of one of its types.
    pub(super) fn makers(&self, ty: &str) -> &[Declared<'a>] {
        self.by_type().makers.get(ty).map_or(&[], Vec::as_slice)
    }

    /// Sorted when somebody asks: most packages are not looked at again after a change.
    fn by_type(&self) -> &ByType<'a> {
        self.by_type.get_or_init(|| {
            let mut by_type = ByType::default();
            for (file, function) in self.functions() {
                if let Some(receiver) = &function.receiver {
                    by_type.methods.entry(receiver.ty.as_str()).or_default().push((file, function));
                } else if let Some(made) = function.made_type() {
                    by_type.makers.entry(made).or_default().push((file, function));
                }
            }
            by_type
        })
    }
}
