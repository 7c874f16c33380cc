//! In which format a feature is written.

use std::path::Path;
use std::sync::OnceLock;

use regex::Regex;

use super::reading::Reading;
use crate::feature;
use crate::kept::Kept;
use crate::model::Format;
use crate::pattern::{holds, pattern};

/// What a line of a text looks like that only one format has.
struct Signature {
    format: Format,
    /// One of these, in lower case, is in what the pattern matches: without it the pattern is never built.
    words: &'static [&'static str],
    pattern: &'static str,
    /// How much of a proof it is; three are one.
    weight: usize,
}

const fn sign(format: Format, words: &'static [&'static str], pattern: &'static str, weight: usize) -> Signature {
    Signature { format, words, pattern, weight }
}

const SIGNATURES: [Signature; 34] = [
    sign(Format::SpecKit, &["# feature specification"], r"(?mi)\A\W*# Feature Specification\b", 1),
    sign(Format::SpecKit, &["# user scenarios"], r"(?m)^#{2,3} User Scenarios", 3),
    sign(Format::SpecKit, &["# user story "], r"(?mi)^#{2,5} User Story \d+ *[-–—:]", 2),
    sign(Format::SpecKit, &["# us"], r"(?m)^#{2,4} US-?\d+ *[-–—:]", 1),
    sign(Format::SpecKit, &["fr-", "fr0", "fr1"], r"(?m)^(?:[-*|]|\d+\.) *(?:\*\*)?FR-?\d+", 1),
    sign(Format::SpecKit, &["sc-", "sc0", "sc1"], r"(?m)^[-*|] *(?:\*\*)?SC-?\d+", 1),
    sign(Format::SpecKit, &["branch**"], r"(?m)^\*\*Feature Branch\*\*|^\*\*Branch\*\*: `?\d", 3),
    sign(Format::SpecKit, &["constitution check"], r"(?m)^## Constitution Check", 3),
    sign(Format::SpecKit, &["] t", "] **t"], r"(?m)^- \[[ xX]\] (?:\*\*)?T\d{3}", 3),
    sign(
        Format::SpecKit,
        &["**primary dependencies**", "**performance goals**"],
        r"(?m)^\*\*Primary Dependencies\*\*|^\*\*Performance Goals\*\*",
        3,
    ),
    sign(Format::SpecKit, &["# data model"], r"(?mi)\A\W*# Data Model\b", 3),
    sign(
        Format::Prd,
        &["prd", "product requirement"],
        r"(?mi)\A\W*(?:---\n[^#]*---\W*)?# .*(?:\bPRD\b|\bproduct requirements?\b)",
        4,
    ),
    sign(Format::Prd, &["user stories"], r"(?mi)^#{2,3} (?:\d+\.? *)?User Stories", 1),
    sign(Format::Prd, &["functional requirements"], r"(?mi)^#{2,3} (?:\d+\.? *)?Functional Requirements", 1),
    sign(Format::Prd, &["non-goals", "out of scope"], r"(?mi)^#{2,3} (?:\d+\.? *)?(?:Non-Goals|Out of Scope)", 1),
    sign(Format::Kiro, &["requirements document"], r"(?m)^\x{feff}?# (?:Bugfix )?Requirements Document", 3),
    sign(Format::Kiro, &["# requirement "], r"(?m)^#{2,4} Requirement \d+", 3),
    sign(Format::Kiro, &["**user story"], r"(?m)^\*\*User Story:?\*\*:? As an? ", 1),
    sign(Format::Kiro, &["# acceptance criteria"], r"(?m)^#{3,4} Acceptance Criteria", 1),
    sign(Format::Kiro, &[" shall"], r"(?m)^\d+\. (?:WHEN|IF|WHILE|WHERE|THE) .*\bSHALL\b", 2),
    sign(Format::Kiro, &["design document"], r"(?m)^\x{feff}?# (?:Technical )?Design Document\b", 1),
    sign(Format::Kiro, &["## components and interfaces"], r"(?m)^## Components and Interfaces", 2),
    sign(Format::Kiro, &["## correctness properties"], r"(?m)^## Correctness Properties", 2),
    sign(Format::Kiro, &["# implementation "], r"(?m)^\x{feff}?# Implementation (?:Plan|Tasks)", 1),
    sign(Format::Kiro, &["_requirement"], r"(?m)_Requirements?: \d", 3),
    sign(Format::Kiro, &[" behavior"], r"(?m)^#{2,3} (?:Unchanged|Current|Expected) Behavior", 2),
    sign(Format::OpenSpec, &["ed requirements"], r"(?m)^## (?:ADDED|MODIFIED|REMOVED|RENAMED) Requirements", 3),
    sign(Format::OpenSpec, &["### requirement: "], r"(?m)^### Requirement: ", 3),
    sign(Format::OpenSpec, &["#### scenario: "], r"(?m)^#### Scenario: ", 2),
    sign(Format::OpenSpec, &["## what changes"], r"(?m)^## What Changes", 2),
    sign(Format::OpenSpec, &["## why"], r"(?m)^## Why\b", 1),
    sign(Format::OpenSpec, &["## goals / non-goals"], r"(?m)^## Goals / Non-Goals", 2),
    sign(Format::OpenSpec, &["## risks / trade-offs"], r"(?m)^## Risks / Trade-offs", 1),
    sign(Format::OpenSpec, &["- ["], r"(?m)^## \d+\. .*\n+- \[[ xX]\] \d+\.\d+ ", 3),
];

static PATTERNS: [OnceLock<Option<Regex>>; SIGNATURES.len()] = [const { OnceLock::new() }; SIGNATURES.len()];

/// The weight that proves a format.
const PROOF: usize = 3;

/// The format of a feature: told by its place, or by what its text looks like.
pub(super) fn read(reading: &Reading<'_>, path: &Path, kept: &Kept) -> Option<Format> {
    placed(path).or_else(|| looks_like(reading, path, kept))
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
fn looks_like(reading: &Reading<'_>, path: &Path, kept: &Kept) -> Option<Format> {
    let front = reading.outline.front_matter.map_or("", |front| reading.written(front));
    if front.lines().any(|line| line.starts_with("feature:")) {
        return None;
    }
    let chapters = reading.outline.chapters(reading.text.len()).into_iter();
    let found = chapters.fold(0, |all, chapter| {
        let written = reading.written(chapter.span);
        all | if chapter.first { signs(written, true) } else { kept.signs(written, |written| signs(written, false)) }
    });
    let found: Vec<&Signature> = SIGNATURES.iter().enumerate().filter(|(at, _)| found >> at & 1 == 1).map(|(_, it)| it).collect();
    let weight = |format: Format| -> usize {
        let named = if format == Format::Prd && is_named_prd(path) { PROOF } else { 0 };
        named + found.iter().filter(|signature| signature.format == format).map(|signature| signature.weight).sum::<usize>()
    };
    let formats = [Format::SpecKit, Format::Kiro, Format::OpenSpec, Format::Prd].map(|format| (weight(format), format));
    let (most, format) = formats.into_iter().max_by_key(|(weight, _)| *weight)?;
    (most >= PROOF).then_some(format)
}

/// Which signatures a chapter has, a bit for each; those of the text's beginning count in the first one only.
fn signs(chapter: &str, first: bool) -> u64 {
    let lower = chapter.to_ascii_lowercase();
    let is_signed = |signature: &Signature, built: &OnceLock<Option<Regex>>| {
        (first || !signature.pattern.contains(r"\A"))
            && signature.words.iter().any(|word| holds(&lower, word))
            && built.get_or_init(|| pattern(signature.pattern)).as_ref().is_some_and(|built| built.is_match(chapter))
    };
    let bits = SIGNATURES.iter().zip(&PATTERNS).enumerate();
    bits.fold(0, |all, (at, (signature, built))| all | u64::from(is_signed(signature, built)) << at)
}

/// Whether a README or the like only tells about a format.
pub(super) fn is_about(path: &Path) -> bool {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_uppercase();
    feature::folder(path).is_none() && ["README", "AGENTS", "CLAUDE", "CHANGELOG", "CONTRIBUTING"].contains(&stem.as_str())
}
