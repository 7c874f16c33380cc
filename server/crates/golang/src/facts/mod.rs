//! What one Go file declares, with the span of every fact.

mod declarations;
mod effects;
mod functions;
mod header;
mod pieces;
mod raised;
mod salvage;
mod shift;
mod shrink;

pub use pieces::pieces;
pub use salvage::{join, read, read_declarations, read_piece};

use ecow::EcoString;
use serde::{Deserialize, Serialize};
use specwave_source::Span;

/// A name and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// The text.
    pub text: EcoString,
    /// Its place.
    pub span: Span,
}

/// What a Go text declares, in the order of the text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The file path in a comment above the package clause (`// internal/domain/consent/consent.go`).
    pub path: Option<Name>,
    /// The build constraint above the package clause (`linux && !cgo`).
    pub build: Option<Name>,
    /// Whether a comment above the package clause says that a program wrote the file.
    pub is_generated: bool,
    /// The package clause's name.
    pub package: Option<Name>,
    /// Import declarations.
    pub imports: Vec<ImportSpec>,
    /// Type declarations.
    pub types: Vec<TypeDecl>,
    /// Constants.
    pub constants: Vec<Constant>,
    /// Package-level variables.
    pub variables: Vec<Name>,
    /// Functions and methods.
    pub functions: Vec<Func>,
    /// Composite literals that are handed to something that raises or publishes an event.
    pub raised: Vec<Literal>,
    /// Comments at the top level that start a group or stand alone, without their marks.
    pub comments: Vec<Name>,
    /// Places the parser could not make sense of.
    pub errors: Vec<SyntaxError>,
}

impl Facts {
    /// Names that the file declares at package level.
    pub fn package_level(&self) -> impl Iterator<Item = &str> {
        let types = self.types.iter().map(|declared| &declared.name);
        let constants = self.constants.iter().map(|declared| &declared.name);
        let functions = self.functions.iter().filter(|declared| declared.receiver.is_none()).map(|declared| &declared.name);
        types.chain(constants).chain(&self.variables).chain(functions).map(|name| name.text.as_str())
    }
}

/// One imported package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportSpec {
    /// The name it is given here, if any.
    pub alias: Option<EcoString>,
    /// Import path, and where it stands.
    pub path: Name,
}

/// A type declaration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeDecl {
    /// The type's name.
    pub name: Name,
    /// The comment above it.
    pub doc: EcoString,
    /// What it is.
    pub kind: TypeKind,
    /// The whole declaration.
    pub span: Span,
}

/// What a declared type is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TypeKind {
    /// A struct with its fields.
    Struct(Vec<StructField>),
    /// An interface with its methods.
    Interface {
        /// Methods in order.
        methods: Vec<Func>,
        /// Embedded interfaces as written.
        embedded: Vec<EcoString>,
    },
    /// Any other type expression, as written (`string`, `map[string]int`).
    Other(EcoString),
}

/// A field of a struct.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StructField {
    /// Its name; the type's last name for an embedded field.
    pub name: Name,
    /// Its type as written.
    pub ty: EcoString,
    /// The tag without its quotes.
    pub tag: EcoString,
    /// The comment behind it on the same line.
    pub comment: EcoString,
    /// Whether it is embedded.
    pub embedded: bool,
}

/// A constant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constant {
    /// Its name.
    pub name: Name,
    /// Its type: written, or carried on from the constant above in an `iota` group; empty if untyped.
    pub ty: EcoString,
    /// Its value as written; empty if implied.
    pub value: EcoString,
}

/// A function, a method, or a method of an interface.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Func {
    /// Its name.
    pub name: Name,
    /// The receiver, if it is a method of a named type.
    pub receiver: Option<Box<Receiver>>,
    /// What it takes and gives.
    pub signature: Signature,
    /// The comment above it, or behind it on the same line.
    pub doc: EcoString,
    /// What is known of its body, if anything is.
    pub body: Option<Box<Body>>,
    /// The whole declaration.
    pub span: Span,
}

/// Parameters and results. Modules have very many of them, so both share one list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    both: Box<[Parameter]>,
    /// How many of them are parameters.
    params: u32,
}

/// The body of a function.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Its text with the braces, where texts of bodies are read.
    pub text: Option<Name>,
    /// What of its receiver it assigns to.
    pub changes: Vec<Name>,
    /// Contexts that it begins anew, as they are called.
    pub new_contexts: Vec<Name>,
}

/// The receiver of a method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receiver {
    /// The variable; may be empty.
    pub name: EcoString,
    /// The type without pointer and type arguments.
    pub ty: EcoString,
    /// Whether it is a pointer.
    pub pointer: bool,
}

/// A parameter or result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter {
    /// Its name; empty if none is given.
    pub name: EcoString,
    /// Its type as written, with `...` for a variadic one.
    pub ty: EcoString,
}

/// A composite literal of a named type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Literal {
    /// The type as written (`ConsentRevokedEvent`, `audit.APICallEvent`).
    pub ty: Name,
    /// Keys and values as written.
    pub fields: Vec<(Name, EcoString)>,
    /// Method that the literal was given to.
    pub given_to: EcoString,
}

/// A place the parser could not make sense of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyntaxError {
    /// Where.
    pub span: Span,
    /// What is wrong there.
    pub message: String,
}
