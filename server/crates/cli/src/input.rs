//! Specifications from the disk.

use std::collections::HashSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use specwave_engine::failure::{Failure, FailureKind};
use specwave_plan::{Feature, specs};
use specwave_spec::Kept;

use crate::planning::load_config;

/// A specification as it was read.
pub(crate) struct SpecFile {
    /// The file or folder as it was named.
    pub(crate) path: PathBuf,
    /// All files of its feature, and what was understood of them.
    pub(crate) feature: Feature,
}

/// Reads one specification with the other files of its feature; a folder stands for the one feature in it.
pub(crate) fn read_spec(path: &Path) -> Result<SpecFile, Failure> {
    if !path.is_dir() {
        return read_file(path);
    }
    let mut specs = specs_below(path, &specs::is_markdown)?;
    match (specs.pop(), specs.is_empty()) {
        (Some(only), true) => Ok(SpecFile { path: path.to_owned(), ..only }),
        (found, _) => {
            let reason = if found.is_some() { "holds several specifications" } else { "is a folder, not a specification" };
            Err(Failure::new(FailureKind::Usage, format!("{} {reason}", path.display()))
                .hint("name a Markdown file, or use `specwave check` to look through a folder"))
        }
    }
}

/// Reads a file with the other files of its feature. What its bytes mean is decided by the parser, which never fails.
fn read_file(path: &Path) -> Result<SpecFile, Failure> {
    let shown = path.display();
    let feature = Feature::read(path, |_| None, &mut Kept::default()).map_err(|error| match error.kind() {
        ErrorKind::NotFound => {
            Failure::new(FailureKind::Usage, format!("there is no file {shown}")).hint("check the path and the working directory")
        }
        ErrorKind::PermissionDenied => {
            Failure::new(FailureKind::Environment, format!("{shown} cannot be read: permission denied"))
                .hint("make the file readable for this user")
        }
        _ => Failure::new(FailureKind::Environment, format!("{shown} cannot be read: {error}")),
    })?;
    Ok(SpecFile { path: path.to_owned(), feature })
}

/// The specifications that the paths name: files whatever they are, and in folders the Markdown files that look like
/// specifications. Without a path, those of the working directory that are also called like one in `specwave.toml`.
pub(crate) fn find_specs(paths: &[PathBuf]) -> Result<Vec<SpecFile>, Failure> {
    if paths.is_empty() {
        let here = std::env::current_dir()?;
        let config = load_config(&here)?;
        return specs_below(Path::new("."), &|path| specs::is_named(Path::new("."), &config, path));
    }
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            found.extend(specs_below(path, &specs::is_markdown)?);
        } else {
            found.push(read_file(path)?);
        }
    }
    Ok(without_repetitions(found))
}

/// Files of one feature that were named each are read once.
fn without_repetitions(specs: Vec<SpecFile>) -> Vec<SpecFile> {
    let mut seen = HashSet::new();
    let is_new = |spec: &SpecFile| seen.insert(spec.feature.sources.files().first().map(|file| file.path.clone()));
    specs.into_iter().filter(is_new).collect()
}

fn specs_below(folder: &Path, is_candidate: &dyn Fn(&Path) -> bool) -> Result<Vec<SpecFile>, Failure> {
    let (mut specs, mut seen) = (Vec::new(), HashSet::new());
    for path in specs::files_below(folder, is_candidate) {
        if seen.contains(&path) {
            continue;
        }
        let spec = read_file(&path)?;
        seen.extend(spec.feature.sources.files().iter().map(|file| file.path.clone()));
        if spec.feature.spec.recognised {
            specs.push(spec);
        }
    }
    Ok(specs)
}
