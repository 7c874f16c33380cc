//! Findings as GitHub's workflow commands, which become annotations of a change.

use std::fmt::Write;

use specwave_source::Severity;

use super::FeatureFindings;

/// One command per finding.
pub(crate) fn findings_github(features: &[FeatureFindings]) -> String {
    let mut text = String::new();
    for feature in features {
        for finding in &feature.findings {
            let command = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Information | Severity::Hint => "notice",
            };
            let (start, end) = feature.places(finding.span);
            let file = property(&feature.path(finding.span).to_string_lossy());
            let title = property(&format!("{} {}", finding.code, finding.name));
            // Columns of a range that ends on another line mean nothing to GitHub.
            let columns =
                if start.line == end.line { format!(",col={},endColumn={}", start.column, end.column) } else { String::new() };
            let _ = writeln!(
                text,
                "::{command} file={file},line={},endLine={}{columns},title={title}::{}",
                start.line,
                end.line,
                message(&finding.message)
            );
        }
    }
    text
}

/// What a message must not hold as it is.
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property ends at a comma, and its name at a colon.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use specwave_source::{Finding, Severity, Sources, Span};

    use super::findings_github;
    use crate::render::FeatureFindings;

    #[test]
    fn what_means_something_to_github_is_escaped() {
        let finding = Finding {
            code: "SW1".to_owned(),
            name: "a-rule".to_owned(),
            severity: Severity::Hint,
            span: Span::new(8, 11),
            message: "100 %\nof it".to_owned(),
            related: Vec::new(),
            elsewhere: Vec::new(),
            fixes: Vec::new(),
        };
        let feature = FeatureFindings::new(Sources::single("a,b.go", "package foo\n"), vec![finding]);
        assert_eq!(
            findings_github(&[feature]),
            "::notice file=a%2Cb.go,line=1,endLine=1,col=9,endColumn=12,title=SW1 a-rule::100 %25%0Aof it\n"
        );
    }
}
