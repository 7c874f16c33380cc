//! `specwave resume`: goes on with a run.

use specwave_engine::failure::Failure;
use specwave_engine::run;

use crate::arguments::OfRunArguments;
use crate::follow::follow;
use crate::planning;

pub(crate) fn run(arguments: &OfRunArguments) -> Result<(), Failure> {
    let output = planning::output_folder(arguments.output.as_deref())?;
    follow(&run::resume(&output, arguments.run.as_deref())?, arguments.format)
}
