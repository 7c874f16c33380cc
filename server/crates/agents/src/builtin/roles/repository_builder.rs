//! The files of the repository builder: PostgreSQL behind the repository interfaces, over `database/sql`.

use serde::Serialize;
use specwave_plan::contract::{Aggregate, Contract, Field, Param, Repository};

use crate::builtin::File;
use crate::builtin::renderer::{RenderError, Renderer, go_type};
use crate::builtin::storage::{
    Action, Codec, Noun, Packages, SelectionAction, Statements, StoredColumn, StoredOperation, StoredRepository, Use,
    is_struct_value, localize, spoken,
};

#[derive(Serialize)]
struct Context<'a> {
    #[serde(flatten)]
    packages: Packages<'a>,
    repository: &'a Repository,
    /// The name of the implementation.
    name: String,
    entity: &'a str,
    /// The entity's name in this package.
    label: String,
    noun: Noun,
    /// Go expressions that point to what the columns hold.
    columns: Vec<String>,
    /// Go expressions of columns that are written only.
    derived: Vec<String>,
    /// Fields that the tests fill.
    samples: Vec<&'a Field>,
    statements: &'a Statements,
    operations: Vec<View>,
    /// The method that closes the prepared statements: an operation of the domain may have its usual name.
    close: &'static str,
}

/// An operation as the templates write it.
#[derive(Serialize)]
struct View {
    name: String,
    doc: String,
    label: String,
    kind: &'static str,
    params: Vec<Param>,
    results: Vec<Param>,
    /// What the arguments of a test are.
    samples: Vec<Sample>,
    /// The expression of what the operation works on: an entity, an identity, a query specification.
    subject: String,
    constant: String,
    arguments: Vec<String>,
    conditions: Option<String>,
    order: String,
    page: Option<(String, String)>,
    /// What a stored entity gives for the result, if it gives anything.
    echo: Option<String>,
    /// The same in a test.
    test_echo: Option<String>,
    body: String,
    element: String,
    target: String,
    constructor: Option<String>,
    is_pointer: bool,
    parts: Vec<Aggregate>,
}

/// An argument in a test: an expression, or a sample of a type.
#[derive(Serialize)]
struct Sample {
    expression: Option<String>,
    #[serde(rename = "type")]
    ty: String,
}

/// Files that are the same for every feature, with the calls in repositories that need them; each feature brings those
/// that its own repositories need.
const GENERIC: &[(&str, &[&str])] = &[
    ("tx_manager.go", &[]),
    ("tx_manager_test.go", &[]),
    ("fake_driver_test.go", &[]),
    ("store.go", &["newStore("]),
    ("store_test.go", &["newStore("]),
    ("failure.go", &["newStore("]),
    ("operation_test.go", &["newStore("]),
    ("scalars.go", &["scalars["]),
    ("scalars_test.go", &["scalars["]),
    ("column.go", &["utc(", ", utc)", "optional(", "cents(", "amount("]),
    ("optional_column.go", &["optional("]),
    ("optional_column_test.go", &["optional("]),
    ("time_column.go", &["utc(", ", utc)"]),
    ("time_column_test.go", &["utc(", ", utc)"]),
    ("zero_null_column.go", &["zeroNull("]),
    ("zero_null_column_test.go", &["zeroNull("]),
    ("json_column.go", &["jsonColumn{"]),
    ("json_column_test.go", &["jsonColumn{"]),
    ("text_array_column.go", &["textArray("]),
    ("text_array_column_test.go", &["textArray("]),
    ("cents_column.go", &["cents(", ", cents)"]),
    ("cents_column_test.go", &["cents(", ", cents)"]),
    ("amount_column.go", &["amount(", ", amount)"]),
    ("amount_column_test.go", &["amount(", ", amount)"]),
];

pub(super) fn files(contract: &Contract, renderer: &Renderer) -> Result<Vec<File>, RenderError> {
    let packages = Packages::of(contract);
    let dir = packages.directory("repository");
    let mut files = Vec::new();
    let mut written = String::new();
    for stored in StoredRepository::all(contract) {
        let context = context(contract, packages, &stored);
        let stem = stored.stem();
        let text = renderer.go("repository_builder/repository.go.j2", "repository", &context)?;
        written.push_str(&text);
        files.push(File::new(format!("{dir}/{stem}_repository.go"), text));
        let test = renderer.go("repository_builder/repository_test.go.j2", "repository", &context)?;
        files.push(File::new(format!("{dir}/{stem}_repository_test.go"), test));
    }
    let is_needed = |calls: &[&str]| calls.is_empty() || calls.iter().any(|call| written.contains(call));
    for (name, _) in GENERIC.iter().filter(|(_, calls)| is_needed(calls)) {
        let text = renderer.go(&format!("repository_builder/{name}.j2"), "repository", packages)?;
        files.push(File::new(format!("{dir}/{name}"), text));
    }
    Ok(files)
}

fn context<'a>(contract: &'a Contract, packages: Packages<'a>, stored: &'a StoredRepository<'a>) -> Context<'a> {
    let repository = stored.repository;
    let views = stored.operations.iter().zip(&stored.statements.uses);
    Context {
        packages,
        repository,
        name: format!("{}{}", stored.entity.prefix, repository.name),
        entity: &stored.entity.name,
        label: stored.entity.shared_name(),
        noun: Noun::of(&stored.entity.name),
        columns: stored.table.read().map(bound).collect(),
        derived: stored.table.derived().map(|column| derived(contract, column)).collect(),
        samples: stored.table.read().filter_map(|column| column.field).collect(),
        statements: &stored.statements,
        close: if stored.operations.iter().any(|operation| operation.name == "Close") { "CloseStatements" } else { "Close" },
        operations: views.map(|(operation, used)| view(contract, repository, operation, used)).collect(),
    }
}

/// The expression that binds and scans a column of `entity`.
fn bound(column: &StoredColumn<'_>) -> String {
    coded(column.codec, &format!("&entity.{}", column.field.map_or("ID", |field| &field.name)))
}

/// The expression of a column that holds a part of a struct value.
fn derived(contract: &Contract, column: &StoredColumn<'_>) -> String {
    let (Some(field), Some(part)) = (column.field, column.part) else { return "nil".to_owned() };
    let value = format!("entity.{}.{part}()", field.name);
    match column.codec {
        Codec::Plain => value,
        codec => coded(codec, &format!("{}({value})", localize(contract, "repository", "values.Pointer"))),
    }
}

/// What binds and scans the value behind a pointer.
fn coded(codec: Codec, pointer: &str) -> String {
    match codec {
        Codec::Plain => pointer.to_owned(),
        Codec::Time => format!("utc({pointer})"),
        Codec::TimePointer => format!("optional({pointer}, utc)"),
        Codec::ZeroNull => format!("zeroNull({pointer})"),
        Codec::Json => format!("jsonColumn{{{pointer}}}"),
        Codec::TextArray => format!("textArray({pointer})"),
        Codec::Cents => format!("cents({pointer})"),
        Codec::CentsPointer => format!("optional({pointer}, cents)"),
        Codec::Amount => format!("amount({pointer})"),
        Codec::AmountPointer => format!("optional({pointer}, amount)"),
    }
}

/// How the templates call an action.
fn kind_of(action: &Action) -> &'static str {
    match action {
        Action::Insert => "insert",
        Action::InsertMany => "insert_many",
        Action::Update => "update",
        Action::Upsert => "upsert",
        Action::Get => "get",
        Action::GetMany => "get_many",
        Action::Delete => "delete",
        Action::Find => "find",
        Action::Count => "count_query",
        Action::Spec(_) => "spec",
        Action::NotImplemented(_) => "not_implemented",
        Action::Select(kind, _) => match kind {
            SelectionAction::First => "first",
            SelectionAction::All => "all",
            SelectionAction::Count => "count",
            SelectionAction::Exists => "exists",
            SelectionAction::Delete => "delete_where",
            SelectionAction::Update(_) => "update_where",
            SelectionAction::Column(_) => "column",
            SelectionAction::Aggregate { .. } => "aggregate",
        },
    }
}

fn view(contract: &Contract, repository: &Repository, operation: &StoredOperation, used: &Use) -> View {
    let entity = format!("*domain.{}", repository.entity);
    let element = operation.results.first().map(|result| result.ty.strip_prefix("[]").unwrap_or(&result.ty).to_owned());
    let (target, parts) = match &operation.action {
        Action::Select(SelectionAction::Aggregate { to, parts }, _) => (to.clone(), parts.clone()),
        _ => (String::new(), Vec::new()),
    };
    let is_made = is_struct_value(contract, &target);
    let constructor = target.rsplit_once('.').filter(|_| is_made).map(|(package, name)| format!("{package}.New{name}"));
    let subject = operation.params.first().map(|param| param.name.clone()).unwrap_or_default();
    let echo_of = |stored: &str| match operation.results.first().map(|result| result.ty.as_str()) {
        Some(ty) if ty == entity => Some(stored.to_owned()),
        Some("values.UUID") => Some(format!("{stored}.ID")),
        _ => None,
    };
    View {
        name: operation.name.clone(),
        doc: doc(operation),
        label: format!("{}: {}", spoken(&repository.name), spoken(&operation.name)),
        kind: kind_of(&operation.action),
        params: operation.params.clone(),
        results: operation.results.clone(),
        samples: operation.params.iter().map(|param| sample(contract, param, &entity)).collect(),
        constant: used.constant.clone(),
        arguments: used.arguments.clone(),
        conditions: used.conditions.clone(),
        order: used.order.clone(),
        page: used.page.clone(),
        echo: echo_of(&subject),
        test_echo: echo_of("entity"),
        subject,
        body: match &operation.action {
            Action::Spec(body) => localize(contract, "repository", body),
            _ => String::new(),
        },
        element: element.unwrap_or_default(),
        is_pointer: operation.results.first().is_some_and(|result| result.ty.starts_with('*')),
        target: if is_made { format!("{target}Params") } else { target },
        constructor,
        parts,
    }
}

/// The doc comment, which says why where an operation is not implemented.
fn doc(operation: &StoredOperation) -> String {
    let said = operation.doc.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = if said.starts_with(&operation.name) {
        said
    } else if said.is_empty() {
        format!("{} implements the domain's interface.", operation.name)
    } else {
        format!("{}: {said}", operation.name)
    };
    match &operation.action {
        Action::NotImplemented(reason) => format!("{said} It is not implemented: {reason}."),
        _ => said,
    }
}

fn sample(contract: &Contract, param: &Param, entity: &str) -> Sample {
    let expression = match param.ty.as_str() {
        ty if ty == entity => Some("entity".to_owned()),
        ty if ty.strip_prefix("[]") == Some(entity) => Some(format!("[]{}{{entity}}", go_type(contract, "repository", entity))),
        _ => None,
    };
    Sample { expression, ty: param.ty.clone() }
}
