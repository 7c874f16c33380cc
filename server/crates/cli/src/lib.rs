//! The command line: one file per verb, rendering, exit codes.

/// Runs the command line with the arguments of this process.
#[must_use]
pub fn main() -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
