//! Go for the conversions of the contract: as expressions, as function values, and as calls that may fail.

use specwave_plan::contract::{Contract, Conversion};

use super::go_values;
use super::renderer::go_type;

/// Writes conversions inside one package.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Conversions<'a> {
    pub(crate) contract: &'a Contract,
    /// Key of the package that is written.
    pub(crate) package: &'a str,
}

impl Conversions<'_> {
    /// The value of `from` after a conversion that cannot fail.
    pub(crate) fn expression(self, from: &str, conversion: &Conversion) -> String {
        match conversion {
            Conversion::Same => from.to_owned(),
            Conversion::Cast(ty) => format!("{}({from})", self.go(ty)),
            Conversion::Call(function) => format!("{}({from})", self.go(function)),
            Conversion::Method(method) => format!("{from}.{method}()"),
            Conversion::Zero(ty) => go_values::zero(self.contract, self.package, ty),
            Conversion::Constant(constant) => self.go(constant),
            Conversion::FromNow(unit) => format!("fromNow({from}, {unit})"),
            Conversion::Address(inner) => self.expression(&format!("&{from}"), inner),
            Conversion::Each(inner) => self.wrapped("each", from, inner),
            Conversion::Optional(inner) => match inner.as_ref() {
                Conversion::FromNow(unit) => format!("optionalFromNow({from}, {unit})"),
                inner => self.wrapped("optional", from, inner),
            },
            Conversion::Value(inner) => match inner.as_ref() {
                Conversion::Same => format!("valueOf({from})"),
                inner => format!("valueOf({})", self.wrapped("optional", from, inner)),
            },
            Conversion::Pointer(inner) => self.pointer(from, inner),
            Conversion::IfSet(inner) => self.expression(from, inner),
            Conversion::List(_) => format!("splitList({from})"),
            Conversion::Parse(function) => format!("{}({from})", self.go(function)),
        }
    }

    /// A pointer to the converted value; `nil` for the zero value of what a caller may have left out.
    fn pointer(self, from: &str, inner: &Conversion) -> String {
        let values = go_values::qualifier(self.contract, self.package, "values");
        match inner {
            Conversion::Constant(constant) => format!("{values}Pointer({})", self.go(constant)),
            Conversion::FromNow(unit) => format!("fromNowIfSet({from}, {unit})"),
            Conversion::Same if may_be_left_out(from) => format!("pointerUnlessZero({from})"),
            Conversion::Same => format!("{values}Pointer({from})"),
            inner if may_be_left_out(from) => format!("optional(pointerUnlessZero({from}), {})", self.function(inner)),
            inner => format!("{values}Pointer({})", self.expression(from, inner)),
        }
    }

    fn wrapped(self, helper: &str, from: &str, inner: &Conversion) -> String {
        if *inner == Conversion::Same {
            return from.to_owned();
        }
        format!("{helper}({from}, {})", self.function(inner))
    }

    /// The conversion as a function value; type parameters are inferred where it is passed on.
    pub(crate) fn function(self, conversion: &Conversion) -> String {
        match conversion {
            Conversion::Call(function) | Conversion::Parse(function) => self.go(function),
            Conversion::Cast(ty) if ty == "string" => "asText".to_owned(),
            Conversion::Cast(ty) => format!("asNumber[{}]", self.go(ty)),
            Conversion::Method(_) => "inWords".to_owned(),
            Conversion::Value(inner) if **inner == Conversion::Same => "valueOf".to_owned(),
            Conversion::Address(inner) => format!("byAddress({})", self.function(inner)),
            Conversion::List(inner) if **inner == Conversion::Same => "splitTexts".to_owned(),
            Conversion::List(inner) => format!("listOf({})", self.function(inner)),
            Conversion::IfSet(inner) => self.function(inner),
            Conversion::Each(inner) | Conversion::Optional(inner) | Conversion::Pointer(inner) => {
                format!("eachOf({})", self.function(inner))
            }
            Conversion::Same | Conversion::Value(_) | Conversion::Zero(_) | Conversion::Constant(_) | Conversion::FromNow(_) => {
                "unchanged".to_owned()
            }
        }
    }

    /// A call that gives the converted value and an error.
    pub(crate) fn fallible(self, from: &str, conversion: &Conversion) -> String {
        match conversion {
            Conversion::Each(inner) => format!("eachParsed({from}, {})", self.function(inner)),
            Conversion::Optional(inner) => format!("optionalParsed({from}, {})", self.function(inner)),
            Conversion::Pointer(inner) => format!("optionalParsed(pointerUnlessZero({from}), {})", self.function(inner)),
            Conversion::Value(inner) => format!("valueParsed({from}, {})", self.function(inner)),
            conversion => format!("{}({from})", self.function(conversion)),
        }
    }

    /// The converted value of a DTO's field, with refusals noted in `p` under the field's key.
    pub(crate) fn collected(self, key: &str, from: &str, conversion: &Conversion) -> String {
        let call =
            |helper: &str, from: &str, inner: &Conversion| format!("{helper}(&p, \"{key}\", {from}, {})", self.function(inner));
        match conversion {
            conversion if !conversion.is_fallible() => self.expression(from, conversion),
            Conversion::Each(inner) => call("parsedEach", from, inner),
            Conversion::Optional(inner) => call("parsedOptional", from, inner),
            Conversion::Pointer(inner) => call("parsedPointer", from, inner),
            Conversion::IfSet(inner) => call("parsedIfSet", from, inner),
            Conversion::Value(inner) => call("parsedValue", from, inner),
            Conversion::List(inner) => call("parsedEach", &format!("splitList({from})"), inner),
            conversion => call("parsed", from, conversion),
        }
    }

    /// A name with a package key as it reads here.
    pub(crate) fn go(self, name: &str) -> String {
        go_type(self.contract, self.package, name)
    }
}

/// Whether an expression is a field of an input rather than something that is there for certain.
fn may_be_left_out(from: &str) -> bool {
    from.contains('.') && !["record.", "time.", "from.", "values.", "result"].iter().any(|certain| from.starts_with(certain))
}
