//! The files of the DTO designer: requests and responses with their checks and converters.

use serde_json::json;
use specwave_plan::contract::{Contract, Dto};

use crate::builtin::File;
use crate::builtin::dto::views;
use crate::builtin::go_values;
use crate::builtin::renderer::{RenderError, Renderer};

pub(super) fn files(contract: &Contract, renderer: &Renderer) -> Result<Vec<File>, RenderError> {
    let mut paths: Vec<&str> = Vec::new();
    for dto in &contract.dtos {
        if !paths.contains(&dto.file.as_str()) {
            paths.push(&dto.file);
        }
    }
    let values = go_values::qualifier(contract, "rest", "values");
    let mut files = Vec::new();
    for path in &paths {
        let dtos: Vec<&Dto> = contract.dtos.iter().filter(|dto| dto.file == *path).collect();
        let context = json!({ "dtos": views(contract, &dtos), "values": values });
        files.push(File::new(*path, renderer.go("dto_designer/dto.go.j2", "rest", &context)?));
        let test = renderer.go("dto_designer/dto_test.go.j2", "rest", &context)?;
        files.push(File::new(path.replace(".go", "_test.go"), test));
    }
    if !paths.is_empty() {
        let dir = contract.package("rest").map(|package| package.dir.clone()).unwrap_or_default();
        for file in ["conversion_dto", "conversion_dto_test"] {
            let text = renderer.go(&format!("dto_designer/{file}.go.j2"), "rest", json!({ "values": values }))?;
            files.push(File::new(format!("{dir}/{file}.go"), text));
        }
    }
    Ok(files)
}
