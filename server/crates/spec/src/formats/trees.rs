//! Trees of files that a plan shows: `├── SwapService.kt` is a service to come.

use specwave_source::Span;

use super::declare;
use super::part::Part;
use super::reading::Reading;
use super::words::is_type_name;
use crate::declared::Declared;
use crate::model::Located;
use crate::outline::lines;

/// Languages of fences that hold trees.
const LANGUAGES: &[&str] = &["", "text", "txt", "plaintext", "tree"];

/// What is drawn in front of a file.
const BRANCHES: &[char] = &['├', '└', '│', '─', ' ', '|', '`', '-', '\t'];

/// Words behind a file that is there already.
const THERE: &[&str] = &["exist", "unchanged", "extend", "modif", "update"];

/// Adds the services and repositories that the plan has files for, of each kind that nothing else tells of.
pub(super) fn read(reading: &Reading<'_>, out: &mut Declared) {
    let (services, repositories) = (out.spec.services.is_empty(), out.spec.repositories.is_empty());
    if !services && !repositories {
        return;
    }
    let planned = reading
        .outline
        .fences
        .iter()
        .filter(|fence| LANGUAGES.contains(&fence.language.as_str()) && reading.part(fence.span.start) == Part::Design);
    for name in planned.flat_map(|fence| of_tree(reading, fence.content)) {
        let wanted = if declare::is_repository(&name.value) { repositories } else { services };
        if wanted {
            declare::actor(out, name, String::new(), Vec::new(), Vec::new());
        }
    }
}

fn of_tree(reading: &Reading<'_>, tree: Span) -> Vec<Located<String>> {
    let written = reading.written(tree);
    if !written.contains(['├', '└']) {
        return Vec::new();
    }
    let branches = lines(written).flat_map(|line| {
        let branch = written[line.start..line.end].trim_start_matches(BRANCHES);
        let (path, remark) = branch.split_at(branch.find(' ').unwrap_or(branch.len()));
        let is_there = THERE.iter().any(|word| remark.to_lowercase().contains(word));
        // `orders/   OrderService, OrderRepository` says what a folder is for.
        let remarked = remark.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| acts(word));
        let named = of_file(path).into_iter().chain(remarked).filter(|_| !is_there);
        let located = named.map(|name| Located { value: name.to_owned(), span: reading.place(name, line.shifted(tree.start)) });
        located.collect::<Vec<_>>()
    });
    branches.collect()
}

/// The type that a file of code is named after.
fn of_file(path: &str) -> Option<&str> {
    let (stem, ending) = path.split_once('.')?;
    let is_code = (1..=5).contains(&ending.len()) && ending.chars().all(char::is_alphanumeric);
    (is_code && acts(stem)).then_some(stem)
}

fn acts(name: &str) -> bool {
    is_type_name(name) && ["Service", "Repository"].iter().any(|end| name.ends_with(end) && name.len() > end.len())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use specwave_source::Sources;

    use crate::{Kept, parse_sources};

    fn named(plan: &str) -> (Vec<String>, Vec<String>) {
        let spec = "# Feature Specification: Boats\n\n## User Scenarios & Testing\n";
        let files = [("specs/001-boats/spec.md", spec), ("specs/001-boats/plan.md", plan)];
        let sources = Sources::new(files.map(|(path, text)| (PathBuf::from(path), text.to_owned())));
        let read = parse_sources(&sources, &mut Kept::default());
        let services = read.services.into_iter().map(|service| service.name).collect();
        (services, read.repositories.into_iter().map(|repository| repository.name).collect())
    }

    #[test]
    fn a_plan_has_files_for_what_is_to_be_built() {
        let tree = "# Implementation Plan\n\n## Project Structure\n\n```text\nsrc/\n├── boats/\n│   ├── BoatService.kt\n\
                    │   ├── MooringService.cs      # existing\n│   ├── BoatRepository.java\n│   └── boat_service.py\n\
                    ├── tides/   TideService, TideRepository\n└── test/\n    └── BoatServiceTest.kt\n```\n";
        let all = |names: [&str; 2]| names.map(str::to_owned).to_vec();
        assert_eq!(named(tree), (all(["BoatService", "TideService"]), all(["BoatRepository", "TideRepository"])));
    }

    #[test]
    fn what_is_told_elsewhere_wins_over_files() {
        let plan = "# Implementation Plan\n\n## Services\n\n### FleetService\n\n- `Sail(id)` - away\n\n```text\n\
                    src/\n└── BoatService.kt\n```\n";
        assert_eq!(named(plan), (vec!["FleetService".to_owned()], vec![]));
    }
}
