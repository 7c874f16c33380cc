//! SW403: routes that Go's `ServeMux` refuses to register together.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Related, Rule};

use crate::rules::check::{Reporter, Subject};


pub(super) const RULE: Rule = Rule {
    code: "SW403",
    name: "colliding-routes",
    group: Group::Endpoints,
    level: Level::Error,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports two routes of one method that match a common path although neither is more specific than the other, \
               and a route that names two parameters alike.",
        why: "`net/http`'s `ServeMux` panics when such a route is registered: the program does not start.",
        example: "```yaml\nGET /api/v1/invoices/{id}/lines\nGET /api/v1/invoices/open/{kind}\n```",
        fix: "Change one of the paths so that a literal segment tells them apart.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let endpoints = &subject.spec.endpoints;
    for (at, endpoint) in endpoints.iter().enumerate() {
        if let Some(name) = repeated_parameter(&endpoint.path) {
            reporter.report(endpoint.span, format!("`{}` names two parameters `{name}`", endpoint.path));
        }
        for earlier in endpoints[..at].iter().filter(|earlier| earlier.method == endpoint.method && earlier.path != endpoint.path)
        {
            if collide(&earlier.path, &endpoint.path) {
                let message = format!(
                    "`{0} {1}` collides with `{0} {2}`: neither is more specific",
                    endpoint.method, endpoint.path, earlier.path
                );
                let related = Related { span: earlier.span, message: "the other route".to_owned() };
                reporter.report(endpoint.span, message).related.push(related);
            }
        }
    }
}

/// Whether two patterns match a common path and neither matches a subset of the other.
fn collide(a: &str, b: &str) -> bool {
    let (a, b): (Vec<&str>, Vec<&str>) = (a.split('/').collect(), b.split('/').collect());
    if a.len() != b.len() {
        return false;
    }
    let (mut a_is_narrower, mut b_is_narrower) = (false, false);
    for (a, b) in a.iter().zip(&b) {
        match (is_parameter(a), is_parameter(b)) {
            (false, false) if a != b => return false,
            (false, true) => a_is_narrower = true,
            (true, false) => b_is_narrower = true,
            _ => {}
        }
    }
    a_is_narrower == b_is_narrower
}

fn is_parameter(segment: &str) -> bool {
    segment.starts_with('{') && segment.ends_with('}')
}

fn repeated_parameter(path: &str) -> Option<&str> {
    let parameters: Vec<&str> = path.split('/').filter(|segment| is_parameter(segment)).collect();
    let repeated = parameters.iter().enumerate().find(|(at, name)| parameters[..*at].contains(name));
    repeated.map(|(_, name)| name.trim_matches(['{', '}']))
}

#[cfg(test)]
mod tests {
    use super::collide;

    #[test]
    fn neither_more_specific_means_collision() {
        let cases = [
            ("/a/{id}/c", "/a/b/{x}", true),
            ("/a/{id}", "/a/{name}", true),
            ("/a/{id}", "/a/b", false),
            ("/a/{id}/c", "/a/{id}/d", false),
            ("/a/{id}", "/a/{id}/d", false),
        ];
        for (a, b, expected) in cases {
            assert_eq!((collide(a, b), collide(b, a)), (expected, expected), "{a} {b}");
        }
    }
}
