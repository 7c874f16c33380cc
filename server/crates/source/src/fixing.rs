//! Carrying out the fixes of findings.

use crate::{Edit, Finding, Sources, Span};

/// Which fixes are carried out without a person looking at each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowed {
    /// Those that keep the meaning.
    Safe,
    /// Those too that a person should look at.
    Unsafe,
}

/// The files after the first allowed fix of each finding, and which findings are mended by that; `None` where there is
/// nothing to mend. A fix that would touch what an earlier one changes is left for another time.
#[must_use]
pub fn apply_fixes(sources: &Sources, findings: &[Finding], allowed: Allowed) -> Option<(Sources, Vec<usize>)> {
    let (mut edits, mut mended): (Vec<&Edit>, Vec<usize>) = (Vec::new(), Vec::new());
    for (at, finding) in findings.iter().enumerate() {
        let mut fixes = finding.fixes.iter().filter(|fix| fix.safe || allowed == Allowed::Unsafe);
        let Some(fix) = fixes.next() else { continue };
        let changes = |edit: &Edit| sources.text().get(edit.span.start..edit.span.end) != Some(&edit.text);
        let is_free = |edit: &Edit| !edits.iter().any(|other| touch(edit, other));
        if fix.edits.iter().any(changes) && fix.edits.iter().all(is_free) {
            edits.extend(&fix.edits);
            mended.push(at);
        }
    }
    edits.sort_by_key(|edit| edit.span);
    (!mended.is_empty()).then(|| (edited(sources, &edits), mended))
}

/// The files after edits in their order that do not touch each other.
fn edited(sources: &Sources, edits: &[&Edit]) -> Sources {
    let changed = sources.files().iter().enumerate().map(|(at, file)| {
        let own = edits.iter().filter(|edit| sources.file_at(edit.span.start) == at);
        let own = own.filter_map(|edit| Some((sources.local(edit.span)?.1, edit.text.as_str())));
        (file.path.clone(), apply_edits(sources.text_of(file), own))
    });
    Sources::new(changed)
}

/// Edits that overlap, or meet where one of them only inserts: their order would decide what comes out.
fn touch(a: &Edit, b: &Edit) -> bool {
    let inserts = a.span.start == a.span.end || b.span.start == b.span.end;
    let overlap = a.span.start < b.span.end && b.span.start < a.span.end;
    overlap || inserts && a.span.start <= b.span.end && b.span.start <= a.span.end
}

/// The text after edits in their order. New lines end as those of the text do.
fn apply_edits<'a>(text: &str, edits: impl Iterator<Item = (Span, &'a str)>) -> String {
    let windows = text.contains("\r\n");
    let mut changed = String::with_capacity(text.len());
    let mut copied = 0;
    for (span, replacement) in edits {
        changed.push_str(text.get(copied..span.start).unwrap_or_default());
        changed.push_str(&if windows { replacement.replace('\n', "\r\n") } else { replacement.to_owned() });
        copied = span.end;
    }
    changed.push_str(text.get(copied..).unwrap_or_default());
    changed
}

#[cfg(test)]
mod tests {
    use super::{Allowed, apply_fixes};
    use crate::{Edit, Finding, Fix, Severity, Sources, Span};

    fn finding(safe: bool, edits: &[(usize, usize, &str)]) -> Finding {
        let edits = edits.iter().map(|(start, end, text)| Edit { span: Span::new(*start, *end), text: (*text).to_owned() });
        Finding {
            code: "SW000".to_owned(),
            name: "a-rule".to_owned(),
            severity: Severity::Hint,
            span: Span::default(),
            message: String::new(),
            related: Vec::new(),
            elsewhere: Vec::new(),
            fixes: vec![Fix { title: String::new(), safe, edits: edits.collect() }],
        }
    }

    fn applied(text: &str, findings: &[Finding], allowed: Allowed) -> Option<(String, Vec<usize>)> {
        let (sources, mended) = apply_fixes(&Sources::single("", text), findings, allowed)?;
        Some((sources.text().to_owned(), mended))
    }

    #[test]
    fn only_what_is_allowed_is_carried_out() {
        let findings = [finding(false, &[(0, 1, "A")]), finding(true, &[(2, 3, "C")])];
        assert_eq!(applied("abc", &findings, Allowed::Safe), Some(("abC".to_owned(), vec![1])));
        assert_eq!(applied("abc", &findings, Allowed::Unsafe), Some(("AbC".to_owned(), vec![0, 1])));
        assert_eq!(applied("abc", &findings[..1], Allowed::Safe), None);
    }

    #[test]
    fn fixes_that_touch_are_not_mixed() {
        let two = [finding(true, &[(3, 3, "1")]), finding(true, &[(3, 3, "2"), (0, 1, "A")])];
        assert_eq!(applied("abc", &two, Allowed::Safe), Some(("abc1".to_owned(), vec![0])));
    }

    #[test]
    fn new_lines_end_as_the_others_do() {
        assert_eq!(applied("a\r\n", &[finding(true, &[(3, 3, "b\n")])], Allowed::Safe).unwrap().0, "a\r\nb\r\n");
    }

    #[test]
    fn a_fix_that_changes_nothing_mends_nothing() {
        assert_eq!(applied("abc", &[finding(true, &[(0, 1, "a")])], Allowed::Safe), None);
    }

    #[test]
    fn each_file_is_changed_for_itself() {
        let sources = Sources::new([("a".into(), "ab\n".to_owned()), ("b".into(), "cd".to_owned())]);
        let (changed, _) = apply_fixes(&sources, &[finding(true, &[(1, 2, "!!"), (3, 3, "?")])], Allowed::Safe).unwrap();
        let texts: Vec<&str> = changed.files().iter().map(|file| changed.text_of(file)).collect();
        assert_eq!(texts, ["a!!\n", "?cd"]);
    }
}
