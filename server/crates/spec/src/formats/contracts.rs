//! Contracts written as code: types of requests and answers, and the routes that comments above them name.

use specwave_source::Span;

use super::code::{self, Declaration};
use super::declare;
use super::part::Part;
use super::reading::Reading;
use crate::declared::Declared;
use crate::model::{Dto, Endpoint};

/// Endings of what is sent and of what is answered.
const SENT: &[&str] = &["Request", "Input", "Body", "Payload"];
const ANSWERED: &[&str] = &["Response", "Result", "Output"];

/// Languages of contracts that nothing else reads.
pub(super) const LANGUAGES: &[&str] = &["ts", "typescript"];

/// Reads the types of the contracts; the endpoints are known already.
pub(super) fn read(reading: &Reading<'_>, out: &mut Declared) {
    let is_contract = |span: Span| reading.part(span.start) == Part::Contract;
    let fences = reading.outline.fences.iter().filter(|fence| is_contract(fence.span));
    for fence in fences.filter(|fence| LANGUAGES.contains(&fence.language.as_str())) {
        let declarations = code::read(&fence.language, reading.text, fence.content).unwrap_or_default();
        attach(&declarations, fence.content, &mut out.spec.endpoints);
        for declaration in declarations.into_iter().filter(|declaration| !declaration.fields.is_empty()) {
            if !out.is_declared(&declaration.name.value) {
                out.plain_struct(declare::structure(&declaration));
            }
        }
    }
}

/// Gives each endpoint of a fence the bodies that stand between it and the next one; those that are listed one below the
/// other have none.
fn attach(declarations: &[Declaration], fence: Span, endpoints: &mut [Endpoint]) {
    let mut own: Vec<&mut Endpoint> =
        endpoints.iter_mut().filter(|it| fence.start <= it.span.start && it.span.start < fence.end).collect();
    own.sort_by_key(|endpoint| endpoint.span.start);
    let ends: Vec<usize> = own.iter().skip(1).map(|endpoint| endpoint.span.start).chain([fence.end]).collect();
    let mut listed = false;
    for (endpoint, end) in own.into_iter().zip(ends) {
        let inside = |it: &&Declaration| endpoint.span.end <= it.name.span.start && it.name.span.start < end;
        let below: Vec<&Declaration> = declarations.iter().filter(inside).collect();
        if !listed {
            let body = |endings: &[&str]| {
                let named = |it: &&&Declaration| endings.iter().any(|ending| it.name.value.ends_with(ending));
                below.iter().find(named).map(|it| dto(it))
            };
            endpoint.request = endpoint.request.take().or_else(|| body(SENT));
            endpoint.response = endpoint.response.take().or_else(|| body(ANSWERED));
        }
        listed = below.is_empty();
    }
}

fn dto(declaration: &Declaration) -> Dto {
    Dto { name: declaration.name.value.clone(), span: declaration.name.span, fields: declaration.fields.clone() }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use specwave_source::Sources;

    use crate::{Kept, parse_sources};

    #[test]
    fn routes_in_comments_have_the_types_below_them() {
        let spec = "# Feature Specification: Boats\n\n## User Scenarios & Testing\n";
        let contract = "/** POST /api/boats */\nexport interface AddBoatRequest { name: string; length?: number }\n\
            export interface BoatResponse { id: string }\n\n// GET /api/boats/:id - one boat\nexport type T = BoatResponse;\n";
        let files = [("specs/001-boats/spec.md", spec), ("specs/001-boats/contracts/boats.ts", contract)];
        let sources = Sources::new(files.map(|(path, text)| (PathBuf::from(path), text.to_owned())));
        let read = parse_sources(&sources, &mut Kept::default());
        let shown: Vec<String> = read.endpoints.iter().map(|it| format!("{} {} {}", it.method, it.path, it.doc)).collect();
        assert_eq!(shown, ["POST /api/boats ", "GET /api/boats/{id} one boat"]);
        let request = read.endpoints[0].request.as_ref().map(|dto| (dto.name.as_str(), dto.fields.len()));
        assert_eq!(request, Some(("AddBoatRequest", 2)));
        assert_eq!(read.endpoints[0].response.as_ref().map(|dto| dto.name.as_str()), Some("BoatResponse"));
        assert_eq!(read.endpoints[1].request, None);
    }
}
