//! The paths that a Task may create or change.

use std::path::Path;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::failure::{Failure, FailureKind};

/// The globs of a Task, ready to match.
#[derive(Debug, Clone)]
pub struct WriteSet(GlobSet);

impl WriteSet {
    /// The write set with these globs, below the module root.
    ///
    /// # Errors
    /// Fails when the plan holds a glob that is none, which is our fault.
    pub fn new(globs: &[String]) -> Result<Self, Failure> {
        let mut set = GlobSetBuilder::new();
        for glob in globs {
            let glob = GlobBuilder::new(glob).literal_separator(true).build();
            set.add(glob.map_err(|error| Failure::new(FailureKind::Internal, format!("the plan's write set: {error}")))?);
        }
        set.build().map(Self).map_err(|error| Failure::new(FailureKind::Internal, format!("the plan's write set: {error}")))
    }

    /// Whether the path, relative to the module root, is in the set.
    #[must_use]
    pub fn contains(&self, path: &Path) -> bool {
        self.0.is_match(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stays_in_its_directory() {
        let set = WriteSet::new(&["internal/domain/*.go".to_owned(), "docs/**".to_owned()]).unwrap();
        for (path, inside) in [
            ("internal/domain/a.go", true),
            ("internal/domain/deep/a.go", false),
            ("docs/deep/er.md", true),
            ("internal/domain/a.txt", false),
            ("a.go", false),
        ] {
            assert_eq!(set.contains(Path::new(path)), inside, "{path}");
        }
        assert!(WriteSet::new(&["a[".to_owned()]).is_err());
    }
}
