//! What methods of entities do.

use serde::{Deserialize, Serialize};

/// An event and the Go expressions for its fields, in terms of the receiver `self` and the parameters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raise {
    /// The event.
    pub event: String,
    /// One expression per field of the event.
    pub arguments: Vec<String>,
}

/// Patterns of entity methods. Fields are named as in [`Entity::fields`], parameters as in [`Operation::params`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MethodPattern {
    /// Makes the entity: checks the parameters, then calls the uniform constructor with these fields.
    Construct {
        /// Parameters that must be given, and what is said where they are not.
        refuse: Vec<ParamTest>,
        /// Field and expression.
        assign: Vec<Assignment>,
        /// Whether the expressions speak of the new identity, as `id`.
        identity: bool,
    },
    /// Returns a field.
    Get {
        /// The field.
        field: String,
    },
    /// Whether all tests hold.
    Predicate {
        /// The tests; all must hold.
        tests: Vec<FieldTest>,
    },
    /// Moves the entity to another state, where its present one allows that; returns `error`.
    Transition {
        /// Parameters that must be given, and what is said where they are not.
        refuse: Vec<ParamTest>,
        /// Tests of which any that fails refuses the transition.
        guards: Vec<FieldTest>,
        /// What is assigned.
        assign: Vec<Assignment>,
        /// The event that is recorded.
        raise: Option<Raise>,
    },
    /// Appends a changed copy of the last element, in which an aggregate keeps its state; returns `error`.
    Revise {
        /// The slice field.
        field: String,
        /// The entity that its elements are.
        element: String,
        /// The element's number, which is counted on.
        version: Option<String>,
        /// The field of the aggregate that repeats the number.
        counter: Option<String>,
        /// Tests of the last element of which any that fails refuses the change.
        guards: Vec<FieldTest>,
        /// What is assigned to the copy.
        assign: Vec<Assignment>,
        /// What is assigned to the aggregate itself.
        touch: Option<Assignment>,
        /// The event that is recorded; expressions may speak of the copy as `next`.
        raise: Option<Raise>,
    },
    /// Moves a time further into the future by a duration; returns `error`.
    Extend {
        /// The time, a `time.Time` or `*time.Time`.
        field: String,
        /// The duration parameter.
        by: String,
        /// Tests of which any that fails refuses it.
        guards: Vec<FieldTest>,
        /// The event that is recorded.
        raise: Option<Raise>,
    },
    /// Assigns parameters to fields and validates the outcome.
    Assign {
        /// Field and parameter.
        assign: Vec<Assignment>,
        /// The event that is recorded.
        raise: Option<Raise>,
    },
    /// Appends a parameter to a slice.
    Append {
        /// The slice field.
        field: String,
        /// The parameter.
        param: String,
        /// The event that is recorded.
        raise: Option<Raise>,
    },
    /// Adds to a number.
    Increment {
        /// The number.
        field: String,
        /// Expression for what is added.
        by: String,
    },
    /// Whether a slice or map has a parameter in it.
    Contains {
        /// The slice or map field.
        field: String,
        /// The parameter.
        param: String,
    },
    /// Number of elements of a slice or map.
    Length {
        /// The field.
        field: String,
    },
    /// The change from one number to another in percent of the first, as `float64`.
    PercentChange {
        /// The field with the earlier number.
        from: String,
        /// The field with the later number.
        to: String,
    },
    /// The time from one moment to another, as `time.Duration`.
    Elapsed {
        /// The field with the earlier moment; now where it is empty.
        from: String,
        /// The field with the later moment; now where it is empty.
        to: String,
    },
    /// Makes a struct value of the fields.
    Convert {
        /// The value's type.
        to: String,
        /// Expression for each of its fields that is given.
        assign: Vec<Assignment>,
    },
    /// Text for people: the entity's kind and what tells it from others.
    Describe {
        /// The field that is shown besides the identity, if any.
        field: Option<String>,
    },
}

/// What is assigned to a field: a Go expression in terms of the receiver `self`, the parameters and `now`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// The field.
    pub field: String,
    /// The expression.
    pub value: String,
}

/// A test of one field of an entity in memory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldTest {
    /// The field.
    pub field: String,
    /// What must hold.
    pub test: Test,
    /// What is said when it does not hold.
    pub message: String,
}

/// A test of one parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParamTest {
    /// The parameter.
    pub param: String,
    /// What must hold for it.
    pub check: ParamCheck,
    /// What is said when it does not hold.
    pub message: String,
}

/// What must hold for a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParamCheck {
    /// It is given: not zero, blank, `nil` or empty.
    Given,
    /// It is greater than zero.
    Positive,
    /// It is one of a closed set.
    Known,
}

/// What must hold for a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// It has one of these constants (Go expressions).
    OneOf(Vec<String>),
    /// It has none of these constants.
    NoneOf(Vec<String>),
    /// It is set: not zero, not `nil`, not empty.
    Set,
    /// It is not set.
    Unset,
    /// It is a moment that has come.
    Past,
    /// It is a moment to come.
    Future,
    /// It is not set, or a moment to come.
    UnsetOrFuture,
}
