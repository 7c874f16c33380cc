//! The way from a text to its [`Spec`].

use std::borrow::Cow;

use crate::bytes::decode;
use crate::declared::Declared;
use crate::model::{Language, Problem, Spec};
use crate::outline::Outline;
use crate::{compliance, endpoints, go_dialect, header, outline, recognise, sql, statements, targets, yaml, yaml_dialect};

/// Reads a text. Never fails: a text that is no specification gives one that is not [`Spec::recognised`].
#[must_use]
pub fn parse(text: &str) -> Spec {
    // Every reader below knows `\n` and `\r\n`. A lone `\r` is as long as `\n`, so spans stay true.
    let text = &*with_known_line_ends(text);
    let outline = outline::scan(text);
    let mut out = Declared::default();

    read_yaml_fences(text, &outline, &mut out);
    let blocks = go_dialect::read(text, &outline, &mut out);
    for fence in outline.fences.iter().filter(|fence| is_sql(&fence.language)) {
        sql::read(text, fence.content, &mut out);
    }
    endpoints::read(text, &outline, &mut out);
    targets::read(text, &outline, &mut out);
    compliance::read(text, &outline, &mut out);
    statements::read(text, &outline, &mut out);
    statements::read_tests(&blocks, &mut out);
    header::read(text, &outline, &blocks, &mut out);

    let mut spec = out.spec;
    spec.performance.sort_by_key(|target| target.span.start);
    spec.endpoints.sort_by_key(|endpoint| endpoint.span.start);
    spec.problems.sort_by_key(|problem| problem.span.start);
    spec.recognised = recognise::recognised(text, &outline, &spec);
    spec.front_matter = outline.front_matter;
    spec.headings = outline.headings;
    spec.fences = outline.fences;
    spec
}

/// Reads a file's bytes: what is not UTF-8 is replaced, of a binary file nothing is read.
///
/// Spans are offsets into the text that [`decode`] gives.
#[must_use]
pub fn parse_bytes(bytes: &[u8]) -> Spec {
    let decoded = decode(bytes);
    Spec { not_utf8: decoded.not_utf8, binary: decoded.binary, ..parse(&decoded.text) }
}

/// The text with `\n` for every lone `\r`, at the same offsets.
pub(crate) fn with_known_line_ends(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is_lone = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    if !text.contains('\r') || !(0..bytes.len()).any(is_lone) {
        return Cow::Borrowed(text);
    }
    let mut after = text.chars().skip(1).chain(['\0']);
    let mended = text.chars().map(|c| {
        let next = after.next();
        if c == '\r' && next != Some('\n') { '\n' } else { c }
    });
    Cow::Owned(mended.collect())
}

fn read_yaml_fences(text: &str, outline: &Outline, out: &mut Declared) {
    for fence in outline.fences.iter().filter(|fence| matches!(fence.language.as_str(), "yaml" | "yml")) {
        let (documents, errors) = yaml::read(text, fence.content);
        let problems =
            errors.into_iter().map(|error| Problem { language: Language::Yaml, span: error.span, message: error.message });
        out.spec.problems.extend(problems);
        for document in &documents {
            yaml_dialect::read(text, document, out);
            statements::read_yaml(document, out);
            targets::read_yaml(text, outline, fence.heading, document, out);
        }
    }
}

fn is_sql(language: &str) -> bool {
    matches!(language, "sql" | "postgresql" | "postgres" | "pgsql" | "psql")
}
