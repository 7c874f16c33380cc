//! Files below a folder that may be specifications.

use std::path::{Component, Path, PathBuf};

use ignore::WalkBuilder;

use crate::Config;

/// Files below `folder` that `is_candidate` accepts, in the order of their paths. What git ignores is left out.
pub fn files_below(folder: &Path, is_candidate: impl Fn(&Path) -> bool) -> impl Iterator<Item = PathBuf> {
    // Folders such as `.kiro` hold specifications, so hidden ones are looked through; git's own never.
    let mut walk = WalkBuilder::new(folder);
    walk.hidden(false).sort_by_file_path(Ord::cmp).filter_entry(|entry| entry.file_name() != ".git");
    let files = walk.build().filter_map(Result::ok).filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    files.map(ignore::DirEntry::into_path).filter(move |path| is_candidate(path))
}

/// Whether the globs of `config` take the file at `path` for a specification of the project in `folder`.
#[must_use]
pub fn is_named(folder: &Path, config: &Config, path: &Path) -> bool {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let parts = below.components().filter(|part| matches!(part, Component::Normal(_)));
    config.specs.matches(&parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"))
}

/// Whether the file is Markdown by its name.
#[must_use]
pub fn is_markdown(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown"))
}
