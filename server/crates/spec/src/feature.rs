//! Which files form one feature.

use std::path::{Path, PathBuf};

/// Files below a Kiro feature, in the order in which they are read.
const KIRO: &[&str] = &["bugfix.md", "requirements.md", "design.md", "tasks.md"];

/// Files below a Spec Kit feature; contracts are read behind the data model.
const SPEC_KIT: &[&str] = &["spec.md", "plan.md", "data-model.md", "contracts/", "research.md", "quickstart.md", "tasks.md"];

/// Files below an OpenSpec change.
const OPENSPEC: &[&str] = &["proposal.md", "design.md", "specs/", "tasks.md"];

/// The folder whose files form one feature, and which files of it do.
struct Group<'path> {
    folder: &'path Path,
    members: &'static [&'static str],
}

/// The files that form one feature together with `path`, in the order in which they are read; `path` alone where no
/// format joins it with others. `list` gives the paths of all files below a folder, in any order.
pub fn files(path: &Path, list: impl Fn(&Path) -> Vec<PathBuf>) -> Vec<PathBuf> {
    let Some(group) = group(path) else { return vec![path.to_owned()] };
    let mut members: Vec<(usize, PathBuf)> =
        list(group.folder).into_iter().filter_map(|file| Some((place(group.folder, group.members, &file)?, file))).collect();
    // A file that is only open in an editor is not listed.
    if !members.iter().any(|(_, file)| file == path) {
        members.extend(place(group.folder, group.members, path).map(|place| (place, path.to_owned())));
    }
    members.sort();
    members.into_iter().map(|(_, file)| file).collect()
}

/// The folder that holds the whole feature of `path`; `None` where no format joins it with other files.
#[must_use]
pub fn folder(path: &Path) -> Option<&Path> {
    group(path).map(|group| group.folder)
}

/// The group that `path` is a member of, by the names of the folders above it.
fn group(path: &Path) -> Option<Group<'_>> {
    let folder = path.parent()?;
    let groups = folder.ancestors().filter_map(group_of).map(|(folder, members)| Group { folder, members });
    groups.into_iter().find(|group| place(group.folder, group.members, path).is_some())
}

/// What a folder is the folder of, by its own name and those above it.
fn group_of(folder: &Path) -> Option<(&Path, &'static [&'static str])> {
    let above: Vec<&str> = folder.ancestors().take(3).map(|folder| folder.file_name()?.to_str()).map_while(|name| name).collect();
    match above.as_slice() {
        [_, "specs", ".kiro"] => Some((folder, KIRO)),
        [id, "changes", "openspec"] if *id != "archive" => Some((folder, OPENSPEC)),
        [_, "archive", "changes"] => Some((folder, OPENSPEC)),
        [name, "specs", ..] if is_numbered(name) => Some((folder, SPEC_KIT)),
        _ => None,
    }
}

/// `001-photo-albums`, or with a date: `20260131-photo-albums`.
fn is_numbered(name: &str) -> bool {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    digits >= 1 && name[digits..].starts_with('-')
}

/// Where `file` stands among the members of a group; a member that ends in `/` is a folder of files.
fn place(folder: &Path, members: &[&str], file: &Path) -> Option<usize> {
    let below = file.strip_prefix(folder).ok()?.to_str()?.replace('\\', "/");
    let is_readable = || {
        let stem = file.file_stem().is_some_and(|stem| !stem.eq_ignore_ascii_case("readme"));
        let extension = file.extension().and_then(|extension| extension.to_str());
        stem && extension.is_some_and(|extension| matches!(extension, "md" | "yaml" | "yml" | "ts"))
    };
    members.iter().position(|member| match member.strip_suffix('/') {
        Some(_) => below.starts_with(member) && is_readable(),
        None => below == *member,
    })
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::files;

    fn members(path: &str, present: &[&str]) -> Vec<String> {
        let list = |folder: &Path| present.iter().map(PathBuf::from).filter(|file| file.starts_with(folder)).collect();
        files(Path::new(path), list).into_iter().map(|file| file.display().to_string()).collect()
    }

    #[test]
    fn a_kiro_folder_is_one_feature() {
        let present = [".kiro/specs/login/tasks.md", ".kiro/specs/login/design.md", ".kiro/specs/login/requirements.md"];
        let together = [".kiro/specs/login/requirements.md", ".kiro/specs/login/design.md", ".kiro/specs/login/tasks.md"];
        for path in present {
            assert_eq!(members(path, &present), together, "{path}");
        }
        assert_eq!(members(".kiro/specs/login/notes.md", &present), [".kiro/specs/login/notes.md"]);
        assert_eq!(members(".kiro/steering/tech.md", &present), [".kiro/steering/tech.md"]);
    }

    #[test]
    fn a_spec_kit_folder_is_one_feature_with_its_contracts() {
        let present = [
            "specs/001-albums/checklists/requirements.md",
            "specs/001-albums/contracts/README.md",
            "specs/001-albums/contracts/albums.yaml",
            "specs/001-albums/data-model.md",
            "specs/001-albums/spec.md",
            "specs/002-other/spec.md",
        ];
        let together = ["specs/001-albums/spec.md", "specs/001-albums/data-model.md", "specs/001-albums/contracts/albums.yaml"];
        assert_eq!(members("specs/001-albums/spec.md", &present), together);
        assert_eq!(members("specs/001-albums/contracts/albums.yaml", &present), together);
        assert_eq!(members("specs/001-albums/checklists/requirements.md", &present), [present[0]]);
    }

    #[test]
    fn an_openspec_change_is_one_feature_and_a_truth_is_alone() {
        let present = [
            "openspec/changes/add-2fa/proposal.md",
            "openspec/changes/add-2fa/tasks.md",
            "openspec/changes/add-2fa/specs/auth/spec.md",
            "openspec/changes/archive/2025-01-01-old/proposal.md",
            "openspec/specs/auth/spec.md",
        ];
        let together = [present[0], present[2], present[1]];
        assert_eq!(members(present[2], &present), together);
        assert_eq!(members(present[4], &present), [present[4]]);
        assert_eq!(members(present[3], &present), [present[3]]);
    }

    #[test]
    fn a_file_that_is_not_saved_yet_is_a_member_and_any_other_file_is_alone() {
        let present = [".kiro/specs/login/requirements.md"];
        let design = ".kiro/specs/login/design.md";
        assert_eq!(members(design, &present), [present[0], design]);
        assert_eq!(members("specs/consent.md", &["specs/other.md"]), ["specs/consent.md"]);
        assert_eq!(members("design.md", &["requirements.md", "design.md"]), ["design.md"]);
    }
}
