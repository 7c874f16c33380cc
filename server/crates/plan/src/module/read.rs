//! Looking at the disk for the module that a feature becomes part of.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use specwave_golang::facts::{self, Facts, TypeDecl};
use specwave_spec::model::Spec;

use super::go_mod::GoMod;
use super::{Earlier, ModuleFacts, PackageFacts};
use crate::Config;
use crate::contract::Place;

/// Larger files are no sources that anybody wrote; they are left out.
const MAX_FILE_BYTES: u64 = 4 << 20;

impl ModuleFacts {
    /// What is there already for `spec` at and above `output`.
    ///
    /// Files of `earlier` that a new run makes again do not count as being there; their migrations keep their numbers all
    /// the same.
    ///
    /// # Errors
    /// When a directory or file that is there cannot be read.
    pub fn read(output: &Path, spec: &Spec, config: &Config, earlier: Earlier) -> io::Result<Self> {
        let root = module_root(output)?;
        let go_mod = match std::fs::read_to_string(root.join("go.mod")) {
            Ok(text) => Some(GoMod::parse(&text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let configured = Some(config.module.path.clone()).filter(|path| !path.is_empty());
        let exists = go_mod.is_some();
        let go_mod = go_mod.unwrap_or_default();
        let below = std::path::absolute(output)?.strip_prefix(&root).map(slashed).unwrap_or_default();
        let path = go_mod.path.or(configured);
        let mut module = Self { root, exists, path, go: go_mod.go, below, earlier, ..Self::default() };
        for (key, dir) in Place::of(spec, &module, &config.layout).directories {
            if key == "migrations" {
                module.migrations = migrations(&module.root.join(&dir))?;
                module.tables = tables(&module.root, &dir, &module.earlier.own)?;
            }
            if let Some(facts) = package(&module.root, &dir, &module.earlier.own)? {
                module.packages.insert(dir, facts);
            }
        }
        Ok(module)
    }
}

/// The nearest directory with a `go.mod` at or above `output`, which need not be there yet; else `output` itself.
///
/// # Errors
/// When `output` is relative and the working directory is gone.
pub fn module_root(output: &Path) -> io::Result<PathBuf> {
    let output = std::path::absolute(output)?;
    let root = output.ancestors().find(|dir| dir.join("go.mod").is_file()).map(Path::to_owned);
    Ok(root.unwrap_or(output))
}

/// The module path that the `go.mod` in `root` declares, where there is one.
#[must_use]
pub fn module_path(root: &Path) -> Option<String> {
    GoMod::parse(&std::fs::read_to_string(root.join("go.mod")).ok()?).path
}

/// A path with slashes, as the contract has it.
fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Names of the tables that the migrations in `dir` make, those that a new run makes again apart.
fn tables(root: &Path, dir: &str, own: &BTreeSet<PathBuf>) -> io::Result<BTreeSet<String>> {
    let mut tables = BTreeSet::new();
    for file in files(&root.join(dir))? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".sql") && !name.ends_with(".down.sql") && !own.contains(Path::new(&format!("{dir}/{name}"))) {
            tables.extend(made_tables(&String::from_utf8_lossy(&std::fs::read(&file)?)));
        }
    }
    Ok(tables)
}

/// Names behind each `CREATE TABLE`, without schema and quotes.
fn made_tables(sql: &str) -> Vec<String> {
    let text = sql.to_lowercase();
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ';')).filter(|word| !word.is_empty()).collect();
    let behind = |at: usize| {
        let rest = &words[at + 2..];
        let rest = rest.strip_prefix(&["if", "not", "exists"][..]).unwrap_or(rest);
        rest.first().map(|name| name.rsplit('.').next().unwrap_or(name).trim_matches('"').to_owned())
    };
    (0..words.len()).filter(|at| words[*at..].starts_with(&["create", "table"])).filter_map(behind).collect()
}

/// What the package in `dir` declares; `None` where there is no file of it that counts.
fn package(root: &Path, dir: &str, own: &BTreeSet<PathBuf>) -> io::Result<Option<PackageFacts>> {
    let mut package = PackageFacts::default();
    let mut found = false;
    for file in files(&root.join(dir))? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let path = format!("{dir}/{name}");
        if !is_source(&name) || own.contains(Path::new(&path)) || file.metadata()?.len() > MAX_FILE_BYTES {
            continue;
        }
        let source = String::from_utf8_lossy(&std::fs::read(&file)?).into_owned();
        add(&mut package, &facts::read(&source), &source, &path);
        found = true;
    }
    // Methods and constants may come before their type; where no file that counts declares it, they mean nothing.
    package.types.retain(|_, facts| !facts.file.is_empty());
    Ok(found.then_some(package))
}

/// Files of a directory in the order of their names; none where there is no directory.
fn files(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Whether the Go command reads a file as part of its package; tests declare nothing that others could use.
fn is_source(name: &str) -> bool {
    name.ends_with(".go") && !name.ends_with("_test.go") && !name.starts_with(['.', '_'])
}

fn add(package: &mut PackageFacts, file: &Facts, source: &str, path: &str) {
    for declared in &file.types {
        let name = &declared.name.text;
        if is_exported(name) {
            let entry = package.types.entry(name.to_string()).or_default();
            entry.underlying = underlying(declared, source);
            path.clone_into(&mut entry.file);
        } else {
            package.identifiers.push(name.to_string());
        }
    }
    for constant in &file.constants {
        package.identifiers.push(constant.name.text.to_string());
        if is_exported(&constant.name.text) && is_exported(&constant.ty) {
            let entry = package.types.entry(constant.ty.to_string()).or_default();
            entry.constants.push((constant.name.text.to_string(), constant.value.to_string()));
        }
    }
    package.identifiers.extend(file.variables.iter().map(|variable| variable.text.to_string()));
    for function in &file.functions {
        match &function.receiver {
            None => package.identifiers.push(function.name.text.to_string()),
            Some(receiver) if is_exported(&receiver.ty) => {
                package.types.entry(receiver.ty.to_string()).or_default().methods.push(function.name.text.to_string());
            }
            Some(_) => {}
        }
    }
    package.identifiers.retain(|name| !matches!(name.as_str(), "_" | "init"));
    for name in &package.identifiers {
        package.declared_in.entry(name.clone()).or_insert_with(|| path.to_owned());
    }
}

/// What stands behind the name in `type Name …`.
fn underlying(declared: &TypeDecl, source: &str) -> String {
    let behind = source.get(declared.name.span.end..declared.span.end).unwrap_or_default();
    behind.trim().trim_start_matches('=').trim().to_owned()
}

fn is_exported(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_uppercase)
}

/// Stems of the migrations in `dir`: `000001_users` of `000001_users.up.sql`.
fn migrations(dir: &Path) -> io::Result<Vec<String>> {
    let stem = |file: PathBuf| {
        let name = file.file_name()?.to_str()?.strip_suffix(".sql")?.to_owned();
        let stem = name.strip_suffix(".up").or_else(|| name.strip_suffix(".down")).unwrap_or(&name);
        Some(stem.to_owned())
    };
    let stems: BTreeSet<String> = files(dir)?.into_iter().filter_map(stem).collect();
    Ok(stems.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    use specwave_source::Span;
    use specwave_spec::model::{Located, Spec};

    use super::{Earlier, ModuleFacts};
    use crate::Config;

    fn write(root: &Path, path: &str, text: &str) {
        let file = root.join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }

    fn read(output: &Path, own: &[&str]) -> ModuleFacts {
        let domain = Some(Located { value: "consent".to_owned(), span: Span::new(0, 1) });
        let spec = Spec { domain, ..Spec::default() };
        let own: BTreeSet<PathBuf> = own.iter().map(PathBuf::from).collect();
        ModuleFacts::read(output, &spec, &Config::default(), Earlier { own, ..Earlier::default() }).unwrap()
    }

    #[test]
    fn an_output_folder_that_is_not_there_is_the_root_of_a_new_module() {
        let dir = tempfile::tempdir().unwrap();
        let output = dir.path().join("new/folder");
        let facts = read(&output, &[]);
        assert_eq!(facts, ModuleFacts { root: output, ..ModuleFacts::default() });
    }

    #[test]
    fn a_module_is_read_with_what_it_declares() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), "go.mod", "module example.com/shop\n\ngo 1.24\n");
        write(
            dir.path(),
            "internal/domain/values/status.go",
            "package values\n\ntype Status string\n\nconst (\n\tStatusOpen Status = \"open\"\n)\n\nfunc (s Status) Valid() bool { return s == StatusOpen }\n\nfunc ParseStatus(s string) (Status, error) { return Status(s), nil }\n\nvar ErrStatus = 1\n\ntype hidden struct{}\n",
        );
        write(dir.path(), "internal/domain/values/status_test.go", "package values\n\ntype InTest int\n");
        write(dir.path(), "migrations/000004_users.up.sql", "");
        write(dir.path(), "migrations/000004_users.down.sql", "");
        let facts = read(dir.path(), &[]);

        assert_eq!((facts.root.as_path(), facts.exists), (dir.path(), true));
        assert_eq!((facts.path.as_deref(), facts.go.as_deref()), (Some("example.com/shop"), Some("1.24")));
        assert_eq!(facts.migrations, ["000004_users"]);
        let values = &facts.packages["internal/domain/values"];
        let status = &values.types["Status"];
        assert_eq!(values.types.len(), 1);
        assert_eq!((status.underlying.as_str(), status.file.as_str()), ("string", "internal/domain/values/status.go"));
        assert_eq!(status.constants, [("StatusOpen".to_owned(), "\"open\"".to_owned())]);
        assert_eq!(status.methods, ["Valid"]);
        assert_eq!(values.file_of("ParseStatus"), Some("internal/domain/values/status.go"));
        assert_eq!(values.identifiers, ["hidden", "StatusOpen", "ErrStatus", "ParseStatus"]);
    }

    #[test]
    fn a_folder_inside_of_a_module_has_packages_of_its_own() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), "go.mod", "module example.com/shop\n\ngo 1.24\n");
        write(dir.path(), "internal/domain/values/status.go", "package values\n\ntype Status string\n");
        write(dir.path(), "services/consent/internal/domain/values/channel.go", "package values\n\ntype Channel string\n");
        let facts = read(&dir.path().join("services/consent"), &[]);
        assert_eq!((facts.root.as_path(), facts.path.as_deref()), (dir.path(), Some("example.com/shop")));
        assert_eq!(facts.below, "services/consent");
        let packages: Vec<&String> = facts.packages.keys().collect();
        assert_eq!(packages, ["services/consent/internal/domain/values"]);
    }

    #[test]
    fn tables_that_others_make_are_known() {
        let dir = tempfile::tempdir().unwrap();
        write(
            dir.path(),
            "migrations/000001_a.up.sql",
            "create table if not exists shop.\"users\"(id INT);\nCREATE TABLE Orders (id INT);",
        );
        write(dir.path(), "migrations/000001_a.down.sql", "CREATE TABLE old (id INT);");
        write(dir.path(), "migrations/000002_own.up.sql", "CREATE TABLE consents (id INT);");
        let facts = read(dir.path(), &["migrations/000002_own.up.sql"]);
        assert_eq!(facts.tables.iter().collect::<Vec<_>>(), ["orders", "users"]);
    }

    #[test]
    fn what_the_feature_made_itself_does_not_count_but_its_migrations_keep_their_numbers() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), "go.mod", "module m\n");
        write(dir.path(), "internal/domain/consent/errors.go", "package consent\n\nvar ErrNotFound = 1\n");
        write(dir.path(), "migrations/000001_consent_consents.up.sql", "");
        let own = ["internal/domain/consent/errors.go", "migrations/000001_consent_consents.up.sql"];
        let facts = read(dir.path(), &own);
        assert!(facts.packages.is_empty());
        assert_eq!(facts.migrations, ["000001_consent_consents"]);
        assert_eq!(read(dir.path(), &[]).packages["internal/domain/consent"].identifiers, ["ErrNotFound"]);
    }
}
