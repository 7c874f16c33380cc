//! `specwave verify`: Go code against its layout, and against specifications.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde_json::json;
use specwave_engine::apply::write_atomically;
use specwave_engine::failure::{Failure, FailureKind};
use specwave_plan::module::module_root;
use specwave_plan::{Config, cache};
use specwave_source::Severity;
use specwave_verify::{Folder, Known, Tree, drifted, verify};

use crate::arguments::{FindingsFormat, VerifyArguments};
use crate::baseline::Baseline;
use crate::input;
use crate::planning::load_config;
use crate::render::{self, FeatureFindings, counted, findings};

pub(crate) fn run(arguments: &VerifyArguments) -> Result<(), Failure> {
    let place = Place::of(&arguments.folder)?;
    let config = load_config(&place.root)?;
    let tree = read(&place);
    if tree.is_empty() {
        return Err(Failure::new(FailureKind::Usage, format!("there is no Go code in {}", arguments.folder.display()))
            .hint("name the folder of a module, one with a go.mod; modules inside of it are judged by themselves"));
    }
    let verified = verify(&tree, &place.below, &config);
    if arguments.explain_layout {
        return render::print(&layout(&verified.folders, arguments.format));
    }
    let mut files = verified.files;
    let mut features = vec![FeatureFindings::new(verified.sources, verified.findings)];
    if !arguments.spec.is_empty() {
        let drift = drift(&tree, &config, &arguments.spec)?;
        files += drift.iter().map(FeatureFindings::files).sum::<usize>();
        features.extend(drift);
    }
    if let Some(path) = &arguments.write_baseline {
        let accepted: usize = features.iter().map(|feature| feature.findings.len()).sum();
        write_atomically(&std::path::absolute(path)?, Baseline::of(&place.shown, &features).text().as_bytes())?;
        return render::print(&format!("{} accepted in {}\n", counted(accepted, "finding"), path.display()));
    }
    if let Some(path) = &arguments.baseline {
        let gone = Baseline::read(path)?.accept(&place.shown, &mut features);
        if gone > 0 {
            render::warn(&format!("{} of the baseline found nothing any more: write it again\n", counted(gone, "entry")));
        }
    }
    render::print(&findings(&features, files, arguments.format))?;
    let errors: usize = features.iter().map(|feature| feature.count(Severity::Error)).sum();
    // The findings themselves are the message.
    if errors > 0 { Err(Failure::new(FailureKind::Findings, "")) } else { Ok(()) }
}

/// The module that a folder belongs to.
struct Place {
    root: PathBuf,
    /// The root as people see it from where they are.
    shown: PathBuf,
    /// The folder below the root.
    below: PathBuf,
}

impl Place {
    fn of(folder: &Path) -> Result<Self, Failure> {
        if !folder.is_dir() {
            return Err(Failure::new(FailureKind::Usage, format!("there is no folder {}", folder.display())));
        }
        let absolute = std::path::absolute(folder)?;
        let root = module_root(folder)?;
        let below = absolute.strip_prefix(&root).unwrap_or(Path::new("")).to_owned();
        let here = std::env::current_dir()?;
        let shown = root.strip_prefix(&here).unwrap_or(&root).to_owned();
        Ok(Self { root, shown, below })
    }
}

/// Reads the module. What was parsed before is kept in the user's cache folder; without one, everything is parsed.
fn read(place: &Place) -> Tree {
    let file = format!("{}.facts", place.root.to_string_lossy().replace('/', "%"));
    let name = ["modules", &file];
    // Facts are as the executable understands files: another one may understand them otherwise.
    let maker = format!("{}\n", this_executable());
    let mut kept = cache::path(&name).and_then(|path| std::fs::read(path).ok()).unwrap_or_default();
    if kept.starts_with(maker.as_bytes()) {
        kept.drain(..maker.len());
    } else {
        kept.clear();
    }
    let known = Known::new(kept);
    let tree = Tree::read(&place.shown, Some(&known));
    let mut to_keep = maker.into_bytes();
    if tree.append_to_know(&known, &mut to_keep) {
        // Where it cannot be written, the next time takes as long, and that is all.
        let _ = cache::write(&name, to_keep);
    }
    tree
}

/// The version, with what tells two builds of it apart.
fn this_executable() -> String {
    let version = env!("CARGO_PKG_VERSION");
    let metadata = std::env::current_exe().and_then(std::fs::metadata);
    let built = metadata.ok().and_then(|metadata| metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok());
    built.map_or_else(|| version.to_owned(), |built| format!("{version}-{}", built.as_millis()))
}

/// Where specifications and the code have drifted apart.
fn drift(tree: &Tree, config: &Config, specs: &[PathBuf]) -> Result<Vec<FeatureFindings>, Failure> {
    let code = tree.code();
    let mut features = Vec::new();
    for file in input::find_specs(specs)? {
        let feature = file.feature;
        if !feature.spec.recognised {
            return Err(Failure::new(FailureKind::Usage, format!("{} is no feature specification", file.path.display())));
        }
        let findings = drifted(&feature.spec, &feature.sources, &code, config);
        features.push(FeatureFindings::new(feature.sources, findings));
    }
    Ok(features)
}

/// Which folder belongs to which role, and how that is known.
fn layout(folders: &[Folder], format: FindingsFormat) -> String {
    if format == FindingsFormat::Json {
        return format!("{:#}\n", json!({ "layout": folders }));
    }
    if folders.is_empty() {
        return "no layout: there is no folder `domain` with Go code, so the rules about layers say nothing\n".to_owned();
    }
    let width = folders.iter().map(|folder| folder.path.chars().count()).max().unwrap_or_default();
    let mut text = String::new();
    for folder in folders {
        let files = counted(folder.files, "file");
        let _ = writeln!(text, "{:14} {:width$} {files:>9}  {}", folder.role(), folder.path, folder.why);
    }
    text
}
