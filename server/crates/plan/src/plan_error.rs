//! Why there is no plan.

use crate::{CatalogError, TaskId};

/// Something that stops a plan before anything is spent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// There is no usable catalog.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// A template of the catalog does not expand.
    #[error("the catalog's `{part}` of Task `{task}` does not expand: {message}")]
    Template {
        /// The Task.
        task: TaskId,
        /// Which template.
        part: &'static str,
        /// What is wrong with it.
        message: String,
    },
    /// A path of a Task does not lie below the module root.
    #[error("Task `{task}` would write `{path}`, which is no path below the module root")]
    OutsideModule {
        /// The Task.
        task: TaskId,
        /// The path.
        path: String,
    },
    /// A Task is expected to make what it must not write.
    #[error("Task `{task}` is expected to make `{path}`, which is outside its write set")]
    NotOwned {
        /// The Task.
        task: TaskId,
        /// The path.
        path: String,
    },
    /// A Task may write nothing.
    #[error("Task `{task}` owns no path for this feature, so it could not do anything")]
    EmptyWriteSet {
        /// The Task.
        task: TaskId,
    },
    /// A Task needs one that is not there.
    #[error("Task `{task}` needs `{needed}`, and the plan has no such Task")]
    UnknownNeed {
        /// The Task.
        task: TaskId,
        /// What it needs.
        needed: TaskId,
    },
    /// A Task waits for its own code.
    #[error("Task `{task}` could never start: it waits for itself, through what it needs")]
    Cycle {
        /// The Task.
        task: TaskId,
    },
    /// Two Tasks that can run together may write one path.
    #[error("Tasks `{first}` and `{second}` can run at the same time and both may write `{path}`")]
    SharedPath {
        /// The first in catalog order.
        first: TaskId,
        /// The other.
        second: TaskId,
        /// A path that both may write.
        path: String,
    },
    /// The module's own code declares what a Task would declare.
    #[error(
        "package `{package}` already declares `{identifier}`, which Task `{task}` would declare too; give the feature a domain \
         of its own, or rename one of them"
    )]
    AlreadyDeclared {
        /// The Task.
        task: TaskId,
        /// Directory of the package.
        package: String,
        /// The identifier.
        identifier: String,
    },
    /// Two Tasks reserve one identifier of a package.
    #[error("Tasks `{first}` and `{second}` would both declare `{identifier}` in package `{package}`")]
    SharedIdentifier {
        /// The first in catalog order.
        first: TaskId,
        /// The other.
        second: TaskId,
        /// Directory of the package.
        package: String,
        /// The identifier.
        identifier: String,
    },
}
