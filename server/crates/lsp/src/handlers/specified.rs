//! From Go back to the specification: `textDocument/declaration` and `textDocument/codeLens` in a Go file.
//!
//! The definition of a Go name is in Go, and the server for Go leads there. What a specification has for it is its
//! declaration, which that server has no answer for; so the two do not get into each other's way.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;
use specwave_engine::apply::{Manifest, Target};
use specwave_golang::names;
use specwave_plan::contract::slug;
use specwave_plan::{Config, Feature, contract, module::ModuleFacts};
use specwave_source::{Sources, Span};
use specwave_spec::model::Spec;
use specwave_verify::{Code, GoFile, Links, Specified};
use tower_lsp::ls_types::{
    CodeLens, CodeLensParams, Command, GotoDefinitionParams, GotoDefinitionResponse, Location, Range, SymbolKind, Uri,
};

use super::execute_command::SHOW;
use crate::analysis;
use crate::convert;
use crate::index::Declared;
use crate::workspace::Workspace;

/// Where the specifications declare what is named at a position of a Go file.
pub(crate) fn declaration(workspace: &Workspace, params: GotoDefinitionParams) -> GotoDefinitionResponse {
    let at = params.text_document_position_params;
    let declared = specified(workspace, &at.text_document.uri);
    let here = declared.into_iter().filter(|found| found.go.start <= at.position && at.position <= found.go.end);
    GotoDefinitionResponse::Array(here.map(|found| found.declared).collect())
}

/// Above each type and each handler, where it is specified; above a file without such, which feature it was made for. Who
/// wants the line of a field or an operation asks for its declaration.
pub(crate) fn lenses(workspace: &Workspace, params: CodeLensParams) -> Vec<CodeLens> {
    let uri = params.text_document.uri;
    let mut declared = specified(workspace, &uri);
    declared.retain(|found| !found.is_part);
    if declared.is_empty() {
        declared.extend(made_for(workspace, &uri));
    }
    let lens = |found: Found| {
        let path = convert::path(&found.declared.uri)?;
        let title = format!("{} in {}", found.what, workspace.shown_path(&path));
        let command = Command { title, command: SHOW.to_owned(), arguments: Some(vec![json!(found.declared)]) };
        Some(CodeLens { range: found.go, command: Some(command), data: None })
    };
    declared.into_iter().filter_map(lens).collect()
}

/// A name in the Go file and its declaration in a specification.
struct Found {
    go: Range,
    declared: Location,
    what: String,
    is_part: bool,
}

/// The feature that a run made the whole file for, as the manifest of its output folder says.
fn made_for(workspace: &Workspace, uri: &Uri) -> Option<Found> {
    let path = convert::path(uri)?;
    let module = workspace.modules.code(path.parent()?).root().to_owned();
    let below = path.strip_prefix(&module).ok()?.to_str()?;
    let feature_in = |output: PathBuf| {
        let manifest = Manifest::load(&Target { output, module: module.clone() }).ok()?;
        manifest.files.get(below).filter(|entry| !entry.shared).map(|entry| entry.feature.clone())
    };
    let open: Vec<Declared> = workspace.open.iter().flat_map(|analysis| analysis.declared()).collect();
    let closed = workspace.closed().flat_map(|(_, declared)| declared.iter());
    let mut features_in: HashMap<PathBuf, Option<String>> = HashMap::new();
    let mut features = open.iter().chain(closed).filter(|declared| declared.kind == SymbolKind::MODULE);
    let feature = features.find(|feature| {
        let Some(spec) = convert::path(&feature.location.uri) else { return false };
        let output = workspace.output_folder(&spec);
        let made = features_in.entry(output.clone()).or_insert_with(|| feature_in(output));
        made.as_ref() == Some(&slug(&feature.name))
    })?;
    let what = format!("made for {}", feature.name);
    Some(Found { go: Range::default(), declared: feature.location.clone(), what, is_part: false })
}

/// Everything in a Go file that a specification declares whose code arrives in the same module.
fn specified(workspace: &Workspace, uri: &Uri) -> Vec<Found> {
    let Some(path) = convert::path(uri) else { return Vec::new() };
    let code = workspace.modules.code(path.parent().unwrap_or(&path));
    let Some(file) = code.go_files().find(|file| code.root().join(&file.path) == path) else { return Vec::new() };
    let mut found: Vec<Found> = Vec::new();
    let mut look = |spec: &Spec, sources: &Sources, config: &Config| {
        for specified in implemented(spec, sources, config, &code, file) {
            let Some(declared) = location(workspace, sources, specified.declared) else { continue };
            let go = convert::range(file.lines().range(&file.text, specified.go, workspace.encoding));
            // The open documents of one feature all say the same.
            if found.iter().all(|known| known.declared != declared || known.go != go) {
                found.push(Found { go, declared, what: specified.what, is_part: specified.is_part });
            }
        }
    };
    for analysis in &workspace.open {
        if analysis.code.root() == code.root() {
            look(&analysis.spec, analysis.text.sources(), &analysis.config);
        }
    }
    let arrives_here = |spec: &Path| workspace.code(spec).root() == code.root();
    // Reading a specification takes its time, and most have nothing to do with this file.
    let may_be_here = |spec: &Path, declared: &Arc<[Declared]>| may_be_implemented_in(file, declared) && arrives_here(spec);
    for (path, Feature { sources, spec }) in workspace.closed_features(may_be_here) {
        look(&spec, &sources, &analysis::settings(path));
    }
    found.sort_by(|a, b| (a.go.start, a.declared.uri.as_str()).cmp(&(b.go.start, b.declared.uri.as_str())));
    found
}

/// Whether the Go text has the name of something that is declared, or the last word of an endpoint's path.
fn may_be_implemented_in(file: &GoFile, declared: &[Declared]) -> bool {
    declared.iter().any(|declared| {
        if declared.kind == SymbolKind::FUNCTION {
            let mut words = declared.name.rsplit('/').filter(|word| !word.starts_with(['{', ':']));
            return words.next().is_some_and(|word| file.text.contains(word));
        }
        file.text.contains(&names::exported(&declared.name))
    })
}

fn implemented(spec: &Spec, sources: &Sources, config: &Config, code: &Code, file: &GoFile) -> Vec<Specified> {
    let contract = contract::compute(spec, sources.text(), &ModuleFacts::default(), &config.layout).contract;
    Links::of(spec, &contract, sources.lines(), code).specified_in(&file.path)
}

/// A place in a specification.
fn location(workspace: &Workspace, sources: &Sources, span: Span) -> Option<Location> {
    let uri = Uri::from_file_path(sources.path_at(span.start))?;
    let range = sources.range(span, workspace.encoding).map(convert::range)?;
    Some(Location { uri, range })
}
