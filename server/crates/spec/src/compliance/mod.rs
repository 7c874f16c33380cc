//! Named compliance regimes and what they ask for.

mod denied;
mod duties;
mod known;
mod regimes;

use specwave_source::Span;

use self::denied::is_denied_by;
pub(crate) use self::duties::read as with_duties;
use self::known::{HEAD_ONLY, REGIMES};
use crate::declared::Declared;
use crate::front_matter::COMPLIANCE;
use crate::model::{Regime, Statement};
use crate::outline::{Line, LineKind, Outline, Section, Table, lines};
use crate::yaml::{Node, Value, is_key};

/// The names of all regimes that are known by name.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    REGIMES.iter().filter_map(|spellings| spellings.first().copied())
}

/// Keys whose value names a regime.
const NAMING: &[&str] = &["name", "regulation", "standard", "framework", "regime", "law", "act", "directive", "legislation"];

/// Sections that only point elsewhere.
const POINTERS: Section = Section::REFERENCES.with(Section::DEPENDENCIES);

/// Where the fields below the title end: where the second section below it starts.
pub(crate) fn header_end(outline: &Outline) -> usize {
    outline.start_of_section(1)
}

/// The regimes of compliance sections, of the lines below the title, and of the title itself where there is one.
pub(crate) fn read(text: &str, outline: &Outline, title: Option<Span>, header_end: usize) -> Vec<Regime> {
    let mut regimes = Regimes::default();
    if let Some(title) = title {
        regimes.mention(&text[title.start..title.end], title.start, true);
    }
    regimes.front_matter(text, outline);
    let mut open: Option<(usize, usize)> = None;
    for (at, line) in outline.lines.iter().enumerate() {
        let written = &*denied::kept(text, &outline.lines, at);
        let announced = outline.announced_by_chain(line.heading);
        let in_section = announced.any(Section::COMPLIANCE) && !announced.any(POINTERS);
        let in_header = line.span.start < header_end && is_field(written);
        if line.span.start < header_end
            && let Some(list) = listed_in_field(written)
        {
            regimes.listed(list, line.span.start + (list.as_ptr() as usize - written.as_ptr() as usize));
        }
        if announced.any(Section::SECURITY) && !announced.any(POINTERS.with(Section::TESTING)) {
            regimes.set_off(written, line.span.start);
        }
        if (!in_section && !in_header) || written.trim().is_empty() {
            continue;
        }
        open = open.filter(|(_, indent)| line.indent > *indent);
        match open {
            Some((regime, _)) => {
                regimes.list[regime].requirements.push(statement(line, written));
                regimes.mention(written, line.span.start, false);
            }
            None => {
                if in_section && line.kind == LineKind::Prose {
                    sentence_heads(written).for_each(|(at, head)| {
                        regimes.head(head, line.span.start + at);
                    });
                    for name in duties::in_sentence(written).into_iter().chain(duties::set_off(written)) {
                        let start = line.span.start + (name.as_ptr() as usize - written.as_ptr() as usize);
                        regimes.place(known::name(name).unwrap_or(name), Span::new(start, start + name.len()));
                    }
                }
                let (label, rest) = written.split_once(':').unwrap_or((written, ""));
                let known = regimes.mention(label, line.span.start, true);
                regimes.mention(written, line.span.start, false);
                let head = in_section && line.kind == LineKind::Item;
                if head {
                    regimes.together(written, line.span.start);
                }
                let mentioned = known.or_else(|| head.then(|| regimes.head(written, line.span.start)).flatten());
                // "TRACED Act and what else there is": a law that an item begins with.
                if let Some(law) =
                    duties::leading(written).filter(|name| head && (regimes::is_law(name) || regimes::is_standard(name)))
                {
                    let start = line.span.start + (law.as_ptr() as usize - written.as_ptr() as usize);
                    regimes.place(known::name(law).unwrap_or(law), Span::new(start, start + law.len()));
                }
                if let Some(regime) = mentioned {
                    let rest = rest.trim_matches(|c: char| c.is_whitespace() || c == '*');
                    let said = if rest.is_empty() { "" } else { written };
                    if !said.is_empty() {
                        regimes.list[regime].requirements.push(statement(line, rest));
                    }
                    open = Some((regime, line.indent));
                }
            }
        }
    }
    for table in &outline.tables {
        regimes.table(text, table, header_end);
        let announced = outline.announced_by_chain(table.heading);
        if announced.any(Section::COMPLIANCE) && !announced.any(POINTERS) {
            let named = table.header.iter().position(|cell| names_regimes(&text[cell.start..cell.end]));
            let named = named.or_else(|| begins_with_regimes(text, table).then_some(0));
            let asks = |at: usize| table.header.get(at).is_some_and(|cell| asks_whether(&text[cell.start..cell.end]));
            let denies = |(at, cell): (usize, &Span)| is_denied_by(&text[cell.start..cell.end], asks(at));
            let rows = || table.rows.iter().filter(|row| !row.iter().enumerate().skip(1).any(denies));
            // A column of sources may hold them as well: each of its cells begins with one.
            for cell in rows().flatten() {
                let written = &text[cell.start..cell.end];
                let certain = |name: &&str| known::name(name).is_some() || regimes::is_law(name);
                if let Some(name) = duties::leading(written).filter(certain) {
                    let start = cell.start + (name.as_ptr() as usize - written.as_ptr() as usize);
                    regimes.place(known::name(name).unwrap_or(name), Span::new(start, start + name.len()));
                }
            }
            // A column that says so and has a known regime holds nothing else.
            let of_column = || rows().filter_map(|row| row.get(named.unwrap_or(0)));
            let is_certain = of_column().any(|cell| !known::mentioned(&text[cell.start..cell.end]).is_empty());
            for cell in of_column() {
                let written = &text[cell.start..cell.end];
                if named.is_some() {
                    regimes.together(written, cell.start);
                }
                if regimes.mention(written, cell.start, true).is_none()
                    && named.is_some()
                    && regimes.head(written, cell.start).is_none()
                    && let Some(name) = regimes::proper(written).filter(|_| is_certain)
                {
                    let start = cell.start + (name.as_ptr() as usize - written.as_ptr() as usize);
                    regimes.place(name, Span::new(start, start + name.len()));
                }
            }
        }
    }
    for (at, heading) in outline.headings.iter().enumerate().skip(1) {
        let announced = outline.announced_by_chain(Some(at));
        if announced.any(Section::COMPLIANCE) && !announced.any(POINTERS.with(Section::TESTING)) {
            let written = &text[heading.span.start..heading.span.end];
            if regimes.mention(written, heading.span.start, true).is_none() {
                regimes.head(written, heading.span.start);
            }
        }
    }
    regimes.list
}

/// Adds regimes to those that other parts name: what they ask for is asked for by one.
pub(crate) fn join(all: &mut Vec<Regime>, more: Vec<Regime>) {
    for regime in more {
        match all.iter_mut().find(|known| known.name == regime.name) {
            Some(known) => known.requirements.extend(regime.requirements),
            None => all.push(regime),
        }
    }
}

/// Reads the entries of a YAML document about compliance, or all of one in a section about it.
pub(crate) fn read_yaml(outline: &Outline, heading: Option<usize>, document: &Node, out: &mut Declared) {
    let announced = outline.announced_by_chain(heading);
    let whole = outline.innermost(heading, Section::COMPLIANCE.with(Section::MONITORING)) == Section::COMPLIANCE;
    let mut regimes = Regimes { list: std::mem::take(&mut out.spec.compliance) };
    if !announced.any(POINTERS.with(Section::TESTING)) {
        let keys = ["compliance", "compliance_requirements", "regulatory", "regulations", "regulatory_compliance", "regimes"];
        for (key, value) in document.entries() {
            if keys.iter().any(|known| is_key(key.text(), known)) {
                regimes.node(value);
            } else if whole {
                regimes.node(document);
                break;
            }
        }
        if whole && document.entries().is_empty() {
            regimes.node(document);
        }
    }
    out.spec.compliance = regimes.list;
}

/// Whether a column with this header holds regimes.
fn names_regimes(header: &str) -> bool {
    let header = header.to_lowercase();
    ["regulation", "regime", "standard", "framework", "law", "act", "directive"].iter().any(|word| header.contains(word))
}

/// Whether each row begins with what looks like a regime, and one of them is known to be.
fn begins_with_regimes(text: &str, table: &Table) -> bool {
    let first =
        || table.rows.iter().filter_map(|row| row.first()).map(|cell| text[cell.start..cell.end].trim_matches(['*', '`', ' ']));
    first().all(|name| regimes::named(name).is_some() || known::name(name).is_some())
        && first().any(|name| known::name(name).is_some())
}

/// Whether a column with this header says which regimes apply.
fn asks_whether(header: &str) -> bool {
    let header = header.to_lowercase();
    ["applies", "applicable", "in scope", "relevant"].iter().any(|word| header.contains(word))
}

/// `**Compliance:** TCPA, GDPR`.
fn is_field(written: &str) -> bool {
    written.trim_start_matches(['>', ' ']).starts_with("**") && written.split_once(':').is_some_and(|(label, _)| label.len() < 40)
}

/// Beginnings of labels of fields that list regimes.
const LABELS: &[&str] = &["applicable", "compliance", "regulator", "regulation", "regime", "legal", "law"];

fn is_label(written: &str) -> bool {
    let label = written.trim_matches(['>', '*', '_', ' ', ':']).to_lowercase();
    label.len() < 30 && LABELS.iter().any(|known| label.starts_with(known))
}

/// What a line of fields lists behind `Compliance:` or the like.
fn listed_in_field(written: &str) -> Option<&str> {
    let fields = written.split(['|', '·', '•']).filter_map(|field| field.split_once(':'));
    fields.into_iter().find(|(label, _)| is_label(label)).map(|(_, list)| list)
}

/// Verbs behind a regime that a sentence begins with: "TRACED Act requires …".
const DEMANDS: &[&str] = &[
    " requires",
    " require",
    " applies",
    " apply",
    " demands",
    " demand",
    " mandates",
    " prescribes",
    " obliges",
    " forbids",
    " binds",
    " bind",
    " governs",
    " decides",
];

/// Where the first verb stands by which something demands.
fn demand(sentence: &str) -> Option<usize> {
    let is_word = |end: usize| !sentence[end..].starts_with(|c: char| c.is_alphanumeric() || c == '-');
    let found = DEMANDS.iter().flat_map(|verb| sentence.match_indices(verb).filter(move |(at, _)| is_word(at + verb.len())));
    found.map(|(at, _)| at).min()
}

/// The beginnings of sentences that may name a regime, and where they start.
fn sentence_heads(written: &str) -> impl Iterator<Item = (usize, &str)> {
    let sentences = written.split(". ").map(|sentence| (sentence.as_ptr() as usize - written.as_ptr() as usize, sentence));
    sentences.filter_map(|(at, sentence)| Some((at, &sentence[..demand(sentence)?])))
}

fn statement(line: &Line, written: &str) -> Statement {
    Statement { topic: String::new(), text: written.replace("**", "").trim().to_owned(), span: line.span }
}

#[derive(Default)]
struct Regimes {
    list: Vec<Regime>,
}

impl Regimes {
    /// `compliance: [GDPR, HIPAA]` of the front matter.
    fn front_matter(&mut self, text: &str, outline: &Outline) {
        let Some(front) = outline.front_matter else { return };
        let mut inside = false;
        for span in lines(&text[front.start..front.end]).map(|span| span.shifted(front.start)) {
            let line = &text[span.start..span.end];
            if line.starts_with(|c: char| c.is_alphabetic()) {
                let mut names = std::iter::once(&COMPLIANCE.name).chain(COMPLIANCE.also);
                inside = names.any(|name| line.to_lowercase().starts_with(name));
            }
            if inside {
                let listed = line.split_once(':').map_or(line, |(_, list)| list);
                for part in listed.split(['[', ']', ',']).map(|part| part.trim_start_matches([' ', '-', '"', '\''])) {
                    let start = span.start + (part.as_ptr() as usize - line.as_ptr() as usize);
                    if self.mention(part, start, true).is_none() {
                        self.head(part, start);
                    }
                }
            }
        }
    }

    /// `Wiretap Act, TCPA and GDPR`: each part that names a regime.
    fn listed(&mut self, list: &str, offset: usize) {
        for part in list.split([',', ';']).flat_map(|part| part.split(" and ")) {
            let bare = part.trim_start_matches(['*', ' ', '`']);
            let start = offset + (bare.as_ptr() as usize - list.as_ptr() as usize);
            if self.mention(bare, start, true).is_some() || self.head(bare, start).is_some() {
                continue;
            }
            // "MAR for company news", "state PDMP rules", and "Ofcom General Conditions" beside a known regime
            let proper = || regimes::proper(bare).filter(|name| name.contains(' ') && !known::mentioned(list).is_empty());
            if let Some(name) = duties::leading(bare).or_else(proper) {
                let start = start + (name.as_ptr() as usize - bare.as_ptr() as usize);
                self.place(name, Span::new(start, start + name.len()));
            }
        }
    }

    /// `**GDPR**: photos are deleted` among measures: a known regime that is set off, and nothing else.
    fn set_off(&mut self, written: &str, offset: usize) {
        let label = written.split_once(':').map(|(label, _)| label);
        let bold = written.split("**").skip(1).step_by(2);
        for part in label.into_iter().chain(bold).map(|part| part.trim_matches(['*', '`', ':', ' '])) {
            if let Some(name) = known::name(part) {
                let start = offset + (part.as_ptr() as usize - written.as_ptr() as usize);
                self.place(name, Span::new(start, start + part.len()));
            }
        }
    }

    /// `**HGB / GoBD**: books for 10 years`: regimes that share what is asked for.
    fn together(&mut self, written: &str, offset: usize) {
        let label = written.trim_start_matches("**");
        let end = ["**", ":", " - ", " – ", " — ", " ("].iter().filter_map(|mark| label.find(mark)).min().unwrap_or(label.len());
        let parts = label[..end].split(" / ").flat_map(|part| part.split(" & ")).flat_map(|part| part.split(" and "));
        let parts: Vec<&str> = parts.flat_map(|part| part.split(", ")).map(str::trim).collect();
        let names: Option<Vec<&str>> = parts.iter().map(|part| known::name(part).or_else(|| regimes::named(part))).collect();
        for (part, name) in parts.iter().zip(names.filter(|names| names.len() > 1).unwrap_or_default()) {
            let start = offset + (part.as_ptr() as usize - written.as_ptr() as usize);
            self.place(name, Span::new(start, start + part.len()));
        }
    }

    /// `| Regulations | SOX, PCI DSS |` in a table of fields below the title.
    fn table(&mut self, text: &str, table: &Table, header_end: usize) {
        for row in std::iter::once(&table.header).chain(&table.rows) {
            let [label, list] = row.as_slice() else { continue };
            if label.start < header_end && is_label(&text[label.start..label.end]) {
                self.listed(&text[list.start..list.end], list.start);
            }
        }
    }

    /// The regimes that keys and items name, with what stands below a key as its requirements.
    fn node(&mut self, node: &Node) {
        let name = |regimes: &mut Self, written: &Node| {
            let known = regimes.mention(written.text(), written.span.start, true);
            known.or_else(|| regimes.head(written.text(), written.span.start))
        };
        match &node.value {
            Value::Scalar(_) => {
                name(self, node);
            }
            Value::List(items) => items.iter().for_each(|item| self.node(item)),
            Value::Map(entries) => {
                for (key, value) in entries {
                    let says_name = NAMING.iter().any(|known| is_key(key.text(), known));
                    let keyed = name(self, key);
                    match keyed {
                        Some(regime) => leaves(value, &mut self.list[regime].requirements),
                        None if says_name || !matches!(value.value, Value::Scalar(_)) => self.node(value),
                        None => {}
                    }
                }
            }
        }
    }

    /// The regime that an item starts with, if it looks like one that is not in the list.
    fn head(&mut self, written: &str, offset: usize) -> Option<usize> {
        let letter = written.find(|c: char| c.is_alphabetic())?;
        // `6AMLD` begins with its number, and so does `47 CFR Part 64`.
        let before = if written[letter..].starts_with("CFR ") { written[..letter].trim_end() } else { &written[..letter] };
        let start = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let rest = &written[start..];
        let set_off = written[..start].ends_with("**");
        let ends = if set_off { &["**"][..] } else { &[":", " - ", " – ", " — ", " ("][..] };
        let end = ends.iter().filter_map(|mark| rest.find(mark)).min().unwrap_or(rest.len());
        let name = regimes::named(rest[..end].trim_end_matches([':', '.']))?;
        let span = Span::new(offset + start, offset + start + name.len());
        Some(self.place(name, span))
    }

    fn place(&mut self, name: &str, span: Span) -> usize {
        self.list.iter().position(|regime| regime.name == name).unwrap_or_else(|| {
            self.list.push(Regime { name: name.to_owned(), span, requirements: Vec::new() });
            self.list.len() - 1
        })
    }

    /// Adds the regimes that a text names; gives the first one.
    fn mention(&mut self, text: &str, offset: usize, head: bool) -> Option<usize> {
        let mut first: Option<usize> = None;
        for known in known::mentioned(text).into_iter().filter(|known| head || !HEAD_ONLY.contains(&known.name)) {
            let start = offset + known.at;
            let place = self.place(known.name, Span::new(start, start + known.length));
            first = first.or(Some(place));
        }
        first
    }
}

/// The texts below a key as requirements.
fn leaves(node: &Node, requirements: &mut Vec<Statement>) {
    match &node.value {
        Value::Scalar(text) if text.is_empty() => {}
        Value::Scalar(text) => requirements.push(Statement { topic: String::new(), text: text.clone(), span: node.span }),
        Value::List(items) => items.iter().for_each(|item| leaves(item, requirements)),
        Value::Map(entries) => entries.iter().for_each(|(_, value)| leaves(value, requirements)),
    }
}
