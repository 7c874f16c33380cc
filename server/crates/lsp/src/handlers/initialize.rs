//! `initialize`: what we can do, and what we learn about the client.

use std::path::PathBuf;

use specwave_source::Encoding;
use tower_lsp::ls_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CodeLensOptions, CompletionOptions, DeclarationCapability,
    DiagnosticOptions, DiagnosticServerCapabilities, DocumentLinkOptions, ExecuteCommandOptions, FoldingRangeProviderCapability,
    HoverProviderCapability, ImplementationProviderCapability, InitializeParams, InitializeResult, OneOf, PositionEncodingKind,
    RenameOptions, SaveOptions, SelectionRangeProviderCapability, SemanticTokensFullOptions, SemanticTokensOptions,
    SemanticTokensServerCapabilities, ServerCapabilities, ServerInfo, TextDocumentSyncCapability, TextDocumentSyncKind,
    TextDocumentSyncOptions, TextDocumentSyncSaveOptions, WorkDoneProgressOptions, WorkspaceFolder,
    WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};

use super::{completion, execute_command, semantic_tokens};
use crate::convert;

/// Kind of the actions that concern the whole specification.
pub(crate) const SOURCE_KIND: CodeActionKind = CodeActionKind::new("source.specwave");

/// Kind of the action that carries out every safe fix.
pub(crate) const FIX_ALL_KIND: CodeActionKind = CodeActionKind::new("source.fixAll.specwave");

/// Our answer.
pub(crate) fn result(params: &InitializeParams) -> InitializeResult {
    let position_encoding = match encoding(params) {
        Encoding::Utf8 => PositionEncodingKind::UTF8,
        Encoding::Utf16 => PositionEncodingKind::UTF16,
    };
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::INCREMENTAL),
        save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
        ..TextDocumentSyncOptions::default()
    };
    InitializeResult {
        capabilities: ServerCapabilities {
            position_encoding: Some(position_encoding),
            text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
            code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
                code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, SOURCE_KIND, FIX_ALL_KIND]),
                ..CodeActionOptions::default()
            })),
            completion_provider: Some(CompletionOptions {
                trigger_characters: Some(completion::TRIGGERS.map(str::to_owned).to_vec()),
                ..CompletionOptions::default()
            }),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            implementation_provider: Some(ImplementationProviderCapability::Simple(true)),
            declaration_provider: Some(DeclarationCapability::Simple(true)),
            definition_provider: Some(OneOf::Left(true)),
            document_highlight_provider: Some(OneOf::Left(true)),
            references_provider: Some(OneOf::Left(true)),
            rename_provider: Some(OneOf::Right(RenameOptions {
                prepare_provider: Some(true),
                work_done_progress_options: WorkDoneProgressOptions::default(),
            })),
            semantic_tokens_provider: Some(SemanticTokensServerCapabilities::SemanticTokensOptions(SemanticTokensOptions {
                legend: semantic_tokens::legend(),
                range: Some(true),
                full: Some(SemanticTokensFullOptions::Delta { delta: Some(true) }),
                work_done_progress_options: WorkDoneProgressOptions::default(),
            })),
            code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(false) }),
            diagnostic_provider: pulls_diagnostics(params).then(|| {
                DiagnosticServerCapabilities::Options(DiagnosticOptions {
                    inter_file_dependencies: true,
                    workspace_diagnostics: true,
                    ..DiagnosticOptions::default()
                })
            }),
            document_link_provider: Some(DocumentLinkOptions {
                resolve_provider: Some(false),
                work_done_progress_options: WorkDoneProgressOptions::default(),
            }),
            folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
            inlay_hint_provider: Some(OneOf::Left(true)),
            selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
            document_symbol_provider: Some(OneOf::Left(true)),
            workspace_symbol_provider: Some(OneOf::Left(true)),
            execute_command_provider: Some(ExecuteCommandOptions {
                commands: execute_command::COMMANDS.iter().map(|command| (*command).to_owned()).collect(),
                work_done_progress_options: WorkDoneProgressOptions { work_done_progress: Some(true) },
            }),
            workspace: Some(WorkspaceServerCapabilities {
                workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                    supported: Some(true),
                    change_notifications: Some(OneOf::Left(true)),
                }),
                ..WorkspaceServerCapabilities::default()
            }),
            ..ServerCapabilities::default()
        },
        server_info: Some(ServerInfo { name: "specwave".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) }),
        ..InitializeResult::default()
    }
}

/// UTF-8 where the client offers it, since our offsets are bytes; else UTF-16, which every client knows.
pub(crate) fn encoding(params: &InitializeParams) -> Encoding {
    let offered = params.capabilities.general.as_ref().and_then(|general| general.position_encodings.as_ref());
    match offered {
        Some(offered) if offered.contains(&PositionEncodingKind::UTF8) => Encoding::Utf8,
        _ => Encoding::Utf16,
    }
}

/// The folders that are open in the client; older clients name one only.
pub(crate) fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    #[expect(deprecated, reason = "clients without workspace folders have nothing else")]
    let root = params.root_uri.as_ref();
    match &params.workspace_folders {
        Some(folders) => paths(folders),
        None => root.and_then(convert::path).into_iter().collect(),
    }
}

/// Where folders of the client lie; those that are not on this machine's disk are left out.
pub(crate) fn paths(folders: &[WorkspaceFolder]) -> Vec<PathBuf> {
    folders.iter().filter_map(|folder| convert::path(&folder.uri)).collect()
}

/// Whether the client knows snippets: text with places to fill in.
pub(crate) fn knows_snippets(params: &InitializeParams) -> bool {
    let documents = params.capabilities.text_document.as_ref();
    let item = documents.and_then(|documents| documents.completion.as_ref()?.completion_item.as_ref());
    item.and_then(|item| item.snippet_support).unwrap_or(false)
}

/// Whether the client shows the symbols of a document as a tree.
pub(crate) fn shows_trees(params: &InitializeParams) -> bool {
    let documents = params.capabilities.text_document.as_ref();
    let symbols = documents.and_then(|documents| documents.document_symbol.as_ref());
    symbols.and_then(|symbols| symbols.hierarchical_document_symbol_support).unwrap_or(false)
}

/// Whether the client may ask for diagnostics; whether it does is seen when it has.
fn pulls_diagnostics(params: &InitializeParams) -> bool {
    params.capabilities.text_document.as_ref().is_some_and(|documents| documents.diagnostic.is_some())
}

/// Whether the client pulls its diagnostics again when it is asked to.
pub(crate) fn refreshes_diagnostics(params: &InitializeParams) -> bool {
    let workspace = params.capabilities.workspace.as_ref();
    let diagnostics = workspace.and_then(|workspace| workspace.diagnostics.as_ref());
    diagnostics.and_then(|diagnostics| diagnostics.refresh_support).unwrap_or(false)
}

/// Whether the client opens documents that we name.
pub(crate) fn shows_documents(params: &InitializeParams) -> bool {
    let window = params.capabilities.window.as_ref();
    window.and_then(|window| window.show_document.as_ref()).is_some_and(|show| show.support)
}

/// Whether the client shows progress that we announce.
pub(crate) fn shows_progress(params: &InitializeParams) -> bool {
    params.capabilities.window.as_ref().and_then(|window| window.work_done_progress).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn introduction(params: Value) -> InitializeParams {
        serde_json::from_value(params).unwrap()
    }

    #[test]
    fn utf_8_is_taken_where_it_is_offered() {
        for (capabilities, expected) in [
            (json!({}), Encoding::Utf16),
            (json!({ "general": { "positionEncodings": ["utf-16"] } }), Encoding::Utf16),
            (json!({ "general": { "positionEncodings": ["utf-32", "utf-16"] } }), Encoding::Utf16),
            (json!({ "general": { "positionEncodings": ["utf-16", "utf-8"] } }), Encoding::Utf8),
        ] {
            assert_eq!(encoding(&introduction(json!({ "capabilities": capabilities }))), expected, "{capabilities}");
        }
    }

    #[test]
    fn folders_are_those_on_the_disk() {
        let folder = |uri: &str| json!({ "uri": uri, "name": "it" });
        let folders = |params| folders(&introduction(params));
        let named = [folder("file:///home/ann/a%20b"), folder("vscode-remote://elsewhere/c")];
        assert_eq!(folders(json!({ "capabilities": {}, "workspaceFolders": named })), [PathBuf::from("/home/ann/a b")]);
        assert_eq!(folders(json!({ "capabilities": {}, "rootUri": "file:///old" })), [PathBuf::from("/old")]);
        assert_eq!(folders(json!({ "capabilities": {}, "rootUri": null })), [] as [PathBuf; 0]);
    }
}
