//! Findings in the Static Analysis Results Interchange Format, version 2.1.0.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use serde_json::{Value, json};
use specwave_source::rule::{Level, Rule};
use specwave_source::{Finding, LineColumn, Severity};

use super::FeatureFindings;
use crate::baseline::fingerprint;

/// One run with all findings, and the rules that found them.
pub(crate) fn findings_sarif(features: &[FeatureFindings]) -> Value {
    let all = || features.iter().flat_map(|feature| feature.findings.iter().map(move |finding| (feature, finding)));
    let mut rules: BTreeMap<(usize, &str), usize> =
        all().map(|(_, finding)| ((finding.code.len(), finding.code.as_str()), 0)).collect();
    rules.values_mut().enumerate().for_each(|(at, index)| *index = at);
    let results = all().map(|(feature, finding)| {
        let mut result = json!({
            "ruleId": finding.code,
            "ruleIndex": rules[&(finding.code.len(), finding.code.as_str())],
            "level": level(Some(finding.severity)),
            "message": { "text": finding.message },
            "locations": [location(&feature.path(finding.span), feature.places(finding.span), None)],
            "partialFingerprints": { "specwave/v1": fingerprint(Path::new(""), feature, finding).join("\n") },
        });
        let related = related(feature, finding);
        if !related.is_empty() {
            result["relatedLocations"] = related.into();
        }
        result
    });
    let results: Vec<Value> = results.collect();
    let descriptors: Vec<Value> = rules.keys().filter_map(|(_, code)| descriptor(code)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "specwave", "version": env!("CARGO_PKG_VERSION"), "rules": descriptors } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn descriptor(code: &str) -> Option<Value> {
    let rule: &Rule = specwave_verify::rules().find(|rule| rule.code == code)?;
    Some(json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": { "text": rule.summary() },
        "help": { "text": rule.explanation.fix, "markdown": rule.page() },
        "defaultConfiguration": { "enabled": rule.level != Level::Off, "level": level(rule.level.severity()) },
    }))
}

fn related(feature: &FeatureFindings, finding: &Finding) -> Vec<Value> {
    let here = finding
        .related
        .iter()
        .map(|related| location(&feature.path(related.span), feature.places(related.span), Some(&related.message)));
    let elsewhere = finding.elsewhere.iter().map(|place| location(&place.path, (place.start, place.end), Some(&place.message)));
    here.chain(elsewhere).collect()
}

fn location(path: &Path, (start, end): (LineColumn, LineColumn), message: Option<&str>) -> Value {
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(path) },
            "region": { "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column },
        },
    });
    if let Some(message) = message {
        location["message"] = json!({ "text": message });
    }
    location
}

fn level(severity: Option<Severity>) -> &'static str {
    match severity {
        Some(Severity::Error) => "error",
        Some(Severity::Warning) => "warning",
        Some(Severity::Information | Severity::Hint) => "note",
        None => "none",
    }
}

/// A path as a relative reference, or as a `file:` address where it is absolute.
fn uri(path: &Path) -> String {
    let mut uri = if path.is_absolute() { "file://".to_owned() } else { String::new() };
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(*byte)),
            other => drop(write!(uri, "%{other:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::uri;

    #[test]
    fn paths_are_addresses() {
        assert_eq!(uri(Path::new("internal/größe [1].go")), "internal/gr%C3%B6%C3%9Fe%20%5B1%5D.go");
        assert_eq!(uri(Path::new("/srv/a.go")), "file:///srv/a.go");
    }
}
