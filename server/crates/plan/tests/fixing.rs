//! Whatever the text: mending it comes to an end, breaks nothing, and changes nothing else.

#[path = "../../spec/tests/support/samples.rs"]
mod samples;

use proptest::prelude::*;
use samples::{mixed, share};
use specwave_plan::{Config, check, fix};
use specwave_source::{Allowed, Edit, Sources, apply_fixes};
use specwave_spec::parse;

/// Texts of a suite, which have findings and fixes of one rule each.
fn texts_of_suites() -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    for folder in [folder.join("tests/rules"), folder.join("../spec/tests/rules")] {
        for suite in std::fs::read_dir(folder).expect("suites are there") {
            let suite = std::fs::read_to_string(suite.expect("a suite").path()).expect("a suite");
            let mut lines = suite.lines();
            while let Some(line) = lines.next() {
                if let Some(fence) = line.strip_suffix("markdown").filter(|fence| fence.starts_with("```")) {
                    let text = lines.by_ref().take_while(|line| *line != fence).filter(|line| !line.contains("^ SW"));
                    texts.push(text.map(|line| format!("{line}\n")).collect());
                }
            }
        }
    }
    texts
}

fn assert_mends_well(text: &str, allowed: Allowed) {
    let (sources, config) = (Sources::single("", text), Config::default());
    let fixed = fix(sources.clone(), &config, allowed);
    let again = fix(fixed.sources.clone(), &config, allowed);
    let fixed = fixed.sources.text();
    assert_eq!(again.sources.text(), fixed, "mending is not idempotent:\n{text}");
    assert!(again.mended.is_empty(), "{:?} is mended for ever:\n{text}", again.mended);
    let problems = |text: &str| parse(text).problems.len();
    assert!(problems(fixed) <= problems(text), "mending broke the text:\n{text}\n=====\n{fixed}");
    // What is outside of the edits is in the text afterwards, in the same order.
    let findings = check(&parse(text), &sources, &config);
    if let Some((once, mended)) = apply_fixes(&sources, &findings, allowed) {
        let once = once.text();
        let fixes = mended.iter().filter_map(|at| findings[*at].fixes.iter().find(|fix| fix.safe || allowed == Allowed::Unsafe));
        let mut edits: Vec<&Edit> = fixes.flat_map(|fix| &fix.edits).collect();
        edits.sort_by_key(|edit| edit.span);
        let (mut read, mut at) = (0, 0);
        for edit in edits {
            let kept = &text[at..edit.span.start];
            assert!(once[read..].starts_with(kept), "something else was changed:\n{text}\n=====\n{once}");
            read += kept.len() + edit.text.len() + if text.contains("\r\n") { edit.text.matches('\n').count() } else { 0 };
            at = edit.span.end;
        }
        assert_eq!(&once[read..], &text[at..]);
    }
}

#[test]
fn every_text_of_the_suites_is_mended_well() {
    let texts = texts_of_suites();
    assert!(texts.len() > 50, "{}", texts.len());
    for text in texts {
        assert_mends_well(&text, Allowed::Safe);
        assert_mends_well(&text, Allowed::Unsafe);
        assert_mends_well(&text.replace('\n', "\r\n"), Allowed::Unsafe);
    }
}

proptest! {
    #![proptest_config(share(16))]

    #[test]
    fn specifications_cut_and_mixed(text in mixed()) {
        assert_mends_well(&text, Allowed::Safe);
        assert_mends_well(&text, Allowed::Unsafe);
    }
}
