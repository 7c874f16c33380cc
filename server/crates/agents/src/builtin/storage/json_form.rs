//! Which Go types JSON can express.

use specwave_golang::Type;
use specwave_plan::contract::Contract;

/// Standard packages whose types that specs use marshal to JSON and back.
const STANDARD: &[&str] = &["big", "json", "net", "netip", "time", "url"];

/// Whether a value of type `ty` comes back unchanged from JSON: functions, channels and interfaces with
/// methods do not.
pub(crate) fn has_json_form(contract: &Contract, ty: &str) -> bool {
    Type::parse(ty).is_some_and(|ty| has_form(contract, &ty))
}

fn has_form(contract: &Contract, ty: &Type) -> bool {
    match ty {
        Type::Named { package: None, name } => !matches!(name.as_str(), "complex64" | "complex128" | "error" | "uintptr"),
        Type::Named { package: Some(package), .. } => contract.package(package).is_some() || STANDARD.contains(&package.as_str()),
        Type::Pointer(inner) | Type::Slice(inner) | Type::Variadic(inner) | Type::Array(_, inner) => has_form(contract, inner),
        Type::Map(key, value) => has_form(contract, key) && has_form(contract, value),
        Type::Channel(..) => false,
        Type::Other(text) => {
            let text: String = text.split_whitespace().collect();
            matches!(text.as_str(), "interface{}" | "struct{}")
        }
    }
}

#[cfg(test)]
mod tests {
    use specwave_plan::contract::{Contract, Package};

    use super::has_json_form;

    #[test]
    fn json_expresses_data_only() {
        let package = |key: &str| Package { key: key.into(), dir: key.into(), name: key.into(), alias: key.into() };
        let contract = Contract { packages: vec![package("values")], ..Contract::default() };
        for ty in ["string", "*time.Time", "map[string]interface{}", "[]values.UUID", "json.RawMessage", "any", "[16]byte"] {
            assert!(has_json_form(&contract, ty), "{ty}");
        }
        for ty in ["chan int", "func() error", "[]chan int", "map[string]func()", "io.Reader", "sync.Mutex", "error", "x y"] {
            assert!(!has_json_form(&contract, ty), "{ty}");
        }
    }
}
