//! SW1305: packages that import each other in a circle.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};

use specwave_golang::facts::Name;
use specwave_source::Rule;
use specwave_source::rule::{Explanation, Fixable, Group, Level};

use crate::GoFile;
use crate::layout::found::{Found, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1305",
    name: "import-cycle",
    group: Group::Layout,
    level: Level::Error,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports packages of the module that import each other in a circle, once per circle, with every import of it.",
        why: "Go does not build them.",
        example: "```go\n// internal/domain/billing/invoice.go\nimport \"example.com/shop/internal/domain/customer\"\n\n// internal/domain/customer/customer.go\nimport \"example.com/shop/internal/domain/billing\"\n```",
        fix: "Move what both need to a third package, or turn one of the imports round with an interface.",
    },
};

/// An import of a package by one of another: index of the imported one, the file, and the path there.
type Edge<'a> = (usize, &'a GoFile, &'a Name);

pub(super) fn check(subject: &Subject<'_>, found: &mut Found) {
    let edges = edges(subject);
    let mut left = in_circles(&edges);
    for start in 0..edges.len() {
        if !left[start] {
            continue;
        }
        let Some(circle) = shortest_circle(&edges, &left, start) else { continue };
        report(subject, found, start, &circle);
        circle.iter().for_each(|(package, _, _)| left[*package] = false);
    }
}

fn report(subject: &Subject<'_>, found: &mut Found, start: usize, circle: &[Edge<'_>]) {
    let [(_, file, import), others @ ..] = circle else { return };
    let names: Vec<&str> = circle.iter().map(|(package, _, _)| subject.packages[*package].dir).collect();
    let message = format!("import cycle: `{}` → `{}`", subject.packages[start].dir, names.join("` → `"));
    let finding = found.report(&RULE, &file.path, import.span, message);
    finding.elsewhere.extend(others.iter().map(|(_, file, import)| subject.elsewhere(file, import, "goes on here")));
}

fn edges<'a>(subject: &Subject<'a>) -> Vec<Vec<Edge<'a>>> {
    let index: HashMap<&str, usize> = subject.packages.iter().enumerate().map(|(at, package)| (package.dir, at)).collect();
    let of_file = |file: &'a GoFile| {
        let imports = file.facts.imports.iter().map(|import| &import.path);
        imports.filter_map(move |import| Some((subject.imported(&import.text)?.dir, file, import)))
    };
    let of_package = |files: &[&'a GoFile]| {
        let imports = files.iter().flat_map(|file| of_file(file));
        imports.map(|(dir, file, import)| (index[dir], file, import)).collect()
    };
    subject.packages.iter().map(|package| of_package(&package.files)).collect()
}

/// Which packages may lie in a circle: those that stay when all that import nothing (any more) are taken away.
fn in_circles(edges: &[Vec<Edge<'_>>]) -> Vec<bool> {
    let mut left = vec![true; edges.len()];
    let mut counts: Vec<usize> = edges.iter().map(Vec::len).collect();
    let mut importers: Vec<Vec<usize>> = vec![Vec::new(); edges.len()];
    for (from, (to, _, _)) in edges.iter().enumerate().flat_map(|(from, edges)| edges.iter().map(move |edge| (from, edge))) {
        importers[*to].push(from);
    }
    let mut pending: Vec<usize> = (0..edges.len()).filter(|at| counts[*at] == 0).collect();
    while let Some(at) = pending.pop() {
        left[at] = false;
        for importer in &importers[at] {
            counts[*importer] -= 1;
            if counts[*importer] == 0 {
                pending.push(*importer);
            }
        }
    }
    left
}

/// The shortest way from a package back to itself.
fn shortest_circle<'a>(edges: &[Vec<Edge<'a>>], left: &[bool], start: usize) -> Option<Vec<Edge<'a>>> {
    let mut reached: HashMap<usize, (usize, Edge<'a>)> = HashMap::new();
    let mut pending = VecDeque::from([start]);
    while let Some(at) = pending.pop_front() {
        for edge in edges[at].iter().filter(|edge| left[edge.0]) {
            if let Entry::Vacant(new) = reached.entry(edge.0) {
                new.insert((at, *edge));
                pending.push_back(edge.0);
            }
            if edge.0 == start {
                let mut circle = Vec::new();
                let mut to = start;
                loop {
                    let (from, edge) = reached[&to];
                    circle.push(edge);
                    to = from;
                    if from == start {
                        circle.reverse();
                        return Some(circle);
                    }
                }
            }
        }
    }
    None
}
