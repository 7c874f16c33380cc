//! The built-in agent: deterministic, without network and without a model.
//!
//! **Architecture Invariant:** what a role writes depends on the contract and the role alone. So the same
//! spec gives the same bytes in every mode, and the stubs of Wave 0 are made from the very files that the
//! later waves write.

mod aliases;
mod api;
mod checks;
mod dto;
mod go_conversion;
mod go_text;
mod go_values;
mod quality;
mod renderer;
mod roles;
mod service;
mod storage;
mod summary;
mod work;

pub use renderer::RenderError;
pub use work::work;

use renderer::Renderer;
use specwave_plan::RoleId;
use specwave_plan::contract::Contract;

/// A file that a role writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path below the module root.
    pub path: String,
    /// The whole content.
    pub text: String,
}

impl File {
    /// A file with the given path and content.
    pub(crate) fn new(path: impl Into<String>, text: String) -> Self {
        Self { path: path.into(), text }
    }
}

/// The files that `role` writes for `contract`, in a fixed order.
///
/// # Errors
/// When the role is not in the built-in catalog or a template is broken: both are our fault.
pub fn files(role: &RoleId, contract: &Contract) -> Result<Vec<File>, RenderError> {
    let renderer = Renderer::new(contract)?;
    if role.0 == "foundation_analyst" {
        return stubs(contract, &renderer);
    }
    let write = roles::find(role).ok_or_else(|| RenderError::UnknownRole(role.clone()))?;
    written(write, contract, &renderer)
}

/// The files of one role, with its packages imported under names that nothing in the files hides.
fn written(write: roles::Write, contract: &Contract, renderer: &Renderer) -> Result<Vec<File>, RenderError> {
    aliases::without_collisions(contract, write(contract, renderer)?, |contract| write(contract, &Renderer::new(contract)?))
}

/// The Go files of all roles with their bodies taken out; tests have no stub.
fn stubs(contract: &Contract, renderer: &Renderer) -> Result<Vec<File>, RenderError> {
    let mut stubs = Vec::new();
    for write in roles::all() {
        for file in written(write, contract, renderer)? {
            if file.path.ends_with(".go") && !file.path.ends_with("_test.go") {
                stubs.push(File::new(file.path, specwave_golang::stub(&file.text)));
            }
        }
    }
    Ok(stubs)
}
