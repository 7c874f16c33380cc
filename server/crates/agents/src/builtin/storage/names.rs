//! Names of what the query optimizer declares and the repository builder uses.

use std::collections::BTreeSet;

use specwave_golang::names;

/// Names of constants and functions in the database package, each given once.
#[derive(Debug, Default)]
pub(crate) struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// The name of an entity's statement, such as `ConsentRecordGetByCall`; told apart where another has it already.
    pub(crate) fn give(&mut self, entity: &str, statement: &str) -> String {
        let mut name = format!("{entity}{}", names::exported(statement));
        while !self.taken.insert(name.clone()) {
            name.push_str("Statement");
        }
        name
    }
}

/// What the text of an error calls an operation: `GetByCall` of consent records is `get by call`.
pub(crate) fn spoken(operation: &str) -> String {
    names::words(operation).join(" ")
}
