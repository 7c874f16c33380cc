//! The files of the compliance enforcer: the rules of the spec's regimes with their checks, and the audit log.

use serde::Serialize;
use serde_json::json;
use specwave_plan::contract::Contract;

use crate::builtin::File;
use crate::builtin::go_text::go_string;
use crate::builtin::renderer::{RenderError, Renderer};

pub(super) fn files(contract: &Contract, renderer: &Renderer) -> Result<Vec<File>, RenderError> {
    let Some(package) = contract.package("service") else { return Ok(Vec::new()) };
    let rules: Vec<Rule> = contract
        .compliance
        .iter()
        .flat_map(|regime| regime.requirements.iter().map(|requirement| Rule::new(&regime.name, requirement)))
        .collect();
    ["audit_log", "audit_log_test", "compliance", "compliance_test"]
        .into_iter()
        .map(|name| {
            let template = format!("compliance_enforcer/{name}.go.j2");
            let text = renderer.go(&template, "service", json!({ "rules": rules }))?;
            Ok(File::new(format!("{}/{name}.go", package.dir), text))
        })
        .collect()
}

/// A requirement, with what a program can check it by.
#[derive(Debug, Serialize)]
struct Rule {
    regime: String,
    requirement: String,
    evidence: &'static str,
    period_hours: Option<u64>,
}

impl Rule {
    fn new(regime: &str, requirement: &str) -> Self {
        let lower = requirement.to_lowercase();
        let mentions = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        let period_hours = period_hours(&lower);
        let (evidence, period_hours) = match period_hours {
            Some(hours) if mentions(&["delet", "eras", "remov", "purg"]) => ("erasure", Some(hours)),
            Some(hours) if mentions(&["reten", "retain", "kept", "keep", "stored for", "archive"]) => ("retention", Some(hours)),
            _ if mentions(&["encrypt"]) => ("encryption", None),
            _ if mentions(&["consent"]) && !mentions(&["audit", "log", "trail", "report"]) => ("consent", None),
            _ => ("manual", None),
        };
        Self { regime: go_string(regime), requirement: go_string(requirement), evidence, period_hours }
    }
}

/// The first period that a text names, in hours: `30-day`, `7 years`, `180 days`.
fn period_hours(lower: &str) -> Option<u64> {
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.windows(2).find_map(|pair| {
        let count: u64 = pair[0].parse().ok()?;
        let unit = match pair[1].trim_end_matches('s') {
            "hour" => 1,
            "day" => 24,
            "week" => 7 * 24,
            "month" => 30 * 24,
            "year" => 365 * 24,
            _ => return None,
        };
        // A century is longer than any rule; what is beyond it is no period.
        count.checked_mul(unit).filter(|hours| (1..=100 * 365 * 24).contains(hours))
    })
}

#[cfg(test)]
mod tests {
    use super::Rule;

    #[test]
    fn requirements_are_checked_by_what_they_ask_for() {
        let cases = [
            ("30-day deletion after revocation", "erasure", Some(720)),
            ("Signatures are erased after 180 days", "erasure", Some(4320)),
            ("7-year retention period", "retention", Some(61320)),
            ("Explicit consent required", "consent", None),
            ("All consent events must be logged", "manual", None),
            ("PII is encrypted at rest", "encryption", None),
            ("Data portability support", "manual", None),
        ];
        for (requirement, evidence, period) in cases {
            let rule = Rule::new("GDPR", requirement);
            assert_eq!((rule.evidence, rule.period_hours), (evidence, period), "{requirement}");
        }
    }
}
