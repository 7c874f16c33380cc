//! Imports between packages that a layout has a place for.

use specwave_golang::facts::Name;

use super::folders::Standing;
use super::found::Subject;
use crate::GoFile;

/// One import.
pub(super) struct Crossing<'s> {
    pub(super) from: Standing<'s>,
    pub(super) to: Standing<'s>,
    pub(super) file: &'s GoFile,
    /// The import's path, at its place.
    pub(super) import: &'s Name,
}

/// Every import of code between such packages.
pub(super) fn crossings<'s>(subject: &'s Subject<'_>) -> impl Iterator<Item = Crossing<'s>> {
    subject.judged().filter_map(|package| Some((package, package.standing?))).flat_map(move |(package, from)| {
        let imports = package.files.iter().flat_map(|file| file.facts.imports.iter().map(|import| (*file, &import.path)));
        imports.filter_map(move |(file, import)| {
            let to = subject.imported(&import.text)?.standing?;
            Some(Crossing { from, to, file, import })
        })
    })
}
