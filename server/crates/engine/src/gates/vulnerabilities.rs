//! `govulncheck`: known vulnerabilities that the code really calls.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Judgement;
use super::go_command::{Call, GoEnded, bounded};
use super::go_tool::GOVULNCHECK;
use crate::failure::Failure;
use crate::process::Cause;
use crate::verdict::{Ending, GateFinding, Verdict};

/// One message of its JSON.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Message {
    osv: Option<Osv>,
    finding: Option<Finding>,
}

#[derive(Deserialize)]
struct Osv {
    id: String,
    #[serde(default)]
    summary: String,
}

/// A way in which the code comes to a vulnerability: a module, a package or a function of it, and who calls that.
#[derive(Deserialize)]
struct Finding {
    osv: String,
    #[serde(default)]
    fixed_version: String,
    #[serde(default)]
    trace: Vec<Frame>,
}

#[derive(Deserialize)]
struct Frame {
    #[serde(default)]
    module: String,
    #[serde(default)]
    version: String,
    #[serde(default)]
    function: String,
    position: Option<Position>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Position {
    filename: String,
    line: u32,
    column: u32,
}

impl Judgement<'_> {
    pub(super) async fn vulnerabilities(&self) -> Result<Verdict, Failure> {
        let tool = match GOVULNCHECK.find(&self.gates.toolchain) {
            Ok(tool) => tool,
            Err(unusable) => return Ok(self.without_tool("vulnerabilities", &unusable)),
        };
        let mut args = vec!["-format=json".to_owned()];
        args.extend(self.arguments_of("vulnerabilities").iter().cloned());
        args.push(self.everything());
        let list = args.iter().find_map(|argument| argument.strip_prefix("-db=file://")).map(str::to_owned);
        let call = Call::new(tool, args);
        let call = if let Some(list) = list { call.reads(list) } else { call };
        let ended = self.go.call(call).await?;
        Ok(self.vulnerabilities_verdict(&ended))
    }

    fn vulnerabilities_verdict(&self, ended: &GoEnded) -> Verdict {
        if ended.ended.cause != Cause::Exited(0) {
            let text = ended.stderr.join("\n");
            let is_offline =
                ["vulndb", "fetching vulnerabilities", "dial tcp", "no such host"].iter().any(|sign| text.contains(sign));
            let ending = if is_offline {
                let last = text.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
                Ending::NotChecked { reason: format!("the list of known vulnerabilities could not be read: {last}") }
            } else {
                Ending::Environment {
                    message: format!("govulncheck {}: {}", ended.ended.describe(), bounded(text.trim())),
                    hint: "it has to be built with the Go that is in PATH: install it again, then `specwave resume`".to_owned(),
                }
            };
            return ended.verdict("vulnerabilities", ending);
        }
        let (called, of_go) = called(&ended.stdout.join("\n"), &self.workspace.files().to_string_lossy());
        if !called.is_empty() {
            return ended.verdict("vulnerabilities", self.ending_of("vulnerabilities", called));
        }
        let ending = match of_go.first() {
            None => Ending::Passed,
            Some(message) => Ending::Environment {
                message: message.clone(),
                hint: "install the Go that it is fixed in, then `specwave resume`".to_owned(),
            },
        };
        ended.verdict("vulnerabilities", ending)
    }
}

/// What the code calls of other modules, at the place where it does so, once each; and what it calls of Go itself.
fn called(text: &str, root: &str) -> (Vec<GateFinding>, Vec<String>) {
    let messages: Vec<Message> = serde_json::Deserializer::from_str(text).into_iter::<Message>().map_while(Result::ok).collect();
    let summaries: BTreeMap<&str, &str> =
        messages.iter().filter_map(|message| message.osv.as_ref()).map(|osv| (osv.id.as_str(), osv.summary.as_str())).collect();
    let mut by_id: BTreeMap<&str, GateFinding> = BTreeMap::new();
    let mut of_go: BTreeMap<&str, String> = BTreeMap::new();
    for finding in messages.iter().filter_map(|message| message.finding.as_ref()) {
        let Some(vulnerable) = finding.trace.first().filter(|frame| !frame.function.is_empty()) else { continue };
        let id = finding.osv.as_str();
        let summary = summaries.get(id).copied().unwrap_or_default();
        let fixed = match finding.fixed_version.as_str() {
            "" => "no version has it fixed".to_owned(),
            version => format!("fixed in {version}"),
        };
        let Frame { module, version, function, .. } = vulnerable;
        let message = format!("{id}: {summary}: the code calls {function} of {module} {version}, {fixed}");
        if module == "stdlib" {
            of_go.entry(id).or_insert(message);
            continue;
        }
        let here = finding.trace.iter().rev().find_map(|frame| frame.position.as_ref());
        let place = here.map(|at| {
            let path = at.filename.strip_prefix(root).unwrap_or(&at.filename).trim_start_matches('/').to_owned();
            (path, at.line, at.column)
        });
        let (path, line, column) = place.unwrap_or_default();
        let found = GateFinding { path, line, column, message, rule: id.to_owned(), asked: None };
        by_id.entry(id).or_insert(found);
    }
    (by_id.into_values().collect(), of_go.into_values().collect())
}

#[cfg(test)]
mod tests {
    use super::called;

    #[test]
    fn what_is_only_required_is_no_finding_and_what_is_gos_is_not_the_codes() {
        let text = r#"{"config":{"protocol_version":"v1.0.0"}}
            {"osv":{"id":"GO-1","summary":"Panic in x"}}
            {"finding":{"osv":"GO-1","fixed_version":"v1.2.0","trace":[{"module":"m/x","version":"v1.0.0"}]}}
            {"finding":{"osv":"GO-1","fixed_version":"v1.2.0","trace":[{"module":"m/x","version":"v1.0.0","package":"m/x","function":"Parse"},
              {"module":"m","package":"m/a","function":"Read","position":{"filename":"/w/a/a.go","line":7,"column":3}}]}}
            {"finding":{"osv":"GO-2","trace":[{"module":"m/y","version":"v1.0.0"}]}}
            {"finding":{"osv":"GO-3","fixed_version":"v1.26.9","trace":[{"module":"stdlib","version":"v1.26.8","package":"net/url","function":"Parse"}]}}"#;
        let (found, of_go) = called(text, "/w");
        let found: Vec<_> = found.iter().map(|found| (found.path.as_str(), found.line, found.message.as_str())).collect();
        assert_eq!(found, [("a/a.go", 7, "GO-1: Panic in x: the code calls Parse of m/x v1.0.0, fixed in v1.2.0")]);
        assert_eq!(of_go, ["GO-3: : the code calls Parse of stdlib v1.26.8, fixed in v1.26.9"]);
    }
}
