//! `textDocument/inlayHint`: which wave and Task will build what is declared.

use specwave_plan::builders::{Builder, builders};
use specwave_source::Span;
use tower_lsp::ls_types::{InlayHint, InlayHintLabel, InlayHintParams, InlayHintTooltip};

use crate::analysis::Analysis;

/// One hint at the end of each line that declares something, within the range that is shown.
pub(crate) fn handle(analysis: &Analysis, params: InlayHintParams) -> Vec<InlayHint> {
    if analysis.title.is_none() {
        return Vec::new();
    }
    let shown = analysis.text.span(params.range);
    let hint = |builder: Builder| {
        // Behind the last letter of the line, where a hint is in nobody's way.
        let at = analysis.text.line(builder.declared.start).end;
        (shown.touches(at)).then(|| InlayHint {
            position: analysis.text.range(Span::new(at, at)).start,
            label: InlayHintLabel::String(format!("Wave {} · {}", builder.role.wave, builder.role.name)),
            kind: None,
            text_edits: None,
            tooltip: Some(InlayHintTooltip::String(format!("Built by the {}", builder.role.position))),
            padding_left: Some(true),
            padding_right: None,
            data: None,
        })
    };
    let own = builders(&analysis.spec).into_iter().filter(|builder| analysis.text.owns(builder.declared));
    own.filter_map(hint).collect()
}
