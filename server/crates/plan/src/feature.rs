//! The files of a feature from the disk, as one specification.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use specwave_source::Sources;
use specwave_spec::model::Spec;
use specwave_spec::{Kept, decode, feature, parse_as};

use crate::Config;

/// Folders of a feature are at most this deep: `specs/billing/invoices/spec.md` below an OpenSpec change.
const DEEPEST: usize = 4;

/// A feature as it was read.
#[derive(Debug, Clone, Default)]
pub struct Feature {
    /// Its files.
    pub sources: Sources,
    /// What was understood of them.
    pub spec: Spec,
}

impl Feature {
    /// Reads the feature that the file at `path` belongs to. What `shown` gives for a file counts in place of what lies
    /// on the disk: an editor shows it. `kept` is what an earlier reading of the same feature left.
    ///
    /// # Errors
    /// When that file cannot be read. Other files of the feature that cannot be read are left out.
    pub fn read(path: &Path, shown: impl Fn(&Path) -> Option<String>, kept: &mut Kept) -> io::Result<Self> {
        let (mut not_utf8, mut binary) = (false, false);
        let mut files = Vec::new();
        for file in feature::files(path, files_below) {
            let text = match shown(&file) {
                Some(text) => text,
                None => match fs::read(&file) {
                    Ok(bytes) => {
                        let decoded = decode(&bytes);
                        not_utf8 |= decoded.not_utf8;
                        binary |= decoded.binary;
                        decoded.text.into_owned()
                    }
                    Err(error) if file == path => return Err(error),
                    Err(_) => continue,
                },
            };
            files.push((file, text));
        }
        let sources = Sources::new(files);
        // A broken settings file is reported by whoever needs more of it.
        let format = path.parent().and_then(|folder| Config::load(folder).ok()).and_then(|config| config.specs.format);
        let spec = Spec { not_utf8, binary, ..parse_as(format, &sources, kept) };
        Ok(Self { sources, spec })
    }
}

/// All files below a folder.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    collect(folder, DEEPEST, &mut files);
    files
}

fn collect(folder: &Path, deepest: usize, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let path = entry.path();
        if !path.is_dir() {
            files.push(path);
        } else if deepest > 1 {
            collect(&path, deepest - 1, files);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use specwave_spec::Kept;

    use super::Feature;

    #[test]
    fn the_files_of_a_feature_are_read_together_and_what_an_editor_shows_counts() {
        let folder = tempfile::tempdir().unwrap();
        let feature = folder.path().join("specs/001-albums");
        fs::create_dir_all(feature.join("contracts")).unwrap();
        for (name, text) in [
            ("spec.md", "# Feature Specification: Albums\n"),
            ("plan.md", "# Implementation Plan: Albums\n"),
            ("contracts/api.yaml", "openapi: 3.0.0\npaths:\n  /albums:\n    get: {}\n"),
        ] {
            fs::write(feature.join(name), text).unwrap();
        }
        let plan = feature.join("plan.md");
        let shown = |path: &std::path::Path| (path == plan).then(|| "# Shown\n".to_owned());
        let read = Feature::read(&feature.join("spec.md"), shown, &mut Kept::default()).unwrap();
        let names: Vec<_> = read.sources.files().iter().map(|file| file.path.strip_prefix(&feature).unwrap()).collect();
        assert_eq!(
            names.iter().map(|name| name.to_str().unwrap()).collect::<Vec<_>>(),
            ["spec.md", "plan.md", "contracts/api.yaml"]
        );
        assert_eq!(read.spec.headings[1].text, "Shown");
        let endpoint = &read.spec.endpoints[0];
        assert_eq!((endpoint.path.as_str(), read.sources.line(endpoint.span.start)), ("/albums", 4));
        assert!(Feature::read(&feature.join("missing/nothing.md"), |_| None, &mut Kept::default()).is_err());
    }
}
