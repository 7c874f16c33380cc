//! `textDocument/documentLink`: paths that lead to something on the disk.

use std::path::{Path, PathBuf};

use specwave_spec::links;
use tower_lsp::ls_types::{DocumentLink, DocumentLinkParams, Uri};

use crate::analysis::Analysis;
use crate::convert;

/// Links to files and folders that exist; a link to nothing is worse than none.
pub(crate) fn handle(analysis: &Analysis, _: DocumentLinkParams) -> Vec<DocumentLink> {
    let Some(document) = convert::path(&analysis.uri) else { return Vec::new() };
    let roots = roots(&document, analysis.output.as_deref());
    let link = |path: specwave_spec::model::Located<String>| {
        let target = roots.iter().map(|root| root.join(&path.value)).find(|target| target.exists())?;
        Some(DocumentLink {
            range: analysis.text.range(path.span),
            target: Some(Uri::from_file_path(normal(&target))?),
            tooltip: None,
            data: None,
        })
    };
    let paths = links::paths(&analysis.spec, analysis.text.text()).into_iter();
    paths.filter(|path| analysis.text.owns(path.span)).filter_map(link).collect()
}

/// Where relative paths start: beside the document as in any Markdown, and where its code arrives.
fn roots(document: &Path, output: Option<&Path>) -> Vec<PathBuf> {
    let beside = document.parent().map(Path::to_owned);
    let module = output.and_then(|output| specwave_plan::module::module_root(output).ok());
    beside.into_iter().chain(output.map(Path::to_owned)).chain(module).collect()
}

/// The path without `.` and `..`: editors take two spellings of one file for two files.
fn normal(path: &Path) -> PathBuf {
    use std::path::Component;
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(normal.pop()),
            Component::CurDir => {}
            other => normal.push(other),
        }
    }
    normal
}
