//! Names in fenced Go, and in inline code, which is read as Go.

mod block;
mod comments;
mod declarations;
mod signature;
mod tokens;
mod uses;
mod variables;

pub(super) use block::Block;
pub(super) use comments::read_comments;
pub(super) use declarations::{declare_functions, declare_types};
pub(super) use uses::{read, read_inline};
