//! One page about a run: when Tasks and gates were at work, what was found, and what it cost.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value};
use serde::Serialize;
use specwave_engine::failure::{Failure, FailureKind};
use specwave_engine::state::{RunReport, Timeline, duration};

/// What the page shows.
#[derive(Serialize)]
pub(crate) struct Page<'a> {
    run: &'a str,
    #[serde(flatten)]
    report: &'a RunReport,
    timeline: &'a Timeline,
    /// How the speed-up is computed, with its figures.
    formula: String,
}

impl<'a> Page<'a> {
    pub(crate) fn new(report: &'a RunReport, timeline: &'a Timeline, run: &'a str) -> Self {
        let formula = format!(
            "work of all Attempts and gates ÷ time that passed = {} ÷ {} = {:.2}",
            duration(report.work_ms),
            duration(report.elapsed_ms),
            report.speedup
        );
        Self { run, report, timeline, formula }
    }

    pub(crate) fn json(&self) -> Result<String, Failure> {
        let value = serde_json::to_value(self).map_err(internal)?;
        Ok(format!("{value:#}\n"))
    }

    /// A page by itself: nothing is loaded from anywhere.
    pub(crate) fn html(&self) -> Result<String, Failure> {
        self.rendered(include_str!("page.html.j2"), AutoEscape::Html)
    }

    pub(crate) fn markdown(&self) -> Result<String, Failure> {
        self.rendered(include_str!("page.md.j2"), AutoEscape::None)
    }

    fn rendered(&self, template: &str, escape: AutoEscape) -> Result<String, Failure> {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(move |_| escape.clone());
        let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().map_err(internal)?;
        environment.set_syntax(syntax);
        environment.add_filter("duration", duration);
        environment.add_filter("share", share);
        environment.add_filter("cell", cell);
        environment.render_str(template, Value::from(Serde(self))).map_err(internal)
    }
}

/// A time as a part of the whole, in per cent.
#[expect(clippy::cast_precision_loss, reason = "milliseconds of a run are far below 2^52")]
fn share(part: u64, whole: u64) -> String {
    format!("{:.3}", 100.0 * part as f64 / whole.max(1) as f64)
}

/// A text of others in a cell of a Markdown table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace(['\n', '\r'], " ").replace('<', "&lt;")
}

fn internal(error: impl std::fmt::Display) -> Failure {
    Failure::new(FailureKind::Internal, error.to_string())
}
