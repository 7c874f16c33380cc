//! What templates ask about the services of a contract.

mod arguments;
mod body;
mod dependency;
mod view;

pub(crate) use dependency::fake_field;
pub(crate) use view::{ServiceView, services};
