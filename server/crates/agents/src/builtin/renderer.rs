//! Templates to files: the environment, its filters, and the imports of rendered Go.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::value::Serde;
use minijinja::{Environment, State, Value};
use serde::Serialize;
use specwave_golang::{Import, Type, add_imports, names};
use specwave_plan::RoleId;
use specwave_plan::contract::Contract;

use super::{go_text, go_values};

/// Why files could not be made; always our fault, never the spec's.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// No role of that name writes files.
    #[error("the built-in agent has no role `{0}`")]
    UnknownRole(RoleId),
    /// A template does not render.
    #[error("template `{template}`: {source:#}")]
    Template {
        /// The template's path below `templates/`.
        template: String,
        /// What the template engine says.
        source: Box<minijinja::Error>,
    },
}

/// Name of the variable that tells filters which package is being written.
const PACKAGE: &str = "package_key";

/// Renders templates for one contract.
///
/// In every template `contract` is the whole contract, `alias` gives the name under which a package is imported
/// by its key, `package` is the package that is written (with `key`, `dir`, `name`, `alias`), and these filters
/// work on type expressions and names:
/// `go`, `zero`, `sample(n)`, `constructor`, `broken_element`, `exported`, `unexported`, `snake`, `kebab`, `words`,
/// `with_article`, `step`, `plural`, `singular`, `quoted` for a string literal, `sentence` for free text in one line,
/// `cell` for text in a Markdown table.
pub(crate) struct Renderer {
    environment: Environment<'static>,
    contract: Arc<Contract>,
}

impl Renderer {
    pub(crate) fn new(contract: &Contract) -> Result<Self, RenderError> {
        let contract = Arc::new(contract.clone());
        let mut environment = Environment::new();
        let syntax = environment.syntax().to_builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
        let syntax =
            syntax.map_err(|source| RenderError::Template { template: "syntax".to_owned(), source: Box::new(source) })?;
        environment.set_syntax(syntax);
        environment.set_undefined_behavior(minijinja::UndefinedBehavior::SemiStrict);
        environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        minijinja_embed::load_templates!(&mut environment);
        environment.add_global("contract", Value::from(Serde(&*contract)));
        let aliases: BTreeMap<&str, &str> =
            contract.packages.iter().map(|package| (package.key.as_str(), package.alias.as_str())).collect();
        environment.add_global("alias", Value::from(Serde(&aliases)));
        for (name, filter) in TEXT_FILTERS {
            environment.add_filter(*name, *filter);
        }
        let with = Arc::clone(&contract);
        environment.add_filter("go", move |state: &State<'_, '_>, ty: &str| go_type(&with, &current_package(state), ty));
        let with = Arc::clone(&contract);
        environment
            .add_filter("zero", move |state: &State<'_, '_>, ty: &str| go_values::zero(&with, &current_package(state), ty));
        let with = Arc::clone(&contract);
        environment.add_filter("sample", move |state: &State<'_, '_>, ty: &str, n: Option<u32>| {
            go_values::sample(&with, &current_package(state), ty, n.unwrap_or(1))
        });
        let with = Arc::clone(&contract);
        environment
            .add_filter("constructor", move |state: &State<'_, '_>, ty: &str| constructor(&with, &current_package(state), ty));
        let with = Arc::clone(&contract);
        environment.add_filter("broken_element", move |state: &State<'_, '_>, ty: &str| {
            go_values::broken_element(&with, &current_package(state), ty)
        });
        Ok(Self { environment, contract })
    }

    /// Renders a text that is not Go.
    pub(crate) fn text(&self, template: &str, context: impl Serialize) -> Result<String, RenderError> {
        self.render(template, "", Value::from(Serde(&context)))
    }

    /// Renders a Go file of the package with the given key and adds its imports.
    pub(crate) fn go(&self, template: &str, package_key: &str, context: impl Serialize) -> Result<String, RenderError> {
        let rendered = self.render(template, package_key, Value::from(Serde(&context)))?;
        Ok(add_imports(&rendered, |identifier| resolve_import(&self.contract, package_key, identifier)))
    }

    /// Renders a Go test file of package `NAME_test`, which imports even the package it tests.
    pub(crate) fn external_test(
        &self,
        template: &str,
        package_key: &str,
        context: impl Serialize,
    ) -> Result<String, RenderError> {
        let rendered = self.render_as(template, "", package_key, Value::from(Serde(&context)))?;
        Ok(add_imports(&rendered, |identifier| resolve_import(&self.contract, "", identifier)))
    }

    fn render(&self, template: &str, package_key: &str, context: Value) -> Result<String, RenderError> {
        self.render_as(template, package_key, package_key, context)
    }

    /// Renders with types relative to `package_key` and `package` bound to the package with the key `package`.
    fn render_as(&self, template: &str, package_key: &str, package: &str, context: Value) -> Result<String, RenderError> {
        let package = Value::from(Serde(self.contract.package(package)));
        let scope = minijinja::context! { package, package_key, ..context };
        let rendered = self.environment.get_template(template).and_then(|found| found.render(scope));
        rendered.map_err(|source| RenderError::Template { template: template.to_owned(), source: Box::new(source) })
    }
}

/// What a filter on names or text is.
type TextFilter = fn(&str) -> String;

/// Filters on names and text.
const TEXT_FILTERS: &[(&str, TextFilter)] = &[
    ("exported", |name| names::exported(name)),
    ("unexported", |name| names::unexported(name)),
    ("snake", |name| names::snake(name)),
    ("kebab", |name| names::kebab(name)),
    ("words", |name| names::words(name).join(" ")),
    ("with_article", |noun| with_article(noun)),
    ("step", |by| step(by)),
    ("plural", |name| names::plural(name)),
    ("singular", |name| names::singular(name)),
    ("quoted", |text| go_text::go_string(text)),
    ("sentence", |text| go_text::sentence(text)),
    ("cell", |text| go_text::table_cell(text)),
];

/// A noun with its indefinite article.
fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// The operator and operand that add an amount, which may be negative: `-1` gives `-= 1`.
fn step(by: &str) -> String {
    by.strip_prefix('-').map_or_else(|| format!("+= {by}"), |by| format!("-= {by}"))
}

/// The constructor of a struct value: `values.Period` gives `values.NewPeriod`.
fn constructor(contract: &Contract, from: &str, ty: &str) -> String {
    let (package, name) = ty.split_once('.').unwrap_or(("values", ty));
    format!("{}New{name}", go_values::qualifier(contract, from, package))
}

fn current_package(state: &State<'_, '_>) -> String {
    state.lookup(PACKAGE).and_then(|key| key.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A contract's type expression as it reads inside the package with the key `from`.
pub(crate) fn go_type(contract: &Contract, from: &str, ty: &str) -> String {
    let Some(parsed) = Type::parse(ty) else { return ty.to_owned() };
    let local = parsed.map_named(&mut |package, name| {
        let package = package
            .filter(|key| !contract.is_one_package(key, from))
            .map(|key| contract.package(key).map_or(key, |found| &found.alias));
        Type::Named { package: package.map(str::to_owned), name: name.to_owned() }
    });
    local.to_string()
}

/// The import behind an identifier: a package of the contract by its alias, else one of the standard library.
fn resolve_import(contract: &Contract, from: &str, identifier: &str) -> Option<Import> {
    if let Some(package) =
        contract.packages.iter().find(|package| package.alias == identifier && !contract.is_one_package(&package.key, from))
    {
        let path = format!("{}/{}", contract.module.path, package.dir);
        return Some(Import { path, renamed: package.alias != package.name });
    }
    if let Some((_, path)) = RENAMED.iter().find(|(name, _)| *name == identifier) {
        return Some(Import { path: (*path).to_owned(), renamed: true });
    }
    let path = STANDARD_LIBRARY.iter().find(|path| path.rsplit('/').next() == Some(identifier))?;
    Some(Import { path: (*path).to_owned(), renamed: false })
}

/// Standard library packages whose own name would lead to another one.
const RENAMED: &[(&str, &str)] = &[("mathrand", "math/rand/v2")];

/// Standard library packages that generated code may use, each under its own name.
const STANDARD_LIBRARY: &[&str] = &[
    "bufio",
    "bytes",
    "cmp",
    "container/list",
    "context",
    "crypto/hmac",
    "crypto/md5",
    "crypto/rand",
    "crypto/sha256",
    "crypto/sha512",
    "crypto/subtle",
    "database/sql",
    "database/sql/driver",
    "embed",
    "encoding/base64",
    "encoding/binary",
    "encoding/csv",
    "encoding/hex",
    "encoding/json",
    "errors",
    "fmt",
    "hash/fnv",
    "io",
    "io/fs",
    "iter",
    "log/slog",
    "maps",
    "math",
    "math/big",
    "mime",
    "net",
    "net/http",
    "net/http/httptest",
    "net/mail",
    "net/netip",
    "net/url",
    "os",
    "path",
    "reflect",
    "regexp",
    "runtime",
    "runtime/debug",
    "slices",
    "sort",
    "strconv",
    "strings",
    "sync",
    "sync/atomic",
    "testing",
    "testing/fstest",
    "testing/iotest",
    "testing/quick",
    "time",
    "unicode",
    "unicode/utf8",
];
