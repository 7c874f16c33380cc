//! Mermaid, as far as rules need it: the kind of a diagram and its lines.

use specwave_source::Span;

use crate::rules::check::Subject;

/// Kinds of diagrams.
pub(super) const KINDS: &[&str] = &[
    "graph",
    "flowchart",
    "flowchart-elk",
    "sequenceDiagram",
    "classDiagram",
    "classDiagram-v2",
    "stateDiagram",
    "stateDiagram-v2",
    "erDiagram",
    "journey",
    "gantt",
    "pie",
    "quadrantChart",
    "requirementDiagram",
    "gitGraph",
    "mindmap",
    "timeline",
    "zenuml",
    "kanban",
    "info",
    "C4Context",
    "C4Container",
    "C4Component",
    "C4Dynamic",
    "C4Deployment",
    "sankey",
    "sankey-beta",
    "xychart",
    "xychart-beta",
    "block",
    "block-beta",
    "packet",
    "packet-beta",
    "architecture",
    "architecture-beta",
    "radar",
    "radar-beta",
    "treemap",
    "treemap-beta",
];

/// What a sequence diagram closes with `end`.
const SEQUENCE_BLOCKS: &[&str] = &["loop", "alt", "opt", "par", "critical", "break", "rect", "box"];

/// A Mermaid block that says something.
pub(super) struct Diagram<'text> {
    /// The first word, which says what is drawn.
    pub(super) kind: &'text str,
    pub(super) kind_span: Span,
    /// The lines below it without comments and white space around them.
    pub(super) lines: Vec<(Span, &'text str)>,
}

impl Diagram<'_> {
    pub(super) fn is_flowchart(&self) -> bool {
        matches!(self.kind, "graph" | "flowchart" | "flowchart-elk")
    }

    /// Whether a line that begins with `word` needs an `end`.
    pub(super) fn opens(&self, word: &str) -> bool {
        if self.is_flowchart() { word == "subgraph" } else { self.kind == "sequenceDiagram" && SEQUENCE_BLOCKS.contains(&word) }
    }

    pub(super) fn has_ends(&self) -> bool {
        self.is_flowchart() || self.kind == "sequenceDiagram"
    }
}

/// The Mermaid blocks of a specification.
pub(super) fn diagrams<'spec>(subject: &Subject<'spec>) -> Vec<Diagram<'spec>> {
    let mut diagrams = Vec::new();
    for (fence, content) in subject.fences(&["mermaid"]) {
        let mut lines = lines(content, fence.content.start).into_iter().peekable();
        // A configuration may stand in front of the diagram, between two lines of dashes.
        if lines.next_if(|(_, line)| *line == "---").is_some() {
            lines.by_ref().find(|(_, line)| *line == "---");
        }
        let Some((span, first)) = lines.next() else { continue };
        let kind = first.split(|c: char| c.is_whitespace() || matches!(c, ';' | ':')).next().unwrap_or_default();
        diagrams.push(Diagram { kind, kind_span: Span::new(span.start, span.start + kind.len()), lines: lines.collect() });
    }
    diagrams
}

/// Lines that say something, without comments and directives.
fn lines(content: &str, offset: usize) -> Vec<(Span, &str)> {
    let mut start = offset;
    let mut lines = Vec::new();
    for line in content.split_inclusive('\n') {
        let written = line.trim();
        let at = start + (line.len() - line.trim_start().len());
        start += line.len();
        if !written.is_empty() && !written.starts_with("%%") {
            lines.push((Span::new(at, at + written.len()), written));
        }
    }
    lines
}
