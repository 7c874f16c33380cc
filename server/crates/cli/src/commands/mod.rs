//! One module per verb.

pub(crate) mod agent;
pub(crate) mod cancel;
pub(crate) mod check;
pub(crate) mod explain;
pub(crate) mod init;
pub(crate) mod lsp;
pub(crate) mod parse;
pub(crate) mod plan;
pub(crate) mod resume;
pub(crate) mod rules;
pub(crate) mod run;
pub(crate) mod status;
pub(crate) mod undo;
