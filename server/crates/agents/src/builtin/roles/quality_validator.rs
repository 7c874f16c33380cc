//! The file of the quality validator: a report on what was built, how, and what is open.

use serde_json::{Value, json};
use specwave_golang::names;
use specwave_plan::contract::{Contract, Target, Topic};

use super::documentation_writer::without_gaps;
use super::others;
use crate::builtin::File;
use crate::builtin::api::{access_rules, feature_identifier, is_latency};
use crate::builtin::quality::{Traces, Work, inferred, open_operations, owners, totals_of_operations, works};
use crate::builtin::renderer::{RenderError, Renderer};

pub(super) fn files(contract: &Contract, renderer: &Renderer) -> Result<Vec<File>, RenderError> {
    let works = works(contract, renderer, others("quality_validator"))?;
    let text = renderer.text("quality_validator/report.md.j2", report(contract, &works))?;
    Ok(vec![File::new(format!("{}docs/quality/{}.md", contract.module.below, contract.feature.slug), without_gaps(&text))])
}

fn report(contract: &Contract, works: &[Work]) -> Value {
    let owners = owners(contract);
    let feature = feature_identifier(contract);
    let tests = Traces::new(works.iter().flat_map(|work| work.functions("Test")), &feature);
    let benchmarks = Traces::new(works.iter().flat_map(|work| work.functions("Benchmark")), &feature);
    json!({
        "totals": totals(totals_of_operations(&owners), works),
        "roles": works.iter().map(role).collect::<Vec<_>>(),
        "open": open_operations(&owners),
        "owners": owners,
        "inferred": inferred(contract),
        "targets": contract.targets.iter().map(|target| traced_target(target, &benchmarks)).collect::<Vec<_>>(),
        "regimes": contract.compliance.iter().map(|regime| traced_regime(regime, works, &feature)).collect::<Vec<_>>(),
        "security": security(contract),
        "acceptance": contract.acceptance.iter().map(|text| criterion(text, &tests, &benchmarks)).collect::<Vec<_>>(),
    })
}

fn totals([operations, spec, pattern, open]: [usize; 4], works: &[Work]) -> Value {
    let sum = |count: fn(&Work) -> usize| works.iter().map(count).sum::<usize>();
    json!({
        "operations": operations,
        "spec": spec,
        "pattern": pattern,
        "open": open,
        "open_share": (open * 100).div_ceil(operations.max(1)),
        "go_files": sum(|work| work.go_files().count()),
        "test_files": sum(|work| work.test_files().count()),
        "tests": sum(|work| work.functions("Test").len()),
        "benchmarks": sum(|work| work.functions("Benchmark").len()),
    })
}

fn role(work: &Work) -> Value {
    let go_files = work.go_files().count();
    json!({
        "name": names::words(work.role).iter().map(|word| role_word(word)).collect::<Vec<_>>().join(" "),
        "go_files": go_files,
        "tests": work.functions("Test").len(),
        "other_files": work.files.len() - go_files,
        "directories": work.directories(),
    })
}

/// A word of a role's name as its title writes it.
fn role_word(word: &str) -> String {
    match word {
        "api" | "dto" => word.to_uppercase(),
        _ => names::exported(word),
    }
}

/// A target with the benchmarks that share its words.
fn traced_target(target: &Target, benchmarks: &Traces<'_>) -> Value {
    let (measured, otherwise) = if is_latency(target) {
        (benchmarks.of(&target.subject), "no benchmark by that name")
    } else {
        (Vec::new(), "the running system: it is no latency")
    };
    json!({ "wording": target.in_words(), "line": target.line, "benchmarks": measured, "otherwise": otherwise })
}

/// A regime with the files that name it, and its requirements with the tests beside them.
fn traced_regime(regime: &Topic, works: &[Work], feature: &str) -> Value {
    let checks = works.iter().filter(|work| work.role == "compliance_enforcer");
    let files: Vec<&str> = checks
        .clone()
        .flat_map(|work| &work.files)
        .filter(|file| !file.path.ends_with("_test.go") && file.text.contains(regime.name.as_str()))
        .map(|file| file.path.as_str())
        .collect();
    let traces = Traces::new(checks.flat_map(|work| work.functions("Test")), feature);
    let requirements: Vec<Value> =
        regime.requirements.iter().map(|text| json!({ "text": text, "tests": traces.of(text) })).collect();
    json!({ "name": regime.name, "line": regime.line, "files": files, "requirements": requirements })
}

/// Security requirements with what enforces them, as far as the middleware does.
fn security(contract: &Contract) -> Vec<Value> {
    let rules = access_rules(contract);
    let by = |text: &str| {
        let said = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(rule) = rules.iter().find(|rule| rule.sentence == said) {
            return match &rule.own_parameter {
                Some(own) => format!("`AccessRules`, as far as the request names `{own}`; ownership of stored records is open"),
                None => "`AccessRules`".to_owned(),
            };
        }
        let lower = text.to_lowercase();
        if rules.is_empty() && ["role", "rbac"].iter().any(|word| lower.contains(word)) {
            return "`Authorize`, but no sentence says what a role may do".to_owned();
        }
        let enforcer = ENFORCERS.iter().find(|(words, _)| words.iter().any(|word| lower.contains(word)));
        enforcer.map_or("outside of the generated code", |(_, enforcer)| *enforcer).to_owned()
    };
    let requirements = contract.security.iter().flat_map(|topic| &topic.requirements);
    requirements.map(|text| json!({ "text": text, "by": by(text) })).collect()
}

/// Words of requirements and the part of the middleware that meets them.
const ENFORCERS: &[(&[&str], &str)] = &[
    (&["rate limit", "rate-limit", "throttl", "token bucket", "burst"], "`RateLimit`, by address and by subject"),
    (
        &["certificate", "encrypt", "at rest", "mfa", "multi-factor", "key management", "penetration", "tls"],
        "outside of the generated code",
    ),
    (&["jwt", "bearer", "token", "authenticat"], "`Authenticate`, `TokenVerifier`"),
    (&["role", "rbac", "authoriz", "authoris", "permission"], "`Authorize`, `AccessRules`"),
    (&["sql injection", "injection"], "placeholders in every query"),
    (
        &["sanitiz", "sanitis", "input valid", "validate", "validation", "xss"],
        "`Validate` of the DTOs, `CheckJSON`, `CheckTarget`",
    ),
    (&["header", "csp", "hsts", "clickjack"], "`SecurityHeaders`"),
    (&["audit"], "the audit log of the services"),
];

/// A criterion with the tests that share its words; one about speed with the benchmarks that do.
fn criterion(text: &str, tests: &Traces<'_>, benchmarks: &Traces<'_>) -> Value {
    let lower = text.to_lowercase();
    let is_about = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let (found, otherwise) = if is_about(&["coverage"]) {
        (Vec::new(), "the coverage gate")
    } else if is_about(&["documentation", "documented"]) {
        (Vec::new(), "`docs/`")
    } else if is_about(&["benchmark", "latency", "millisecond", "per second", "performance", "p50", "p95", "p99", "throughput"]) {
        (benchmarks.of(text), "the benchmarks")
    } else {
        (tests.of(text), "none by name")
    };
    json!({ "text": text.trim_start_matches(['✓', '✔', '✅', ' ']), "tests": found, "otherwise": otherwise })
}
