//! `specwave rules`: every rule in a line.

use std::fmt::Write;

use serde_json::{Value, json};
use specwave_engine::failure::Failure;
use specwave_verify::rules;

use crate::arguments::{ReportFormat, RulesArguments};
use crate::render;

pub(crate) fn run(arguments: &RulesArguments) -> Result<(), Failure> {
    render::print(&match arguments.format {
        ReportFormat::Text => text(),
        ReportFormat::Json => format!("{:#}\n", as_json()),
    })
}

fn text() -> String {
    let width = rules().map(|rule| rule.name.len()).max().unwrap_or_default();
    let mut text = String::new();
    for rule in rules() {
        let (code, name, level) = (rule.code, rule.name, rule.level.word());
        let _ = writeln!(text, "{code:<6} {name:<width$} {level:<11} fixes: {:<6} {}", rule.fixable.word(), rule.summary());
    }
    text
}

fn as_json() -> Value {
    let entries = rules().map(|rule| {
        json!({
            "code": rule.code,
            "name": rule.name,
            "group": rule.group,
            "severity": rule.level,
            "summary": rule.summary(),
            "fix": rule.fixable,
        })
    });
    entries.collect()
}
