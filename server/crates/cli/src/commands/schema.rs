//! `specwave schema`: what editors and other tools may know about our files.

use specwave_engine::failure::Failure;

use crate::arguments::{SchemaArguments, SchemaSubject};
use crate::render;

pub(crate) fn run(arguments: &SchemaArguments) -> Result<(), Failure> {
    let schema = match arguments.subject {
        SchemaSubject::Config => specwave_plan::config::schema(),
        SchemaSubject::FrontMatter => specwave_spec::front_matter::schema(),
    };
    render::print(&format!("{schema:#}\n"))
}
