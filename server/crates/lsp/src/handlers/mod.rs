//! One module per event; each reads and changes the session and never waits.

pub(crate) mod analysed;
pub(crate) mod ask;
pub(crate) mod cancel_progress;
pub(crate) mod code_action;
pub(crate) mod completion;
pub(crate) mod definition;
pub(crate) mod did_change;
pub(crate) mod did_change_workspace_folders;
pub(crate) mod did_close;
pub(crate) mod did_open;
pub(crate) mod did_save;
pub(crate) mod document_highlight;
pub(crate) mod document_symbol;
pub(crate) mod execute_command;
pub(crate) mod hover;
pub(crate) mod initialize;
pub(crate) mod references;
pub(crate) mod rename;
pub(crate) mod run_update;
pub(crate) mod semantic_tokens;
