//! The way from the texts of a feature to its [`Spec`].

use std::borrow::Cow;
use std::path::Path;

use specwave_source::Sources;

use crate::bytes::decode;
use crate::chapters::{self, Chapters};
use crate::declared::Declared;
use crate::kept::Kept;
use crate::model::{Format, Spec};
use crate::outline::Outline;
use crate::{formats, go_dialect, header, outline, proto, recognise, sql, statements};

/// Reads one text. Never fails: a text that is no specification gives one that is not [`Spec::recognised`].
#[must_use]
pub fn parse(text: &str) -> Spec {
    parse_sources(&Sources::single("", text), &mut Kept::default())
}

/// Reads the files of a feature as one specification; spans are offsets into their joined text.
///
/// The structure of each file is read for itself, so that neither a fence nor a section reaches into the next one. What
/// stands in them is read over all of them: a type declared in one file is known in the others.
///
/// `kept` makes the next reading of a text that is mostly the same a short one.
#[must_use]
pub fn parse_sources(sources: &Sources, kept: &mut Kept) -> Spec {
    parse_as(None, sources, kept)
}

/// Reads the files of a feature in the format that settings ask for; front matter wins over it.
#[must_use]
pub fn parse_as(format: Option<Format>, sources: &Sources, kept: &mut Kept) -> Spec {
    // Every reader below knows `\n` and `\r\n`. A lone `\r` is as long as `\n`, so spans stay true.
    let text = &*with_known_line_ends(sources.text());
    let mut outline = Outline::default();
    for file in sources.files() {
        let own = &text[file.span.start..file.span.end];
        let structure = language(&file.path).map_or_else(|| outline::scan(own, kept), |language| outline::of_data(language, own));
        outline.append(structure, file.span.start);
    }
    let feature = formats::recognise(sources, text, &outline, format, kept);
    let mut spec = read(text, &outline, feature.as_ref(), kept);
    kept.end_reading();
    spec.performance.sort_by_key(|target| target.span.start);
    spec.endpoints.sort_by_key(|endpoint| endpoint.span.start);
    spec.problems.sort_by_key(|problem| problem.span.start);
    spec.front_matter = outline.front_matter;
    (spec.headings, spec.fences) = outline.into_headings_and_fences();
    spec
}

/// What a file is written in that is no Markdown.
fn language(path: &Path) -> Option<&'static str> {
    match path.extension()?.to_str()?.to_lowercase().as_str() {
        "yaml" | "yml" => Some("yaml"),
        "ts" => Some("typescript"),
        _ => None,
    }
}

fn read(text: &str, outline: &Outline, feature: Option<&formats::Feature<'_>>, kept: &Kept) -> Spec {
    let mut out = Declared::default();
    if let Some(feature) = feature {
        chapters::read_yaml(text, outline, true, &mut out);
        chapters::read_json_contracts(text, outline, &mut out);
        let blocks = read_code(text, outline, kept, &mut out);
        feature.read(&blocks, &mut out);
        return out.spec;
    }
    let chapters = Chapters::read(text, outline, kept);
    chapters.declare_data(&mut out);
    let blocks = read_code(text, outline, kept, &mut out);
    chapters.declare_prose(&mut out);
    proto::read(text, outline, &mut out);
    chapters.declare_rest(&mut out);
    statements::read_tests(&blocks, &mut out);
    header::read(text, outline, &blocks, header::title(outline), &mut out);
    let recognised = recognise::recognised(text, outline, &out.spec);
    Spec { recognised, ..out.spec }
}

/// Reads fenced Go and SQL; gives the Go blocks.
fn read_code<'text>(text: &'text str, outline: &Outline, kept: &Kept, out: &mut Declared) -> Vec<go_dialect::Block<'text>> {
    let blocks = go_dialect::read(text, outline, kept, out);
    for fence in outline.fences.iter().filter(|fence| sql::LANGUAGES.contains(&fence.language.as_str())) {
        sql::read(text, fence.content, kept, out);
    }
    blocks
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
    if memchr::memchr(b'\r', bytes).is_none() || !(0..bytes.len()).any(is_lone) {
        return Cow::Borrowed(text);
    }
    let mut after = text.chars().skip(1).chain(['\0']);
    let mended = text.chars().map(|c| {
        let next = after.next();
        if c == '\r' && next != Some('\n') { '\n' } else { c }
    });
    Cow::Owned(mended.collect())
}
