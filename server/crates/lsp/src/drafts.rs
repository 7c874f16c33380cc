//! What Tasks have written so far: looked at while they write it, long before a gate does.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use specwave_engine::failure::Failure;
use specwave_engine::run::{RunDirectory, RunRequest};
use specwave_plan::{Plan, Task, TaskId, WriteSet};
use specwave_source::{Encoding, Severity};
use specwave_verify::Verified;
use tokio::sync::watch;
use tokio::task::spawn_blocking;
use tokio::time::interval;
use tower_lsp::ls_types::{Diagnostic, DiagnosticRelatedInformation, Location, Uri};

use crate::convert::Text;
use crate::modules::{Modules, Read};

/// How often it is looked at. To ask for the times of the few files that Tasks own costs next to nothing, and unlike file
/// notifications it works on every file system.
const LOOK: Duration = Duration::from_millis(50);

/// The Attempts that go on, by their Tasks.
pub(crate) type Running = BTreeMap<TaskId, u32>;

/// What is found in drafts, by where their files will be once the run is brought in.
pub(crate) type Found = HashMap<PathBuf, Vec<Diagnostic>>;

/// The drafts of one run.
pub(crate) struct Drafts {
    directory: RunDirectory,
    request: RunRequest,
    plan: Plan,
    modules: Modules,
    encoding: Encoding,
    drafts: BTreeMap<(TaskId, u32), Draft>,
    told: Found,
}

/// What one Attempt has written so far.
struct Draft {
    task: Task,
    write_set: WriteSet,
    /// The folder that it works in.
    root: PathBuf,
    read: Read,
    /// The files that are its own, as they were looked at last.
    seen: BTreeMap<PathBuf, Stamp>,
    found: Found,
}

/// What is another when a file was written.
type Stamp = (Option<SystemTime>, u64);

/// Looks at the drafts until nobody says any more which Attempts go on, and tells what is found whenever that has changed.
pub(crate) async fn look(mut drafts: Drafts, mut running: watch::Receiver<Running>, tell: impl Fn(Found)) {
    let mut look = interval(LOOK);
    while running.has_changed().is_ok() {
        look.tick().await;
        let now = running.borrow_and_update().clone();
        let looked = spawn_blocking(move || {
            let news = drafts.look(&now);
            (drafts, news)
        });
        // A fault of ours costs what is found in drafts; the gates find it later.
        let Ok((back, news)) = looked.await else { return };
        drafts = back;
        news.into_iter().for_each(&tell);
    }
}

impl Drafts {
    /// The drafts of this run, of which none has begun.
    pub(crate) fn new(directory: RunDirectory, modules: Modules, encoding: Encoding) -> Result<Self, Failure> {
        let (request, plan) = (directory.record()?.request, directory.plan()?);
        Ok(Self { directory, request, plan, modules, encoding, drafts: BTreeMap::new(), told: Found::new() })
    }

    /// What is found in them now, if it is not what was told before.
    fn look(&mut self, running: &Running) -> Option<Found> {
        self.drafts.retain(|(task, attempt), _| running.get(task) == Some(attempt));
        for (task, attempt) in running {
            let key = (task.clone(), *attempt);
            if let Some(draft) = (!self.drafts.contains_key(&key)).then(|| self.begin(task, *attempt)).flatten() {
                self.drafts.insert(key, draft);
            }
        }
        for draft in self.drafts.values_mut() {
            draft.look(&self.request, self.encoding);
        }
        let found: Found = self.drafts.values().flat_map(|draft| draft.found.clone()).collect();
        (found != self.told).then(|| {
            self.told.clone_from(&found);
            found
        })
    }

    /// The draft of an Attempt, once its Workspace is made.
    fn begin(&self, task: &TaskId, attempt: u32) -> Option<Draft> {
        let root = self.directory.workspace_in_use(task, attempt)?;
        let task = self.plan.tasks.iter().find(|planned| planned.id == *task)?.clone();
        let read = self.modules.copied(&self.request.target.module, &root);
        let write_set = WriteSet::new(&task.owns);
        // An agent may have written before the first look: whatever lies there is new to what was read of the user's module.
        Some(Draft { seen: BTreeMap::new(), task, write_set, root, read, found: Found::new() })
    }
}

impl Draft {
    fn look(&mut self, request: &RunRequest, encoding: Encoding) {
        let now = stamps(&self.root, &self.task, &self.write_set);
        let before = std::mem::replace(&mut self.seen, now);
        let paths: BTreeSet<&PathBuf> = before.keys().chain(self.seen.keys()).collect();
        let changed: Vec<&PathBuf> = paths.into_iter().filter(|path| before.get(*path) != self.seen.get(*path)).collect();
        if !changed.is_empty() {
            self.read.take_in(changed.into_iter().map(|path| (path.as_path(), None)));
            let verified = self.read.verified(&request.config);
            self.found = self.diagnostics(verified, &request.target.module, encoding);
        }
    }

    /// What is found in the files that are the Task's own and are not as the user has them.
    fn diagnostics(&self, verified: Verified, module: &Path, encoding: Encoding) -> Found {
        let Some(uri) = Uri::from_file_path(&self.root) else { return Found::new() };
        let text = Text::new(uri, &self.root, verified.sources, encoding);
        let mut found = Found::new();
        // As in gates: what may still come, such as a test, is not missed yet.
        for finding in verified.findings.iter().filter(|finding| finding.severity <= Severity::Warning) {
            let file = text.sources().path_at(finding.span.start);
            let Ok(path) = file.strip_prefix(&self.root) else { continue };
            let arrives = module.join(path);
            if self.write_set.contains(&path.to_string_lossy()) && !are_alike(file, &arrives) {
                let mut diagnostic = text.diagnostic(finding);
                let place = self.place(file, &diagnostic);
                diagnostic.related_information.get_or_insert_default().extend(place);
                found.entry(arrives).or_default().push(diagnostic);
            }
        }
        found
    }

    /// Where the Task writes it now.
    fn place(&self, file: &Path, diagnostic: &Diagnostic) -> Option<DiagnosticRelatedInformation> {
        let location = Location { uri: Uri::from_file_path(file)?, range: diagnostic.range };
        Some(DiagnosticRelatedInformation { location, message: format!("as {} writes it now", self.task.title) })
    }
}

/// The files in a Workspace that are a Task's own. No role of the catalog has a glob for folders, so only the last element of
/// one is looked for.
fn stamps(root: &Path, task: &Task, write_set: &WriteSet) -> BTreeMap<PathBuf, Stamp> {
    let folders: BTreeSet<&Path> = task.owns.iter().filter_map(|glob| Path::new(glob).parent()).collect();
    let entries = folders.into_iter().flat_map(|folder| {
        let entries = std::fs::read_dir(root.join(folder)).into_iter().flatten().flatten();
        entries.map(|entry| (folder.join(entry.file_name()), entry))
    });
    let own = entries.filter(|(path, _)| write_set.contains(&path.to_string_lossy()));
    own.filter_map(|(path, entry)| {
        let metadata = entry.metadata().ok().filter(std::fs::Metadata::is_file)?;
        Some((path, (metadata.modified().ok(), metadata.len())))
    })
    .collect()
}

fn are_alike(one: &Path, other: &Path) -> bool {
    std::fs::read(other).is_ok_and(|other| std::fs::read(one).is_ok_and(|one| one == other))
}
