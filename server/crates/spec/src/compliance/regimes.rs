//! How the name of a regime looks that is not in the list of those that are known.

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
    "en", "iso", "iec", "gcp", "gmp", "glp",
];

/// Last words of the names of laws.
const LAWS: &[&str] = &[
    "act",
    "directive",
    "regulation",
    "regulations",
    "law",
    "package",
    "ordinance",
    "statute",
    "convention",
    "treaty",
    "accord",
];

/// Words behind the name of who grants or demands something.
const GRANTED: &[&str] = &["accreditation", "accredited", "certification", "certified", "checklist", "guideline", "guidelines"];

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
    let named = is_law(name) || is_standard || abbreviated || is_of_union(&words) || is_versioned(name);
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

/// Bodies that set standards.
const BODIES: &[&str] = &["ISO", "ISO/IEC", "IEC", "EN", "BS", "UL", "ETSI", "DIN", "ANSI", "NFPA"];

/// Whether a name begins with a body that sets standards and a number: `EN 14846`, `ISO 15189`.
pub(super) fn is_standard(name: &str) -> bool {
    let mut words = name.split_whitespace();
    let by_body = words.next().is_some_and(|body| BODIES.contains(&body));
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
            || (["resolution", "annex"].contains(&ending.as_str()) && named.len() > 1 && is_abbreviation(first))
    } else {
        LAWS.contains(&ending.as_str()) || (named.len() > 2 && name.ends_with(" General Conditions"))
    };
    let before = named.len().checked_sub(2).and_then(|at| named.get(at)).map(lower).unwrap_or_default();
    let of_code = ending == "code" && CODED.contains(&before.as_str());
    let of_conduct = words.windows(2).skip(1).any(|pair| pair == ["Code", "of"]) && *first != "Code" && words.len() > 3;
    named.len() > 1
        && (of_law || of_code || of_conduct)
        && words.iter().all(|word| is_capital(word) || (is_section && word == last))
}

/// A published standard with its version: "IAB Podcast Measurement 2.2".
pub(super) fn is_versioned(name: &str) -> bool {
    let mut words = name.split(' ');
    let by_body = words.next().is_some_and(is_abbreviation);
    let version = name.rsplit(' ').next().is_some_and(|last| last.contains('.') && is_number(last));
    by_body && version && words.count() > 1 && name.split(' ').all(|word| is_capital(word) || is_number(word))
}

/// The name that a text begins with whose words are all capital: "Ofcom General Conditions (C7)".
pub(super) fn proper(text: &str) -> Option<&str> {
    let text = text.trim_matches(['*', '`', ' ']);
    let name = text.split(" (").next()?.trim_end_matches(['*', '`', ' ']);
    let words = name.split(' ').count();
    let plain = |word: &str| is_capital(word) && word.chars().all(|c| c.is_alphanumeric() || "-/&.".contains(c));
    let is_name = name.starts_with(char::is_uppercase) && name.split(' ').all(|word| plain(word) || is_number(word));
    (is_name && (2..=6).contains(&words)).then_some(name)
}

fn is_capital(word: &str) -> bool {
    word.chars().take(2).any(char::is_uppercase) || ["of", "on", "the", "and"].contains(&word)
}

/// Three letters or more, half of them capitals, and no abbreviation of the trade.
fn is_abbreviation(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let plain = word.trim_end_matches('+').chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '&' | '.'));
    let upper = word.to_uppercase();
    let known = OTHERS.contains(&upper.as_str()) || OTHERS.contains(&upper.trim_end_matches('S'));
    plain && letters >= 3 && (capitals * 2 >= letters || is_german(word)) && !known
}

/// `TrinkwV`, `ArbZG`: laws and ordinances of German-speaking countries are called by parts of their words.
fn is_german(word: &str) -> bool {
    let law = word.ends_with(['G', 'V', 'O']) && word.len() <= 11;
    law && word.starts_with(|c: char| c.is_ascii_uppercase()) && word.chars().any(|c| c.is_ascii_lowercase())
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
