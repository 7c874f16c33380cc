//! The Go code of the modules that specifications are built into: read when it is asked for first, and kept up to date.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use specwave_plan::module::module_root;
use specwave_verify::Code;

/// Shared by the owner and the analyses.
#[derive(Clone, Default)]
pub(crate) struct Modules(Arc<Mutex<HashMap<PathBuf, Slot>>>);

/// The code of one module, once it was read. Who reads it holds the lock, and the others wait for that.
type Slot = Arc<Mutex<Option<Arc<Code>>>>;

impl Modules {
    /// The code of the module that `output` is a part of; nothing where there is no `go.mod` at or above it.
    pub(crate) fn code(&self, output: &Path) -> Arc<Code> {
        let root = module_root(output).ok().filter(|root| root.join("go.mod").is_file());
        let Some(root) = root else { return Arc::default() };
        let slot = locked(&self.0).entry(root.clone()).or_default().clone();
        locked(&slot).get_or_insert_with(|| Arc::new(Code::read(&root))).clone()
    }

    /// Reads files again that changed on the disk, as far as they belong to modules that were read.
    pub(crate) fn read_again(&self, changed: &[PathBuf]) {
        let slots: Vec<(PathBuf, Slot)> = locked(&self.0).iter().map(|(root, slot)| (root.clone(), slot.clone())).collect();
        for (root, slot) in slots {
            let mut slot = locked(&slot);
            let Some(code) = slot.as_mut() else { continue };
            for path in changed.iter().filter_map(|path| path.strip_prefix(&root).ok()) {
                Arc::make_mut(code).read_again(path);
            }
        }
    }
}

/// What a panic left behind is as good as any: every file of it was read whole.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_read_once_and_its_changed_files_again() {
        let folder = tempfile::tempdir().unwrap();
        let go = folder.path().join("invoice.go");
        std::fs::write(folder.path().join("go.mod"), "module example.com/shop\n").unwrap();
        std::fs::write(&go, "package shop\n").unwrap();
        let modules = Modules::default();
        let first = modules.code(&folder.path().join("billing"));
        assert_eq!(first.go_files().count(), 1);
        assert!(Arc::ptr_eq(&first, &modules.code(folder.path())));
        std::fs::remove_file(&go).unwrap();
        modules.read_again(&[go]);
        assert_eq!(modules.code(folder.path()).go_files().count(), 0);
        assert_eq!(first.go_files().count(), 1, "who has begun with it goes on with it");
    }
}
