//! What the paths of a section begin with, where a sentence says so: `Base URL: /api/v1`.

use std::sync::LazyLock;

use regex::Regex;

use super::mentioned::ROUTE;
use super::path::normal_path;
use crate::outline::{LineKind, Outline, Section};
use crate::pattern::pattern;

/// The sentence may be a remark: `**Operator API** (base `/operator/v1`)`.
static BASE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = r"(?:all\s+)?(?:admin\s+|api\s+|rest\s+)?(?:endpoints?|routes?|paths?)?\s*(?:are\s+|is\s+)?";
    let base = r"(?:base(?:\s+(?:path|url|route))?|prefix(?:ed)?|mounted|rooted|served|live|under|below|relative\s+to|(?:start|begin)\s+with)";
    pattern(&format!(r"(?i)^(?:[^(/]{{0,60}}\()?[*_>\s]*{words}{base}\b[^/`]*`?(?:https?://[^/\s`]+)?(/[\w\-./{{}}:]*)"))
});

/// "Central API, base path `/api/orders`": wherever the sentence says so.
static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"(?i)\bbase\s+(?:path|url|route)\b[^/`\w]*(?:is\s+|of\s+)?`?(?:https?://[^/\s`]+)?(/[\w\-./{}:]*)")
});

/// One of these is in every sentence that the pattern matches.
const MARKS: &[&str] = &["base", "prefix", "mounted", "rooted", "served", "live", "under", "below", "relative", "start", "begin"];

/// A path in the heading of a controller: `### OrderController (`/api/orders`)`.
static HEADED: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"[(\[]\s*`?(/[\w\-./{}:]+)`?\s*[)\]]|[–—:-]\s+`?(/[\w\-./{}:]+)`?\s*$"));

/// The path that a heading names without a verb.
pub(crate) fn of_heading(heading: &str) -> Option<String> {
    if !heading.contains('/') || ROUTE.as_ref().is_some_and(|route| route.is_match(heading)) {
        return None;
    }
    let found = HEADED.as_ref()?.captures(heading)?;
    normal_path(found.get(1).or_else(|| found.get(2))?.as_str())
}

/// The path that a sentence says others begin with.
pub(crate) fn of_sentence(written: &str) -> Option<String> {
    if !written.contains('/') {
        return None;
    }
    let lower = written.to_ascii_lowercase();
    if !MARKS.iter().any(|mark| lower.contains(mark)) {
        return None;
    }
    let named = || NAMED.as_ref().filter(|_| lower.contains("base"))?.captures(written);
    normal_path(&BASE.as_ref()?.captures(written).or_else(named)?[1])
}

/// A path behind its base; one that has it already stays as it is.
pub(crate) fn put_in_front(base: &str, path: String) -> String {
    let base = base.trim_end_matches('/');
    let starts_with_base = base.is_empty() || path == base || path.starts_with(&format!("{base}/"));
    let whole = if starts_with_base { path } else { format!("{base}{path}") };
    if whole.len() > 1 { whole.trim_end_matches('/').to_owned() } else { whole }
}

/// The bases that are told under the headings, in the order of the text.
#[derive(Default)]
pub(crate) struct Bases {
    told: Vec<(usize, usize, String)>,
}

impl Bases {
    /// Adds what is told under `heading` at `at`.
    pub(crate) fn tell(&mut self, heading: usize, at: usize, base: String) {
        let place = self.told.partition_point(|(known, told, _)| (*known, *told) <= (heading, at));
        self.told.insert(place, (heading, at, base));
    }

    /// The base for what stands at `at`: under the innermost heading with one the last that is told before it, else the
    /// first one.
    pub(crate) fn at(&self, outline: &Outline, heading: Option<usize>, at: usize) -> Option<&str> {
        outline.chain(heading).find_map(|heading| {
            let from = self.told.partition_point(|(known, ..)| *known < heading);
            let own = self.told[from..].iter().take_while(|(known, ..)| *known == heading);
            let before = own.clone().take_while(|(_, told, _)| *told <= at).last();
            before.or_else(|| own.clone().next()).map(|(.., base)| base.as_str())
        })
    }
}

/// What sentences directly below each heading say that paths there begin with.
pub(super) fn of_headings(text: &str, outline: &Outline) -> Bases {
    let mut bases = Bases::default();
    for (at, heading) in outline.headings.iter().enumerate() {
        let headed = || of_heading(&heading.text).filter(|_| outline.announced[at].any(Section::API));
        if let Some(base) = of_sentence(&heading.text).or_else(headed) {
            bases.tell(at, heading.span.start, base);
        }
    }
    for line in outline.lines.iter().filter(|line| line.kind == LineKind::Prose) {
        let Some(heading) = line.heading else { continue };
        if let Some(base) = of_sentence(&text[line.span.start..line.span.end]) {
            bases.tell(heading, line.span.start, base);
        }
    }
    bases
}
