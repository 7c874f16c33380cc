//! Tables of targets: a column that names the metric and one or more that hold what is asked for.

use specwave_source::Span;

use super::measure;
use super::phrase::{self, plain};
use crate::model::Target;
use crate::outline::Table;

/// Headers of columns that hold targets, the best first.
const TARGETS: &[&str] =
    &["target", "goal", "requirement", "slo", "sla", "objective", "threshold", "expected", "limit", "budget"];

/// Headers that only hold targets where no column is called so.
const MEASURES: &[&str] =
    &["latency", "p50", "p90", "p95", "p99", "throughput", "response time", "value", "rps", "qps", "max", "min"];

/// Reads the targets of a table into `targets`.
pub(super) fn read(text: &str, table: &Table, targets: &mut Vec<Target>) {
    let headers: Vec<String> = table.header.iter().map(|cell| plain(&text[cell.start..cell.end]).to_lowercase()).collect();
    let columns = columns(&headers);
    for row in &table.rows {
        let Some(first) = row.first() else { continue };
        let metric = plain(&text[first.start..first.end]);
        for at in columns.iter().filter_map(|at| row.get(*at).map(|cell| (*at, cell))) {
            let (column, cell) = at;
            let span = Span::new(first.start, row[row.len() - 1].end);
            let written = plain(&text[cell.start..cell.end]);
            let subject = if columns.len() > 1 { format!("{metric} {}", headers[column]) } else { metric.clone() };
            targets.extend(cell_target(&subject, &headers[column], &written, span));
        }
    }
}

fn columns(headers: &[String]) -> Vec<usize> {
    let named = |names: &[&str]| -> Vec<usize> {
        let is_named = |header: &String| names.iter().any(|name| header.contains(name));
        headers.iter().enumerate().skip(1).filter(|(_, header)| is_named(header)).map(|(at, _)| at).collect()
    };
    let targets = named(TARGETS);
    if targets.is_empty() { named(MEASURES) } else { targets }
}

fn cell_target(subject: &str, header: &str, cell: &str, span: Span) -> Option<Target> {
    let starts_with_number = measure::find(cell, 0).is_some_and(|found| cell[..found.start].trim().len() < 12);
    if !starts_with_number {
        return None;
    }
    let mut target = phrase::target(&format!("{subject}: {cell}"), span)?;
    target.subject = subject.to_owned();
    if target.percentile.is_empty() {
        target.percentile = measure::percentile(header);
    }
    Some(target)
}
