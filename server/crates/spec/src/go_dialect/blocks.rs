//! Go fences with their facts, and where in the architecture they stand.

use std::sync::Arc;

use specwave_golang::facts::{self, Facts, Name};
use specwave_source::Span;

use super::zone::{self, Zone};
use crate::declared::Declared;
use crate::kept::Kept;
use crate::model::{Fence, GoBlock, Language, Located, Problem};
use crate::outline::{LABEL, Outline, Section};

/// One fenced Go block.
pub(crate) struct Block<'text> {
    pub(crate) source: &'text str,
    pub(crate) facts: Arc<Facts>,
    pub(crate) zone: Zone,
    /// Whether it shows how other features are integrated.
    pub(crate) integration: bool,
    /// What the nearest heading that says anything about domain types announces.
    pub(crate) label: Section,
    /// Words of the innermost heading, without its number.
    pub(crate) heading: String,
    offset: usize,
}

impl Block<'_> {
    /// A span of the block's facts as a span of the specification.
    pub(crate) fn at(&self, span: Span) -> Span {
        span.shifted(self.offset)
    }

    pub(crate) fn package(&self) -> Option<String> {
        self.facts.package.as_ref().map(|package| package.text.to_string())
    }
}

/// Reads all Go fences; reports what does not parse.
pub(super) fn read<'text>(text: &'text str, outline: &Outline, kept: &Kept, out: &mut Declared) -> Vec<Block<'text>> {
    let fences = outline.fences.iter().enumerate();
    let written = fences.map(|(index, fence)| (index, fence, &text[fence.content.start..fence.content.end]));
    let in_go: Vec<(usize, &Fence, &str)> = written.filter(|(_, fence, content)| is_go(fence, content)).collect();
    kept.read_ahead(&in_go.iter().map(|(_, _, content)| *content).collect::<Vec<_>>());
    let mut blocks = Vec::new();
    for (index, fence, content) in in_go {
        let facts = kept.go_facts(content);
        let label = Section::VALUE_OBJECTS.with(Section::ENTITIES).with(Section::EVENTS);
        let block = Block {
            source: content,
            zone: zone::of(&facts, outline, fence.heading),
            integration: outline.announced_by_chain(fence.heading).any(Section::INTEGRATION),
            label: outline.innermost(fence.heading, label),
            heading: outline
                .chain(fence.heading)
                .find(|at| outline.headings[*at].level < LABEL)
                .map_or_else(String::new, |at| without_number(&outline.headings[at].text)),
            offset: fence.content.start,
            facts,
        };
        for error in &block.facts.errors {
            let (span, message) = (block.at(error.span), error.message.clone());
            out.spec.problems.push(Problem { language: Language::Go, span, message });
        }
        out.spec.go_blocks.push(described(&block, index));
        blocks.push(block);
    }
    blocks
}

fn is_go(fence: &Fence, content: &str) -> bool {
    matches!(fence.language.as_str(), "go" | "golang") || (fence.language.is_empty() && looks_like_go(content))
}

fn described(block: &Block<'_>, fence: usize) -> GoBlock {
    let located = |name: &Name| Located { value: name.text.to_string(), span: block.at(name.span) };
    let is_repository = |kind: &facts::TypeKind| matches!(kind, facts::TypeKind::Interface { .. });
    let types = &block.facts.types;
    GoBlock {
        fence,
        path: block.facts.path.as_ref().map(located),
        package: block.facts.package.as_ref().map(located),
        imports: block.facts.imports.iter().map(|import| located(&import.path)).collect(),
        types: types.iter().map(|declared| located(&declared.name)).collect(),
        repositories: types
            .iter()
            .filter(|declared| declared.name.text.ends_with("Repository") && is_repository(&declared.kind))
            .map(|declared| located(&declared.name))
            .collect(),
        test: block.zone == Zone::Test,
    }
}

/// Whether a fence without a language begins as Go does.
fn looks_like_go(content: &str) -> bool {
    let first = content.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with("//")).unwrap_or_default();
    let starts = |word: &str| first.starts_with(word);
    (starts("package ") && !first.contains('.')) || starts("func ") || (starts("type ") && first.ends_with('{'))
}

/// `3.1 ConsentService` and `2. MetricsCollector` without their numbers.
fn without_number(heading: &str) -> String {
    heading.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' ')).trim().to_owned()
}
