//! What a run looks like from outside: projections of its journal. They read, they never decide.

mod complaint;
mod critical_path;
mod gate;
mod message;
mod progress;
mod progress_file;
mod report;
mod task;
mod timeline;
mod wave;
mod words;

pub use complaint::Complaint;
pub use gate::GateProgress;
pub use progress::Progress;
pub use progress_file::execution_progress;
pub use report::{GateReport, RunReport, TaskReport};
pub use task::{AttemptProgress, TaskProgress};
pub use timeline::{AttemptSpan, Gap, GateSpan, TaskTimeline, Timeline};
pub use wave::{WaveProgress, WaveStatus};
pub use words::{duration, gate_name};
