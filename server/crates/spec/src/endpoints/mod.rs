//! Endpoints written as `METHOD /path`: in fences, list items, tables and headings.

mod listed;
mod path;

pub(crate) use listed::read;
pub(crate) use path::{METHODS, normal_path, path_end, read_line};
