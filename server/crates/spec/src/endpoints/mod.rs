//! Endpoints written as `METHOD /path`, in fences, list items, tables and headings, and as calls of a router.

pub(crate) mod base;
mod listed;
pub(crate) mod mentioned;
pub(crate) mod outbound;
mod path;
pub(crate) mod routes;

pub(crate) use listed::{Listed, declare, read};
pub(crate) use path::{METHODS, normal_path, path_end, read_line};
