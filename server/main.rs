//! The `specwave` executable: arguments go to the command line crate, nothing else happens here.

/// Specifications become very many small values; here they cost half of what they cost with the C library's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    specwave_cli::main()
}
