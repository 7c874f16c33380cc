//! The files of the quality validator.

use specwave_plan::contract::Contract;

use crate::builtin::File;
use crate::builtin::renderer::{RenderError, Renderer};

pub(super) fn files(_contract: &Contract, _renderer: &Renderer) -> Result<Vec<File>, RenderError> {
    Ok(Vec::new())
}
