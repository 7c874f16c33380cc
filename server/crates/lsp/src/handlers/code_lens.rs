//! `textDocument/codeLens`: what can be done with the specification, above its title; where its things are implemented.

use serde_json::{Value, json};
use specwave_source::Span;
use specwave_verify::TypeLink;
use tower_lsp::ls_types::{CodeLens, CodeLensParams, Command};

use super::execute_command::{EXECUTE, PREVIEW, SHOW};
use super::implementation::{location, with_links};
use crate::analysis::Analysis;

/// *Execute specification* and *Preview wave plan*, and for each declared type with a Go type where that is; nothing above
/// what is no specification.
pub(crate) fn handle(analysis: &Analysis, _: CodeLensParams) -> Vec<CodeLens> {
    let Some(above) = analysis.title else { return Vec::new() };
    let title = analysis.text.line(above.end);
    let document = || json!({ "uri": analysis.uri });
    let of_document = [
        lens(analysis, title, "Execute specification".to_owned(), EXECUTE, document()),
        lens(analysis, title, "Preview wave plan".to_owned(), PREVIEW, document()),
    ];
    let own = |link: &&TypeLink<'_>| analysis.text.owns(link.span);
    let implemented = |links: &specwave_verify::Links<'_>| {
        links.types.iter().filter(own).filter_map(|link| implemented_in(analysis, link)).collect::<Vec<_>>()
    };
    let of_types = if analysis.code.go_files().next().is_some() { with_links(analysis, implemented) } else { Vec::new() };
    of_document.into_iter().chain(of_types).collect()
}

fn implemented_in(analysis: &Analysis, link: &TypeLink<'_>) -> Option<CodeLens> {
    let place = link.go.as_ref()?.place();
    let title = format!("{} in {}", link.go_name, place.file.path.display());
    Some(lens(analysis, link.span, title, SHOW, json!(location(analysis, place)?)))
}

fn lens(analysis: &Analysis, above: Span, title: String, command: &str, argument: Value) -> CodeLens {
    let command = Command { title, command: command.to_owned(), arguments: Some(vec![argument]) };
    CodeLens { range: analysis.text.range(above), command: Some(command), data: None }
}
