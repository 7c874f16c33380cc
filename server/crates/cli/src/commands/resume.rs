//! `specwave resume`: goes on with a run.

use specwave_engine::failure::Failure;
use specwave_engine::run::{self, Retry, Which};

use crate::arguments::ResumeArguments;
use crate::follow::follow;
use crate::planning;

pub(crate) fn run(arguments: &ResumeArguments) -> Result<(), Failure> {
    let output = planning::output_folder(arguments.of.output.as_deref())?;
    let named = arguments.of.run.as_deref();
    let handle = match arguments.from_wave {
        None => run::resume(&output, named)?,
        Some(wave) => {
            let retry = Retry { which: Which::FromWave(wave), context: String::new(), clean: false };
            run::retry(&output, named, &retry)?
        }
    };
    follow(&handle, arguments.of.format)
}
