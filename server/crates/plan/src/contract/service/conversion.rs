//! How a value of one type becomes a value of another.

use specwave_golang::Type;

use crate::contract::{Contract, Conversion, ValueKind};

/// The conversion between two contract types; `None` where there is none that keeps the meaning.
pub(in crate::contract) fn conversion(contract: &Contract, from: &Type, to: &Type) -> Option<Conversion> {
    if from == to || is_any(to) {
        return Some(Conversion::Same);
    }
    match (from, to) {
        (Type::Pointer(from), Type::Pointer(to)) => {
            Some(Conversion::Optional(Box::new(Conversion::Same))).filter(|_| from == to).or_else(|| {
                let inner = conversion(contract, from, to)?;
                Some(Conversion::Optional(Box::new(inner)))
            })
        }
        (Type::Variadic(from), Type::Slice(to)) if from == to => Some(Conversion::Same),
        (Type::Variadic(from), Type::Slice(to)) | (Type::Slice(from), Type::Slice(to)) => {
            Some(Conversion::Each(Box::new(conversion(contract, from, to)?)))
        }
        (from, Type::Pointer(to)) => Some(Conversion::Pointer(Box::new(conversion(contract, from, to)?))),
        (Type::Pointer(from), to) => Some(Conversion::Value(Box::new(conversion(contract, from, to)?))),
        (Type::Named { package: None, name }, to) if name == "string" => from_text(contract, to),
        (from, Type::Named { package: None, name }) if name == "string" => to_text(contract, from),
        (Type::Named { .. }, Type::Named { .. }) => between_named(contract, from, to),
        _ => None,
    }
}

fn is_any(ty: &Type) -> bool {
    matches!(ty, Type::Named { package: None, name } if name == "any")
}

fn from_text(contract: &Contract, to: &Type) -> Option<Conversion> {
    let Type::Named { package: Some(package), name } = to else { return None };
    let parse = |function: &str| Some(Conversion::Parse(format!("{package}.{function}")));
    match (package.as_str(), name.as_str()) {
        ("time", "Duration") => parse("ParseDuration"),
        ("values", "UUID" | "Decimal") => parse(&format!("Parse{name}")),
        ("values", "PhoneNumber" | "Email") => parse(&format!("New{name}")),
        _ => match kind(contract, package, name)? {
            ValueKind::Enum { .. } => parse(&format!("Parse{name}")),
            ValueKind::Named { underlying } if underlying == "string" => parse(&format!("New{name}")),
            _ => None,
        },
    }
}

fn to_text(contract: &Contract, from: &Type) -> Option<Conversion> {
    let Type::Named { package: Some(package), name } = from else { return None };
    match (package.as_str(), name.as_str()) {
        ("time", "Duration" | "Month" | "Weekday") | ("values", "UUID" | "Decimal" | "PhoneNumber" | "Email" | "Money") => {
            Some(Conversion::Method("String".to_owned()))
        }
        _ => match kind(contract, package, name)? {
            ValueKind::Enum { .. } => Some(Conversion::Cast("string".to_owned())),
            ValueKind::Named { underlying } if underlying == "string" => Some(Conversion::Cast("string".to_owned())),
            _ => None,
        },
    }
}

fn between_named(contract: &Contract, from: &Type, to: &Type) -> Option<Conversion> {
    if let (Some(_), Some(_)) = (number(from), number(to)) {
        return Some(Conversion::Cast(to.to_string()));
    }
    if let (Type::Named { package: Some(package), name }, Some(_)) = (to, number(from)) {
        let Some(ValueKind::Named { underlying }) = kind(contract, package, name) else { return None };
        return (from.to_string() == *underlying).then(|| Conversion::Parse(format!("{package}.New{name}")));
    }
    if let (Type::Named { package: Some(package), name }, Some(_)) = (from, number(to)) {
        let Some(ValueKind::Named { underlying }) = kind(contract, package, name) else { return None };
        return number(&Type::parse(underlying)?).map(|_| Conversion::Cast(to.to_string()));
    }
    None
}

/// The name of a predeclared number type.
fn number(ty: &Type) -> Option<&str> {
    let Type::Named { package: None, name } = ty else { return None };
    let is_number = name.starts_with("int") || name.starts_with("uint") || name.starts_with("float");
    (is_number || matches!(name.as_str(), "byte" | "rune")).then_some(name)
}

pub(super) fn kind<'contract>(contract: &'contract Contract, package: &str, name: &str) -> Option<&'contract ValueKind> {
    contract.values.iter().find(|value| value.package == package && value.name == name).map(|value| &value.kind)
}

impl Conversion {
    /// Whether it can fail while the program runs.
    #[must_use]
    pub fn is_fallible(&self) -> bool {
        match self {
            Self::Parse(_) => true,
            Self::Same
            | Self::Cast(_)
            | Self::Call(_)
            | Self::Method(_)
            | Self::Zero(_)
            | Self::Constant(_)
            | Self::FromNow(_) => false,
            Self::Optional(inner)
            | Self::Pointer(inner)
            | Self::Value(inner)
            | Self::Each(inner)
            | Self::IfSet(inner)
            | Self::List(inner)
            | Self::Address(inner) => inner.is_fallible(),
        }
    }
}

#[cfg(test)]
mod tests {
    use specwave_golang::Type;

    use super::conversion;
    use crate::contract::{Contract, EnumConstant, Origin, Value, ValueKind};

    #[test]
    fn types_with_the_same_meaning_convert() {
        let value = |name: &str, kind| Value {
            name: name.to_owned(),
            package: "values".to_owned(),
            file: String::new(),
            doc: String::new(),
            kind,
            exists: false,
            origin: Origin::default(),
        };
        let constants = vec![EnumConstant { name: "ChannelVoice".to_owned(), value: "voice".to_owned() }];
        let values = vec![
            value("Channel", ValueKind::Enum { constants }),
            value("Score", ValueKind::Named { underlying: "float64".to_owned() }),
        ];
        let contract = Contract { values, ..Contract::default() };
        let cases = [
            ("string", "string", Some("Same")),
            ("string", "values.UUID", Some("Parse(\"values.ParseUUID\")")),
            ("values.Channel", "string", Some("Cast(\"string\")")),
            ("[]string", "[]values.Channel", Some("Each(Parse(\"values.ParseChannel\"))")),
            ("*string", "*values.Channel", Some("Optional(Parse(\"values.ParseChannel\"))")),
            ("string", "*values.Channel", Some("Pointer(Parse(\"values.ParseChannel\"))")),
            ("int", "int64", Some("Cast(\"int64\")")),
            ("float64", "values.Score", Some("Parse(\"values.NewScore\")")),
            ("values.Score", "float64", Some("Cast(\"float64\")")),
            ("map[string]string", "any", Some("Same")),
            ("bool", "string", None),
            ("chan int", "int", None),
        ];
        for (from, to, expected) in cases {
            let (from, to) = (Type::parse(from).unwrap(), Type::parse(to).unwrap());
            let found = conversion(&contract, &from, &to).map(|conversion| format!("{conversion:?}"));
            assert_eq!(found.as_deref(), expected, "{from} → {to}");
        }
    }
}
