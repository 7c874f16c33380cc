//! Types that fenced TypeScript, Python, Go, Java, Kotlin, C# and Prisma declare, read tolerantly: what is not understood is passed over.

mod go;
mod jvm;
mod prisma;
mod python;
mod tokens;
mod types;
mod typescript;

use specwave_source::Span;

use super::declare::has_identity;
use crate::model::{EnumValue, Field, Located, Operation};

/// A declared type.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Declaration {
    pub(super) name: Located<String>,
    pub(super) doc: String,
    /// What it extends, implements or is made of.
    pub(super) bases: Vec<String>,
    pub(super) fields: Vec<Field>,
    pub(super) methods: Vec<Operation>,
    /// Values of an enumeration.
    pub(super) values: Vec<EnumValue>,
    /// What it is one of, told apart by a tag: `| { type: 'OrderPlaced'; … }`.
    pub(super) variants: Vec<Declaration>,
    /// What its constructor is given.
    pub(super) given: Vec<Located<String>>,
    /// What its constructor is given and others see: `class Order(val id: UUID)`.
    pub(super) properties: Vec<Field>,
    /// Whether a mark says that one of its fields is its identity: `@Id`.
    pub(super) keyed: bool,
}

/// A class that does nothing, or has an identity, has what its constructor is given as its fields.
fn with_properties(mut declaration: Declaration) -> Declaration {
    let Declaration { name, properties, fields, methods, .. } = &mut declaration;
    if methods.is_empty() || has_identity(&name.value, properties) {
        fields.splice(0..0, properties.drain(..));
    }
    declaration
}

/// Whether a fence without a language begins as TypeScript does: `interface Orders {`.
fn opens_interface(code: &str) -> bool {
    let first = code.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with("//")).unwrap_or_default();
    ["interface ", "export interface "].iter().any(|start| first.starts_with(start)) && first.ends_with('{')
}

/// The types that a fence in `language` declares; `None` if it is no language with types that is read here.
pub(super) fn read(language: &str, text: &str, content: Span) -> Option<Vec<Declaration>> {
    let code = &text[content.start..content.end];
    let declarations = match language {
        "ts" | "typescript" | "tsx" | "javascript" | "js" => typescript::read(code, content.start),
        "py" | "python" | "python3" => python::read(code, content.start),
        "go" | "golang" => go::read(code, content.start),
        "java" | "kotlin" | "kt" | "csharp" | "cs" | "c#" => jvm::read(code, content.start),
        "prisma" => prisma::read(code, content.start),
        "" if opens_interface(code) => typescript::read(code, content.start),
        _ => return None,
    };
    Some(declarations.into_iter().map(with_properties).collect())
}
