//! Catalog templates over the contract.

use std::collections::BTreeMap;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior, Value, context};
use serde::Serialize;
use specwave_golang::names;

use crate::catalog::PROMPTS;
use crate::contract::Contract;

/// An environment in which block tags on lines of their own leave nothing behind.
pub(crate) fn environment() -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.add_filter("snake", |name: &str| names::snake(name));
    environment.add_filter("test", test_file);
    Ok(environment)
}

/// Renders templates with the contract's items and `dir.<package>` in scope.
pub(crate) struct Templates {
    environment: Environment<'static>,
    scope: Value,
}

impl Templates {
    /// Templates over `contract`.
    pub(crate) fn new(contract: &Contract) -> Result<Self, Error> {
        let dir: BTreeMap<&str, &str> =
            contract.packages.iter().map(|package| (package.key.as_str(), package.dir.as_str())).collect();
        let items = Value::from(Serde(contract));
        let scope = context! { dir => Value::from(Serde(dir)), ..items };
        Ok(Self { environment: environment()?, scope })
    }

    /// The text that `template` gives.
    pub(crate) fn text(&self, template: &str) -> Result<String, Error> {
        // Many are plain words; those need no engine.
        if !template.contains('{') {
            return Ok(template.to_owned());
        }
        self.environment.render_str(template, &self.scope)
    }

    /// The lines that `template` gives, each once, without the empty ones.
    pub(crate) fn lines(&self, template: &str) -> Result<Vec<String>, Error> {
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

/// Renders the prompt template of a role.
pub(crate) fn prompt(role: &str, scope: &impl Serialize) -> Result<String, Error> {
    let mut environment = environment()?;
    for (name, source) in PROMPTS {
        environment.add_template_owned(format!("{name}.md.j2"), *source)?;
    }
    environment.get_template(&format!("{role}.md.j2"))?.render(Value::from(Serde(scope)))
}

/// The test file beside a Go file: `a/b.go` → `a/b_test.go`.
fn test_file(file: &str) -> String {
    format!("{}_test.go", file.strip_suffix(".go").unwrap_or(file))
}
