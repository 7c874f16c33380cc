//! `specwave completions`: what a shell has to know to complete our arguments.

use clap::{Command, CommandFactory};
use specwave_engine::failure::Failure;

use crate::arguments::{Arguments, CompletionsArguments};
use crate::render::print;

pub(crate) fn run(arguments: &CompletionsArguments) -> Result<(), Failure> {
    let all = Arguments::command();
    // What is hidden is for our own processes.
    let shown = all.get_subcommands().filter(|command| !command.is_hide_set()).cloned();
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Command::new("specwave").subcommands(shown), "specwave", &mut script);
    print(&String::from_utf8_lossy(&script))
}
