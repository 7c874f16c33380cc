//! The language server: a thin adapter over the core.
