//! `specwave init`: a new specification from a template.

use std::io::{ErrorKind, Write};
use std::path::Path;

use specwave_engine::failure::{Failure, FailureKind};
use specwave_plan::contract::feature_slug;

use crate::arguments::InitArguments;
use crate::render::print;

/// Where specifications are looked for first.
const FOLDER: &str = "specs";

pub(crate) fn run(arguments: &InitArguments) -> Result<(), Failure> {
    let name = arguments.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(Failure::new(FailureKind::Usage, "a feature needs a name").hint("for example: specwave init \"Gift Cards\""));
    }
    let text = specwave_spec::template(&name, &specwave_spec::domain_of_name(&name));
    let file = format!("{}.md", feature_slug(&specwave_spec::parse(&text)));
    let path = match &arguments.output {
        Some(output) if is_folder(output) => output.join(file),
        Some(output) => output.clone(),
        None => Path::new(FOLDER).join(file),
    };
    write_new(&path, &text)?;
    print(&format!("{shown} is written; `specwave run {shown}` builds it\n", shown = path.display()))
}

fn is_folder(output: &Path) -> bool {
    output.is_dir() || output.as_os_str().to_string_lossy().ends_with(std::path::MAIN_SEPARATOR)
}

/// Writes a file that is not there yet; what is there is somebody's work.
fn write_new(path: &Path, text: &str) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = std::fs::File::create_new(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::new(FailureKind::Refused, format!("{} is there already", path.display()))
            .hint("name another file with --output, or remove this one"),
        _ => Failure::from(error),
    })?;
    Ok(file.write_all(text.as_bytes())?)
}
