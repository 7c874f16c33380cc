//! `specwave lsp`: serves an editor.

use specwave_engine::failure::{Failure, FailureKind};
use specwave_lsp::Ending;

pub(crate) fn run() -> Result<(), Failure> {
    crate::log_to_standard_error();
    // Whatever takes time leaves this thread; passing messages on from one to the next would cost more than they do.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let ending = runtime.block_on(specwave_lsp::serve(tokio::io::stdin(), tokio::io::stdout()));
    // A read of standard input that is still under way must not keep the process.
    runtime.shutdown_background();
    match ending {
        Ending::Orderly => Ok(()),
        // The protocol asks for exit code 1, and there is nobody left to read a message.
        Ending::Abrupt => Err(Failure::new(FailureKind::Findings, "")),
    }
}
