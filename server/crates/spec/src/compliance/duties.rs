//! Regimes that a sentence puts the feature under, wherever it stands: "System MUST comply with GDPR".

use std::sync::LazyLock;

use regex::Regex;
use specwave_source::Span;

use super::denied::{self, without_denied};
use super::known::{self, HEAD_ONLY};
use super::regimes::{is_law, is_standard, is_versioned, named};
use super::{Regimes, demand, is_label};
use crate::model::Regime;
use crate::outline::{LineKind, Outline, Section};
use crate::pattern::pattern;

/// Sections that speak of what others do, of what is checked, or of why.
const ELSEWHERE: Section = Section::REFERENCES
    .with(Section::DEPENDENCIES)
    .with(Section::BUSINESS)
    .with(Section::TESTING)
    .with(Section::PLAN)
    .with(Section::PROGRESS)
    .with(Section::EXAMPLE);

/// Words in front of the regimes that have to be kept.
const DUTIES: &[&str] = &[
    "comply with ",
    "complies with ",
    "compliant with ",
    "compliance with ",
    "accordance with ",
    "conform to ",
    "conforms to ",
    "adhere to ",
    "adheres to ",
    "satisfy ",
    "satisfies ",
    "follow ",
    "follows ",
    "operate under ",
    "operates under ",
    "fall under ",
    "falls under ",
    "governed by ",
    "regulated by ",
    "bound by ",
    "in line with ",
    "violates ",
    "violate ",
    "according to ",
    "required by ",
    "subject to ",
    "respect ",
    "respects ",
    "rules of ",
    "requirements of ",
    "duties of ",
    "obligations of ",
    "provisions of ",
];

/// Words that stand in front of much else, too: what follows has to be known, a law by its last word, or to have a version.
const WEAK_DUTIES: &[&str] = &[" per ", " under ", " meet ", " meets ", " works to ", " work to "];

/// Adds the regimes of sentences that oblige, in the parts of the text that are wanted.
pub(crate) fn read(text: &str, outline: &Outline, is_wanted: impl Fn(usize) -> bool, known_before: Vec<Regime>) -> Vec<Regime> {
    let mut regimes = Regimes { list: known_before };
    let lines = outline.lines.iter().enumerate().map(|(at, line)| (line.span, line.heading, Some(at)));
    let cells = outline.tables.iter().flat_map(|table| {
        let rows = table.rows.iter().flat_map(|row| row.iter().enumerate().filter(|(at, _)| !cites(text, row, *at)));
        rows.map(|(_, cell)| (*cell, table.heading, None))
    });
    for (span, heading, line) in lines.chain(cells).filter(|(span, ..)| is_wanted(span.start)) {
        if !may_name(&text[span.start..span.end]) || outline.announced_by_chain(heading).any(ELSEWHERE) {
            continue;
        }
        let written = match line {
            Some(at) => denied::kept(text, &outline.lines, at),
            None => without_denied(&text[span.start..span.end]),
        };
        let written = &*written;
        // `**Compliance**: PSD2, AFIR` among other requirements.
        let labelled = written.split_once(':').filter(|(label, _)| is_label(label));
        if let Some((_, list)) = labelled {
            regimes.listed(list, span.start + (list.as_ptr() as usize - written.as_ptr() as usize));
        }
        let mut names = obliging(written);
        names.extend(audited(written));
        if line.is_some_and(|at| has_begun(text, outline, at)) {
            names.extend(first(written));
        }
        let is_secured = line.is_some() && outline.announced_by_chain(heading).any(Section::SECURITY);
        let begins = || line.is_some_and(|at| outline.lines[at].kind == LineKind::Item) && begins(written);
        if is_secured || begins() || is_obliged(written) || labels(written) || names.iter().any(|name| is_certain(name)) {
            names.extend(certain(written));
        }
        for name in names {
            let start = span.start + (name.as_ptr() as usize - written.as_ptr() as usize);
            regimes.place(known::name(name).unwrap_or(name), Span::new(start, start + name.len()));
        }
    }
    regimes.list.sort_by_key(|regime| regime.span.start);
    regimes.list
}

/// Whether the line above ends with a word of duty, and leaves the regime to this one: "Records fall under the" and "GDPR".
fn has_begun(text: &str, outline: &Outline, at: usize) -> bool {
    let line = &outline.lines[at];
    let above = at.checked_sub(1).map(|above| outline.lines[above].span).filter(|_| line.kind == LineKind::Prose);
    let adjoins = |above: &Span| text[above.end..line.span.start].trim_matches([' ', '\t', '\r']) == "\n";
    above.filter(adjoins).is_some_and(|above| {
        let said = text[above.start..above.end].trim_end();
        let said = said.strip_suffix(" the").unwrap_or(said);
        DUTIES.iter().any(|duty| said.ends_with(duty.trim_end()))
            || (said.ends_with(" under") && first(&text[line.span.start..line.span.end]).is_some_and(is_certain))
    })
}

/// The regime that a line begins with.
fn first(written: &str) -> Option<&str> {
    leading(written.split([',', ';']).next()?)
}

/// "System MUST require a password (signature as of 21 CFR Part 11)"
fn is_obliged(written: &str) -> bool {
    [" MUST ", " SHALL ", " must ", " shall "].iter().any(|verb| written.contains(verb))
}

/// `**Constraints**: GDPR, no cloud outside of the EU`, "Young players: COPPA for the American cups": whether a regime
/// stands right behind a label.
fn labels(written: &str) -> bool {
    let list = written.split_once(": ").or_else(|| written.split_once(":** ")).map_or("", |(_, list)| list);
    let parts = list.split([',', ';']).take(MOST_PARTS);
    parts.filter_map(leading).any(|name| known::name(name).is_some() && is_certain(name))
}

/// "WCAG 2.1 AA for the public page": whether an item is about the regime that it begins with.
fn begins(written: &str) -> bool {
    let name = leading(written).filter(|name| known::name(name).is_some() && is_certain(name));
    let behind = name.and_then(|name| written.split_once(name)).map_or("", |(_, behind)| behind);
    let behind = behind.trim_start_matches(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase() || ". *".contains(c));
    name.is_some() && (behind.is_empty() || behind.starts_with("for "))
}

/// How many parts of a list behind a label are looked at.
const MOST_PARTS: usize = 6;

/// The regimes of a text that can be nothing else.
fn certain(written: &str) -> Vec<&str> {
    let mentioned = known::mentioned(written).into_iter().filter(|known| !HEAD_ONLY.contains(&known.name));
    mentioned.map(|known| &written[known.at..known.at + known.length]).collect()
}

/// Words behind regimes that somebody looks whether they are kept.
const AUDITS: &[&str] = &["audit", "audits", "auditor", "auditors", "assessor", "assessors", "certificate", "certification"];

/// "Our ISO 50001 audit", "ICROA and ISO 14064 auditors": the regimes that are audited, and what the sentence names beside them.
fn audited(written: &str) -> Vec<&str> {
    let words = || written.split(' ').map(|word| (word.as_ptr() as usize - written.as_ptr() as usize, word));
    let audit = words().find(|(_, word)| AUDITS.contains(&word.trim_end_matches(['.', ',', ';', ':', ')'])));
    let Some((at, _)) = audit else { return Vec::new() };
    // What stands in front of the word, as far as it is a name.
    let is_of_name = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) || word == "and";
    let before = written[..at].trim_end();
    let start = before.rsplit(' ').take_while(|word| is_of_name(word)).last();
    let Some(start) = start.map(|word| word.as_ptr() as usize - written.as_ptr() as usize) else { return Vec::new() };
    let names: Vec<&str> = before[start..].split(" and ").filter_map(leading).collect();
    if !names.iter().any(|name| is_standard(name) || is_certain(name)) {
        return Vec::new();
    }
    names.into_iter().chain(in_sentence(&written[at..]).into_iter().filter(|name| is_standard(name))).collect()
}

/// Whether a cell cites the law that its row begins with: `| AMLD6 | Art. 13 CDD |`.
fn cites(text: &str, row: &[Span], at: usize) -> bool {
    let written = |cell: &Span| text[cell.start..cell.end].trim_start_matches(['*', '`']);
    let is_citation = |cell: &Span| ["Art.", "Article ", "§"].iter().any(|start| written(cell).starts_with(start));
    at > 0 && is_citation(&row[at]) && row.first().is_some_and(|first| leading(written(first)).is_some())
}

/// Whether a line has an abbreviation or the last word of a law: most have neither, and are not looked at again.
fn may_name(written: &str) -> bool {
    written.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| {
        let capitals = word.bytes().filter(u8::is_ascii_uppercase).count();
        // `eIDAS` and `GwG` are short, `OrderService` is not.
        capitals > 1 && (capitals > 2 || word.len() < 9)
    }) || [" Act", "Regulation", "Directive", "Convention", " II", "(EU)"].iter().any(|word| written.contains(word))
}

/// The regimes behind words of duty, and those that are the subject of what they demand.
fn obliging(written: &str) -> Vec<&str> {
    let behind = DUTIES.iter().flat_map(|duty| written.match_indices(duty).map(|(at, duty)| &written[at + duty.len()..]));
    let listed = behind.flat_map(|list| {
        let list = &list[..end_of_sentence(list)];
        list.split([',', ';']).flat_map(|part| part.split(" and ")).map_while(leading)
    });
    let weak = WEAK_DUTIES.iter().flat_map(|duty| written.match_indices(duty).map(|(at, duty)| &written[at + duty.len()..]));
    let weakly = weak.flat_map(|list| {
        let list = &list[..end_of_sentence(list)];
        list.split([',', ';'])
            .flat_map(|part| part.split(" and "))
            .map_while(leading)
            .take_while(|name| is_certain(name) || is_versioned(name))
    });
    // "… as EN 12830 and HACCP require", "no longer than GDPR allows", "the register that the AI Act asks for"
    let referred = [" as ", " than ", " that ", " which "].into_iter().flat_map(|mark| written.match_indices(mark));
    let referred = referred.map(|(at, mark)| &written[at + mark.len()..]);
    let referred = referred.map(|rest| &rest[..end_of_clause(rest)]).filter(|rest| ends_with_demand(rest));
    let referred = referred.flat_map(|list| list.split([',', ';']).flat_map(|part| part.split(" and ")).map_while(leading));
    let subjects = written.split(". ").filter_map(|sentence| {
        let asks = [" must ", " asks for "].iter().filter_map(|verb| sentence.find(verb));
        let end = asks.chain(demand(sentence)).min()?;
        leading(&sentence[..end])
            .filter(|name| is_only_about(&sentence[name.as_ptr() as usize - sentence.as_ptr() as usize + name.len()..end]))
    });
    let in_brackets = written.match_indices(" (").flat_map(|(at, mark)| in_brackets(&written[..at], &written[at + mark.len()..]));
    let (cited, citations): (Vec<&str>, Vec<&str>) = cited(written).unzip();
    let together = written.split(". ").flat_map(demanding_together);
    let abbreviated =
        ABBREVIATED.iter().flat_map(|pattern| pattern.captures_iter(written)).filter_map(|found| Some(found.get(1)?.as_str()));
    let in_clauses = written.split(". ").filter_map(demanding_in_clause);
    let named = listed.chain(weakly).chain(referred).chain(subjects).chain(together).chain(in_clauses).chain(in_brackets);
    let named = named.chain(abbreviated);
    named.filter(|name| !citations.contains(name)).chain(cited).chain(numbered(written)).collect()
}

/// "MID and the national Metering Act require …": regimes that demand something together, one of which is certain.
fn demanding_together(sentence: &str) -> Vec<&str> {
    let Some(end) = demand(sentence) else { return Vec::new() };
    let subjects = sentence[..end].rsplit([';', ':']).next().unwrap_or_default();
    let parts = subjects.rsplit(',').flat_map(|part| part.rsplit(" and ")).filter(|part| !part.trim().is_empty());
    let mut named: Vec<&str> = parts.map_while(|part| leading(without_joint(part))).collect();
    named.reverse();
    if named.len() > 1 && named.iter().any(|name| is_certain(name)) { named } else { Vec::new() }
}

/// What follows the word that joins a clause to the one before.
fn without_joint(clause: &str) -> &str {
    let clause = clause.trim_start();
    let joints = ["and ", "so ", "but ", "because ", "since ", "where ", "while ", "hence ", "therefore ", "as "];
    joints.iter().fold(clause, |clause, word| clause.strip_prefix(word).unwrap_or(clause))
}

/// "We are an operator, so the **NIS2** duties (reports, audits) apply": a certain regime that a later clause begins with.
fn demanding_in_clause(sentence: &str) -> Option<&str> {
    let clause = &sentence[..demand(sentence)?];
    let mut depth = 0_usize;
    let mut start = 0;
    for (at, c) in clause.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' | ';' | ':' if depth == 0 => start = at + 1,
            _ => {}
        }
    }
    let subject = without_joint(&clause[start..]);
    let name = leading(subject).filter(|name| start > 0 && is_certain(name))?;
    is_only_about(&subject[name.as_ptr() as usize - subject.as_ptr() as usize + name.len()..]).then_some(name)
}

/// Laws of the European Union that have no other name than their number: "EU Regulation 1169/2011".
fn numbered(written: &str) -> impl Iterator<Item = &str> {
    let found = NUMBERED.iter().flat_map(|pattern| pattern.find_iter(written));
    let is_named = |at: usize| {
        let before = written[..at].trim_end_matches(' ').rsplit(' ').next().unwrap_or_default();
        let abbreviated = before.len() > 1 && before.bytes().all(|byte| byte.is_ascii_uppercase());
        let begins = at <= before.len() + 1;
        (before.starts_with(char::is_uppercase) && (abbreviated || !begins)) || before.ends_with('(')
    };
    found.filter(move |found| !is_named(found.start())).map(|found| found.as_str())
}

static NUMBERED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"\b(?:EU |EC )?(?:Regulation|Directive)(?: \((?:EU|EC|EEC)\))?(?: [Nn]o\.?)? \d+/\d+(?:/[A-Z]{2,3})?\b")
});

/// "The state's student privacy act (SOPPA)": a law in small letters, and what it is called.
static ABBREVIATED: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"\b[a-z]+ (?:act|law|directive|regulation|ordinance) \(([A-Z][A-Za-z]*[A-Z])\)"));

/// The laws of which a paragraph is cited, and the citations: "§ 288 BGB", "Art. 9 GDPR".
fn cited(written: &str) -> impl Iterator<Item = (&str, &str)> {
    let cited = CITED.iter().flat_map(|pattern| pattern.captures_iter(written));
    cited.filter_map(|found| Some((found.get(1)?.as_str(), found.get(0)?.as_str())))
}

static CITED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"(?:§+|\bArt\.|\bArticle)\s*\d+[a-z]?(?:\s*\(\d+\))?(?: of the)?\s+([A-Z][A-Za-z]*[A-Z][A-Za-z]*)\b")
});

/// The laws and standards that a sentence about compliance names, wherever in it.
pub(super) fn in_sentence(written: &str) -> Vec<&str> {
    let is_start = |at: usize| !written[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '/'));
    let starts = written.char_indices().filter(|(at, c)| c.is_uppercase() && is_start(*at)).map(|(at, _)| at);
    let mut found: Vec<&str> = Vec::new();
    let mut end = 0;
    for start in starts {
        let part = written[start..].split([',', ';']).next().unwrap_or_default();
        let name = leading(part).filter(|name| start >= end && (is_law(name) || is_standard(name)));
        if let Some(name) = name {
            end = start + name.len();
            found.push(name);
        }
    }
    found
}

/// What a sentence about compliance sets off behind a word of duty: "under the **ISPS Code**".
pub(super) fn set_off(written: &str) -> Vec<&str> {
    let behind = WEAK_DUTIES.iter().flat_map(|duty| written.match_indices(duty).map(|(at, duty)| &written[at + duty.len()..]));
    let marked = behind.map(|name| name.trim_start_matches("the ")).filter_map(|name| name.strip_prefix("**"));
    marked.filter_map(|name| name.split("**").next()).filter_map(leading).collect()
}

/// A regime that is one wherever it stands: known, and no everyday noun of the trade unless it is written out, or a law.
fn is_certain(name: &str) -> bool {
    known::name(name).is_some_and(|regime| !HEAD_ONLY.contains(&regime) || name.contains(' ')) || is_law(name)
}

/// The regimes that brackets list: one that is certain vouches for the others, as in "(WCAG 2.2 AA, BITV 2.0)".
fn in_brackets<'text>(before: &str, behind: &'text str) -> Vec<&'text str> {
    let listed = behind.split(')').next().unwrap_or_default();
    let named: Vec<&str> = listed.split([',', ';']).flat_map(|part| part.split(" and ")).map_while(leading).collect();
    // Behind an abbreviation a law is only written out: "IDD (Insurance Distribution Directive)".
    let last = before.trim_end_matches(['*', '`']).rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let abbreviated = last.chars().filter(|c| c.is_uppercase()).count() > 1;
    let vouches = |name: &&str| is_certain(name) && !(is_law(name) && abbreviated);
    if named.first().is_some_and(vouches) { named } else { Vec::new() }
}

fn ends_with_demand(text: &str) -> bool {
    let text = text.trim_end_matches(['.', ' ']);
    let text = text.strip_suffix(" for").filter(|text| text.ends_with(" asks") || text.ends_with(" ask")).unwrap_or(text);
    let last = text.rsplit(' ').next().unwrap_or_default();
    ["asks", "ask", "require", "requires", "demand", "demands", "prescribe", "prescribes", "allow", "allows", "permit", "permits"]
        .contains(&last)
}

/// Where a clause ends that says what is demanded: behind "asks for", or with the sentence.
fn end_of_clause(text: &str) -> usize {
    let end = end_of_sentence(text);
    let asks = ["asks for", "ask for"].iter().filter_map(|verb| Some(text[..end].find(verb)? + verb.len()));
    asks.min().unwrap_or(end)
}

/// A full stop ends a sentence where the next one begins with a capital: "GDPR Art. 20" goes on.
fn end_of_sentence(text: &str) -> usize {
    let mut stops = text.match_indices(". ").map(|(at, _)| at);
    stops.find(|at| text[at + 2..].starts_with(char::is_uppercase)).unwrap_or(text.len())
}

/// The regime that a part of a sentence begins with.
pub(super) fn leading(part: &str) -> Option<&str> {
    let marks = ['*', '`', ' ', '('];
    let mut part = part.trim_start_matches(marks);
    for word in ["with ", "the ", "The ", "our ", "Our ", "all ", "national ", "federal ", "state "] {
        part = part.strip_prefix(word).unwrap_or(part).trim_start_matches(marks);
    }
    let is_of_name = |word: &str| {
        word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '§')
            || ["of", "on"].contains(&word)
            || word.chars().nth(1).is_some_and(char::is_uppercase)
    };
    let mut ended = false;
    let words = part.split(' ').take_while(|word| is_of_name(word) && !std::mem::replace(&mut ended, ends_sentence(word)));
    let end = words.last().map_or(0, |last| last.as_ptr() as usize - part.as_ptr() as usize + last.len());
    let mut name = part[..end].trim_end_matches(['.', ':', '*', '`', '?', '!']);
    // `E6(R2)` has brackets of its own.
    if name.matches(')').count() > name.matches('(').count() {
        name = name.trim_end_matches([')', '.']);
    }
    longest_known(name).or_else(|| named(name))
}

/// Whether a word with a full stop is no abbreviation: "DIN 79008. We" are two sentences, "GDPR Art. 17" is one name.
fn ends_sentence(word: &str) -> bool {
    word.strip_suffix('.').is_some_and(|word| word.len() > 4 || word.ends_with(|c: char| c.is_ascii_digit()))
}

/// The spelling of a known regime that a name begins with: `HIPAA §164.312`, `GDPR Art. 17`.
fn longest_known(name: &str) -> Option<&str> {
    let ends = name.match_indices(' ').map(|(at, _)| at).chain([name.len()]);
    ends.map(|end| &name[..end]).rfind(|start| known::name(start).is_some())
}

/// "Solvency II reporting must …" is about the regime still, and so are "NIS2 duties (reports, audits) apply".
fn is_only_about(behind: &str) -> bool {
    let nouns = ["reporting", "rules", "compliance", "requirements", "duties", "obligations", "provisions"];
    // "ESIC integrity rules"
    let behind = match behind.trim_start().split_once(' ') {
        Some((word, rest)) if nouns.iter().any(|noun| rest.trim() == *noun) && word.chars().all(char::is_lowercase) => rest,
        _ => behind,
    };
    let outside = behind.split('(').enumerate().map(|(at, part)| match part.split_once(')') {
        Some((_, rest)) if at > 0 => rest,
        _ => part,
    });
    outside.flat_map(str::split_whitespace).all(|word| nouns.contains(&word) || !word.starts_with(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::{audited, obliging};

    #[test]
    fn sentences_put_a_feature_under_regimes() {
        for (sentence, expected) in [
            ("System MUST comply with the EU Geo-Blocking Regulation and with GDPR", &["EU Geo-Blocking Regulation", "GDPR"][..]),
            ("It must satisfy ISO 15189 and HIPAA.", &["ISO 15189", "HIPAA"]),
            ("The Postal Services Act asks for proof", &["Postal Services Act"]),
            ("Solvency II reporting must include automatic decisions", &["Solvency II"]),
            ("All exports are subject to GDPR Art. 20, CCPA and review", &["GDPR", "CCPA"]),
            ("It keeps them for 5 years as EN 12830 and HACCP require", &["EN 12830", "HACCP"]),
            ("Kept no longer than a year, per GDPR and the Toll Collection Act", &["GDPR", "Toll Collection Act"]),
            ("1,000 calls per DID and 20 under FCC", &[]),
            ("Times are written in accordance with ISO 8601, errors comply with RFC 7807", &[]),
            ("Fees follow § 288 BGB", &["BGB"]),
            ("Sick leave stays hidden (GDPR Art. 9)", &["GDPR"]),
            ("Pages MUST meet WCAG 2.1 AA", &["WCAG"]),
            ("We are bound by the **EU Blood Directive 2002/98/EC**", &["EU Blood Directive"]),
            ("Kept for 5 years as GLOBALG.A.P. demands", &["GLOBALG.A.P"]),
            (
                "The port is subject to the ISPS Code and the EU Port Services Regulation 2017/352",
                &["ISPS", "EU Port Services Regulation"],
            ),
            ("It checks the rest between shifts (Working Time Act)", &["Working Time Act"]),
            ("It keeps the **IDD** (Insurance Distribution Directive) in mind", &[]),
            ("Readers of screens can use it (WCAG 2.2 AA, BITV 2.0)", &["WCAG", "BITV 2.0"]),
            ("Goods are declared as the IMDG Code requires. Pilots are told.", &["IMDG"]),
            ("Bills are hard to explain; MID and the national Metering Act require marks", &["MID", "Metering Act"]),
            ("It knows the 14 allergens of EU Regulation 1169/2011", &["EU Regulation 1169/2011"]),
            ("Drugs are recorded as Directive 2001/82/EC says", &["Directive 2001/82/EC"]),
            ("The Veterinary Medicines Regulation (EU) 2019/6 is there", &[]),
            ("FIC Regulation 1169/2011 requires the list", &["FIC Regulation"]),
            ("Clients and the Gateway require tokens", &[]),
            ("The works is an essential plant, so the **NIS2** duties (reports, audits) apply.", &["NIS2"]),
            ("Because members are paid, the California Labor Code 510 applies", &["California Labor Code 510"]),
            ("Notaries are bound by the Bar Code of Professional Conduct", &["Bar Code of Professional Conduct"]),
            ("Locks conform to DIN 79008. We test them.", &["DIN 79008"]),
            ("Scans must comply with the QR Code", &[]),
            ("Rents are kept as the Mietgesetz demands", &["Mietgesetz"]),
            ("Data is kept no longer than GDPR allows.", &["GDPR"]),
            ("Closures must respect EASA ADR.OPS", &["EASA ADR.OPS"]),
            ("Crawlers respect HTTP headers", &[]),
            ("Signatures MUST satisfy eIDAS (advanced level).", &["eIDAS"]),
            ("Checks of clients follow the GwG.", &["GwG"]),
            ("We are supervised under the KWG by the BaFin", &["KWG"]),
            ("The bank is supervised, so MaRisk applies for the limits", &["MaRisk"]),
            ("It keeps the register of models that the EU AI Act asks for", &["EU AI Act"]),
            ("It SHALL respect the outsourcing rules of DORA for hosts", &["DORA"]),
            ("ISCC and ISO 14064 auditors get read access", &["ISCC", "ISO 14064"]),
            ("Our ISO 50001 audit uses the same numbers; EN 50600 classes are shown", &["ISO 50001", "EN 50600"]),
            ("The audit log is kept", &[]),
            (
                "Weights are billed, so the Measuring Instruments Act and the MessEV apply.",
                &["Measuring Instruments Act", "MessEV"],
            ),
            ("WADA integrity rules bind the finals", &["WADA"]),
            ("Children's data fall under FERPA and our state's student privacy act (SOPPA)", &["FERPA", "SOPPA"]),
            ("An audit trail in line with ICH GCP E6(R2) that nobody edits", &["ICH GCP E6(R2)"]),
            (
                "Under the GDPR and the ePrivacy Directive this is as far as it goes, and a download counts per IAB Podcast Measurement 2.2",
                &["IAB Podcast Measurement 2.2"],
            ),
            ("Keys are hashed, under the GDPR and the ePrivacy Directive", &["GDPR", "ePrivacy"]),
            ("The API must return JSON", &[]),
            ("It must meet the SLA (RTO 5 minutes)", &[]),
            ("Comply with the style guide", &[]),
            ("It satisfies all HTTP clients", &[]),
            ("The SLA requires an answer", &[]),
        ] {
            // What is found twice is placed once.
            let mut found: Vec<&str> = Vec::new();
            for name in obliging(sentence).into_iter().chain(audited(sentence)) {
                if !found.contains(&name) {
                    found.push(name);
                }
            }
            assert_eq!(found, expected, "{sentence}");
        }
    }
}
