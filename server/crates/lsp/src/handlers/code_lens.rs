//! `textDocument/codeLens`: what can be done with the specification, above its title.

use serde_json::json;
use tower_lsp::ls_types::{CodeLens, CodeLensParams, Command};

use super::execute_command::{EXECUTE, PREVIEW};
use crate::analysis::Analysis;

/// *Execute specification* and *Preview wave plan*; nothing above what is no specification.
pub(crate) fn handle(analysis: &Analysis, _: CodeLensParams) -> Vec<CodeLens> {
    let Some(above) = analysis.title else { return Vec::new() };
    let title = analysis.text.line(above.end);
    let lens = |title_of_lens: &str, command: &str| CodeLens {
        range: analysis.text.range(title),
        command: Some(Command {
            title: title_of_lens.to_owned(),
            command: command.to_owned(),
            arguments: Some(vec![json!({ "uri": analysis.uri })]),
        }),
        data: None,
    };
    vec![lens("Execute specification", EXECUTE), lens("Preview wave plan", PREVIEW)]
}
