//! `specwave retry`: does Tasks of a run again, and goes on with it.

use specwave_engine::failure::Failure;
use specwave_engine::run::{self, Retry, Which};

use crate::arguments::RetryArguments;
use crate::follow::follow;
use crate::planning;

pub(crate) fn run(arguments: &RetryArguments) -> Result<(), Failure> {
    let output = planning::output_folder(arguments.of.output.as_deref())?;
    let which = match (&arguments.task, arguments.wave) {
        (Some(task), _) => Which::Task(task.clone()),
        (None, wave) => Which::Wave(wave.unwrap_or_default()),
    };
    let retry = Retry { which, context: arguments.with_context.clone().unwrap_or_default(), clean: arguments.clean };
    follow(&run::retry(&output, arguments.of.run.as_deref(), &retry)?, arguments.of.format)
}
