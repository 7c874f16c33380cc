//! Scores what is read from whole specifications against extractions made by hand.
//!
//! The scores of this project's own texts are always asserted; those of the shared corpus are too, where
//! it is there.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that cannot go on fails, and figures are printed")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::Value;
use specwave_plan::Feature;
use specwave_spec::{Kept, view};

/// Facets that are sets of names.
const NAMED: &[&str] = &["entities", "value_objects", "events", "services", "repositories", "compliance"];

/// Facets that are one value; only those are compared that the golden file speaks of.
const SINGLE: &[&str] = &["name", "domain", "priority"];

/// What is asked for in both directions.
const FLOOR: f64 = 0.95;

/// What is asked for of performance targets.
const TARGETS_FLOOR: f64 = 0.90;

#[test]
fn own_specifications_are_read_as_by_hand() {
    let fixtures = root().join("tests/fixtures/golden");
    let mut goldens: Vec<PathBuf> = std::fs::read_dir(&fixtures)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    goldens.sort();
    let pairs = goldens.into_iter().map(|golden| {
        let named: Value = serde_json::from_str(&std::fs::read_to_string(&golden).unwrap()).unwrap();
        if let Some(file) = named["_specification"].as_str() {
            return (fixtures.join(file), golden);
        }
        let beside = golden.with_extension("md");
        let example = root().join("docs/examples").join(beside.file_name().unwrap());
        (if beside.exists() { beside } else { example }, golden)
    });
    assert_scores(pairs);
}

#[test]
fn shared_corpus_is_read_as_by_hand() {
    let corpus = root().join("../shared/corpus");
    let pairs = ["example-spec", "webhook-management-spec", "consent-management-v2"].into_iter().map(|name| {
        (corpus.join("dce").join(name).with_extension("md"), corpus.join("golden").join(name).with_extension("json"))
    });
    assert_scores(pairs.filter(|(_, golden)| golden.exists()));
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Prints precision and recall of every facet and asserts them, for each specification by itself.
fn assert_scores(pairs: impl Iterator<Item = (PathBuf, PathBuf)>) {
    let mut failures = Vec::new();
    let mut totals: BTreeMap<String, [f64; 3]> = BTreeMap::new();
    for (specification, golden) in pairs {
        let golden: Value = serde_json::from_str(&std::fs::read_to_string(golden).unwrap()).unwrap();
        let Feature { sources, spec } = Feature::read(&specification, |_| None, &mut Kept::default()).unwrap();
        let produced = view::to_json(&spec, &sources);
        let name = specification.file_stem().unwrap().to_string_lossy().into_owned();
        println!("{name}");
        for facet in facets(&produced, &golden) {
            let (precision, recall) = (facet.precision(), facet.recall());
            println!("  {:<14} precision {precision:.2}  recall {recall:.2}", facet.name);
            let total = totals.entry(facet.name.clone()).or_default();
            let counts = [facet.right(), facet.produced.len() as f64, facet.expected.len() as f64];
            total.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
            let floor = if facet.name == "performance" { TARGETS_FLOOR } else { FLOOR };
            if precision < floor || recall < floor {
                failures.push(format!("{name}: {}: wrong {:?}, missed {:?}", facet.name, facet.wrong(), facet.missed()));
            }
        }
    }
    println!("together");
    for (facet, [right, produced, expected]) in totals {
        println!("  {facet:<14} precision {:.2}  recall {:.2}", right / produced.max(1.0), right / expected.max(1.0));
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

/// What was produced and what was expected, as text that can be compared.
struct Facet {
    name: String,
    produced: BTreeSet<String>,
    expected: BTreeSet<String>,
}

impl Facet {
    fn right(&self) -> f64 {
        self.produced.intersection(&self.expected).count() as f64
    }

    fn precision(&self) -> f64 {
        if self.produced.is_empty() { 1.0 } else { self.right() / self.produced.len() as f64 }
    }

    fn recall(&self) -> f64 {
        if self.expected.is_empty() { 1.0 } else { self.right() / self.expected.len() as f64 }
    }

    fn wrong(&self) -> Vec<&String> {
        self.produced.difference(&self.expected).collect()
    }

    fn missed(&self) -> Vec<&String> {
        self.expected.difference(&self.produced).collect()
    }
}

fn facets(produced: &Value, golden: &Value) -> Vec<Facet> {
    let single = SINGLE.iter().filter(|name| golden.get(**name).is_some()).map(|name| Facet {
        name: (*name).to_owned(),
        produced: produced[name].as_str().map(str::to_owned).into_iter().collect(),
        expected: golden[name].as_str().map(str::to_owned).into_iter().collect(),
    });
    let named = NAMED.iter().map(|name| known_facet(name, items(&produced[name]).map(written_name), golden));
    let endpoints = known_facet("endpoints", items(&produced["endpoints"]).map(written_name), golden);
    let traced =
        TRACED.iter().filter(|name| golden[**name].is_array()).map(|name| known_facet(name, traced(produced, name), golden));
    let parts = PARTS.iter().filter(|name| golden[**name].is_object()).map(|name| parts(name, produced, golden));
    let whole = [endpoints, lines(produced, golden), performance(produced, golden)];
    single.chain(named).chain(whole).chain(traced).chain(parts).collect()
}

/// What named things consist of, for those that the golden file describes.
const PARTS: &[&str] = &["fields", "operations"];

/// `owner.part`, whatever letters and underscores the parts are written with.
fn parts(facet: &str, produced: &Value, golden: &Value) -> Facet {
    let plain = |name: &str| name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    let described = golden[facet].as_object().into_iter().flatten();
    let expected = described
        .flat_map(|(owner, parts)| items(parts).filter_map(Value::as_str).map(move |part| format!("{owner}.{}", plain(part))));
    let owners = NAMED.iter().flat_map(|key| items(&produced[key])).filter(|owner| golden[facet][written_name(owner)].is_array());
    let found = owners.flat_map(|owner| {
        items(&owner[facet]).map(move |part| format!("{}.{}", written_name(owner), plain(&written_name(part))))
    });
    Facet { name: facet.to_owned(), produced: found.collect(), expected: expected.collect() }
}

/// Facets of formats that number what they ask for; only golden files of such formats have them.
const TRACED: &[&str] = &["stories", "requirements", "criteria", "tasks", "links"];

/// Numbers, or titles where there are none, and `task > requirement`.
fn traced(produced: &Value, facet: &str) -> impl Iterator<Item = String> {
    let text = |item: &Value, key: &str| item[key].as_str().unwrap_or_default().to_owned();
    let name = |item: &Value| Some(text(item, "id")).filter(|id| !id.is_empty()).unwrap_or_else(|| text(item, "title"));
    let all: Vec<String> = match facet {
        "stories" => items(&produced["stories"]).map(|story| text(story, "id")).collect(),
        "criteria" => items(&produced["requirements"]).flat_map(|it| items(&it["criteria"])).map(name).collect(),
        "links" => items(&produced["tasks"])
            .flat_map(|task: &Value| {
                let of_task = name(task);
                items(&task["requirements"]).map(move |link: &Value| format!("{of_task} > {}", link.as_str().unwrap_or_default()))
            })
            .collect(),
        _ => items(&produced[facet]).map(name).collect(),
    };
    all.into_iter()
}

/// Where each name is declared, for the names that were read at all.
fn lines(produced: &Value, golden: &Value) -> Facet {
    let read: BTreeMap<String, u64> = NAMED
        .iter()
        .chain(&["endpoints"])
        .flat_map(|key| items(&produced[key]))
        .filter_map(|item| Some((written_name(item), item["line"].as_u64()?)))
        .collect();
    let known = golden["_lines"].as_object().into_iter().flatten().filter(|(name, _)| read.contains_key(*name));
    Facet {
        name: "lines".to_owned(),
        produced: known.clone().map(|(name, _)| format!("{name}: {}", read[name])).collect(),
        expected: known.map(|(name, line)| format!("{name}: {line}")).collect(),
    }
}

/// A name, or method and path of an endpoint.
fn written_name(item: &Value) -> String {
    let text = |key: &str| item[key].as_str().unwrap_or_default();
    item["name"].as_str().map_or_else(|| format!("{} {}", text("method"), text("path")), str::to_owned)
}

/// A facet of names; what the golden file calls ambiguous is neither right nor wrong.
fn known_facet(name: &str, produced: impl Iterator<Item = String>, golden: &Value) -> Facet {
    let expected: BTreeSet<String> = items(&golden[name]).filter_map(|item| item.as_str().map(str::to_owned)).collect();
    let ambiguous: BTreeSet<&str> = items(&golden["_ambiguous"][name])
        .filter_map(Value::as_str)
        .map(|item| item.split(" (").next().unwrap_or(item))
        .collect();
    let aliases = &golden["_aliases"];
    let canonical = |item: String| {
        let known =
            aliases.as_object().into_iter().flatten().find(|(_, spellings)| items(spellings).any(|s| s.as_str() == Some(&item)));
        known.map_or(item, |(name, _)| name.clone())
    };
    let produced = produced.map(canonical).filter(|item| expected.contains(item) || !ambiguous.contains(item.as_str()));
    Facet { name: name.to_owned(), produced: produced.collect(), expected }
}

/// Targets are the same when line, comparator, value, unit and percentile are.
fn performance(produced: &Value, golden: &Value) -> Facet {
    let ignorable: BTreeSet<u64> = items(&golden["_ignorable_performance_lines"]).filter_map(Value::as_u64).collect();
    let expected: BTreeSet<String> = items(&golden["performance"]).map(|item| target(item, "qualifier")).collect();
    // A bare number may be read as "at least".
    let tolerant = |item: &Value| {
        let written = target(item, "percentile");
        let bare = written.replacen(">=", "=", 1);
        if expected.contains(&bare) && !expected.contains(&written) { bare } else { written }
    };
    let produced: BTreeSet<String> = items(&produced["performance"])
        .filter(|item| expected.contains(&tolerant(item)) || !item["line"].as_u64().is_some_and(|line| ignorable.contains(&line)))
        .map(tolerant)
        .collect();
    Facet { name: "performance".to_owned(), produced, expected }
}

fn target(item: &Value, percentile: &str) -> String {
    let text = |key: &str| item[key].as_str().unwrap_or_default();
    let value = item["value"].as_f64().unwrap_or(f64::NAN);
    let file = text("file").rsplit('/').next().unwrap_or_default();
    format!("{file}{}: {} {value} {} {}", item["line"], text("comparator"), text("unit"), text(percentile)).trim().to_owned()
}

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}
