//! `textDocument/codeAction`: quick fixes of findings, and what can be done with the whole specification.

use std::collections::HashMap;

use serde_json::json;
use specwave_plan::Mode;
use specwave_source::{Allowed, Fix, Span};
use tower_lsp::ls_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse, Command, Location, Range, TextEdit,
    Uri, WorkspaceEdit,
};

use super::execute_command::{EXECUTE, PREVIEW};
use super::initialize::{FIX_ALL_KIND, SOURCE_KIND};
use crate::analysis::Analysis;
use crate::convert::Text;
use crate::difference::difference;

/// What can be done at the place that the client names.
pub(crate) fn handle(analysis: &Analysis, params: CodeActionParams) -> CodeActionResponse {
    let mut actions = Vec::new();
    if wants(&params, &CodeActionKind::QUICKFIX) {
        actions.extend(quick_fixes(analysis, params.range));
    }
    // Clients that fix on saving ask for the kind; nobody else wants everything changed at once.
    if params.context.only.is_some() && wants(&params, &FIX_ALL_KIND) {
        actions.extend(fix_all(analysis));
    }
    if wants(&params, &SOURCE_KIND) && concerns_whole_document(analysis, &params) {
        actions.extend(document_actions(&analysis.uri, analysis.config.mode));
    }
    actions.into_iter().map(CodeActionOrCommand::CodeAction).collect()
}

/// Whether the client's filter lets actions of `kind` through; kinds are hierarchical.
fn wants(params: &CodeActionParams, kind: &CodeActionKind) -> bool {
    let covers = |wanted: &CodeActionKind| {
        let (wanted, kind) = (wanted.as_str(), kind.as_str());
        wanted.is_empty() || kind == wanted || kind.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('.'))
    };
    params.context.only.as_ref().is_none_or(|only| only.iter().any(covers))
}

fn quick_fixes(analysis: &Analysis, range: Range) -> Vec<CodeAction> {
    let text = &analysis.text;
    let asked = text.span(range);
    let mut actions = Vec::new();
    for finding in analysis.own_findings().filter(|finding| overlap(finding.span, asked)) {
        for fix in &finding.fixes {
            actions.push(CodeAction {
                title: fix.title.clone(),
                kind: Some(CodeActionKind::QUICKFIX),
                diagnostics: Some(vec![text.diagnostic(finding)]),
                edit: Some(workspace_edit(text, fix)),
                is_preferred: Some(fix.safe),
                ..CodeAction::default()
            });
        }
    }
    actions
}

fn workspace_edit(text: &Text, fix: &Fix) -> WorkspaceEdit {
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for edit in &fix.edits {
        let Location { uri, range } = text.location(edit.span);
        changes.entry(uri).or_default().push(TextEdit { range, new_text: edit.text.clone() });
    }
    WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }
}

/// Every safe fix at once, until nothing changes any more, as one edit of what differs in the end. Other files of the
/// feature stay as they are: who saves a document expects that one to change.
fn fix_all(analysis: &Analysis) -> Option<CodeAction> {
    let text = &analysis.text;
    let fixed = specwave_plan::fix(text.sources().clone(), &analysis.config, Allowed::Safe);
    let mut edit = difference(text.own_text(), text.own_text_in(&fixed.sources))?;
    edit.span = edit.span.shifted(text.own().start);
    let title = "Fix everything that can be fixed safely".to_owned();
    let fix = Fix { title: title.clone(), safe: true, edits: vec![edit] };
    Some(CodeAction { title, kind: Some(FIX_ALL_KIND), edit: Some(workspace_edit(text, &fix)), ..CodeAction::default() })
}

fn overlap(a: Span, b: Span) -> bool {
    a.start <= b.end && b.start <= a.end
}

/// Asked for by kind, for the title (or what stands above it), or for the document as a whole.
fn concerns_whole_document(analysis: &Analysis, params: &CodeActionParams) -> bool {
    let text = &analysis.text;
    let asked_for = params.context.only.as_ref().is_some_and(|only| only.iter().any(|kind| kind.as_str().starts_with("source")));
    let Some(title) = analysis.title else { return asked_for };
    let start = text.own().start;
    let whole = text.range(Span::new(start, start + text.own_text().trim_end().len()));
    asked_for
        || params.range.start <= text.range(title).end
        || (params.range.start <= whole.start && params.range.end >= whole.end)
}

/// *Execute specification*, one per mode with the default first, and *Preview wave plan*.
fn document_actions(uri: &Uri, default_mode: Mode) -> Vec<CodeAction> {
    let command_action = |title: String, command: &str, argument: serde_json::Value| CodeAction {
        title: title.clone(),
        kind: Some(SOURCE_KIND),
        command: Some(Command { title, command: command.to_owned(), arguments: Some(vec![argument]) }),
        ..CodeAction::default()
    };
    let mut modes = [Mode::Adaptive, Mode::Parallel, Mode::Sequential];
    modes.sort_by_key(|mode| *mode != default_mode);
    let execute = |mode: Mode| {
        command_action(format!("Execute specification ({})", mode.name()), EXECUTE, json!({ "uri": uri, "mode": mode }))
    };
    let mut actions: Vec<CodeAction> = modes.into_iter().map(execute).collect();
    actions.push(command_action("Preview wave plan".to_owned(), PREVIEW, json!({ "uri": uri })));
    actions
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::{Arc, OnceLock};

    use specwave_plan::Config;
    use specwave_source::{Edit, Encoding, Finding, Severity, Sources};
    use specwave_spec::model::Spec;
    use tower_lsp::ls_types::{CodeActionContext, Position, TextDocumentIdentifier};

    use super::*;
    use crate::analysis::Shown;
    use crate::noticed::Noticed;

    const TEXT: &str = "---\npriority: hihg 😀 hihg\n---\n# Title\n\nBody\n";

    fn analysis(encoding: Encoding) -> Analysis {
        let second = TEXT.rfind("hihg").unwrap();
        let span = Span::new(second, second + 4);
        let fix = Fix { title: "Write high".to_owned(), safe: true, edits: vec![Edit { span, text: "high".to_owned() }] };
        let finding = Finding {
            code: "SW000".to_owned(),
            name: "a-rule".to_owned(),
            severity: Severity::Warning,
            span,
            message: "hihg is no word".to_owned(),
            related: Vec::new(),
            elsewhere: Vec::new(),
            fixes: vec![fix],
        };
        let title = Span::new(0, TEXT.find("\n\nBody").unwrap());
        Analysis {
            code: Arc::default(),
            uri: "file:///a.md".parse().unwrap(),
            revision: 1,
            text: Text::new("file:///a.md".parse().unwrap(), Path::new("/a.md"), Sources::single("/a.md", TEXT), encoding),
            output: None,
            spec: Spec::default(),
            noticed: Noticed::known(vec![finding]),
            title: Some(title),
            names: OnceLock::new(),
            told: Arc::default(),
            config: Config { mode: Mode::Parallel, ..Config::default() },
        }
    }

    /// Titles of the actions for a range of lines and characters.
    fn offered(analysis: &Analysis, range: [u32; 4], only: Option<&[&'static str]>) -> Vec<String> {
        let titles = response(analysis, range, only).into_iter().map(|action| match action {
            CodeActionOrCommand::CodeAction(action) => action.title,
            CodeActionOrCommand::Command(command) => command.title,
        });
        titles.collect()
    }

    fn response(
        analysis: &Analysis,
        [line, character, end_line, end_character]: [u32; 4],
        only: Option<&[&'static str]>,
    ) -> CodeActionResponse {
        let only = only.map(|only| only.iter().map(|kind| CodeActionKind::new(kind)).collect());
        let params = CodeActionParams {
            text_document: TextDocumentIdentifier { uri: "file:///a.md".parse().unwrap() },
            range: Range::new(Position::new(line, character), Position::new(end_line, end_character)),
            context: CodeActionContext { only, ..CodeActionContext::default() },
            work_done_progress_params: Default::default(),
            partial_result_params: Default::default(),
        };
        handle(analysis, params)
    }

    const DOCUMENT: [&str; 4] = [
        "Execute specification (parallel)",
        "Execute specification (adaptive)",
        "Execute specification (sequential)",
        "Preview wave plan",
    ];

    #[test]
    fn actions_fit_the_place() {
        let all = [&["Write high"][..], &DOCUMENT].concat();
        for (place, range, expected) in [
            ("the front matter beside the finding", [1, 2, 1, 2], &DOCUMENT[..]),
            ("the finding", [1, 20, 1, 20], &all),
            ("the title", [3, 3, 3, 3], &DOCUMENT),
            ("the body", [5, 1, 5, 2], &[]),
            ("the whole document", [0, 0, 6, 0], &all),
            ("the whole document without its last line break", [0, 0, 5, 4], &all),
        ] {
            assert_eq!(offered(&analysis(Encoding::Utf16), range, None), expected, "{place}");
        }
    }

    #[test]
    fn the_filter_of_kinds_is_hierarchical() {
        for (only, expected) in [
            (&["quickfix"][..], &["Write high"][..]),
            (&["source"], &DOCUMENT),
            (&["source.specwave"], &DOCUMENT),
            (&["source.fixAll"], &[]),
            (&["refactor"], &[]),
            (&["sour"], &[]),
        ] {
            assert_eq!(offered(&analysis(Encoding::Utf16), [1, 20, 1, 20], Some(only)), expected, "{only:?}");
        }
        // Who asks by kind need not be at the title.
        assert_eq!(offered(&analysis(Encoding::Utf16), [5, 0, 5, 0], Some(&["source"])), DOCUMENT);
    }

    #[test]
    fn what_is_no_specification_is_executed_only_where_that_is_asked_for() {
        let other = Analysis { noticed: Noticed::nothing(), title: None, ..analysis(Encoding::Utf16) };
        assert_eq!(offered(&other, [0, 0, 6, 0], None), [""; 0]);
        assert_eq!(offered(&other, [0, 0, 0, 0], Some(&["source.specwave"])), DOCUMENT);
    }

    #[test]
    fn edits_are_in_the_units_of_the_client() {
        for (encoding, start) in [(Encoding::Utf16, 18), (Encoding::Utf8, 20)] {
            let response = response(&analysis(encoding), [1, start, 1, start], Some(&["quickfix"]));
            let [CodeActionOrCommand::CodeAction(action)] = &response[..] else { panic!("{response:?}") };
            let changes = action.edit.as_ref().and_then(|edit| edit.changes.as_ref()).unwrap();
            let edit = &changes.values().next().unwrap()[0];
            assert_eq!(edit.range, Range::new(Position::new(1, start), Position::new(1, start + 4)));
            assert_eq!(edit.new_text, "high");
        }
    }

    #[test]
    fn everything_is_fixed_in_one_edit_where_that_is_asked_for() {
        let text = "---\nfeature: F\n---\n# Title\n\n<!-- specwave-disable-next-line SW801 -->\nBody\n";
        let analysis = Analysis::of(Shown::alone("file:///a.md".parse().unwrap(), text));
        assert_eq!(offered(&analysis, [5, 0, 5, 0], Some(&["source.fixAll"])), ["Fix everything that can be fixed safely"]);
        assert_eq!(offered(&analysis, [5, 34, 5, 34], None), ["Take the comment out"]);
    }
}
