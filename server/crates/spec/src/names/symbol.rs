//! What a name stands for, and where it stands.

use specwave_source::Span;

/// Which symbol of an index; an index into [`Names::symbols`](super::Names::symbols).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SymbolId(pub(super) usize);

/// What a name is declared as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SymbolKind {
    /// A thing with an identity.
    Entity,
    /// A value object or an enumeration.
    ValueObject,
    /// One value of an enumeration.
    EnumValue,
    /// A domain event.
    Event,
    /// A service.
    Service,
    /// A repository.
    Repository,
    /// An interface that is neither service nor repository.
    Interface,
    /// A request, a response or another plain struct.
    Struct,
    /// Any other Go type.
    Type,
    /// A field of a struct.
    Field,
    /// An operation of a service or repository, or a method.
    Operation,
    /// A free Go function.
    Function,
    /// A constant or a package-level variable.
    Constant,
    /// An endpoint, named `METHOD /path`.
    Endpoint,
    /// An SQL table.
    Table,
    /// A compliance regime.
    Regime,
    /// A requirement, a criterion or a story by its number: `FR-001`, `3.1`, `US1`.
    Requirement,
    /// An entry of a task list by its number.
    ListedTask,
}

impl SymbolKind {
    /// The words that people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Entity => "entity",
            Self::ValueObject => "value object",
            Self::EnumValue => "enumeration value",
            Self::Event => "event",
            Self::Service => "service",
            Self::Repository => "repository",
            Self::Interface => "interface",
            Self::Struct => "struct",
            Self::Type => "type",
            Self::Field => "field",
            Self::Operation => "operation",
            Self::Function => "function",
            Self::Constant => "constant",
            Self::Endpoint => "endpoint",
            Self::Table => "table",
            Self::Regime => "compliance regime",
            Self::Requirement => "requirement",
            Self::ListedTask => "listed task",
        }
    }

    /// Whether it is a type of Go.
    #[must_use]
    pub fn is_type(self) -> bool {
        match self {
            Self::Entity
            | Self::ValueObject
            | Self::Event
            | Self::Service
            | Self::Repository
            | Self::Interface
            | Self::Struct
            | Self::Type => true,
            Self::EnumValue
            | Self::Field
            | Self::Operation
            | Self::Function
            | Self::Constant
            | Self::Endpoint
            | Self::Table
            | Self::Regime
            | Self::Requirement
            | Self::ListedTask => false,
        }
    }
}

/// A declared name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// The name: `ConsentRecord`, `POST /consents`.
    pub name: String,
    /// What it is declared as.
    pub kind: SymbolKind,
    /// What it belongs to, if it is a field, an operation or an enumeration value.
    pub owner: Option<SymbolId>,
}

/// One place where a symbol is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// What is named there.
    pub symbol: SymbolId,
    /// The name itself.
    pub span: Span,
    /// Whether it is declared there.
    pub declares: bool,
}
