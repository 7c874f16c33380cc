//! The executable of the engine's own tests: the launcher, the run process, a scripted agent, and processes that
//! behave badly on purpose.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::zombie_processes,
    reason = "a test program outside the door"
)]

mod agent;
mod attack;
mod misbehave;
mod start;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["launch"] => std::process::exit(i32::from(specwave_engine::process::launcher::main())),
        ["drive", run, again @ ..] => {
            std::process::exit(i32::from(specwave_engine::run::drive_main(run.as_ref(), again.first().copied())))
        }
        ["start", request] => start::main(request.as_ref()),
        ["agent", script @ .., brief] => agent::main(script, brief.as_ref()),
        ["misbehave", how @ ..] => misbehave::main(how),
        other => panic!("unknown arguments {other:?}"),
    }
}
