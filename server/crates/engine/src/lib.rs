//! Carries out a plan: pure scheduler, journal, workspaces, processes, gates, drivers.

pub mod apply;
pub mod drivers;
mod durable;
pub mod failure;
pub mod gates;
pub mod journal;
pub mod process;
pub mod protocol;
pub mod run;
pub mod scheduler;
pub mod state;
pub mod usage;
pub mod verdict;
pub mod workspace;
