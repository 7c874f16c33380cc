//! `textDocument/foldingRange`: front matter, sections, fences and tables.

use specwave_source::Span;
use specwave_spec::folding;
use tower_lsp::ls_types::{FoldingRange, FoldingRangeParams};

use crate::analysis::Analysis;

/// Whole lines only, which every client can fold; any Markdown file may be folded.
pub(crate) fn handle(analysis: &Analysis, _: FoldingRangeParams) -> Vec<FoldingRange> {
    let text = &analysis.text;
    let fold = |span: Span| {
        let range = text.range(span.shifted(text.own().start));
        FoldingRange { start_line: range.start.line, end_line: range.end.line, ..FoldingRange::default() }
    };
    folding::folds(text.own_text()).into_iter().map(fold).collect()
}
