//! What a hover says, as Markdown.

mod built;
pub(crate) mod symbol;
pub(crate) mod vocabulary;
