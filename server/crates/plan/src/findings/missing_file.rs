//! SW119: a link to a file that is not there.

use std::path::{Path, PathBuf};

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Finding, Rule, Sources};
use specwave_spec::links;
use specwave_spec::model::Spec;

pub(super) const MISSING_FILE: Rule = Rule {
    code: "SW119",
    name: "missing-file",
    group: Group::Structure,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a link or an image such as `[the plan](plan.md)` whose file does not exist. A relative path begins beside \
               the file it stands in; what exists at that path below a folder further up is let be.",
        why: "The reader is led nowhere, most often because the file was renamed or never written.",
        example: "See [the decision](decisions/0007-outbox.md).",
        fix: "Write the file, mend the path, or take the link out.",
    },
};

/// The links of the files of a feature that lead to no file of it and to none for which `exists` holds.
pub(crate) fn missing_files(spec: &Spec, sources: &Sources, exists: impl Fn(&Path) -> bool) -> Vec<Finding> {
    let is_there = |from: &Path, target: &str| {
        let target = decoded(target);
        let own = |path: &Path| sources.files().iter().any(|file| file.path == path);
        from.ancestors().skip(1).map(|folder| folder.join(&target)).any(|path| own(&path) || exists(&path))
    };
    let missing = links::targets(spec, sources.text()).into_iter().filter(|target| {
        let from = sources.path_at(target.span.start);
        // A text without a place has nothing beside it, and templates show how a path looks.
        from.parent().is_some_and(|folder| folder != Path::new("")) && !is_shown(&target.value) && !is_there(from, &target.value)
    });
    missing.map(|target| MISSING_FILE.finding(target.span, format!("`{}` does not exist", target.value))).collect()
}

/// `path/to/file.md`, `docs/[feature].md`, `docs/...`: how a path would look.
fn is_shown(target: &str) -> bool {
    target.starts_with("path/to") || target.contains("...") || target.contains(['[', '<', '$', '@'])
}

/// The path with a space for every `%20`.
fn decoded(target: &str) -> PathBuf {
    PathBuf::from(target.replace("%20", " "))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use specwave_source::Sources;

    use super::missing_files;

    #[test]
    fn what_exists_beside_the_text_above_it_or_in_its_feature_is_not_missing() {
        let text = "# A\n\n[a](there.md) [b](gone.md#part) ![c](img/gone.png \"C\") [d](docs/up.md) [e](my%20notes.md) [f](#a)\n\
            [g](https://a.b/c.md) `code/gone.go` [h](path/to/file.md) [i](tasks.md)\n\n```md\n[j](gone.md)\n```\n";
        let files = [("specs/x/spec.md".into(), text.to_owned()), ("specs/x/tasks.md".into(), "# B\n".to_owned())];
        let sources = Sources::new(files);
        let there = ["specs/x/there.md", "docs/up.md", "specs/x/my notes.md"];
        let found = missing_files(&specwave_spec::parse(text), &sources, |path| there.map(Path::new).contains(&path));
        let messages: Vec<&str> = found.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(messages, ["`gone.md` does not exist", "`img/gone.png` does not exist"]);
    }
}
