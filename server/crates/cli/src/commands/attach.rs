//! `specwave attach`: follows a run that somebody started.

use specwave_engine::failure::{Failure, FailureKind};
use specwave_engine::run;

use crate::arguments::OfRunArguments;
use crate::{follow, planning};

pub(crate) fn run(arguments: &OfRunArguments) -> Result<(), Failure> {
    let output = planning::output_folder(arguments.output.as_deref())?;
    let status = run::status(&output, arguments.run.as_deref())?;
    if status.is_active {
        return follow::attach(&status.directory, arguments.format);
    }
    Err(Failure::new(FailureKind::Usage, format!("run {} is not going on", status.directory.id()))
        .hint("`specwave status` shows how it ended; `specwave resume` goes on with it"))
}
