//! What Go's conventions say about a function by its name and its signature.

use super::{Body, Func, Name, Parameter, Signature};

impl Signature {
    /// The signature with these parameters and results.
    #[must_use]
    pub fn new(params: Vec<Parameter>, results: Vec<Parameter>) -> Self {
        let count = u32::try_from(params.len()).unwrap_or(u32::MAX);
        let mut both = Vec::with_capacity(params.len() + results.len());
        both.extend(params.into_iter().chain(results));
        Self { both: both.into(), params: count }
    }

    fn split(&self) -> (&[Parameter], &[Parameter]) {
        // Kept facts are read from a file, which may say anything.
        self.both.split_at_checked(self.params as usize).unwrap_or((&self.both, &[]))
    }
}

impl Func {
    /// Its parameters in order.
    #[must_use]
    pub fn params(&self) -> &[Parameter] {
        self.signature.split().0
    }

    /// Its results in order.
    #[must_use]
    pub fn results(&self) -> &[Parameter] {
        self.signature.split().1
    }

    /// Whether `go test` runs it as a test, a benchmark or a fuzz test, where it stands in a file of tests.
    #[must_use]
    pub fn is_test(&self) -> bool {
        [("Test", "*testing.T"), ("Benchmark", "*testing.B"), ("Fuzz", "*testing.F")].iter().any(|(prefix, ty)| {
            let named = self.name.text.strip_prefix(prefix).is_some_and(|rest| !rest.starts_with(char::is_lowercase));
            named && self.receiver.is_none() && matches!(self.params(), [only] if only.ty == *ty)
        })
    }

    /// The type that it makes, where it is called as constructors are: `NewMoney` and `ParseMoney` make `Money`.
    #[must_use]
    pub fn made_type(&self) -> Option<&str> {
        const PREFIXES: [&str; 8] = ["New", "Parse", "Make", "Create", "Restore", "Reconstitute", "From", "Must"];
        let first = self.receiver.is_none().then(|| self.results().first()).flatten()?;
        let made = first.ty.trim_start_matches('*').split('[').next().unwrap_or_default();
        // `From…` and its kin are constructors of what they are named after or of what they give.
        (PREFIXES.iter().any(|prefix| self.name.text.starts_with(prefix)) || self.name.text.starts_with(made))
            .then_some(made)
            .filter(|made| made.chars().all(|c| c.is_alphanumeric() || c == '_') && !made.is_empty())
    }

    /// Keeps of its body only what it does.
    pub(super) fn forget_text_of_body(&mut self) {
        if let Some(body) = &mut self.body {
            body.text = None;
        }
        self.body.take_if(|body| **body == Body::default());
    }

    /// What of its receiver the body assigns to.
    #[must_use]
    pub fn changes(&self) -> &[Name] {
        self.body.as_ref().map_or(&[], |body| &body.changes)
    }

    /// Contexts that the body begins anew, as they are called.
    #[must_use]
    pub fn new_contexts(&self) -> &[Name] {
        self.body.as_ref().map_or(&[], |body| &body.new_contexts)
    }

    /// Whether its last result is an error.
    #[must_use]
    pub fn returns_error(&self) -> bool {
        self.results().last().is_some_and(|result| result.ty == "error")
    }

    /// Whether it takes a parameter whose type `is_meant`.
    pub fn takes(&self, mut is_meant: impl FnMut(&str) -> bool) -> bool {
        self.params().iter().any(|Parameter { ty, .. }| is_meant(ty))
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::read;

    #[test]
    fn tests_and_constructors_are_known_by_name_and_signature() {
        let facts = read(
            "package a\n\nfunc TestMoney(t *testing.T) {}\n\nfunc Testing(t *testing.T) {}\n\nfunc BenchmarkMoney(b *testing.B) {}\n\nfunc \
             TestHelper(t *testing.T, n int) {}\n\nfunc NewMoney(n int) (*Money, error) { return nil, nil }\n\nfunc MoneyOf(n int) \
             Money { return Money{} }\n\nfunc newBox[T any]() Box[T] { return Box[T]{} }\n\nfunc Count() int { return 0 }\n",
        );
        let tests: Vec<&str> =
            facts.functions.iter().filter(|function| function.is_test()).map(|function| function.name.text.as_str()).collect();
        assert_eq!(tests, ["TestMoney", "BenchmarkMoney"]);
        let made: Vec<_> = facts.functions.iter().filter_map(|function| function.made_type()).collect();
        assert_eq!(made, ["Money", "Money"]);
        assert!(facts.functions[4].returns_error() && !facts.functions[5].returns_error());
    }
}
