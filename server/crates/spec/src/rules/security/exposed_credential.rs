//! SW906: a credential in the text.

use std::sync::LazyLock;

use regex::Regex;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Rule, Span};

use crate::pattern::pattern;
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW906",
    name: "exposed-credential",
    group: Group::Security,
    level: Level::Error,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports what looks like a real credential: keys of AWS, GitHub, Google, Slack and Stripe, private keys, complete JSON Web Tokens, and passwords inside addresses.",
        why: "Whoever can read the specification can use it, also in every later copy of the repository.",
        example: "```bash\ncurl https://admin:Tr0ub4dor@billing.example.com/invoices\n```",
        fix: "Take it out, withdraw the credential, and write a placeholder.",
    },
};

static CREDENTIAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let kinds = [
        r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
        r"\bgh[pousr]_[A-Za-z0-9]{36,}\b",
        r"\bgithub_pat_[A-Za-z0-9_]{40,}\b",
        r"\bAIza[0-9A-Za-z_-]{35}\b",
        r"\bxox[abprs]-[0-9A-Za-z-]{20,}",
        r"\b[rs]k_live_[0-9A-Za-z]{16,}\b",
        r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----(?:\s|\\n)*[A-Za-z0-9+/=]{40,}",
        r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}",
        r"\b[a-z][a-z0-9+.-]*://[\w.-]+:(?<password>[^\s@/:'`<>]+)@[\w.-]+",
    ];
    pattern(&kinds.join("|"))
});

/// One of these is in every token and key that the pattern matches; an address with a password has its `@`.
const MARKS: &[&str] =
    &["akia", "asia", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "aiza", "xox", "k_live_", "private key-----", ".eyj"];

/// Shorter passwords in addresses are made up.
const SHORTEST: usize = 8;

/// What stands for a password in examples.
const PLACEHOLDERS: &[&str] =
    &["pass", "password", "passwd", "pwd", "secret", "changeme", "postgres", "root", "admin", "user", "test", "guest", "example", "token", "xxx"];

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    if !has_a_password(subject.text) && !subject.mentions(MARKS) {
        return;
    }
    let Some(credential) = CREDENTIAL.as_ref() else { return };
    for found in credential.captures_iter(subject.text) {
        let Some(whole) = found.get(0) else { continue };
        let password = found.name("password").map(|password| password.as_str());
        if whole.as_str().contains("EXAMPLE") || password.is_some_and(is_placeholder) {
            continue;
        }
        reporter.report(Span::new(whole.start(), whole.end()), "this looks like a real credential: take it out and withdraw it");
    }
}

/// Whether an address has a sign behind it on its line that could end a password.
fn has_a_password(text: &str) -> bool {
    let mut addresses = memchr::memmem::find_iter(text.as_bytes(), "://").map(|at| &text[at..]);
    addresses.any(|address| address.lines().next().is_some_and(|rest| rest.contains('@')))
}

fn is_placeholder(password: &str) -> bool {
    // Whoever picks a password for an example picks a short one.
    if password.len() < SHORTEST {
        return true;
    }
    let lower = password.to_lowercase();
    PLACEHOLDERS.contains(&lower.as_str()) || password.contains(['$', '{', '*', '%', '.']) || password.chars().all(|c| c.is_uppercase() || c == '_')
}
