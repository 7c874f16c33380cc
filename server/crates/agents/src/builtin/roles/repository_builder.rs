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
    entity: &'a str,
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

/// Which helpers the repositories use; the others are not written.
#[derive(Serialize)]
struct Uses {
    direct: bool,
    all: bool,
    first: bool,
    insert_all: bool,
    changed: bool,
    changed_one: bool,
    scalars: bool,
    scalar: bool,
    scan_row: bool,
    time_column: bool,
    optional_column: bool,
    zero_null_column: bool,
    json_column: bool,
    text_array: bool,
    cents_column: bool,
    amount_column: bool,
}

#[derive(Serialize)]
struct Shared<'a> {
    #[serde(flatten)]
    packages: Packages<'a>,
    uses: Uses,
}

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
    let shared = Shared { packages, uses: Uses::of(&written) };
    let mut generic = vec!["tx_manager.go", "tx_manager_test.go", "fake_driver_test.go"];
    if !written.is_empty() {
        generic.extend(["store.go", "failure.go", "operation_test.go", "store_test.go"]);
    }
    if shared.uses.has_columns() {
        generic.extend(["columns.go", "columns_test.go"]);
    }
    for name in generic {
        let text = renderer.go(&format!("repository_builder/{name}.j2"), "repository", &shared)?;
        files.push(File::new(format!("{dir}/{name}"), text));
    }
    Ok(files)
}

impl Uses {
    /// What the written Go calls.
    fn of(go: &str) -> Self {
        let insert_all = go.contains("r.insertAll(");
        let changed_one = go.contains("changedOne(");
        let first = go.contains("r.first(");
        Self {
            direct: go.contains("r.direct(") || insert_all,
            all: go.contains("r.all(") || first,
            first,
            insert_all,
            changed: go.contains("changed(") || changed_one || insert_all,
            changed_one,
            scalars: go.contains("scalars["),
            scalar: go.contains("scalar["),
            scan_row: go.contains("scanRow("),
            time_column: go.contains("utc(") || go.contains(", utc)"),
            optional_column: go.contains("optional("),
            zero_null_column: go.contains("zeroNull("),
            json_column: go.contains("jsonColumn{"),
            text_array: go.contains("textArray("),
            cents_column: go.contains("cents(") || go.contains(", cents)"),
            amount_column: go.contains("amount(") || go.contains(", amount)"),
        }
    }

    fn has_columns(&self) -> bool {
        let money = self.cents_column || self.amount_column;
        self.time_column || self.zero_null_column || self.json_column || self.text_array || money
    }
}

fn context<'a>(contract: &'a Contract, packages: Packages<'a>, stored: &'a StoredRepository<'a>) -> Context<'a> {
    let repository = stored.repository;
    let views = stored.operations.iter().zip(&stored.statements.uses);
    Context {
        packages,
        repository,
        entity: &stored.entity.name,
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
