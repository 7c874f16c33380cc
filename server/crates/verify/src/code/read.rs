//! Reading a module from the disk.

use std::path::Path;

use ignore::WalkBuilder;

use super::Code;

/// Larger files are no sources that anybody wrote; they are left out.
pub(crate) const MAX_FILE_BYTES: u64 = 4 << 20;

/// Directories whose code is not part of the module, or only shows something.
pub(crate) const FOREIGN: [&str; 3] = ["vendor", "testdata", "node_modules"];

pub(super) enum Kind {
    Go,
    Migration,
}

/// What a file counts as; `None` for what no specification asks for, tests among it.
pub(super) fn kind(path: &Path) -> Option<Kind> {
    let name = path.file_name()?.to_str()?;
    if name.starts_with(['.', '_']) {
        return None;
    }
    if name.ends_with(".go") {
        return (!name.ends_with("_test.go")).then_some(Kind::Go);
    }
    let migration = name.ends_with(".sql") && !name.ends_with(".down.sql");
    let among_migrations = || path.components().any(|part| part.as_os_str().to_string_lossy().contains("migration"));
    (migration && among_migrations()).then_some(Kind::Migration)
}

impl Code {
    /// Reads the module at `root`: everything that git would not ignore. A file that cannot be read is left out.
    #[must_use]
    pub fn read(root: &Path) -> Self {
        let mut code = Self { root: root.to_owned(), ..Self::default() };
        let mut walk = WalkBuilder::new(root);
        walk.filter_entry(|entry| !FOREIGN.iter().any(|foreign| entry.file_name() == *foreign));
        for entry in walk.build().filter_map(Result::ok) {
            let small = || entry.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.len() <= MAX_FILE_BYTES);
            let Ok(path) = entry.path().strip_prefix(root) else { continue };
            if kind(path).is_some()
                && small()
                && let Ok(bytes) = std::fs::read(entry.path())
            {
                code.add(path, String::from_utf8_lossy(&bytes).into_owned());
            }
        }
        code
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_and_migrations_count_and_tests_and_foreign_code_do_not() {
        let dir = tempfile::tempdir().unwrap();
        for path in [
            "internal/domain/billing/invoice.go",
            "internal/domain/billing/invoice_test.go",
            "vendor/example.com/x/x.go",
            "migrations/000001_invoices.up.sql",
            "migrations/000001_invoices.down.sql",
            "queries/list.sql",
        ] {
            let file = dir.path().join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, "package billing\n").unwrap();
        }
        let code = Code::read(dir.path());
        let paths: Vec<_> = code.go.keys().chain(code.migrations.keys()).map(|path| path.display().to_string()).collect();
        assert_eq!(paths, ["internal/domain/billing/invoice.go", "migrations/000001_invoices.up.sql"]);
    }
}
