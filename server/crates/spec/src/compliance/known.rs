//! Regimes that are known by name.

use std::sync::LazyLock;

use foldhash::HashMap;

/// Regimes by the names they go by; the first spelling is the one the model has.
pub(super) const REGIMES: &[&[&str]] = &[
    &["TCPA"],
    &["GDPR", "DSGVO", "General Data Protection Regulation"],
    &["CCPA", "California Consumer Privacy Act"],
    &["CPRA"],
    &["HIPAA", "Health Insurance Portability and Accountability Act"],
    &["HITECH"],
    &["HITRUST"],
    &["PCI DSS", "PCI-DSS", "PCI"],
    &["SOC 2", "SOC2", "SOC-2"],
    &["SOC 1", "SOC1"],
    &["SOX", "Sarbanes-Oxley"],
    &["TSR"],
    &["STIR/SHAKEN"],
    &["FCC"],
    &["FTC"],
    &["CAN-SPAM"],
    &["COPPA"],
    &["FERPA"],
    &["CIPA"],
    &["GLBA"],
    &["FDCPA"],
    &["FCRA"],
    &["ECOA"],
    &["TILA"],
    &["RESPA"],
    &["FINRA"],
    &["PIPEDA"],
    &["CASL"],
    &["LGPD"],
    &["PDPA"],
    &["POPIA"],
    &["APPI"],
    &["PIPL"],
    &["BIPA"],
    &["PSD2"],
    &["PSD3"],
    &["SCA"],
    &["AML"],
    &["KYC"],
    &["OFAC"],
    &["BSA"],
    &["FATCA"],
    &["FATF"],
    &["SEPA"],
    &["MiFID II", "MiFID"],
    &["EMIR"],
    &["REMIT"],
    &["Dodd-Frank"],
    &["Basel III"],
    &["Solvency II"],
    &["DORA"],
    &["NIS2", "NIS 2"],
    &["eIDAS"],
    &["DSA", "Digital Services Act"],
    &["DMA", "Digital Markets Act"],
    &["NetzDG"],
    &["EU AI Act", "AI Act", "AI-Act"],
    &["GoBD"],
    &["BaFin"],
    &["AFIR"],
    &["IFRS"],
    &["ISO 27001", "ISO27001", "ISO/IEC 27001"],
    &["ISO 27701"],
    &["ISO 27017"],
    &["ISO 27018"],
    &["ISO 22301"],
    &["ISO 20022"],
    &["ISO 13485"],
    &["ISO 9001"],
    &["IEC 62304"],
    &["IEC 62443"],
    &["21 CFR Part 11"],
    &["GxP"],
    &["HACCP"],
    &["FSMA"],
    &["NIST"],
    &["FedRAMP"],
    &["FISMA"],
    &["CMMC"],
    &["CJIS"],
    &["ITAR"],
    &["NERC CIP"],
    &["TISAX"],
    &["FMCSA"],
    &["ELD Mandate"],
    &["CTIA"],
    &["ePrivacy"],
    &["DNC"],
    &["WCAG"],
    &["ADA"],
    &["Section 508"],
    &["EN 301 549"],
    &["AODA"],
    &["BDSG"],
    &["TDDDG", "TTDSG"],
    &["nDSG", "revDSG"],
    &["PHIPA"],
    &["KVKK"],
    &["FLSA"],
    &["FMLA"],
    &["ERISA"],
    &["OSHA"],
    &["CLIA"],
    &["IVDR"],
    &["HGB"],
    &["US GAAP", "GAAP"],
    &["AMLD5"],
    &["AMLD6"],
    &["KRITIS"],
    &["FIPS 140-2"],
    &["FIPS 140-3"],
    &["SSAE 18"],
    &["ISO 14001"],
    &["ISO 15189"],
    &["ISO 26262"],
    &["ISO 14971"],
    &["RoHS"],
    &["REACH"],
    &["WEEE"],
    &["IMDG"],
    &["CALEA"],
    &["EECC"],
    &["EUDR"],
    &["CSRD"],
    &["CBAM"],
    // The United States
    &["UETA"],
    &["ESIGN Act", "E-SIGN Act", "ESIGN", "E-SIGN"],
    &["FCPA"],
    &["VPPA"],
    &["SOPPA"],
    &["SOPIPA"],
    &["CalOPPA"],
    &["HMDA"],
    &["DFARS"],
    &["StateRAMP"],
    &["23 NYCRR 500", "23 NYCRR Part 500"],
    &["DSCSA"],
    &["42 CFR Part 2"],
    &["NIST SP 800-53"],
    &["NIST SP 800-171"],
    &["NIST CSF"],
    // The European Union and the United Kingdom
    &["UK GDPR"],
    &["PECR"],
    &["EU MDR"],
    &["MiCA"],
    &["SFDR"],
    &["UCITS"],
    &["AIFMD"],
    &["PRIIPs"],
    &["EU ETS"],
    &["GMP Annex 11"],
    &["Cyber Essentials Plus"],
    &["Cyber Essentials"],
    // Germany and Switzerland
    &["KWG"],
    &["GwG"],
    &["ZAG"],
    &["WpHG"],
    &["MaRisk"],
    &["BAIT"],
    &["VAIT"],
    &["UStG"],
    &["EnWG"],
    &["MaBiS"],
    &["ArbZG"],
    &["IfSG"],
    &["KassenSichV"],
    &["BFSG"],
    &["BITV 2.0", "BITV"],
    &["BSIG"],
    &["BSI C5"],
    &["IT-Grundschutz"],
    &["LkSG"],
    // Others
    &["MARPOL"],
    &["STCW"],
    &["IATA DGR"],
    &["CORSIA"],
    &["DO-178C"],
    &["FSSC 22000"],
    &["BRCGS"],
    &["ISAE 3402"],
    &["SWIFT CSP"],
    &["CSA STAR"],
    &["GAMP 5"],
    &["Basel IV"],
];

/// Regimes whose names are also everyday nouns of the trade; they count only at the head of an item.
pub(super) const HEAD_ONLY: &[&str] =
    &["DNC", "FCC", "FTC", "NIST", "KYC", "AML", "PCI DSS", "SCA", "ADA", "DSA", "DMA", "REMIT", "DORA", "SEPA", "BSA", "REACH"];

/// All spellings with the name of their regime, by their first word; the longest first.
static BY_FIRST_WORD: LazyLock<HashMap<&str, Vec<(&str, &str)>>> = LazyLock::new(|| {
    let mut by_word: HashMap<&str, Vec<(&str, &str)>> = HashMap::default();
    for spellings in REGIMES {
        for spelling in *spellings {
            by_word.entry(first_word(spelling)).or_default().push((spelling, spellings[0]));
        }
    }
    by_word.values_mut().for_each(|spellings| spellings.sort_by_key(|(spelling, _)| usize::MAX - spelling.len()));
    by_word
});

/// The name that the model has for a regime, by any of its spellings.
pub(super) fn name(spelling: &str) -> Option<&'static str> {
    let of_word = BY_FIRST_WORD.get(first_word(spelling))?;
    of_word.iter().find(|(known, _)| *known == spelling).map(|(_, name)| *name)
}

/// A known regime as a text spells it.
pub(super) struct Mention {
    pub(super) name: &'static str,
    pub(super) at: usize,
    pub(super) length: usize,
}

/// The known regimes that a text names, each where it does so first.
pub(super) fn mentioned(text: &str) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut inside = false;
    for (at, c) in text.char_indices() {
        if !is_of_word(c) {
            inside = false;
        } else if !std::mem::replace(&mut inside, true) {
            let rest = &text[at..];
            let ends = |spelling: &str| !rest[spelling.len()..].starts_with(is_of_word);
            let spelled = BY_FIRST_WORD.get(first_word(rest)).into_iter().flatten();
            let spelled = spelled.into_iter().find(|(spelling, _)| rest.starts_with(spelling) && ends(spelling));
            if let Some((spelling, name)) = spelled.filter(|(_, name)| found.iter().all(|known| known.name != *name)) {
                found.push(Mention { name, at, length: spelling.len() });
            }
        }
    }
    found
}

fn first_word(text: &str) -> &str {
    &text[..text.find(|c| !is_of_word(c)).unwrap_or(text.len())]
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
