//! What planning reports: what was inferred, and what makes a plan impossible.

mod idle;
mod inferred;
mod missing_file;
mod rules;

use specwave_source::{Finding, LineIndex, Span};
use specwave_spec::model::Spec;

pub(crate) use idle::idle;
pub(crate) use inferred::{inferred, inferred_messages};
pub(crate) use missing_file::missing_files;
pub(crate) use rules::ENDPOINT_LEFT_OUT;
pub use rules::rules;

use crate::PlanError;
use crate::contract::Contract;
use rules::{ALREADY_DECLARED, IDENTIFIERS_OVERLAP, UNUSABLE_CATALOG, WRITE_SET_UNSOUND, WRITE_SETS_OVERLAP};

/// A plan that is refused, on the line of the item that one of the Tasks got its path or identifier from.
pub(crate) fn refused(error: &PlanError, contract: &Contract, spec: &Spec, text: &str, lines: &LineIndex) -> Finding {
    let (rule, line) = match error {
        PlanError::SharedPath { path, .. } => (&WRITE_SETS_OVERLAP, line_of_file(contract, path)),
        PlanError::OutsideModule { path, .. } | PlanError::NotOwned { path, .. } => {
            (&WRITE_SET_UNSOUND, line_of_file(contract, path))
        }
        PlanError::EmptyWriteSet { .. } => (&WRITE_SET_UNSOUND, None),
        PlanError::AlreadyDeclared { identifier, .. } => (&ALREADY_DECLARED, line_of_name(contract, identifier)),
        PlanError::SharedIdentifier { identifier, .. } => (&IDENTIFIERS_OVERLAP, line_of_name(contract, identifier)),
        PlanError::UnknownNeed { .. } | PlanError::Cycle { .. } | PlanError::Template { .. } | PlanError::Catalog(_) => {
            (&UNUSABLE_CATALOG, None)
        }
    };
    let span = line.map_or_else(|| title(spec, text, lines), |line| line_span(line, text, lines));
    rule.finding(span, error.to_string())
}

/// Line of the item that is declared in `file`.
fn line_of_file(contract: &Contract, file: &str) -> Option<u32> {
    let entities = contract.entities.iter().map(|entity| (&entity.file, &entity.origin));
    let values = contract.values.iter().map(|value| (&value.file, &value.origin));
    let services = contract.services.iter().map(|service| (&service.file, &service.origin));
    let dtos = contract.dtos.iter().map(|dto| (&dto.file, &dto.origin));
    let mut items = entities.chain(values).chain(services).chain(dtos);
    items.find(|(declared_in, _)| *declared_in == file).and_then(|(_, origin)| origin.line)
}

/// Line of the item with the given name.
fn line_of_name(contract: &Contract, name: &str) -> Option<u32> {
    inferred::items(contract).find(|item| item.name == name).and_then(|item| item.origin.line)
}

/// The title's place; the first line where there is none.
fn title(spec: &Spec, text: &str, lines: &LineIndex) -> Span {
    let heading = spec.headings.first().map(|heading| heading.span);
    heading.unwrap_or_else(|| line_span(1, text, lines))
}

/// What stands on `line`, without the white space around it.
fn line_span(line: u32, text: &str, lines: &LineIndex) -> Span {
    let whole = lines.line_span(line);
    let written = text.get(whole.start..whole.end).unwrap_or_default();
    let start = whole.start + (written.len() - written.trim_start().len());
    Span::new(start, whole.start + written.trim_end().len())
}
