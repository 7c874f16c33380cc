//! Metric blocks in YAML: `latency: {p50: < 10ms, p99: < 50ms}`, `- Latency: < 1ms p99`.

use specwave_source::Span;

use super::measure;
use super::phrase;
use crate::model::Target;
use crate::yaml::{Node, Value, is_key};

/// Keys whose values are targets wherever they stand.
const TARGET_KEYS: &[&str] = &[
    "performance",
    "performance_requirements",
    "performance_targets",
    "performance_goals",
    "slo",
    "slos",
    "sla",
    "slas",
    "latency_targets",
    "throughput_targets",
    "latency_requirements",
    "success_metrics",
    "targets",
    "non_functional_requirements",
];

/// Keys that only say that the value is the target.
const VALUE_KEYS: &[&str] = &["target", "value", "goal", "threshold", "limit", "requirement", "max", "min", "objective"];

/// Reads a document into `targets`: below keys about performance, or all of it.
pub(super) fn read(text: &str, document: &Node, whole: bool, targets: &mut Vec<Target>) {
    for (key, value) in document.entries() {
        let named = TARGET_KEYS.iter().any(|known| is_key(key.text(), known));
        if named {
            walk(value, &mut Vec::new(), targets);
        } else if whole && !is_business(text, key.span) {
            walk(value, &mut vec![key.text().to_owned()], targets);
        }
    }
    if whole && matches!(document.value, Value::List(_)) {
        walk(document, &mut Vec::new(), targets);
    }
}

/// The targets of the `performance` entry of a service, or of its operation of that name.
pub(crate) fn of_service(name: &str, node: &Node) -> Vec<Target> {
    let mut targets = Vec::new();
    let mut path: Vec<String> = Some(name.to_owned()).filter(|name| !name.is_empty()).into_iter().collect();
    walk(node, &mut path, &mut targets);
    targets
}

/// How far above a key the comment of its group is looked for, in lines.
const GROUP_LINES: usize = 24;

/// Whether the comment above a key calls what follows business metrics.
fn is_business(text: &str, key: Span) -> bool {
    let above = text[..key.start].rsplit('\n').skip(1).take(GROUP_LINES);
    let comment = above.map(str::trim_end).find(|line| line.starts_with('#') || line.starts_with("```"));
    comment.is_some_and(|comment| comment.to_lowercase().contains("business"))
}

fn walk(node: &Node, path: &mut Vec<String>, targets: &mut Vec<Target>) {
    match &node.value {
        Value::Scalar(written) => {
            let subject: Vec<&str> = path.iter().map(String::as_str).filter(|key| !says_only_value(key)).collect();
            let sentence = if subject.is_empty() { written.clone() } else { format!("{}: {written}", subject.join(" ")) };
            for mut target in phrase::targets(&sentence, node.span).into_iter().map(|reading| reading.target) {
                if !subject.is_empty() {
                    target.subject = subject.join(" ");
                }
                if target.percentile.is_empty() {
                    target.percentile =
                        path.iter().rev().map(|key| measure::percentile(key)).find(|p| !p.is_empty()).unwrap_or_default();
                }
                targets.push(target);
            }
        }
        Value::List(items) => items.iter().for_each(|item| walk(item, path, targets)),
        Value::Map(entries) => {
            let name = node.text_of(&["name", "metric", "operation", "endpoint"]).to_owned();
            if !name.is_empty() {
                path.push(name.clone());
            }
            // `percentile: p95` beside the target ranks it.
            let ranked = node.text_of(&["percentile", "quantile", "statistic", "aggregation"]);
            let bare = ranked.starts_with(|c: char| c.is_ascii_digit()) && !ranked.contains("th");
            let rank = measure::percentile(&if bare { format!("p{ranked}") } else { ranked.to_owned() });
            let first = targets.len();
            let unit = node.text_of(&["unit", "units"]);
            let says_how = |key: &str| ["unit", "units", "percentile", "quantile", "window", "period"].contains(&key);
            let told = entries.iter().filter(|(key, value)| (name.is_empty() || value.text() != name) && !says_how(key.text()));
            for (key, value) in told {
                // `value: 200` with `unit: ms` beside it.
                if !unit.is_empty() && value.text().ends_with(|c: char| c.is_ascii_digit()) {
                    let whole = Node { span: value.span, value: Value::Scalar(format!("{} {unit}", value.text())) };
                    path.push(key.text().to_owned());
                    walk(&whole, path, targets);
                    path.pop();
                    continue;
                }
                path.push(key.text().to_owned());
                walk(value, path, targets);
                path.pop();
            }
            for target in targets[first..].iter_mut().filter(|target| target.percentile.is_empty()) {
                target.percentile.clone_from(&rank);
            }
            if !name.is_empty() {
                path.pop();
            }
        }
    }
}

/// Keys such as `target` and `p99` are no part of what is measured.
fn says_only_value(key: &str) -> bool {
    VALUE_KEYS.iter().any(|known| is_key(key, known)) || (!measure::percentile(key).is_empty() && key.len() <= 6)
}
