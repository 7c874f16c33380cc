//! Who may do what: read from the sentences of a spec's security topics.

use serde::Serialize;
use specwave_golang::names;
use specwave_plan::contract::{Contract, Endpoint, Source};

/// What a caller does with the data behind an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) enum Access {
    /// Looks at it.
    Read,
    /// Changes it.
    Write,
}

/// What a sentence such as *Buyers can only manage their own consents* permits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct AccessRule {
    /// The role in the singular and in kebab case: `buyer`.
    pub(crate) role: String,
    /// What it may do, without duplicates.
    pub(crate) access: Vec<Access>,
    /// Parameter of path or query that names the owner, where the role is restricted to what it owns: `buyer_id`.
    pub(crate) own_parameter: Option<String>,
    /// The sentence.
    pub(crate) sentence: String,
}

const READING: &[&str] =
    &["access", "browse", "download", "export", "list", "query", "read", "retrieve", "search", "see", "view"];
const WRITING: &[&str] = &[
    "add",
    "approve",
    "cancel",
    "change",
    "configure",
    "create",
    "delete",
    "edit",
    "grant",
    "modify",
    "remove",
    "revoke",
    "submit",
    "update",
    "write",
];
/// Verbs that mean both.
const MANAGING: &[&str] = &["administer", "control", "manage"];

/// The rules that the spec's security topics state, in their order.
pub(crate) fn access_rules(contract: &Contract) -> Vec<AccessRule> {
    let sentences = contract.security.iter().flat_map(|topic| &topic.requirements);
    let mut rules: Vec<AccessRule> = Vec::new();
    for rule in sentences.filter_map(|sentence| rule_of(sentence)) {
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }
    rules
}

/// Reads `[Only] <role> can|may [only] <verb> …`; anything else states no rule.
fn rule_of(sentence: &str) -> Option<AccessRule> {
    let words: Vec<String> = sentence
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_')
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let modal = words.iter().position(|word| matches!(word.as_str(), "can" | "may"))?;
    let subject: Vec<&str> =
        words[..modal].iter().map(String::as_str).filter(|word| !matches!(*word, "only" | "the" | "all")).collect();
    // A longer subject is a condition or a list, which a single role cannot stand for.
    if subject.is_empty() || subject.len() > 2 || subject.contains(&"not") {
        return None;
    }
    let mut rest = words[modal + 1..].iter().map(String::as_str).skip_while(|word| matches!(*word, "only" | "also"));
    let access = verb_access(rest.next()?)?;
    let role = names::kebab(&names::singular(&subject.join("-")));
    let own = words[modal..].iter().any(|word| word == "own");
    let own_parameter = own.then(|| format!("{}_id", role.replace('-', "_")));
    Some(AccessRule { role, access, own_parameter, sentence: sentence.split_whitespace().collect::<Vec<_>>().join(" ") })
}

fn verb_access(verb: &str) -> Option<Vec<Access>> {
    if MANAGING.contains(&verb) {
        Some(vec![Access::Read, Access::Write])
    } else if READING.contains(&verb) {
        Some(vec![Access::Read])
    } else if WRITING.contains(&verb) {
        Some(vec![Access::Write])
    } else {
        None
    }
}

/// First words of operations that only look at data, whatever their method is: a check may need a body.
const LOOKING: &[&str] = &[
    "analyze",
    "analyse",
    "calculate",
    "check",
    "compare",
    "compute",
    "count",
    "describe",
    "estimate",
    "evaluate",
    "exists",
    "explain",
    "export",
    "fetch",
    "find",
    "get",
    "has",
    "is",
    "list",
    "load",
    "lookup",
    "preview",
    "query",
    "read",
    "report",
    "search",
    "simulate",
    "validate",
    "verify",
    "view",
];

/// What the endpoint does with the data behind it.
pub(super) fn access_of(endpoint: &Endpoint) -> Access {
    let first = names::words(&endpoint.operation).into_iter().next().unwrap_or_default();
    let looks = matches!(endpoint.method.as_str(), "GET" | "HEAD" | "OPTIONS")
        || endpoint.method == "POST" && LOOKING.contains(&first.as_str());
    if looks { Access::Read } else { Access::Write }
}

/// The parameter of path or query by which `endpoint` names an owner that one of `rules` restricts its role to.
pub(super) fn owner_parameter<'a>(contract: &Contract, endpoint: &Endpoint, rules: &'a [AccessRule]) -> Option<&'a str> {
    let request = contract.dtos.iter().find(|dto| Some(&dto.name) == endpoint.request.as_ref())?;
    rules.iter().filter_map(|rule| rule.own_parameter.as_deref()).find(|own| {
        request.fields.iter().any(|field| matches!(&field.source, Source::Path(name) | Source::Query(name) if name == own))
    })
}

#[cfg(test)]
mod tests {
    use super::Access::{Read, Write};
    use super::rule_of;

    #[test]
    fn sentences_about_roles_become_rules() {
        let cases = [
            ("Buyers can only manage their own consents", "buyer", vec![Read, Write], Some("buyer_id")),
            ("Admins can view all consents", "admin", vec![Read], None),
            ("Only compliance officers may export reports", "compliance-officer", vec![Read], None),
            ("Sellers can update their own listings.", "seller", vec![Write], Some("seller_id")),
        ];
        for (sentence, role, access, own) in cases {
            let rule = rule_of(sentence).unwrap_or_else(|| panic!("no rule in {sentence:?}"));
            assert_eq!((rule.role.as_str(), rule.access, rule.own_parameter.as_deref()), (role, access, own), "{sentence:?}");
        }
    }

    #[test]
    fn other_sentences_state_no_rule() {
        for sentence in [
            "JWT required for all endpoints",
            "Role-based access control (RBAC)",
            "Rate limits can be configured",
            "Users who are not admins can view nothing",
            "Admins can",
            "",
        ] {
            assert_eq!(rule_of(sentence), None, "{sentence:?}");
        }
    }
}
