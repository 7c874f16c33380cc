//! Markdown to [`Spec`](model::Spec): dialects, facts with source ranges, rules.

pub mod model;
