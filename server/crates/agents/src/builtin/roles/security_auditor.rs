//! The files of the security auditor: authentication, authorisation, security headers and input limits.

use serde::Serialize;
use serde_json::json;
use specwave_plan::contract::Contract;

use crate::builtin::File;
use crate::builtin::api::{Access, AccessRule, access_rules, feature_identifier, feature_stem, path_in};
use crate::builtin::renderer::{RenderError, Renderer};

/// Files that are the same for every feature.
const MIDDLEWARE: &[&str] = &[
    "authentication.go",
    "authorization.go",
    "authorization_test.go",
    "input_limits.go",
    "input_limits_test.go",
    "security_headers.go",
    "security_test.go",
    "token.go",
    "token_test.go",
];

pub(super) fn files(contract: &Contract, renderer: &Renderer) -> Result<Vec<File>, RenderError> {
    let mut files = Vec::new();
    for file in MIDDLEWARE {
        let text = renderer.go(&format!("security_auditor/{file}.j2"), "middleware", ())?;
        files.push(File::new(path_in(contract, "middleware", file), text));
    }
    let rules = access_rules(contract);
    let cases = cases(&rules);
    let rules_name = format!("{}Rules", feature_identifier(contract));
    for (template, suffix) in [("rules.go", ""), ("rules_test.go", "_test")] {
        let template = format!("security_auditor/{template}.j2");
        let text = renderer.go(&template, "middleware", json!({ "rules": rules, "rules_name": rules_name, "cases": cases }))?;
        files.push(File::new(path_in(contract, "middleware", &format!("{}_rules{suffix}.go", feature_stem(contract))), text));
    }
    Ok(files)
}

/// What the rules have to decide for a role and an access.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Case<'a> {
    role: &'a str,
    access: Access,
    allowed: bool,
}

/// Every role with every access, and a role that no rule knows.
fn cases(rules: &[AccessRule]) -> Vec<Case<'_>> {
    let mut roles: Vec<&str> = Vec::new();
    for role in rules.iter().map(|rule| rule.role.as_str()).chain(["no-such-role"]) {
        if !roles.contains(&role) {
            roles.push(role);
        }
    }
    let allowed = |role: &str, access: Access| {
        let mut about = rules.iter().filter(|rule| rule.access.contains(&access)).peekable();
        about.peek().is_none() || about.any(|rule| rule.role == role)
    };
    let case = |role, access| Case { role, access, allowed: allowed(role, access) };
    roles.iter().flat_map(|role| [case(role, Access::Read), case(role, Access::Write)]).collect()
}

#[cfg(test)]
mod tests {
    use super::{Access, AccessRule, cases};

    #[test]
    fn what_no_rule_speaks_of_is_open() {
        let rule =
            AccessRule { role: "admin".to_owned(), access: vec![Access::Read], own_parameter: None, sentence: String::new() };
        let decided: Vec<(&str, Access, bool)> =
            cases(std::slice::from_ref(&rule)).iter().map(|case| (case.role, case.access, case.allowed)).collect();
        let expected = [
            ("admin", Access::Read, true),
            ("admin", Access::Write, true),
            ("no-such-role", Access::Read, false),
            ("no-such-role", Access::Write, true),
        ];
        assert_eq!(decided, expected);
    }
}
