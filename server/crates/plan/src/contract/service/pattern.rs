//! How the body of a service operation is made, and how values get from one place to another in it.

use serde::{Deserialize, Serialize};

/// Patterns of service operations.
///
/// Expressions are Go in terms of the operation's parameters; [`Reply`] may also use what the pattern names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServicePattern {
    /// Makes an entity (`record`), stores it in a transaction and publishes its events.
    Create {
        /// The entity.
        entity: String,
        /// Fields of the entity's parameters.
        fields: Vec<Mapping>,
        /// What is answered.
        reply: Reply,
    },
    /// Loads one entity (`record`).
    Load {
        /// The entity.
        entity: String,
        /// Which one.
        by: Lookup,
        /// What is answered.
        reply: Reply,
    },
    /// Loads entities (`records`) by a query specification.
    List {
        /// The entity.
        entity: String,
        /// Which ones.
        query: Selector,
        /// What is answered.
        reply: Reply,
    },
    /// Loads an entity (`record`), changes it, stores it in a transaction and publishes its events.
    Change {
        /// The entity.
        entity: String,
        /// Which one.
        by: Lookup,
        /// How it changes.
        change: Change,
        /// What is answered.
        reply: Reply,
    },
    /// Removes an entity in a transaction.
    Delete {
        /// The entity.
        entity: String,
        /// Which one.
        by: Lookup,
        /// What is answered.
        reply: Reply,
    },
    /// Removes all entities whose time is over in one transaction; their number is `removed`.
    Purge {
        /// The entity.
        entity: String,
        /// The filter of the query specification that selects them, with the present moment as its value.
        filter: String,
        /// What is answered.
        reply: Reply,
    },
    /// Loads an entity (`record`) if there is one and tests it; the outcome is `allowed`, with a `refusal` (a text) if it is negative.
    Check {
        /// The entity.
        entity: String,
        /// Which one.
        by: Lookup,
        /// What must hold for it; all of them.
        tests: Vec<Requirement>,
        /// What is answered.
        reply: Reply,
    },
    /// Tests a parameter of a type that can tell whether it is valid.
    Validate {
        /// Expression for what is tested.
        subject: String,
        /// Method that tests it: `Valid` gives a `bool`, `Validate` an `error`.
        method: String,
        /// What is answered.
        reply: Reply,
    },
    /// Does another operation of the same service for every element of a parameter.
    ForEach {
        /// The parameter.
        items: String,
        /// The other operation.
        operation: String,
        /// Its arguments behind `ctx` in terms of `item` and the parameters.
        arguments: Vec<String>,
        /// Whether it gives a result besides the error.
        gives: bool,
        /// What is answered, in terms of `results`, `succeeded`, `failed` and `failures` (texts).
        reply: Reply,
    },
    /// Makes an entity of every element of a parameter and stores those that are valid at once.
    Import {
        /// The entity.
        entity: String,
        /// The parameter.
        items: String,
        /// Fields of the entity's parameters, in terms of `item`.
        fields: Vec<Mapping>,
        /// What is answered, in terms of `records`, `succeeded`, `failed` and `failures` (texts).
        reply: Reply,
    },
    /// Loads entities by a query specification and writes them as JSON lines to `data`, a `bytes.Buffer`.
    Export {
        /// The entity.
        entity: String,
        /// Which ones.
        query: Selector,
        /// What is answered.
        reply: Reply,
    },
    /// Counts entities by query specifications.
    Count {
        /// The entity.
        entity: String,
        /// Which ones are counted at all.
        query: Selector,
        /// Named counts.
        counts: Vec<NamedCount>,
        /// Counts for each constant of an enumeration.
        breakdowns: Vec<Breakdown>,
        /// What is answered.
        reply: Reply,
    },
    /// Writes a record of what happened to the audit trail.
    Audit {
        /// What happened, such as `consent.logged`.
        action: String,
        /// Expression for what it happened to, of type `string`.
        subject: String,
        /// Expression for the details.
        details: String,
    },
    /// Asks a port, whose operation has the same parameters and results.
    Forward {
        /// The port.
        port: String,
        /// Its operation.
        operation: String,
    },
    /// Loads entities into the cache, under the keys under which they are read.
    Warm {
        /// The entity.
        entity: String,
        /// Parameter with one element for each of them.
        items: String,
        /// Which ones, in terms of `item`.
        query: Selector,
    },
    /// Takes an entity out of the cache.
    Forget {
        /// The entity.
        entity: String,
        /// Its identity.
        id: Mapping,
    },
    /// Loads an entity (`record`) and gives what one of its methods makes of the parameters.
    Ask {
        /// The entity.
        entity: String,
        /// Which one.
        by: Lookup,
        /// The method.
        method: String,
        /// Its arguments.
        arguments: Vec<Mapping>,
        /// Whether the method returns an error last.
        fails: bool,
    },
}

/// How one entity is found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lookup {
    /// By its identity.
    Id(Mapping),
    /// The first one that a query specification selects.
    First(Selector),
}

/// A query specification: either one that is given, or one that is made of filters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selector {
    /// Expression of the query type, if a parameter has it.
    pub given: Option<String>,
    /// Filters by name, with the conversion to the pointers that they are.
    pub filters: Vec<Mapping>,
    /// Expression of type `int` for the number of entities.
    pub limit: Option<String>,
    /// Expression of type `int` for the entities that are passed over.
    pub offset: Option<String>,
    /// Expression of type `[]values.UUID`: those with these identities, one by one, and nothing else restricts them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ids: Option<String>,
    /// What is asked for and no filter answers; where it is given, the operation says that it cannot do that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unanswered: Vec<Unanswered>,
}

/// A part of a question that no filter answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unanswered {
    /// Expression for it.
    pub from: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: String,
}

/// How an entity changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// By one of its methods.
    Call {
        /// The method.
        method: String,
        /// Its arguments.
        arguments: Vec<Mapping>,
        /// Whether it returns an error.
        fails: bool,
    },
    /// By assignments, after which it must still be valid. What comes from a pointer is assigned where that is not nil.
    Assign(Vec<Mapping>),
}

/// What must hold for an entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Requirement {
    /// It is there.
    Exists,
    /// A method of it without parameters says so.
    Method(String),
    /// It is valid, as its `Validate` says.
    Valid,
    /// A field has a constant (a Go expression).
    Has {
        /// The field.
        field: String,
        /// The constant.
        constant: String,
    },
    /// A moment, a `time.Time` or a pointer to one, is not over.
    NotOver {
        /// The field.
        field: String,
        /// Whether it is a pointer, of which `nil` means never.
        pointer: bool,
    },
    /// A field equals what is given.
    Equals(Mapping),
    /// A slice has what is given in it.
    Contains(Mapping),
    /// The last element of a slice, in which an aggregate keeps its state, meets a requirement.
    Latest {
        /// The slice field.
        field: String,
        /// What must hold for its last element.
        test: Box<Requirement>,
    },
}

/// What an operation answers before the error.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// Nothing but the error.
    #[default]
    Nothing,
    /// One value for each result; the field's name is empty.
    Values(Vec<Mapping>),
    /// A struct literal.
    Struct {
        /// Its type without pointer.
        #[serde(rename = "type")]
        ty: String,
        /// Whether a pointer to it is answered.
        pointer: bool,
        /// Its fields; no conversion can fail.
        fields: Vec<Mapping>,
    },
    /// A slice of struct literals, one for every `record` in `records`.
    Structs {
        /// Their type without pointer.
        #[serde(rename = "type")]
        ty: String,
        /// Whether the elements are pointers.
        pointer: bool,
        /// Their fields; no conversion can fail.
        fields: Vec<Mapping>,
    },
    /// The entities of `records` without their pointers.
    Dereferenced,
}

/// A count under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedCount {
    /// Go name of the variable.
    pub name: String,
    /// Filters besides those of the whole count.
    pub filters: Vec<Mapping>,
}

/// Counts for each constant of an enumeration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breakdown {
    /// Go name of the variable, a map from the enumeration to `int`.
    pub name: String,
    /// The filter of the query specification.
    pub filter: String,
    /// The enumeration.
    #[serde(rename = "type")]
    pub ty: String,
}

/// How a field or a parameter gets its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The field that is set.
    pub field: String,
    /// Go expression for where the value comes from: `input.Channel`.
    pub from: String,
    /// What is done to it on the way.
    pub conversion: Conversion,
}

/// What is done to a value so that it has another type.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conversion {
    /// Nothing: the types are the same.
    #[default]
    Same,
    /// `T(x)`
    Cast(String),
    /// `f(x)`, which returns a value and an error.
    Parse(String),
    /// `f(x)`, which cannot fail.
    Call(String),
    /// `x.M()`
    Method(String),
    /// `*A` to `*B`; `nil` stays `nil`.
    Optional(Box<Conversion>),
    /// `A` to `*B`; the zero value becomes `nil`.
    Pointer(Box<Conversion>),
    /// `*A` to `B`; `nil` becomes the zero value.
    Value(Box<Conversion>),
    /// `[]A` to `[]B`
    Each(Box<Conversion>),
    /// `A` to `B`; the zero value becomes the zero value.
    IfSet(Box<Conversion>),
    /// A text to `[]B`: the elements are separated by commas.
    List(Box<Conversion>),
    /// `A` to `B`, where the conversion takes the address of an `A`.
    Address(Box<Conversion>),
    /// The zero value of a type, whatever the value is: nothing at hand says it.
    Zero(String),
    /// A constant of another package, whatever the value is.
    Constant(String),
    /// The moment that lies this many of a unit (a Go expression of type `time.Duration`) ahead.
    FromNow(String),
}
