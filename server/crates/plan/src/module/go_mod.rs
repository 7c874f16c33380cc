//! The two lines of a `go.mod` that matter here.

/// What a `go.mod` says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct GoMod {
    /// Module path.
    pub(super) path: Option<String>,
    /// `go` directive.
    pub(super) go: Option<String>,
}

impl GoMod {
    /// Reads the directives; what is not understood is left out.
    pub(super) fn parse(text: &str) -> Self {
        Self { path: directive(text, "module"), go: directive(text, "go") }
    }
}

/// The argument of the first `name argument` line.
fn directive(text: &str, name: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let code = line.split("//").next().unwrap_or_default();
        let mut words = code.split_whitespace();
        let argument = words.by_ref().next().filter(|word| *word == name).and_then(|_| words.next())?;
        Some(argument.trim_matches(['"', '`']).to_owned()).filter(|argument| !argument.is_empty() && argument != "(")
    })
}

#[cfg(test)]
mod tests {
    use super::GoMod;

    #[test]
    fn module_and_version_are_read_and_anything_else_is_left_alone() {
        let cases = [
            ("module example.com/shop\n\ngo 1.24.1\n", Some("example.com/shop"), Some("1.24.1")),
            ("// a comment\nmodule \"example.com/q\" // why\r\ngo 1.22\r\n", Some("example.com/q"), Some("1.22")),
            ("require (\n\tgo.example/x v1.0.0\n)\n", None, None),
            ("", None, None),
        ];
        for (text, path, go) in cases {
            let expected = GoMod { path: path.map(str::to_owned), go: go.map(str::to_owned) };
            assert_eq!(GoMod::parse(text), expected, "{text:?}");
        }
    }
}
