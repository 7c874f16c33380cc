//! What the other roles write for a contract: their files, and the tests in them.

use specwave_plan::contract::Contract;

use crate::builtin::File;
use crate::builtin::renderer::{RenderError, Renderer};
use crate::builtin::roles::Write;

/// The files of one role.
#[derive(Debug)]
pub(crate) struct Work {
    pub(crate) role: &'static str,
    pub(crate) files: Vec<File>,
}

/// What each of the roles writes.
pub(crate) fn works(
    contract: &Contract,
    renderer: &Renderer,
    roles: impl Iterator<Item = (&'static str, Write)>,
) -> Result<Vec<Work>, RenderError> {
    roles.map(|(role, write)| Ok(Work { role, files: write(contract, renderer)? })).collect()
}

impl Work {
    /// Files that are Go.
    pub(crate) fn go_files(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.path.ends_with(".go"))
    }

    /// Files that hold tests.
    pub(crate) fn test_files(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.path.ends_with("_test.go"))
    }

    /// Names of the functions in its test files that begin with `prefix`: `Test`, `Benchmark`.
    pub(crate) fn functions(&self, prefix: &str) -> Vec<&str> {
        let declared = self.test_files().flat_map(|file| file.text.lines()).filter_map(|line| line.strip_prefix("func "));
        declared.filter(|line| line.starts_with(prefix)).filter_map(|line| line.split('(').next()).collect()
    }

    /// Directories of its files, each once.
    pub(crate) fn directories(&self) -> Vec<&str> {
        let mut directories: Vec<&str> =
            self.files.iter().filter_map(|file| file.path.rsplit_once('/')).map(|(directory, _)| directory).collect();
        directories.sort_unstable();
        directories.dedup();
        directories
    }
}

#[cfg(test)]
mod tests {
    use super::Work;
    use crate::builtin::File;

    #[test]
    fn tests_are_found_by_name() {
        let test = "func TestA(t *testing.T) {\n}\n\nfunc helper() {}\n\nfunc BenchmarkB(b *testing.B) {\n}\n";
        let files = vec![
            File::new("a/b/c_test.go", test.to_owned()),
            File::new("a/b/c.go", "func TestNot() {}\n".to_owned()),
            File::new("docs/x.md", String::new()),
        ];
        let work = Work { role: "x", files };
        assert_eq!(work.functions("Test"), ["TestA"]);
        assert_eq!(work.functions("Benchmark"), ["BenchmarkB"]);
        assert_eq!(work.directories(), ["a/b", "docs"]);
        assert_eq!((work.go_files().count(), work.test_files().count()), (2, 1));
    }
}
