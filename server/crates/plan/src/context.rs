//! The context files of the reference design that follow from a plan: projections, nobody reads them back.

mod feature_implementation;
mod wave_execution_plan;

pub use feature_implementation::feature_implementation;
pub(crate) use feature_implementation::feature_overview;
pub use wave_execution_plan::wave_execution_plan;

/// Place of the feature's context below the output directory.
pub const FEATURE_IMPLEMENTATION: &str = ".claude/context/feature-implementation.yaml";

/// Place of the plan's context below the output directory.
pub const WAVE_EXECUTION_PLAN: &str = ".claude/context/wave-execution-plan.md";

/// Place of the progress below the output directory; the engine keeps it.
pub const EXECUTION_PROGRESS: &str = ".claude/context/execution-progress.md";
