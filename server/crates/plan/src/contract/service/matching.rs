//! Which value goes where: names that mean the same, and conversions between their types.

use specwave_golang::{Type, names};

use super::conversion::conversion;
use super::operand::Operand;
use crate::contract::{Contract, Mapping};

/// Words that say the same as others in names of fields.
const SYNONYMS: &[(&[&str], &[&str])] = &[
    (&["valid", "until"], &["expires", "at"]),
    (&["expiry"], &["expires", "at"]),
    (&["expiration"], &["expires", "at"]),
    (&["expires", "on"], &["expires", "at"]),
    (&["identifier"], &["id"]),
    (&["phone"], &["phone", "number"]),
    (&["start", "time"], &["after"]),
    (&["end", "time"], &["before"]),
    (&["from"], &["after"]),
    (&["since"], &["after"]),
    (&["until"], &["before"]),
    (&["to"], &["before"]),
];

/// How well two names fit; 0 when they do not.
///
/// `context` are words that go without saying, such as those of the entity whose fields are meant.
pub(super) fn likeness(wanted: &str, given: &str, context: &[String]) -> u8 {
    likeness_of_words(&meaning(wanted), &meaning(given), context)
}

fn likeness_of_words(wanted: &[String], given: &[String], context: &[String]) -> u8 {
    if wanted.is_empty() || given.is_empty() {
        return 0;
    }
    if wanted == given {
        return 4;
    }
    let (short_wanted, short_given) = (without(wanted, context), without(given, context));
    if short_wanted == short_given {
        return 3;
    }
    let tail = |long: &[&String], short: &[&String]| short.len() > 1 && long.ends_with(short);
    let sole = |long: &[&String], short: &[&String]| {
        short.len() == 1 && long.len() == 2 && long.ends_with(short) && !is_generic(short[0])
    };
    if tail(&short_wanted, &short_given) || tail(&short_given, &short_wanted) {
        return 2;
    }
    u8::from(sole(&short_wanted, &short_given) || sole(&short_given, &short_wanted))
}

/// Words that say too little to stand for a longer name.
fn is_generic(word: &str) -> bool {
    matches!(word, "id" | "type" | "name" | "at" | "by" | "count" | "status" | "value" | "data" | "version" | "number" | "time")
}

fn meaning(name: &str) -> Vec<String> {
    let words = names::words(name);
    match SYNONYMS.iter().find(|(written, _)| words == *written) {
        Some((_, meant)) => meant.iter().map(|word| (*word).to_owned()).collect(),
        None => words,
    }
}

/// The words without those of the context, but never without all.
fn without<'words>(words: &'words [String], context: &[String]) -> Vec<&'words String> {
    let kept: Vec<&String> = words.iter().filter(|word| !context.contains(word)).collect();
    if kept.is_empty() { words.iter().collect() } else { kept }
}

/// The mapping from what is at hand to a field with the given name and type.
pub(super) fn mapping(contract: &Contract, operands: &[Operand], name: &str, ty: &Type, context: &[String]) -> Option<Mapping> {
    let wanted = meaning(name);
    let mut best: Option<(u8, Mapping)> = None;
    for operand in operands {
        let likeness = likeness_of_words(&wanted, &meaning(&operand.name), context);
        if likeness == 0 || best.as_ref().is_some_and(|(found, _)| *found >= likeness) {
            continue;
        }
        if let Some(conversion) = conversion(contract, &operand.ty, ty) {
            let mapping = Mapping { field: name.to_owned(), from: operand.expression.clone(), conversion };
            best = Some((likeness, mapping));
        }
    }
    best.map(|(_, mapping)| mapping).or_else(|| by_type(operands, name, ty))
}

/// The only value at hand of a type that says enough by itself: anything but basic types, times and identities.
fn by_type(operands: &[Operand], name: &str, ty: &Type) -> Option<Mapping> {
    let base = match ty {
        Type::Slice(inner) | Type::Pointer(inner) => inner,
        ty => ty,
    };
    let telling = matches!(base, Type::Named { package: Some(package), name }
        if matches!(package.as_str(), "values" | "domain") && !matches!(name.as_str(), "UUID" | "Money" | "Decimal"));
    let mut same = operands.iter().filter(|operand| telling && operand.ty == *ty);
    let only = same.next()?;
    same.next().is_none().then(|| Mapping {
        field: name.to_owned(),
        from: only.expression.clone(),
        conversion: crate::contract::Conversion::Same,
    })
}

#[cfg(test)]
mod tests {
    use super::likeness;

    #[test]
    fn names_that_mean_the_same_are_alike() {
        let context = ["consent".to_owned(), "record".to_owned()];
        let cases = [
            ("ExpiresAt", "expires_at", 4),
            ("ExpiresAt", "valid_until", 4),
            ("ID", "consent_id", 3),
            ("ConsentType", "type", 3),
            ("PhoneNumber", "ConsumerPhone", 0),
            ("PhoneNumber", "phone", 4),
            ("Email", "ConsumerEmail", 1),
            ("CallID", "buyer_id", 0),
            ("Status", "payment_status", 0),
            ("CreatedAt", "created_after", 0),
        ];
        for (wanted, given, expected) in cases {
            assert_eq!(likeness(wanted, given, &context), expected, "{wanted} {given}");
        }
    }
}
