//! Regimes by name, and how a name that is not in the list looks.

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
];

/// Regimes whose names are also everyday nouns of the trade; they count only at the head of an item.
pub(super) const HEAD_ONLY: &[&str] =
    &["DNC", "FCC", "FTC", "NIST", "KYC", "AML", "PCI DSS", "SCA", "ADA", "DSA", "DMA", "REMIT", "DORA", "SEPA", "BSA", "REACH"];

/// Abbreviations of the trade that name no regime.
const OTHERS: &[&str] = &[
    "PII", "PHI", "SPI", "API", "APIS", "RBAC", "ABAC", "MFA", "2FA", "TLS", "MTLS", "SSL", "AES", "RSA", "HMAC", "SHA", "KMS",
    "HSM", "DPO", "DPIA", "DPA", "SLA", "SLO", "URL", "SQL", "AWS", "GCP", "VPN", "SSO", "OIDC", "JWT", "UUID", "DLP", "WORM",
    "PDF", "CSV", "JSON", "XML", "NTP", "HTTP", "HTTPS", "SMS", "IVR", "SAML", "OAUTH", "CORS", "CSRF", "XSS", "SBOM", "SIEM",
    "IP", "ID", "IDS", "QA", "UI", "UX", "DB", "TTL", "CI", "CD", "DSAR", "DSR", "SAR", "GPS", "RTO", "RPO", "VAT", "MUST",
    "SHALL", "SHOULD", "NOT", "NO", "TODO", "TBD", "SAAS", "PAAS", "IAAS", "EPHI", "MVP", "KPI", "OKR", "ROI", "FAQ", "TOS",
    "EULA", "OK", "YES", "ALL", "CRITICAL", "HIGH", "MEDIUM", "LOW", "REQUIRED", "NONE", "FULL", "OPTIONAL", "PENDING", "DRAFT",
    "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "RFC", "REST", "SOLID", "FHIR", "HL7", "OCPP", "OCPI", "UTF-8", "EDI",
    "CRUD", "CQRS", "ACID", "DDD", "TDD", "AES-256", "AES-128", "SHA-256", "EARS", "SEMVER", "ASCII", "GRPC", "MQTT", "AMQP",
];

/// Numbers of standards for how dates, countries, currencies and languages are written.
const NOTATIONS: &[&str] = &["8601", "3166", "3166-1", "4217", "639", "639-1"];

/// Words that stand beside the abbreviation in the name of a regime.
const BESIDE: &[&str] = &[
    "part", "article", "art", "title", "section", "type", "level", "chapter", "annex", "reg", "the", "of", "eu", "uk", "us",
    "en", "iso", "iec",
];

/// Last words of the names of laws.
const LAWS: &[&str] = &["act", "directive", "regulation", "regulations", "law", "package", "ordinance", "statute"];

/// Words behind the name of who grants or demands something.
const GRANTED: &[&str] = &["accreditation", "accredited", "certification", "certified", "checklist", "guideline", "guidelines"];

/// The name that the model has for a regime, by any of its spellings.
pub(super) fn known(spelling: &str) -> Option<&'static str> {
    let of_regime = REGIMES.iter().find(|spellings| spellings.contains(&spelling))?;
    of_regime.first().copied()
}

/// The name of a regime that heads an item without being in the list: `HITECH`, `Working Time Directive`.
pub(super) fn named(label: &str) -> Option<&str> {
    let label = label.split(" (").next()?.trim();
    let mut words: Vec<&str> = label.split_whitespace().collect();
    // "CAP accreditation checklist GEN.40505" is what CAP asks for.
    if words.first().is_some_and(|first| is_abbreviation(first)) && words.get(1).is_some_and(|next| GRANTED.contains(next)) {
        words.truncate(1);
    }
    // "BBiG § 13 no. 7" is one paragraph of the law.
    if let Some(cited) = words.iter().skip(1).position(|word| ["§", "§§", "Art.", "Article"].contains(word)) {
        words.truncate(cited + 1);
    }
    while let Some(last) = words.last() {
        let about = ["compliance", "compliant", "requirements", "requirement", "rules", "obligations", "reporting", "code"];
        // "EU Blood Directive 2002/98/EC"
        let of_law = words.len() > 2 && LAWS.contains(&words[words.len() - 2].to_lowercase().as_str());
        // "ATEX 2014/34/EU"
        let of_short = words.len() == 2 && is_abbreviation(words[0]);
        let is_reference = (of_law || of_short) && is_reference(last);
        let whole = &label[..last.as_ptr() as usize - label.as_ptr() as usize + last.len()];
        if is_law(whole) || (!about.contains(&last.to_lowercase().as_str()) && !is_reference) {
            break;
        }
        words.pop();
    }
    let name = &label[..words.last().map_or(0, |last| last.as_ptr() as usize - label.as_ptr() as usize + last.len())];
    if words.get(1).is_some_and(|number| NOTATIONS.contains(number)) {
        return None;
    }
    let is_standard = is_standard(name);
    let abbreviated = words.iter().any(|word| is_abbreviation(word))
        && words
            .iter()
            .all(|word| is_abbreviation(word) || is_number(word) || BESIDE.contains(&word.to_lowercase().trim_end_matches('.')));
    let named = is_law(name) || is_standard || abbreviated || is_of_union(&words);
    (words.len() <= 5 && !words.is_empty() && named).then_some(name)
}

/// "EU Annex 11", "EC 178/2002": what the European Union has numbered.
fn is_of_union(words: &[&str]) -> bool {
    match words {
        ["EU" | "EC", number] => is_reference(number),
        ["EU", "Annex" | "GMP", number] | ["EU", "GMP", "Annex", number] => is_number(number),
        _ => false,
    }
}

/// The number of a law: `2002/98/EC`.
fn is_reference(word: &str) -> bool {
    word.contains('/') && word.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a name begins with a body that sets standards and a number: `EN 14846`, `ISO 15189`.
pub(super) fn is_standard(name: &str) -> bool {
    let mut words = name.split_whitespace();
    let by_body = words.next().is_some_and(|body| ["ISO", "ISO/IEC", "IEC", "EN", "BS", "UL", "ETSI", "DIN"].contains(&body));
    by_body && words.next().is_some_and(|number| is_number(number) && number.len() > 2 && !NOTATIONS.contains(&number))
}

/// What codes of law are about: the California Labor Code, and no QR code.
const CODED: &[&str] = &[
    "building",
    "business",
    "civil",
    "commercial",
    "criminal",
    "education",
    "electrical",
    "electric",
    "family",
    "fire",
    "government",
    "health",
    "insurance",
    "labor",
    "labour",
    "penal",
    "plumbing",
    "press",
    "safety",
    "tax",
    "trade",
    "vehicle",
    "water",
];

/// Endings of the names of laws in German, which are one word.
const GERMAN_LAWS: &[&str] = &["gesetz", "gesetzbuch", "verordnung", "recht", "richtlinie"];

/// Whether a name ends as those of laws do: `Toll Collection Act`, `Labor Code 510`, `Code of Professional Conduct`.
pub(super) fn is_law(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let lower = |word: &&str| word.to_lowercase();
    let [first, .., last] = words.as_slice() else {
        return name.chars().count() > 8 && is_capital(name) && GERMAN_LAWS.iter().any(|ending| name.ends_with(ending));
    };
    let is_section = last.starts_with(|c: char| c.is_ascii_digit()) && last.len() <= 6 && !last.contains(['/', ':']);
    let named = if is_section { &words[..words.len() - 1] } else { &words };
    let ending = named.last().map(lower).unwrap_or_default();
    let of_law = if is_section {
        ["act", "law", "ordinance", "regulations", "statute"].contains(&ending.as_str())
    } else {
        LAWS.contains(&ending.as_str())
    };
    let before = named.len().checked_sub(2).and_then(|at| named.get(at)).map(lower).unwrap_or_default();
    let of_code = ending == "code" && CODED.contains(&before.as_str());
    let of_conduct = words.windows(2).skip(1).any(|pair| pair == ["Code", "of"]) && *first != "Code" && words.len() > 3;
    named.len() > 1
        && (of_law || of_code || of_conduct)
        && words.iter().all(|word| is_capital(word) || (is_section && word == last))
}

fn is_capital(word: &str) -> bool {
    word.starts_with(|c: char| c.is_uppercase()) || ["of", "on", "the", "and"].contains(&word)
}

/// Three letters or more, half of them capitals, and no abbreviation of the trade.
fn is_abbreviation(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let plain = word.trim_end_matches('+').chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '&' | '.'));
    let upper = word.to_uppercase();
    let known = OTHERS.contains(&upper.as_str()) || OTHERS.contains(&upper.trim_end_matches('S'));
    plain && letters >= 3 && capitals * 2 >= letters && !known
}

fn is_number(word: &str) -> bool {
    let roman = |part: &str| part.chars().all(|c| "IVX".contains(c));
    let plain = |part: &str| part.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '§'));
    word.split('/').all(|part| plain(part) || roman(part)) || is_designation(word)
}

/// `E6(R2)`: the letter, the number and the revision of a guideline.
fn is_designation(word: &str) -> bool {
    let base = word.split_once("(R").filter(|(_, revision)| revision.ends_with(')')).map_or(word, |(base, _)| base);
    let digits = base.strip_prefix(|c: char| c.is_ascii_uppercase()).unwrap_or_default();
    (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn names_of_regimes_look_like_names() {
        let cases = [
            ("HITECH", Some("HITECH")),
            ("NetzDG compliance", Some("NetzDG")),
            ("EU Mobility Package", Some("EU Mobility Package")),
            ("Working Time Directive", Some("Working Time Directive")),
            ("Data Protection Act 2018", Some("Data Protection Act 2018")),
            ("Ed Law 2-d", Some("Ed Law 2-d")),
            ("California Labor Code 510", Some("California Labor Code 510")),
            ("Money Laundering Regulations 2017", Some("Money Laundering Regulations 2017")),
            ("ATEX 2014/34/EU", Some("ATEX")),
            ("IMDG Code", Some("IMDG")),
            ("Vets Code of Professional Conduct", Some("Vets Code of Professional Conduct")),
            ("QR Code", None),
            ("Press Code", Some("Press Code")),
            ("BBiG § 13 no. 7, the duty to keep records", Some("BBiG")),
            ("SOLAS VI/2 (VGM)", Some("SOLAS VI/2")),
            ("EU Annex 11", Some("EU Annex 11")),
            ("ICH E6(R2)", Some("ICH E6(R2)")),
            ("EC 178/2002", Some("EC 178/2002")),
            ("GMP+", Some("GMP+")),
            ("EU only", None),
            ("Starter Package 2", None),
            ("ISO 14001", Some("ISO 14001")),
            ("JCI accreditation chapter 4", Some("JCI")),
            ("MFA certification of staff", None),
            ("Audit", None),
            ("PII handling", None),
            ("Data Retention", None),
            ("API", None),
            ("Self-Contained", None),
            ("PostgreSQL", None),
            ("Encryption of PHI", None),
        ];
        for (label, expected) in cases {
            assert_eq!(named(label), expected, "{label}");
        }
    }
}
