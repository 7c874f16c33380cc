//! tower-lsp's trait, forwarded to the owner of the state.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;
use tokio::sync::{mpsc, oneshot};
use tower_lsp::LanguageServer;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::request::{
    GotoDeclarationParams, GotoDeclarationResponse, GotoImplementationParams, GotoImplementationResponse,
};
use tower_lsp::ls_types::{
    CodeActionParams, CodeActionResponse, CodeLens, CodeLensParams, CompletionParams, CompletionResponse,
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams, DocumentDiagnosticParams, DocumentDiagnosticReportResult,
    DocumentHighlight, DocumentHighlightParams, DocumentLink, DocumentLinkParams, DocumentSymbolParams, DocumentSymbolResponse,
    ExecuteCommandParams, FoldingRange, FoldingRangeParams, GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverParams,
    InitializeParams, InitializeResult, InitializedParams, InlayHint, InlayHintParams, Location, PrepareRenameResponse,
    ReferenceParams, RenameParams, SelectionRange, SelectionRangeParams, SemanticTokensDeltaParams,
    SemanticTokensFullDeltaResult, SemanticTokensParams, SemanticTokensRangeParams, SemanticTokensRangeResult,
    SemanticTokensResult, TextDocumentPositionParams, Uri, WorkDoneProgressCancelParams, WorkspaceDiagnosticParams,
    WorkspaceDiagnosticReportResult, WorkspaceEdit, WorkspaceSymbolParams, WorkspaceSymbolResponse,
};

use crate::analysis::Analysis;
use crate::event::{Event, Reply};
use crate::handlers::completion::{self, Inserts};
use crate::handlers::document_symbol::Shape;
use crate::handlers::{
    code, code_action, code_lens, definition, diagnostic, document_highlight, document_link, document_symbol, folding_range,
    hover, implementation, initialize, inlay_hint, references, rename, selection_range, semantic_tokens, specified,
    workspace_diagnostic, workspace_symbol,
};
use crate::question::Question;
use crate::run_view::{RunView, RunsParams};
use crate::workspace::Workspace;

/// Codec and adapter; it has no state but the way to the owner and what shapes an answer.
pub(crate) struct Adapter {
    owner: mpsc::UnboundedSender<Event>,
    /// Whether the client said `shutdown`.
    shut_down: Arc<AtomicBool>,
    /// Whether the client knows snippets.
    snippets: AtomicBool,
    /// Whether the client shows symbols as a tree.
    trees: AtomicBool,
}

impl Adapter {
    pub(crate) fn new(owner: mpsc::UnboundedSender<Event>, shut_down: Arc<AtomicBool>) -> Self {
        Self { owner, shut_down, snippets: AtomicBool::new(false), trees: AtomicBool::new(false) }
    }

    /// Cancel of a progress; the protocol's trait has no handler for it.
    pub(crate) async fn cancel_progress(&self, params: WorkDoneProgressCancelParams) {
        self.tell(Event::CancelProgress(params.token));
    }

    /// The runs of the client's folders.
    pub(crate) async fn runs(&self, params: RunsParams) -> Result<Vec<RunView>> {
        self.ask(|reply| Event::Runs { params, reply }).await
    }

    /// Hands a notification to the owner. An owner that has ended means that the server is ending.
    fn tell(&self, event: Event) {
        let _ = self.owner.send(event);
    }

    /// Hands a request to the owner and waits for its answer.
    async fn ask<T>(&self, event: impl FnOnce(Reply<T>) -> Event) -> Result<T> {
        let (reply, answer) = oneshot::channel();
        self.tell(event(reply));
        answer.await.unwrap_or_else(|_| Err(Error::internal_error()))
    }

    /// Has a request answered from the analysis of the newest text of one document; `None` where it is not open.
    async fn read<P, R>(&self, method: &'static str, uri: Uri, params: P, answer: fn(&Analysis, P) -> R) -> Result<Option<R>>
    where
        P: Send + 'static,
        R: Send + 'static,
    {
        self.ask(|reply| Event::Question { uri, question: Question::new(method, params, answer, reply) }).await
    }

    /// Has a request answered from everything that is known of the client's folders.
    async fn read_all<P, R>(&self, method: &'static str, params: P, answer: fn(&Workspace, P) -> R) -> Result<Option<R>>
    where
        P: Send + 'static,
        R: Send + 'static,
    {
        self.ask(|reply| Event::AboutWorkspace(Question::new(method, params, answer, reply))).await
    }
}

impl LanguageServer for Adapter {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let result = initialize::result(&params);
        self.snippets.store(initialize::knows_snippets(&params), Ordering::Release);
        self.trees.store(initialize::shows_trees(&params), Ordering::Release);
        self.tell(Event::Initialize(Box::new(params)));
        Ok(result)
    }

    async fn initialized(&self, _: InitializedParams) {
        self.tell(Event::Initialized);
    }

    async fn shutdown(&self) -> Result<()> {
        self.shut_down.store(true, Ordering::Release);
        Ok(())
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.tell(Event::FoldersChanged(params.event));
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        self.tell(Event::FilesChanged(params.changes));
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        self.tell(Event::Opened(params.text_document));
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let (uri, version) = (params.text_document.uri, params.text_document.version);
        self.tell(Event::Changed { uri, version, changes: params.content_changes });
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        self.tell(Event::Saved(params.text_document.uri));
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.tell(Event::Closed(params.text_document.uri));
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let uri = params.text_document.uri.clone();
        self.read("textDocument/codeAction", uri, params, code_action::handle).await
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        let uri = params.text_document.uri.clone();
        let shape = if self.trees.load(Ordering::Acquire) { Shape::Nested } else { Shape::Flat };
        self.read("textDocument/documentSymbol", uri, (params, shape), document_symbol::handle).await
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let uri = params.text_document_position_params.text_document.uri.clone();
        self.read("textDocument/hover", uri, params, hover::handle).await.map(Option::flatten)
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let uri = params.text_document_position.text_document.uri.clone();
        let inserts = if self.snippets.load(Ordering::Acquire) { Inserts::Snippets } else { Inserts::Text };
        self.read("textDocument/completion", uri, (params, inserts), completion::handle).await
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let uri = params.text_document_position_params.text_document.uri.clone();
        self.read("textDocument/definition", uri, params, definition::definition).await
    }

    async fn goto_implementation(&self, params: GotoImplementationParams) -> Result<Option<GotoImplementationResponse>> {
        let uri = params.text_document_position_params.text_document.uri.clone();
        self.read("textDocument/implementation", uri, params, implementation::handle).await
    }

    async fn goto_declaration(&self, params: GotoDeclarationParams) -> Result<Option<GotoDeclarationResponse>> {
        const METHOD: &str = "textDocument/declaration";
        let uri = params.text_document_position_params.text_document.uri.clone();
        if code::is_code(&uri) {
            return self.read_all(METHOD, params, specified::declaration).await;
        }
        self.read(METHOD, uri, params, definition::declaration).await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let uri = params.text_document_position.text_document.uri.clone();
        self.read("textDocument/references", uri, params, references::handle).await
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        let uri = params.text_document_position_params.text_document.uri.clone();
        self.read("textDocument/documentHighlight", uri, params, document_highlight::handle).await
    }

    async fn prepare_rename(&self, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
        let uri = params.text_document.uri.clone();
        let answer = self.read("textDocument/prepareRename", uri, params, rename::prepare).await?;
        answer.transpose().map(Option::flatten)
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let uri = params.text_document_position.text_document.uri.clone();
        let answer = self.read("textDocument/rename", uri, params, rename::handle).await?;
        answer.transpose().map(Option::flatten)
    }

    async fn semantic_tokens_full(&self, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        let uri = params.text_document.uri.clone();
        self.read("textDocument/semanticTokens/full", uri, params, semantic_tokens::full).await
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        let uri = params.text_document.uri.clone();
        self.read("textDocument/semanticTokens/full/delta", uri, params, semantic_tokens::delta).await
    }

    async fn semantic_tokens_range(&self, params: SemanticTokensRangeParams) -> Result<Option<SemanticTokensRangeResult>> {
        let uri = params.text_document.uri.clone();
        self.read("textDocument/semanticTokens/range", uri, params, semantic_tokens::range).await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        const METHOD: &str = "textDocument/codeLens";
        let uri = params.text_document.uri.clone();
        if code::is_code(&uri) {
            return self.read_all(METHOD, params, specified::lenses).await;
        }
        self.read(METHOD, uri, params, code_lens::handle).await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        let uri = params.text_document.uri.clone();
        self.read("textDocument/documentLink", uri, params, document_link::handle).await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        let uri = params.text_document.uri.clone();
        self.read("textDocument/foldingRange", uri, params, folding_range::handle).await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let uri = params.text_document.uri.clone();
        self.read("textDocument/inlayHint", uri, params, inlay_hint::handle).await
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        let uri = params.text_document.uri.clone();
        self.read("textDocument/selectionRange", uri, params, selection_range::handle).await
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        self.tell(Event::PullsDiagnostics);
        let uri = params.text_document.uri.clone();
        let report = self.read("textDocument/diagnostic", uri, params, diagnostic::handle).await?;
        Ok(report.unwrap_or_else(diagnostic::nothing).into())
    }

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        self.tell(Event::PullsWorkspaceDiagnostics);
        let report = self.read_all("workspace/diagnostic", params, workspace_diagnostic::handle).await?;
        report.ok_or_else(Error::internal_error)
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        self.read_all("workspace/symbol", params, workspace_symbol::handle).await
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<Value>> {
        self.ask(|reply| Event::Execute { params, reply }).await
    }
}
