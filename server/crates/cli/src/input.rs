//! Specifications from the disk.

use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use ignore::WalkBuilder;
use specwave_engine::failure::{Failure, FailureKind};
use specwave_spec::model::Spec;

use crate::planning::load_config;

/// A specification as it was read.
pub(crate) struct SpecFile {
    /// The file as it was named.
    pub(crate) path: PathBuf,
    /// Its text.
    pub(crate) text: String,
    /// What was understood of it.
    pub(crate) spec: Spec,
}

/// Reads one specification. What its bytes mean is decided by the parser, which never fails.
pub(crate) fn read_spec(path: &Path) -> Result<SpecFile, Failure> {
    let shown = path.display();
    if path.is_dir() {
        return Err(Failure::new(FailureKind::Usage, format!("{shown} is a folder, not a specification"))
            .hint("name a Markdown file, or use `specwave check` to look through a folder"));
    }
    let bytes = std::fs::read(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => {
            Failure::new(FailureKind::Usage, format!("there is no file {shown}")).hint("check the path and the working directory")
        }
        ErrorKind::PermissionDenied => {
            Failure::new(FailureKind::Environment, format!("{shown} cannot be read: permission denied"))
                .hint("make the file readable for this user")
        }
        _ => Failure::new(FailureKind::Environment, format!("{shown} cannot be read: {error}")),
    })?;
    let spec = specwave_spec::parse_bytes(&bytes);
    Ok(SpecFile { path: path.to_owned(), text: specwave_spec::decode(&bytes).text.into_owned(), spec })
}

/// The specifications that the paths name: files whatever they are, and in folders the Markdown files that look like
/// specifications. Without a path, those of the working directory that are also called like one in `specwave.toml`.
pub(crate) fn find_specs(paths: &[PathBuf]) -> Result<Vec<SpecFile>, Failure> {
    if paths.is_empty() {
        let here = std::env::current_dir()?;
        let config = load_config(&here)?;
        return specs_below(Path::new("."), &|path| config.specs.matches(&slashed(path)));
    }
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            found.extend(specs_below(path, &is_markdown)?);
        } else {
            found.push(read_spec(path)?);
        }
    }
    Ok(found)
}

fn specs_below(folder: &Path, is_candidate: &dyn Fn(&Path) -> bool) -> Result<Vec<SpecFile>, Failure> {
    let mut specs = Vec::new();
    // Folders such as `.kiro` hold specifications, so hidden ones are looked through; git's own never.
    let mut walk = WalkBuilder::new(folder);
    walk.hidden(false).sort_by_file_path(Ord::cmp).filter_entry(|entry| entry.file_name() != ".git");
    for entry in walk.build().filter_map(Result::ok) {
        let path = entry.path();
        if entry.file_type().is_some_and(|kind| kind.is_file()) && is_candidate(path) {
            let file = read_spec(path)?;
            if file.spec.recognised {
                specs.push(file);
            }
        }
    }
    Ok(specs)
}

fn is_markdown(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown"))
}

/// A path below the working directory as globs see it.
fn slashed(path: &Path) -> String {
    let parts = path.components().filter(|part| matches!(part, Component::Normal(_)));
    parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
