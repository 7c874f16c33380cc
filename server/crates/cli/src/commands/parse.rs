//! `specwave parse`: what was understood of a specification.

use specwave_engine::failure::{Failure, FailureKind};

use crate::arguments::{DataFormat, ParseArguments};
use crate::{input, render};

pub(crate) fn run(arguments: &ParseArguments) -> Result<(), Failure> {
    let document = input::read_spec(&arguments.spec)?;
    let view = specwave_spec::view::to_json(&document.feature.spec, &document.feature.sources);
    let rendered = match arguments.format {
        DataFormat::Json => serde_json::to_string_pretty(&view).map(|text| text + "\n").map_err(internal)?,
        DataFormat::Yaml => serde_norway::to_string(&view).map_err(internal)?,
    };
    render::print(&rendered)
}

fn internal(error: impl std::fmt::Display) -> Failure {
    Failure::new(FailureKind::Internal, error.to_string())
}
