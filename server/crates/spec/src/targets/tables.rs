//! Tables of targets: a column that names the metric and one or more that hold what is asked for.

use specwave_source::Span;

use super::measure::{self, Measure, TIMES};
use super::phrase::{self, plain};
use super::subject::without_percentile;
use crate::model::Target;
use crate::outline::Table;

/// Headers of columns that hold targets, the best first.
const TARGETS: &[&str] = &[
    "target",
    "goal",
    "requirement",
    "slo",
    "sla",
    "objective",
    "threshold",
    "expected",
    "limit",
    "budget",
    "wanted",
    "desired",
    "promise",
    "response measure",
    "fit criterion",
];

/// Headers that only hold targets where no column is called so.
const MEASURES: &[&str] =
    &["latency", "p50", "p90", "p95", "p99", "throughput", "rate", "response time", "value", "rps", "qps", "max", "min"];

/// Words in headers that say what is measured.
const OF_MEASURES: &[&str] = &["latency", "throughput", "response time", "p50", "p90", "p95", "p99", "rps", "qps", "tps"];

/// Headers of columns that hold what is so already.
const TODAY: &[&str] = &["current", "today", "baseline", "actual", "now", "before", "as is", "status"];

/// Whether the headers alone say that a table sets targets: `Metric | Target`.
pub(super) fn says_targets(text: &str, table: &Table) -> bool {
    let mut headers = table.header.iter().map(|cell| plain(&text[cell.start..cell.end]).to_lowercase());
    let measured = ["metric", "measure", "indicator", "quality", "sli"];
    headers.next().is_some_and(|first| measured.iter().any(|word| first.starts_with(word)))
        && headers
            .any(|header| ["target", "goal", "slo", "sla", "objective", "budget"].iter().any(|word| header.starts_with(word)))
}

/// Reads the targets of a table into `targets`.
pub(super) fn read(text: &str, table: &Table, targets: &mut Vec<Target>) {
    let headers: Vec<String> = table.header.iter().map(|cell| plain(&text[cell.start..cell.end]).to_lowercase()).collect();
    let starts_with_number = |at: usize| {
        let cells = table.rows.iter().filter_map(|row| row.get(at)).map(|cell| plain(&text[cell.start..cell.end]));
        cells.take(MOST_ROWS).any(|cell| measure::find(&cell, 0).is_some_and(|found| leads(&cell, &found)))
    };
    let columns = columns(&headers, starts_with_number);
    let Some(first_column) = columns.first().copied() else { return };
    for row in &table.rows {
        let Some(first) = row.first() else { continue };
        // All that stands in front of the targets says what is measured.
        let names = row.iter().take(first_column).zip(&headers).filter(|(_, header)| !TODAY.contains(&header.as_str()));
        let names = names.map(|(cell, _)| plain(&text[cell.start..cell.end])).filter(|name| !name.is_empty());
        let metric = names.collect::<Vec<_>>().join(" ");
        let span = Span::new(first.start, row[row.len() - 1].end);
        for (column, cell) in columns.iter().filter_map(|at| row.get(*at).map(|cell| (*at, cell))) {
            let written = plain(&text[cell.start..cell.end]);
            let subject = if columns.len() > 1 { format!("{metric} {}", headers[column]) } else { metric.clone() };
            targets.extend(cell_targets(&subject, &headers[column], &metric, &written, span).into_iter().map(|target| {
                let is_unranked = target.percentile.is_empty() && TIMES.contains(&target.unit.as_str());
                let rank = is_unranked.then(|| remarked_rank(text, row.get(column + 1..).unwrap_or_default()));
                Target { percentile: rank.unwrap_or(target.percentile), ..target }
            }));
        }
    }
}

/// The percentile that a remark behind the target begins with: `p95, warm`.
fn remarked_rank(text: &str, behind: &[Span]) -> String {
    let first = |cell: &Span| text[cell.start..cell.end].split([',', ';']).next().map(plain).unwrap_or_default();
    let ranks = behind.iter().map(first).filter(|first| without_percentile(first).is_empty());
    ranks.map(|first| measure::percentile(&first)).next().unwrap_or_default()
}

/// Whether a cell is about its number: that comes early, or is a limit with a unit.
fn leads(cell: &str, found: &Measure) -> bool {
    cell[..found.start].trim().len() < 20 || (found.compared && !found.unit.is_empty())
}

/// How many rows tell whether a column holds numbers.
const MOST_ROWS: usize = 20;

fn columns(headers: &[String], holds_numbers: impl Fn(usize) -> bool) -> Vec<usize> {
    let named = |names: &[&str]| -> Vec<usize> {
        // "Load" is one, "Payload" and "Workload" are none.
        let is_named =
            |header: &String| names.iter().any(|name| header.contains(name)) || (header == "load" && names == MEASURES);
        let named = headers.iter().enumerate().skip(1).filter(|(_, header)| is_named(header)).map(|(at, _)| at);
        named.filter(|at| holds_numbers(*at)).collect()
    };
    let targets = named(TARGETS);
    let says_what = |at: &usize| OF_MEASURES.iter().any(|word| headers[*at].contains(word));
    if targets.is_empty() {
        let measures = named(MEASURES);
        // Of two columns, the second one holds what the section is about, whatever its header.
        let is_only_one = measures.is_empty() && headers.len() == 2 && !TODAY.contains(&headers[1].as_str()) && holds_numbers(1);
        return if is_only_one { vec![1] } else { measures };
    }
    if !targets.iter().all(says_what) {
        return targets;
    }
    // Beside "Target latency" stands "Throughput" as another target.
    let today = |at: &usize| TODAY.iter().any(|word| headers[*at].contains(word));
    let mut columns: Vec<usize> = named(OF_MEASURES).into_iter().filter(|at| !today(at)).chain(targets).collect();
    columns.sort_unstable();
    columns.dedup();
    columns
}

fn cell_targets(subject: &str, header: &str, metric: &str, cell: &str, span: Span) -> Vec<Target> {
    let first = measure::find(cell, 0);
    if first.as_ref().is_none_or(|found| !leads(cell, found)) {
        return Vec::new();
    }
    // "p95 (ms)" gives the unit of the numbers below it.
    let unit = first.filter(|found| found.unit.is_empty()).and_then(|_| header.split_once('(')?.1.split(')').next());
    let sentence = format!("{}: {cell}{}", subject.replace(':', " "), unit.unwrap_or_default());
    let readings = phrase::targets(&sentence, span).into_iter().map(|reading| reading.target);
    let completed = readings.map(|target| {
        let ranks = [measure::percentile(cell), measure::percentile(header), measure::percentile(metric)];
        let told = ranks.into_iter().find(|rank| !rank.is_empty()).unwrap_or_default();
        // `p50/p95/p99` above as many numbers ranks each of them.
        let ranked = header.split('/').filter(|part| !measure::percentile(part).is_empty()).count() > 1;
        let percentile = if measure::percentile(cell).is_empty() && !ranked { told } else { target.percentile };
        // "Max latency" above a bare number limits it.
        let limit = [("max", "<="), ("min", ">=")].into_iter().find(|(word, _)| header.starts_with(word));
        let comparator = match limit {
            Some((_, limit)) if target.comparator == "=" => limit.to_owned(),
            _ => target.comparator,
        };
        Target { subject: subject.to_owned(), comparator, percentile, ..target }
    });
    completed.collect()
}
