//! Which of the `METHOD /path` lines of a text are designed endpoints, and which are examples, calls of
//! other systems or reports of what was built.

use std::collections::BTreeSet;

use foldhash::HashSet;
use specwave_source::Span;

use super::mentioned::{self, Mention};
use super::outbound::is_outbound;
use super::path::{METHODS, normal_path, read_line};
use super::{base, routes};
use crate::declared::Declared;
use crate::model::{Endpoint, Shift};
use crate::outline::{LABEL, Line, LineKind, Outline, Section, lines};

/// Sections whose lines are no design, whatever stands around them.
const NEVER_DESIGN: Section = Section::PROGRESS.with(Section::REFERENCES).with(Section::TESTING);

/// Sections whose lines are no design, unless the innermost heading speaks of an API.
const NO_DESIGN: Section = Section::PLAN.with(Section::MONITORING).with(Section::BUSINESS).with(Section::DEPENDENCIES);

/// Sections that say how fast an endpoint is, even where their heading speaks of an API.
const TARGETS: Section = Section::PERFORMANCE;

/// Sections whose requests go elsewhere: what they show is a call, not a route.
const CALLS: Section = Section::SECURITY.with(Section::INTEGRATION);

/// Languages of fences that may list endpoints.
const LANGUAGES: &[&str] = &["", "yaml", "yml", "text", "txt", "plaintext", "http", "rest", "bash", "sh", "shell", "plain"];

/// What the lines, tables, headings and fences of a part of the text show, before it is known what the others show.
#[derive(Debug, Clone, Default)]
pub(crate) struct Listed {
    candidates: Vec<Candidate>,
    /// Routes that fenced Go registers.
    routes: Vec<Endpoint>,
    /// What a sentence below a heading of the first level says that paths below it begin with, if there is such a heading.
    base: Option<Option<String>>,
}

impl Shift for Listed {
    fn shift(&mut self, offset: usize) {
        self.candidates.iter_mut().for_each(|candidate| candidate.endpoint.shift(offset));
        self.routes.shift(offset);
    }
}

#[derive(Debug, Clone)]
struct Candidate {
    endpoint: Endpoint,
    /// Whether headers or a body follow, as in a request that is shown rather than listed.
    request: bool,
    heading: Option<usize>,
    /// Whether its section shows examples.
    example: bool,
    /// Whether its path has what its section says that paths begin with.
    based: bool,
    /// Whether a sentence names it, which may leave out a part of the path that a list has.
    mentioned: bool,
}

impl Candidate {
    fn new(endpoint: Endpoint, request: bool, heading: Option<usize>) -> Self {
        Self { endpoint, request, heading, example: false, based: false, mentioned: false }
    }

    fn is_designed(&self, outline: &Outline) -> bool {
        let against = if self.request { NO_DESIGN.with(CALLS) } else { NO_DESIGN };
        let innermost = outline.innermost(self.heading, against.with(TARGETS).with(Section::API));
        // "Alerts" below "API Design" are what a part of the API is about.
        let topic = innermost.any(Section::MONITORING.with(Section::BUSINESS))
            && outline.chain(self.heading).skip(1).any(|above| outline.announced[above].any(Section::API));
        let elsewhere = innermost.any(TARGETS) || (innermost.any(against) && !innermost.any(Section::API) && !topic);
        !elsewhere && !outline.announced_by_chain(self.heading).any(NEVER_DESIGN)
    }

    fn put_under(&mut self, base: &str) {
        self.endpoint.path = base::put_in_front(base, std::mem::take(&mut self.endpoint.path));
        self.based = true;
    }
}

/// Finds the endpoints that are written as lines.
pub(crate) fn read(text: &str, outline: &Outline) -> Listed {
    let mut candidates = Vec::new();
    in_fences(text, outline, &mut candidates);
    in_lines(text, outline, &mut candidates);
    in_labels(text, outline, &mut candidates);
    in_tables(text, outline, &mut candidates);
    in_headings(text, outline, &mut candidates);
    candidates.sort_by_key(|candidate| candidate.endpoint.span.start);
    candidates.retain(|candidate| candidate.is_designed(outline));
    let bases = base::of_headings(text, outline);
    for candidate in &mut candidates {
        candidate.example = outline.announced_by_chain(candidate.heading).any(Section::EXAMPLE);
        if let Some(base) = bases.at(outline, candidate.heading, candidate.endpoint.span.start) {
            candidate.put_under(base);
        }
    }
    let first = outline.headings.iter().position(|heading| heading.level == 1 && heading.span.start < heading.span.end);
    Listed {
        candidates,
        routes: registered(text, outline),
        base: first.map(|at| bases.at(outline, Some(at), text.len()).map(str::to_owned)),
    }
}

/// Adds the designed endpoints of all parts of a text.
pub(crate) fn declare(parts: Vec<Listed>, out: &mut Declared) {
    let (mut candidates, mut routes, mut base) = (Vec::new(), Vec::new(), None);
    for mut part in parts {
        base = part.base.unwrap_or(base);
        if let Some(base) = &base {
            part.candidates.iter_mut().filter(|candidate| !candidate.based).for_each(|candidate| candidate.put_under(base));
        }
        candidates.append(&mut part.candidates);
        routes.append(&mut part.routes);
    }
    let (mentioned, candidates): (Vec<_>, Vec<_>) = candidates.into_iter().partition(|candidate| candidate.mentioned);
    let declared = !out.spec.endpoints.is_empty() || !routes.is_empty();
    let (examples, designed): (Vec<_>, Vec<_>) =
        candidates.into_iter().partition(|candidate| candidate.example || (declared && candidate.request));
    // Where nothing is listed, the examples are the design.
    let mut chosen = if designed.is_empty() && !declared { examples } else { designed };
    let listed: Vec<Endpoint> = chosen.iter().filter(|it| !it.request).map(|it| it.endpoint.clone()).collect();
    // `PATCH /flags/new-checkout` shows how `PATCH /flags/{key}` is asked.
    chosen.retain(|it| !(it.request && listed.iter().any(|listed| shows(&it.endpoint, listed))));
    let prefix = common_prefix(&chosen);
    let starts: BTreeSet<usize> = out.spec.endpoints.iter().map(|endpoint| endpoint.span.start).collect();
    for candidate in chosen {
        // The reader of YAML knows more of the same line: the path in front of it.
        if starts.range(candidate.endpoint.span.start..candidate.endpoint.span.end).next().is_some() {
            continue;
        }
        let elsewhere = candidate.request && prefix.as_deref().is_some_and(|prefix| !candidate.endpoint.path.starts_with(prefix));
        if !elsewhere {
            out.endpoint(candidate.endpoint);
        }
    }
    let listed = out.spec.endpoints.len();
    for route in routes {
        // A router may leave out the prefix that the list of endpoints has.
        let known =
            out.spec.endpoints[..listed].iter().any(|known| known.method == route.method && known.path.ends_with(&route.path));
        if !known {
            out.endpoint(route);
        }
    }
    for Candidate { endpoint, .. } in mentioned {
        let is_same = |known: &Endpoint| known.method == endpoint.method && ends_alike(&known.path, &endpoint.path);
        if !out.spec.endpoints.iter().any(is_same) {
            out.endpoint(endpoint);
        }
    }
}

/// Whether a request asks for what a listed path with parameters stands for.
fn shows(request: &Endpoint, listed: &Endpoint) -> bool {
    let alike = |(asked, segment): (&str, &str)| asked == segment || segment.starts_with('{');
    request.method == listed.method
        && request.path != listed.path
        && request.path.matches('/').count() == listed.path.matches('/').count()
        && request.path.split('/').zip(listed.path.split('/')).all(alike)
}

/// Whether a path ends with another one, whatever their parameters are called.
fn ends_alike(path: &str, end: &str) -> bool {
    let alike = |(left, right): (&str, &str)| left == right || (left.starts_with('{') && right.starts_with('{'));
    let mut segments = path.rsplit('/').zip(end.trim_start_matches('/').rsplit('/'));
    path.matches('/').count() >= end.matches('/').count() && segments.all(alike)
}

/// Routes that fenced Go registers.
fn registered(text: &str, outline: &Outline) -> Vec<Endpoint> {
    let fences = outline.fences.iter().filter(|fence| matches!(fence.language.as_str(), "go" | "golang"));
    let routes = fences.flat_map(|fence| {
        let read = routes::read(&text[fence.content.start..fence.content.end]).into_iter();
        let at = |span: Span| span.shifted(fence.content.start);
        read.map(move |route| Candidate::new(plain(route.method, route.path, route.doc, at(route.span)), true, fence.heading))
    });
    routes.filter(|candidate| candidate.is_designed(outline)).map(|candidate| candidate.endpoint).collect()
}

/// The first path segment, if more than half of the endpoints share it.
fn common_prefix(candidates: &[Candidate]) -> Option<String> {
    let first = |candidate: &Candidate| candidate.endpoint.path.split('/').nth(1).map(|segment| format!("/{segment}/"));
    let mut counts = std::collections::BTreeMap::new();
    for prefix in candidates.iter().filter_map(first) {
        *counts.entry(prefix).or_insert(0_usize) += 1;
    }
    let (prefix, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (count * 2 > candidates.len() && count > 1).then_some(prefix)
}

fn in_fences(text: &str, outline: &Outline, candidates: &mut Vec<Candidate>) {
    for fence in outline.fences.iter().filter(|fence| LANGUAGES.contains(&fence.language.as_str())) {
        let content = &text[fence.content.start..fence.content.end];
        let heading = fence.heading;
        let spans: Vec<Span> = lines(content).collect();
        let mut fenced = Vec::new();
        for (at, span) in spans.iter().enumerate() {
            let line = &content[span.start..span.end];
            let bare = line.trim().trim_start_matches("- ").trim_start();
            let Some((method, path, doc)) = read_line(bare) else { continue };
            let start = fence.content.start + span.start + (line.len() - line.trim_start().len());
            let span = Span::new(start, fence.content.start + span.end);
            let request = spans.get(at + 1).is_some_and(|next| shows_request(&content[next.start..next.end]))
                || spans.get(at + 2).is_some_and(|next| content[next.start..next.end].trim_start().starts_with(['{', '[']));
            fenced.push(Candidate::new(plain(method, path, doc, span), request, heading));
        }
        // A shell fence with a verb line is a request unless it is a list.
        let shell = matches!(fence.language.as_str(), "bash" | "sh" | "shell") && fenced.len() == 1;
        candidates.extend(fenced.into_iter().map(|candidate| Candidate { request: candidate.request || shell, ..candidate }));
    }
}

/// Whether a line is a header or the start of a body.
fn shows_request(line: &str) -> bool {
    let line = line.trim();
    let header = line.split_once(": ").is_some_and(|(name, _)| {
        name.starts_with(|c: char| c.is_ascii_uppercase())
            && name.contains(|c: char| c.is_lowercase())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    });
    header || line.starts_with('{')
}

fn in_lines(text: &str, outline: &Outline, candidates: &mut Vec<Candidate>) {
    let lists_routes = |own: &&[Line]| {
        let labelled = own.iter().filter(|line| line.kind == LineKind::Item && !labelled(text, line).is_empty()).count();
        labelled > 1 && labelled == own.iter().filter(|line| line.kind == LineKind::Item && line.indent == 0).count()
    };
    let lists: HashSet<Option<usize>> =
        outline.lines.chunk_by(|a, b| a.heading == b.heading).filter(lists_routes).map(|own| own[0].heading).collect();
    for (at, line) in outline.lines.iter().enumerate() {
        let written = &text[line.span.start..line.span.end];
        // Prose that begins with a verb is a sentence unless the endpoint is set off.
        let listed = written.starts_with(['`', '*']) || is_only_endpoint(written) || is_set_off(written);
        if line.kind == LineKind::Prose && !written.starts_with('/') && !listed {
            if written.contains(" /") && outline.announced_by_chain(line.heading).any(Section::API) {
                in_prose(text, outline, at, candidates);
            }
            continue;
        }
        let heading = line.heading;
        let behind = mentioned::verbs_behind(written);
        if !behind.is_empty() {
            let routes = behind.into_iter().map(|(method, path, doc)| plain(method, path, doc, line.span));
            candidates.extend(routes.map(|endpoint| Candidate::new(endpoint, false, heading)));
        } else if let Some((method, path, doc)) = read_line(written) {
            candidates.push(Candidate::new(plain(method, path, doc, line.span), false, heading));
        } else if written.contains('/') && (outline.announced_by_chain(heading).any(Section::API) || lists.contains(&heading)) {
            candidates.extend(labelled(text, line).into_iter().map(|mention| {
                let doc = mention.behind.trim_matches(|c: char| c.is_whitespace() || "`*-–—:|→".contains(c)).to_owned();
                Candidate::new(plain(mention.method, mention.path, doc, line.span), false, heading)
            }));
        }
    }
}

/// The routes that a line of a paragraph about the interface names, unless the paragraph says that they are others'.
fn in_prose(text: &str, outline: &Outline, at: usize, candidates: &mut Vec<Candidate>) {
    let line = &outline.lines[at];
    let beside = |at: Option<usize>| at.and_then(|at| outline.lines.get(at)).filter(|beside| beside.heading == line.heading);
    let start = beside(at.checked_sub(1)).map_or(line.span.start, |above| above.span.start);
    let end = beside(Some(at + 1)).map_or(line.span.end, |below| below.span.end);
    for mention in mentioned::routes(&text[line.span.start..line.span.end]) {
        let before = &text[start..line.span.start + mention.before.len()];
        let behind = &text[line.span.end - mention.behind.len()..end];
        if !is_outbound(before, behind) {
            let span = Span::new(line.span.start + mention.before.len(), line.span.end - mention.behind.len());
            let endpoint = plain(mention.method, mention.path, String::new(), span);
            candidates.push(Candidate { mentioned: true, ..Candidate::new(endpoint, false, line.heading) });
        }
    }
}

/// The routes of a line that stand behind labels: ``Cancel: `DELETE /orders/{id}` ``.
fn labelled<'text>(text: &'text str, line: &Line) -> Vec<Mention<'text>> {
    let written = &text[line.span.start..line.span.end];
    if !written.contains('/') {
        return Vec::new();
    }
    mentioned::routes(written).into_iter().filter(|mention| is_labelled(mention.before)).collect()
}

/// Whether what stands in front of a route only names it: `**Logout** – `, `**Endpoint**: `.
fn is_labelled(before: &str) -> bool {
    let label = before.trim_end_matches('`').trim_end();
    let set_off = label.is_empty() || label.ends_with([':', '-', '–', '—', ',', '|', '→']);
    (before.ends_with('`') || label.is_empty()) && set_off && label.len() < 60
}

/// `- **URL**: `/orders/{id}`` with `- **Method**: PUT` below the same heading.
fn in_labels(text: &str, outline: &Outline, candidates: &mut Vec<Candidate>) {
    let labelled = |line: &Line, labels: &[&str]| {
        let (label, value) = text[line.span.start..line.span.end].split_once(':').filter(|(label, _)| label.len() < 20)?;
        let label = label.trim_matches(['*', '`', ' ']).to_lowercase();
        labels.contains(&label.as_str()).then(|| value.trim_matches(['*', '`', ' ', '"']))
    };
    for own in outline.lines.chunk_by(|a, b| a.heading == b.heading) {
        let methods: Vec<&str> = own.iter().filter_map(|line| labelled(line, &["method", "http method", "verb"])).collect();
        let [method] = methods.as_slice() else { continue };
        let path = own.iter().find_map(|line| {
            let written = labelled(line, &["url", "path", "endpoint", "route", "uri"])?;
            Some((normal_path(written)?, line.span))
        });
        let Some((path, span)) = path.filter(|_| METHODS.contains(&method.to_uppercase().as_str())) else { continue };
        let endpoint = plain(method.to_uppercase(), path, String::new(), span);
        candidates.push(Candidate::new(endpoint, false, own[0].heading));
    }
}

/// `POST /orders → 201`: what stands behind the path is no sentence that goes on.
fn is_set_off(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let starts =
        words.next().is_some_and(|verb| METHODS.contains(&verb)) && words.next().is_some_and(|path| path.starts_with('/'));
    starts && words.next().is_some_and(|mark| ["→", "->", "-", "–", "—", "#", "//", "|", ":"].contains(&mark))
}

fn is_only_endpoint(line: &str) -> bool {
    line.split_whitespace().count() == 2
}

/// Tables with a column of verbs and one of paths, or with both in one cell.
fn in_tables(text: &str, outline: &Outline, candidates: &mut Vec<Candidate>) {
    let cell = |span: &Span| text[span.start..span.end].trim_matches(['`', '*', ' ']);
    for table in &outline.tables {
        let heading = table.heading;
        for row in &table.rows {
            let Some(path_at) = row.iter().position(|span| {
                cell(span).starts_with('/') || (cell(span).contains('/') && !mentioned::routes(cell(span)).is_empty())
            }) else {
                continue;
            };
            let span = Span::new(row[0].start, row[row.len() - 1].end);
            let doc = row.get(path_at + 1).map_or("", |span| cell(span)).to_owned();
            let routes = mentioned::routes(cell(&row[path_at]));
            if !routes.is_empty() {
                let routes = routes.into_iter().map(|route| plain(route.method, route.path, doc.clone(), span));
                candidates.extend(routes.map(|endpoint| Candidate::new(endpoint, false, heading)));
                continue;
            }
            let verb = row.iter().map(|span| cell(span).to_uppercase()).find(|cell| METHODS.contains(&cell.as_str()));
            if let (Some(method), Some(path)) = (verb, normal_path(cell(&row[path_at]))) {
                candidates.push(Candidate::new(plain(method, path, doc, span), false, heading));
            }
        }
    }
}

fn in_headings(text: &str, outline: &Outline, candidates: &mut Vec<Candidate>) {
    for (at, heading) in outline.headings.iter().enumerate().filter(|(_, heading)| heading.level < LABEL) {
        let words = heading.text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' '));
        let found = METHODS.iter().find_map(|method| words.find(&format!("{method} /")));
        let Some((method, path, doc)) = found.and_then(|start| read_line(&words[start..])) else { continue };
        let span = Span::new(heading.span.start, heading.span.end.min(text.len()));
        let heading = outline.parents[at];
        candidates.push(Candidate::new(plain(method, path, doc, span), false, heading));
    }
}

fn plain(method: String, path: String, doc: String, span: Span) -> Endpoint {
    Endpoint {
        method,
        path,
        span,
        doc,
        request: None,
        response: None,
        query: Vec::new(),
        rate_limit: String::new(),
        auth: String::new(),
        cache: String::new(),
    }
}
