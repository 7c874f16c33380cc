//! What the words of a heading announce.

use std::sync::LazyLock;

/// A set of subjects that a section may be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Section(u32);

impl Section {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const PERFORMANCE: Self = Self(1);
    pub(crate) const COMPLIANCE: Self = Self(1 << 1);
    pub(crate) const SECURITY: Self = Self(1 << 2);
    pub(crate) const TESTING: Self = Self(1 << 3);
    pub(crate) const ACCEPTANCE: Self = Self(1 << 4);
    pub(crate) const MONITORING: Self = Self(1 << 5);
    pub(crate) const BUSINESS: Self = Self(1 << 6);
    pub(crate) const PLAN: Self = Self(1 << 7);
    pub(crate) const PROGRESS: Self = Self(1 << 8);
    pub(crate) const API: Self = Self(1 << 9);
    pub(crate) const EXAMPLE: Self = Self(1 << 10);
    pub(crate) const INTEGRATION: Self = Self(1 << 11);
    pub(crate) const REFERENCES: Self = Self(1 << 12);
    pub(crate) const DOMAIN: Self = Self(1 << 13);
    pub(crate) const VALUE_OBJECTS: Self = Self(1 << 14);
    pub(crate) const ENTITIES: Self = Self(1 << 15);
    pub(crate) const EVENTS: Self = Self(1 << 16);
    pub(crate) const SERVICE: Self = Self(1 << 17);
    pub(crate) const REPOSITORY: Self = Self(1 << 18);
    pub(crate) const STORAGE: Self = Self(1 << 19);
    pub(crate) const REQUIREMENTS: Self = Self(1 << 20);
    pub(crate) const MANUAL: Self = Self(1 << 21);
    pub(crate) const OVERVIEW: Self = Self(1 << 22);
    pub(crate) const DEPENDENCIES: Self = Self(1 << 23);
    pub(crate) const SUCCESS: Self = Self(1 << 24);
    pub(crate) const AGGREGATES: Self = Self(1 << 25);
    pub(crate) const CONTEXT: Self = Self(1 << 26);
    /// What is not built: other ways, and what was left out.
    pub(crate) const EXCLUDED: Self = Self(1 << 27);

    /// Both sets together.
    pub(crate) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the two sets share anything.
    pub(crate) const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// What a heading with these words announces.
    pub(crate) fn announced_by(heading: &str) -> Self {
        if is_identifier(heading) || is_route(heading) {
            return Self::NONE;
        }
        let heading = heading.to_lowercase();
        let words: Vec<&str> = heading.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        // An A/B test is a feature, not a test of it.
        let padded = format!(" {} ", words.join(" ")).replace(" a b test", " ");
        let whole = padded.trim_matches(|c: char| c == ' ' || c.is_ascii_digit());
        let whole = whole.strip_prefix("the ").unwrap_or(whole);
        let rests = padded.match_indices(' ').map(|(at, _)| &padded[at + 1..]);
        let begun = rests.map(|rest| BEGINNINGS.announced_at(rest, |phrase| rest.starts_with(phrase)));
        let whole = WHOLE.announced_at(whole, |phrase| whole == phrase);
        let qualities = if is_of_qualities(&words) { Self::PERFORMANCE } else { Self::NONE };
        begun.fold(whole, Self::with).with(qualities).without_contradictions(&padded)
    }

    /// "Performance Monitoring" is about monitoring, "Success Metrics and Monitoring" is about both.
    fn without_contradictions(self, padded: &str) -> Self {
        let names_targets = ["success", "target", "requirement", "kpi", "indicator", "goal", "slo"];
        let named = names_targets.iter().any(|word| padded.contains(word));
        // "User Scenarios & Testing" holds the scenarios.
        if padded.contains(" user scenario") {
            return Self(self.0 & !Self::TESTING.0);
        }
        if self.any(Self::MONITORING) && self.any(Self::PERFORMANCE) && !named {
            return Self(self.0 & !Self::PERFORMANCE.0);
        }
        if named && self.any(Self::PERFORMANCE) && padded.contains(" metric") && !padded.contains(" monitor") {
            return Self(self.0 & !Self::MONITORING.0);
        }
        self
    }
}

/// Whether a heading, its number apart, is one name such as `AlertManager`: that announces nothing.
fn is_identifier(heading: &str) -> bool {
    let name = heading.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' ')).trim();
    // "SLOs" and "APIs" are words.
    let humps = name.char_indices().skip(1).filter(|(_, c)| c.is_uppercase());
    let tail = humps.map(|(at, c)| &name[at + c.len_utf8()..]).any(|tail| tail.chars().filter(|c| c.is_lowercase()).count() > 1);
    name.chars().all(char::is_alphanumeric) && tail
}

/// `GET /api/bookings/{reference}`: the words of a path announce nothing.
fn is_route(heading: &str) -> bool {
    let path =
        heading.trim_matches('`').split_once(' ').filter(|(method, _)| method.bytes().all(|byte| byte.is_ascii_uppercase()));
    path.is_some_and(|(method, path)| method.len() > 2 && path.trim_start_matches([' ', '`']).starts_with('/'))
}

/// Words of what is promised of a system as a whole.
const QUALITIES: &[&str] =
    &["speed", "scale", "capacity", "load", "volume", "volumes", "availability", "reliability", "responsiveness", "uptime"];

/// "Speed and scale", "Capacity & Availability": qualities and nothing else, their number apart.
fn is_of_qualities(words: &[&str]) -> bool {
    let said = || words.iter().filter(|word| **word != "and" && !word.bytes().all(|byte| byte.is_ascii_digit()));
    said().count() > 1 && said().all(|word| QUALITIES.contains(word))
}

/// Phrases by the letter that they begin with, and what each announces.
struct ByLetter([Vec<(&'static str, Section)>; 26]);

/// Phrases that the rest of a heading from one of its words on begins with. The last word may go on: "test" finds "testing".
static BEGINNINGS: LazyLock<ByLetter> = LazyLock::new(|| ByLetter::of(|phrase| (!phrase.starts_with('=')).then_some(phrase)));

/// Phrases that have to be the whole heading, its number apart.
static WHOLE: LazyLock<ByLetter> = LazyLock::new(|| ByLetter::of(|phrase| phrase.strip_prefix('=')));

impl ByLetter {
    fn of(chosen: fn(&'static str) -> Option<&'static str>) -> Self {
        let mut all = [const { Vec::new() }; 26];
        for (phrases, section) in PHRASES {
            for phrase in phrases.iter().filter_map(|phrase| chosen(phrase)) {
                all[usize::from(phrase.as_bytes()[0] - b'a')].push((phrase, *section));
            }
        }
        Self(all)
    }

    /// What the phrases announce that are said at the start of `text`.
    fn announced_at(&self, text: &str, is_said: impl Fn(&str) -> bool) -> Section {
        let letter = text.bytes().next().and_then(|first| self.0.get(usize::from(first.wrapping_sub(b'a'))));
        let said = letter.into_iter().flatten().filter(|(phrase, _)| is_said(phrase));
        said.fold(Section::NONE, |all, (_, section)| all.with(*section))
    }
}

/// Beginnings of words and phrases, and what they announce; those behind `=` have to be the whole heading.
const PHRASES: &[(&[&str], Section)] = &[
    (
        &[
            "performance",
            "latency",
            "throughput",
            "benchmark",
            "success metric",
            "success criteria",
            "success looks like",
            "service level",
            "slo ",
            "slos ",
            "sla ",
            "slas ",
            "kpi",
            "key performance indicator",
            "scalability",
            "response time",
            "load test",
            "stress test",
            "non functional",
            "nonfunctional",
            "quality attribute",
            "quality goal",
            "quality requirement",
            "=capacity",
            "nfr",
            "qos ",
            "=reliability",
            "=availability",
            "measurable outcome",
            "quality target",
            "=qualities",
            "system qualities",
            "service quality",
            "quality of service",
            "=speed",
            "speed and",
            "speed at",
            "=responsiveness",
            "=scale",
            "operational requirement",
            "operational target",
            "service promise",
            "=numbers",
            "how fast",
            "how quick",
            "how responsive",
            "=quality",
            "=quality of the system",
            "=targets",
            "=target values",
        ],
        Section::PERFORMANCE,
    ),
    (&["compliance", "regulat", "legal", "law ", "laws ", "gdpr", "tcpa", "privacy", "standards"], Section::COMPLIANCE),
    (
        &["security", "access control", "data protection", "authenticat", "authoriz", "authoris", "encryption", "threat"],
        Section::SECURITY,
    ),
    (&["test", "qa ", "quality assurance", "=verification", "verification plan"], Section::TESTING),
    (&["success metric", "success indicator", "measures of success"], Section::SUCCESS),
    (
        &[
            "acceptance",
            "success criteria",
            "definition of done",
            "done criteria",
            "done when",
            "=done",
            "exit criteria",
            "release criteria",
            "launch criteria",
            "completion criteria",
            "go live criteria",
            "ready when",
            "=checklist",
            "release checklist",
            "launch checklist",
        ],
        Section::ACCEPTANCE,
    ),
    (&["monitor", "observab", "alert", "dashboard", "metric", "logging ", "tracing"], Section::MONITORING),
    (
        &[
            "business",
            "revenue impact",
            "cost analysis",
            "cost benefit",
            "roi ",
            "risk mitigation",
            "risk factor",
            "risk analysis",
            "risks",
            "financial impact",
            "financial analysis",
            "market analysis",
            "adoption metric",
            "problem statement",
        ],
        Section::BUSINESS,
    ),
    (
        &[
            "implementation plan",
            "implementation phase",
            "phase",
            "timeline",
            "roadmap",
            "milestone",
            "rollout",
            "migration",
            "deployment",
            "effort",
            "sprint",
            "next steps",
            "tasks ",
            "task breakdown",
            "task list",
        ],
        Section::PLAN,
    ),
    (
        &[
            "implementation progress",
            "current progress",
            "=progress",
            "status report",
            "completion summary",
            "completion report",
            "completed work",
            "work completed",
            "implementation status",
            "implemented",
        ],
        Section::PROGRESS,
    ),
    (&["api", "endpoint", "rest ", "http", "route", "routes", "transport", "grpc", "=interfaces", "=interface"], Section::API),
    (&["example", "sample "], Section::EXAMPLE),
    (
        &[
            "=integration",
            "=integrations",
            "integration point",
            "integration with",
            "integrations with",
            "system integration",
            "external system",
            "external service",
            "external api",
            "external integration",
            "external dependenc",
            "third party",
            "consume ",
            "consumed ",
            "consumes ",
            "subscribes to",
            "subscribed ",
            "listens to",
            "reacts to",
            "=subscribes",
            "incoming event",
            "inbound event",
            "external event",
            "upstream event",
        ],
        Section::INTEGRATION,
    ),
    (
        &[
            "reference",
            "appendix",
            "related doc",
            "glossary",
            "further reading",
            "=alternatives",
            "alternatives considered",
            "alternatives we",
            "considered alternative",
            "rejected alternative",
            "considered and rejected",
            "options considered",
            "=non goals",
            "=out of scope",
            "=not in scope",
            "=rejected",
        ],
        Section::REFERENCES,
    ),
    (
        &[
            "domain",
            "aggregate",
            "data model",
            "data structure",
            "core model",
            "=model",
            "core concept",
            "key concept",
            "=concepts",
            "=vocabulary",
            "ubiquitous language",
            "=records",
            "=nouns",
            "=things",
        ],
        Section::DOMAIN,
    ),
    (
        &[
            "value object",
            "=values",
            "value type",
            "enum",
            "embedded type",
            "embedded object",
            "embedded value",
            "no identity",
            "without identity",
        ],
        Section::VALUE_OBJECTS,
    ),
    (&["entity ", "entities "], Section::ENTITIES),
    (&["aggregates", "aggregate roots"], Section::AGGREGATES),
    (&["domain event", "events ", "=emits", "=publishes", "=raises", "=emitted", "=published", "=raised"], Section::EVENTS),
    (&["service", "application layer", "use case"], Section::SERVICE),
    (&["repositor", "persistence", "data access", "=ports"], Section::REPOSITORY),
    (&["database", "schema", "storage", "infrastructure", "cache", "caching"], Section::STORAGE),
    (&["requirement", "user stor", "user scenario", "technical specification", "feature overview"], Section::REQUIREMENTS),
    (
        &["installation", "install ", "getting started", "quick start", "quickstart", "license", "contributing", "changelog"],
        Section::MANUAL,
    ),
    (&["overview", "summary", "introduction", "purpose", "executive summary", "feature summary"], Section::OVERVIEW),
    (&["dependenc"], Section::DEPENDENCIES),
    (
        &["=context", "background", "current state", "current situation", "=today", "as is ", "assumption", "=why"],
        Section::CONTEXT,
    ),
    (
        &[
            "alternatives",
            "=alternative",
            "considered and rejected",
            "=rejected",
            "out of scope",
            "not in scope",
            "non goal",
            "nongoal",
            "future work",
            "future enhancement",
            "future consideration",
            "=not now",
            "=not doing",
        ],
        Section::EXCLUDED,
    ),
];
