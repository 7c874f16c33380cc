//! What templates ask about the DTOs of a contract.

mod example;
mod view;

pub(crate) use view::views;
