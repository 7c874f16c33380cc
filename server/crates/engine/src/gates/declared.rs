//! Functions that `go test` runs, as the tree declares them.

use super::Judgement;
use super::owners::folder_of;

/// A test, a benchmark or a fuzz test.
pub(super) struct TestFunction {
    /// Its file below the module root.
    pub(super) path: String,
    pub(super) name: String,
    /// The comment above it.
    pub(super) doc: String,
    pub(super) line: u32,
    pub(super) column: u32,
}

impl TestFunction {
    pub(super) fn folder(&self) -> &str {
        folder_of(&self.path)
    }
}

impl Judgement<'_> {
    /// The functions in test files whose names begin with `prefix`, in the order of the files.
    pub(super) fn test_functions(&self, prefix: &str) -> impl Iterator<Item = TestFunction> {
        let in_tests = self.tree().files().filter(|file| file.path.to_string_lossy().ends_with("_test.go"));
        let functions = in_tests.flat_map(|file| file.facts.functions.iter().map(move |function| (file, function)));
        let meant = functions.filter(move |(_, function)| function.receiver.is_none() && function.name.text.starts_with(prefix));
        meant.map(|(file, function)| {
            let place = file.lines().line_column(&file.text, function.name.span.start);
            TestFunction {
                path: file.path.to_string_lossy().into_owned(),
                name: function.name.text.to_string(),
                doc: function.doc.to_string(),
                line: place.line,
                column: place.column,
            }
        })
    }
}
