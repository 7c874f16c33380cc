//! The `specwave` executable: arguments go to the command line crate, nothing else happens here.

fn main() -> std::process::ExitCode {
    specwave_cli::main()
}
