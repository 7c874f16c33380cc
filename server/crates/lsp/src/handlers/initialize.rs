//! `initialize`: what we can do, and what we learn about the client.

use std::path::PathBuf;

use specwave_source::Encoding;
use tower_lsp::ls_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, ExecuteCommandOptions, InitializeParams, InitializeResult,
    PositionEncodingKind, SaveOptions, ServerCapabilities, ServerInfo, TextDocumentSyncCapability, TextDocumentSyncKind,
    TextDocumentSyncOptions, TextDocumentSyncSaveOptions, WorkDoneProgressOptions,
};

use super::execute_command;

/// Kind of the actions that concern the whole specification.
pub(crate) const SOURCE_KIND: CodeActionKind = CodeActionKind::new("source.specwave");

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
                code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, SOURCE_KIND]),
                ..CodeActionOptions::default()
            })),
            execute_command_provider: Some(ExecuteCommandOptions {
                commands: execute_command::COMMANDS.iter().map(|command| (*command).to_owned()).collect(),
                work_done_progress_options: WorkDoneProgressOptions { work_done_progress: Some(true) },
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

/// The folders that are open in the client.
pub(crate) fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    let folders = params.workspace_folders.as_deref().unwrap_or_default();
    folders.iter().filter_map(|folder| folder.uri.to_file_path().map(|path| path.into_owned())).collect()
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
