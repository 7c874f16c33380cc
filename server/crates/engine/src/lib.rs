//! Carries out a plan: pure scheduler, journal, workspaces, processes, gates, drivers.

pub mod failure;
pub mod protocol;
