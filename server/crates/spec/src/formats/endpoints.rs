//! Endpoints of a feature: tables, lists and headings under a base path, fences, and those that sentences name.

use foldhash::HashSet;

use specwave_source::Span;

use super::contracts;
use super::part::Part;
use super::reading::Reading;
use super::routers;
use crate::declared::Declared;
use crate::endpoints::base::{self, Bases};
use crate::endpoints::mentioned::{ROUTE, verbs};
use crate::endpoints::outbound::is_outbound;
use crate::endpoints::{METHODS, normal_path};
use crate::model::Endpoint;
use crate::outline::{Section, lines};

/// Sections that show requests, or speak of other systems.
const ELSEWHERE: Section = Section::TESTING.with(Section::REFERENCES).with(Section::INTEGRATION).with(Section::EXAMPLE);

/// How an endpoint is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// As an entry of a list, a table, a heading or a fence.
    Listed,
    /// Within a sentence.
    Mentioned,
}

struct Candidate {
    way: Way,
    endpoint: Endpoint,
}

/// Adds the endpoints of the feature. Task lists name them too: that counts where nothing else does.
pub(super) fn read(reading: &Reading<'_>, out: &mut Declared) {
    let bases = bases(reading);
    let mut candidates = candidates(reading, &bases, |part| !matches!(part, Part::Tasks | Part::Notes));
    if candidates.is_empty() && out.spec.endpoints.is_empty() {
        candidates = self::candidates(reading, &bases, |part| part == Part::Tasks);
        candidates.iter_mut().for_each(|candidate| candidate.way = Way::Mentioned);
    }
    // A sentence may leave out what a path begins with, so the longer ones come first.
    candidates.sort_by_key(|candidate| match candidate.way {
        Way::Listed => (0, 0),
        Way::Mentioned => (1, usize::MAX - candidate.endpoint.path.matches('/').count()),
    });
    let mut known: HashSet<(String, String)> = HashSet::default();
    out.spec.endpoints.iter().for_each(|endpoint| remember(&mut known, endpoint));
    let mut listed: HashSet<(String, String)> =
        out.spec.endpoints.iter().map(|endpoint| (endpoint.method.clone(), without_names(&endpoint.path))).collect();
    for Candidate { way, endpoint } in candidates {
        let key = (endpoint.method.clone(), without_names(&endpoint.path));
        let is_known = if way == Way::Listed { listed.contains(&key) } else { known.contains(&key) };
        if !is_known {
            remember(&mut known, &endpoint);
            listed.insert(key);
            out.endpoint(endpoint);
        }
    }
}

/// Takes note of a path and of all its ends.
fn remember(known: &mut HashSet<(String, String)>, endpoint: &Endpoint) {
    let path = without_names(&endpoint.path);
    for (at, _) in path.match_indices('/') {
        known.insert((endpoint.method.clone(), path[at..].to_owned()));
    }
}

/// `/orders/{order_id}` and `/orders/{id}` are the same path; `/orders/{id}:cancel` is another one.
fn without_names(path: &str) -> String {
    let segments = path.split('/').map(|segment| {
        let behind = segment.strip_prefix('{').and_then(|rest| rest.split_once('}'));
        behind.map_or_else(|| segment.to_owned(), |(_, behind)| format!("{{}}{behind}"))
    });
    segments.collect::<Vec<_>>().join("/")
}

fn candidates(reading: &Reading<'_>, bases: &Bases, wanted: impl Fn(Part) -> bool) -> Vec<Candidate> {
    let mut found = Vec::new();
    let counts = |span: Span, heading| {
        wanted(reading.part(span.start)) && !reading.outline.innermost(heading, ELSEWHERE.with(Section::API)).any(ELSEWHERE)
    };
    let base = |heading, at: usize| bases.at(reading.outline, heading, at).unwrap_or_default();
    in_tables(reading, &base, &counts, &mut found);
    for (at, heading) in reading.outline.headings.iter().enumerate().filter(|(at, heading)| counts(heading.span, Some(*at))) {
        found.extend(
            routes(&heading.text, base(reading.outline.parents[at], heading.span.start))
                .into_iter()
                .map(|(method, path, doc)| listed(method, path, doc, heading.span)),
        );
    }
    for paragraph in reading.all_paragraphs().iter().filter(|paragraph| counts(paragraph.span, paragraph.heading)) {
        let begins = ROUTE.as_ref().and_then(|route| route.find(&paragraph.text));
        let begins = begins.is_some_and(|route| paragraph.text[..route.start()].chars().all(|c| "`*_ ".contains(c)));
        let base = if begins { base(paragraph.heading, paragraph.span.start) } else { "" };
        let way = if begins { Way::Listed } else { Way::Mentioned };
        let named = if begins { routes(&paragraph.text, base) } else { offered(&paragraph.text) };
        for (method, path, doc) in named {
            found.push(Candidate { way, ..listed(method, path, doc, paragraph.first) });
        }
    }
    for fence in reading.outline.fences.iter().filter(|fence| counts(fence.span, fence.heading)) {
        let is_contract = reading.part(fence.span.start) == Part::Contract;
        let commented = is_contract && contracts::LANGUAGES.contains(&fence.language.as_str());
        let base = base(fence.heading, fence.span.start);
        for registered in routers::read(&fence.language, reading.written(fence.content)) {
            let Some(path) = joined(base, &registered.path) else { continue };
            found.push(listed(registered.method, path, String::new(), registered.span.shifted(fence.content.start)));
        }
        if !(commented || matches!(fence.language.as_str(), "" | "http" | "text" | "txt" | "rest" | "plaintext")) {
            continue;
        }
        for line in lines(reading.written(fence.content)) {
            let span = line.shifted(fence.content.start);
            let written = reading.written(span).trim_start_matches(|c: char| c.is_whitespace() || "-*│├└─|".contains(c));
            let written = if commented { comment(written) } else { written };
            if METHODS.iter().any(|method| written.starts_with(method)) {
                let span = reading.place(written, span);
                found
                    .extend(routes(written, base).into_iter().take(1).map(|(method, path, doc)| listed(method, path, doc, span)));
            }
        }
    }
    found
}

/// What a line of code says as a comment; nothing if it is none.
fn comment(written: &str) -> &str {
    let bare = written.trim_start_matches(['/', '*', ' ']);
    let bare = bare.strip_prefix("@route").or_else(|| bare.strip_prefix("Endpoint:")).unwrap_or(bare);
    bare.trim_start().trim_end_matches(['/', '*', ' '])
}

/// Rows with verbs and a path in cells of their own, or both in one cell.
fn in_tables<'a>(
    reading: &Reading<'_>,
    base: &impl Fn(Option<usize>, usize) -> &'a str,
    counts: &impl Fn(Span, Option<usize>) -> bool,
    found: &mut Vec<Candidate>,
) {
    for table in &reading.outline.tables {
        let Some(start) = table.header.first().filter(|cell| counts(**cell, table.heading)) else { continue };
        let base = base(table.heading, start.start);
        for row in &table.rows {
            let cells: Vec<&str> = row.iter().map(|cell| reading.written(*cell).trim_matches(['`', '*', ' '])).collect();
            let (Some(first), Some(last)) = (row.first(), row.last()) else { continue };
            let span = Span::new(first.start, last.end);
            let route_at = cells.iter().position(|cell| ROUTE.as_ref().is_some_and(|route| route.is_match(cell)));
            let path_at = cells.iter().position(|cell| cell.starts_with('/'));
            let doc = |at: usize| cells.get(at + 1).map_or_else(String::new, |doc| super::words::plain(doc));
            if let Some(at) = route_at {
                let routes = routes(cells[at], base).into_iter();
                found.extend(routes.map(|(method, path, _)| listed(method, path, doc(at), span)));
            } else if let Some(at) = path_at {
                let verbs = cells.iter().map(|cell| verbs(cell)).find(|verbs| !verbs.is_empty()).unwrap_or_default();
                let Some(path) = joined(base, cells[at]) else { continue };
                found.extend(verbs.into_iter().map(|method| listed(method, path.clone(), doc(at), span)));
            }
        }
    }
}

/// All routes that a text names; what stands behind the last one says what they are for.
fn routes(text: &str, base: &str) -> Vec<(String, String, String)> {
    let (mut found, mut end) = (Vec::new(), 0);
    for route in ROUTE.iter().flat_map(|route| route.captures_iter(text)) {
        let (Some(whole), Some(path)) = (route.get(0), joined(base, &route[2])) else { continue };
        // "`POST /tours` opens one; hotels come from their `GET /hotels`"
        if end > 0 && is_outbound(&text[..whole.start()], &text[whole.end()..]) {
            continue;
        }
        end = whole.end();
        found.extend(verbs(&route[1]).into_iter().map(|method| (method, path.clone(), String::new())));
    }
    let behind = text[end..].trim_start_matches(|c: char| c.is_whitespace() || "`*#-–—:|→>)".contains(c));
    if let [(_, _, doc)] = found.as_mut_slice() {
        *doc = super::words::plain(behind.strip_prefix("HTTP/1.1").unwrap_or(behind));
    }
    found
}

/// The routes that sentences name and do not call others'.
fn offered(text: &str) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    for route in ROUTE.iter().flat_map(|route| route.captures_iter(text)) {
        let (Some(whole), Some(path)) = (route.get(0), joined("", &route[2])) else { continue };
        if !is_outbound(&text[..whole.start()], &text[whole.end()..]) {
            found.extend(verbs(&route[1]).into_iter().map(|method| (method, path.clone(), String::new())));
        }
    }
    found
}

/// A path behind its base, in its normal form.
fn joined(base: &str, path: &str) -> Option<String> {
    let path = normal_path(path)?;
    // A path without a letter is an example of something else.
    if !path.contains(char::is_alphabetic) && path != "/" || path.contains("..") {
        return None;
    }
    Some(base::put_in_front(base, path))
}

/// What the paths directly under each heading begin with: it or one of its sentences says so.
fn bases(reading: &Reading<'_>) -> Bases {
    let mut bases = Bases::default();
    for (at, heading) in reading.outline.headings.iter().enumerate() {
        if let Some(base) = base::of_heading(&heading.text) {
            bases.tell(at, heading.span.start, base);
            continue;
        }
        for paragraph in reading.own_paragraphs(at) {
            let told = base::of_sentence(&paragraph.text).into_iter();
            told.for_each(|base| bases.tell(at, paragraph.span.start, base));
        }
    }
    bases
}

fn listed(method: String, path: String, doc: String, span: Span) -> Candidate {
    let (request, response, query) = (None, None, Vec::new());
    let (rate_limit, auth, cache) = (String::new(), String::new(), String::new());
    Candidate {
        way: Way::Listed,
        endpoint: Endpoint { method, path, span, doc, request, response, query, rate_limit, auth, cache },
    }
}
