//! The command line: one file per verb, rendering, exit codes.

mod answers;
mod arguments;
mod baseline;
mod commands;
mod follow;
mod input;
mod planning;
mod render;

use std::process::ExitCode;

use clap::Parser;
use specwave_engine::failure::{Failure, FailureKind};
use specwave_engine::process::launcher;
use specwave_engine::run::drive_main;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

use arguments::{Arguments, Command};

/// Runs the command line with the arguments of this process and gives its exit code.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are answers, not failures; clap prints both kinds itself.
            let asked_for = !error.use_stderr();
            let printed = error.print();
            return if asked_for && printed.is_ok() { ExitCode::SUCCESS } else { exit(FailureKind::Usage) };
        }
    };
    // The engine's own processes say how they ended by their exit code alone.
    match arguments.command {
        Command::Launch => ExitCode::from(launcher::main()),
        Command::Drive(arguments) => {
            log_to_standard_error();
            ExitCode::from(drive_main(&arguments.run, arguments.again.as_deref()))
        }
        command => match dispatch(command) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => {
                render::failure(&failure);
                exit(failure.kind)
            }
        },
    }
}

fn dispatch(command: Command) -> Result<(), Failure> {
    match command {
        Command::Init(arguments) => commands::init::run(&arguments),
        Command::Parse(arguments) => commands::parse::run(&arguments),
        Command::Check(arguments) => commands::check::run(&arguments),
        Command::Verify(arguments) => commands::verify::run(&arguments),
        Command::Explain(arguments) => commands::explain::run(&arguments),
        Command::Rules(arguments) => commands::rules::run(&arguments),
        Command::Plan(arguments) => commands::plan::run(&arguments),
        Command::Run(arguments) => commands::run::run(&arguments),
        Command::Resume(arguments) => commands::resume::run(&arguments),
        Command::Retry(arguments) => commands::retry::run(&arguments),
        Command::Runs(arguments) => commands::runs::run(&arguments),
        Command::Status(arguments) => commands::status::run(&arguments),
        Command::Report(arguments) => commands::report::run(&arguments),
        Command::Attach(arguments) => commands::attach::run(&arguments),
        Command::Logs(arguments) => commands::logs::run(&arguments),
        Command::Diff(arguments) => commands::diff::run(&arguments),
        Command::Cancel(arguments) => commands::cancel::run(&arguments),
        Command::Undo(arguments) => commands::undo::run(&arguments),
        Command::Gc(arguments) => commands::gc::run(&arguments),
        Command::Agent(arguments) => commands::agent::run(&arguments),
        Command::Doctor(arguments) => commands::doctor::run(&arguments),
        Command::Schema(arguments) => commands::schema::run(&arguments),
        Command::Completions(arguments) => commands::completions::run(&arguments),
        Command::Lsp => commands::lsp::run(),
        Command::Launch | Command::Drive(_) => Ok(()),
    }
}

/// Logs what `SPECWAVE_LOG` asks for, warnings if it is not set: standard output belongs to protocols and accounts, and
/// whoever starts us keeps standard error.
fn log_to_standard_error() {
    let asked = std::env::var("SPECWAVE_LOG").ok().and_then(|asked| asked.parse::<Targets>().ok());
    let filter = asked.unwrap_or_else(|| Targets::new().with_default(LevelFilter::WARN));
    // A log that cannot be written, on a full disk, is no reason to panic: that is what saying so would do there.
    let log = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(false).log_internal_errors(false);
    tracing_subscriber::registry().with(log.with_filter(filter)).init();
}

fn exit(kind: FailureKind) -> ExitCode {
    ExitCode::from(kind.exit_code())
}
