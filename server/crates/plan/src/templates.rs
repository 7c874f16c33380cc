//! Catalog templates over the contract.

use std::collections::BTreeMap;

use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value, context};
use specwave_golang::names;

use crate::contract::Contract;

/// Renders templates with the contract's items and `dir.<package>` in scope.
pub(crate) struct Templates {
    environment: Environment<'static>,
    scope: Value,
}

impl Templates {
    /// Templates over `contract`.
    pub(crate) fn new(contract: &Contract) -> Self {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        environment.set_undefined_behavior(UndefinedBehavior::Chainable);
        environment.add_filter("snake", |name: &str| names::snake(name));
        environment.add_filter("test", test_file);
        let dir: BTreeMap<&str, &str> =
            contract.packages.iter().map(|package| (package.key.as_str(), package.dir.as_str())).collect();
        let items = Value::from(Serde(contract));
        let scope = context! { dir => Value::from(Serde(dir)), ..items };
        Self { environment, scope }
    }

    /// The text that `template` gives.
    pub(crate) fn text(&self, template: &str) -> Result<String, minijinja::Error> {
        self.environment.render_str(template, &self.scope)
    }

    /// The lines that `template` gives, each once, without the empty ones.
    pub(crate) fn lines(&self, template: &str) -> Result<Vec<String>, minijinja::Error> {
        let text = self.text(template)?;
        let mut lines: Vec<String> = Vec::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if !lines.iter().any(|earlier| earlier == line) {
                lines.push(line.to_owned());
            }
        }
        Ok(lines)
    }
}

/// The test file beside a Go file: `a/b.go` → `a/b_test.go`.
fn test_file(file: &str) -> String {
    format!("{}_test.go", file.strip_suffix(".go").unwrap_or(file))
}
