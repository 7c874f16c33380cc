//! What a run looks like from outside: projections of its journal. They read, they never decide.

mod message;
mod progress;
mod progress_file;
mod report;
mod words;

pub use progress::{GateProgress, Progress, TaskProgress, WaveProgress, WaveStatus};
pub use progress_file::execution_progress;
pub use report::{GateReport, RunReport, TaskReport};
pub use words::{duration, gate_name};
