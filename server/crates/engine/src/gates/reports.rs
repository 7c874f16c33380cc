//! Findings in what tools write: lines, JSON, SARIF.

use std::path::Path;

use serde_json::Value;
use specwave_plan::config::GateOutput;

use super::places::place;
use crate::verdict::GateFinding;

/// The findings in a tool's output, with paths below the root.
pub(super) fn findings(output: GateOutput, text: &str, root: &Path) -> Vec<GateFinding> {
    match output {
        GateOutput::Lines => text.lines().filter_map(|line| place(line, "", &root.to_string_lossy())).collect(),
        GateOutput::Json => json(text, root),
        GateOutput::Sarif => sarif(text, root),
    }
}

/// The objects with a file and a message in JSON, or in each of several JSON texts, however deep: whatever a tool calls its
/// list, an entry looks like this.
pub(super) fn json(text: &str, root: &Path) -> Vec<GateFinding> {
    let mut findings = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<Value>().map_while(Result::ok) {
        collect(&value, root, &mut findings);
    }
    findings
}

fn collect(value: &Value, root: &Path, findings: &mut Vec<GateFinding>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, root, findings)),
        Value::Object(object) => match entry(value, root) {
            Some(finding) => findings.push(finding),
            None => object.values().for_each(|value| collect(value, root, findings)),
        },
        _ => {}
    }
}

/// One finding, whose place is beside its message or in an object of its own.
fn entry(value: &Value, root: &Path) -> Option<GateFinding> {
    let message = text_at(value, &["message", "Message", "text", "Text", "description"])?;
    let inner = ["Pos", "pos", "position", "location", "start"].iter().filter_map(|key| value.get(key));
    let place = std::iter::once(value).chain(inner);
    let (place, path) =
        place.filter_map(|at| Some((at, text_at(at, &["file", "File", "filename", "Filename", "path"])?))).next()?;
    let rule = text_at(value, &["rule", "code", "FromLinter", "linter", "check"]).unwrap_or_default();
    Some(GateFinding {
        path: below(path, root),
        line: number_at(place, &["line", "Line"]),
        column: number_at(place, &["column", "Column", "col"]),
        message: message.to_owned(),
        rule: rule.to_owned(),
        asked: None,
    })
}

/// The results of all runs in a SARIF log.
fn sarif(text: &str, root: &Path) -> Vec<GateFinding> {
    let log: Value = serde_json::from_str(text).unwrap_or_default();
    let runs = log["runs"].as_array().into_iter().flatten();
    let results = runs.flat_map(|run| run["results"].as_array().into_iter().flatten());
    let finding = |result: &Value| {
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str()?;
        Some(GateFinding {
            path: below(uri.strip_prefix("file://").unwrap_or(uri), root),
            line: number_at(&place["region"], &["startLine"]),
            column: number_at(&place["region"], &["startColumn"]),
            message: result["message"]["text"].as_str()?.to_owned(),
            rule: result["ruleId"].as_str().unwrap_or_default().to_owned(),
            asked: None,
        })
    };
    results.filter_map(finding).collect()
}

fn below(path: &str, root: &Path) -> String {
    let plain = path.strip_prefix(&*root.to_string_lossy()).map_or(path, |path| path.trim_start_matches('/'));
    plain.strip_prefix("./").unwrap_or(plain).to_owned()
}

fn text_at<'v>(value: &'v Value, keys: &[&str]) -> Option<&'v str> {
    keys.iter().find_map(|key| value.get(key)?.as_str())
}

fn number_at(value: &Value, keys: &[&str]) -> u32 {
    let number = keys.iter().find_map(|key| value.get(key)?.as_u64());
    number.and_then(|number| u32::try_from(number).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_ways_of_writing_say_the_same() {
        let linter = r#"{"Issues":[{"FromLinter":"errcheck","Text":"not checked","Pos":{"Filename":"a/b.go","Line":3,"Column":7}}],
                         "Report":{"Linters":[{"Name":"errcheck"}]}}"#;
        let flat =
            "{\"file\":\"/w/a/b.go\",\"line\":3,\"col\":7,\"message\":\"not checked\",\"code\":\"errcheck\"}\n{\"done\":true}";
        let sarif = r#"{"version":"2.1.0","runs":[{"results":[{"ruleId":"errcheck","message":{"text":"not checked"},
            "locations":[{"physicalLocation":{"artifactLocation":{"uri":"./a/b.go"},"region":{"startLine":3,"startColumn":7}}}]}]}]}"#;
        let lines = "some words\na/b.go:3:7: not checked\n";
        for (output, text, rule) in [
            (GateOutput::Json, linter, "errcheck"),
            (GateOutput::Json, flat, "errcheck"),
            (GateOutput::Sarif, sarif, "errcheck"),
            (GateOutput::Lines, lines, ""),
        ] {
            let expected = GateFinding {
                path: "a/b.go".to_owned(),
                line: 3,
                column: 7,
                message: "not checked".to_owned(),
                rule: rule.to_owned(),
                asked: None,
            };
            assert_eq!(findings(output, text, Path::new("/w")), [expected], "{text}");
        }
        for output in [GateOutput::Json, GateOutput::Sarif, GateOutput::Lines] {
            assert_eq!(findings(output, "no report at all {", Path::new("/w")), []);
        }
    }
}
