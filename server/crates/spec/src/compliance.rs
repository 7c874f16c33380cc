//! Named compliance regimes and what they ask for.

use specwave_source::Span;

use crate::declared::Declared;
use crate::model::{Regime, Statement};
use crate::outline::{Line, Outline, Section};

/// Regimes by the names they go by; the first spelling is the one the model has.
const REGIMES: &[&[&str]] = &[
    &["TCPA"],
    &["GDPR"],
    &["CCPA"],
    &["CPRA"],
    &["HIPAA"],
    &["PCI DSS", "PCI-DSS", "PCI"],
    &["SOC 2", "SOC2", "SOC-2"],
    &["SOX"],
    &["TSR"],
    &["STIR/SHAKEN"],
    &["FCC"],
    &["FTC"],
    &["CAN-SPAM"],
    &["COPPA"],
    &["FERPA"],
    &["GLBA"],
    &["FDCPA"],
    &["FCRA"],
    &["FINRA"],
    &["PIPEDA"],
    &["CASL"],
    &["LGPD"],
    &["PSD2"],
    &["AML"],
    &["KYC"],
    &["ISO 27001", "ISO27001", "ISO/IEC 27001"],
    &["NIST"],
    &["FedRAMP"],
    &["CTIA"],
    &["ePrivacy"],
    &["DNC"],
    &["WCAG"],
];

/// Regimes whose names are also everyday nouns of the trade; they count only at the head of an item.
const HEAD_ONLY: &[&str] = &["DNC", "FCC", "FTC", "NIST", "KYC", "AML", "PCI DSS"];

/// Sections that only point elsewhere.
const POINTERS: Section = Section::REFERENCES.with(Section::DEPENDENCIES);

/// Reads the regimes of compliance sections, of the title and of the lines below it.
pub(crate) fn read(text: &str, outline: &Outline, out: &mut Declared) {
    let mut regimes = Regimes::default();
    if let Some(title) = outline.headings.first() {
        regimes.mention(&text[title.span.start..title.span.end], title.span.start, true);
    }
    let mut open: Option<(usize, usize)> = None;
    let header_end = header_end(outline);
    for line in &outline.lines {
        let written = &text[line.span.start..line.span.end];
        let announced = outline.announced_by_chain(line.heading);
        let in_section = announced.any(Section::COMPLIANCE) && !announced.any(POINTERS);
        let in_header = line.span.start < header_end && is_field(written);
        if !in_section && !in_header {
            continue;
        }
        open = open.filter(|(_, indent)| line.indent > *indent);
        match open {
            Some((regime, _)) => {
                regimes.list[regime].requirements.push(statement(line, written));
                regimes.mention(written, line.span.start, false);
            }
            None => {
                let (label, rest) = written.split_once(':').unwrap_or((written, ""));
                let mentioned = regimes.mention(label, line.span.start, true);
                regimes.mention(written, line.span.start, false);
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
        let announced = outline.announced_by_chain(table.heading);
        if announced.any(Section::COMPLIANCE) && !announced.any(POINTERS) {
            for cell in table.rows.iter().filter_map(|row| row.first()) {
                regimes.mention(&text[cell.start..cell.end], cell.start, true);
            }
        }
    }
    for (at, heading) in outline.headings.iter().enumerate().skip(1) {
        let announced = outline.announced_by_chain(Some(at));
        if announced.any(Section::COMPLIANCE) && !announced.any(POINTERS.with(Section::TESTING)) {
            regimes.mention(&text[heading.span.start..heading.span.end], heading.span.start, true);
        }
    }
    regimes.list.sort_by_key(|regime| regime.span.start);
    out.spec.compliance.extend(regimes.list);
}

/// The fields below the title end where the second section below it starts.
fn header_end(outline: &Outline) -> usize {
    outline.headings.iter().filter(|heading| heading.level > 1).nth(1).map_or(usize::MAX, |heading| heading.span.start)
}

/// `**Compliance:** TCPA, GDPR`.
fn is_field(written: &str) -> bool {
    written.starts_with("**") && written.split_once(':').is_some_and(|(label, _)| label.len() < 40)
}

fn statement(line: &Line, written: &str) -> Statement {
    Statement { topic: String::new(), text: written.replace("**", "").trim().to_owned(), span: line.span }
}

#[derive(Default)]
struct Regimes {
    list: Vec<Regime>,
}

impl Regimes {
    /// Adds the regimes that a text names; gives the first one.
    fn mention(&mut self, text: &str, offset: usize, head: bool) -> Option<usize> {
        let mut first: Option<(usize, usize)> = None;
        for spellings in REGIMES {
            let name = spellings[0];
            if !head && HEAD_ONLY.contains(&name) {
                continue;
            }
            let Some((at, length)) = spellings.iter().find_map(|spelling| Some((find_word(text, spelling)?, spelling.len())))
            else {
                continue;
            };
            let span = Span::new(offset + at, offset + at + length);
            let place = self.list.iter().position(|regime| regime.name == name).unwrap_or_else(|| {
                self.list.push(Regime { name: name.to_owned(), span, requirements: Vec::new() });
                self.list.len() - 1
            });
            if first.is_none_or(|(_, earlier)| at < earlier) {
                first = Some((place, at));
            }
        }
        first.map(|(place, _)| place)
    }
}

/// Where `word` stands in `text` as a word of its own.
fn find_word(text: &str, word: &str) -> Option<usize> {
    text.match_indices(word).map(|(at, _)| at).find(|at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_') && !after.is_some_and(|c| c.is_alphanumeric() || c == '_')
    })
}
