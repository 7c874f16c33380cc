//! In which format a feature is written.

use std::path::Path;
use std::sync::LazyLock;

use regex::RegexSet;

use super::reading::Reading;
use crate::feature;
use crate::model::Format;
use crate::pattern::pattern_set;

/// What a line of a text looks like that only one format has.
struct Signature {
    format: Format,
    pattern: &'static str,
    /// How much of a proof it is; three are one.
    weight: usize,
}

const SIGNATURES: &[Signature] = &[
    Signature { format: Format::SpecKit, pattern: r"(?m)^#{2,3} User Scenarios", weight: 3 },
    Signature { format: Format::SpecKit, pattern: r"(?mi)^#{2,5} User Story \d+ *[-–—:]", weight: 2 },
    Signature { format: Format::SpecKit, pattern: r"(?m)^#{2,4} US-?\d+ *[-–—:]", weight: 1 },
    Signature { format: Format::SpecKit, pattern: r"(?m)^[-*|] *(?:\*\*)?FR-?\d+", weight: 1 },
    Signature { format: Format::SpecKit, pattern: r"(?m)^[-*|] *(?:\*\*)?SC-?\d+", weight: 1 },
    Signature { format: Format::SpecKit, pattern: r"(?m)^\*\*Feature Branch\*\*|^\*\*Branch\*\*: `?\d", weight: 3 },
    Signature { format: Format::SpecKit, pattern: r"(?m)^## Constitution Check", weight: 3 },
    Signature { format: Format::SpecKit, pattern: r"(?m)^- \[[ xX]\] (?:\*\*)?T\d{3}", weight: 3 },
    Signature { format: Format::SpecKit, pattern: r"(?m)^\*\*Primary Dependencies\*\*|^\*\*Performance Goals\*\*", weight: 3 },
    Signature { format: Format::SpecKit, pattern: r"(?mi)\A\W*# Data Model\b", weight: 3 },
    Signature {
        format: Format::Prd,
        pattern: r"(?mi)\A\W*(?:---\n[^#]*---\W*)?# .*(?:\bPRD\b|\bproduct requirements?\b)",
        weight: 4,
    },
    Signature { format: Format::Prd, pattern: r"(?mi)^#{2,3} (?:\d+\.? *)?User Stories", weight: 1 },
    Signature { format: Format::Prd, pattern: r"(?mi)^#{2,3} (?:\d+\.? *)?Functional Requirements", weight: 1 },
    Signature { format: Format::Prd, pattern: r"(?mi)^#{2,3} (?:\d+\.? *)?(?:Non-Goals|Out of Scope)", weight: 1 },
    Signature { format: Format::Kiro, pattern: r"(?m)^\x{feff}?# (?:Bugfix )?Requirements Document", weight: 3 },
    Signature { format: Format::Kiro, pattern: r"(?m)^#{2,4} Requirement \d+", weight: 3 },
    Signature { format: Format::Kiro, pattern: r"(?m)^\*\*User Story:?\*\*:? As an? ", weight: 1 },
    Signature { format: Format::Kiro, pattern: r"(?m)^#{3,4} Acceptance Criteria", weight: 1 },
    Signature { format: Format::Kiro, pattern: r"(?m)^\d+\. (?:WHEN|IF|WHILE|WHERE|THE) .*\bSHALL\b", weight: 2 },
    Signature { format: Format::Kiro, pattern: r"(?m)^\x{feff}?# (?:Technical )?Design Document\b", weight: 1 },
    Signature { format: Format::Kiro, pattern: r"(?m)^## Components and Interfaces", weight: 2 },
    Signature { format: Format::Kiro, pattern: r"(?m)^## Correctness Properties", weight: 2 },
    Signature { format: Format::Kiro, pattern: r"(?m)^\x{feff}?# Implementation (?:Plan|Tasks)", weight: 1 },
    Signature { format: Format::Kiro, pattern: r"(?m)_Requirements?: \d", weight: 3 },
    Signature { format: Format::Kiro, pattern: r"(?m)^#{2,3} (?:Unchanged|Current|Expected) Behavior", weight: 2 },
    Signature { format: Format::OpenSpec, pattern: r"(?m)^## (?:ADDED|MODIFIED|REMOVED|RENAMED) Requirements", weight: 3 },
    Signature { format: Format::OpenSpec, pattern: r"(?m)^### Requirement: ", weight: 3 },
    Signature { format: Format::OpenSpec, pattern: r"(?m)^#### Scenario: ", weight: 2 },
    Signature { format: Format::OpenSpec, pattern: r"(?m)^## What Changes", weight: 2 },
    Signature { format: Format::OpenSpec, pattern: r"(?m)^## Why\b", weight: 1 },
    Signature { format: Format::OpenSpec, pattern: r"(?m)^## Goals / Non-Goals", weight: 2 },
    Signature { format: Format::OpenSpec, pattern: r"(?m)^## Risks / Trade-offs", weight: 1 },
    Signature { format: Format::OpenSpec, pattern: r"(?m)^## \d+\. .*\n+- \[[ xX]\] \d+\.\d+ ", weight: 3 },
];

static PATTERNS: LazyLock<Option<RegexSet>> = LazyLock::new(|| pattern_set(SIGNATURES.iter().map(|signature| signature.pattern)));

/// The weight that proves a format.
const PROOF: usize = 3;

/// The format of a feature: told by its place, or by what its text looks like.
pub(super) fn read(reading: &Reading<'_>, path: &Path) -> Option<Format> {
    placed(path).or_else(|| looks_like(reading, path))
}

/// `format: kiro` in the front matter.
pub(super) fn named(reading: &Reading<'_>) -> Option<Format> {
    let front = reading.written(reading.outline.front_matter?);
    let value = front.lines().find_map(|line| line.strip_prefix("format:"))?;
    Format::named(value.trim().trim_matches(['"', '\'']))
}

fn placed(path: &Path) -> Option<Format> {
    let names: Vec<&str> = path.components().filter_map(|part| part.as_os_str().to_str()).collect();
    let inside = |folders: &[&str]| names.windows(folders.len()).any(|part| part == folders);
    if inside(&[".kiro", "specs"]) {
        return Some(Format::Kiro);
    }
    if inside(&["openspec", "specs"]) || inside(&["openspec", "changes"]) {
        return Some(Format::OpenSpec);
    }
    None
}

/// `docs/PRD.md`, `tasks/prd-billing.md`, `billing.prd.md`.
fn is_named_prd(path: &Path) -> bool {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_lowercase();
    stem.split(['-', '_', '.', ' ']).any(|word| word == "prd")
}

/// The format with the most signs, if they are a proof. Front matter with `feature` is that of our own dialects.
fn looks_like(reading: &Reading<'_>, path: &Path) -> Option<Format> {
    let front = reading.outline.front_matter.map_or("", |front| reading.written(front));
    if front.lines().any(|line| line.starts_with("feature:")) {
        return None;
    }
    let found: Vec<&Signature> = PATTERNS.as_ref()?.matches(reading.text).iter().map(|at| &SIGNATURES[at]).collect();
    let weight = |format: Format| -> usize {
        let named = if format == Format::Prd && is_named_prd(path) { PROOF } else { 0 };
        named + found.iter().filter(|signature| signature.format == format).map(|signature| signature.weight).sum::<usize>()
    };
    let formats = [Format::SpecKit, Format::Kiro, Format::OpenSpec, Format::Prd].map(|format| (weight(format), format));
    let (most, format) = formats.into_iter().max_by_key(|(weight, _)| *weight)?;
    (most >= PROOF).then_some(format)
}

/// Whether a README or the like only tells about a format.
pub(super) fn is_about(path: &Path) -> bool {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_uppercase();
    feature::folder(path).is_none() && ["README", "AGENTS", "CLAUDE", "CHANGELOG", "CONTRIBUTING"].contains(&stem.as_str())
}
